-- One council with its people and services' names, in the directory: `bench.council` is its number.
-- Who its people are stands in words.sql.

INSERT INTO council (id, code, name, kind, nation, prefix, next_number, promise_days, created_at)
SELECT pg_temp.made('council', c, 0, born), 'bench-' || c, 'Bench Council ' || c, 'unitary', 'england', 'B' || c,
       1 + current_setting('bench.ideas')::bigint, 5, born
  FROM (SELECT current_setting('bench.council')::bigint AS c, pg_temp.moment() - interval '3 years' AS born) AS here;

INSERT INTO person (id, email, name, created_at)
SELECT pg_temp.made('person', c, k, born), 'person-' || k || '@bench-' || c || '.invalid', pg_temp.person_name(c, k), born
  FROM (SELECT current_setting('bench.council')::bigint AS c, pg_temp.moment() - interval '3 years' AS born) AS here,
       generate_series(1, 23) AS k;

INSERT INTO membership (council_id, person_id, roles, since, ended_at)
SELECT pg_temp.made('council', c, 0, born), pg_temp.made('person', c, k, born),
       CASE WHEN k = 1 THEN ARRAY['lead'] WHEN k = 2 THEN ARRAY['admin'] WHEN k <= 5 THEN ARRAY['sponsor']
            WHEN k <= 10 THEN ARRAY['owner'] WHEN k = 21 THEN ARRAY['observer'] ELSE ARRAY['contributor'] END, born,
       CASE WHEN k = 23 THEN pg_temp.moment() - interval '9 days' END
  FROM (SELECT current_setting('bench.council')::bigint AS c, pg_temp.moment() - interval '3 years' AS born) AS here,
       generate_series(1, 23) AS k;

-- Councils that work together: that with one idea, the first ten, and the large one.
INSERT INTO collaborative (id, code, name, theme, created_at)
SELECT pg_temp.made('collaborative', 0, 0, pg_temp.moment()), 'bench-together', 'Together', 'Whatever works', pg_temp.moment()
 WHERE NOT EXISTS (SELECT FROM collaborative WHERE code = 'bench-together');
INSERT INTO collaborative_member (id, collaborative_id, member, council_id, role, joined_on)
SELECT pg_temp.made('member', c, 0, pg_temp.moment()), pg_temp.made('collaborative', 0, 0, pg_temp.moment()), 'Bench Council ' || c,
       pg_temp.made('council', c, 0, pg_temp.moment() - interval '3 years'), 'member', current_date - 900
  FROM (SELECT current_setting('bench.council')::bigint AS c) AS here
 WHERE c BETWEEN 0 AND 10 OR c = current_setting('bench.large')::bigint;

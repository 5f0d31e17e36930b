-- One council with its people and services' names, in the directory: `bench.council` is its number.
-- People: 1 lead, 2 admin, 3-5 sponsors, 6-10 owners, 11-20 contributors.

INSERT INTO council (id, code, name, kind, nation, prefix, next_number, promise_days, created_at)
SELECT pg_temp.made('council', c, 0, born), 'bench-' || c, 'Bench Council ' || c, 'unitary', 'england', 'B' || c,
       1 + current_setting('bench.ideas')::bigint, 5, born
  FROM (SELECT current_setting('bench.council')::bigint AS c, pg_temp.moment() - interval '3 years' AS born) AS here;

INSERT INTO person (id, email, name, created_at)
SELECT pg_temp.made('person', c, k, born), 'person-' || k || '@bench-' || c || '.invalid', pg_temp.person_name(c, k), born
  FROM (SELECT current_setting('bench.council')::bigint AS c, pg_temp.moment() - interval '3 years' AS born) AS here,
       generate_series(1, 20) AS k;

INSERT INTO membership (council_id, person_id, roles, since)
SELECT pg_temp.made('council', c, 0, born), pg_temp.made('person', c, k, born),
       CASE WHEN k = 1 THEN ARRAY['lead'] WHEN k = 2 THEN ARRAY['admin'] WHEN k <= 5 THEN ARRAY['sponsor']
            WHEN k <= 10 THEN ARRAY['owner'] ELSE ARRAY['contributor'] END, born
  FROM (SELECT current_setting('bench.council')::bigint AS c, pg_temp.moment() - interval '3 years' AS born) AS here,
       generate_series(1, 20) AS k;

-- A collaborative of a hundred councils, in one go and past every door: those that have ideas (the first ten, and the
-- large one) and so many more (`bench.joint_councils`) of whom little is there but their cards (`bench.joint_cards`
-- each), and what members adapt, look for, offer, try and note in it.

CREATE TEMP TABLE joining AS
SELECT n, 100000 + n AS c, pg_temp.moment() - interval '3 years' AS born,
       pg_temp.made('council', 100000 + n, 0, pg_temp.moment() - interval '3 years') AS council_id,
       pg_temp.made('person', 100000 + n, 1, pg_temp.moment() - interval '3 years') AS lead_id,
       pg_temp.made('hundred', 0, 0, pg_temp.moment()) AS collaborative_id
  FROM generate_series(1, current_setting('bench.joint_councils')::int) AS n;

INSERT INTO council (id, code, name, kind, nation, prefix, next_number, promise_days, created_at)
SELECT council_id, 'joint-' || n, 'Joint Council ' || n, 'unitary', 'england', 'J' || n, 1 + current_setting('bench.joint_cards')::bigint, 5, born
  FROM joining;
INSERT INTO person (id, email, name, created_at)
SELECT lead_id, 'person-1@joint-' || n || '.invalid', pg_temp.person_name(c, 1), born FROM joining;
INSERT INTO membership (council_id, person_id, roles, since) SELECT council_id, lead_id, ARRAY['lead'], born FROM joining;
SET session_replication_role = replica;
INSERT INTO collaborative (id, code, name, theme, shared_target, convenor_id, created_at)
SELECT DISTINCT collaborative_id, 'bench-hundred', 'A hundred councils', 'Whatever works', 'Halve the second visits',
       (SELECT id FROM council WHERE code = 'bench-1'), pg_temp.moment() FROM joining;
INSERT INTO collaborative_member (id, collaborative_id, member, council_id, role, joined_on)
SELECT pg_temp.made('hundredth', c, 0, born), collaborative_id, 'Joint Council ' || n, council_id, NULL, current_date - 900 FROM joining
UNION ALL
SELECT pg_temp.made('hundredth', m.number, 0, pg_temp.moment()), pg_temp.made('hundred', 0, 0, pg_temp.moment()), m.member,
       m.council_id, CASE m.member WHEN 'Bench Council 1' THEN 'convenor' END, current_date - 900
  FROM (SELECT *, row_number() OVER (ORDER BY member) AS number FROM collaborative_member
         WHERE collaborative_id = (SELECT id FROM collaborative WHERE code = 'bench-together')) AS m;

-- Everything about a card follows from its number. One of ten was stopped.
CREATE TEMP TABLE carded AS
SELECT j.*, i, pg_temp.made('idea', j.c, i, pg_temp.moment()) AS idea_id, pg_temp.made('hundred card', j.c, i, pg_temp.moment()) AS card_id,
       pg_temp.title(j.c, i) AS title,
       (ARRAY['latent', 'design', 'mobilise', 'mainstream', 'embedded'])[1 + pg_temp.drawn('stage', j.c, i, 5)] AS stage,
       CASE WHEN pg_temp.drawn('state', j.c, i, 10) = 0 THEN 'stopped' ELSE 'active' END AS state,
       pg_temp.moment() - make_interval(mins => pg_temp.drawn('refreshed', j.c, i, 900000)::int) AS refreshed_at,
       current_date - 30 - pg_temp.drawn('since', j.c, i, 900)::int AS since
  FROM joining j, generate_series(1, current_setting('bench.joint_cards')::int) AS i;

INSERT INTO idea (council_id, id, ref, title, problem, proposal, extent, stage, state, outcome, author_id, owner_id, created_at, changed_at,
  there_from, submitted_at, submitted_on, first_reply_on, stage_since)
SELECT council_id, idea_id, 'J' || n || '-' || i, title, pg_temp.sentence('p1', c, i), pg_temp.sentence('p4', c, i), 'radical', stage,
       CASE state WHEN 'active' THEN 'active' ELSE 'closed' END, CASE state WHEN 'active' THEN NULL ELSE 'stopped' END, lead_id, lead_id, born,
       refreshed_at, born::date, born, born::date, born::date, since
  FROM carded;

INSERT INTO publication (id, council_id, idea_id, collaborative_id, number, level, title, shown, health, by_id, published_at, refreshed_at,
  strand_id)
SELECT card_id, council_id, idea_id, collaborative_id, n * 1000 + i, 'full', title,
       jsonb_build_object('council', 'Joint Council ' || n, 'service', 'Housing', 'stage', stage, 'state', state, 'stage_since', since,
         'problem', pg_temp.sentence('p1', c, i), 'proposal', pg_temp.sentence('p4', c, i), 'came_from', NULL,
         'chosen', '["proposal", "lessons", "plan", "benefits", "evidence", "health", "places", "topics"]'::jsonb,
         'places', jsonb_build_array('Ward ' || pg_temp.drawn('ward', c, i, 200)), 'topics', jsonb_build_array('topic' || pg_temp.drawn('topic', c, i, 60)),
         'evidence', jsonb_build_array(jsonb_build_object('level', 1 + pg_temp.drawn('level', c, i, 4), 'indicator', 'Second visits',
           'words', 'A figure before and after', 'outruns', false, 'records', jsonb_build_array(jsonb_build_object('kind', 'before_after',
           'value', '12', 'value_date', '2026', 'comparator', NULL, 'note', NULL)))),
         'saying', jsonb_build_object('proven', pg_temp.drawn('proven', c, i, 8) = 0, 'waiver', NULL, 'by', NULL, 'on', NULL))
       || CASE WHEN i % 4 = 1 THEN jsonb_build_object('lessons', jsonb_build_array(jsonb_build_object('id',
            pg_temp.made('shared lesson', c, i, born), 'lesson', pg_temp.sentence('lesson', c, i), 'worked', 'yes'))) ELSE '{}' END
       || CASE WHEN i % 3 = 1 THEN jsonb_build_object('plan', jsonb_build_array(jsonb_build_object('phase', 'Begin', 'state', 'done', 'note', NULL,
            'name', 'A method', 'method', (ARRAY['action-research', 'after-action-review', 'world-cafe', 'logic-model'])[1 + i % 4]))) ELSE '{}' END
       || CASE WHEN i % 5 = 1 THEN jsonb_build_object('benefits', jsonb_build_array(jsonb_build_object('description', 'Fewer visits', 'class',
            'cash_releasing', 'category', 'own_organisation', 'unit', NULL, 'beneficiary', 'Tenants', 'loss', false, 'state', 'forecast',
            'periods', '[]'::jsonb))) ELSE '{}' END
       || CASE WHEN state = 'stopped' THEN jsonb_build_object('stop', jsonb_build_object('reason',
            (ARRAY['does_not_work', 'no_resources', 'no_leadership'])[1 + i % 3], 'on', since, 'lessons',
            jsonb_build_array(jsonb_build_object('id', NULL, 'lesson', pg_temp.sentence('stop', c, i), 'worked', 'no')))) ELSE '{}' END,
       jsonb_build_object('stage', stage, 'state', state, 'active', state = 'active', 'score', '61', 'trust', '75', 'why', NULL,
         'corners', '{"authority": 2.5, "capacity": 2.0, "value": 3.0}'::jsonb, 'weak', '{}'::jsonb, 'as_of', since, 'parts', jsonb_build_object(
         'mix', jsonb_build_object('counts', true, 'extent', 'radical'), 'runway', jsonb_build_object('counts', i % 3 = 0),
         'evidence', jsonb_build_object('counts', i % 2 = 0), 'sponsorship', jsonb_build_object('counts', i % 4 > 0))),
       lead_id, since::timestamptz, refreshed_at, CASE WHEN i % 2 = 0 THEN pg_temp.made('hundred note', 100001 + i % 6, 1, born) END
  FROM carded;

-- Every council takes in ten cards of the next ones, a third of which worked; those of the first councils go on taken.
INSERT INTO adaptation (id, council_id, idea_id, publication_id, origin_council_id, origin_idea_id, kept, changed, dropped, fits_because, status,
  begun_on, adopter_ref)
SELECT pg_temp.made('hundred adaptation', k.c, k.i, k.born), k.council_id, k.idea_id, o.card_id, o.council_id, o.idea_id, 'The visit', 'Who calls',
       'Nothing', 'We have the same need.', CASE WHEN k.i % 3 = 0 THEN 'worked' ELSE 'trying' END, k.since, 'J' || k.n || '-' || k.i
  FROM carded k JOIN carded o ON o.n = 1 + (k.n + k.i) % current_setting('bench.joint_councils')::int AND o.n <> k.n
   AND o.i = 1 + k.i % 20
 WHERE k.i BETWEEN 21 AND 30;

INSERT INTO posting (id, council_id, collaborative_id, way, kind, title, details, by_id, posted_at, contact)
SELECT pg_temp.made('hundred posting', c, k, born), council_id, collaborative_id, CASE k WHEN 1 THEN 'need' ELSE 'offer' END,
       (ARRAY['visit', 'shadowing', 'mentoring'])[1 + n % 3], pg_temp.title(c, 500 + k), pg_temp.sentence('posting', c, k), lead_id,
       pg_temp.moment() - make_interval(hours => 9 * n), NULL
  FROM joining, generate_series(1, 2) AS k;
INSERT INTO posting_answer (id, council_id, posting_id, collaborative_id, to_council_id, title, words, contact, by_id, at, state)
SELECT pg_temp.made('hundred answer', j.c, 1, j.born), j.council_id, p.id, p.collaborative_id, p.council_id, p.title, 'We can show you.', 'Sam',
       j.lead_id, pg_temp.moment() - make_interval(hours => n), CASE WHEN n % 2 = 0 THEN 'agreed' ELSE 'asked' END
  FROM joining j JOIN LATERAL (SELECT * FROM posting WHERE council_id <> j.council_id ORDER BY md5(id::text || j.n) LIMIT 1) AS p ON true;
INSERT INTO helper (id, council_id, collaborative_id, person_id, name, topics, at)
SELECT pg_temp.made('hundred helper', c, 1, born), council_id, collaborative_id, lead_id, pg_temp.person_name(c, 1), pg_temp.title(c, 700), born
  FROM joining WHERE n % 2 = 0;

INSERT INTO collaborative_note (id, council_id, collaborative_id, by_id, at, kind, title, words, address, "on")
SELECT pg_temp.made('hundred note', c, k, born), council_id, collaborative_id, lead_id, born,
       CASE WHEN n <= 6 AND k = 1 THEN 'strand' WHEN k = 1 THEN 'research' ELSE 'given' END, pg_temp.title(c, 800 + k),
       pg_temp.sentence('note', c, k), 'https://example.invalid/' || c, current_date - n::int
  FROM joining, generate_series(1, 2) AS k;
INSERT INTO trial (id, council_id, by_id, at, collaborative_id, number, title, target, indicator, unit, starts_on, ends_on)
SELECT pg_temp.made('hundred trial', c, 1, born), council_id, lead_id, born, collaborative_id, n, pg_temp.title(c, 900), 'Half the days to a repair.',
       'days to the repair', 'days', current_date - 200, current_date + 200
  FROM joining WHERE n <= 20;
INSERT INTO trial_variant (id, council_id, by_id, at, trial_id, name, differs)
SELECT pg_temp.made('hundred variant', j.c, t.number, j.born), j.council_id, j.lead_id, j.born, t.id, pg_temp.title(j.c, t.number), 'By another team.'
  FROM joining j JOIN trial t ON t.number BETWEEN 1 + (j.n - 1) % 10 AND 10 + (j.n - 1) % 10 AND t.collaborative_id = j.collaborative_id
 WHERE j.n <= 20 ORDER BY t.number, j.n;
INSERT INTO trial_figure (id, council_id, by_id, at, trial_id, baseline, "on", value)
SELECT pg_temp.made('hundred figure ' || k, j.c, t.number, j.born), v.council_id, j.lead_id, j.born, v.trial_id, k = 0, current_date - 200 + 30 * k,
       20 - k + j.n % 5
  FROM trial_variant v JOIN joining j ON j.council_id = v.council_id JOIN trial t ON t.id = v.trial_id, generate_series(0, 3) AS k;
INSERT INTO blind_consent (id, council_id, collaborative_id, given, by_id, at)
SELECT pg_temp.made('hundred consent', c, 1, born), council_id, collaborative_id, true, lead_id, born FROM joining;
DROP TABLE carded, joining;

-- The ideas of one council, inside its door: `bench.council` is its number, `bench.ideas` how many, and
-- `bench.events` how much stands on each idea at most. Everything about an idea follows from its number.

CREATE TEMP TABLE plan ON COMMIT DROP AS
WITH here AS (SELECT current_setting('bench.council')::bigint AS c, pg_temp.moment() - interval '3 years' AS born),
numbered AS MATERIALIZED (
  SELECT c, born, i, pg_temp.drawn('stage', c, i, 100) AS s, pg_temp.drawn('state', c, i, 100) AS t,
         pg_temp.moment() - make_interval(days => 30 + pg_temp.drawn('age', c, i, 900)::int, mins => i::int % 1440) AS submitted_at
    FROM here, generate_series(1, current_setting('bench.ideas')::bigint) AS i),
staged AS MATERIALIZED (
  SELECT *, CASE WHEN i = 1 OR s >= 75 AND s < 87 THEN 2 WHEN s < 55 THEN 0 WHEN s < 75 THEN 1 WHEN s < 95 THEN 3
            ELSE 4 END AS rank FROM numbered),
stated AS MATERIALIZED (
  SELECT *, CASE WHEN i = 1 THEN 'active' WHEN rank = 0 AND t < 5 THEN 'draft' WHEN rank = 0 AND t < 25 THEN 'triage'
                 WHEN rank = 0 AND t < 50 OR rank > 0 AND t < 75 THEN 'active' WHEN t < 80 THEN 'parked' ELSE 'closed' END AS state,
         CASE WHEN i % 5000 = 17 THEN 22 WHEN i % 50 = 9 THEN 23 ELSE 11 + pg_temp.drawn('author', c, i, 10) END AS author
    FROM staged)
SELECT *,
  pg_temp.made('idea', c, i, submitted_at) AS id,
  (ARRAY['latent', 'design', 'mobilise', 'mainstream', 'embedded'])[rank + 1] AS stage,
  pg_temp.made('person', c, author, born) AS author_id,
  pg_temp.made('person', c, 6 + pg_temp.drawn('owner', c, i, 5), born) AS owner_id,
  pg_temp.made('person', c, 3 + pg_temp.drawn('sponsor', c, i, 3), born) AS sponsor_id,
  pg_temp.made('person', c, 1, born) AS lead_id,
  pg_temp.made('service', c, pg_temp.drawn('service', c, i, 8), born) AS service_id,
  pg_temp.title(c, i) AS title,
  submitted_at + (pg_temp.moment() - submitted_at) * 0.7 AS since,
  pg_temp.moment() - make_interval(mins => 5 + pg_temp.drawn('changed', c, i, 300000)::int, secs => (i % 86400)::int) AS changed_at,
  i % 500 = 3 AND rank > 0 AND state IN ('active', 'closed') AS historical,
  rank = 0 AND state = 'closed' AND i % 7 = 2 AS joined
FROM stated;
CREATE UNIQUE INDEX ON plan (i);
ANALYZE plan;

INSERT INTO service (id, name)
SELECT pg_temp.made('service', c, k, pg_temp.moment() - interval '3 years'),
       (ARRAY['Adult social care', 'Housing', 'Waste and recycling', 'Highways', 'Libraries', 'Revenues and benefits',
              'Children and families', 'Planning'])[k + 1]
  FROM (SELECT current_setting('bench.council')::bigint AS c) AS here, generate_series(0, 7) AS k;

INSERT INTO idea (id, ref, title, problem, proposal, service_id, extent, innovation_type, origin_driver, stage, state, outcome, author_id, owner_id,
  sponsor_id, sponsor_name, involvement, needs_no_money, risk_of_nothing, parked_until, shielded_until, audience,
  audience_since, merged_into_id, source, created_at, changed_at, there_from, submitted_at, submitted_on, reply_due_on, first_reply_on, stage_since, last_contact)
SELECT p.id, 'B' || p.c || '-' || p.i, p.title,
  pg_temp.sentence('p1', p.c, p.i) || ' ' || pg_temp.sentence('p2', p.c, p.i) || ' ' || pg_temp.sentence('p3', p.c, p.i),
  'Try it for three months: ' || p.title || '. ' || pg_temp.sentence('p4', p.c, p.i) || ' ' || pg_temp.sentence('p5', p.c, p.i),
  p.service_id,
  CASE WHEN p.rank > 0 THEN (ARRAY['incremental', 'incremental', 'radical', 'system'])[1 + p.i % 4] END,
  CASE WHEN p.rank > 0 THEN (ARRAY['service', 'organisational', 'delivery', 'conceptual'])[1 + (p.i / 3) % 4] END,
  CASE WHEN p.rank > 0 THEN (ARRAY['organisation', 'policy', 'profession', 'user'])[1 + (p.i / 7) % 4] END,
  p.stage, p.state,
  CASE WHEN p.joined THEN 'merged' WHEN p.state = 'closed' AND p.rank > 0 THEN 'stopped'
       WHEN p.state = 'closed' THEN (ARRAY['declined', 'improved_instead', 'resourced_instead'])[1 + p.i % 3]
       WHEN p.state = 'parked' THEN 'parked' END,
  CASE WHEN NOT p.historical THEN p.author_id END,
  CASE WHEN p.state NOT IN ('draft', 'triage') AND NOT p.historical THEN p.owner_id END,
  CASE WHEN p.rank > 0 AND NOT p.historical THEN p.sponsor_id END, CASE WHEN p.historical THEN 'The mayor of then' END,
  CASE WHEN p.rank > 0 THEN (ARRAY['told', 'asked', 'designs_with', 'delivers_with'])[1 + (p.i / 4) % 4] END,
  p.i % 5 = 0 AND p.rank > 0,
  CASE WHEN p.rank > 0 THEN pg_temp.sentence('nothing', p.c, p.i) END,
  CASE WHEN p.state = 'parked' THEN current_date + 60 - (p.i % 70)::int END,
  CASE WHEN p.i % 500 = 11 AND p.rank > 0 THEN current_date + 90 END,
  CASE WHEN p.i % 100 = 57 AND NOT p.historical THEN 'confidential' ELSE 'everybody' END,
  CASE WHEN p.i % 100 = 57 AND NOT p.historical THEN p.submitted_at + interval '3 days' END,
  CASE WHEN p.joined THEN o.id END,
  CASE WHEN p.historical THEN 'a report:' || p.i END,
  p.submitted_at, p.changed_at,
  CASE WHEN p.state <> 'draft' AND NOT p.historical THEN p.submitted_at::date END,
  CASE WHEN p.state <> 'draft' AND NOT p.historical THEN p.submitted_at END,
  CASE WHEN p.state <> 'draft' AND NOT p.historical THEN p.submitted_at::date END,
  CASE WHEN p.state <> 'draft' AND NOT p.historical THEN p.submitted_at::date + 7 END,
  CASE WHEN p.state NOT IN ('draft', 'triage') AND NOT p.historical OR p.state = 'triage' AND p.i % 4 = 0 THEN p.submitted_at::date + 2 END,
  p.since::date, CASE WHEN p.rank > 0 THEN p.since::date END
FROM plan p LEFT JOIN plan o ON p.joined AND o.i = p.i - 1 ORDER BY p.i;

INSERT INTO place (id, name, since)
SELECT pg_temp.made('place', c, k, pg_temp.moment() - interval '3 years'), 'Ward ' || k + 1, pg_temp.moment() - interval '3 years'
  FROM (SELECT current_setting('bench.council')::bigint AS c) AS here, generate_series(0, 11) AS k;

INSERT INTO idea_place (idea_id, place_id, since)
SELECT id, pg_temp.made('place', c, i % 12, pg_temp.moment() - interval '3 years'), submitted_at FROM plan WHERE i % 3 = 0;

INSERT INTO attachment (id, idea_id, name, kind, size, digest, by_id, at)
SELECT pg_temp.made('attachment', c, i, submitted_at), id, 'photo ' || i || '.jpg', 'jpeg', 400000 + i, md5(i::text), author_id, submitted_at
  FROM plan WHERE i % 4 = 1 AND NOT historical;

INSERT INTO follower (idea_id, person_id, since)
SELECT id, author_id, submitted_at FROM plan WHERE state <> 'draft'
UNION SELECT id, owner_id, submitted_at FROM plan WHERE rank > 0;

INSERT INTO idea_state (id, idea_id, state, outcome, "on", until, because, by_id, recorded_at, counts_from)
SELECT pg_temp.made('state' || n, c, i, at), id, told, CASE WHEN n = 3 AND told = 'closed' THEN 'stopped' END, at::date,
       CASE WHEN told = 'parked' THEN current_date + 60 END, CASE WHEN n = 3 THEN pg_temp.sentence('why', c, i) END,
       CASE WHEN n = 1 THEN author_id ELSE lead_id END, at, at::date
  FROM plan, LATERAL (VALUES (1, 'triage', submitted_at), (2, 'active', submitted_at + interval '2 days'),
                             (3, state, since)) AS turn (n, told, at)
 WHERE state <> 'draft' AND (n = 1 OR n = 2 AND state <> 'triage' OR n = 3 AND state IN ('parked', 'closed'))
 ORDER BY i, n;

INSERT INTO idea_fact (id, idea_id, fact, value, by_id, recorded_at, counts_from)
SELECT pg_temp.made('fact' || fact, c, i, since), id, fact,
       CASE fact WHEN 'extent' THEN (ARRAY['incremental', 'incremental', 'radical', 'system'])[1 + i % 4]
                 ELSE (ARRAY['told', 'asked', 'designs_with', 'delivers_with'])[1 + (i / 4) % 4] END,
       owner_id, since, since::date
  FROM plan, unnest(ARRAY['extent', 'involvement']) AS fact WHERE rank > 0 ORDER BY i;

INSERT INTO decision (id, idea_id, number, gate, word, because, by_id, "on", at, from_stage, to_stage, policy_version, snapshot)
SELECT pg_temp.made('decision' || n, c, i, submitted_at), id, n, (ARRAY['design', 'mobilise', 'mainstream', 'embed'])[n],
       'go', pg_temp.sentence('because' || n, c, i), lead_id, since::date - (rank - n), since - make_interval(days => rank - n),
       (ARRAY['latent', 'design', 'mobilise', 'mainstream'])[n], (ARRAY['design', 'mobilise', 'mainstream', 'embedded'])[n],
       0, pg_temp.known(c, i, (ARRAY['latent', 'design', 'mobilise', 'mainstream'])[n])
  FROM plan, generate_series(1, rank) AS n ORDER BY i, n;

INSERT INTO stage_move (id, idea_id, from_stage, to_stage, decision, "on", rationale, decision_id, by_id, recorded_at, counts_from)
SELECT pg_temp.made('move' || n, c, i, submitted_at), id, (ARRAY['latent', 'design', 'mobilise', 'mainstream'])[n],
       (ARRAY['design', 'mobilise', 'mainstream', 'embedded'])[n], 'advance', since::date - (rank - n),
       pg_temp.sentence('because' || n, c, i), pg_temp.made('decision' || n, c, i, submitted_at), lead_id,
       since - make_interval(days => rank - n), since::date - (rank - n)
  FROM plan, generate_series(1, rank) AS n ORDER BY i, n;

INSERT INTO sponsor_contact (id, idea_id, "on", note, by_id, recorded_at, counts_from)
SELECT pg_temp.made('contact', c, i, since), id, since::date, pg_temp.sentence('contact', c, i), owner_id, since, since::date
  FROM plan WHERE rank > 0;

INSERT INTO sign_off (id, idea_id, office, person_id, by_id, recorded_at, counts_from)
SELECT pg_temp.made('signoff', c, i, since), id, 'finance', owner_id, sponsor_id, since, since::date
  FROM plan WHERE rank > 0 AND NOT historical AND state = 'active';

INSERT INTO claim (id, idea_id, indicator, unit, need, who_benefits, baseline, baseline_date, target, target_on, by_id,
  recorded_at, counts_from)
SELECT pg_temp.made('claim', c, i, since), id, 'Days that people wait', 'days', pg_temp.sentence('need', c, i),
       'Residents who ring us', (3 + i % 9)::text, '2025-04', (1 + i % 2)::text, current_date + 200, owner_id, since, since::date
  FROM plan WHERE rank > 0;

INSERT INTO evidence (id, idea_id, claim_id, kind, unit, baseline, baseline_date, value, value_date, value_on, note, by_id,
  recorded_at, counts_from)
SELECT pg_temp.made('evidence' || n, c, i, since), id, pg_temp.made('claim', c, i, since), 'measured', 'days',
       (3 + i % 9)::text, '2025-04', (2 + i % 4)::text, (since::date + n::int)::text, since::date + n::int,
       pg_temp.sentence('seen' || n, c, i), owner_id, since, since::date + n::int
  FROM plan, generate_series(1, least(2, current_setting('bench.events')::bigint)) AS n WHERE rank > 1 ORDER BY i, n;

INSERT INTO theory (id, idea_id, steps, by_id, recorded_at, counts_from)
SELECT pg_temp.made('theory', c, i, since), id, pg_temp.sentence('one', c, i) || chr(10) || pg_temp.sentence('two', c, i),
       owner_id, since, since::date
  FROM plan WHERE rank > 1;

INSERT INTO assumption (id, idea_id, believed, test, by_id, recorded_at, counts_from)
SELECT pg_temp.made('assumption', c, i, since), id, pg_temp.sentence('believed', c, i), pg_temp.sentence('test', c, i),
       owner_id, since, since::date
  FROM plan WHERE rank > 1;

INSERT INTO evaluation (id, idea_id, evaluator, since, agreement, due_on, by_id, recorded_at, counts_from)
SELECT pg_temp.made('evaluation', c, i, since), id, 'The university', since::date, 'in_place', current_date + 90, owner_id,
       since, since::date
  FROM plan WHERE rank > 1;

INSERT INTO scale_sum (id, idea_id, unit, spent_least, spent_most, results, wanted_least, wanted_most, assumptions, by_id,
  recorded_at, counts_from)
SELECT pg_temp.made('sum', c, i, since), id, 'one home', 5000, 6000, 40, 400, 600, pg_temp.sentence('assumed', c, i), owner_id,
       since, since::date
  FROM plan WHERE rank > 2;

INSERT INTO manual (id, idea_id, title, place, by_id, recorded_at, counts_from)
SELECT pg_temp.made('manual', c, i, since), id, 'The call sheet', 'The team''s shelf', owner_id, since, since::date
  FROM plan WHERE rank > 2;

INSERT INTO source_link (id, idea_id, claim_id, title, address, looked_on, by_id, recorded_at, counts_from)
SELECT pg_temp.made('link', c, i, since), id, pg_temp.made('claim', c, i, since), 'The list', 'https://example.org/list',
       since::date, owner_id, since, since::date
  FROM plan WHERE rank > 1;

INSERT INTO funding (id, idea_id, instrument, funder, amount_gbp, start, "end", ends_on, certainty, by_id, recorded_at, counts_from)
SELECT pg_temp.made('funding', c, i, since), id, 'improvement fund', 'Own budget', 5000 + 250 * (i % 40), since::date::text,
       (current_date + 240)::text, current_date + 240, 'granted', owner_id, since, since::date
  FROM plan WHERE rank > 1;

INSERT INTO risk (id, idea_id, category, description, likelihood, impact, mitigation, raised_at_stage, owner_id, review_on,
  by_id, recorded_at, counts_from)
SELECT pg_temp.made('risk', c, i, since), id, 'delivery', pg_temp.sentence('risk', c, i), 1 + i % 5, 1 + (i / 5) % 5,
       'One person watches it each week and says so at the team meeting.', stage, owner_id,
       current_date + pg_temp.drawn('review', c, i, 120)::int - 20, owner_id,
       since, since::date
  FROM plan WHERE rank > 0;

INSERT INTO blocker (id, idea_id, rule, whose, harm, ask, asked_of, needed_by, by_id, recorded_at, counts_from)
SELECT pg_temp.made('blocker', c, i, since), id, pg_temp.sentence('rule', c, i), 'Finance', pg_temp.sentence('harm', c, i),
       'One signature below fifty pounds', 'The head of finance', current_date + pg_temp.drawn('answer', c, i, 120)::int - 20,
       owner_id, since, since::date
  FROM plan WHERE rank > 1 AND state = 'active' AND i % 3 = 0;

INSERT INTO lesson (id, idea_id, lesson, worked, may_be_shared, by_id, recorded_at, counts_from)
SELECT pg_temp.made('lesson', c, i, since), id, pg_temp.sentence('lesson', c, i), (ARRAY['yes', 'mixed', 'no'])[1 + i % 3],
       i % 2 = 0, owner_id, since, since::date
  FROM plan WHERE state = 'closed' AND rank > 0;

INSERT INTO message (id, idea_id, kind, text, by_id, at)
SELECT pg_temp.made('message' || n, c, i, submitted_at), id, CASE WHEN n = 1 THEN 'reply' ELSE 'comment' END,
       pg_temp.sentence('said' || n, c, i), CASE WHEN n % 2 = 1 THEN lead_id ELSE author_id END,
       submitted_at + make_interval(days => n::int)
  FROM plan, generate_series(1, least(1 + i % 3, current_setting('bench.events')::bigint)) AS n
 WHERE state NOT IN ('draft', 'triage') ORDER BY i, n;

INSERT INTO event (id, what, idea_id, by_id, by_name, at, particulars)
SELECT pg_temp.made('event' || n, c, i, at), what, id, CASE WHEN n = 1 THEN author_id WHEN by_lead THEN lead_id ELSE owner_id END,
       CASE n WHEN 1 THEN pg_temp.person_name(c, author) END, at,
       CASE n
       WHEN 1 THEN jsonb_build_object('reply_due_on', submitted_at::date + 7)
       WHEN 2 THEN '{}'::jsonb
       WHEN 3 THEN jsonb_build_object('owner', pg_temp.person_name(c, 6 + pg_temp.drawn('owner', c, i, 5)), 'handed_over', false)
       WHEN 4 THEN jsonb_build_object('sponsor', pg_temp.person_name(c, 3 + pg_temp.drawn('sponsor', c, i, 3)))
       WHEN 5 THEN jsonb_build_object('ref', 'B' || c || '-' || i, 'number', 1, 'gate', 'design', 'word', 'go', 'because',
         pg_temp.sentence('because1', c, i), 'from_stage', 'latent', 'to_stage', 'design', 'until', NULL, 'stop_reason', NULL)
       WHEN 6 THEN jsonb_build_object('indicator', 'Days that people wait', 'target', (1 + i % 2)::text, 'unit', 'days')
       WHEN 7 THEN jsonb_build_object('on', since::date, 'note', pg_temp.sentence('contact', c, i))
       WHEN 8 THEN jsonb_build_object('indicator', 'Days that people wait', 'value', (2 + i % 4)::text, 'unit', 'days',
         'note', pg_temp.sentence('seen1', c, i))
       ELSE jsonb_build_object('words', pg_temp.sentence('risk', c, i), 'score', (1 + i % 5) * (1 + (i / 5) % 5)) END
  FROM plan, LATERAL (VALUES
    (1, 0, 'idea_submitted', false, submitted_at), (2, 0, 'replied', true, submitted_at + interval '1 day'),
    (3, 1, 'owner_assigned', true, submitted_at + interval '2 days'), (4, 1, 'sponsor_named', false, since - interval '5 days'),
    (5, 1, 'gate_decided', true, since - interval '1 day'), (6, 1, 'claim_made', false, since),
    (7, 1, 'sponsor_contacted', false, since), (8, 2, 'evidence_added', false, since + interval '1 day'),
    (9, 2, 'risk_raised', false, since + interval '2 days')) AS told (n, from_rank, what, by_lead, at)
 WHERE state <> 'draft' AND rank >= from_rank AND n <= 9 * current_setting('bench.events')::bigint
   AND (n = 1 OR state <> 'triage')
 ORDER BY i, n;

-- More of everything on the first idea, for counting statements: as many rows as `bench.events` says.
INSERT INTO message (id, idea_id, kind, text, by_id, at)
SELECT pg_temp.made('more' || n, c, i, submitted_at), id, 'comment', pg_temp.sentence('more' || n, c, i), author_id,
       submitted_at + make_interval(hours => n::int)
  FROM plan, generate_series(3, current_setting('bench.events')::bigint) AS n WHERE i = 1 ORDER BY n;
INSERT INTO event (id, what, idea_id, by_id, at, particulars)
SELECT pg_temp.made('more' || n, c, i, submitted_at), 'commented', id, author_id, submitted_at + make_interval(hours => n::int), '{}'
  FROM plan, generate_series(10, current_setting('bench.events')::bigint) AS n WHERE i = 1 ORDER BY n;
INSERT INTO evidence (id, idea_id, claim_id, kind, unit, value, value_date, value_on, note, by_id, recorded_at, counts_from)
SELECT pg_temp.made('more' || n, c, i, since), id, pg_temp.made('claim', c, i, since), 'measured', 'days', n::text,
       since::date::text, since::date, pg_temp.sentence('more' || n, c, i), owner_id, since, since::date
  FROM plan, generate_series(3, current_setting('bench.events')::bigint) AS n WHERE i = 1 ORDER BY n;
INSERT INTO risk (id, idea_id, description, likelihood, impact, mitigation, raised_at_stage, owner_id, by_id, recorded_at, counts_from)
SELECT pg_temp.made('more' || n, c, i, since), id, pg_temp.sentence('more' || n, c, i), 2, 2, 'Watched weekly.', stage,
       owner_id, owner_id, since, since::date
  FROM plan, generate_series(2, current_setting('bench.events')::bigint) AS n WHERE i = 1 ORDER BY n;

-- A dozen tags, of which a third of all ideas has one, and a view.
CREATE TEMP TABLE word ON COMMIT DROP AS
SELECT k, pg_temp.made('tag', c, k, born) AS tag_id, pg_temp.made('person', c, 1, born) AS lead_id
  FROM (SELECT current_setting('bench.council')::bigint AS c, pg_temp.moment() - interval '3 years' AS born) AS here,
       generate_series(0, 11) AS k;
INSERT INTO tag (id, name, by_id) SELECT tag_id, 'Tag ' || k, lead_id FROM word;
INSERT INTO idea_tag (idea_id, tag_id)
SELECT p.id, w.tag_id FROM plan p JOIN word w ON w.k = (p.i / 3) % 12 WHERE p.i % 3 = 0;
INSERT INTO saved_view (id, person_id, name, page, asked)
SELECT pg_temp.made('view', current_setting('bench.council')::bigint, 1, pg_temp.moment()), lead_id, 'Young ones', 'list',
       '{"stage": "latent"}' FROM word WHERE k = 0;
-- A poster, those who came through it, and what anybody is told.
INSERT INTO poster (id, number, team, line, by_id, made_at)
SELECT pg_temp.made('poster', c, i, since), 1, 'Grounds team', 'What gets in the way of your work?', lead_id, since
  FROM plan WHERE i = 1;
INSERT INTO contact (id, idea_id, door, poster_id, team, made_at, answered_on)
SELECT pg_temp.made('contact', c, i, submitted_at), id, 'poster', (SELECT id FROM poster), 'Grounds team', submitted_at,
       CASE WHEN state <> 'triage' THEN submitted_at::date + 1 END
  FROM plan WHERE state <> 'draft' AND i % 10 = 0;
INSERT INTO telling (id, idea_id, asked, said, did, "on", at, by_id)
SELECT pg_temp.made('telling', c, i, since), id, 'What gets in the way?', pg_temp.sentence('said', c, i),
       pg_temp.sentence('did', c, i), since::date, since, lead_id
  FROM plan WHERE rank > 0 AND i % 20 = 0 ORDER BY i;
-- A spreadsheet that waits for its meaning, some of whose rows cannot come in, and one that came in: of both a few hundred rows.
INSERT INTO register (id, number, file_name, content, size, choices, lines, by_id, at)
SELECT pg_temp.made('register', c, 1, since), 1, 'projects.csv', given, length(given),
       '{"rows": "idea", "columns": {"projectname": "title", "ref": "number", "status": "stage", "notes": "note"}}', 300, lead_id,
       pg_temp.moment()
  FROM plan, (SELECT convert_to('Project name,Ref,Status,Notes' || E'\r\n'
                || string_agg(CASE WHEN k % 50 > 0 THEN 'Project ' || k ELSE '' END || ',W-' || k || ',In progress,Seen', E'\r\n' ORDER BY k),
                'UTF8') AS given FROM generate_series(1, 300) AS k) AS made
 WHERE i = 1;
INSERT INTO register (id, number, file_name, size, choices, state, place, lines, by_id, at, begun_at, moved_at, ended_at)
SELECT pg_temp.made('register', c, 2, since), 2, 'ideas.csv', 9000, '{"rows": "idea"}', 'done', 301, 300, lead_id,
       pg_temp.moment(), pg_temp.moment(), pg_temp.moment(), pg_temp.moment()
  FROM plan WHERE i = 1;
INSERT INTO register_row (id, register_id, line, fate, identity, idea_id, version, title, reason)
SELECT pg_temp.made('row', p.c, p.i, p.since), r.id, p.i + 1, CASE WHEN p.i % 50 > 0 THEN 'new' ELSE 'not' END, 't:' || p.i,
       CASE WHEN p.i % 50 > 0 THEN p.id END, CASE WHEN p.i % 50 > 0 THEN 1 END, p.title,
       CASE WHEN p.i % 50 = 0 THEN 'An idea needs a title.' END
  FROM plan p JOIN register r ON r.number = 2 WHERE p.i <= 300 AND p.state <> 'draft' ORDER BY p.i;

-- What stands around the ideas of one council, inside its door and in the transaction of council.sql: answers, views and
-- conditions at gates, worth, partners, confidants, nudges, letters and cards, in the proportions of a council at work.

INSERT INTO answer (id, idea_id, gate, question, words, status, note, by_id, at)
SELECT pg_temp.made('answer' || n || question, c, i, since), id, (ARRAY['design', 'mobilise', 'mainstream', 'embed'])[n],
       question, pg_temp.sentence('answer' || n || question, c, i), 'met', NULL, owner_id, since + make_interval(hours => n)
  FROM plan, generate_series(1, least(rank + 1, 4)) AS n,
       LATERAL unnest((ARRAY['{q0-1a,q0-1b,x-harm}', '{q1-1a,q1-1c,x-harm}', '{q2-1a,q2-1b}', '{q3-1a,q3-3a}'])[n]::text[]) AS question
 WHERE rank > 0 AND NOT historical AND (n > rank - 1) ORDER BY i, n;

INSERT INTO panel_view (id, idea_id, gate, leaning, because, by_id, at)
SELECT pg_temp.made('view' || n, c, i, since), id, (ARRAY['design', 'mobilise', 'mainstream', 'embed'])[rank],
       (ARRAY['go', 'conditional_go', 'hold'])[1 + (i + n) % 3], pg_temp.sentence('view' || n, c, i),
       CASE n WHEN 1 THEN sponsor_id ELSE author_id END, since - make_interval(days => n)
  FROM plan, generate_series(1, 2) AS n WHERE rank > 1 AND NOT historical ORDER BY i, n;

INSERT INTO condition (id, decision_id, idea_id, text, owner_id, due_on, met_on, met_note)
SELECT pg_temp.made('condition', c, i, since), pg_temp.made('decision' || rank, c, i, submitted_at), id,
       pg_temp.sentence('condition', c, i), owner_id, due, CASE WHEN i % 12 <> 4 THEN due - 5 END, CASE WHEN i % 12 <> 4 THEN 'Done.' END
  FROM plan, LATERAL (SELECT since::date + 30 + pg_temp.drawn('due', c, i, 400)::int AS due) AS dated
 WHERE rank > 0 AND i % 4 = 0 ORDER BY i;

INSERT INTO decision_request (id, idea_id, gate, note, by_id, at, due_on, decided_at)
SELECT pg_temp.made('request', c, i, since), id, (ARRAY['mobilise', 'mainstream', 'embed'])[rank],
       pg_temp.sentence('request', c, i), owner_id, at, at::date + 14, CASE WHEN i % 25 <> 6 THEN at + interval '9 days' END
  FROM plan, LATERAL (SELECT pg_temp.moment() - make_interval(days => pg_temp.drawn('request', c, i, 60)::int) AS at) AS made
 WHERE rank BETWEEN 1 AND 3 AND state = 'active' AND NOT historical AND i % 5 = 1 ORDER BY i;
-- A panel that meets, to which every second of them is put.
INSERT INTO panel (id, name, by_id, at)
SELECT pg_temp.made('panel', c, 1, since), 'Housing and care panel', lead_id, since FROM plan WHERE i = 1;
INSERT INTO panel_member (panel_id, person_id) SELECT p.id, p.by_id FROM panel p;
INSERT INTO meeting (id, number, panel_id, "on", by_id, at)
SELECT pg_temp.made('meeting', c, 1, since), 1, p.id, pg_temp.moment()::date + 7, lead_id, since FROM plan, panel p WHERE i = 1;
UPDATE decision_request SET panel_id = p.id FROM panel p WHERE right(decision_request.id::text, 1) < '8';


INSERT INTO item_answer (id, idea_id, item, value, note, by_id, at)
SELECT pg_temp.made('item' || item, c, i, since), id, item, (i + ascii(item)) % 5, NULL, sponsor_id, since
  FROM plan, string_to_table(current_setting('bench.asked')::jsonb ->> stage, ' ') AS item
 WHERE rank > 0 AND NOT historical ORDER BY i;

INSERT INTO evidence_review (id, idea_id, "on", note, by_id, recorded_at, counts_from)
SELECT pg_temp.made('review', c, i, since), id, since::date + 5, pg_temp.sentence('review', c, i), sponsor_id, since, since::date + 5
  FROM plan WHERE rank > 2 ORDER BY i;

INSERT INTO benefit (id, idea_id, category, benefit_class, beneficiary, description, amount_gbp, period, state, claimed_by_id,
  recorded_at, counts_from)
SELECT pg_temp.made('benefit', c, i, since), id, 'wider_society', (ARRAY['cash_releasing', 'non_cash_releasing', 'quantifiable'])[1 + i % 3],
       'Residents who ring us', pg_temp.sentence('benefit', c, i), 1000 + 10 * (i % 90), 'a year', 'forecast', owner_id, since, since::date
  FROM plan WHERE rank > 1 ORDER BY i;

INSERT INTO benefit_period (id, idea_id, benefit_id, starts_on, ends_on, forecast, actual, claimed_by_id, claimed_on, checked_by_id,
  checked_on, checked_word, checked_note, by_id, recorded_at, counts_from)
SELECT pg_temp.made('period' || n, c, i, since), id, pg_temp.made('benefit', c, i, since), day, (day + interval '3 months' - interval '1 day')::date,
       400 + i % 90, CASE WHEN n > 0 THEN 380 + i % 60 END, CASE WHEN n > 0 THEN owner_id END, CASE WHEN n > 0 THEN current_date - 5 END,
       CASE WHEN n > 0 AND i % 4 > 0 THEN lead_id END, CASE WHEN n > 0 AND i % 4 > 0 THEN current_date END,
       CASE WHEN n > 0 AND i % 4 > 0 THEN 'right' END, CASE WHEN n > 0 AND i % 4 > 0 THEN 'The ledger.' END, owner_id, since, since::date
  FROM plan, generate_series(0, 2) AS n,
       LATERAL (SELECT (date_trunc('quarter', current_date) - make_interval(months => 3 * n))::date AS day) AS quarter
 WHERE rank > 1 ORDER BY i, n;

INSERT INTO partner (id, idea_id, organisation, layer, position, recorded_at, counts_from)
SELECT pg_temp.made('partner' || n, c, i, since), id, (ARRAY['The housing association', 'The health visitors', 'A parish council'])[n],
       (ARRAY['local', 'regional', 'local'])[n], n, since, since::date
  FROM plan, generate_series(1, 1 + i % 3) AS n WHERE rank > 0 AND i % 3 = 0 ORDER BY i, n;

INSERT INTO confidant (idea_id, person_id, since, by_id)
SELECT id, CASE n WHEN 1 THEN sponsor_id ELSE pg_temp.made('person', c, 12, born) END, since, lead_id
  FROM plan, generate_series(1, 2) AS n WHERE i % 100 = 57 AND NOT historical AND state <> 'draft';

-- Questions to authors: in triage, on every eighth idea one is open, on every sixteenth it was answered.
INSERT INTO message (id, idea_id, kind, text, by_id, at)
SELECT pg_temp.made('question' || n, c, i, submitted_at), id, (ARRAY['question', 'answer'])[n], pg_temp.sentence('question' || n, c, i),
       CASE n WHEN 1 THEN lead_id ELSE author_id END, submitted_at + make_interval(days => 1 + n)
  FROM plan, generate_series(1, 2) AS n WHERE state = 'triage' AND (n = 1 AND i % 8 = 4 OR n = 2 AND i % 16 = 4) ORDER BY i, n;

CREATE TEMP TABLE asked ON COMMIT DROP AS
SELECT *, CASE WHEN state = 'triage' THEN lead_id ELSE owner_id END AS person_id,
       CASE WHEN w < 45 THEN 'answered' WHEN w < 70 THEN 'withdrawn' WHEN w < 93 THEN 'sent' WHEN w < 97 THEN 'waiting'
            WHEN w < 99 THEN 'snoozed' ELSE 'withheld' END AS became
  FROM (SELECT c, i, id, state, rank, owner_id, lead_id, since, n, pg_temp.drawn('nudge' || n, c, i, 100) AS w,
               current_date - pg_temp.drawn('nudged' || n, c, i, 300)::int AS day
          FROM plan, generate_series(1, 2) AS n
         WHERE NOT historical AND (state = 'active' AND rank > 0 AND (n = 1 OR i % 4 = 0) OR state = 'triage' AND n = 1 AND i % 2 = 0)) AS drawn;

INSERT INTO nudge (id, rule, subject_id, idea_id, person_id, began_on, repeat, due_on, fact, state, made_at, sent_on, reply,
  snoozed_until, because, settled_at, by_id, escalated_at)
SELECT pg_temp.made('nudge' || n, c, i, since),
       CASE WHEN state = 'triage' THEN 'reply_overdue' ELSE (ARRAY['idle', 'evidence_stale'])[n] END, id, id, person_id, day - 90, 0, day,
       'Nothing has been added to it since ' || (day - 90) || '.', became, day + time '07:00',
       CASE WHEN became IN ('sent', 'answered', 'withdrawn') THEN day END,
       CASE WHEN became = 'answered' THEN (ARRAY['still_going', 'still_going', 'still_going', 'park_it', 'need_help', 'hand_over'])[1 + w % 6] END,
       CASE WHEN became = 'snoozed' THEN current_date + 20 END,
       CASE WHEN became IN ('snoozed', 'withheld') THEN 'They are on leave.' END,
       CASE WHEN became IN ('answered', 'withdrawn', 'snoozed', 'withheld') THEN day + time '12:00' END,
       CASE WHEN became IN ('answered', 'snoozed') THEN person_id WHEN became = 'withheld' THEN lead_id END,
       CASE WHEN became = 'sent' AND i % 40 = 0 THEN day + time '07:00' END
  FROM asked ORDER BY i, n;

INSERT INTO nudge_token (token_digest, council_id, nudge_id, person_id, made_at)
SELECT md5('token' || n || c || '/' || i) || md5('nekot' || n || c || '/' || i), (SELECT council_here()),
       pg_temp.made('nudge' || n, c, i, since), person_id, day + time '07:00'
  FROM asked WHERE became IN ('sent', 'answered', 'withdrawn') AND day > current_date - 60;

-- Letters that went: thanks to the author, the decision to the owner, one with nudges a person and day.
INSERT INTO letter (id, council_id, person_id, kind, key, to_name, to_email, subject, body, created_at, not_before, attempts, sent_at)
SELECT pg_temp.made('letter' || n, c, i, at), (SELECT council_here()), person_id, kind, 'bench:' || n || ':' || c || ':' || i,
       'Somebody', 'somebody@bench-' || c || '.invalid', 'Thank you for ' || title,
       pg_temp.sentence('letter1' || n, c, i) || ' ' || pg_temp.sentence('letter2' || n, c, i) || ' ' || pg_temp.sentence('letter3' || n, c, i),
       at, at, 1, at + interval '1 minute'
  FROM plan, LATERAL (VALUES (1, 'reply', author_id, submitted_at, 0), (2, 'decision', owner_id, since, 1)) AS told (n, kind, person_id, at, from_rank)
 WHERE state <> 'draft' AND NOT historical AND rank >= from_rank ORDER BY i, n;
INSERT INTO letter (id, council_id, person_id, kind, key, mail_day, to_name, to_email, subject, body, created_at, not_before, attempts, sent_at)
SELECT pg_temp.made('nudging' || day, min(c), min(i), day), (SELECT council_here()), person_id, 'nudge', 'nudge:' || min(c) || ':' || person_id || ':' || day,
       day, 'Somebody', 'somebody@bench.invalid', 'Is it still going?', '', day, day, 1, day + time '07:01'
  FROM asked WHERE became IN ('sent', 'answered', 'withdrawn') GROUP BY person_id, day;

-- Cards: of every hundredth tried idea, at most 300, numbered by council so that they never meet.
INSERT INTO publication (id, idea_id, collaborative_id, number, level, title, shown, by_id, published_at, refreshed_at, withdrawn_at)
SELECT pg_temp.made('card', c, i, since), id, joined.collaborative_id, c * 100000 + row_number() OVER (ORDER BY i), 'full', title,
       jsonb_build_object('council', 'Bench Council ' || c, 'service', 'Housing', 'stage', stage, 'state', state, 'stage_since', since::date,
         'problem', pg_temp.sentence('p1', c, i), 'proposal', pg_temp.sentence('p4', c, i), 'came_from', NULL,
         'chosen', '["proposal"]'::jsonb, 'saying', '{"proven": false, "waiver": null, "by": null, "on": null}'::jsonb),
       lead_id, since, changed_at, CASE WHEN i % 7 = 0 THEN changed_at END
  FROM (SELECT * FROM plan WHERE rank > 0 AND NOT historical AND i % 100 <> 57 AND i % 50 IN (1, 21) ORDER BY i LIMIT 300) AS best,
       (SELECT collaborative_id FROM collaborative_member WHERE council_id = (SELECT council_here()) LIMIT 1) AS joined;

INSERT INTO adaptation (id, idea_id, publication_id, origin_council_id, origin_idea_id, kept, changed, dropped, fits_because, status,
  begun_on, adopter_ref)
SELECT pg_temp.made('adaptation', c, i, since), plan.id, card.id, card.council_id, card.idea_id, 'The visit', 'Who calls', 'Nothing',
       'We have the same need.', 'trying', since::date, 'B' || c || '-' || i
  FROM (SELECT *, row_number() OVER (ORDER BY i) AS place FROM plan WHERE rank > 0 AND NOT historical AND i > 1 ORDER BY i LIMIT 5) AS plan
  JOIN (SELECT id, council_id, idea_id, row_number() OVER (ORDER BY number % 100000, number) AS place FROM publication
         WHERE council_id <> (SELECT council_here()) AND withdrawn_at IS NULL ORDER BY number % 100000, number LIMIT 5) AS card USING (place);

INSERT INTO notice (id, to_council_id, about_publication_id, about_adaptation_id, what, particulars, at)
SELECT pg_temp.made('notice', c, i, since), a.origin_council_id, a.publication_id, a.id, 'adapted',
       jsonb_build_object('ref', 'B' || c || '-' || i, 'title', title), since
  FROM plan JOIN adaptation a ON a.idea_id = plan.id AND a.council_id = (SELECT council_here());

-- Blinded looks for every fiftieth idea, and as many that somebody elsewhere asks to see.
INSERT INTO blind_consent (id, collaborative_id, given, by_id, at)
SELECT pg_temp.made('consent', c, i, since), joined.collaborative_id, true, lead_id, since
  FROM plan, (SELECT collaborative_id FROM collaborative_member WHERE council_id = (SELECT council_here()) LIMIT 1) AS joined WHERE i = 1;
INSERT INTO blind_look (id, idea_id, collaborative_id, by_id, at, found, looked_at)
SELECT pg_temp.made('look', c, i, since), id, joined.collaborative_id, lead_id, since, i % 3 = 0, since
  FROM plan, (SELECT collaborative_id FROM collaborative_member WHERE council_id = (SELECT council_here()) LIMIT 1) AS joined
 WHERE state <> 'draft' AND i % 50 = 1;
INSERT INTO blind_ask (id, look_id, asker_id, idea_id, collaborative_id, at)
SELECT pg_temp.made('sight', c, i, since), pg_temp.made('asking', c, i, since), (SELECT council_here()), id, joined.collaborative_id, since
  FROM plan, (SELECT collaborative_id FROM collaborative_member WHERE council_id = (SELECT council_here()) LIMIT 1) AS joined
 WHERE state <> 'draft' AND i % 50 = 1;

-- The triangles that the worker keeps, as it keeps them: every item of the stage with a value and a fact.
CREATE TEMP TABLE reading ON COMMIT DROP AS
SELECT items.key AS stage,
       (SELECT jsonb_agg(jsonb_build_object('key', key, 'value', n % 5, 'fact', pg_temp.sentence('fact', 0, n), 'counts', n % 7 <> 0) ORDER BY n)
          FROM string_to_table(items.value, ' ') WITH ORDINALITY AS item (key, n)) AS items
  FROM jsonb_each_text(current_setting('bench.items')::jsonb) AS items;
INSERT INTO triangle (id, idea_id, stage, authority, capacity, value, score, trust, why, items, links, flags, computed_on, computed_at)
SELECT pg_temp.made('triangle', c, i, since), id, stage, 40 + i % 50, 30 + i % 60, 20 + i % 70, 30 + i % 50, 50 + i % 40, NULL, items,
       jsonb_build_object(
         'authority_capacity', jsonb_build_object('from', 'authority', 'to', 'capacity', 'weak', i % 3 = 0, 'why', 'last contact'),
         'capacity_value', jsonb_build_object('from', 'capacity', 'to', 'value', 'weak', i % 4 = 0, 'why', 'the evidence supports level 2'),
         'value_authority', jsonb_build_object('from', 'value', 'to', 'authority', 'weak', i % 5 = 0, 'why', 'no evidence to be seen yet')),
       '[]', current_date, pg_temp.moment()
  FROM plan JOIN reading USING (stage) WHERE state NOT IN ('draft', 'closed') AND rank > 0 AND NOT historical ORDER BY i;

-- The values of the profile on each day of a year before today; the ideas behind an older one are not kept.
INSERT INTO profile_snapshot (id, day, part, value, why, terms, computed_at)
SELECT pg_temp.made('part' || part, c, n, pg_temp.moment()), current_date - n::int, part, 30 + (n + length(part)) % 50, NULL, '{}',
       pg_temp.moment() - make_interval(days => n::int)
  FROM plan, string_to_table(current_setting('bench.parts'), ' ') AS part, generate_series(1, 365) AS n WHERE i = 1;

-- The floor's own table: the same ideas in one flat row each, with as many lines as stand on the idea.
INSERT INTO floor.entry (council, number, ref, title, problem, proposal, stage, state, service, owner, stage_since, changed_at, lines)
SELECT c, i, 'B' || c || '-' || i, title,
  pg_temp.sentence('p1', c, i) || ' ' || pg_temp.sentence('p2', c, i) || ' ' || pg_temp.sentence('p3', c, i),
  'Try it for three months: ' || title || '. ' || pg_temp.sentence('p4', c, i) || ' ' || pg_temp.sentence('p5', c, i),
  stage, state, (ARRAY['Adult social care', 'Housing', 'Waste and recycling', 'Highways', 'Libraries',
    'Revenues and benefits', 'Children and families', 'Planning'])[1 + pg_temp.drawn('service', c, i, 8)],
  pg_temp.person_name(c, 6 + pg_temp.drawn('owner', c, i, 5)), since::date, changed_at,
  ARRAY(SELECT pg_temp.sentence('line' || n, c, i) FROM generate_series(1, CASE WHEN rank > 1 THEN 16 ELSE 6 END) AS n)
FROM plan WHERE state <> 'draft' ORDER BY i;
INSERT INTO floor.searched
SELECT entry.*, ARRAY(SELECT council || ':' || stem
  FROM unnest(tsvector_to_array(to_tsvector('english', title || ' ' || problem || ' ' || proposal))) AS stem)
FROM floor.entry WHERE council = current_setting('bench.council')::bigint ORDER BY id;

-- The yardstick: what is recorded of every idea, as far as health looks at it, read by joins and kept in one statement for
-- all, in rows as wide as those of the product: eight items with a fact each, three links.
INSERT INTO floor.health AS kept
  (council_id, idea_id, stage, authority, capacity, value, score, trust, items, links, flags, computed_on, computed_at)
SELECT i.council_id, i.id, i.stage, found.authority, found.capacity, found.value,
       round((found.authority + found.capacity + found.value) / 3.0, 1), least(100, 20 * coalesce(h.people, 0)),
       jsonb_build_array(
         jsonb_build_object('key', 'contact', 'value', 4, 'fact', 'last contact: ' || c.newest, 'counts', true),
         jsonb_build_object('key', 'evidence', 'value', e.number, 'fact', e.number || ' records of evidence', 'counts', true),
         jsonb_build_object('key', 'seen', 'value', 2, 'fact', 'the newest evidence is of ' || e.newest, 'counts', true),
         jsonb_build_object('key', 'money', 'value', 3, 'fact', 'granted: ' || f.amount || ' pounds', 'counts', true),
         jsonb_build_object('key', 'until', 'value', 1, 'fact', 'granted until ' || f.ends_on, 'counts', true),
         jsonb_build_object('key', 'risks', 'value', r.number, 'fact', r.number || ' open risks', 'counts', true),
         jsonb_build_object('key', 'worst', 'value', r.worst, 'fact', 'the worst of them scores ' || r.worst, 'counts', true),
         jsonb_build_object('key', 'people', 'value', h.people, 'fact', h.people || ' people took part', 'counts', true)),
       jsonb_build_object(
         'authority_capacity', jsonb_build_object('from', 'authority', 'to', 'capacity', 'weak', c.newest < current_date - 90,
           'why', 'last contact with the sponsor ' || c.newest),
         'capacity_value', jsonb_build_object('from', 'capacity', 'to', 'value', 'weak', e.number < 2,
           'why', 'the evidence supports level ' || e.number),
         'value_authority', jsonb_build_object('from', 'value', 'to', 'authority', 'weak', e.number IS NULL,
           'why', 'decided ' || d.number || ' times')),
       '[]', current_date, now()
  FROM idea i
  LEFT JOIN (SELECT council_id, idea_id, max("on") AS newest FROM sponsor_contact GROUP BY 1, 2) AS c
    ON c.council_id = i.council_id AND c.idea_id = i.id
  LEFT JOIN (SELECT council_id, idea_id, count(*) AS number, max(value_on) AS newest FROM evidence GROUP BY 1, 2) AS e
    ON e.council_id = i.council_id AND e.idea_id = i.id
  LEFT JOIN (SELECT council_id, idea_id, sum(amount_gbp) AS amount, max(ends_on) AS ends_on FROM funding GROUP BY 1, 2) AS f
    ON f.council_id = i.council_id AND f.idea_id = i.id
  LEFT JOIN (SELECT council_id, idea_id, count(*) AS number, max(likelihood * impact) AS worst FROM risk
              WHERE closed_at IS NULL GROUP BY 1, 2) AS r
    ON r.council_id = i.council_id AND r.idea_id = i.id
  LEFT JOIN (SELECT council_id, idea_id, count(DISTINCT by_id) AS people FROM event GROUP BY 1, 2) AS h
    ON h.council_id = i.council_id AND h.idea_id = i.id
  LEFT JOIN (SELECT council_id, idea_id, count(*) AS number FROM decision GROUP BY 1, 2) AS d
    ON d.council_id = i.council_id AND d.idea_id = i.id
 CROSS JOIN LATERAL (
   SELECT greatest(0, 100 - (current_date - c.newest))::numeric AS authority,
          least(100, coalesce(f.amount, 0) / 200)::numeric AS capacity,
          least(100, 25 * coalesce(e.number, 0))::numeric AS value) AS found
 WHERE i.source IS NULL AND i.state NOT IN ('draft', 'closed')
ON CONFLICT (council_id, idea_id) DO UPDATE SET
  stage = excluded.stage, authority = excluded.authority, capacity = excluded.capacity, value = excluded.value,
  score = excluded.score, trust = excluded.trust, items = excluded.items, links = excluded.links,
  flags = excluded.flags, computed_on = excluded.computed_on, computed_at = excluded.computed_at
WHERE (kept.stage, kept.authority, kept.capacity, kept.value, kept.score, kept.trust, kept.items, kept.links, kept.flags)
      IS DISTINCT FROM (excluded.stage, excluded.authority, excluded.capacity, excluded.value, excluded.score, excluded.trust,
        excluded.items, excluded.links, excluded.flags)

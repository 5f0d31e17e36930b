-- A day at work in one council: on two ideas of a hundred somebody spoke with the sponsor, and they count as changed.
INSERT INTO sponsor_contact (council_id, id, idea_id, "on", note, by_id, recorded_at, counts_from)
SELECT council_id, gen_random_uuid(), id, current_date, 'We spoke.', owner_id, now(), current_date
  FROM idea WHERE council_id = current_setting('seedbed.council')::uuid AND source IS NULL AND owner_id IS NOT NULL
   AND state NOT IN ('draft', 'closed') AND stage <> 'latent'
 ORDER BY hashtextextended(id::text || council_id::text, 7), id LIMIT (SELECT count(*) / 50 FROM idea WHERE council_id = current_setting('seedbed.council')::uuid);
UPDATE idea SET changed_at = clock_timestamp()
 WHERE council_id = current_setting('seedbed.council')::uuid AND id IN (
   SELECT idea_id FROM sponsor_contact WHERE council_id = current_setting('seedbed.council')::uuid
      AND "on" = current_date AND note = 'We spoke.');

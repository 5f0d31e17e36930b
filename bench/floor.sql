-- The floor's own table, beside the product's: no walls, no keys to anything, one index for its list.
CREATE SCHEMA floor;
CREATE TABLE floor.entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  council bigint NOT NULL,
  number bigint NOT NULL,
  ref text NOT NULL,
  title text NOT NULL,
  problem text NOT NULL,
  proposal text NOT NULL,
  stage text NOT NULL,
  state text NOT NULL,
  service text,
  owner text,
  stage_since date,
  changed_at timestamptz NOT NULL,
  lines text[] NOT NULL
);
CREATE INDEX ON floor.entry (council, changed_at, id);
CREATE INDEX ON floor.entry (council, ref);
GRANT USAGE ON SCHEMA floor TO seedbed_app;
GRANT SELECT, INSERT ON floor.entry TO seedbed_app;

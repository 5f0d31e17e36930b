-- The floor's own tables, beside the product's: no walls, no keys to anything, one index for its list. What is searched
-- is a second one, so that inserting into the first costs no index of words.
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
CREATE TABLE floor.searched (LIKE floor.entry, words text[] NOT NULL);  -- stems, each behind the number of its council
CREATE INDEX ON floor.searched USING gin (words);
GRANT USAGE ON SCHEMA floor TO seedbed_app;
GRANT SELECT, INSERT ON floor.entry, floor.searched TO seedbed_app;

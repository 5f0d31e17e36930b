"""How many ideas stand where is kept by the database, row by row: the worker adds up what came in."""

from __future__ import annotations

from sqlalchemy import text

from tracker.tenancy import session

# Each row is taken by one at most, so that two who add up at once, or beside changes, count nothing twice.
_ADD_UP = text(
    """
WITH taken AS (
 DELETE FROM idea_count WHERE number IN (
  SELECT unnest(array_agg(number)) FROM idea_count
   GROUP BY stage, state, historical, service_id, owner_id HAVING count(*) > 1)
 RETURNING *)
INSERT INTO idea_count (stage, state, historical, service_id, owner_id, ideas)
SELECT stage, state, historical, service_id, owner_id, sum(ideas) FROM taken
 GROUP BY stage, state, historical, service_id, owner_id HAVING sum(ideas) <> 0"""
)


def add_up_counts() -> None:
    """Keep one row for each place where ideas stand, of those that changes left there; the sum stays the same."""
    session().execute(_ADD_UP)

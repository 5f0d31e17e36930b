"""Which ideas of a register somebody worked on since it came in: its statements, of rows that they call `mine`.

Each idea is asked about once, however many rows hang on it, and each of its messages looks up the one row that may have
left it there: a list of payments leaves thousands of both on one idea.
"""

from __future__ import annotations

from datetime import datetime

from tracker.idea.words import BROUGHT
from tracker.register.models import Register

# Rows of a register that came in.
CAME = "SELECT r.* FROM register_row r WHERE r.register_id = CAST(:register AS uuid) AND r.fate = 'new'"
# Ideas on which somebody spoke since. What a row of another register left there as a note is nobody's word
# (`brought_from`): its first line names the row. OFFSET 0 holds PostgreSQL to looking that up by its line.
SPOKEN = f"""
spoken AS MATERIALIZED (
SELECT d.idea_id FROM (SELECT DISTINCT m.idea_id FROM mine m) AS d CROSS JOIN LATERAL (
  SELECT FROM message s
   CROSS JOIN LATERAL (SELECT split_part(s.text, chr(10), 1) AS first) AS said
   CROSS JOIN LATERAL (SELECT substring(said.first FROM ', line ([0-9]+)[.]$') AS line) AS named
   WHERE s.idea_id = d.idea_id AND s.at > CAST(:since AS timestamptz) AND NOT EXISTS (
    SELECT FROM register g CROSS JOIN LATERAL (
      SELECT o.idea_id, o.fate FROM register_row o
       WHERE o.council_id = g.council_id AND o.register_id = g.id AND o.line = CAST(left(named.line, 9) AS integer)
      OFFSET 0) AS o
     WHERE g.by_id = s.by_id AND said.first = '{BROUGHT}' || g.file_name || ', line ' || named.line || '.'
       AND o.idea_id = s.idea_id AND o.fate = 'new' AND s.edited_at IS NULL OFFSET 0)
  LIMIT 1) AS heard)"""  # noqa: S608 - made of constants only
# Whether somebody worked on the idea (`i`) of a row (`w`) since: it changed, or somebody spoke on it.
WORKED = "(i.version <> w.version OR w.idea_id IN (SELECT t.idea_id FROM spoken t))"
# Who did, as the history tells it.
WHO = """
LEFT JOIN LATERAL (
  SELECT coalesce(m.name, e.by_name) AS by, e.at FROM event e
    LEFT JOIN membership m ON m.council_id = e.council_id AND m.person_id = e.by_id
   WHERE w.worked AND e.idea_id = w.idea_id AND e.by_id IS NOT NULL AND e.at > CAST(:since AS timestamptz)
   ORDER BY e.at, e.id LIMIT 1) AS work ON true"""


def since(found: Register) -> datetime:
    """From when on what is done on ideas of a register is somebody's work, and no more the register's."""
    return found.ended_at or found.begun_at or found.at

"""How each idea stands, kept: its triangle, and what the profile counts of it. The work is what changed or came of age.

The database notes which ideas a changed row is about (migrations/0013); each standing knows the first day on which a
passing date can change it, and by which days, items and rules it was worked out. What was noted while this runs is
looked at again the next time: notes are taken away first, and only those that are there by then.
"""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from tracker import fault
from tracker.clock import today
from tracker.fault import FaultKind
from tracker.idea import IdeaName
from tracker.portfolio.profile.queries import IDEAS_ON_DAY, THERE
from tracker.portfolio.profile.words import IdeaOnDay
from tracker.portfolio.reference import every_item, weights
from tracker.portfolio.triangle.due import due_on
from tracker.portfolio.triangle.keep import keep_triangles
from tracker.portfolio.triangle.query import records
from tracker.tenancy import current_council, rows, session
from tracker.upkeep import days

AT_ONCE = 500  # ideas: so many are held in memory, however many there are
TRACKER = Path(__file__).parents[1]
RULES = ("portfolio/triangle/**/*.py", "portfolio/profile/queries.py", "upkeep/rules/*.py", "value/rules/*.py")

_COLUMNS = ", ".join(IdeaOnDay._fields)
_EXCLUDED = ", ".join(f"excluded.{name}" for name in IdeaOnDay._fields)
_STALE = text(f"""
WITH noted AS (DELETE FROM stale_idea RETURNING idea_id)
SELECT idea_id FROM noted
UNION
SELECT s.idea_id FROM idea_standing s
 WHERE s.due_on <= CAST(:day AS date) OR s.as_of > CAST(:day AS date) OR s.edition <> CAST(:edition AS text)
UNION
SELECT i.id FROM idea i
 WHERE {THERE} AND NOT EXISTS (SELECT FROM idea_standing s WHERE s.idea_id = i.id)""")
_NOTED_ALONE = text("DELETE FROM stale_idea RETURNING idea_id")
_NOTED_IN = text("SELECT DISTINCT council_id FROM stale_idea")
_NOTE_AGAIN = text("INSERT INTO stale_idea (idea_id) SELECT unnest(CAST(:ideas AS uuid[]))")

# The first day to come on which a row that is dated ahead begins to count, of those ideas that have such a row: looked
# up of all ideas of a piece at once.
_THEIRS = "idea_id = ANY(CAST(:ideas AS uuid[]))"
_HERE = "origin_council_id = CAST(:council AS uuid) AND origin_idea_id = ANY(CAST(:ideas AS uuid[]))"
_DATED = " UNION ALL ".join(
    [
        *(
            f"SELECT idea_id, {days} AS day FROM {table} WHERE {_THEIRS} AND {days} > CAST(:day AS date)"
            for table, days in (
                ("stage_move", "counts_from"),
                ("idea_state", "counts_from"),
                ("idea_fact", "counts_from"),
                ("lesson", "counts_from"),
                ("funding", "counts_from"),
                ("evidence", "greatest(counts_from, value_on)"),
                ("evidence_review", 'greatest(counts_from, "on")'),
                ("sponsor_contact", "counts_from"),
                ("sponsor_contact", '"on"'),
            )
        ),
        f"SELECT origin_idea_id, begun_on FROM adaptation WHERE {_HERE} AND begun_on > CAST(:day AS date)",
        f'SELECT origin_idea_id, "on" FROM adaptation_report WHERE {_HERE} AND "on" > CAST(:day AS date)',
    ]
)
_AHEAD = f"WITH ahead AS MATERIALIZED (SELECT idea_id, min(day) AS day FROM ({_DATED}) AS dated GROUP BY idea_id)"
_FIRST = "i.id AS idea_id, least(ahead.day, due.day) AS due_on, "
_DUE = (
    " JOIN unnest(CAST(:ideas AS uuid[]), CAST(:dues AS date[])) AS due(id, day) ON due.id = i.id"
    " LEFT JOIN ahead ON ahead.idea_id = i.id"
)
_STOOD = IDEAS_ON_DAY.format(first=_FIRST, joined=_DUE)
_KEEP = text(f"""
{_AHEAD}
INSERT INTO idea_standing (idea_id, {_COLUMNS}, as_of, due_on, edition)
SELECT idea_id, {_COLUMNS}, CAST(:day AS date), due_on, CAST(:edition AS text) FROM ({_STOOD}) AS stood
ON CONFLICT (council_id, idea_id) DO UPDATE SET
 ({_COLUMNS}, as_of, due_on, edition) = ({_EXCLUDED},
  excluded.as_of, excluded.due_on, excluded.edition)""")
_GONE = text(f"""
DELETE FROM idea_standing s WHERE s.idea_id = ANY(CAST(:ideas AS uuid[]))
 AND NOT EXISTS (SELECT FROM idea i WHERE i.id = s.idea_id AND {THERE})""")
_NAMED = "SELECT id, ref FROM idea WHERE id = ANY(CAST(:ideas AS uuid[])) ORDER BY id"
_STANDINGS = f'SELECT {_COLUMNS} FROM idea_standing ORDER BY ref COLLATE "C", idea_id'


def compute_standings(*, only: UUID | None = None) -> int:
    """Work out how ideas stand where something changed or came of age, or how one does; some hundreds at a time.

    Returns how many triangles changed. An idea that cannot be worked out is set aside and named: it stands as it did,
    the others go on, and it is looked at again the next time.
    """
    session().flush()
    if only:
        return _Piece([only], today(), edition()).work_out_what_can_be()[0]
    return _work_out(session().scalars(_STALE, {"day": today(), "edition": edition()}))


def compute_changed() -> int:
    """Work out how those ideas stand of which something changed, and no others. Returns how many triangles changed."""
    session().flush()
    return _work_out(session().scalars(_NOTED_ALONE))


def changed_in() -> Sequence[UUID]:
    """The councils in which something changed that was not looked at yet. Asked in the directory."""
    return sorted(session().scalars(_NOTED_IN))


def _work_out(found: Iterable[UUID]) -> int:
    day, by, ideas = today(), edition(), sorted(set(found))
    pieces = [_Piece(ideas[first : first + AT_ONCE], day, by) for first in range(0, len(ideas), AT_ONCE)]
    done = [piece.work_out_what_can_be() for piece in pieces]
    faults = {idea_id: error for _, found in done for idea_id, error in found.items()}
    session().execute(_NOTE_AGAIN, {"ideas": list(faults)})
    names = {idea.id: idea.ref for idea in rows(IdeaName, _NAMED, ideas=list(faults))} if faults else {}
    fault.keep(FaultKind.STANDING, {names.get(idea_id, str(idea_id)): error for idea_id, error in faults.items()})
    return sum(changed for changed, _ in done)


class _Piece:
    """Some hundreds of ideas that are worked out in one go, by the rules of an edition."""

    def __init__(self, ideas: Sequence[UUID], day: date, by: str) -> None:
        self.ideas, self.day, self.edition, self.changed = ideas, day, by, 0

    def work_out_what_can_be(self) -> tuple[int, dict[UUID, str]]:
        """Return how many triangles changed, and the ideas that cannot be worked out, each with its error."""
        faults = fault.work_out(self._work_out, lambda: self.ideas)
        return self.changed, faults

    def _work_out(self, only: Sequence[UUID] | None) -> None:
        """Work out and keep how all of them, or only some, stand."""
        ideas = self.ideas if only is None else only
        recorded = records(day=self.day, ideas=ideas)
        changed = keep_triangles(recorded, day=self.day)
        dues = [due_on(recorded[idea_id], self.day) if idea_id in recorded else None for idea_id in ideas]
        given = {"ideas": list(ideas), "day": self.day}
        by = {"dues": dues, "council": current_council(), "edition": self.edition}
        session().execute(_KEEP, {**given, **by})
        session().execute(_GONE, given)
        self.changed += changed  # what failed before this leaves nothing


def standings() -> list[IdeaOnDay]:
    """How every idea stands, as it was worked out last, by reference; one statement."""
    return rows(IdeaOnDay, _STANDINGS)


def edition() -> str:
    """What standings are worked out by, in short: a changed day, item, weight or rule has all looked at again."""
    told = f"{days()} {every_item()} {weights()} {_rules()}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@functools.cache
def _rules() -> str:
    """The rules themselves, in short."""
    files = sorted(file for pattern in RULES for file in TRACKER.glob(pattern))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

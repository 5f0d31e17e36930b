"""Who sees which ideas: one clause, and a reader always asked for.

Every statement that finds ideas for somebody holds `VISIBLE`, filled with its name for the table of ideas, and gives
the reader's parameters with `seen_by`; one of the ORM holds `visible_to`. What counts in figures, whoever reads them,
is `SUBMITTED`; what may be found by its words, matched or taken out is `OPEN`. Another rule is a change of this file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text

from tracker import council
from tracker.council import Can, Reader
from tracker.idea.models import Idea
from tracker.idea.words import State
from tracker.tenancy import session

# A draft is its author's alone, and counts nowhere until it is sent.
SUBMITTED = "{0}.state <> 'draft'"
UNSENT = "{0}.state = 'draft' AND {0}.author_id = CAST(:reader_id AS uuid)"  # their own, as an index finds them
SENT_STATES = tuple(state for state in State if state is not State.DRAFT)
# What is confidential counts, and is never published, matched, found by its words or taken out with the case files.
OPEN = f"({SUBMITTED} AND {{0}}.confidential_since IS NULL)"

_AUTHOR = "{0}.author_id = CAST(:reader_id AS uuid)"
_KEEPER = (
    "(CAST(:reader_leads AS boolean) OR CAST(:reader_owns AS boolean) AND {0}.owner_id = CAST(:reader_id AS uuid))"
)
_NAMED = (
    "EXISTS (SELECT FROM confidant WHERE confidant.idea_id = {0}.id AND confidant.person_id = CAST(:reader_id AS uuid))"
)

VISIBLE = f"({_AUTHOR} OR {SUBMITTED} AND ({{0}}.confidential_since IS NULL OR {_KEEPER} OR {_NAMED}))"


def seen_by(reader: Reader) -> dict[str, Any]:
    """The parameters of `VISIBLE` for a reader."""
    return {
        "reader_id": reader.person_id,
        "reader_leads": reader.can(Can.TRIAGE),
        "reader_owns": reader.can(Can.KEEP_CURRENT),
    }


def visible_to(reader: Reader) -> TextClause:
    """The clause for a statement of the ORM over the table of ideas."""
    return text(VISIBLE.format("idea")).bindparams(**seen_by(reader))


_SEES = text(f"SELECT EXISTS (SELECT FROM idea WHERE id = CAST(:idea AS uuid) AND {VISIBLE.format('idea')})")  # noqa: S608 - constants only


def sees(reader: Reader, *, idea_id: UUID) -> bool:
    """Say whether a reader sees one idea."""
    return bool(session().scalar(_SEES, {"idea": idea_id, **seen_by(reader)}))


# The same clause, asked for many readers at once: their rows stand where a reader's parameters stood.
_FOR_EACH = VISIBLE.replace(":reader_", "asked.")
_THOSE_WHO_SEE = text(
    "SELECT asked.id FROM unnest(CAST(:people AS uuid[]), CAST(:leading AS boolean[]), CAST(:owning AS boolean[]))"  # noqa: S608 - constants only
    " AS asked(id, leads, owns) WHERE EXISTS (SELECT FROM idea WHERE idea.id = CAST(:idea AS uuid)"
    f" AND {_FOR_EACH.format('idea')})"
)


def those_who_see(idea: Idea, people: Iterable[UUID]) -> set[UUID]:
    """Which of some people see an idea: of one that is not confidential all do, of another nobody who left."""
    if not idea.confidential:
        return set(people)
    asked = set(people)
    here = [one for one in council.people() if one.id in asked]
    given = {
        "idea": idea.id,
        "people": [one.id for one in here],
        "leading": [Can.TRIAGE in one.can for one in here],
        "owning": [Can.KEEP_CURRENT in one.can for one in here],
    }
    return set(session().scalars(_THOSE_WHO_SEE, given))

"""Who sees which ideas: one clause, and a reader always asked for.

Every statement that finds ideas for somebody holds `VISIBLE`, filled with its name for the table of ideas, and gives
the reader's parameters with `seen_by`; one of the ORM holds `visible_to`. What counts in figures, whoever reads them,
is `SUBMITTED`; what may be matched or taken out is `OPEN`; what is recorded of one idea names another only as `TOLD`
has it, which is asked with the same parameters. Another rule is a change of this file, of `OPEN` also one of
`open_ideas` in the database, and of `VISIBLE` one of `visible_ideas` and `visible_rows`, which find by words
(docs/decisions/0014, 0032): a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, text

from tracker import council
from tracker.council import Can, Colleague, Reader
from tracker.history import KINDS, Event
from tracker.idea.models import Idea
from tracker.idea.words import Refused, State
from tracker.tenancy import session

# A draft is its author's alone, and counts nowhere until it is sent.
SUBMITTED = "{0}.state <> 'draft'"
UNSENT = "{0}.state = 'draft' AND {0}.author_id = CAST(:reader_id AS uuid)"  # their own, as an index finds them
SENT_STATES = tuple(state for state in State if state is not State.DRAFT)
# What everybody in the council sees. All else counts, and is never published, matched or taken out.
OPEN = f"({SUBMITTED} AND {{0}}.audience = 'everybody')"

# Who sees an idea by its audience; its author does in any, and once it is sent who keeps it and who is named.
_AUDIENCE = "{0}.audience = 'everybody'"
_AUTHOR = "{0}.author_id = CAST(:reader_id AS uuid)"
KEEPER = (
    "(CAST(:reader_leads AS boolean)"
    " OR CAST(:reader_owns AS boolean) AND CAST(:reader_id AS uuid) IN ({0}.owner_id, {0}.deputy_id))"
)
_NAMED = (
    "EXISTS (SELECT FROM confidant WHERE confidant.council_id = {0}.council_id AND confidant.idea_id = {0}.id"
    " AND confidant.person_id = CAST(:reader_id AS uuid))"
)

VISIBLE = f"({_AUTHOR} OR {SUBMITTED} AND ({_AUDIENCE} OR {KEEPER} OR {_NAMED}))"


def _told_of(kinds: Iterable[type[Event]]) -> str:
    """What is recorded in {0}, without what names another idea that a reader may not see, or that is there no more."""
    naming = {kind.what: kind.another for kind in kinds if kind.another}
    refs = " ".join(f"WHEN '{what}' THEN {{0}}.particulars ->> '{fields[0]}'" for what, fields in naming.items())
    named = ", ".join(sorted({f"'{field}'" for fields in naming.values() for field in fields}))
    what = ", ".join(f"'{one}'" for one in naming)
    return (
        f"CASE WHEN {{0}}.what IN ({what}) AND NOT EXISTS (SELECT FROM idea named"
        f" WHERE named.ref = CASE {{0}}.what {refs} END AND {VISIBLE.format('named')})"
        f" THEN {{0}}.particulars - ARRAY[{named}] ELSE {{0}}.particulars END"
    )


TOLD = _told_of(KINDS.values())


def seen_by(reader: Reader) -> dict[str, Any]:
    """The parameters of `VISIBLE` for a reader."""
    return {
        "reader_id": reader.person_id,
        "reader_leads": reader.can(Can.TRIAGE),
        "reader_owns": reader.can(Can.KEEP_CURRENT),
    }


# Who stands in for its owner or its deputy while they are away, where both may keep ideas.
COVERS = "(CAST(:reader_owns AS boolean) AND CAST(:reader_keeps_for AS uuid[]) && ARRAY[{0}.owner_id, {0}.deputy_id])"


def read_by(reader: Reader) -> dict[str, Any]:
    """The parameters of `VISIBLE` and `COVERS` for a reader."""
    return {"reader_keeps_for": list(reader.covers.keepers), **seen_by(reader)}


def visible_to(reader: Reader) -> TextClause:
    """The clause for a statement of the ORM over the table of ideas."""
    return text(VISIBLE.format("idea")).bindparams(**seen_by(reader))


# The same clause, asked for many readers at once: their rows stand where a reader's parameters stood.
_FOR_EACH = VISIBLE.replace(":reader_", "asked.")
_THOSE_WHO_SEE = text(
    "SELECT asked.idea_id, asked.id FROM unnest(CAST(:ideas AS uuid[]), CAST(:people AS uuid[]),"  # noqa: S608 - constants only
    " CAST(:leading AS boolean[]), CAST(:owning AS boolean[])) AS asked(idea_id, id, leads, owns)"
    f" JOIN idea ON idea.id = asked.idea_id WHERE {_FOR_EACH.format('idea')}"
)


class Sight(NamedTuple):
    """An idea and somebody who may see it."""

    idea_id: UUID
    person_id: UUID


def sights(wanted: Iterable[Sight], *, people: Iterable[Colleague] | None = None) -> set[Sight]:
    """Which of some people see which of some ideas: two statements, however many; nobody who left sees any.

    `people` are the people of the council, for whoever has read them already.
    """
    asked = set(wanted)
    if not asked:
        return set()
    here = {one.id: one for one in (council.people() if people is None else people)}
    rows = [(sight, here[sight.person_id].can) for sight in asked if sight.person_id in here]
    given = {
        "ideas": [sight.idea_id for sight, _ in rows],
        "people": [sight.person_id for sight, _ in rows],
        "leading": [Can.TRIAGE in can for _, can in rows],
        "owning": [Can.KEEP_CURRENT in can for _, can in rows],
    }
    return {Sight(*row) for row in session().execute(_THOSE_WHO_SEE, given)}


def those_who_see(idea: Idea, wanted: Iterable[UUID], *, people: Iterable[Colleague] | None = None) -> set[UUID]:
    """Which of some people see an idea: of one that is open to all each does, of another nobody who left.

    `people` as for `sights`.
    """
    if idea.open_to_all:
        return set(wanted)
    return {sight.person_id for sight in sights((Sight(idea.id, person) for person in wanted), people=people)}


def sight_faults(idea: Idea, named: Mapping[str, UUID | None]) -> Iterator[Refused]:
    """Nobody is given something on an idea that they do not see: who was named, by the field that names them."""
    given = {field: person_id for field, person_id in named.items() if person_id}
    seeing = those_who_see(idea, given.values())
    if blind := {field: person_id for field, person_id in given.items() if person_id not in seeing}:
        names = council.names(blind.values())
        for field, person_id in blind.items():
            sentence = f"{names[person_id]} does not see this idea. Name them first among those who do."
            yield Refused(sentence, field=field)

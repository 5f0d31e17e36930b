"""The story of one idea: everything around it, told in one statement."""

# ruff: noqa: S608 - the statement is made of constants only

from __future__ import annotations

import functools
from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Enum

from tracker.contact import DoorKind, known_as
from tracker.council import FORMER, NAME, NAMES, Absence, Reader, absence_now
from tracker.history import event_of
from tracker.idea.models import Idea
from tracker.idea.queries.aside import Aside
from tracker.idea.queries.conversation import LEFT_BY_ROW, SAID, conversation
from tracker.idea.queries.happenings import EventEntry, MessageEntry, MoveEntry
from tracker.idea.visible import COVERS, KEEPER, TOLD, VISIBLE, read_by
from tracker.idea.words import MessageKind, NotFoundError
from tracker.tenancy import rows
from tracker.wording import spaced

T = TypeVar("T")
MOST_EVENTS = 200


@dataclass(frozen=True)
class Story:
    """One idea and everything around it that the spine below value, risk and gate knows.

    `decision_asked_by` names who asked for the decision that waits, None where none does. `shared` says whether the
    idea ever left its council or came from another. `way_outside` is how who said it without an account hears: by
    "letter", by "code" alone, or "" where they hear nothing any more, or came through no door. `absences` are of who is
    away now, by person. `messages` are all that people said, and of the `notes` that rows of spreadsheets left the
    newest, or those from one on; `older_notes` is the newest of those that stand before them.
    """

    idea: Idea
    service: str | None
    author: str | None
    owner: str | None
    deputy: str | None
    sponsor: str | None
    credited: str | None
    absences: Mapping[UUID, Absence]
    following: bool
    followers: int
    last_contact: date | None
    contact_id: UUID | None
    contact_note: str | None
    merged_into: dict[str, str] | None
    also_said_by: list[dict[str, Any]]
    partners: list[dict[str, str | None]]
    moves: list[MoveEntry]
    messages: list[MessageEntry]
    notes: int
    older_notes: UUID | None
    events: list[EventEntry]
    fact_dates: dict[str, date]
    state_because: str | None
    decision_asked_by: str | None
    shared: bool
    way_outside: str
    asides: Mapping[str, Any]

    @property
    def is_heard(self) -> bool:
        """Whether who said it hears: while they are here, or without an account by a letter or their code."""
        return bool(self.way_outside) if self.idea.door else self.author not in {None, FORMER}

    def told(self, aside: Aside[T]) -> T:
        """What one of the asides that were asked for says."""
        found: T = self.asides[aside.name]
        return found

    @property
    def open_question(self) -> MessageEntry | None:
        """The question that waits for the author, if one does."""
        turns = [said for said in self.messages if said.kind in {MessageKind.QUESTION, MessageKind.ANSWER}]
        last = max(turns, key=lambda said: (said.at, said.id), default=None)
        return last if last and last.kind is MessageKind.QUESTION else None


# Rows come as arrays, in the order of the fields that they are read into.
_MOVES = (
    "json_build_array(v.from_stage, v.to_stage, v.decision, coalesce(v.on_given, v.on::text), v.rationale, v.placed)"
)
EVENTS = f"json_build_array(e.what, {TOLD.format('e')}, e.at, coalesce({NAME.format('e.by_id')}, e.by_name))"
_COMMENTS = "(SELECT count(*) FROM message h WHERE h.idea_id = o.id AND h.kind NOT IN ('note', 'outcome'))"
_JOINED = (
    f"json_build_object('ref', o.ref, 'title', o.title, 'author', {NAME.format('o.author_id')}, 'said', {_COMMENTS},"
    " 'door', o.door, 'contact', (SELECT json_build_object('team', k.team, 'name', k.name) FROM contact k"
    " WHERE k.idea_id = o.id))"
)
# Among those who keep it alone: a note, and that there is one.
_NOT_FOR_ALL = f"NOT ({KEEPER.format('idea')} OR {COVERS.format('idea')})"
_NOBODY = (None, False, None)
_PARTNERS = "json_build_object('organisation', q.organisation, 'layer', q.layer)"

_IN_WORDS = {
    "service": "(SELECT s.name FROM service s WHERE s.id = idea.service_id)",
    "names": NAMES.format("idea.author_id, idea.owner_id, idea.deputy_id, idea.sponsor_id, idea.credit_id"),
    "contact": "CASE WHEN idea.door IS NOT NULL THEN (SELECT json_build_object('team', k.team, 'name', k.name,"
    " 'letter', k.email IS NOT NULL, 'code', k.code_until IS NOT NULL)"
    " FROM contact k WHERE k.idea_id = idea.id) END",
    # Who asked for the decision that waits (gate.pending_request), here so that the page asks once.
    "decision_asked_by": f"(SELECT {NAME.format('r.by_id')} FROM decision_request r WHERE r.idea_id = idea.id"
    " AND idea.state = 'active' AND r.decided_at IS NULL ORDER BY r.at DESC, r.id LIMIT 1)",
    "state_because": "(SELECT w.because FROM idea_state w WHERE w.idea_id = idea.id ORDER BY w.number DESC LIMIT 1)",
}
_IN_JSON = {
    "last_spoken": "SELECT json_build_object('id', c.id, 'on', c.on, 'note', c.note) FROM sponsor_contact c"
    " WHERE c.idea_id = idea.id ORDER BY c.on DESC, c.id DESC LIMIT 1",
    "merged_into": "SELECT json_build_object('ref', t.ref, 'title', t.title) FROM idea t"
    f" WHERE t.id = idea.merged_into_id AND {VISIBLE.format('t')}",
    # What was joined into it, and what was joined into that before.
    "also_said_by": f"SELECT json_agg({_JOINED} ORDER BY o.ref) FROM (WITH RECURSIVE joined AS ("
    "SELECT j.* FROM idea j WHERE j.merged_into_id = idea.id UNION ALL SELECT j.* FROM joined CROSS JOIN LATERAL"
    " (SELECT * FROM idea k WHERE k.merged_into_id = joined.id OFFSET 0) AS j) SELECT * FROM joined) AS o"
    f" WHERE {VISIBLE.format('o')}",
    "partners": f"SELECT json_agg({_PARTNERS} ORDER BY q.position, q.id) FROM partner q"
    " WHERE q.idea_id = idea.id AND q.ended_on IS NULL",
    "moves": f"SELECT json_agg({_MOVES} ORDER BY v.number) FROM stage_move v WHERE v.idea_id = idea.id",
    "messages": SAID.format(unseen=f"(s.kind = 'note' AND {_NOT_FOR_ALL})"),
    "notes": f"SELECT count(*) FROM message s WHERE s.idea_id = idea.id AND {LEFT_BY_ROW}",
    "events": f"SELECT json_agg({EVENTS} ORDER BY e.at DESC, e.number DESC) FROM (SELECT * FROM event x"
    f" WHERE x.idea_id = idea.id AND NOT (x.what = 'note_written' AND {_NOT_FOR_ALL})"
    f" ORDER BY x.at DESC, x.number DESC LIMIT {MOST_EVENTS}) e",
    "fact_dates": "SELECT json_object_agg(d.fact, d.day) FROM (SELECT k.fact, max(k.recorded_at)::date AS day"
    " FROM idea_fact k WHERE k.idea_id = idea.id GROUP BY k.fact) d",
}
# Whether there is a card of it or it was taken from one (collaborative.lineage), here so that the page asks once. Not
# with EXISTS, for which PostgreSQL may read all adaptations there are.
_SHARED = (
    "coalesce((SELECT true FROM publication c WHERE c.council_id = idea.council_id AND c.idea_id = idea.id LIMIT 1),"
    " (SELECT true FROM adaptation a WHERE a.council_id = idea.council_id AND a.idea_id = idea.id LIMIT 1), false)"
)
_AROUND = {
    **_IN_WORDS,
    **{name: f"({sql})" for name, sql in _IN_JSON.items()},
    "followers": "(SELECT count(*) FROM follower f WHERE f.idea_id = idea.id)",
    "following": "EXISTS (SELECT FROM follower f WHERE f.idea_id = idea.id AND f.person_id = CAST(:reader_id AS uuid))",
    "shared": _SHARED,
}
# What a brief story tells: what is said of the idea, and by whom.
_BRIEF = {"service", "names", "contact", "merged_into", "also_said_by", "messages", "notes"}
_COLUMNS = tuple(column.name for column in Idea.__table__.columns)
_ENUMS = {
    column.name: words
    for column in Idea.__table__.columns
    if isinstance(column.type, Enum) and (words := column.type.enum_class)
}


class _StoryStatement(NamedTuple):
    """The statement that tells a story with some asides, and the row that it answers with."""

    sql: str
    row: type[Any]


_ONE, _SEVERAL = "idea.ref = :ref", "idea.ref = ANY(CAST(:refs AS text[]))"


@functools.cache
def _asked(asides: tuple[Aside[Any], ...], *, brief: bool = False, which: str = _ONE) -> _StoryStatement:
    """The idea with everything around it as columns, so that one statement tells all; put together once."""
    told = {name: "NULL" if brief and name not in _BRIEF else sql for name, sql in _AROUND.items()}
    around = {**told, **{one.name: f"({one.sql})" for one in asides}}
    columns = [*(f"idea.{name}" for name in _COLUMNS), *(f"{sql} AS {name}" for name, sql in around.items())]
    sql = f"SELECT {', '.join(columns)} FROM idea WHERE {which} AND {VISIBLE.format('idea')}"
    return _StoryStatement(sql, namedtuple("StoryRow", [*_COLUMNS, *around]))  # noqa: PYI024 - its fields are those columns


def story(
    *,
    ref: str,
    reader: Reader,
    asides: Sequence[Aside[Any]] = (),
    brief: bool = False,
    notes_from: UUID | None = None,
) -> Story:
    """An idea and everything around it: one statement, however much there is. Raises NotFoundError.

    A brief one leaves out what happened to it, its moves, partners, contacts and followers. Its idea is a copy to read:
    what acts on an idea asks for it with `get`. `asides` are what the words above tell beside it; `told` gives each.
    """
    asked = _asked(tuple(asides), brief=brief)
    found = rows(asked.row, asked.sql, ref=ref, notes_from=notes_from, **read_by(reader))
    if not found:
        raise NotFoundError(ref)
    return _story(found[0], asides)


def stories(*, refs: Sequence[str], reader: Reader, asides: Sequence[Aside[Any]] = ()) -> list[Story]:
    """Several ideas and everything around each, in the order of their references: one statement, however many.

    What the reader may not see, and what never was, is left out.
    """
    asked = _asked(tuple(asides), which=_SEVERAL)
    found = {row.ref: row for row in rows(asked.row, asked.sql, refs=list(refs), notes_from=None, **read_by(reader))}
    return [_story(found[ref], asides) for ref in dict.fromkeys(refs) if ref in found]


def _idea(row: Any) -> Idea:
    """The idea as its row has it: a copy to read, which keeps no account of what is changed in it."""
    read: dict[str, Any] = dict(zip(_COLUMNS, row, strict=False))
    for name, words in _ENUMS.items():
        if read[name] is not None:
            read[name] = words(read[name])
    found = Idea()
    found.__dict__.update(read)
    return found


def _outsider(door: DoorKind, told: Mapping[str, Any]) -> str:
    return known_as(door=door, team=told.get("team"), name=told.get("name"))


def _joined(each: dict[str, Any]) -> dict[str, Any]:
    """An idea that was joined into it, with who said that: without an account, by their team."""
    door, told = each.pop("door"), each.pop("contact") or {}
    return {**each, "author": each["author"] or (_outsider(DoorKind(door), told) if door else None)}


def _story(row: Any, asides: Sequence[Aside[Any]]) -> Story:
    idea, spoken, names = _idea(row), row.last_spoken or {}, row.names or {}
    others = (idea.author_id, idea.sponsor_id, idea.credit_id)
    author, sponsor, credited = (names.get(str(who), _NOBODY)[0] for who in others)
    if idea.door:
        told = row.contact or {}
        author = _outsider(idea.door, told)
    owner, may_own, _ = names.get(str(idea.owner_id), _NOBODY)
    deputy, may_keep, _ = names.get(str(idea.deputy_id), _NOBODY)
    said = conversation(row.messages or [], author)
    return Story(
        idea=idea,
        service=row.service or spaced(idea.service_area or "") or None,
        author=author,
        owner=owner if may_own else None,
        deputy=deputy if may_keep else None,
        sponsor=sponsor or idea.sponsor_name,
        credited=credited or idea.credit_name,
        absences={UUID(who): found for who, (_, _, away) in names.items() if (found := absence_now(away))},
        following=bool(row.following),
        followers=row.followers or 0,
        last_contact=date.fromisoformat(spoken["on"]) if spoken else None,
        contact_id=UUID(spoken["id"]) if spoken else None,
        contact_note=spoken.get("note"),
        merged_into=row.merged_into,
        also_said_by=[_joined(each) for each in row.also_said_by or []],
        partners=row.partners or [],
        moves=[MoveEntry._make(each) for each in row.moves or []],
        messages=said.messages,
        notes=row.notes or 0,
        older_notes=said.older_notes,
        events=[event_entry(each) for each in row.events or []],
        fact_dates={fact: date.fromisoformat(day) for fact, day in (row.fact_dates or {}).items()},
        state_because=row.state_because,
        decision_asked_by=row.decision_asked_by,
        shared=bool(row.shared),
        way_outside=next((way for way in ("letter", "code") if (row.contact or {}).get(way)), ""),
        asides={one.name: one.read(getattr(row, one.name)) for one in asides},
    )


def event_entry(stored: Sequence[Any]) -> EventEntry:
    """An event as it is shown."""
    what, particulars, at, by_name = stored
    return EventEntry(event_of(what, particulars), datetime.fromisoformat(at), by_name)

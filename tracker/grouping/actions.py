"""A council's services and places: renamed, merged into another, ended, and each of it taken back.

What was recorded keeps the words of its day. What points at a service or a place that is merged moves with it, in
whatever table it stands (`pointers`), and is noted, so that parting them again moves back what moved and nothing else.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, select, text, update

from tracker.clock import now
from tracker.council import PersonError, Service
from tracker.db import Base
from tracker.grouping.models import FormerName, GroupingMerge
from tracker.grouping.queries import GroupingEntry, Pointer, grouping, grouping_now, groupings, pointers
from tracker.grouping.words import Grouping
from tracker.history import record
from tracker.history.events.council import (
    GroupingEnded,
    GroupingMerged,
    GroupingParted,
    GroupingRenamed,
    GroupingResumed,
)
from tracker.tenancy import current_council, session

TAKEN_OVER = ("senior_owner", "live_options_wanted")  # of a service: what the other has none of, it takes over


def refuse_name_taken(kind: Grouping, name: str, *, but: UUID | None = None) -> None:
    """Raise PersonError where something of the kind is called so already, or was until it ended."""
    table = _table(kind)
    asked = select(table.c.id, table.c.ended_at, table.c.into_id).where(
        func.lower(table.c.name) == name.strip().lower()
    )
    asked = asked.where(table.c.id != but) if but else asked
    found = session().execute(asked.order_by(table.c.ended_at.desc().nulls_first(), table.c.id)).first()
    if found is None:
        return
    if found.into_id and (other := grouping_now(kind, found.id)):
        msg = f"{name.strip()} became part of {other.name}. Part them again, or choose another name."
    elif found.ended_at:
        msg = f"There was a {kind} called {name.strip()}, which ended. Offer it again, or choose another name."
    else:
        msg = f"There is a {kind} called {name.strip()} already."
    raise PersonError(msg, field="name")


def rename_grouping(*, kind: Grouping, grouping_id: UUID, name: str, by: UUID) -> None:
    """Call a service or a place otherwise; whoever still writes the old name means it. Twice is once.

    Raises PersonError where something else is called so.
    """
    found, name = _existing(kind, grouping_id), name.strip()
    if found.name == name:
        return
    refuse_name_taken(kind, name, but=found.id)
    session().add(FormerName(kind=kind, grouping_id=found.id, name=found.name, by_id=by, until=now()))
    _change(kind, found.id, name=name)
    record(GroupingRenamed(kind=str(kind), before=found.name, after=name), about_id=found.id, by=by)


def end_grouping(*, kind: Grouping, grouping_id: UUID, by: UUID) -> None:
    """Offer a service or a place no more: it stays on what it stands on. Twice is once."""
    found = _existing(kind, grouping_id)
    if found.ended_at is None:
        _change(kind, found.id, ended_at=now())
        record(GroupingEnded(kind=str(kind), name=found.name), about_id=found.id, by=by)


def resume_grouping(*, kind: Grouping, grouping_id: UUID, by: UUID) -> None:
    """Offer a service or a place again that ended. Twice is once; one that became part of another is parted instead."""
    found = _existing(kind, grouping_id)
    if found.ended_at is not None and found.into_id is None:
        _refuse_other(kind, found)
        _change(kind, found.id, ended_at=None)
        record(GroupingResumed(kind=str(kind), name=found.name), about_id=found.id, by=by)


def merge_grouping(*, kind: Grouping, grouping_id: UUID, into_id: UUID, by: UUID) -> None:
    """Make a service or a place part of another: all that points at it points at the other from now on.

    Raises PersonError for one that is part of another already, and where the other is itself or has ended.
    """
    found, into = _existing(kind, grouping_id), grouping(kind, into_id)
    if found.into_id is not None:
        raise PersonError(f"{found.name} is part of {found.into_name} already.", field="into")
    if into is None or into.id == found.id or not into.is_offered:
        raise PersonError(f"Choose another {kind}, one that has not ended.", field="into")
    moved: dict[str, Any] = {}
    for pointer in pointers(kind):
        moved[f"{pointer.table}.{pointer.column}"] = _move(pointer, found.id, into.id)
    if kind is Grouping.SERVICE:
        moved["service"] = _take_over(found.id, into.id)
    _change(kind, found.id, ended_at=found.ended_at or now(), into_id=into.id)
    session().add(GroupingMerge(kind=kind, from_id=found.id, into_id=into.id, moved=moved, by_id=by, at=now()))
    record(GroupingMerged(kind=str(kind), name=found.name, into=into.name), about_id=found.id, by=by)


def part_grouping(*, kind: Grouping, grouping_id: UUID, by: UUID) -> None:
    """Undo a merge: what moved with it moves back, but for what somebody put elsewhere since. Twice is once."""
    found = _existing(kind, grouping_id)
    asked = select(GroupingMerge).where(GroupingMerge.from_id == found.id, GroupingMerge.undone_at.is_(None))
    merge = session().scalars(asked.order_by(GroupingMerge.at.desc(), GroupingMerge.id.desc())).first()
    if merge is None or found.into_id is None:
        return
    _refuse_other(kind, found)
    there = grouping_now(kind, merge.into_id)
    for pointer in pointers(kind):
        if there and (moved := merge.moved.get(f"{pointer.table}.{pointer.column}")):
            _move_back(pointer, moved, back_to=found.id, there=there.id)
    _give_back(merge.moved.get("service", {}), merge.into_id)
    merge.undone_at = now()
    _change(kind, found.id, ended_at=None, into_id=None)
    record(GroupingParted(kind=str(kind), name=found.name, other=found.into_name or ""), about_id=found.id, by=by)


# --- rows -------------------------------------------------------------------------------------------------------------
def _table(kind: Grouping) -> Table:
    return Base.metadata.tables[str(kind)]


def _existing(kind: Grouping, grouping_id: UUID) -> GroupingEntry:
    if (found := grouping(kind, grouping_id)) is None:
        raise PersonError(f"There is no such {kind} any more.", field="name")
    return found


def _refuse_other(kind: Grouping, found: GroupingEntry) -> None:
    """Raise PersonError where another has the name by now of one that is to be offered again."""
    if any(one.is_offered and one.name.lower() == found.name.lower() for one in groupings(kind) if one.id != found.id):
        raise PersonError(f"Another {kind} is called {found.name} by now. Call that otherwise first.", field="name")


def _change(kind: Grouping, grouping_id: UUID, **values: object) -> None:
    table = _table(kind)
    session().execute(update(table).where(table.c.id == grouping_id).values(**values))
    session().expire_all()


def _move(pointer: Pointer, here: UUID, there: UUID) -> dict[str, Any]:
    """Have rows point there instead of here; return which. A row that its key makes goes, and a new one comes."""
    at, column = {"here": here, "there": there}, pointer.column
    if not pointer.in_key:
        moving = f"UPDATE {pointer.table} t SET {column} = :there WHERE {column} = :here RETURNING {_key(pointer)}"  # noqa: S608 - names of our own tables
        return {"moved": list(session().scalars(text(moving), at))}
    leaving = f"DELETE FROM {pointer.table} t WHERE {column} = :here RETURNING to_jsonb(t)"  # noqa: S608 - the same
    gone = list(session().scalars(text(leaving), {"here": here}))
    return {"gone": gone, "moved": _insert(pointer, [row | {column: str(there)} for row in gone])}


def _move_back(pointer: Pointer, moved: dict[str, Any], *, back_to: UUID, there: UUID) -> None:
    """Have those rows point back that moved and are still there; those that were taken away come again."""
    at = {"there": there, "rows": json.dumps(moved["moved"])}
    same = " AND ".join(f"t.{name} = was.{name}" for name in pointer.key if name != pointer.column) or "true"
    those = f"{_recorded(pointer)} AS was WHERE {same} AND t.{pointer.column} = :there"
    if not pointer.in_key:
        moving = f"UPDATE {pointer.table} t SET {pointer.column} = :here FROM {those}"  # noqa: S608 - the same
        session().execute(text(moving), at | {"here": back_to})
        return
    leaving = f"DELETE FROM {pointer.table} t USING {those}"  # noqa: S608 - the same
    session().execute(text(leaving), at)
    _insert(pointer, moved["gone"])


def _insert(pointer: Pointer, added: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add rows as they are, but for those that are there; return which came."""
    adding = (
        f"INSERT INTO {pointer.table} AS t SELECT * FROM {_recorded(pointer)}"  # noqa: S608 - the same
        f" ON CONFLICT DO NOTHING RETURNING {_key(pointer)}"
    )
    return list(session().scalars(text(adding), {"rows": json.dumps(added)}))


def _recorded(pointer: Pointer) -> str:
    """The rows that a merge noted, as rows of their table."""
    return f"jsonb_populate_recordset(CAST(NULL AS {pointer.table}), CAST(:rows AS jsonb))"


def _key(pointer: Pointer) -> str:
    columns = ", ".join(f"'{name}', t.{name}" for name in pointer.key)
    return f"jsonb_build_object({columns})"


def _take_over(here: UUID, there: UUID) -> dict[str, Any]:
    """Have a service take over who answers for the other, where nobody does, and the ideas wanted live of both."""
    taken = {}
    mine, other = (
        session().get_one(Service, (current_council(), here)),
        session().get_one(Service, (current_council(), there)),
    )
    for name in TAKEN_OVER:
        before, more = getattr(other, name), getattr(mine, name)
        after = (before or 0) + (more or 0) if name == "live_options_wanted" and more else before or more
        if after != before:
            setattr(other, name, after)
            taken[name] = [before, after]
    session().flush()
    return taken


def _give_back(taken: dict[str, Any], there: UUID) -> None:
    """Take back what a service took over, as far as nobody changed it since."""
    if taken and (other := session().get(Service, (current_council(), there))):
        for name, (before, after) in taken.items():
            if getattr(other, name) == after:
                setattr(other, name, before)
        session().flush()

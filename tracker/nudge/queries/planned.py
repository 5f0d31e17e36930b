"""What would go on a day, as far as a reader may see what it is about: nothing tells of ideas hidden from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from tracker import council
from tracker.council import Reader
from tracker.idea import VISIBLE, seen_by
from tracker.nudge.words import IdeaTitle, PlannedNudge
from tracker.tenancy import Query, rows

_ASKED_ABOUT = "FROM idea i WHERE i.id = ANY (CAST(:ideas AS uuid[]))"
_TITLES = f"SELECT i.id, i.ref, i.title {_ASKED_ABOUT} AND {VISIBLE.format('i')}"
_HIDDEN = f"SELECT i.id {_ASKED_ABOUT} AND {VISIBLE.format('i')} IS NOT TRUE"


class _Hidden(NamedTuple):
    id: UUID


class _Titled(NamedTuple):
    id: UUID
    ref: str
    title: str


def _ideas(planned: Iterable[PlannedNudge]) -> list[UUID]:
    return list({nudge.reason.idea_id for nudge in planned if nudge.reason.idea_id})


def seen_of(planned: Collection[PlannedNudge], *, reader: Reader) -> list[PlannedNudge]:
    """Those about ideas that a reader may see, and those about none."""
    return seen_query(planned, reader=reader).answer()


def seen_query(planned: Collection[PlannedNudge], *, reader: Reader) -> Query[list[PlannedNudge]]:
    """The same, to be asked together with others: what is hidden is asked for, which is little."""

    def read(found: list[_Hidden]) -> list[PlannedNudge]:
        hidden = {row.id for row in found}
        return [nudge for nudge in planned if nudge.reason.idea_id not in hidden]

    return Query(_Hidden, _HIDDEN, {"ideas": _ideas(planned), **seen_by(reader)}, read)


def ideas_of(planned: Collection[PlannedNudge], *, reader: Reader) -> dict[UUID | None, IdeaTitle]:
    """The reference and title of each idea that is asked about and that a reader may see; of none, the council's."""
    none = any(nudge.reason.idea_id is None for nudge in planned)
    whole: dict[UUID | None, IdeaTitle] = {None: IdeaTitle("", council.here().name)} if none else {}
    found = rows(_Titled, _TITLES, ideas=_ideas(planned), **seen_by(reader))
    return whole | {row.id: IdeaTitle(row.ref, row.title) for row in found}

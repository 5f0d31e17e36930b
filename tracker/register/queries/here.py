"""Ideas that are here and that rows of a register may mean: by what came before, by number, by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select, text

from tracker.idea.models import Idea
from tracker.idea.visible import OPEN
from tracker.register.models import RegisterRow
from tracker.register.words import RowFate
from tracker.tenancy import session


class IdeaFound(NamedTuple):
    """An idea that is here already."""

    id: UUID
    ref: str
    stage: str
    source: str | None
    version: int


def _columns() -> tuple[Any, ...]:
    return (Idea.id, Idea.ref, Idea.stage, Idea.source, Idea.version)


def ideas_known(identities: Collection[str]) -> dict[str, IdeaFound]:
    """The ideas of rows that came in before, by what these are known by."""
    asked = select(RegisterRow.identity, *_columns()).join(
        Idea, (Idea.council_id == RegisterRow.council_id) & (Idea.id == RegisterRow.idea_id)
    )
    found = session().execute(asked.where(RegisterRow.identity.in_(identities), RegisterRow.fate == RowFate.NEW))
    return {row[0]: IdeaFound(*row[1:]) for row in found}


def ideas_numbered(numbers: Iterable[str]) -> dict[str, IdeaFound]:
    """Ideas that bear one of some numbers, as their reference or beside it, by that in small letters."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        return {}
    asked = select(*_columns(), Idea.their_number).where(or_(Idea.ref.in_(wanted), Idea.their_number.in_(wanted)))
    found: dict[str, IdeaFound] = {}
    for *row, their_number in session().execute(asked.order_by(Idea.ref, Idea.id)):
        one = IdeaFound(*row)
        for name in (one.ref, their_number):
            if name in wanted:
                found.setdefault(name.lower(), one)
    return found


def ideas_named(names: set[str]) -> dict[str, list[IdeaFound]]:
    """Ideas that everybody sees and that are called so, by reference, number or title, in small letters."""
    small = [" ".join(name.lower().split()) for name in names]
    asked = select(*_columns(), Idea.their_number, Idea.title).where(
        or_(
            func.lower(Idea.ref).in_(small), func.lower(Idea.their_number).in_(small), func.lower(Idea.title).in_(small)
        ),
        text(OPEN.format("idea")),
    )
    found: dict[str, list[IdeaFound]] = {}
    for *row, their_number, title in session().execute(asked.order_by(Idea.ref, Idea.id)):
        one = IdeaFound(*row)
        for name in {one.ref.lower(), (their_number or "").lower(), " ".join(title.lower().split())} & set(small):
            found.setdefault(name, []).append(one)
    return found

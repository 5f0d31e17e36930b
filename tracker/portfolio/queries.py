"""What is asked about health: the profile of a day, the newest snapshot, its past, the triangle of an idea."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from tracker import council
from tracker.clock import today
from tracker.idea import Idea
from tracker.portfolio.models import ItemAnswer, Snapshot, Triangle
from tracker.portfolio.reference import targets
from tracker.portfolio.rules import profile as parts_of
from tracker.portfolio.standing import circumstances, standing
from tracker.portfolio.words import Part, PartName
from tracker.tenancy import session

YEAR_DAYS = 366


class DayToComeError(ValueError):
    """A profile was asked for a day that has not come yet."""

    def __init__(self, asked: date) -> None:
        super().__init__(f"{asked.isoformat()} has not come yet: ask for {today().isoformat()} or a day before it.")


def profile(*, as_of: date | None = None) -> list[Part]:
    """The eight parts of the open council's profile on a day, today if none is named. Raises DayToComeError."""
    day = as_of or today()
    if day > today():
        raise DayToComeError(day)
    return parts_of(standing(day=day), day, circumstances(day=day), targets())


def profile_json(*, as_of: date | None = None) -> dict[str, Any]:
    """The profile as `seedbed health --json` prints it. Raises DayToComeError."""
    parts = profile(as_of=as_of)
    return {
        "council": council.here().code,
        "as_of": (as_of or today()).isoformat(),
        "parts": [part.as_plain() for part in parts],
    }


def latest_profile() -> list[Any]:
    """The parts of the newest day that the worker computed, in their order, without their items; empty if none is."""
    columns = (Snapshot.part, Snapshot.day, Snapshot.value, Snapshot.why, Snapshot.terms, Snapshot.computed_at)
    rows = session().execute(select(*columns).where(Snapshot.day == _newest_day())).all()
    order = list(PartName)
    return sorted(rows, key=lambda row: order.index(PartName(row.part)))


def latest_part(*, name: str) -> Snapshot | None:
    """One part of the newest day that the worker computed, with its items; None where it has not come round yet."""
    return session().scalar(select(Snapshot).where(Snapshot.day == _newest_day(), Snapshot.part == name))


def _newest_day() -> Any:
    return select(func.max(Snapshot.day)).where(Snapshot.day <= today()).scalar_subquery()


def past_values(*, until: date) -> dict[str, list[Any]]:
    """The last snapshot of each month in the year up to a day, by part, oldest first; the day's own last."""
    month = func.date_trunc("month", Snapshot.day)
    asked = (
        select(Snapshot.part, Snapshot.day, Snapshot.value, Snapshot.why, Snapshot.terms)
        .distinct(Snapshot.part, month)
        .where(Snapshot.day <= until, Snapshot.day > until - timedelta(days=YEAR_DAYS))
        .order_by(Snapshot.part, month, Snapshot.day.desc())
    )
    found: dict[str, list[Any]] = {}
    for row in session().execute(asked):
        found.setdefault(row.part, []).append(row)
    return {part: rows[-12:] for part, rows in found.items()}


def ideas_by_ref(refs: Sequence[str]) -> Mapping[str, Any]:
    """Title, stage, state and extent of ideas by their reference, one statement."""
    asked = select(Idea.id, Idea.ref, Idea.title, Idea.stage, Idea.state, Idea.extent, Idea.shielded_until)
    return {row.ref: row for row in session().execute(asked.where(Idea.ref.in_(refs)))}


def shielded() -> Sequence[Any]:
    """Ideas that are left out of reports today, with the day until which they are shielded, by reference."""
    asked = (
        select(Idea.ref, Idea.title, Idea.stage, Idea.extent, Idea.shielded_until)
        .where(Idea.shielded_until > today(), Idea.source.is_(None))
        .order_by(Idea.ref)
    )
    return session().execute(asked).all()


_TRIANGLE = select(Triangle).where(Triangle.idea_id == bindparam("idea"))


def triangle_of(*, idea_id: UUID) -> Triangle | None:
    """The triangle of an idea as the worker last computed it; None where it has not come round yet."""
    return session().scalar(_TRIANGLE, {"idea": idea_id})


def answers_on(*, idea_id: UUID) -> Mapping[str, ItemAnswer]:
    """The newest answer to each asked item of an idea."""
    asked = (
        select(ItemAnswer)
        .distinct(ItemAnswer.item)
        .where(ItemAnswer.idea_id == idea_id)
        .order_by(ItemAnswer.item, ItemAnswer.number.desc())
    )
    return {row.item: row for row in session().scalars(asked)}


def historical_count() -> int:
    """How many historical cases the council has."""
    return session().scalar(select(func.count()).select_from(Idea).where(Idea.source.is_not(None))) or 0

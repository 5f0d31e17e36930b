"""The variants of a trial as drawings in one frame, so that they can be seen side by side; and as one table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tracker.trial import MeasuredFigure, TrialRecord, VariantEntry
from tracker.web.drawing import CLOSE, CLOSE_DAYS, RIGHT, Dot, Drawing, Frame, frame_of, with_room
from tracker.web.filters import day as day_in_words
from tracker.web.wording import called

NOUGHT = Decimal(0)


class VariantPanel(NamedTuple):
    """One variant: how far it is from where its own council began, drawn, and the same in words."""

    variant: VariantEntry
    newest: str | None
    drawing: Drawing | None
    words: str


class ChangeRow(NamedTuple):
    """A row of the table beside the drawings."""

    council: str
    when: str
    value: str
    change: str
    note: str

    @property
    def without_note(self) -> tuple[str, ...]:
        """The row where nobody noted anything."""
        return tuple(self[:-1])


def number_in_words(value: Decimal) -> str:
    """A figure as it is read."""
    return f"{value.normalize():,f}"


def measured(record: TrialRecord, value: Decimal) -> str:
    """A figure of a trial in its unit: "15 days", "41% of homes"."""
    unit = record.trial.unit or ""
    return number_in_words(value) + (unit if unit.startswith("%") else f" {unit}" if unit else "")


def unit_of(record: TrialRecord) -> str:
    """What changes are told in."""
    return called(record.scale, "trial_scale", unit=record.trial.unit or record.trial.indicator)


def change_in_words(record: TrialRecord, change: Decimal | None) -> str:
    """A change as it is read: "−12.5 per cent", "no change"."""
    if change is None:
        return ""
    if not change:
        return "no change"
    number = number_in_words(abs(change))
    return f"{'+' if change > 0 else '−'}{number} {unit_of(record)}".strip()


def panels_of(record: TrialRecord) -> list[VariantPanel]:
    """Every variant in one frame, in the order of the councils' names."""
    days = [one.on for each in record.variants for one in _drawn(each)]
    changes = [record.change(each, one) or NOUGHT for each in record.variants for one in _drawn(each)]
    frame = frame_of(days, [*changes, NOUGHT]) if changes else None
    return [_panel(record, one, frame) for one in record.variants]


def _drawn(of: VariantEntry) -> Sequence[MeasuredFigure]:
    return [of.start, *of.figures] if of.start else []


def _panel(record: TrialRecord, of: VariantEntry, frame: Frame | None) -> VariantPanel:
    told = [(one, record.change(of, one) or NOUGHT) for one in _drawn(of)]
    newest = change_in_words(record, told[-1][1]) if of.figures else None
    words = "; ".join(f"{change_in_words(record, change)}, {day_in_words(one.on)}" for one, change in told[1:])
    drawing = _drawing(told, frame) if frame and of.figures else None
    return VariantPanel(of, newest, drawing, f"{of.council}, change from its own start: {words}")


def _drawing(told: Sequence[tuple[MeasuredFigure, Decimal]], frame: Frame) -> Drawing:
    places = [frame.across(one.on) for one, _ in told]
    shown, dated = with_room(places, CLOSE), with_room(places, CLOSE_DAYS)
    dots = []
    for n, ((one, change), x) in enumerate(zip(told, places, strict=True)):
        words = f"{change.normalize():+,f}" if change else "0"
        day = f"{one.on:%b %y}" if n in dated else ""
        dots.append(Dot(x, frame.down(change), "measured", words if n in shown else "", day, x == RIGHT))
    return Drawing(dots, frame.lines, None)


def rows_of(record: TrialRecord) -> list[ChangeRow]:
    """All figures, by council and day."""
    return [_row(record, each, one) for each in record.variants for one in _drawn(each)]


def _row(record: TrialRecord, of: VariantEntry, one: MeasuredFigure) -> ChangeRow:
    change = "its own start" if one.baseline else change_in_words(record, record.change(of, one))
    return ChangeRow(of.council, day_in_words(one.on), measured(record, one.value), change, one.note or "")

"""What a tandem trial says, and how figures of several councils are set side by side. Pure functions.

Each council is seen from its own baseline (Young Foundation/NESTA 2007, "common target, several variants").
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from tracker.idea.words import Refused
from tracker.value.rules import change_between, is_percentage

LONGEST_NAME = 120
LONGEST_WORDS = 2000
TENTH = Decimal("0.1")


class TrialScale(enum.StrEnum):
    """How changes from a baseline are told, for all councils of a trial alike."""

    POINTS = "points"
    SHARE = "share"
    UNITS = "units"


@dataclass(frozen=True, kw_only=True)
class TrialPlan:
    """What is tried together: the shared target, what shows it, in which unit, from when until when."""

    title: str
    target: str
    indicator: str
    unit: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class VariantDraft:
    """What one council tries, what it does otherwise than the others, and how it measures."""

    name: str
    differs: str
    measured: str = ""


class FigureFacts(Protocol):
    """What a rule needs to know of a figure."""

    @property
    def on(self) -> date: ...  # noqa: D102
    @property
    def value(self) -> Decimal: ...  # noqa: D102


def plan_faults(plan: TrialPlan) -> Iterator[Refused]:
    """A trial has a name, a target, an indicator that all measure, and an end that is not before its start."""
    if not plan.title.strip():
        yield Refused("Give it a few words", field="title")
    if not plan.target.strip():
        yield Refused("Say what all of you want to reach", field="target")
    if not plan.indicator.strip():
        yield Refused("Say what each council measures", field="indicator")
    if plan.starts_on is None:
        yield Refused("Say from when it is tried", field="starts_on")
    if plan.ends_on is None:
        yield Refused("Say until when it is tried", field="ends_on")
    elif plan.starts_on and plan.ends_on < plan.starts_on:
        yield Refused("It ends before it starts: choose a later day", field="ends_on")


def variant_faults(draft: VariantDraft) -> Iterator[Refused]:
    """A variant has a name and says what is different about it: else there is nothing to compare."""
    if not draft.name.strip():
        yield Refused("Give your version a few words", field="name")
    if not draft.differs.strip():
        yield Refused("Say what you do otherwise than the others", field="differs")


def figure_faults(
    *, value: Decimal | None, on: date | None, today: date, baseline: bool, began: date | None
) -> Iterator[Refused]:
    """A figure has a day that has come; one that is no baseline comes after the baseline of its council."""
    if value is None:
        yield Refused("Write the figure", field="value")
    if on is None:
        yield Refused("Say of which day it is", field="on")
    elif on > today:
        yield Refused("That day has not come yet", field="on")
    elif not baseline and began and on <= began:
        yield Refused("A follow-up is later than the start of your own council", field="on")
    if not baseline and began is None:
        yield Refused("Add your baseline first: what was it before you began?", field="baseline")


def scale_of(unit: str | None, starts: Sequence[Decimal]) -> TrialScale:
    """How the changes of a trial are told: of percentages in points, else per cent of each council's own start.

    Where one starts from nought, which nothing is a share of, in the unit for all.
    """
    if is_percentage(unit):
        return TrialScale.POINTS
    return TrialScale.SHARE if all(starts) else TrialScale.UNITS


def change_from(start: Decimal, value: Decimal, scale: TrialScale) -> Decimal:
    """The change from a council's own start, on the scale of its trial, half up to one decimal."""
    unit = "%" if scale is TrialScale.POINTS else None
    told = change_between(baseline=str(start), value=str(value), unit=unit) if scale is not TrialScale.UNITS else None
    return told.by if told else (value - start).quantize(TENTH, ROUND_HALF_UP)

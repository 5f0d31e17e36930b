"""What a council may set of how its health is measured: days, the mix that it aims at, the weights of the corners.

Pure, but for the reference files that say how each comes.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from tracker.ours import AS_THEY_COME, Value, holding
from tracker.portfolio.reference import CORNERS, EXTENTS, STAGES, targets, weight_faults, weights
from tracker.upkeep import day_faults, upkeep_entries
from tracker.wording import capital

WHOLE = 100
WEIGHED = STAGES[:-1]  # in the last stage the corners are equal, and nothing is to be set


class Measure(NamedTuple):
    """One number that a council may set: under which name, how it comes, what it is about."""

    name: str
    built_in: int
    why: str = ""

    @property
    def field(self) -> str:
        """What it is called in a form."""
        return self.name.replace(".", "_")


@functools.cache
def measures() -> tuple[Measure, ...]:
    """Everything that may be set, in the order in which it is shown: days, mix, weights."""
    with holding(AS_THEY_COME):
        mix, by_stage = targets().mix, weights()
    days = (Measure(entry.setting, entry.built_in, entry.why) for entry in upkeep_entries())
    shares = (Measure(f"mix.{extent}", mix[extent]) for extent in EXTENTS)
    corners = (
        Measure(f"weights.{stage}.{corner}", round(WHOLE * by_stage[stage][corner]))
        for stage in WEIGHED
        for corner in CORNERS
    )
    return *days, *shares, *corners


def as_settings(given: Mapping[str, int | None]) -> dict[str, Value | None]:
    """The settings by which health is measured as given; None for what is as it comes, or left empty."""
    return {
        measure.name: None if given.get(measure.name) == measure.built_in else given.get(measure.name)
        for measure in measures()
    }


class MeasureFault(NamedTuple):
    """What is wrong with a number: its field, and what to do."""

    field: str
    sentence: str


def measure_faults(given: Mapping[str, int | None]) -> Iterator[MeasureFault]:
    """What is wrong with numbers as a council would set them; one left empty is as it comes.

    Days are days; the mix adds up to 100; weights keep the order that the reports give.
    """
    filled = {
        each.name: each.built_in if given.get(each.name) is None else given[each.name] or 0 for each in measures()
    }
    days = {entry.name: given.get(entry.setting) for entry in upkeep_entries()}
    yield from (MeasureFault(f"days_{name}", sentence) for name, sentence in day_faults(days))
    if (mix := sum(filled[f"mix.{extent}"] for extent in EXTENTS)) != WHOLE:
        yield MeasureFault(f"mix_{EXTENTS[0]}", f"The three shares add up to {mix}. Have them add up to {WHOLE}")
    by_stage = {
        stage: {corner: Fraction(filled[f"weights.{stage}.{corner}"], WHOLE) for corner in CORNERS} for stage in WEIGHED
    }
    for fault in weight_faults(by_stage | {STAGES[-1]: dict.fromkeys(CORNERS, Fraction(1, len(CORNERS)))}):
        yield MeasureFault(f"weights_{fault.field}", capital(f"{fault}"))

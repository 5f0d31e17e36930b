"""The parts, in the order in which they are always told: one module each, with its verdict, terms and wording."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date

from tracker.portfolio.profile.parts import (
    evidence,
    flow,
    involvement,
    learning,
    mix,
    runway,
    sponsorship,
    spread,
)
from tracker.portfolio.profile.rules import PartDefinition, is_active
from tracker.portfolio.profile.words import Circumstances, CouncilOnDay, IdeaOnDay, ProfilePart
from tracker.portfolio.reference import targets
from tracker.upkeep import UpkeepDays, days

IN_ORDER = (mix, runway, evidence, learning, sponsorship, flow, involvement, spread)
PARTS: dict[str, PartDefinition] = {module.PART.name: module.PART for module in IN_ORDER}


def parts_as_told() -> Mapping[str, PartDefinition]:
    """Each part by its name, with the days in force in its sentences."""
    return _as_told(days())


@functools.lru_cache(maxsize=8)
def _as_told(_limits: UpkeepDays) -> Mapping[str, PartDefinition]:
    return {name: part.with_days() for name, part in PARTS.items()}


def every_part(ideas: Iterable[IdeaOnDay], day: date, circumstances: Circumstances) -> list[ProfilePart]:
    """Compute the parts on a day. Historical cases count in some of them, and only while reports tell of them."""
    every = sorted(ideas, key=lambda idea: idea.ref)
    own = [idea for idea in every if not idea.historical]
    known = every if day <= targets().last_told else own
    with_history, without = (
        CouncilOnDay(day, some, [idea for idea in some if is_active(idea, day)], circumstances) for some in (known, own)
    )
    return [part.compute(with_history if part.counts_history else without) for part in PARTS.values()]

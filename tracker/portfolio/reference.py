"""What health is measured by: weights, items and defaults, read once from config/reference, each with its source."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from tracker.ours import Settings, settings
from tracker.portfolio.words import Corner, Targets, TriangleItem
from tracker.upkeep import UpkeepDays, days

FOLDER = Path(__file__).parents[2] / "config" / "reference"
CORNERS = tuple(Corner)
STAGES = ("design", "mobilise", "mainstream", "embedded")
EXTENTS = ("incremental", "radical", "system")

Weights = Mapping[str, Mapping[Corner, Fraction]]


class WeightsError(ValueError):
    """A set of weights does not add up, or breaks the order that the reports give; `field` is the weight to change."""

    def __init__(self, sentence: str, *, stage: str, corner: Corner) -> None:
        super().__init__(sentence)
        self.field = f"{stage}_{corner}"


@dataclass(frozen=True)
class Default:
    """One number or day that health is measured by, why it is so and where it comes from."""

    value: str
    why: str
    source: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@functools.cache
def defaults() -> dict[str, Default]:
    """Every default of health by its name."""
    return {row["name"]: Default(row["value"], row["why"], row["source"]) for row in _rows("health_profile.csv")}


def targets() -> Targets:
    """The target mix in per cent, the council's own where it set one, and the last day on which history counts."""
    return _targets(settings())


@functools.lru_cache(maxsize=64)
def _targets(own: Settings) -> Targets:
    shares = {extent: own.number(f"mix.{extent}", int(defaults()[f"mix_{extent}"].value)) for extent in EXTENTS}
    return Targets(mix=shares, last_told=date.fromisoformat(defaults()["last_told"].value))


def weights() -> Weights:
    """The weights of the corners by stage, the council's own where it set them.

    Raises WeightsError where the file breaks the sourced order; what a council sets is asked before it is kept.
    """
    return _weights(settings())


@functools.lru_cache(maxsize=64)
def _weights(own: Settings) -> Weights:
    rows = {row["stage"]: {corner: Fraction(row[corner]) for corner in CORNERS} for row in _rows("health_weights.csv")}
    for name, per_cent in own.under("weights.").items():
        stage, _, corner = name.partition(".")
        rows[stage][Corner(corner)] = Fraction(int(per_cent), 100)
    return checked(rows)


def checked(by_stage: Weights) -> Weights:
    """Return the weights if they keep the sourced order. Raises WeightsError that names the first rule broken."""
    for fault in weight_faults(by_stage):
        raise fault
    return by_stage


def weight_faults(by_stage: Weights) -> Iterator[WeightsError]:
    """Each rule that a set of weights breaks, with the weight to change.

    Design: authority is largest. Mobilise: capacity above authority, value above zero. Mainstream: authority below its
    mobilise weight, capacity at or above its own. Embedded: equal. Each stage adds up to 1.
    """
    a, c, v = CORNERS
    for stage, row in by_stage.items():
        if sum(row.values()) != 1 or min(row.values()) < 0:
            told = f"the weights of {stage} must be 0 or more and add up to 100 per cent"
            yield WeightsError(told, stage=stage, corner=a)
    design, mobilise, mainstream, embedded = (by_stage[stage] for stage in STAGES)
    rules = {
        ("design", a, "in design authority is the largest"): design[a] > max(design[c], design[v]),
        ("mobilise", c, "in mobilise capacity is above authority"): mobilise[c] > mobilise[a],
        ("mobilise", v, "in mobilise value is above zero"): mobilise[v] > 0,
        ("mainstream", a, "in mainstream authority is below its weight in mobilise"): mainstream[a] < mobilise[a],
        ("mainstream", c, "in mainstream capacity is at or above its weight in mobilise"): mainstream[c] >= mobilise[c],
        ("embedded", a, "in embedded the three are equal"): embedded[a] == embedded[c] == embedded[v],
    }
    for (stage, corner, rule), kept in rules.items():
        if not kept:
            yield WeightsError(f"these weights break the sourced order: {rule}", stage=stage, corner=corner)


@dataclass(frozen=True)
class StageWeights:
    """The weights of a stage as pages tell them, in per cent, with their reason; `inferred`: the numbers are ours.

    `own`: the council set some of them itself.
    """

    shares: Mapping[Corner, str]
    why: str
    source: str
    inferred: bool
    own: bool


def weights_of(stage: str) -> StageWeights | None:
    """The weights of a stage as they are shown; None for latent ideas, which have no score."""
    row = next((row for row in _rows("health_weights.csv") if row["stage"] == stage), None)
    if row is None:
        return None
    shares = {corner: f"{float(100 * weights()[stage][corner]):.3g}" for corner in CORNERS}
    own = bool(settings().under(f"weights.{stage}."))
    return StageWeights(shares, row["why"], row["source"], inferred=bool(row["inferred"]), own=own)


def every_item() -> tuple[TriangleItem, ...]:
    """Every item of the triangle, in the order of the file; the latent stage's have no corner."""
    return _items(days())


@functools.lru_cache(maxsize=64)
def _items(limits: UpkeepDays) -> tuple[TriangleItem, ...]:
    """Every item, with these days in what makes it 0, 2 and 4."""
    return tuple(
        TriangleItem(
            key=row["key"],
            stage=row["stage"],
            corner=Corner(row["corner"]) if row["corner"] else None,
            text=row["item"],
            rule=row["rule"],
            asked_of=row["asked_of"] or None,
            zero=limits.with_days(row["zero"]),
            two=limits.with_days(row["two"]),
            four=limits.with_days(row["four"]),
            source=row["source"],
            page=row["page"],
            by=row["by"],
        )
        for row in _rows("health_items.csv")
    )


def items_of(stage: str) -> tuple[TriangleItem, ...]:
    """The items that a stage asks about."""
    return _by_stage(days()).get(stage, ())


@functools.lru_cache(maxsize=64)
def _by_stage(limits: UpkeepDays) -> Mapping[str, tuple[TriangleItem, ...]]:
    items = _items(limits)
    return {stage: tuple(item for item in items if item.stage == stage) for stage in {item.stage for item in items}}

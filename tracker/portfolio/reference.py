"""What health is measured by: weights, items and defaults, read once from config/reference, each with its source."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from tracker.portfolio.words import Corner, Targets, TriangleItem
from tracker.upkeep import UpkeepDays, days

FOLDER = Path(__file__).parents[2] / "config" / "reference"
CORNERS = tuple(Corner)
STAGES = ("design", "mobilise", "mainstream", "embedded")

Weights = Mapping[str, Mapping[Corner, Fraction]]


class WeightsError(ValueError):
    """A set of weights does not add up, or breaks the order that the reports give."""


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


@functools.cache
def targets() -> Targets:
    """The target mix in per cent and the last day on which historical cases count."""
    shares = {extent: int(defaults()[f"mix_{extent}"].value) for extent in ("incremental", "radical", "system")}
    return Targets(mix=shares, last_told=date.fromisoformat(defaults()["last_told"].value))


@functools.cache
def weights() -> Weights:
    """The weights of the corners by stage. Raises WeightsError where the file breaks the sourced order."""
    rows = {row["stage"]: {corner: Fraction(row[corner]) for corner in CORNERS} for row in _rows("health_weights.csv")}
    return checked(rows)


def checked(by_stage: Weights) -> Weights:
    """Return the weights if they keep the sourced order. Raises WeightsError that names the first rule broken.

    Design: authority is largest. Mobilise: capacity above authority, value above zero. Mainstream: authority below its
    mobilise weight, capacity at or above its own. Embedded: equal. Each stage adds up to 1.
    """
    for stage, row in by_stage.items():
        if sum(row.values()) != 1 or min(row.values()) < 0:
            raise WeightsError(f"the weights of {stage} must be 0 or more and add up to 1")
    design, mobilise, mainstream, embedded = (by_stage[stage] for stage in STAGES)
    a, c, v = Corner.AUTHORITY, Corner.CAPACITY, Corner.VALUE
    rules = {
        "in design authority is the largest": design[a] > max(design[c], design[v]),
        "in mobilise capacity is above authority": mobilise[c] > mobilise[a],
        "in mobilise value is above zero": mobilise[v] > 0,
        "in mainstream authority is below its weight in mobilise": mainstream[a] < mobilise[a],
        "in mainstream capacity is at or above its weight in mobilise": mainstream[c] >= mobilise[c],
        "in embedded the three are equal": embedded[a] == embedded[c] == embedded[v],
    }
    for rule, kept in rules.items():
        if not kept:
            raise WeightsError(f"these weights break the sourced order: {rule}")
    return by_stage


@dataclass(frozen=True)
class StageWeights:
    """The weights of a stage as pages tell them, in per cent, with their reason; `inferred`: the numbers are ours."""

    shares: Mapping[Corner, str]
    why: str
    source: str
    inferred: bool


@functools.cache
def weights_of(stage: str) -> StageWeights | None:
    """The weights of a stage as they are shown; None for latent ideas, which have no score."""
    row = next((row for row in _rows("health_weights.csv") if row["stage"] == stage), None)
    if row is None:
        return None
    shares = {corner: f"{float(100 * weights()[stage][corner]):.3g}" for corner in CORNERS}
    return StageWeights(shares, row["why"], row["source"], inferred=bool(row["inferred"]))


def every_item() -> tuple[TriangleItem, ...]:
    """Every item of the triangle, in the order of the file; the latent stage's have no corner."""
    return _items(days())


@functools.cache
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


@functools.cache
def _by_stage(limits: UpkeepDays) -> Mapping[str, tuple[TriangleItem, ...]]:
    items = _items(limits)
    return {stage: tuple(item for item in items if item.stage == stage) for stage in {item.stage for item in items}}

"""Which methods there are, which come closest to what somebody says of their place, what a step of a plan must say."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.idea.words import Refused, Stage
from tracker.method.words import FIT_ANSWERS, REASONED, Effort, FitFactor, Purpose, StepState

FILE = Path(__file__).parents[2] / "config" / "reference" / "methods.csv"
LONGEST_PHASE = 60
MOST_CLOSE = 3


@dataclass(frozen=True)
class Method:
    """A way of working that councils have used: what for, at which stages, at what effort, and where it was told.

    `fits` names, by factor, the answers under which it fits more: our reading, for the sources rate no method.
    """

    key: str
    name: str
    purpose: Purpose
    description: str
    stages: tuple[Stage, ...]
    effort: Effort
    fits: Mapping[FitFactor, frozenset[str]]
    source: str

    def suits(self, factor: FitFactor, answer: str) -> bool:
        """Whether it fits more under an answer."""
        return answer in self.fits[factor]

    def telling(self, factor: FitFactor) -> bool:
        """Whether a factor says anything of it: it does not fit whatever the answer."""
        return len(self.fits[factor]) < len(FIT_ANSWERS[factor])

    def said_by(self, factor: FitFactor, *, suited: bool) -> list[str]:
        """The answers of a factor under which it fits more, or less, in their order."""
        return [each for each in FIT_ANSWERS[factor] if self.suits(factor, each) is suited]


@functools.cache
def methods() -> Mapping[str, Method]:
    """Every method by its key, in alphabetical order (config/reference/methods.csv)."""
    with FILE.open(encoding="utf-8", newline="") as file:
        found = [_method(row) for row in csv.DictReader(file)]
    return {one.key: one for one in sorted(found, key=lambda one: one.name.casefold())}


def _method(row: Mapping[str, str]) -> Method:
    return Method(
        key=row["method"],
        name=row["name"],
        purpose=Purpose(row["purpose"]),
        description=row["description"],
        stages=tuple(Stage(each) for each in row["stages"].split(";")),
        effort=Effort(row["effort"]),
        fits={factor: frozenset(row[factor].split(";")) for factor in FitFactor},
        source=row["source"],
    )


@dataclass(frozen=True)
class FittingMethod:
    """A method beside what somebody said of their place: which answers speak for it, which against."""

    method: Method
    suits: Sequence[tuple[FitFactor, str]]
    differs: Sequence[tuple[FitFactor, str]]


@dataclass(frozen=True)
class MethodChoice:
    """What was looked for, in alphabetical order: closest to the answers, further from them, and of other stages.

    It is advice, never proof: the research found little hard evidence on when a method works.
    """

    closest: Sequence[FittingMethod]
    further: Sequence[FittingMethod]
    elsewhere: Sequence[Method]


def choose(
    *,
    purpose: Purpose | None = None,
    stage: Stage | None = None,
    answers: Mapping[FitFactor, str] | None = None,
    words: str = "",
) -> MethodChoice:
    """Choose methods by purpose, stage, words and the four factors; one that no answer speaks against is closest."""
    wanted = [
        one
        for one in methods().values()
        if (purpose is None or one.purpose is purpose)
        and all(word in f"{one.name} {one.description}".casefold() for word in words.casefold().split())
    ]
    fitting = [_fitting(one, answers or {}) for one in wanted if stage is None or stage in one.stages]
    return MethodChoice(
        closest=[one for one in fitting if not one.differs],
        further=sorted((one for one in fitting if one.differs), key=lambda one: len(one.differs)),
        elsewhere=[one for one in wanted if stage is not None and stage not in one.stages],
    )


def _fitting(method: Method, answers: Mapping[FitFactor, str]) -> FittingMethod:
    told = [(factor, answer) for factor, answer in answers.items() if method.telling(factor)]
    return FittingMethod(
        method,
        suits=[each for each in told if method.suits(*each)],
        differs=[each for each in told if not method.suits(*each)],
    )


def close_to(method: Method) -> list[Method]:
    """The methods that come closest to one: of its purpose, with most stages and answers in common."""

    def shared(other: Method) -> int:
        fits = sum(len(method.fits[factor] & other.fits[factor]) for factor in FitFactor)
        return len(set(method.stages) & set(other.stages)) * 2 + fits

    same = [one for one in methods().values() if one.purpose is method.purpose and one is not method]
    return sorted(same, key=shared, reverse=True)[:MOST_CLOSE]


def step_faults(*, phase: str, method: str, state: StepState, because: str) -> Iterator[Refused]:
    """What keeps a step from standing in a plan: no phase, a method that is none, or no reason for leaving it out."""
    if not phase.strip():
        yield Refused("Name the phase, as your team calls it", field="phase")
    elif len(phase.strip()) > LONGEST_PHASE:
        yield Refused(f"Name the phase in at most {LONGEST_PHASE} characters", field="phase")
    if method and method not in methods():
        yield Refused("Choose a method of the library", field="method")
    if state is StepState.SKIPPED and not method:
        yield Refused("Choose the method that is skipped", field="method")
    if state in REASONED and not because.strip():
        yield Refused("Say why: skipping is fine, and the reason helps the next team", field="because")

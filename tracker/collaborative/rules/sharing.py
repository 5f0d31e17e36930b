"""What is on a card, what an adaptation must say, how a notice reads. Pure functions (domain.md, "Sharing")."""

from __future__ import annotations

import csv
import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tracker.collaborative.words import (
    ON_A_SUMMARY,
    AdaptationStatus,
    CardField,
    Evaluator,
    Level,
    NoticeKind,
    PartVerdict,
    WhyNot,
)
from tracker.idea.words import Refused, refuse_all
from tracker.wording import Vocabulary

PROVEN_FROM = 3
MOST_PARTS = 12
FILE = Path(__file__).parents[3] / "config" / "reference" / "adapt_questions.csv"


class WeighQuestion(NamedTuple):
    """What is weighed before something is taken in from elsewhere, with where the field learnt to ask it."""

    code: str
    question: str
    help: str
    source: str


@functools.cache
def weigh_questions() -> tuple[WeighQuestion, ...]:
    """Whether it is appropriate here: the questions, in the order in which councils found them hard."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(WeighQuestion(**row) for row in csv.DictReader(file))


@dataclass(frozen=True)
class CardFacts:
    """Everything of an idea that could stand on a card. What is chosen of it is what others see, and nothing else."""

    council: str
    title: str
    stage: str
    state: str
    stage_since: date | None
    service: str | None
    problem: str | None
    proposal: str | None = None
    contact: str | None = None
    came_from: str | None = None
    claims: Sequence[Mapping[str, Any]] = ()
    evidence: Sequence[Mapping[str, Any]] = ()
    lessons: Sequence[Mapping[str, Any]] = ()
    plan: Sequence[Mapping[str, Any]] = ()
    stop: Mapping[str, Any] | None = None
    risks: Sequence[Mapping[str, Any]] = ()
    risk_of_nothing: str | None = None
    source: str | None = None
    thanks: Sequence[Mapping[str, Any]] = ()
    places: Sequence[str] = ()
    benefits: Sequence[Mapping[str, Any]] = ()
    topics: Sequence[str] = ()


@dataclass(frozen=True)
class Statement:
    """What is said of an idea: that it is being tried, or that it is proven, where need be under a waiver."""

    proven: bool = False
    waiver: str | None = None
    by: str | None = None
    on: str | None = None


@dataclass(frozen=True)
class PartFit:
    """What an adapter does with one part, and why or what differs."""

    part: str
    does: PartVerdict
    why: str = ""


@dataclass(frozen=True)
class Fit:
    """What an adaptation says: what is kept, changed and dropped, part by part or in all, and why it fits here.

    `weighed` holds what was answered to the questions of `weigh_questions`, by code; `spoken_to` whom there they met.
    """

    fits_because: str
    kept: str = ""
    changed: str = ""
    dropped: str = ""
    parts: Sequence[PartFit] = field(default=())
    straight_copy: bool = False
    weighed: Mapping[str, str] = field(default_factory=dict)
    spoken_to: str = ""

    def summary(self, does: PartVerdict) -> str | None:
        """Return what is kept, changed or dropped in all, the parts first."""
        alone = {PartVerdict.KEEP: self.kept, PartVerdict.CHANGE: self.changed, PartVerdict.DROP: self.dropped}[does]
        parts = [
            one.part + (f": {one.why.strip()}" if one.why.strip() else "") for one in self.parts if one.does is does
        ]
        return "\n".join([*parts, *([alone.strip()] if alone.strip() else [])]) or None

    @property
    def summaries(self) -> Mapping[str, str | None]:
        """What is kept, changed and dropped, by the field of an adaptation that says so."""
        said = {"kept": PartVerdict.KEEP, "changed": PartVerdict.CHANGE, "dropped": PartVerdict.DROP}
        return {name: self.summary(does) for name, does in said.items()}


def card_of(known: CardFacts, *, level: Level, chosen: Collection[CardField], saying: Statement) -> dict[str, Any]:
    """Return exactly what members see: the summary, and on a full card what was chosen. Health stands apart."""
    card: dict[str, Any] = {
        "council": known.council,
        "service": known.service,
        "stage": known.stage,
        "state": known.state,
        "stage_since": known.stage_since.isoformat() if known.stage_since else None,
        "problem": known.problem,
        "came_from": known.came_from,
        "source": known.source,
        "chosen": sorted(chosen) if level is Level.FULL else sorted(ON_A_SUMMARY & set(chosen)),
        "saying": asdict(saying),
        **({"thanks": list(known.thanks)} if known.thanks else {}),
    }
    return card | {name: value for one in card["chosen"] for name, value in _behind(known, CardField(one)).items()}


def _behind(known: CardFacts, chosen: CardField) -> dict[str, Any]:
    every: dict[CardField, dict[str, Any]] = {
        CardField.PROPOSAL: {"proposal": known.proposal},
        CardField.CLAIMS: {"claims": list(known.claims)},
        CardField.EVIDENCE: {"evidence": list(known.evidence)},
        CardField.LESSONS: {"lessons": list(known.lessons)},
        CardField.STOP: {"stop": dict(known.stop)} if known.stop else {},
        CardField.PLAN: {"plan": list(known.plan)},
        CardField.RISKS: {"risks": list(known.risks), "risk_of_nothing": known.risk_of_nothing},
        CardField.CONTACT: {"contact": known.contact},
        CardField.BENEFITS: {"benefits": list(known.benefits)},
        CardField.HEALTH: {},
        CardField.PLACES: {"places": list(known.places)},
        CardField.TOPICS: {"topics": list(known.topics)},
    }
    return every[chosen]


def parts_in(text: str | None) -> list[str]:
    """Read the parts of an idea, one to a line. Raises Refused where they are too many."""
    parts = [line.strip(" -*•\t") for line in (text or "").splitlines() if line.strip(" -*•\t")]
    if len(parts) > MOST_PARTS:
        raise Refused(f"Name at most {MOST_PARTS} parts: the ones that others keep, change or drop.", field="parts")
    return parts


def health_differs(frozen: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    """Whether the health frozen on a card says other figures, or other weak links, than it would today."""
    return bool(frozen) and bool(now) and _figures(frozen) != _figures(now or {})


def _figures(health: Mapping[str, Any]) -> tuple[object, ...]:
    """The figures of a block of health, whatever way an earlier version wrote them."""
    numbers = [health.get("score"), health.get("trust"), *dict(sorted(health.get("corners", {}).items())).values()]
    return (
        health.get("stage"),
        [None if each is None else round(float(each), 2) for each in numbers],
        sorted(health.get("weak", ())),
    )


def moved_on(frozen: Mapping[str, Any], *, state: str) -> bool:
    """Whether an idea went on, rested or ended since its health was frozen on a card."""
    return "state" in frozen and frozen["state"] != state


def health_of_stage(health: Mapping[str, Any], shown: Mapping[str, Any]) -> bool:
    """Whether a card's health was frozen in the stage that the card shows: one of an older stage is not shown."""
    if "stage" in health:
        return bool(health["stage"] == shown["stage"])
    return bool(health.get("as_of", "") >= (shown.get("stage_since") or ""))


def check_saying(saying: Statement, *, supported: int, historical: bool = False) -> None:
    """To be published as proven an idea needs evidence at level 3, or a recorded waiver. Raises Refused.

    No waiver makes a case of a report proven.
    """
    if saying.proven and supported < PROVEN_FROM and historical:
        msg = f"A report tells of this case, and its records support level {supported}. No waiver makes it proven."
        raise Refused(msg, field="says")
    if saying.proven and supported < PROVEN_FROM and not (saying.waiver or "").strip():
        msg = f"The records support level {supported}. Say why it may be called proven, or say that it is being tried."
        raise Refused(msg, field="waiver")


def check_fit(fit: Fit) -> None:
    """An adaptation says why it fits here; one that changes and drops nothing gets a caution first. Raises Refused."""
    refuse_all(_fit_faults(fit))


def _fit_faults(fit: Fit) -> Iterator[Refused]:
    if not fit.fits_because.strip():
        yield Refused("Say why it fits here.", field="fits_because")
    if not any(fit.summary(does) for does in PartVerdict):
        yield Refused("Say what you keep, change or drop.", field="kept")
    elif not fit.summary(PartVerdict.CHANGE) and not fit.summary(PartVerdict.DROP) and not fit.straight_copy:
        msg = "A straight copy seldom works. Say what you change or drop, or tick that you copy it as it is."
        yield Refused(msg, field="straight_copy")


LONGEST_FEEDBACK = 4000


def check_feedback(words: str) -> None:
    """What is told back, and what is answered, says something. Raises Refused."""
    if not words.strip():
        raise Refused("Write a sentence: the other council reads it.", field="words")
    if len(words.strip()) > LONGEST_FEEDBACK:
        raise Refused(f"Use {LONGEST_FEEDBACK:,} characters or fewer", field="words")


def check_result(
    status: AdaptationStatus,
    why_not: WhyNot | None,
    result: str,
    evaluator: Evaluator | None = None,
    evaluated_by: str = "",
) -> None:
    """A result says how it went; what did not work says why, what somebody else judged says who. Raises Refused."""
    refuse_all(_result_faults(status, why_not, result), _judge_faults(status, evaluator, evaluated_by))


def _result_faults(status: AdaptationStatus | None, why_not: WhyNot | None, result: str) -> Iterator[Refused]:
    if status is AdaptationStatus.DID_NOT and why_not is None:
        yield Refused("Choose why it did not work: others will meet the same.", field="why_not")
    if status is not AdaptationStatus.TRYING and not result.strip():
        yield Refused("Say in a sentence or two what came of it.", field="result")


def _judge_faults(status: AdaptationStatus, evaluator: Evaluator | None, evaluated_by: str) -> Iterator[Refused]:
    """Somebody else has a name, of a body or an office: another council weighs it by that."""
    if status is AdaptationStatus.TRYING or evaluator in {None, Evaluator.TEAM}:
        return
    if not evaluated_by.strip():
        yield Refused("Say who evaluated it: an organisation, an office, a team", field="evaluated_by")


def sentence(tells: NoticeKind, words: Vocabulary, *, council: str, told: Mapping[str, Any]) -> str:
    """Return a notice in one sentence, in the words of the council that reads it."""
    return words.called(
        tells,
        "notice",
        council=council,
        title=f"“{told['title']}”" if told.get("title") else "an idea",
        status=words.called(told.get("status", AdaptationStatus.TRYING), "adaptation_status"),
        stage=words.called(told.get("to_stage"), "stage"),
        collaborative=told.get("collaborative") or "a collaborative",
    )


MOST_LOOKS = 20  # blinded looks of a council in one collaborative, a day: so that nobody finds out by trying
LOOK_AGAIN = timedelta(days=1)  # after the last for the same idea


def look_fault(*, looks: int, last: datetime | None, now: datetime) -> str | None:
    """What keeps a council from looking blinded: too many looks within a day, or one for this idea."""
    if looks >= MOST_LOOKS:
        return f"Your council has looked {MOST_LOOKS} times in this collaborative within a day: look again tomorrow."
    if last and now - last < LOOK_AGAIN:
        return "This idea was looked for within the last day: look again tomorrow."
    return None

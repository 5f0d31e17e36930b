"""What is true at a gate: what is unmet, which words are open, where a decision leads (domain.md, "Gate decision")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tracker.gate.rules.questions import Question, asked_at
from tracker.gate.words import GATE_WORDS, Gate, QuestionKind, Status, Word
from tracker.idea.words import Stage

DAYS_TO_DECIDE = 10
EVIDENCE = "evidence"

GATES = {
    Gate.DESIGN: Stage.DESIGN,
    Gate.MOBILISE: Stage.MOBILISE,
    Gate.MAINSTREAM: Stage.MAINSTREAM,
    Gate.EMBED: Stage.EMBEDDED,
}
FITTING = {
    QuestionKind.QUESTION: (),
    QuestionKind.NEEDED: (Status.MET, Status.PARTLY, Status.NOT_YET, Status.NOT_APPLICABLE),
    QuestionKind.PITFALL: (Status.AVOIDED, Status.POSSIBLE, Status.HAPPENING),
}
UNMET_STATUSES = (Status.PARTLY, Status.NOT_YET, Status.HAPPENING)


class AnswerShape(Protocol):
    """What a rule needs to know of an answer."""

    @property
    def words(self) -> str | None: ...  # noqa: D102
    @property
    def status(self) -> Status | None: ...  # noqa: D102


@dataclass(frozen=True)
class GatePolicy:
    """One version of a gate policy: what is needed at each gate, and the level of evidence asked there (0 is none)."""

    version: int
    needed: Mapping[Gate, frozenset[str]]
    level: Mapping[Gate, int]
    sponsor_decides: bool = False
    days_to_decide: int = DAYS_TO_DECIDE

    def as_json(self) -> dict[str, Any]:
        """Return what is stored of a version: everything but its number."""
        return {
            "needed": {gate: sorted(ids) for gate, ids in self.needed.items()},
            "level": dict(self.level),
            "sponsor_decides": self.sponsor_decides,
            "days_to_decide": self.days_to_decide,
        }

    @classmethod
    def of(cls, version: int, stored: Mapping[str, Any]) -> GatePolicy:
        """Read a stored version; what it leaves out is as in the built-in policy."""
        return cls(
            version=version,
            needed={**BUILT_IN.needed, **{Gate(g): frozenset(ids) for g, ids in stored.get("needed", {}).items()}},
            level={**BUILT_IN.level, **{Gate(g): int(level) for g, level in stored.get("level", {}).items()}},
            sponsor_decides=bool(stored.get("sponsor_decides", False)),
            days_to_decide=int(stored.get("days_to_decide", DAYS_TO_DECIDE)),
        )


# Light first and demanding last: design needs four answers; mobilise what the reports call needed before piloting and
# their pitfalls, beside who may lose and the risk of doing nothing; the later gates all that they ask.
BUILT_IN = GatePolicy(
    version=0,
    needed={gate: frozenset(q.id for q in asked_at(gate) if q.needed) for gate in Gate},
    level={Gate.DESIGN: 0, Gate.MOBILISE: 1, Gate.MAINSTREAM: 2, Gate.EMBED: 2},
)


@dataclass(frozen=True)
class Unmet:
    """A criterion that is not met: its question (or `evidence`), its words, and how it stands."""

    id: str
    text: str
    stands: str


def gate_before(stage: Stage) -> Gate | None:
    """Return the gate that stands before a stage; none stands before latent."""
    return next((gate for gate, behind in GATES.items() if behind is stage), None)


def next_gate(stage: Stage) -> Gate:
    """Return the gate an idea of a stage stands at. An embedded one can only be looked at again at the embed gate."""
    return Gate.EMBED if stage.next is None else list(GATES)[stage.rank]


def words_open(stage: Stage) -> tuple[Word, ...]:
    """Return the words that may be said: nothing lies before latent to return to, nothing after embedded to go to."""
    if stage is Stage.LATENT:
        return (Word.GO, Word.CONDITIONAL, Word.HOLD, Word.STOP)
    return GATE_WORDS if stage.next else (Word.HOLD, Word.RETURN, Word.STOP)


def earlier_stages(stage: Stage) -> tuple[Stage, ...]:
    """Return the stages that an idea may be returned to, nearest first."""
    return tuple(reversed(list(Stage)[: stage.rank]))


def stands(question: Question, answer: AnswerShape | None) -> str:
    """Say how a question stands: `answered`, a status, or `unanswered`."""
    if answer is None:
        return "unanswered"
    if question.kind is QuestionKind.QUESTION:
        return "answered" if (answer.words or "").strip() else "unanswered"
    return str(answer.status) if answer.status else "unanswered"


def unmet(gate: Gate, rules: GatePolicy, answers: Mapping[str, AnswerShape], *, supported: int) -> tuple[Unmet, ...]:
    """List what the policy needs that is unanswered, partly, not yet or happening, and evidence below what is asked."""
    open_ones = ("unanswered", *UNMET_STATUSES)
    found = [
        Unmet(q.id, q.text, how)
        for q in asked_at(gate)
        if q.id in rules.needed[gate] and (how := stands(q, answers.get(q.id))) in open_ones
    ]
    if supported < (asked := rules.level[gate]):
        found.append(
            Unmet(EVIDENCE, f"Evidence at level {asked} is asked for", f"the records support level {supported}")
        )
    return tuple(found)

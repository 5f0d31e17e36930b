"""What is true at a gate: what is unmet, which words are open, where a decision leads (domain.md, "Gate decision")."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from tracker.gate.rules.own import own_questions, stored
from tracker.gate.rules.questions import CORNERS, Question, asked_at
from tracker.gate.rules.recorded import NOTHING_RECORDED, KnownFacts
from tracker.gate.words import GATE_WORDS, Gate, Manner, QuestionKind, Status, Word
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
TICKS = (Status.MET, Status.AVOIDED)
ANSWERED, UNANSWERED, UNSHOWN = "answered", "unanswered", "unshown"
UNMET_STANDS = (UNANSWERED, UNSHOWN, Status.PARTLY, Status.NOT_YET, Status.HAPPENING)
LEVELS = {Gate.DESIGN: 0, Gate.MOBILISE: 1, Gate.MAINSTREAM: 2, Gate.EMBED: 2}


class AnswerShape(Protocol):
    """What a rule needs to know of an answer: what was said, and the evidence that it points at."""

    @property
    def words(self) -> str | None: ...  # noqa: D102
    @property
    def status(self) -> Status | None: ...  # noqa: D102
    @property
    def note(self) -> str | None: ...  # noqa: D102
    @property
    def evidence(self) -> Collection[UUID]: ...  # noqa: D102


@dataclass(frozen=True)
class GatePolicy:
    """One version of a gate policy: what is asked and needed at each gate, and the level of evidence (0 is none).

    `version` is the council's own, 0 where it has none; `edition` that of the built-in questions. Either of them begins
    a new policy. At the gates of `sponsor_decides` the sponsor named on the idea decides, beside a lead; `days` are the
    working days promised to a decision, gate by gate. `off` are questions that a gate does not ask; what every gate
    asks is never off. `texts` are a council's own words for a built-in question, by its identifier; `own` are its own
    questions, those that ended (they are off) among them: what was answered to them can be read for ever.
    """

    version: int
    edition: int
    needed: Mapping[Gate, frozenset[str]]
    level: Mapping[Gate, int]
    sponsor_decides: frozenset[Gate] = frozenset()
    days: Mapping[Gate, int] = field(default_factory=lambda: dict.fromkeys(Gate, DAYS_TO_DECIDE))
    off: Mapping[Gate, frozenset[str]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    own: tuple[Question, ...] = ()

    def known(self, gate: Gate) -> tuple[Question, ...]:
        """Every question that a gate could ask under this policy, by corner: built in first, then the council's own."""
        every = [*map(self.worded, asked_at(gate, self.edition)), *(q for q in self.own if q.gate == gate)]
        return tuple(sorted(every, key=lambda q: CORNERS.index(q.corner)))

    def asked(self, gate: Gate) -> tuple[Question, ...]:
        """What a gate asks under this policy, by corner, in the council's own words where it has some."""
        return tuple(q for q in self.known(gate) if self.manner(q, gate) is not Manner.OFF)

    def question(self, known_as: str) -> Question | None:
        """A question of this policy by its identifier, whether it is asked or not; None where there is no such."""
        return next((q for gate in Gate for q in self.known(gate) if q.id == known_as), None)

    def worded(self, question: Question) -> Question:
        """A question in the words of this policy."""
        own = self.texts.get(question.id)
        return replace(question, text=own, headline=own) if own else question

    def manner(self, question: Question, gate: Gate) -> Manner:
        """How a gate asks a question."""
        if question.id in self.off.get(gate, ()) and not question.every_gate:
            return Manner.OFF
        return Manner.NEEDED if question.id in self.needed[gate] else Manner.ASKED

    def needed_at(self, gate: Gate) -> int:
        """How many things are needed at a gate: questions that it asks, and evidence where some is asked."""
        return sum(q.id in self.needed[gate] for q in self.asked(gate)) + bool(self.level[gate])

    def is_as(self, other: GatePolicy) -> bool:
        """Whether both are the same version and edition."""
        return (self.version, self.edition) == (other.version, other.edition)

    def as_json(self) -> dict[str, Any]:
        """Return what is stored of a version: everything but its number and the edition, which its day gives."""
        return {
            "needed": {gate: sorted(ids) for gate, ids in self.needed.items()},
            "level": dict(self.level),
            "sponsor_decides": sorted(self.sponsor_decides),
            "days_to_decide": dict(self.days),
            "off": {gate: sorted(ids) for gate, ids in self.off.items() if ids},
            "texts": dict(self.texts),
            "own": [stored(question) for question in self.own],
        }

    @classmethod
    def of(cls, version: int, stored: Mapping[str, Any], *, edition: int) -> GatePolicy:
        """Read a stored version; what it leaves out is as in the built-in policy of the edition.

        Older versions say once for every gate who decides (`true` or `false`), and within how many days.
        """
        base = built_in(edition)
        return cls(
            version=version,
            edition=edition,
            needed={**base.needed, **{Gate(g): frozenset(ids) for g, ids in stored.get("needed", {}).items()}},
            level={**base.level, **{Gate(g): int(level) for g, level in stored.get("level", {}).items()}},
            sponsor_decides=_gates_of(stored.get("sponsor_decides", False)),
            days={**base.days, **_days_of(stored.get("days_to_decide", {}))},
            off={Gate(g): frozenset(ids) for g, ids in stored.get("off", {}).items()},
            texts=dict(stored.get("texts", {})),
            own=own_questions(stored.get("own", ())),
        )


def _gates_of(decides: object) -> frozenset[Gate]:
    """The gates at which a sponsor decides, as a version has them stored."""
    if isinstance(decides, bool):
        return frozenset(Gate) if decides else frozenset()
    return frozenset(gate for gate in Gate if isinstance(decides, Collection) and gate in decides)


def _days_of(promised: int | Mapping[str, int]) -> dict[Gate, int]:
    """The working days promised at each gate, as a version has them stored."""
    if isinstance(promised, int):
        return dict.fromkeys(Gate, promised)
    return {Gate(gate): int(days) for gate, days in promised.items()}


@functools.cache
def built_in(edition: int = 0) -> GatePolicy:
    """The built-in policy of an edition, light first and demanding last.

    Design needs four answers; mobilise what the reports call needed before piloting and their pitfalls, beside who may
    lose and the risk of doing nothing; the later gates all that they ask.
    """
    needed = {gate: frozenset(q.id for q in asked_at(gate, edition) if q.needed) for gate in Gate}
    return GatePolicy(version=0, edition=edition, needed=needed, level=LEVELS)


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


def stands(
    question: Question, answer: AnswerShape | None, *, gate: Gate, recorded: KnownFacts = NOTHING_RECORDED
) -> str:
    """Say how a question stands at a gate: `answered`, a status, `unshown`, or `unanswered`.

    A fact that is recorded on the idea answers its question, as words do. Feedback that is recorded is partly there
    until the public, users and partner agencies were all heard.
    """
    if question.fact in recorded.whole:
        return ANSWERED
    said = _said(question, answer, gate=gate)
    if said == UNANSWERED and question.fact in recorded.partly:
        return Status.PARTLY
    return said


def _said(question: Question, answer: AnswerShape | None, *, gate: Gate) -> str:
    """How a question stands by what was said to it.

    From the mobilise gate on, what is ticked as met or avoided is unshown without a sentence of how that can be seen,
    or evidence that shows it.
    """
    if answer is None:
        return UNANSWERED
    if question.kind is QuestionKind.QUESTION:
        return ANSWERED if (answer.words or "").strip() else UNANSWERED
    if answer.status in TICKS and gate is not Gate.DESIGN and not ((answer.note or "").strip() or answer.evidence):
        return UNSHOWN
    return str(answer.status) if answer.status else UNANSWERED


def unmet(
    gate: Gate,
    policy: GatePolicy,
    answers: Mapping[str, AnswerShape],
    *,
    supported: int,
    recorded: KnownFacts = NOTHING_RECORDED,
) -> tuple[Unmet, ...]:
    """List what the policy needs and is not met: as it stands, and evidence below the level that is asked."""
    found = [
        Unmet(q.id, q.text, how)
        for q in policy.asked(gate)
        if q.id in policy.needed[gate]
        and (how := stands(q, answers.get(q.id), gate=gate, recorded=recorded)) in UNMET_STANDS
    ]
    if supported < (asked := policy.level[gate]):
        found.append(
            Unmet(EVIDENCE, f"Evidence at level {asked} is asked for", f"the records support level {supported}")
        )
    return tuple(found)

"""What stands on the paper of a gate for each question: its answer, what shows it, how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from tracker.gate.queries.answers import AnswerBook, AnswerEntry
from tracker.gate.rules.policy import UNANSWERED, GatePolicy, stands
from tracker.gate.rules.questions import Question
from tracker.gate.rules.recorded import KnownFacts
from tracker.gate.words import Gate
from tracker.value import EvidenceEntry, Worth


class EvidenceOnClaim(NamedTuple):
    """A record of evidence, and what its claim counts."""

    indicator: str
    entry: EvidenceEntry


Records = Mapping[UUID, EvidenceOnClaim]
Facts = Sequence[Mapping[str, Any]]


class RecordedFacts(NamedTuple):
    """What an idea's own records answer: which facts hold, and what each says, as plain values."""

    holds: KnownFacts
    told: Mapping[str, Facts]


class Waiver(NamedTuple):
    """That what was not met was waived: by which decision, and why."""

    number: int
    because: str


@dataclass(frozen=True)
class GateItem:
    """One question on the paper: the newest answer, how it stands, the evidence that shows it, how often it changed.

    `earlier` is what was said at another gate, of a question that every gate asks and this one has no answer to yet;
    `waiver` is that of the last decision that let the idea on here although this was not met, while it stands;
    `recorded` is what the idea's own records say of it, as plain values.
    """

    question: Question
    needed: bool
    answer: AnswerEntry | None
    stands: str
    changes: int
    evidence: Sequence[EvidenceOnClaim] = ()
    earlier: AnswerEntry | None = None
    waiver: Waiver | None = None
    recorded: Facts = ()

    @property
    def shown(self) -> str:
        """How it stands, as rows and counts say it alike: what is not needed is not missing."""
        return "not_needed" if self.stands == UNANSWERED and not self.needed else self.stands


@dataclass(frozen=True)
class CornerItems:
    """The questions of one corner, and how many of them stand how."""

    name: str
    items: tuple[GateItem, ...]

    @property
    def count(self) -> Mapping[str, int]:
        """How many items stand how, in the order met."""
        found: dict[str, int] = {}
        for item in self.items:
            found[item.shown] = found.get(item.shown, 0) + 1
        return found


def records_of(worth: Worth) -> Records:
    """The evidence that stands on an idea, by its identifier."""
    return {entry.id: EvidenceOnClaim(claim.indicator, entry) for claim in worth.claims for entry in claim.records}


def shown_by(given: AnswerEntry, records: Records) -> AnswerEntry:
    """An answer with the evidence that still stands: what was withdrawn shows nothing."""
    return given._replace(evidence=given.evidence & records.keys())


def gate_item(
    question: Question,
    *,
    gate: Gate,
    policy: GatePolicy,
    given: AnswerEntry | None,
    records: Records,
    answers: tuple[AnswerBook, AnswerBook],
    known: RecordedFacts,
) -> GateItem:
    """A question with its newest answer, if there is one, and what stands behind that.

    `answers` are all that count here, and what other gates heard of what every gate asks anew.
    """
    here, elsewhere = (book.get(question.id) for book in answers)
    return GateItem(
        question=question,
        needed=question.id in policy.needed[gate],
        answer=given,
        stands=stands(question, given, gate=gate, recorded=known.holds),
        changes=len(here) - 1 if here else 0,
        evidence=[records[one] for one in sorted(given.evidence)] if given else (),
        earlier=elsewhere[0] if given is None and elsewhere else None,
        recorded=known.told.get(question.fact, ()),
    )

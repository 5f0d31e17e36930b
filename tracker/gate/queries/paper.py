"""The paper of an idea at a gate: everything that a decision there rests on, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select

from tracker import capacity, council, risk, value
from tracker.capacity import SignOffEntry
from tracker.gate.models import Decision, DecisionRequest, PanelView, Reversal
from tracker.gate.queries.answers import AnswerEntry, answers_at
from tracker.gate.queries.decisions import pending_request
from tracker.gate.queries.policy import policies_for
from tracker.gate.rules.policy import UNANSWERED, GatePolicy, Unmet, next_gate, stands, unmet
from tracker.gate.rules.questions import CORNERS, Question
from tracker.gate.words import ADVANCING, Gate
from tracker.idea.models import Idea
from tracker.idea.words import State
from tracker.risk import Risk
from tracker.tenancy import session
from tracker.value import EvidenceEntry, Worth


class EvidenceOnClaim(NamedTuple):
    """A record of evidence, and what its claim counts."""

    indicator: str
    entry: EvidenceEntry


Records = Mapping[UUID, EvidenceOnClaim]


class Waiver(NamedTuple):
    """That what was not met was waived: by which decision, and why."""

    number: int
    because: str


@dataclass(frozen=True)
class GateItem:
    """One question on the paper: the newest answer, how it stands, the evidence that shows it, how often it changed.

    `earlier` is what was said at another gate, of a question that every gate asks and this one has no answer to yet;
    `waiver` is that of the last decision that let the idea on here although this was not met, while it stands.
    """

    question: Question
    needed: bool
    answer: AnswerEntry | None
    stands: str
    changes: int
    evidence: Sequence[EvidenceOnClaim] = ()
    earlier: AnswerEntry | None = None
    waiver: Waiver | None = None

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


@dataclass(frozen=True)
class Paper:
    """Everything known at a gate: answers, evidence against what is asked, open risks, views, what is unmet."""

    idea: Idea
    gate: Gate
    policy: GatePolicy
    newest_policy: GatePolicy
    corners: tuple[CornerItems, ...]
    level_asked: int
    worth: Worth
    risks: Sequence[Risk]
    unmet: tuple[Unmet, ...]
    request: DecisionRequest | None
    views: Sequence[PanelView]
    made: int
    waivers: Mapping[str, Waiver]
    names: council.Names
    sign_offs: Mapping[str, SignOffEntry] = field(default_factory=dict)

    @property
    def waived(self) -> tuple[Unmet, ...]:
        """What is not met and was waived when the idea went on here; at the gate that is open each is waived anew."""
        return () if self.is_open else tuple(one for one in self.unmet if one.id in self.waivers)

    @property
    def missing(self) -> tuple[Unmet, ...]:
        """What is needed here, not met, and not waived."""
        return tuple(one for one in self.unmet if one not in self.waived)

    @property
    def needed(self) -> int:
        """How many things are needed here: questions, and evidence where some is asked."""
        return sum(item.needed for item in self.items) + bool(self.level_asked)

    @property
    def items(self) -> tuple[GateItem, ...]:
        """Every item, corner by corner."""
        return tuple(item for corner in self.corners for item in corner.items)

    @property
    def level_supported(self) -> int:
        """The level of evidence that the records support, 0 for none."""
        return self.worth.level

    @property
    def level_stated(self) -> int | None:
        """The highest level that a claim or one of its records states, if one states any."""
        return max((claim.level_stated for claim in self.worth.claims if claim.level_stated), default=None)

    @property
    def scrutiny(self) -> Sequence[Risk]:
        """The open risks that ask for scrutiny: 15 or more of 25."""
        return [one for one in self.risks if risk.asks_for_scrutiny(likelihood=one.likelihood, impact=one.impact)]

    @property
    def is_open(self) -> bool:
        """Whether a decision can be made here now: it is the idea's own gate, and the idea is being worked on."""
        return self.idea.state is State.ACTIVE and not self.idea.historical and next_gate(self.idea.stage) is self.gate


def paper(*, idea: Idea, gate: Gate) -> Paper:
    """Everything known about an idea at a gate. The number of statements does not depend on what is recorded."""
    policy, newest_policy = policies_for(idea)
    worth = value.worth_of(idea=idea)
    here, elsewhere = answers_at(idea.id, gate)
    records = records_of(worth)
    newest = {question: shown_by(found[0], records) for question, found in here.items()}
    risks = risk.risks_on(idea=idea)
    request, views = pending_request(idea.id), _views(idea.id, gate)
    who = [one.by_id for one in newest.values()] + [one.by_id for one in views] + [one.owner_id for one in risks]
    asks = request.by_id if request else None
    heard = {question: found[0] for question, found in elsewhere.items()}
    changes = {question: len(found) - 1 for question, found in here.items()}
    made, waivers = _decided(idea.id, gate)
    items = [
        replace(
            _item(q, gate=gate, policy=policy, given=newest.get(q.id), records=records, heard=heard, changes=changes),
            waiver=waivers.get(q.id),
        )
        for q in policy.asked(gate)
    ]
    return Paper(
        idea=idea,
        gate=gate,
        policy=policy,
        newest_policy=newest_policy,
        corners=tuple(
            CornerItems(name, tuple(one for one in items if one.question.corner == name)) for name in CORNERS
        ),
        level_asked=policy.level[gate],
        worth=worth,
        risks=risks,
        unmet=unmet(gate, policy, newest, supported=worth.level),
        request=request,
        views=views,
        made=made,
        waivers=waivers,
        names=council.names([*who, asks, idea.owner_id, idea.author_id, idea.sponsor_id]),
        sign_offs=capacity.capacity_of(idea=idea).sign_offs if gate is Gate.MAINSTREAM else {},
    )


def _decided(idea_id: UUID, gate: Gate) -> tuple[int, Mapping[str, Waiver]]:
    """How many decisions were made on an idea, and what the last that let it on at a gate waived, by what it was.

    What a decision waived that was reversed since is waived no more.
    """
    reversed_since = exists().where(Reversal.reversed_id == Decision.id).label("reversed_since")
    words = (Decision.number, Decision.gate, Decision.word, Decision.waived, Decision.waiver_because)
    asked = select(*words, reversed_since)
    made = session().execute(asked.where(Decision.idea_id == idea_id).order_by(Decision.number.desc())).all()
    let_on = (one for one in made if one.gate is gate and one.word in ADVANCING and not one.reversed_since)
    last = next(let_on, None)
    waived = {one["id"]: Waiver(last.number, last.waiver_because or "") for one in last.waived} if last else {}
    return len(made), waived


def records_of(worth: Worth) -> Records:
    """The evidence that stands on an idea, by its identifier."""
    return {entry.id: EvidenceOnClaim(claim.indicator, entry) for claim in worth.claims for entry in claim.records}


def shown_by(given: AnswerEntry, records: Records) -> AnswerEntry:
    """An answer with the evidence that still stands: what was withdrawn shows nothing."""
    return given._replace(evidence=given.evidence & records.keys())


def _item(
    question: Question,
    *,
    gate: Gate,
    policy: GatePolicy,
    given: AnswerEntry | None,
    records: Records,
    heard: Mapping[str, AnswerEntry],
    changes: Mapping[str, int],
) -> GateItem:
    return GateItem(
        question=question,
        needed=question.id in policy.needed[gate],
        answer=given,
        stands=stands(question, given, gate=gate),
        changes=changes.get(question.id, 0),
        evidence=[records[one] for one in sorted(given.evidence)] if given else (),
        earlier=heard.get(question.id) if given is None else None,
    )


def _views(idea_id: UUID, gate: Gate) -> Sequence[PanelView]:
    """The newest view of each panel member, in the order given."""
    asked = (
        select(PanelView)
        .where(PanelView.idea_id == idea_id, PanelView.gate == gate)
        .order_by(PanelView.at, PanelView.id)
    )
    return list({view.by_id: view for view in session().scalars(asked)}.values())

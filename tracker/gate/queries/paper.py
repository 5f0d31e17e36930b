"""The paper of an idea at a gate: everything that a decision there rests on, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from tracker import council, risk, value
from tracker.gate.models import Decision, DecisionRequest, GateAnswer, PanelView
from tracker.gate.queries.decisions import newest_policy, pending_request, policy_for
from tracker.gate.rules.policy import GatePolicy, Unmet, next_gate, stands, unmet
from tracker.gate.rules.questions import CORNERS, Question, asked_at, asked_at_every_gate
from tracker.gate.words import Gate
from tracker.idea.models import Idea
from tracker.idea.words import State
from tracker.risk import Risk
from tracker.tenancy import session
from tracker.value import Worth


@dataclass(frozen=True)
class GateItem:
    """One question on the paper: the newest answer, how it stands, how often it was changed before.

    `earlier` is what was said at another gate, of a question that every gate asks and this one has no answer to yet.
    """

    question: Question
    needed: bool
    answer: GateAnswer | None
    stands: str
    changes: int
    earlier: GateAnswer | None = None


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
            found[item.stands] = found.get(item.stands, 0) + 1
        return found


@dataclass(frozen=True)
class Paper:
    """Everything known at a gate: answers, evidence against what is asked, open risks, views, what is unmet."""

    idea: Idea
    gate: Gate
    policy: GatePolicy
    newest_policy: int
    corners: tuple[CornerItems, ...]
    level_asked: int
    worth: Worth
    risks: Sequence[Risk]
    unmet: tuple[Unmet, ...]
    request: DecisionRequest | None
    views: Sequence[PanelView]
    made: int
    names: council.Names

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
    rules = policy_for(idea)
    history, elsewhere = _answers(idea.id, gate)
    newest = {question: found[0] for question, found in history.items()}
    risks = risk.risks_on(idea=idea)
    worth = value.worth_of(idea=idea)
    request, views = pending_request(idea.id), _views(idea.id, gate)
    who = [one.by_id for one in newest.values()] + [one.by_id for one in views] + [one.owner_id for one in risks]
    asks = request.by_id if request else None
    return Paper(
        idea=idea,
        gate=gate,
        policy=rules,
        newest_policy=rules.version if idea.policy_version is None else newest_policy().version,
        corners=_corners(gate, rules, history, elsewhere),
        level_asked=rules.level[gate],
        worth=worth,
        risks=risks,
        unmet=unmet(gate, rules, newest, supported=worth.level),
        request=request,
        views=views,
        made=session().scalar(select(func.count()).where(Decision.idea_id == idea.id)) or 0,
        names=council.names([*who, asks, idea.owner_id, idea.author_id, idea.sponsor_id]),
    )


Answers = dict[str, list[GateAnswer]]


def _answers(idea_id: UUID, gate: Gate) -> tuple[Answers, Answers]:
    """Every answer given at a gate, newest first, by question; and what other gates heard of what every gate asks."""
    of_it = or_(GateAnswer.gate == gate, GateAnswer.question.in_(asked_at_every_gate()))
    here: Answers = {}
    elsewhere: Answers = {}
    asked = select(GateAnswer).where(GateAnswer.idea_id == idea_id, of_it).order_by(GateAnswer.number.desc())
    for answer in session().scalars(asked):
        (here if answer.gate == gate else elsewhere).setdefault(answer.question, []).append(answer)
    return here, elsewhere


def _corners(gate: Gate, rules: GatePolicy, history: Answers, elsewhere: Answers) -> tuple[CornerItems, ...]:
    items = [
        GateItem(
            question=q,
            needed=q.id in rules.needed[gate],
            answer=(given := history.get(q.id) or [None])[0],  # type: ignore[list-item]
            stands=stands(q, given[0]),
            changes=max(0, len(history.get(q.id, ())) - 1),
            earlier=next(iter(elsewhere.get(q.id, ())), None) if q.id not in history else None,
        )
        for q in asked_at(gate)
    ]
    return tuple(CornerItems(name, tuple(item for item in items if item.question.corner == name)) for name in CORNERS)


def _views(idea_id: UUID, gate: Gate) -> Sequence[PanelView]:
    """The newest view of each panel member, in the order given."""
    asked = (
        select(PanelView)
        .where(PanelView.idea_id == idea_id, PanelView.gate == gate)
        .order_by(PanelView.at, PanelView.id)
    )
    return list({view.by_id: view for view in session().scalars(asked)}.values())

"""The paper of an idea at a gate: everything that a decision there rests on, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker import capacity, council, risk, routine, study, value
from tracker.capacity import SignOffEntry
from tracker.council import OWNER_NAME
from tracker.gate.queries.answers import AnswerBook, answers_query
from tracker.gate.queries.decisions import RequestEntry, request_query
from tracker.gate.queries.items import CornerItems, GateItem, RecordedFacts, Waiver, gate_item, records_of, shown_by
from tracker.gate.queries.policy import PolicyPair, policies_query
from tracker.gate.queries.recorded import recorded_in
from tracker.gate.rules.policy import GatePolicy, Unmet, next_gate, unmet
from tracker.gate.rules.questions import CORNERS
from tracker.gate.words import ADVANCING, Gate, Word
from tracker.idea.models import Idea
from tracker.idea.words import State
from tracker.risk import RiskEntry
from tracker.tenancy import Query, together
from tracker.value import Worth


class LeaningEntry(NamedTuple):
    """What somebody thinks before the decision, and when they said so; it stands until the next decision there."""

    leaning: str
    because: str
    by_id: UUID
    at: datetime
    stands: bool


@dataclass(frozen=True)
class Paper:
    """Everything known at a gate: answers, evidence against what is asked, open risks, views, what is unmet.

    `views` are those of this round, the newest of each; what was said before is `older_views`, the newest first.
    """

    idea: Idea
    gate: Gate
    policy: GatePolicy
    newest_policy: GatePolicy
    corners: tuple[CornerItems, ...]
    worth: Worth
    risks: Sequence[RiskEntry]
    unmet: tuple[Unmet, ...]
    request: RequestEntry | None
    views: Sequence[LeaningEntry]
    older_views: Sequence[LeaningEntry]
    made: int
    waivers: Mapping[str, Waiver]
    owner: str | None
    seats: Sequence[UUID]
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
    def level_asked(self) -> int:
        """The level of evidence that the policy asks for here, 0 for none."""
        return self.policy.level[self.gate]

    @property
    def needed(self) -> int:
        """How many things are needed here: questions, and evidence where some is asked."""
        return self.policy.needed_at(self.gate)

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
    def scrutiny(self) -> Sequence[RiskEntry]:
        """The open risks that ask for scrutiny: 15 or more of 25."""
        return [one for one in self.risks if risk.asks_for_scrutiny(likelihood=one.likelihood, impact=one.impact)]

    @property
    def is_open(self) -> bool:
        """Whether a decision can be made here now: it is the idea's own gate, and the idea is being worked on."""
        return self.idea.state is State.ACTIVE and not self.idea.historical and next_gate(self.idea.stage) is self.gate


class OwnerRow(NamedTuple):
    """What the owner of an idea is called, None where it is nobody's; who sits on the panel that a request is for."""

    owner: str | None
    seats: list[str]


_OWNER = f"""
SELECT {OWNER_NAME.format("i.owner_id")} AS owner, coalesce((SELECT json_agg(s.person_id ORDER BY s.person_id)
 FROM decision_request r JOIN panel_member s ON s.panel_id = r.panel_id
 WHERE r.idea_id = i.id AND r.decided_at IS NULL), '[]') AS seats
FROM idea i WHERE i.id = CAST(:idea AS uuid)"""  # noqa: S608 - made of constants only


def _only(found: Sequence[OwnerRow]) -> OwnerRow:
    [row] = found
    return row


# Everybody who is named on the paper.
_WHOSE = """
SELECT unnest(ARRAY[i.owner_id, i.author_id, i.sponsor_id]) FROM idea i WHERE i.id = CAST(:idea AS uuid)
UNION SELECT w.by_id FROM answer w WHERE w.idea_id = CAST(:idea AS uuid)
UNION SELECT v.by_id FROM panel_view v WHERE v.idea_id = CAST(:idea AS uuid)
UNION SELECT r.by_id FROM decision_request r WHERE r.idea_id = CAST(:idea AS uuid)
UNION SELECT s.person_id FROM decision_request r JOIN panel_member s ON s.panel_id = r.panel_id
 WHERE r.idea_id = CAST(:idea AS uuid) AND r.decided_at IS NULL"""


def paper(*, idea: Idea, gate: Gate) -> Paper:
    """Everything known about an idea at a gate: one statement, whatever is recorded."""
    at_gate = {"idea": idea.id, "gate": gate}
    policies, worths, answers = policies_query(idea), value.WORTH.on(idea), answers_query(idea.id, gate)
    risks, requests = risk.OPEN_RISKS.on(idea), request_query(idea.id)
    views, made = Query(LeaningEntry, _VIEWS, at_gate, list), Query(DecisionLine, _DECIDED, at_gate, list)
    owners, names = Query(OwnerRow, _OWNER, at_gate, _only), council.names_query(_WHOSE, idea=idea.id)
    signed, stops, written = capacity.CAPACITY.on(idea), routine.ROUTINE.on(idea), study.STUDY.on(idea)
    asked = (policies, worths, answers, risks, requests, views, made, owners, names)
    normal = gate is Gate.MAINSTREAM  # what is asked of an idea that becomes normal work
    found = together((*asked, signed, stops, written) if normal else asked)
    return _paper(
        idea,
        gate,
        found.of(policies),
        found.of(answers),
        found.of(made),
        worth=found.of(worths),
        risks=found.of(risks),
        request=found.of(requests),
        **_views(found.of(views)),
        owner=found.of(owners).owner,
        seats=[UUID(each) for each in found.of(owners).seats],
        names=found.of(names),
        sign_offs=found.of(signed).sign_offs if normal else {},
        known=recorded_in(
            worth=found.of(worths),
            stops=found.of(stops) if normal else None,
            written=found.of(written) if normal else None,
        ),
    )


def _paper(
    idea: Idea,
    gate: Gate,
    policies: PolicyPair,
    answers: tuple[AnswerBook, AnswerBook],
    made: Sequence[DecisionLine],
    *,
    worth: Worth,
    known: RecordedFacts,
    **told: Any,
) -> Paper:
    policy, records, waivers = policies.kept, records_of(worth), _waivers(made, gate)
    newest = {question: shown_by(found[0], records) for question, found in answers[0].items()}
    items = [
        replace(
            gate_item(
                q, gate=gate, policy=policy, given=newest.get(q.id), records=records, answers=answers, known=known
            ),
            waiver=waivers.get(q.id),
        )
        for q in policy.asked(gate)
    ]
    return Paper(
        idea=idea,
        gate=gate,
        policy=policy,
        newest_policy=policies.newest,
        corners=tuple(
            CornerItems(name, tuple(one for one in items if one.question.corner == name)) for name in CORNERS
        ),
        worth=worth,
        unmet=unmet(gate, policy, newest, supported=worth.level, recorded=known.holds),
        made=len(made),
        waivers=waivers,
        **told,
    )


class DecisionLine(NamedTuple):
    """A decision as far as the paper of a gate asks: its number, where, the word, what it waived, whether it stands."""

    number: int
    gate: Gate
    word: Word
    waived: list[dict[str, Any]]
    waiver_because: str | None
    reversed_since: bool


_DECIDED = """
SELECT d.number, d.gate, d.word, d.waived, d.waiver_because,
 EXISTS (SELECT FROM reversal r WHERE r.reversed_id = d.id) AS reversed_since
FROM decision d WHERE d.idea_id = CAST(:idea AS uuid) ORDER BY d.number DESC"""


def _waivers(made: Sequence[DecisionLine], gate: Gate) -> Mapping[str, Waiver]:
    """What the last decision that let an idea on at a gate waived, by what it was.

    What a decision waived that was reversed since is waived no more.
    """
    let_on = (one for one in made if one.gate == gate and one.word in ADVANCING and not one.reversed_since)
    last = next(let_on, None)
    return {one["id"]: Waiver(last.number, last.waiver_because or "") for one in last.waived} if last else {}


# Each decision at a gate ends a round there: what was said for it is no view of what is asked next.
_VIEWS = """
SELECT v.leaning, v.because, v.by_id, v.at, NOT EXISTS (SELECT FROM decision d
  WHERE d.idea_id = v.idea_id AND d.gate = v.gate AND (d.at, d.id) > (v.at, v.id)) AS stands FROM panel_view v
 WHERE v.idea_id = CAST(:idea AS uuid) AND v.gate = CAST(:gate AS text) ORDER BY v.at, v.id"""


def _views(found: Sequence[LeaningEntry]) -> dict[str, Sequence[LeaningEntry]]:
    """The newest view of each panel member that stands, in the order in which they first gave one; and all others."""
    newest = list({view.by_id: view for view in found if view.stands}.values())
    return {"views": newest, "older_views": [view for view in reversed(found) if view not in newest]}

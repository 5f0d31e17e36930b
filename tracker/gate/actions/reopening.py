"""A closed idea is reopened: a decision of its own, on the record beside the one that closed it."""

from __future__ import annotations

from uuid import UUID

from tracker import council
from tracker import idea as ideas
from tracker.clock import now, today
from tracker.council import Can
from tracker.gate.actions.letters import tell
from tracker.gate.models import Decision
from tracker.gate.queries.decisions import locked
from tracker.gate.queries.paper import Paper, paper
from tracker.gate.queries.snapshot import as_known
from tracker.gate.rules.policy import next_gate
from tracker.gate.words import Word
from tracker.history import record
from tracker.history.events.gate import IdeaReopened
from tracker.idea.models import Idea
from tracker.idea.words import Refused, State
from tracker.tenancy import session
from tracker.text import is_blank


def reopen(*, idea: Idea, because: str, by: UUID) -> Decision:
    """Have a closed idea be active again at the stage it had; its people are told. Benefits stay as they are.

    Raises Refused where it is not closed, or joined with another, without a reason, and for whoever is no lead.
    """
    idea = locked(idea.id)
    _check(idea, because, by=by)
    made = _written(paper(idea=idea, gate=next_gate(idea.stage)), because.strip(), by=by)
    ideas.change_state(idea=idea, state=State.ACTIVE, by=by, because=made.because)
    reopened = IdeaReopened(ref=idea.ref, number=made.number, stage=idea.stage, because=made.because)
    record(reopened, idea_id=idea.id, about_id=made.id, by=by)
    session().flush()
    tell(idea, made, [])
    return made


def _check(idea: Idea, because: str, *, by: UUID) -> None:
    if idea.merged_into_id:
        raise Refused("It goes on in the idea that it is joined with. Take the two apart instead.")
    if idea.state is not State.CLOSED or idea.historical:
        raise Refused("Only a closed idea can be reopened.")
    if not council.reader(by).can(Can.DECIDE):
        raise Refused("Only an innovation lead reopens an idea.")
    if is_blank(because):
        raise Refused("Say why it is taken up again.", field="because")


def _written(known: Paper, because: str, *, by: UUID) -> Decision:
    made = Decision(
        idea_id=known.idea.id,
        number=known.made + 1,
        gate=known.gate,
        word=Word.REOPEN,
        because=because,
        by_id=by,
        on=today(),
        at=now(),
        from_stage=known.idea.stage,
        to_stage=known.idea.stage,
        policy_version=known.policy.version,
        snapshot=as_known(known),
        waived=[],
        archive_consent=False,
    )
    session().add(made)
    session().flush()
    return made

"""An operator proposes a collaborative to the council that would convene it; a lead of that council founds it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from config.settings import settings
from tracker import post
from tracker.clock import now, today
from tracker.collaborative.actions.invitation import GONE, new_code
from tracker.collaborative.actions.membership import found
from tracker.collaborative.models import Collaborative
from tracker.collaborative.models.proposal import CollaborativeProposal
from tracker.collaborative.queries.proposal import WAITS
from tracker.collaborative.rules import check_terms
from tracker.collaborative.words import AskAnswer
from tracker.council import Role
from tracker.council.models import Membership
from tracker.idea.words import NotFoundError, Refused
from tracker.tenancy import current_council, session


def propose(
    *, council_id: UUID | None, name: str, theme: str, shared_target: str, ends_on: date | None, words: str, by: UUID
) -> None:
    """Propose to a council that it founds and convenes a collaborative; its leads are written to. In the directory.

    Nothing is founded by it. Raises Refused where no lead could answer.
    """
    check_terms(name=name, shared_target=shared_target, ends_on=ends_on, today=today())
    if not (leads := _leads(council_id)):
        raise Refused("Choose a council that has a lead: nobody else could agree.", field="council")
    _refuse_twice(council_id, name)
    made = CollaborativeProposal(to_council_id=council_id, by_id=by, at=now(), name=name.strip(), ends_on=ends_on)
    made.theme, made.shared_target = theme.strip() or None, shared_target.strip()
    made.words = words.strip() or None
    session().add(made)
    session().flush()
    for lead in leads:
        post.write(
            "collaborative_proposed",
            to=post.Addressee(name=lead.name, email=lead.email, person_id=lead.person_id),
            kind=post.LetterKind.ACCOUNT,
            key=f"collaborative_proposed:{made.id}:{lead.person_id}",
            subject=f"Would your council convene {made.name}?",
            name=made.name,
            target=made.shared_target,
            link=f"{settings().base_url}/collaboratives/proposed/{made.id}",
        )


def _refuse_twice(council_id: UUID | None, name: str) -> None:
    waiting = select(CollaborativeProposal.id).where(
        CollaborativeProposal.to_council_id == council_id,
        func.lower(CollaborativeProposal.name) == name.strip().lower(),
        WAITS,
    )
    if session().scalar(waiting):
        raise Refused("This is proposed to them already. Wait for their answer, or take it back first.", field="name")


def _leads(council_id: UUID | None) -> list[Membership]:
    of_it = (Membership.council_id == council_id, Membership.ended_at.is_(None))
    leads = select(Membership).where(*of_it, Membership.roles.contains([str(Role.LEAD)]))
    return list(session().scalars(leads.order_by(Membership.person_id)).all())


def take_back_proposal(proposal_id: UUID) -> None:
    """Take back what no council has answered. In the directory. Raises NotFoundError, and Refused where one has."""
    of_it = select(CollaborativeProposal).where(CollaborativeProposal.id == proposal_id)
    if (waiting := session().scalar(of_it.where(WAITS).with_for_update())) is None:
        if session().scalar(of_it) is None:
            raise NotFoundError(str(proposal_id))
        raise Refused(GONE)
    waiting.withdrawn_at = now()


def answer_proposal(*, proposal: CollaborativeProposal, answer: AskAnswer, by: UUID) -> Collaborative | None:
    """Answer for the open council, once. Agreeing founds what it convenes from then on. Raises Refused."""
    still = select(CollaborativeProposal).where(
        CollaborativeProposal.id == proposal.id, CollaborativeProposal.to_council_id == current_council(), WAITS
    )
    if (waiting := session().scalar(still.with_for_update())) is None:
        raise Refused(GONE)
    made = _founded(waiting, by) if answer is AskAnswer.AGREED else None
    waiting.answer, waiting.answered_at = answer, now()
    waiting.collaborative_id = made.id if made else None
    session().flush()
    return made


def _founded(proposal: CollaborativeProposal, by: UUID) -> Collaborative:
    return found(
        code=new_code(proposal.name),
        name=proposal.name,
        theme=proposal.theme,
        shared_target=proposal.shared_target,
        convenor_id=current_council(),
        ends_on=proposal.ends_on,
        by=by,
    )

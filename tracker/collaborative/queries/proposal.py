"""What operators proposed to councils: as they read it, and as the council reads it that was asked."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from tracker.collaborative.models.proposal import CollaborativeProposal
from tracker.collaborative.queries.founding import UNANSWERED
from tracker.collaborative.words import AskAnswer
from tracker.council.models import Council
from tracker.idea.words import NotFoundError
from tracker.tenancy import Query, current_council, session

WAITS = text(UNANSWERED.format("collaborative_proposal"))
MOST_LISTED = 50


class ProposalEntry(NamedTuple):
    """A proposal as operators read it: to which council, and what became of it."""

    id: UUID
    name: str
    council: str
    at: datetime
    answer: AskAnswer | None
    answered_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it can still be answered, and taken back."""
        return self.answer is None and self.withdrawn_at is None


def proposals() -> list[ProposalEntry]:
    """What was proposed to councils, the newest first. Asked in the directory."""
    of_it = (getattr(CollaborativeProposal, name) for name in ("at", "answer", "answered_at", "withdrawn_at"))
    asked = (
        select(CollaborativeProposal.id, CollaborativeProposal.name, Council.name, *of_it)
        .join(Council, Council.id == CollaborativeProposal.to_council_id)
        .order_by(CollaborativeProposal.at.desc(), CollaborativeProposal.id.desc())
        .limit(MOST_LISTED)
    )
    return [ProposalEntry(*row) for row in session().execute(asked)]


class ProposedToUs(NamedTuple):
    """What operators propose that the open council founds, and nobody has answered."""

    id: UUID
    name: str
    at: datetime


_PROPOSED = f"""
SELECT p.id, p.name, p.at FROM collaborative_proposal p
 WHERE p.to_council_id = CAST(:here AS uuid) AND {UNANSWERED.format("p")} ORDER BY p.at, p.id"""  # noqa: S608 - made of constants only


def proposed_query() -> Query[list[ProposedToUs]]:
    """What is proposed to the open council and waits, the oldest first: to be asked together with others."""
    return Query(ProposedToUs, _PROPOSED, {"here": current_council()}, list)


def proposal_to_us(proposal_id: UUID) -> CollaborativeProposal:
    """One of these. Raises NotFoundError for any other."""
    asked = select(CollaborativeProposal).where(
        CollaborativeProposal.id == proposal_id, CollaborativeProposal.to_council_id == current_council(), WAITS
    )
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(str(proposal_id))
    return found

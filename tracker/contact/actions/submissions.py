"""A resident sends something: it waits until they press the link in the one letter that goes to their address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from tracker import council, post
from tracker.clock import now, today
from tracker.contact.actions.tokens import give_token
from tracker.contact.models import Submission
from tracker.contact.words import TokenKind
from tracker.db import new_id
from tracker.tenancy import session, take_turn


def submit_words(
    *,
    problem: str,
    proposal: str,
    place: str,
    email: str,
    may_show: bool,
    sent_key: str | None,
    goes_at: datetime | None = None,
) -> UUID | None:
    """Keep a resident's words until they confirm them, and write to them; None where the form was sent before.

    They wait from the moment when the letter goes, so that its link is good as long as it says.
    """
    goes_at = goes_at or now()
    made = (
        insert(Submission)
        .values(
            id=new_id(),
            problem=problem.strip(),
            proposal=proposal.strip() or None,
            place=place.strip() or None,
            email=email,
            may_show=may_show,
            sent_key=sent_key,
            made_at=goes_at,
        )
        .on_conflict_do_nothing(index_elements=["council_id", "sent_key"])
    )
    kept = session().scalar(made.returning(Submission.id))
    if kept is None:
        return None
    give_token(TokenKind.CONFIRMATION, kept)
    _ask_to_confirm(kept, email, goes_at)
    return kept


def _ask_to_confirm(kept: UUID, email: str, goes_at: datetime) -> None:
    here = council.here()
    post.write(
        "resident_confirmation",
        to=post.Addressee("", email),
        kind=post.LetterKind.REPLY,
        key=f"contact:{kept}",
        subject=f"One press, and {here.name} reads it",
        council_name=here.name,
        council_code=here.code,
        submission_id=str(kept),
        not_before=goes_at,
        sent=f"{today():%A} {today().day} {today():%B}",
    )


def submission(submission_id: UUID, *, hold: bool = False) -> Submission | None:
    """What waits to be confirmed; None once it was, or its days are over. Held, a second press waits for the first."""
    if hold:
        take_turn(f"submission {submission_id}")
    return session().scalar(select(Submission).where(Submission.id == submission_id))

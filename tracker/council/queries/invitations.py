"""Who is invited: what the invited person reads, and what the council does."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from tracker.clock import now
from tracker.council import rules
from tracker.council.models import Council, Credential, Invitation, Membership, Person
from tracker.council.queries.arrival import digest_of_token
from tracker.tenancy import Query, current_council, session

UNANSWERED = (Invitation.accepted_at.is_(None), Invitation.declined_at.is_(None), Invitation.withdrawn_at.is_(None))


class InvitationOffer(NamedTuple):
    """An open invitation as the invited person reads it; of the council it tells its name alone."""

    council_name: str
    own_words: dict[str, str]
    email: str
    name: str
    roles: list[str]
    inviter: str | None
    until: datetime
    account_id: UUID | None


def open_invitation(token: str) -> InvitationOffer | None:
    """The invitation of a token while it is open; `account_id` is whose password signs its address in, if anybody's.

    Asked in the directory.
    """
    asked = (
        select(
            Council.name,
            Council.own_words,
            Invitation.email,
            Invitation.name,
            Invitation.roles,
            Membership.name,
            Invitation.until,
            Credential.person_id,
        )
        .join(Council, Council.id == Invitation.council_id)
        .outerjoin(
            Membership,
            (Membership.council_id == Invitation.council_id) & (Membership.person_id == Invitation.by_id),
        )
        .outerjoin(Person, func.lower(Person.email) == func.lower(Invitation.email))
        .outerjoin(Credential, Credential.person_id == Person.id)
        .where(Invitation.token_digest == digest_of_token(token), *UNANSWERED, Invitation.until > now())
    )
    found = session().execute(asked).one_or_none()
    return InvitationOffer(*found) if found else None


class InvitationEntry(NamedTuple):
    """An invitation that nobody accepted yet, as its council reads it."""

    id: UUID
    name: str
    email: str
    roles: list[str]
    job_title: str | None
    made_at: datetime
    by: str | None
    until: datetime
    declined: bool
    ran_out: bool


_ASKED = """
WITH newest AS (
  SELECT DISTINCT ON (lower(email)) id, name, email, roles, job_title, made_at, by_id, until, accepted_at, declined_at,
         withdrawn_at
    FROM invitation WHERE council_id = CAST(:here AS uuid) AND until > CAST(:since AS timestamptz)
   ORDER BY lower(email), made_at DESC, id DESC)
SELECT id, name, email, roles, job_title, made_at,
       (SELECT m.name FROM membership m WHERE m.council_id = CAST(:here AS uuid) AND m.person_id = by_id) AS by, until,
       declined_at IS NOT NULL AS declined, until <= CAST(:now AS timestamptz) AS ran_out
  FROM newest WHERE accepted_at IS NULL AND withdrawn_at IS NULL ORDER BY lower(name), id"""


def was_invited(invitation_id: UUID) -> bool:
    """Whether the open council ever made an invitation, whatever became of it."""
    made = select(Invitation.id).where(Invitation.id == invitation_id, Invitation.council_id == current_council())
    return session().scalar(made) is not None


def invitations() -> list[InvitationEntry]:
    """Whom the open council invited and who has not come, by name: each address once, as it was last asked.

    Unanswered, declined or run out; what ran out thirty days ago is told no more.
    """
    return invitations_query().answer()


def invitations_query() -> Query[list[InvitationEntry]]:
    """The same, to be asked together with others."""
    at = now()
    given = {"here": current_council(), "now": at, "since": at - rules.INVITATION_TOLD_FOR}
    return Query(InvitationEntry, _ASKED, given, list)

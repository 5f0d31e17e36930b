"""Somebody is invited to a council, and comes in by accepting. Until then they are an address, and no member.

An invitation is written and read in the directory. It is accepted by the person of its address alone: whoever has an
account signs in first, so that the link of a letter gives nobody a password who has one; whoever has none chooses one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from config.settings import settings
from tracker import post
from tracker.clock import now, spoken, today
from tracker.council import rules
from tracker.council.actions.accounts import choose_password
from tracker.council.actions.people import clean_email
from tracker.council.models import Council, Credential, Invitation, Membership, Person
from tracker.council.queries.arrival import digest_of_token
from tracker.council.queries.invitations import UNANSWERED
from tracker.council.words import PersonError, Role
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.council import MembershipBegun
from tracker.tenancy import arriving, attempt, session, take_turn


def invite(
    *,
    council_id: UUID,
    email: str,
    name: str,
    roles: Iterable[Role],
    job_title: str | None = None,
    by: UUID | None = None,
    again: bool = True,
) -> None:
    """Ask somebody by letter to work in a council; a newer invitation replaces an older. In the directory.

    Raises PersonError for somebody who is here already, which changes nothing, and after too many invitations; where it
    is not to be sent `again`, also for somebody whose invitation stands.
    """
    email = clean_email(email)
    take_turn(f"invited {email.lower()}", f"inviting {by}")
    _refuse_member(council_id, email)
    if not again:
        _refuse_standing(council_id, email)
    _refuse_too_many(council_id, email, by)
    withdrawn = update(Invitation).where(Invitation.council_id == council_id, *UNANSWERED)
    session().execute(withdrawn.where(func.lower(Invitation.email) == email.lower()).values(withdrawn_at=now()))
    token = secrets.token_urlsafe(32)
    chosen = sorted(str(role) for role in roles)
    asked = Invitation(token_digest=digest_of_token(token), council_id=council_id, email=email, name=name.strip())
    asked.roles, asked.job_title, asked.by_id = chosen, job_title or None, by
    asked.made_at, asked.until = now(), now() + rules.INVITATION_LASTS
    session().add(asked)
    session().flush()
    _write_letter(asked, token)


def _refuse_member(council_id: UUID, email: str) -> None:
    member = select(Membership.name).where(
        Membership.council_id == council_id,
        func.lower(Membership.email) == email.lower(),
        Membership.ended_at.is_(None),
    )
    if name := session().scalar(member):
        msg = f"{name} is here already, and nothing is changed. Roles are changed under Council, beside their name."
        raise PersonError(msg, field="email")


def _refuse_standing(council_id: UUID, email: str) -> None:
    asked = select(Invitation).where(Invitation.council_id == council_id, *UNANSWERED, Invitation.until > now())
    found = session().scalar(asked.where(func.lower(Invitation.email) == email.lower()).limit(1))
    if found is not None:
        raise PersonError(
            f"{found.name} was invited on {spoken(found.made_at.date(), today=today())} and may answer until"
            f" {spoken(found.until.date(), today=today())}. Tick this to send another letter, with what stands here.",
            field="again",
        )


def _refuse_too_many(council_id: UUID, email: str, by: UUID | None) -> None:
    made = func.count().filter
    to_them, by_us = func.lower(Invitation.email) == email.lower(), Invitation.council_id == council_id
    here, everywhere, by_inviter = (
        session()
        .execute(
            select(made(to_them, by_us), made(to_them), made(by_us, Invitation.by_id == by)).where(
                Invitation.made_at > now() - rules.INVITATIONS_WINDOW, to_them | (by_us & (Invitation.by_id == by))
            )
        )
        .one()
    )
    if fault := rules.invitations_fault(here=here, everywhere=everywhere, by_inviter=by_inviter):
        raise PersonError(fault[0], field=fault[1])


def _write_letter(asked: Invitation, token: str) -> None:
    council_name = session().scalar(select(Council.name).where(Council.id == asked.council_id))
    inviting = select(Membership.name).where(
        Membership.council_id == asked.council_id, Membership.person_id == asked.by_id
    )
    post.write(
        "invitation",
        to=post.Addressee(name=asked.name, email=asked.email),
        kind=post.LetterKind.ACCOUNT,
        key=f"invitation:{asked.token_digest}",
        subject=f"You are invited to {council_name} on Seedbed",
        council_name=council_name,
        inviter=session().scalar(inviting) if asked.by_id else None,
        link=f"{settings().base_url}/invite/{token}",
    )


def decline(token: str) -> bool:
    """Decline an invitation. Returns whether it was still open. Asked in the directory."""
    declined = update(Invitation).where(Invitation.token_digest == digest_of_token(token), *UNANSWERED)
    return bool(session().execute(declined.values(declined_at=now())).rowcount)  # type: ignore[attr-defined]


def forget_invitations() -> None:
    """Forget whom nobody is told of any more: an invitation, answered or not, 30 days after it would have run out."""
    session().execute(delete(Invitation).where(Invitation.until < now() - rules.INVITATION_TOLD_FOR))


def withdraw_invitation(*, invitation_id: UUID) -> bool:
    """Take an invitation of the open council back. Returns whether it was still open. Twice is once."""
    withdrawn = update(Invitation).where(Invitation.id == invitation_id, *UNANSWERED)
    return bool(session().execute(withdrawn.values(withdrawn_at=now())).rowcount)  # type: ignore[attr-defined]


def choose_first_password(token: str, *, password: str) -> UUID | None:
    """Give the address of an open invitation its account. Returns whose it is; None where there is one with a password.

    Asked in the directory. Raises ValueError, saying what to do, for a weak password: then nobody was made.
    """
    asked = session().scalar(
        select(Invitation).where(
            Invitation.token_digest == digest_of_token(token), *UNANSWERED, Invitation.until > now()
        )
    )
    if asked is None:
        return None
    with attempt():
        made = insert(Person).values(id=new_id(), email=asked.email, name=asked.name)
        session().execute(made.on_conflict_do_nothing())
        known = select(Person.id).where(func.lower(Person.email) == asked.email.lower())
        person_id = session().scalars(known.with_for_update()).one()
        if session().scalar(select(Credential.person_id).where(Credential.person_id == person_id)):
            return None
        choose_password(person_id=person_id, password=password)
        return person_id


class Acceptance(NamedTuple):
    """An invitation that was accepted: where, as what, and whether the person had been there before."""

    council_id: UUID
    council: str
    roles: list[str]
    was_here: bool
    joined: int
    ended: int
    entered: str


# Asked as in the directory: the invitation is answered by the person of its address alone, and makes the membership.
# Whoever comes back finds no browser of before open. The settings are the last of it, once all of that is done.
_ACCEPTING = """
    WITH answered AS (
      UPDATE invitation SET accepted_at = CAST(:now AS timestamptz)
       WHERE token_digest = CAST(:digest AS text) AND until > CAST(:now AS timestamptz)
         AND accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL
         AND lower(email) = (SELECT lower(p.email) FROM person p WHERE p.id = CAST(:person_id AS uuid))
      RETURNING council_id, roles, job_title),
    before AS MATERIALIZED (
      SELECT m.council_id FROM membership m JOIN answered a ON a.council_id = m.council_id
       WHERE m.person_id = CAST(:person_id AS uuid) AND m.ended_at IS NOT NULL),
    joined AS (
      INSERT INTO membership (council_id, person_id, roles, job_title)
      SELECT council_id, CAST(:person_id AS uuid), roles, job_title FROM answered
      ON CONFLICT (council_id, person_id) DO UPDATE
         SET roles = excluded.roles, job_title = excluded.job_title, ended_at = NULL
       WHERE membership.ended_at IS NOT NULL
      RETURNING council_id),
    ended AS (
      DELETE FROM sign_in s USING before b
       WHERE s.person_id = CAST(:person_id AS uuid) AND (s.council_id = b.council_id OR s.council_id IS NULL)
      RETURNING s.person_id),
    found AS MATERIALIZED (
      SELECT a.council_id, c.name AS council, a.roles, EXISTS (SELECT FROM before) AS was_here,
             (SELECT count(*) FROM joined) AS joined, (SELECT count(*) FROM ended) AS ended
        FROM answered a JOIN council c ON c.id = a.council_id)
    SELECT found.*, set_config('seedbed.person', CAST(:person_id AS text), true)
                 || set_config('seedbed.council', council_id::text, true) AS entered
      FROM found"""


def accept(token: str, *, person_id: UUID) -> Acceptance | None:
    """Make a person a member by an open invitation to their address; None where it is not theirs, or no longer open.

    Opens a door of its own: membership, event and the end of old browsers are one transaction.
    """
    digest, who = digest_of_token(token), str(person_id)
    with arriving(Acceptance, _ACCEPTING, digest=digest, person_id=who, now=now()) as accepted:
        if accepted and accepted.joined:
            record(MembershipBegun(roles=accepted.roles), about_id=person_id, by=person_id)
        return accepted

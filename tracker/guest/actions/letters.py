"""Letters to guests, which the worker writes in the directory: invitations, and links to sign in that were asked for.

A link is made there and nowhere else: whoever asks for one waits no longer for a known address than for any other, and
the council that invites somebody never holds the secret that lets them in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from uuid import UUID

import structlog
from sqlalchemy import delete, exists, func, select

from config.settings import settings
from tracker import post
from tracker.clock import now
from tracker.collaborative.models import Collaborative
from tracker.council import digest_of_token, tries_from
from tracker.council.models import Council
from tracker.council.rules import (
    INVITATIONS_WINDOW,
    MOST_INVITATIONS_OF_ONE_ADDRESS,
    MOST_RESETS_FROM_ONE_ADDRESS,
    RESET_LASTS,
    TRIES_WINDOW,
)
from tracker.guest.models import Guest, GuestLink, GuestRequest
from tracker.guest.queries.people import IS_GUEST, UNANSWERED
from tracker.guest.words import GuestLinkPurpose
from tracker.later import Job, ask
from tracker.tenancy import directory, session

log = structlog.get_logger(__name__)


def ask_for_link(*, email: str, address: str) -> None:
    """Note that somebody wants to sign in as a guest; the worker answers. Twenty in five minutes from one address."""
    if tries_from("a guest’s link", address) < MOST_RESETS_FROM_ONE_ADDRESS:
        session().add(GuestRequest(email=email.strip().lower(), asked_at=now()))
        ask(Job.DELIVER_LETTERS)


def write_letters() -> None:
    """Write to whoever was asked to be a guest and has no link yet, and to guests who asked for one.

    Opens its own doors, one a letter: one that fails keeps none waiting, and is tried again.
    """
    with directory():
        unsent = ~exists().where(GuestLink.guest_id == Guest.id)
        asked = session().scalars(select(Guest.id).where(UNANSWERED, Guest.until > now(), unsent).order_by(Guest.id))
        waiting: list[tuple[Callable[[UUID], None], UUID]] = [(_invite, guest_id) for guest_id in asked.all()]
        wanted = session().scalars(select(GuestRequest.id).order_by(GuestRequest.asked_at, GuestRequest.id))
        waiting += [(_answer, request_id) for request_id in wanted.all()]
    for write, row in waiting:
        _try(write, row)


def _try(write: Callable[[UUID], None], row: UUID) -> None:
    try:
        with directory():
            write(row)
    except Exception as why:  # noqa: BLE001 - the others are written to all the same
        log.warning("a guest waits: the letter could not be written", row=str(row), error=type(why).__name__)


def _invite(guest_id: UUID) -> None:
    """Write an invitation, unless its address was written to often enough today: then it waits."""
    found = session().scalar(select(Guest).where(Guest.id == guest_id, UNANSWERED).with_for_update())
    if found is None or _letters_to(found.email) >= MOST_INVITATIONS_OF_ONE_ADDRESS:
        return
    council = session().scalars(select(Council.name).where(Council.id == found.council_id)).one()
    token = _link(found, GuestLinkPurpose.INVITATION)
    called = _called(found)
    _write(
        "guest_invitation",
        found,
        token,
        subject=f"You are asked to read along: {called}",
        collaborative=called,
        council=council,
        link=f"{settings().base_url}/guests/invitation/{token}",
    )


def _letters_to(email: str) -> int:
    sent = select(func.count()).select_from(GuestLink).join(Guest, Guest.id == GuestLink.guest_id)
    lately = (func.lower(Guest.email) == email.lower(), GuestLink.made_at > now() - INVITATIONS_WINDOW)
    return session().scalar(sent.where(*lately)) or 0


def _answer(request_id: UUID) -> None:
    """Send whoever asked a link for each collaborative that they are a guest of; none where they are none."""
    taken = delete(GuestRequest).where(GuestRequest.id == request_id)
    request = session().execute(taken.returning(GuestRequest.email, GuestRequest.asked_at)).one_or_none()
    if request is None or request.asked_at < now() - RESET_LASTS:
        return
    theirs = select(Guest).where(func.lower(Guest.email) == request.email, IS_GUEST)
    for found in session().scalars(theirs.order_by(Guest.id).with_for_update()).all():
        lately = select(GuestLink.guest_id).where(
            GuestLink.guest_id == found.id,
            GuestLink.purpose == GuestLinkPurpose.SIGN_IN,
            GuestLink.made_at > now() - TRIES_WINDOW,
        )
        if session().scalar(lately.limit(1)) is None:
            token, called = _link(found, GuestLinkPurpose.SIGN_IN), _called(found)
            link = f"{settings().base_url}/guests/link/{token}"
            _write("guest_link", found, token, subject=f"Your link to {called}", collaborative=called, link=link)


def _called(guest: Guest) -> str:
    return session().get_one(Collaborative, guest.collaborative_id).called


def _link(guest: Guest, purpose: GuestLinkPurpose) -> str:
    token = secrets.token_urlsafe(32)
    until = now() + RESET_LASTS if purpose is GuestLinkPurpose.SIGN_IN else guest.until
    made = GuestLink(token_digest=digest_of_token(token), guest_id=guest.id, purpose=purpose)
    made.made_at, made.until = now(), until
    session().add(made)
    session().flush()
    return token


def _write(template: str, guest: Guest, token: str, *, subject: str, **told: object) -> None:
    to = post.Addressee(name=guest.name, email=guest.email)
    key = f"{template}:{digest_of_token(token)}"
    post.put(post.LetterDraft(template, to, post.LetterKind.ACCOUNT, key, subject, told))

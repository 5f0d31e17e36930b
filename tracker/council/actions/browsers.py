"""Signed-in browsers: starting one, noting its use, ending it. All of it is asked in the directory."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update

from tracker.clock import now
from tracker.council import rules
from tracker.council.models import SignIn
from tracker.council.queries.arrival import digest_of_token
from tracker.council.queries.workplaces import places_of
from tracker.tenancy import session


def start(*, person_id: UUID, council_id: UUID | None = None) -> str:
    """Start a signed-in browser in a council of the person's (the first by name where none is named)."""
    places = places_of(person_id)
    chosen = next((place.id for place in places if place.id == council_id), places[0].id if places else None)
    token = secrets.token_urlsafe(32)
    session().add(
        SignIn(
            token_digest=digest_of_token(token), person_id=person_id, council_id=chosen, started_at=now(), seen_at=now()
        )
    )
    session().flush()
    return token


def name_browser(token: str, *, called: str) -> None:
    """Note what the browser of a token is called, so that its person knows it again among their sign-ins."""
    session().execute(update(SignIn).where(SignIn.token_digest == digest_of_token(token)).values(browser=called))


def note_use(token: str) -> None:
    """Note that a signed-in browser is used: what rests for too long has to sign in again."""
    session().execute(update(SignIn).where(SignIn.token_digest == digest_of_token(token)).values(seen_at=now()))


def sign_out(token: str) -> None:
    """End one signed-in browser."""
    session().execute(delete(SignIn).where(SignIn.token_digest == digest_of_token(token)))


def end_sign_ins(*, person_id: UUID, keys: Collection[str]) -> None:
    """End some signed-in browsers of a person, by the keys that their list gave; another person's keys end nothing."""
    session().execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.token_digest.in_(keys)))


def forget_ended() -> None:
    """Forget sign-ins twice as old as one may become: they ended by themselves."""
    session().execute(delete(SignIn).where(SignIn.started_at < now() - 2 * rules.ENDS_AFTER))


def sign_out_everywhere(*, person_id: UUID) -> None:
    """End every signed-in browser of a person."""
    session().execute(delete(SignIn).where(SignIn.person_id == person_id))

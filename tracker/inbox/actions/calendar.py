"""The address of somebody's calendar: made of the site's own secret, so that their page can show it again."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from uuid import UUID

from sqlalchemy import delete, select

from config.settings import settings
from tracker.clock import now
from tracker.council import digest_of_token
from tracker.db import new_id
from tracker.inbox.models import CalendarAddress
from tracker.tenancy import session, take_turn


def make_calendar(person_id: UUID) -> str:
    """Give somebody's calendar an address, and return its secret; the one before is no more. Asked in the directory."""
    take_turn(f"calendar {person_id}")
    end_calendar(person_id)
    made = new_id()
    secret = _secret(made)
    session().add(CalendarAddress(id=made, person_id=person_id, token_digest=digest_of_token(secret), made_at=now()))
    return secret


def end_calendar(person_id: UUID) -> None:
    """End the address of somebody's calendar: whatever program asks there finds nothing. Asked in the directory."""
    session().execute(delete(CalendarAddress).where(CalendarAddress.person_id == person_id))


def calendar_secret(person_id: UUID) -> str | None:
    """The secret of somebody's address; None where there is none that is good. Asked in the directory."""
    found = session().scalar(select(CalendarAddress).where(CalendarAddress.person_id == person_id))
    secret = _secret(found.id) if found else None
    return secret if found and secret and digest_of_token(secret) == found.token_digest else None


def whose_calendar(secret: str) -> UUID | None:
    """Whose calendar a secret opens; None for one that is nobody's, or was ended. Asked in the directory."""
    asked = select(CalendarAddress.person_id).where(CalendarAddress.token_digest == digest_of_token(secret))
    return session().scalar(asked)


def _secret(address_id: UUID) -> str:
    made = hmac.digest(settings().secret_key.encode(), b"calendar " + address_id.bytes, hashlib.sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")

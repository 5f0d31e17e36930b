"""Letters that a person may stop, kind by kind, with one press: the link that says so (RFC 8058).

The link needs no row: it names the council, the person and the kind, sealed with the site's own secret. All it can do
is to stop letters of one kind, and to let them come again.
"""

from __future__ import annotations

import binascii
import enum
import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple
from uuid import UUID

from config.settings import settings

SEAL, NAMES = 16, 32  # bytes: the seal, and the two names before the kind


class MailKind(enum.StrEnum):
    """What can be stopped. Answers, decisions, and what was asked for once go to whom they concern."""

    REMINDERS = "reminders"
    FOLLOWED = "followed"
    NAMING = "naming"
    DIGEST = "digest"
    SHARING = "sharing"


class StopLink(NamedTuple):
    """What a link to stop letters names."""

    council_id: UUID
    person_id: UUID
    kind: MailKind


def stop_secret(link: StopLink) -> str:
    """Return the secret of a link, the same each time."""
    named = link.council_id.bytes + link.person_id.bytes + link.kind.encode()
    return urlsafe_b64encode(_seal(named) + named).decode().rstrip("=")


def stop_link(secret: str) -> StopLink | None:
    """Read a link's secret; None for one that we never made."""
    try:
        given = urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
    except (binascii.Error, ValueError):
        return None
    seal, named = given[:SEAL], given[SEAL:]
    if len(named) <= NAMES or not hmac.compare_digest(seal, _seal(named)):
        return None
    return StopLink(UUID(bytes=named[:SEAL]), UUID(bytes=named[SEAL:NAMES]), MailKind(named[NAMES:].decode()))


def stop_address(link: StopLink) -> str:
    """Return where letters of a kind are stopped."""
    return f"{settings().base_url}/stop/{stop_secret(link)}"


def _seal(named: bytes) -> bytes:
    return hmac.digest(settings().secret_key.encode(), b"stop letters " + named, hashlib.sha256)[:SEAL]

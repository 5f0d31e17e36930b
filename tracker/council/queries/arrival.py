"""Who arrives: the signed-in browser, its person, the council that they chose and what they may do there, at once."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.clock import now, today
from tracker.council import rules
from tracker.council.permissions import Can, Reader, may
from tracker.council.queries.covers import away_until, covers_on
from tracker.ours import Value
from tracker.tenancy import arriving, rows


@dataclass(frozen=True, kw_only=True)
class SignedInReader(Reader):
    """The person who is signed in, the council they chose, and what they may do there."""

    name: str
    email: str
    council_id: UUID | None
    council_code: str | None
    council_name: str | None
    nation: str | None
    promise_days: int
    several: bool
    is_operator: bool
    brand: str | None
    own_words: Mapping[str, str]
    seen_at: datetime
    asked: int = 0
    away_until: date | None = None

    @property
    def is_to_be_noted(self) -> bool:
        """Whether the last noted use of the browser is long enough ago to note this one."""
        return now() - self.seen_at > rules.SEEN_EVERY


class _Arrival(NamedTuple):
    """One row of the entering statement."""

    person_id: UUID
    name: str
    email: str
    is_operator: bool
    council_id: UUID | None
    code: str | None
    council: str | None
    nation: str | None
    promise_days: int | None
    shown_brand: str | None
    own_words: dict[str, str] | None
    own_settings: dict[str, Value] | None
    roles: list[str] | None
    asked: int | None
    covers: list[list[Any]] | None
    away: list[list[str]] | None
    places: int
    seen_at: datetime
    entered: str


class _Bearer(NamedTuple):
    """Whose browser it was."""

    person_id: UUID


# Asked as in the directory; the settings are the last of it, once all that stands before was found.
ENTERING = """
    WITH found AS MATERIALIZED (
      SELECT p.id AS person_id, p.name, p.email, p.is_operator, c.id AS council_id, c.code, c.name AS council, c.nation,
             c.promise_days, c.shown_brand, c.own_words, c.own_settings, m.roles, m.asked,
             m.covers, m.away,
             (SELECT count(*) FROM membership o WHERE o.person_id = p.id AND o.ended_at IS NULL) AS places, s.seen_at
        FROM sign_in s JOIN person p ON p.id = s.person_id
        LEFT JOIN membership m ON m.person_id = p.id AND m.council_id = s.council_id AND m.ended_at IS NULL
        LEFT JOIN council c ON c.id = m.council_id
       WHERE s.token_digest = :digest AND s.started_at >= :started_since AND s.seen_at >= :seen_since)
    SELECT found.*, set_config('seedbed.person', person_id::text, true)
                 || set_config('seedbed.council', coalesce(council_id::text, ''), true)
                 || set_config('statement_timeout', :limit, true) AS entered
      FROM found"""


def digest_of_token(token: str) -> str:
    """What is stored of a secret: nobody who reads the table can use it."""
    return hashlib.sha256(token.encode()).hexdigest()


@contextmanager
def arrive(token: str, *, seconds: int = 0) -> Iterator[SignedInReader | None]:
    """Open the rows of the council that the bearer of a token chose; None where the token is nobody's, or has ended.

    A statement may take as long as the settings say, or so many seconds where they are more.
    """
    started_since, seen_since = rules.live_since(now())
    digest = digest_of_token(token)
    with arriving(
        _Arrival, ENTERING, seconds=seconds, digest=digest, started_since=started_since, seen_since=seen_since
    ) as found:
        yield _reader(found) if found else None


def bearer(token: str) -> UUID | None:
    """Whose browser a token was given to, also where its sign-in has run out. Asked in the directory."""
    found = rows(_Bearer, "SELECT person_id FROM sign_in WHERE token_digest = :digest", digest=digest_of_token(token))
    return found[0].person_id if found else None


@functools.lru_cache(maxsize=256)
def _allowed(roles: frozenset[str], operates: bool) -> frozenset[Can]:  # noqa: FBT001 - a key of what is kept
    return may(roles) | ({Can.OPERATE} if operates else frozenset())


def _reader(found: _Arrival) -> SignedInReader:
    roles = frozenset(found.roles or ())
    return SignedInReader(
        person_id=found.person_id,
        name=found.name,
        email=found.email,
        council_id=found.council_id,
        council_code=found.code,
        council_name=found.council,
        nation=found.nation,
        promise_days=found.promise_days or 5,
        roles=roles,
        allowed=_allowed(roles, found.is_operator),
        several=found.places > 1,
        is_operator=found.is_operator,
        brand=found.shown_brand,
        own_words=found.own_words or {},
        asked=found.asked or 0,
        covers=covers_on(today(), found.covers),
        away_until=away_until(today(), found.away),
        seen_at=found.seen_at,
    )

"""The browsers in which a person is signed in now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tracker.clock import now
from tracker.council import rules
from tracker.council.models import Council, SignIn
from tracker.council.queries.arrival import digest_of_token
from tracker.tenancy import session


@dataclass(frozen=True, kw_only=True)
class LiveSignIn:
    """One browser that is signed in. `key` ends it and signs nobody in; `browser` is its name, where it gave one."""

    key: str
    browser: str | None
    council: str | None
    started_at: datetime
    seen_at: datetime
    is_this: bool


def sign_ins_of(person_id: UUID, *, token: str) -> list[LiveSignIn]:
    """The live sign-ins of a person, the browser of `token` first, then by last use. Asked in the directory."""
    started_since, seen_since = rules.live_since(now())
    asked = (
        select(SignIn, Council.name)
        .outerjoin(Council, Council.id == SignIn.council_id)
        .where(SignIn.person_id == person_id, SignIn.started_at >= started_since, SignIn.seen_at >= seen_since)
        .order_by(SignIn.seen_at.desc(), SignIn.token_digest)
    )
    this = digest_of_token(token)
    found = [
        LiveSignIn(
            key=row.token_digest,
            browser=row.browser,
            council=name,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=row.token_digest == this,
        )
        for row, name in session().execute(asked)
    ]
    return sorted(found, key=lambda each: not each.is_this)

"""Which guest arrives: the browser, the guest and the one collaborative whose cards open, in one statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.clock import now
from tracker.collaborative.models import Collaborative
from tracker.council import digest_of_token
from tracker.council.rules import SEEN_EVERY, live_since
from tracker.guest.queries.people import READS
from tracker.tenancy import arriving, session


class GuestReader(NamedTuple):
    """A guest who is signed in, and where they are one."""

    guest_id: UUID
    name: str
    body: str
    email: str
    collaborative_id: UUID
    seen_at: datetime
    entered: str

    @property
    def is_to_be_noted(self) -> bool:
        """Whether the last noted use of the browser is long enough ago to note this one."""
        return now() - self.seen_at > SEEN_EVERY


# Asked as in the directory; the setting is the last of it, once all that stands before was found. It opens what a guest
# reads of one collaborative, and no table of a council (docs/decisions/0054).
_ENTERING = f"""
    WITH found AS MATERIALIZED (
      SELECT g.id AS guest_id, g.name, g.body, g.email, g.collaborative_id, s.seen_at
        FROM guest_sign_in s JOIN guest g ON g.id = s.guest_id
       WHERE s.token_digest = :digest AND s.started_at >= :started_since AND s.seen_at >= :seen_since
         AND {READS.format("g")})
    SELECT found.*, set_config('seedbed.guest', collaborative_id::text, true) AS entered FROM found"""  # noqa: S608 - made of constants only


@contextmanager
def arrive(token: str) -> Iterator[GuestReader | None]:
    """Open the cards that the bearer of a token reads as a guest; None where they are none, or are no longer one."""
    started_since, seen_since = live_since(now())
    with arriving(
        GuestReader, _ENTERING, digest=digest_of_token(token), started_since=started_since, seen_since=seen_since
    ) as found:
        yield found


def read_here(reader: GuestReader) -> Collaborative:
    """The collaborative that a guest reads, behind their door."""
    return session().scalars(select(Collaborative).where(Collaborative.id == reader.collaborative_id)).one()

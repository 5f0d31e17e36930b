"""A collaborative is made, councils join it: asked in the directory. To leave is an act of the council too."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.clock import today
from tracker.collaborative.actions.publication import withdraw
from tracker.collaborative.models import Collaborative, Member
from tracker.collaborative.queries.cards import standing_in
from tracker.council.models import Council
from tracker.idea.words import Refused
from tracker.tenancy import arriving, session


def found(
    *, code: str, name: str, theme: str | None = None, shared_target: str | None = None, convenor_id: UUID | None = None
) -> Collaborative:
    """Make a collaborative with a theme and a shared target; its convenor is its first member. Raises Refused."""
    if session().scalar(select(Collaborative.id).where(Collaborative.code == code)):
        raise Refused(f"There is a collaborative with the code {code!r} already.", field="code")
    made = Collaborative(code=code, name=name, theme=theme, shared_target=shared_target, convenor_id=convenor_id)
    made.started = today().isoformat()
    session().add(made)
    session().flush()
    if convenor_id:
        join(collaborative_id=made.id, council_id=convenor_id, role="convenor")
    return made


def join(*, collaborative_id: UUID, council_id: UUID, role: str | None = None) -> None:
    """Have a council be a member; one that left comes back. Twice is once."""
    asked = select(Member).where(
        Member.collaborative_id == collaborative_id, Member.council_id == council_id, Member.given_key.is_(None)
    )
    if known := session().scalar(asked):
        known.left_on = None
        return
    name = session().scalars(select(Council.name).where(Council.id == council_id)).one()
    session().add(
        Member(collaborative_id=collaborative_id, council_id=council_id, member=name, role=role, joined_on=today())
    )


class Leaving(NamedTuple):
    """A council that just left a collaborative."""

    council_id: UUID
    entered: str


# Asked as in the directory; the rest of the transaction is of the council, which takes its cards along.
_LEAVING = """
    WITH gone AS (
      UPDATE collaborative_member SET left_on = CAST(:today AS date)
       WHERE collaborative_id = CAST(:collaborative_id AS uuid) AND council_id = CAST(:council_id AS uuid)
         AND left_on IS NULL RETURNING council_id),
    found AS MATERIALIZED (SELECT max(council_id::text)::uuid AS council_id FROM gone HAVING count(*) > 0)
    SELECT found.council_id, set_config('seedbed.council', council_id::text, true) AS entered FROM found"""


def leave(*, collaborative_id: UUID, council_id: UUID, by: UUID | None = None) -> None:
    """Have a council leave, and take its cards along: from the next page on neither sees the other's.

    What others adapted stays with them; they are told. Opens a door of its own: all of it is one transaction.
    """
    gone = {"collaborative_id": collaborative_id, "council_id": council_id, "today": today()}
    with arriving(Leaving, _LEAVING, **gone) as left:
        for standing in standing_in(collaborative_id) if left else ():
            withdraw(
                card=standing.publication, collaborative=standing.collaborative, by=by, because="Its council left."
            )

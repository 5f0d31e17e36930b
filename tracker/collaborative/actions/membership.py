"""A collaborative is made, councils join it and leave. Asked in the directory: it belongs to no single council."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from tracker.clock import today
from tracker.collaborative.models import Collaborative, Member
from tracker.council.models import Council
from tracker.idea.words import Refused
from tracker.tenancy import session


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


def leave(*, collaborative_id: UUID, council_id: UUID) -> None:
    """Have a council leave: from the next page on it sees no card of the others, and may still withdraw its own."""
    leaves = (Member.collaborative_id == collaborative_id) & (Member.council_id == council_id)
    session().execute(update(Member).where(leaves, Member.left_on.is_(None)).values(left_on=today()))

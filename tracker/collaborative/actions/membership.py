"""A collaborative is founded, by a council that convenes it or in the directory; a council joins, and leaves again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from tracker.clock import now, today
from tracker.collaborative.actions.notices import tell_members
from tracker.collaborative.actions.publication import withdraw
from tracker.collaborative.actions.shelf import take_all_off
from tracker.collaborative.models import Collaborative, CollaborativeInvitation, Member
from tracker.collaborative.permissions import convenes
from tracker.collaborative.queries.cards import standing_in
from tracker.collaborative.queries.founding import WAITING
from tracker.collaborative.rules import check_terms
from tracker.collaborative.words import AskAnswer, MembershipAct, NoticeKind
from tracker.council.models import Council
from tracker.history import record
from tracker.history.events.sharing import CollaborativeChanged
from tracker.idea.words import Refused
from tracker.tenancy import current_council, session, take_turn


def found(
    *,
    code: str,
    name: str,
    theme: str | None = None,
    shared_target: str | None = None,
    convenor_id: UUID | None = None,
    ends_on: date | None = None,
    by: UUID | None = None,
) -> Collaborative:
    """Make a collaborative with a theme and a shared target; its convenor is its first member. Raises Refused.

    A council founds what it convenes itself, and `by` says who did.
    """
    if session().scalar(select(Collaborative.id).where(Collaborative.code == code)):
        raise Refused(f"There is a collaborative with the code {code!r} already.", field="code")
    made = Collaborative(code=code, name=name, theme=theme, shared_target=shared_target, convenor_id=convenor_id)
    made.started, made.ends_on = today().isoformat(), ends_on
    session().add(made)
    session().flush()
    if convenor_id:
        join(collaborative_id=made.id, council_id=convenor_id, role="convenor")
    if by:
        record_act(MembershipAct.FOUNDED, made, by)
    return made


def record_act(
    act: MembershipAct, collaborative: Collaborative, by: UUID | None, *, council: str | None = None
) -> None:
    """Record what a council did in a collaborative, and to which other."""
    changed = CollaborativeChanged(
        act=act, collaborative=collaborative.called, code=collaborative.code, council=council
    )
    record(changed, about_id=collaborative.id, by=by)


def change_terms(
    *, collaborative: Collaborative, name: str, theme: str, shared_target: str, ends_on: date | None, by: UUID
) -> None:
    """Have its convenor change what a collaborative is called, what it is for and until when. Raises Refused."""
    hold(collaborative)
    if not convenes(collaborative):
        raise Refused("The council that convenes it says what it is for.")
    check_terms(name=name, shared_target=shared_target, ends_on=ends_on, today=today())
    collaborative.name, collaborative.theme = name.strip(), theme.strip() or None
    collaborative.shared_target, collaborative.ends_on = shared_target.strip(), ends_on
    record_act(MembershipAct.CHANGED, collaborative, by)


def hold(collaborative: Collaborative) -> None:
    """Wait until nobody else joins, leaves, publishes or closes here: the number of a card holds the same."""
    take_turn(str(collaborative.id))


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


def leave(*, collaborative: Collaborative, by: UUID, because: str = "") -> None:
    """Have the open council leave, and take its cards along: from the next page on neither sees the other's.

    What it noted goes along, and what it was asked is answered with no. What others adapted stays with them, what it
    adapted itself stays here; all members are told. Raises Refused for the convenor: it hands that on first, or closes
    the collaborative with a report.
    """
    hold(collaborative)
    mine = select(Member).where(
        Member.collaborative_id == collaborative.id, Member.council_id == current_council(), Member.left_on.is_(None)
    )
    members = session().scalars(mine).all()
    if collaborative.historical or not members:
        raise Refused("A report tells of this collaborative: there is nothing to leave.")
    if convenes(collaborative):
        raise Refused("Your council convenes it: hand that on first, or close it with a report.")
    for standing in standing_in(collaborative.id):
        withdraw(card=standing.publication, collaborative=collaborative, by=by, because="Its council left.")
    take_all_off(collaborative)
    _decline_all(collaborative)
    tell_members(NoticeKind.LEFT, collaborative, because=because.strip())
    session().flush()  # who left tells nobody anything more
    for member in members:
        member.left_on = today()
    record_act(MembershipAct.LEFT, collaborative, by)


def _decline_all(collaborative: Collaborative) -> None:
    """Answer no to whatever the open council is asked here: an invitation that stays open would show it all."""
    asked = CollaborativeInvitation.collaborative_id == collaborative.id, WAITING
    ours = update(CollaborativeInvitation).where(*asked, CollaborativeInvitation.to_council_id == current_council())
    session().execute(ours.values(answer=AskAnswer.DECLINED, answered_at=now()))

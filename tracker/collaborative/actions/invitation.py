"""Councils are asked into a collaborative, or to convene it, and answer for themselves; its convenor closes it."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tracker.clock import now, today
from tracker.collaborative.actions.membership import found, hold, join, record_act
from tracker.collaborative.actions.notices import mark_seen_of, tell_council, tell_members
from tracker.collaborative.models import Collaborative, CollaborativeClosing, CollaborativeInvitation
from tracker.collaborative.permissions import convenes
from tracker.collaborative.queries.founding import (
    WAITING,
    CouncilChoice,
    CouncilInvitation,
    councils_to_ask,
    members_to_convene,
    waiting_in,
)
from tracker.collaborative.rules import check_asked, check_closing, check_founding, slug
from tracker.collaborative.words import AskAnswer, MembershipAct, NoticeKind, SeatKind
from tracker.idea.words import NotFoundError, Refused
from tracker.tenancy import current_council, session

ACTS = {
    (SeatKind.MEMBER, True): MembershipAct.JOINED,
    (SeatKind.MEMBER, False): MembershipAct.DECLINED,
    (SeatKind.CONVENOR, True): MembershipAct.HANDED,
    (SeatKind.CONVENOR, False): MembershipAct.KEPT,
}
TELLS = {SeatKind.MEMBER: NoticeKind.ASKED_TO_JOIN, SeatKind.CONVENOR: NoticeKind.ASKED_TO_CONVENE}


LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # none that are read as another, and no words by chance
CODE_LETTERS = 5
GONE = "This was answered or taken back a moment ago."


def invite(*, collaborative: Collaborative, council_ids: Collection[UUID], words: str = "", by: UUID) -> None:
    """Ask councils to join: a lead of each answers for it, and until then it sees no card. Raises Refused."""
    _ask_of(collaborative)
    chosen = [one for one in councils_to_ask(collaborative) if one.id in council_ids]
    check_asked(chosen)
    for asked in chosen:
        _ask(collaborative, asked, SeatKind.MEMBER, words=words, by=by)


def found_here(
    *,
    name: str,
    theme: str,
    shared_target: str,
    ends_on: date | None,
    council_ids: Collection[UUID],
    words: str = "",
    by: UUID,
) -> Collaborative:
    """Found a collaborative that the open council convenes, and ask others to join it. Raises Refused."""
    check_founding(name=name, shared_target=shared_target, ends_on=ends_on, today=today(), council_ids=council_ids)
    made = found(
        code=new_code(name),
        name=name.strip(),
        theme=theme.strip() or None,
        shared_target=shared_target.strip(),
        convenor_id=current_council(),
        ends_on=ends_on,
        by=by,
    )
    session().flush()
    invite(collaborative=made, council_ids=council_ids, words=words, by=by)
    return made


def new_code(name: str) -> str:
    """Make a code: the name, and some letters by chance, so that none tells whether another is there."""
    return f"{slug(name)}-{''.join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))}"


def hand_on(*, collaborative: Collaborative, council_id: UUID | None, words: str = "", by: UUID) -> None:
    """Ask a member to convene from now on; until a lead of it agrees this council convenes. Raises Refused."""
    _ask_of(collaborative)
    chosen = next((one for one in members_to_convene(collaborative) if one.id == council_id), None)
    if chosen is None:
        raise Refused("Choose a member that is to convene", field="council")
    if any(one.to_be == SeatKind.CONVENOR for one in waiting_in(collaborative)):
        raise Refused("A council is asked already. Take that back first.", field="council")
    _ask(collaborative, chosen, SeatKind.CONVENOR, words=words, by=by)


def _ask_of(collaborative: Collaborative) -> None:
    hold(collaborative)
    if not convenes(collaborative):
        raise Refused("The council that convenes it asks others.")


def _ask(collaborative: Collaborative, other: CouncilChoice, to_be: SeatKind, *, words: str, by: UUID) -> None:
    asked = CollaborativeInvitation(
        collaborative_id=collaborative.id,
        to_council_id=other.id,
        to_be=to_be,
        words=words.strip() or None,
        by_id=by,
        at=now(),
    )
    session().add(asked)
    session().flush()
    tell_council(TELLS[to_be], collaborative, to_council_id=other.id, because=words.strip())
    record_act(MembershipAct.ASKED, collaborative, by, council=other.name)


def take_back(*, collaborative: Collaborative, invitation_id: UUID, by: UUID) -> None:
    """Take back what a council was asked and has not answered: it sees nothing of it from then on.

    Raises NotFoundError for what nobody was asked here, Refused for what was answered meanwhile.
    """
    hold(collaborative)
    asked = session().get(CollaborativeInvitation, invitation_id)
    if asked is None or asked.collaborative_id != collaborative.id:
        raise NotFoundError(str(invitation_id))
    named = {one.id: one.council for one in waiting_in(collaborative)}
    if not convenes(collaborative) or invitation_id not in named:
        raise Refused(GONE)
    asked.withdrawn_at = now()
    record_act(MembershipAct.TOOK_BACK, collaborative, by, council=named[invitation_id])


def answer_invitation(*, asked: CouncilInvitation, answer: AskAnswer, by: UUID) -> None:
    """Answer for the open council, once: it is a member, or convenes, from then on, or not.

    All members are told of a yes, who asked of a no. Raises Refused for what was answered meanwhile.
    """
    collaborative = asked.collaborative
    hold(collaborative)
    still = select(CollaborativeInvitation).where(CollaborativeInvitation.id == asked.invitation.id, WAITING)
    if (waiting := session().scalar(still)) is None:
        raise Refused(GONE)
    agreed, to_be = answer is AskAnswer.AGREED, waiting.to_be
    if agreed and to_be is SeatKind.MEMBER:
        join(collaborative_id=collaborative.id, council_id=current_council())
    elif agreed:
        collaborative.convenor_id = current_council()
    session().flush()  # what is asked opens this, and is answered then
    waiting.answer, waiting.answered_at = answer, now()
    session().flush()
    if agreed:
        tell_members(NoticeKind.JOINED if to_be is SeatKind.MEMBER else NoticeKind.CONVENES, collaborative)
    else:
        tell_council(NoticeKind.WOULD_NOT, collaborative, to_council_id=waiting.council_id)
    mark_seen_of(collaborative, TELLS[to_be])
    record_act(ACTS[to_be, agreed], collaborative, by)


def close(*, collaborative: Collaborative, came_of_it: str, learned: str, goes_on: str, by: UUID) -> None:
    """Close a collaborative with a report that every member reads: what stands stays until its council takes it back.

    Nothing new is published, nobody is asked any more. Raises Refused.
    """
    hold(collaborative)
    if not convenes(collaborative):
        raise Refused("The council that convenes it closes it, once.")
    told = {"came_of_it": came_of_it.strip(), "learned": learned.strip(), "goes_on": goes_on.strip()}
    check_closing(**told)
    for waiting in waiting_in(collaborative):
        session().get_one(CollaborativeInvitation, waiting.id).withdrawn_at = now()
    session().flush()
    session().add(CollaborativeClosing(collaborative_id=collaborative.id, by_id=by, at=now(), **told))
    tell_members(NoticeKind.CLOSED, collaborative)
    record_act(MembershipAct.CLOSED, collaborative, by)

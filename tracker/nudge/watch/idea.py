"""Watched in the idea itself: promised replies, sponsors, ideas that rest or lie still."""

from __future__ import annotations

from sqlalchemy import exists, func, or_, select

from tracker.capacity.models import HandoverPlan, ThankYou
from tracker.council.models import Membership
from tracker.idea.models import Idea, Message, SponsorContact, StageMove
from tracker.idea.words import Involvement, MessageKind, Move, Stage, State
from tracker.nudge.watch.entry import DAY, IN_STAGE_SINCE, WatchEntry, day_of

last_contact = (
    select(SponsorContact.idea_id, func.max(SponsorContact.on).label("on"))
    .where(SponsorContact.on <= DAY)
    .group_by(SponsorContact.idea_id)
    .subquery()
)

has_sponsor = or_(Idea.sponsor_id.is_not(None), func.coalesce(Idea.sponsor_name, "") != "")

# The newest move onwards, from its day on.
last_move = (
    select(StageMove.idea_id, StageMove.on)
    .distinct(StageMove.idea_id)
    .where(StageMove.decision.in_((Move.ADVANCE, Move.ADVANCE_WITH_CONDITIONS)), StageMove.on.is_not(None))
    .order_by(StageMove.idea_id, StageMove.number.desc())
    .subquery()
)
# The newest word on a handover stands: a plan that was taken back is none. Its deputy is the idea's own.
newest_plan = (
    select(HandoverPlan.plan)
    .where(HandoverPlan.idea_id == Idea.id)
    .order_by(HandoverPlan.number.desc())
    .limit(1)
    .scalar_subquery()
)
author_is_here = exists().where(
    Membership.council_id == Idea.council_id, Membership.person_id == Idea.author_id, Membership.ended_at.is_(None)
)
thanked = exists().where(
    ThankYou.idea_id == Idea.id,
    ThankYou.person_id == Idea.author_id,
    ThankYou.taken_back_at.is_(None),
    day_of(ThankYou.recorded_at) >= last_move.c.on,
)
written_to = exists().where(
    Message.idea_id == Idea.id,
    Message.kind == MessageKind.REPLY,
    Message.redacted_at.is_(None),
    day_of(Message.at) >= last_move.c.on,
)

ENTRIES = (
    WatchEntry(
        code="reply_overdue",
        fact="A first reply was promised by {began}, and nobody has written one yet.",
        state=State.TRIAGE,
        began=Idea.reply_due_on,
        where=(Idea.first_reply_on.is_(None),),
    ),
    WatchEntry(
        code="no_sponsor",
        fact="It has been in design since {began} and has no sponsor.",
        began=IN_STAGE_SINCE,
        where=(~has_sponsor,),
    ),
    WatchEntry(
        code="trigger_changed",
        fact="What set it off was last said on {began}: {particular}",
        began=Idea.trigger_on,
        where=(func.coalesce(Idea.trigger, "") != "",),
        particular=Idea.trigger,
    ),
    WatchEntry(
        code="solution_first",
        fact="It has a proposal since {began}, and no problem is written down.",
        began=func.coalesce(Idea.submitted_on, day_of(Idea.created_at)),
        where=(func.coalesce(func.trim(Idea.problem), "") == "", func.coalesce(func.trim(Idea.proposal), "") != ""),
    ),
    WatchEntry(
        code="no_end_users",
        fact="It has been tried since {began}, and no part of those who will use it is recorded.",
        began=IN_STAGE_SINCE,
        where=(or_(Idea.involvement.is_(None), Idea.involvement == Involvement.TOLD),),
    ),
    WatchEntry(
        code="shield_ending",
        fact="Its protected time ends on {began}.",
        also_shielded=True,
        began=Idea.shielded_until,
        where=(Idea.shielded_until > DAY,),
    ),
    WatchEntry(
        code="founder_alone",
        fact="It has been tried since {began}, and one person alone looks after it.",
        began=IN_STAGE_SINCE,
        where=(Idea.deputy_id.is_(None),),
    ),
    WatchEntry(
        code="no_successor",
        fact="It has been becoming normal since {began}, and nobody is named who would take it over.",
        began=IN_STAGE_SINCE,
        where=(Idea.deputy_id.is_(None), newest_plan.is_(None)),
    ),
    WatchEntry(
        code="not_thanked",
        fact="It went on to its next stage on {began}, and nobody has thanked its author since.",
        beside=last_move,
        began=last_move.c.on,
        where=(author_is_here, ~thanked, ~written_to),
    ),
    WatchEntry(
        code="sponsor_silent",
        fact="No contact between the sponsor and the team is recorded since {particular}.",
        fact_without="No contact between the sponsor and the team is recorded; it has been tried since {began}.",
        beside=last_contact,
        optional=True,
        began=func.coalesce(last_contact.c.on, IN_STAGE_SINCE),
        where=(has_sponsor,),  # where it has none, one is asked for
        particular=last_contact.c.on,
    ),
    WatchEntry(
        code="park_due",
        fact="It is parked until {began}.",
        state=State.PARKED,
        began=Idea.parked_until,
    ),
    WatchEntry(
        code="embedded_idle",
        fact="Nothing has been added to it since {began}.",
        began=day_of(Idea.changed_at),
        moment=Idea.changed_at,
    ),
    WatchEntry(
        code="idle",
        fact="Nothing has been added to it since {began}.",
        began=day_of(Idea.changed_at),
        moment=Idea.changed_at,
        where=(Idea.stage != Stage.EMBEDDED,),  # embedded ideas have a rule of their own
    ),
)

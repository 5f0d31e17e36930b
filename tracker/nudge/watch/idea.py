"""Watched in the idea itself: promised replies, sponsors, ideas that rest or lie still."""

from __future__ import annotations

from sqlalchemy import and_, func, select

from tracker.idea.models import Idea, SponsorContact
from tracker.idea.words import Stage, State
from tracker.nudge.watch.entry import DAY, IN_STAGE_SINCE, WatchEntry, day_of

last_contact = (
    select(SponsorContact.idea_id, func.max(SponsorContact.on).label("on"))
    .where(SponsorContact.on <= DAY)
    .group_by(SponsorContact.idea_id)
    .subquery()
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
        where=(and_(Idea.sponsor_id.is_(None), func.coalesce(Idea.sponsor_name, "") == ""),),
    ),
    WatchEntry(
        code="sponsor_silent",
        fact="No contact between the sponsor and the team is recorded since {particular}.",
        fact_without="No contact between the sponsor and the team is recorded; it has been tried since {began}.",
        beside=last_contact,
        optional=True,
        began=func.coalesce(last_contact.c.on, IN_STAGE_SINCE),
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

"""Watched as an idea becomes normal work: who has not signed off, what it replaces, whom its gain falls on."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from tracker.capacity.models import Partner, SignOff
from tracker.capacity.words import Office, SignOffWord
from tracker.idea.models import Idea
from tracker.nudge.watch.entry import IN_STAGE_SINCE, WatchEntry
from tracker.routine.models import OldService
from tracker.value.models import Benefit
from tracker.value.words import BenefitCategory

newest = (
    select(SignOff.idea_id, SignOff.word)
    .distinct(SignOff.idea_id, SignOff.office)
    .where(SignOff.word.is_not(None))
    .order_by(SignOff.idea_id, SignOff.office, SignOff.number.desc())
    .subquery()
)
signed = (
    select(func.count())
    .where(newest.c.idea_id == Idea.id, newest.c.word.in_((SignOffWord.SIGNED, SignOffWord.CONDITIONAL)))
    .scalar_subquery()
)
main_gain = (
    select(Benefit.idea_id, Benefit.category, Benefit.beneficiary)
    .distinct(Benefit.idea_id)
    .where(~Benefit.disbenefit, Benefit.state != "withdrawn")
    .order_by(Benefit.idea_id, Benefit.amount_gbp.desc().nulls_last(), Benefit.id)
    .subquery()
)
is_partner = exists().where(
    Partner.idea_id == Idea.id,
    Partner.ended_on.is_(None),
    func.lower(Partner.organisation) == func.lower(main_gain.c.beneficiary),
)

ENTRIES = (
    WatchEntry(
        code="corporate_unaligned",
        fact="It has been becoming normal since {began}, and finance, HR, IT or performance has not signed it off.",
        began=IN_STAGE_SINCE,
        where=(signed < len(Office),),
    ),
    WatchEntry(
        code="old_service_open",
        fact="It has been becoming normal since {began}, and nothing says when what it replaces ends.",
        began=IN_STAGE_SINCE,
        where=(~exists().where(OldService.idea_id == Idea.id, OldService.withdrawn_at.is_(None)),),
    ),
    WatchEntry(
        code="benefit_elsewhere",
        fact="Most of what it brings goes to {particular}, which is no partner in it.",
        beside=main_gain,
        began=IN_STAGE_SINCE,
        where=(
            main_gain.c.category == BenefitCategory.PUBLIC,
            func.coalesce(main_gain.c.beneficiary, "") != "",
            ~is_partner,
        ),
        particular=main_gain.c.beneficiary,
    ),
)

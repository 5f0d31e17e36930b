"""Watched in what an idea is worth: evidence and measures that are missing or old, voices unheard, money that ends."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, bindparam, exists, func, or_, select

from tracker.idea.models import Idea
from tracker.nudge.watch.entry import DAY, IN_STAGE_SINCE, WatchEntry, day_of, lead_of
from tracker.value.models import Claim, Evidence, EvidenceReview, Funding
from tracker.value.words import CHANNELS, Certainty

dated = (
    select(Evidence.idea_id, Evidence.value_on.label("on"))
    .union_all(select(EvidenceReview.idea_id, EvidenceReview.on))
    .subquery()
)
newest = select(dated.c.idea_id, func.max(dated.c.on).label("on")).group_by(dated.c.idea_id).subquery()
money = (
    select(Funding.idea_id, func.max(Funding.ends_on).label("on"))
    .where(Funding.certainty == Certainty.GRANTED)
    .group_by(Funding.idea_id)
    .subquery()
)
planned = exists().where(
    Funding.idea_id == Idea.id,
    Funding.certainty == Certainty.INDICATIVE,
    or_(Funding.ends_on.is_(None), Funding.ends_on > money.c.on),
)
MOST_INDICATORS = 5  # the rule book: more than five are too many
each_claim = select(
    Claim.idea_id,
    func.coalesce(Claim.counts_from, day_of(Claim.recorded_at)).label("on"),
    func.row_number().over(partition_by=Claim.idea_id, order_by=(Claim.recorded_at, Claim.id)).label("number"),
).subquery()
one_too_many = (
    select(each_claim.c.idea_id, each_claim.c.on).where(each_claim.c.number == MOST_INDICATORS + 1).subquery()
)


def _further_than(code: str) -> ColumnElement[bool]:
    """Whether money lasts for longer than the days of which a nearer rule speaks: each speaks in its own time."""
    return money.c.on > DAY + bindparam(lead_of(code), type_=Integer)


def _unheard(kinds: tuple[str, ...]) -> ColumnElement[bool]:
    return ~exists().where(Evidence.idea_id == Idea.id, Evidence.kind.in_(kinds))


ENTRIES = (
    WatchEntry(
        code="runway_12",
        fact="The last granted money ends on {began}.",
        beside=money,
        began=money.c.on,
        where=(~Idea.needs_no_money, _further_than("runway_6")),
    ),
    WatchEntry(
        code="runway_6",
        fact="The last granted money ends on {began}.",
        beside=money,
        began=money.c.on,
        where=(~Idea.needs_no_money, _further_than("runway_3")),
    ),
    WatchEntry(
        code="runway_3",
        fact="The last granted money ends on {began}, and no other is planned.",
        fact_past="The last granted money ended on {began}, and no other is planned.",
        beside=money,
        began=money.c.on,
        where=(~Idea.needs_no_money, ~planned),
    ),
    WatchEntry(
        code="kpi_heavy",
        fact="It has more than five indicators since {began}.",
        beside=one_too_many,
        began=one_too_many.c.on,
    ),
    WatchEntry(
        code="no_measure",
        fact="It has been becoming normal since {began}, and no indicator says where it began.",
        began=IN_STAGE_SINCE,
        where=(~exists().where(Claim.idea_id == Idea.id, func.coalesce(func.trim(Claim.baseline), "") != ""),),
    ),
    WatchEntry(
        code="feedback_gap",
        fact="It has been becoming normal since {began}, and the public, its users or other agencies were not heard.",
        began=IN_STAGE_SINCE,
        where=(or_(*(_unheard(kinds) for kinds in CHANNELS.values())),),
    ),
    WatchEntry(
        code="no_evidence",
        fact="It has been tried since {began}, and no evidence is recorded.",
        began=IN_STAGE_SINCE,
        where=(~exists().where(Evidence.idea_id == Idea.id),),
    ),
    WatchEntry(
        code="evidence_stale",
        fact="Its newest evidence is of {began}.",
        beside=newest,
        began=newest.c.on,
    ),
)

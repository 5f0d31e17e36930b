"""The eight parts of a council's profile on a day, as pure rules over how each idea stood on that day.

Source: domain.md, "Health of a portfolio" and its fine print. Every share is kept exact until it is rounded once, half
up, to one decimal.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.clock import working_days_between
from tracker.idea.words import Extent, Involvement, Outcome, Stage, State
from tracker.portfolio.figures import count_of, half_up, percentage, told, within
from tracker.portfolio.words import Circumstances, Item, Part, PartName, Standing, Targets, Term
from tracker.value.rules import runway_months

ENOUGH = 5
RUNWAY_MONTHS = 6
EVIDENCE_DAYS = {Extent.INCREMENTAL: 90, Extent.RADICAL: 180, Extent.SYSTEM: 180}
EVIDENCE_DAYS_UNKNOWN = 90
LEARNING_DAYS = 365
SPONSOR_DAYS = 60
FLOW_DAYS = 180
ACTIVE_PER_ADAPTATION = 10

LIVE_STAGES = frozenset({Stage.DESIGN, Stage.MOBILISE, Stage.MAINSTREAM, Stage.EMBEDDED})
LEARNT_FROM = frozenset({Outcome.STOPPED, Outcome.IMPROVED, Outcome.RESOURCED, Outcome.DECLINED})
TAKES_PART = frozenset({Involvement.DESIGNS, Involvement.DELIVERS})

Verdict = Callable[[Standing], tuple[bool, str]]


def is_shielded(idea: Standing, day: date) -> bool:
    """Say whether an idea is left out of reports on a day: it is, until the day its shield names."""
    return idea.shielded_until is not None and day < idea.shielded_until


def is_active(idea: Standing, day: date) -> bool:
    """Say whether an idea is active: stage design to embedded, state active, not shielded."""
    return idea.stage in LIVE_STAGES and idea.state == State.ACTIVE and not is_shielded(idea, day)


def profile(ideas: Iterable[Standing], day: date, council: Circumstances, targets: Targets | None = None) -> list[Part]:
    """Compute the eight parts on a day. Historical cases count in four of them, and only while reports tell of them."""
    targets = targets or Targets()
    there = sorted(ideas, key=lambda idea: idea.ref)
    own = [idea for idea in there if not idea.historical]
    known = there if day <= targets.last_told else own
    active, own_active = ([idea for idea in some if is_active(idea, day)] for some in (known, own))
    return [
        _mix(active, targets),
        _runway(active, day),
        _evidence(active, day),
        _learning(known, day),
        _sponsorship(own_active, day),
        _flow(own, day, council),
        _involvement(own_active),
        _spread(own_active, council.taken_in),
    ]


def _value(exact: Fraction | None, denominator: int) -> Decimal | None:
    return None if exact is None or denominator < ENOUGH else half_up(exact)


def _share(name: PartName, ideas: Sequence[Standing], verdict: Verdict, **more: Term) -> Part:
    """Make a part that is the percentage of these ideas for which the verdict holds."""
    items = [Item(idea.ref, *verdict(idea)) for idea in ideas]
    counted = sum(item.counts for item in items)
    value = _value(percentage(counted, len(items)), len(items))
    return Part(name, value, {"numerator": counted, "denominator": len(items), **more}, items)


def _mix(active: Sequence[Standing], targets: Targets) -> Part:
    """100 × (1 − ½ Σ |share of active − target|) over the three extents, of the active ideas that have one."""
    ideas = [idea for idea in active if idea.extent]
    terms: dict[str, Term] = {"denominator": len(ideas)}
    apart = Fraction(0)
    for extent in Extent:
        found = sum(idea.extent == extent for idea in ideas)
        share = percentage(found, len(ideas))
        apart += abs((share or Fraction(0)) - targets.mix[extent])
        terms |= {
            str(extent): found,
            f"{extent}_share": None if share is None else half_up(share),
            f"{extent}_target": targets.mix[extent],
        }
    items = [Item(ref=idea.ref, counts=True, why=f"{idea.extent}") for idea in ideas]
    return Part(PartName.MIX, _value(100 - apart / 2, len(ideas)), terms, items)


def _runway(active: Sequence[Standing], day: date) -> Part:
    """Share of active in mobilise or mainstream with six months' runway or more, or that need no money."""

    def verdict(idea: Standing) -> tuple[bool, str]:
        if idea.needs_no_money:
            return True, "needs no money"
        months = runway_months([idea.money_until], today=day)
        if months is None or idea.money_until is None:
            return False, "granted money without an end date: unknown" if idea.has_granted else "no granted money"
        if idea.money_until < day:
            return False, f"granted money ended on {told(idea.money_until)}"
        unit = "month" if months == 1 else "months"
        return months >= RUNWAY_MONTHS, f"{months} {unit}: granted money until {told(idea.money_until)}"

    asked = [idea for idea in active if idea.stage in {Stage.MOBILISE, Stage.MAINSTREAM}]
    return _share(PartName.RUNWAY, asked, verdict, months_asked=RUNWAY_MONTHS)


def evidence_days(extent: str | None) -> int:
    """How many days evidence stays fresh: 90 where an idea is incremental or its extent unknown, 180 otherwise."""
    return EVIDENCE_DAYS[Extent(extent)] if extent else EVIDENCE_DAYS_UNKNOWN


def _evidence(active: Sequence[Standing], day: date) -> Part:
    """Share of active in mobilise, mainstream or embedded whose evidence was recorded or reviewed in time."""

    def verdict(idea: Standing) -> tuple[bool, str]:
        fresh = evidence_days(idea.extent)
        if idea.newest_evidence is None:
            return False, f"no dated evidence; fresh to {fresh} days"
        age = (day - idea.newest_evidence).days
        why = f"{told(idea.newest_evidence)}, {count_of(age)} old; fresh to {fresh}"
        return within(idea.newest_evidence, day, fresh), why

    asked = [idea for idea in active if idea.stage in LIVE_STAGES - {Stage.DESIGN}]
    return _share(PartName.EVIDENCE, asked, verdict)


def _learning(ideas: Sequence[Standing], day: date) -> Part:
    """Share of ideas closed in the last 365 days, other than by merging, that carry a lesson."""

    def verdict(idea: Standing) -> tuple[bool, str]:
        closed = f"{str(idea.outcome).replace('_', ' ')} on {told(idea.closed_on)}"
        return idea.has_lesson, f"{closed}, {'with a lesson' if idea.has_lesson else 'no lesson yet'}"

    closed = [
        idea
        for idea in ideas
        if idea.state == State.CLOSED and idea.outcome in LEARNT_FROM and within(idea.closed_on, day, LEARNING_DAYS)
    ]
    return _share(PartName.LEARNING, closed, verdict)


def _sponsorship(active: Sequence[Standing], day: date) -> Part:
    """Share of active in design to mainstream with sponsor contact in the last 60 days."""

    def verdict(idea: Standing) -> tuple[bool, str]:
        if idea.newest_contact is None:
            return False, "no sponsor contact recorded"
        age = (day - idea.newest_contact).days
        return age <= SPONSOR_DAYS, f"last contact {told(idea.newest_contact)}, {count_of(age)} ago"

    asked = [idea for idea in active if idea.stage != Stage.EMBEDDED]
    return _share(PartName.SPONSORSHIP, asked, verdict)


def _flow(ideas: Sequence[Standing], day: date, council: Circumstances) -> Part:
    """100 × min(1, promise ÷ median working days to first reply), of ideas submitted in the last 180 days.

    The day of submission is 0. An unanswered idea counts, with its age so far, once it is past the promise.
    """
    items, waits = [], []
    for idea in ideas:
        if idea.submitted_on is None or not within(idea.submitted_on, day, FLOW_DAYS):
            continue
        replied = idea.replied_on is not None and idea.replied_on <= day
        end = idea.replied_on if replied and idea.replied_on else day
        wait = working_days_between(idea.submitted_on, end, council.nation)
        counts = replied or wait > council.promise_days
        why = f"first reply after {count_of(wait, 'working day')}" if replied else _waiting(wait, counts=counts)
        items.append(Item(idea.ref, counts, why))
        waits += [Fraction(wait)] * counts
    median = statistics.median(waits) if waits else None
    terms: dict[str, Term] = {
        "denominator": len(items),
        "counted": len(waits),
        "promise": council.promise_days,
        "median": None if median is None else half_up(median),
    }
    return Part(PartName.FLOW, _value(_promise_kept(council.promise_days, median), len(items)), terms, items)


def _promise_kept(promise: int, median: Fraction | None) -> Fraction | None:
    if median is None:
        return None
    return min(Fraction(100), 100 * promise / median) if median else Fraction(100)


def _waiting(wait: int, *, counts: bool) -> str:
    return f"no reply yet, {count_of(wait, 'working day')}: {'past' if counts else 'within'} the promise"


def _involvement(active: Sequence[Standing]) -> Part:
    """Share of active whose users are recorded as designing with us or delivering with us."""

    def verdict(idea: Standing) -> tuple[bool, str]:
        how = str(idea.involvement).replace("_", " ") if idea.involvement else "not recorded"
        return idea.involvement in TAKES_PART, f"users: {how}"

    return _share(PartName.INVOLVEMENT, active, verdict)


def _spread(active: Sequence[Standing], taken_in: int) -> Part:
    """Mean of two: share of mainstream and embedded ideas that worked elsewhere, adaptations in per ten active."""

    def verdict(idea: Standing) -> tuple[bool, str]:
        if idea.worked_elsewhere:
            return True, "adapted by another council: worked, or in part"
        tried = "adapted by another council, without a good result yet"
        return False, tried if idea.tried_elsewhere else "not adapted by another council"

    ideas = [idea for idea in active if idea.stage in {Stage.MAINSTREAM, Stage.EMBEDDED}]
    part = _share(PartName.SPREAD, ideas, verdict, taken_in=taken_in, active=len(active))
    out = percentage(sum(item.counts for item in part.items), len(ideas))
    came = min(Fraction(100), Fraction(100 * ACTIVE_PER_ADAPTATION * taken_in, len(active))) if active else None
    both = None if out is None or came is None else (out + came) / 2
    shown: dict[str, Term] = {
        "adapted_out": None if out is None else half_up(out),
        "adapted_in": None if came is None else half_up(came),
    }
    return Part(part.name, _value(both, len(ideas)), {**part.terms, **shown}, part.items)

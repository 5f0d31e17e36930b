"""The benefits of an idea: what was forecast of each, what came, who checked it, and how it stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for

from tracker import amendment, benefit, clock, idea
from tracker.amendment import RecordKind
from tracker.benefit import BenefitPeriod
from tracker.council import Can
from tracker.idea import Idea, State
from tracker.pages.upkeep.forms.gains import BenefitForm, CheckForm, PeriodForm, StandingForm
from tracker.pages.upkeep.words.gains import figure_rows, standing_sentence, strips_of
from tracker.value import Benefit, BenefitState
from tracker.web import OvertakenError, Screens, allow, reader, render, say, see_other
from tracker.web.recorded import names_in, versions_of, withdrawn_lines

screens = Screens("benefits", __name__)
ALL = "/ideas/<ref>/benefits"
ONE = f"{ALL}/<uuid:benefit_id>"
BOTH = ("GET", "POST")
CHECKERS = frozenset({Can.KEEP_CURRENT, Can.SEE_PORTFOLIO})
RECORDED_ON = {State.ACTIVE, State.PARKED, State.CLOSED}


def _recorded_on(found: Idea) -> None:
    """Raises NotFoundError of an idea on which no benefit is recorded yet."""
    if found.state not in RECORDED_ON:
        raise idea.NotFoundError(found.ref)


@screens.screen(ALL, needs=Can.SEE_IDEAS)
def listing(ref: str) -> Any:
    """Every benefit of an idea, in a line, with what it came to last; and what was withdrawn."""
    found = idea.get(ref=ref, reader=reader())
    gone = withdrawn_lines(ref, amendment.withdrawn_on(found), RecordKind.BENEFIT, RecordKind.PERIOD)
    return render(
        "upkeep/benefits/listing.html",
        idea=found,
        gains=benefit.benefits_on(idea=found),
        gone=gone,
        may=idea.keeps(found, reader()) and found.state in RECORDED_ON,
    )


@screens.screen(f"{ALL}/new", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def new(found: Idea) -> Any:
    """Claim a benefit: what is gained, by whom, who pays."""
    _recorded_on(found)
    form = BenefitForm()
    if form.sent():
        with form.trying():
            made = form.save(found, by=reader().person_id)
    if form.accepted:
        say(f"Kept. Say what is forecast of it, quarter by quarter or year by year. {form.amount_gbp.notice}".strip())
        return see_other("benefits.period", ref=found.ref, benefit_id=made.id)
    return render("upkeep/benefits/new.html", form=form, idea=found)


@screens.screen(ONE, needs=Can.SEE_IDEAS)
def show(ref: str, benefit_id: UUID) -> Any:
    """One benefit: whether it came, who pays, who gains, who has checked."""
    found, me = idea.get(ref=ref, reader=reader()), reader()
    gain = benefit.benefit_record(idea=found, benefit_id=benefit_id)
    history = amendment.record_history(idea=found, kind=RecordKind.BENEFIT, row_id=benefit_id)
    return render(
        "upkeep/benefits/show.html",
        idea=found,
        gain=gain,
        sentence=standing_sentence(gain),
        strips=strips_of(gain),
        figures=figure_rows(gain),
        to_check=next((one for one in gain.waiting if benefit.checks(one, gain, found, me)), None),
        versions=versions_of(history, names_in(history)),
        may=idea.keeps(found, me) and found.state in RECORDED_ON,
        moves=bool(benefit.offered_states(gain, gain.periods, found, me)),
        sees_register=me.can(Can.SEE_PORTFOLIO),
    )


@screens.screen(f"{ONE}/periods", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def period(found: Idea, benefit_id: UUID) -> Any:
    """Say what is forecast in a period, or what came; the next quarter is offered."""
    _recorded_on(found)
    gain = benefit.benefit_record(idea=found, benefit_id=benefit_id)
    last = max((one.ends_on for one in gain.periods), default=None)
    starts_on, ends_on = benefit.next_period(last, today=clock.today())
    form = PeriodForm(data={"starts_on": starts_on, "ends_on": ends_on})
    form.of = amendment.standing(Benefit, idea=found, row_id=benefit_id)
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        notices = filter(None, (form.forecast.notice, form.actual.notice))
        say(" ".join(["Kept: the period stands with its figures.", *notices]))
        return see_other("benefits.show", ref=found.ref, benefit_id=benefit_id)
    return render("upkeep/benefits/period.html", form=form, idea=found, gain=gain)


@screens.screen("/ideas/<ref>/periods/<uuid:period_id>/check", needs=CHECKERS, of=benefit.may_check, methods=BOTH)
def check(found: Idea, period_id: UUID) -> Any:
    """Check a figure that somebody else claimed: it is right, another, or cannot be told."""
    row = amendment.standing(BenefitPeriod, idea=found, row_id=period_id)
    of = amendment.standing(Benefit, idea=found, row_id=row.benefit_id)
    allow(benefit.checks(row, of, found, reader()))
    back = url_for("benefits.show", ref=found.ref, benefit_id=of.id)
    if row.checked_word == benefit.CheckWord.RIGHT:
        raise OvertakenError("Somebody has checked this figure already.", see=back)
    form = CheckForm()
    form.of = of
    if form.sent():
        with form.trying():
            form.save(found, row, by=reader().person_id)
    if form.accepted:
        say("Kept: your name and today's date stand beside the figure.")
        return see_other("benefits.show", ref=found.ref, benefit_id=of.id)
    gain = benefit.benefit_record(idea=found, benefit_id=of.id)
    figure = next(one for one in gain.periods if one.id == period_id)
    return render("upkeep/benefits/check.html", form=form, idea=found, gain=gain, period=figure)


@screens.screen(f"{ONE}/state", needs=CHECKERS, of=benefit.may_check, methods=BOTH)
def state(found: Idea, benefit_id: UUID) -> Any:
    """Say how a benefit stands now, and why: on its way, come, or under question."""
    of = amendment.standing(Benefit, idea=found, row_id=benefit_id)
    gain = benefit.benefit_record(idea=found, benefit_id=benefit_id)
    offered = benefit.offered_states(gain, gain.periods, found, reader())
    allow(bool(offered) or idea.keeps(found, reader()))
    if not offered:
        back = url_for("benefits.show", ref=found.ref, benefit_id=benefit_id)
        raise OvertakenError("It is under question: a lead says whether it goes on.", see=back)
    form = StandingForm()
    form.offer(offered)
    if form.sent():
        to, because = BenefitState(form.state.data), form.because.data or ""
        with form.trying():
            benefit.move_benefit(idea=found, benefit=of, to=to, because=because, reader=reader())
    if form.accepted:
        say("Kept. What it stood at before can be read below.")
        return see_other("benefits.show", ref=found.ref, benefit_id=benefit_id)
    return render("upkeep/benefits/state.html", form=form, idea=found, gain=gain, sentence=standing_sentence(gain))

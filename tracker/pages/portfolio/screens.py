"""The health of the whole and of one idea: parts with their ideas, the funnel, the triangle with its items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import abort, request

from tracker import clock, idea, portfolio, setting
from tracker.council import Can
from tracker.pages.portfolio.asked_day import asked_day
from tracker.pages.portfolio.drawing import drawn
from tracker.pages.portfolio.forms import ItemsForm, ShieldForm, items_form
from tracker.pages.portfolio.triangle_steps import moves_of
from tracker.pages.portfolio.words import ages_of, longest_of, shares_of, told, trend_of, weakest
from tracker.portfolio import ProfilePart
from tracker.web import Screens, allow, reader, render, say, see_other
from tracker.web.filters import day as spoken_day
from tracker.web.numbers import whole

screens = Screens("portfolio", __name__)

YEAR = 365


@screens.screen("/portfolio", needs=Can.SEE_PORTFOLIO, works_long="day")
def show() -> Any:
    """The parts today, or as they were known on another day, by the settings of that day."""
    asked = asked_day()
    with setting.as_set_on(asked.until):
        return _whole(*asked)


def _whole(day: date | None, wrong: str, typed: str) -> Any:
    until = day or clock.today()
    record = portfolio.profile_record(until=until)
    parts = portfolio.profile_on(day=day) if day else record.parts
    beside = portfolio.surroundings(reader=reader(), day=day)
    ages = ages_of(beside.ages)
    return render(
        "portfolio/show.html",
        parts=parts,
        known_on=parts[0].day if parts else clock.today(),
        day=day,
        wrong=wrong,
        typed=typed,
        ask=None if day else weakest(parts),
        active=next((part.count("active") for part in parts if part.name == "spread"), None),
        rows=told(parts, record.past, until),
        funnel=tuple(portfolio.funnel(start=until - timedelta(days=YEAR), until=until)),
        beside=beside,
        ages=ages,
        longest=longest_of(ages),
        last_told=portfolio.targets().last_told,
        about=portfolio.parts_as_told(),
        drawn=drawn,
        shares_of=shares_of,
    )


@screens.screen("/portfolio/<part>", needs=Can.SEE_PORTFOLIO, works_long="day")
def part(part: str) -> Any:
    """One part: how it is worked out, the ideas behind it, and how it moved; by the settings of the day."""
    asked = asked_day()
    with setting.as_set_on(asked.until):
        return _part_page(part, *asked)


def _part_page(part: str, day: date | None, wrong: str, typed: str) -> Any:
    about = portfolio.parts_as_told().get(part) or abort(404)
    until = day or clock.today()
    record = portfolio.profile_record(until=until, of=(part,))
    known = _part(part, day, record.parts)
    return render(
        "portfolio/part.html",
        part=known,
        name=part,
        about=about,
        day=day,
        wrong=wrong,
        typed=typed,
        known_on=known.day if known else None,
        told=about.sentence(known) if known else "",
        terms=about.labelled(known) if known else [],
        trend=trend_of(record.past.get(part, ()), until),
        last_told=portfolio.targets().last_told,
        beside=portfolio.surroundings(reader=reader(), services=False, day=day),
        drawn=drawn,
        shares_of=shares_of,
        **_page_of(known, day),
    )


def _part(name: str, day: date | None, newest: Sequence[ProfilePart]) -> ProfilePart | None:
    """One part: of a past day, with its ideas, computed now; or as the worker kept it, None where it kept none."""
    if day:
        return next(part for part in portfolio.profile_on(day=day) if part.name == name)
    return next(iter(newest), None)


def _page_of(part: ProfilePart | None, day: date | None) -> dict[str, Any]:
    """One page of a part's ideas, those that do not count first, with their titles; and the pages beside it."""
    total = part.denominator if part else 0
    last = max(1, -(-total // portfolio.ON_A_PAGE))
    page = min(max(whole(request.args.get("page"), otherwise=1), 1), last)
    lines_of = portfolio.part_lines_on if day else portfolio.part_lines
    return {
        "items": lines_of(part=part, page=page, reader=reader()) if part and total else [],
        "page_number": page,
        "last_page": page == last,
        "counted": part.counted if part else 0,
        "total": total,
    }


@screens.screen("/ideas/<ref>/health", needs=Can.SEE_IDEAS, methods=("GET", "POST"))
def health(ref: str) -> Any:
    """The triangle of one idea: every item with its value, weight and source; some are yours to answer."""
    found = idea.get(ref=ref, reader=reader())
    items = portfolio.items_of(found.stage)
    mine = [item for item in items if portfolio.answers_item(item, found, reader())]
    form = items_form(mine, portfolio.answers_on(idea_id=found.id))
    if form and form.sent():
        with form.trying():
            _answer(form, found)
        if form.accepted:
            say("Your answers are kept, and the triangle is drawn anew.")
            return see_other("portfolio.health", ref=ref)
    about = {"mine": mine, "keeps": idea.keeps(found, reader()), "weights": portfolio.weights_of(found.stage)}
    shielded = idea.is_shielded(found.shielded_until, day=clock.today())
    return render("portfolio/health.html", idea=found, form=form, shielded=shielded, **_triangle(found, items), **about)


def _answer(form: ItemsForm, found: idea.Idea) -> None:
    for key, value, note in form.changed():
        portfolio.answer_item(me=reader(), idea=found, key=key, value=value, note=note)


def _triangle(found: idea.Idea, items: tuple[portfolio.TriangleItem, ...]) -> dict[str, Any]:
    kept = portfolio.triangle_of(idea_id=found.id)
    fresh = kept if kept and kept.stage == found.stage else None
    return {
        "triangle": fresh,
        "items": items,
        "shares": {item.key: portfolio.weight_of(item) for item in items},
        "readings": {reading.item.key: reading for reading in fresh.items} if fresh else {},
        "moves": moves_of(portfolio.triangle_days(idea_id=found.id), clock.today()),
    }


@screens.screen("/ideas/<ref>/shield", needs=Can.SEE_IDEAS, methods=("GET", "POST"))
def shield(ref: str) -> Any:
    """What a shield hides of an idea and when it ends, for all who read the idea; a lead sets it, or ends it."""
    found, form = idea.get(ref=ref, reader=reader()), ShieldForm()
    may = idea.shields(found, reader())
    if form.sent():
        allow(may)
        with form.trying():
            _shield(form, found)
        if form.accepted:
            return see_other(".shield", ref=ref)
    return render(
        "portfolio/shield.html",
        idea=found,
        form=form if may else None,
        shielded=idea.is_shielded(found.shielded_until, day=clock.today()),
        shields=idea.shields_on(found.id),
    )


def _shield(form: ShieldForm, found: idea.Idea) -> None:
    because, by = form.because.data or "", reader().person_id
    if form.act.data == "end":
        idea.end_shield(idea=found, because=because, by=by)
        say(f"{found.ref} counts in reports again from today.")
        return
    idea.shield(idea=found, until=form.until.data, because=because, by=by)
    say(f"{found.ref} is left out of reports until {spoken_day(found.shielded_until)}.")

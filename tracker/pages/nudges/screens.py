"""Nudges: the page that a mail's link opens and one press answers, and what the lead sees of who is asked next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, request, url_for

from tracker import clock, council, inbox, nudge, setting
from tracker.council import Can
from tracker.nudge import NudgeEntry, Reply
from tracker.pages.nudges.forms import REPLIES, AnswerForm, CallForm, LaterForm, WithholdForm
from tracker.pages.nudges.outgoing import outgoing_of
from tracker.setting import SettingEntry
from tracker.tenancy import as_council, directory, together
from tracker.web import ANYONE, OWN, SIGNED_IN, Screens, reader, render, say, see_other
from tracker.web.forms import identifier
from tracker.web.signed_in import reader_or_nobody
from tracker.web.wording import called, speak_as

screens = Screens("nudges", __name__)
NOT_FOUND, GONE = 404, 410


@screens.screen("/n/<token>", needs=ANYONE, methods=("GET", "POST"))
def by_link(token: str) -> Any:
    """What is asked, opened by the link in a letter: opening it changes nothing, one press answers it."""
    return _behind(token, partial(_page, here=url_for(".by_link", token=token), signed_in=False))


@screens.screen("/nudges/<uuid:nudge_id>", needs=SIGNED_IN, methods=("GET", "POST"), turn=OWN)
def show(nudge_id: UUID) -> Any:
    """The same page for somebody who is signed in."""
    return _page(nudge_id, reader().person_id, here=url_for(".show", nudge_id=nudge_id), signed_in=True)


@screens.screen("/n/<token>/later", needs=ANYONE, methods=("POST",))
def later_by_link(token: str) -> Any:
    """Ask another day, by the link in a letter."""
    return _behind(token, partial(_later, back=url_for(".by_link", token=token)))


@screens.screen("/nudges/<uuid:nudge_id>/later", needs=SIGNED_IN, methods=("POST",), turn=OWN)
def later(nudge_id: UUID) -> Any:
    """Ask another day."""
    return _later(nudge_id, reader().person_id, back=url_for(".show", nudge_id=nudge_id))


def _behind(token: str, view: Callable[[UUID, UUID], Any]) -> Any:
    """Show what a link opens, in its council's door; 404 where it never was, 410 once it has run out: each says so.

    Who is signed in is asked first: doors do not nest.
    """
    reader_or_nobody()
    with directory():
        link = nudge.by_token(token)
    if not link:
        return render("nudges/unknown.html"), NOT_FOUND
    if not link.good:
        return render("nudges/run_out.html", days=nudge.LINK_DAYS), GONE
    with as_council(link.council_id):
        return view(link.nudge_id, link.person_id)


def _found(nudge_id: UUID, person_id: UUID, people: Sequence[council.Colleague]) -> NudgeEntry:
    asked = next((person for person in people if person.id == person_id), None)
    return nudge.entry(nudge_id=nudge_id, asked=asked) or abort(404)


def _page(nudge_id: UUID, person_id: UUID, *, here: str, signed_in: bool) -> Any:
    """The question, what a press asks besides, or what was answered before."""
    speak_as(council.vocabulary())
    people, form = council.people(), AnswerForm()
    asked = _found(nudge_id, person_id, people)
    ways = nudge.ways_of(asked, people=people)
    form.offer(ways.heirs, but=person_id)
    if asked.open and form.sent() and form.reply.data in REPLIES and not form.asks_more:
        with form.trying():
            nudge.answer(nudge_id=nudge_id, by=person_id, **form.said)
        if form.accepted:
            inbox.count_again(reader=council.reader(person_id))
            due = nudge.help_due(clock.today(), nation=council.here().nation)
            say(called(form.said["reply"], "reply_thanks", by=due))
            return redirect(here, 303)
    template = "more" if form.reply.data in {Reply.PARK_IT, Reply.HAND_OVER} else "show"
    return render(
        f"nudges/{template if asked.open else 'answered'}.html",
        asked=asked,
        form=form,
        here=here,
        signed_in=signed_in,
        way=ways.way,
        is_contact=ways.is_contact,
        **_beside(asked, people),
    )


def _beside(asked: NudgeEntry, people: Sequence[council.Colleague]) -> dict[str, Any]:
    """What stands beside the question: who helps, until when it would rest, the days it may be put off to."""
    helpers = nudge.helpers(but=asked.person_id, people=people)
    today, place = clock.today(), council.here()
    return {
        "help_due": nudge.help_due(today, nation=place.nation),
        "helper": helpers[0].name if helpers else None,
        "council_name": place.name,
        "rests_until": nudge.rests_until(today, nation=place.nation),
        "peace_until": nudge.peace_until(asked.rule, today, nation=place.nation),
        "other_days": nudge.other_days(today, nation=place.nation),
    }


def _later(nudge_id: UUID, person_id: UUID, *, back: str) -> Any:
    _found(nudge_id, person_id, council.people())
    form = LaterForm()
    if form.sent() and form.day.data:
        with form.trying():
            nudge.snooze(nudge_id=nudge_id, until=form.day.data, because=form.because.data or "", by=person_id)
        if form.accepted:
            inbox.count_again(reader=council.reader(person_id))
    form.report("We ask you again then, and not before.")
    return redirect(back, 303)


@screens.screen("/nudges/<uuid:nudge_id>/help", needs=Can.NUDGE, methods=("GET", "POST"), turn=OWN)
def call(nudge_id: UUID) -> Any:
    """Who asked for help, with what and by when they hear: a lead answers, and it leaves the desk."""
    found = nudge.call_for_help(nudge_id=nudge_id, reader=reader()) or abort(404)
    form = CallForm()
    if form.sent():
        with form.trying():
            nudge.answer_call(nudge_id=nudge_id, words=form.words.data or "", by=reader().person_id)
    if form.accepted:
        say(f"Answered. {found.person} has a letter.")
        return see_other("home.home")
    return render("nudges/call.html", call=found, form=form)


@screens.screen("/portfolio/nudges", needs=Can.NUDGE, works_long=True)
def planned() -> Any:
    """Who hears from us on the next working day and why; what waits for the lead; what came of the last month's."""
    day, me = _next_day(), reader()
    seen = nudge.seen_query(nudge.plan(day=day), reader=me)
    with_lead, resting = nudge.waits_for_lead_query(reader=me), nudge.settled_query(reader=me)
    month, everybody = nudge.last_month_query(), council.people_query()
    found = together((seen, with_lead, resting, month, everybody))
    outgoing = outgoing_of(found.of(seen), found.of(everybody), after=identifier(request.args.get("after")))
    counts, people = found.of(month)
    return render(
        "nudges/planned.html",
        day=day,
        outgoing=outgoing,
        ideas=nudge.ideas_of([planned for one in outgoing.shown for planned in one.shown], reader=me),
        first=url_for(".planned", _anchor="next") if request.args.get("after") else None,
        next=url_for(".planned", after=outgoing.next, _anchor="next") if outgoing.next else None,
        with_lead=found.of(with_lead),
        resting=found.of(resting),
        counts=counts,
        people=people,
        rules=nudge.rule_book(),
        switched_off=_switched_off(),
        place=council.here(),
    )


def _switched_off() -> list[tuple[nudge.Rule, SettingEntry]]:
    """The rules that the council switched off, each with who did it and why."""
    off = [rule for rule in nudge.rule_book().values() if not rule.on]
    changes = setting.newest_changes() if off else {}
    return [(rule, changes[nudge.off_of(rule.code)]) for rule in off]


def _next_day() -> date:
    return clock.add_working_days(clock.today(), 1, council.here().nation)


@screens.screen("/portfolio/nudges/withhold", needs=Can.NUDGE, methods=("POST",), turn=OWN)
def withhold() -> Any:
    """Withhold one nudge before it goes, with a reason."""
    form = WithholdForm()
    if form.sent():
        with form.trying():
            nudge.withhold(
                rule=form.rule.data,
                subject_id=identifier(form.subject.data) or abort(404),
                day=_next_day(),
                because=form.because.data or "",
                by=reader().person_id,
            )
    form.report("It does not go. It may come again after its interval, if its reason is still there.")
    return see_other(".planned")

"""Meetings: which panels there are, when they meet, and on one page all that is asked of one of them by that day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, request

from tracker import clock, council, gate
from tracker.council import Can
from tracker.gate import Meeting, MeetingFacts, MeetingTable, Panel
from tracker.pages.gates.meeting_forms import (
    ItemForm,
    MeetingCallForm,
    MinutesForm,
    MoveForm,
    PanelForm,
    PanelLetterForm,
    SeatForm,
)
from tracker.pages.gates.words import table_heading
from tracker.web import COUNCIL, Screens, reader, render, say, see_other
from tracker.web.filters import day, plural
from tracker.web.forms import identifier
from tracker.web.numbers import whole

screens = Screens("meetings", __name__)
BOTH = ("GET", "POST")


def _panel(panel_id: UUID) -> Panel:
    return gate.panel(panel_id) or abort(404)


def _meeting(number: int) -> Meeting:
    return gate.meeting(number) or abort(404)


@screens.screen("/meetings", needs=Can.SEE_IDEAS)
def listing() -> Any:
    """The panels and their meetings."""
    every, today = gate.meetings(), clock.today()
    return render(
        "gates/meetings/list.html",
        panels=gate.panels(),
        coming=[one for one in reversed(every) if one.on >= today],
        past=[one for one in every if one.on < today],
        may=reader().can(Can.DECIDE),
    )


@screens.screen("/meetings/new", needs=Can.DECIDE, methods=BOTH, turn=COUNCIL)
def new() -> Any:
    """Call a panel together."""
    panels = gate.panels()
    form, made = MeetingCallForm.about(panels), None
    if panels and form.sent():
        with form.trying():
            panel = _panel(UUID(form.panel.data))
            by = reader().person_id
            made = gate.call_meeting(panel=panel, on=form.on.data, place=form.place.data or "", by=by)
            say(f"The {panel.name} meets on {day(made.on)}.")
    if form.accepted and made:
        return see_other(".show", number=made.number)
    return render("gates/meetings/new.html", form=form, panels=panels)


@screens.screen("/meetings/panels/new", needs=Can.DECIDE, methods=BOTH, turn=COUNCIL)
def new_panel() -> Any:
    """Found a panel; who sits on it is said next."""
    form, made = PanelForm(), None
    if form.sent():
        with form.trying():
            made = gate.found_panel(name=form.name.data or "", by=reader().person_id)
            _seat(made, form)
            say(f"The {made.name} is kept. Say who else sits on it.")
    if form.accepted and made:
        return see_other(".panel", panel_id=made.id)
    return render("gates/meetings/panel.html", form=form, panel=None, members=[])


@screens.screen("/meetings/panels/<uuid:panel_id>", needs=Can.DECIDE, methods=BOTH, turn=COUNCIL)
def panel(panel_id: UUID) -> Any:
    """Who sits on a panel, and what it is called."""
    found = _panel(panel_id)
    form = PanelForm(data={"name": found.name})
    if form.sent():
        with form.trying():
            gate.rename_panel(panel=found, name=form.name.data or "")
            _seat(found, form)
            say("It is kept.")
    if form.accepted:
        return see_other(".panel", panel_id=panel_id)
    names = council.names(sitting := gate.seats(panel_id))
    members = sorted(((one, names[one]) for one in sitting), key=lambda pair: (pair[1], pair[0]))
    return render("gates/meetings/panel.html", form=form, panel=found, members=members)


def _seat(found: Panel, form: PanelForm) -> None:
    if person := identifier(form.person.data):
        gate.seat(panel=found, person_id=person)


@screens.screen("/meetings/panels/<uuid:panel_id>/off", needs=Can.DECIDE, methods=("POST",), turn=COUNCIL)
def unseat(panel_id: UUID) -> Any:
    """Somebody sits on a panel no longer."""
    found, form = _panel(panel_id), SeatForm()
    if form.sent() and (person := identifier(form.person.data)):
        gate.unseat(panel=found, person_id=person)
        say("They sit on it no longer. What they said before stays.")
    return see_other(".panel", panel_id=panel_id)


def _table(found: MeetingFacts) -> MeetingTable:
    """The page of a table that the address names; 404 for one behind the last."""
    page = max(whole(request.args.get("page"), otherwise=1), 1)
    table = gate.table_of(found=found, reader=reader(), page=page)
    return table if table.items or page == 1 else abort(404)


@screens.screen("/meetings/<int:number>", needs=Can.SEE_IDEAS)
def show(number: int) -> Any:
    """Everything that is asked of a panel by the day on which it meets, to be read at the table."""
    found = gate.meeting_facts(number) or abort(404)
    table, may = _table(found), reader().can(Can.DECIDE)
    return render(
        "gates/meetings/show.html",
        meeting=found,
        heading=table_heading(table),
        table=table,
        beside=gate.beside(found=found, reader=reader()) if may and found.on >= clock.today() else None,
        may=may,
    )


@screens.screen("/meetings/<int:number>/change", needs=Can.DECIDE, methods=BOTH, turn=COUNCIL)
def change(number: int) -> Any:
    """Have a meeting on another day or elsewhere, or call it off."""
    found = _meeting(number)
    form = MoveForm.about(found)
    if form.sent():
        with form.trying():
            if form.act.data == "off":
                gate.call_off(meeting=found, by=reader().person_id)
                say("The meeting is called off. What was on its table waits for the next.")
            else:
                gate.move_meeting(meeting=found, on=form.on.data, place=form.place.data or "", by=reader().person_id)
                say(f"It is on {day(found.on)}.")
    if form.accepted:
        return see_other(".show", number=number)
    return render("gates/meetings/change.html", form=form, meeting=found, panel=_panel(found.panel_id))


@screens.screen("/meetings/<int:number>/items", needs=Can.DECIDE, methods=("POST",), turn=COUNCIL)
def items(number: int) -> Any:
    """Put a request for a decision before the panel of a meeting, or take it off its table."""
    found, form = _meeting(number), ItemForm()
    asked = gate.request_of(identifier(form.request.data)) or abort(404)
    if form.sent():
        with form.trying():
            put = gate.put_before if form.act.data == "add" else gate.take_off
            put(request=asked, panel=_panel(found.panel_id))
    form.report("It is on the table." if form.act.data == "add" else "It is off the table, and waits for the lead.")
    return see_other(".show", number=number)


@screens.screen("/meetings/<int:number>/letter", needs=Can.DECIDE, methods=("POST",), turn=COUNCIL)
def letter(number: int) -> Any:
    """Write to the panel what is on its table."""
    found, form, told = _meeting(number), PanelLetterForm(), 0
    if form.sent():
        with form.trying():
            told = gate.send_list(meeting=found, by=reader().person_id)
    form.report(f"The list goes to {plural(told, 'person', 'people')} by email, to each what they may see.")
    return see_other(".show", number=number)


@screens.screen("/meetings/<int:number>/minutes", needs=Can.SEE_IDEAS)
def minutes(number: int) -> Any:
    """Who was at a meeting, what was decided and what was said, to be printed."""
    found = gate.meeting_facts(number) or abort(404)
    return render(
        "gates/meetings/minutes.html",
        meeting=found,
        table=_table(found),
        written=found.minutes,
        may=reader().can(Can.DECIDE) and found.minuted,
    )


@screens.screen("/meetings/<int:number>/minutes/write", needs=Can.DECIDE, methods=BOTH, turn=COUNCIL)
def write(number: int) -> Any:
    """Write the minutes of a meeting, or put them right; what stood there before can be read."""
    found = gate.meeting_facts(number) or abort(404)
    form = MinutesForm.about(found, gate.seats(found.panel_id))
    if form.sent():
        with form.trying():
            present = filter(None, map(identifier, form.present.data or ()))
            said = {"words": form.words.data or "", "others": form.others.data or ""}
            gate.write_minutes(meeting=_meeting(number), present=present, by=reader().person_id, **said)
            say("The minutes are kept. Everybody in the council can read them.")
    if form.accepted:
        return see_other(".minutes", number=number)
    return render("gates/meetings/write.html", form=form, meeting=found)

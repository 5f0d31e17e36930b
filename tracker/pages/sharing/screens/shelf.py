"""What members note in a collaborative for each other (strands, shelf, support), and who brokers its themes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request

from tracker import collaborative
from tracker.collaborative import ShelfKind
from tracker.council import Can
from tracker.pages.sharing.shelf_forms import BrokerForm, NoteForm
from tracker.pages.sharing.standing import standing
from tracker.web import OWN, Screens, reader, render, say, see_other

screens = Screens("shelf", __name__)
BOTH = ("GET", "POST")


@screens.screen("/collaboratives/<code>/shelf", needs=Can.SEE_CARDS)
def show(code: str) -> Any:
    """What members noted: strands of work, research and links, support asked and given."""
    found = collaborative.get(code)
    entries = collaborative.shelf_of(found)
    by_kind = {kind: [one for one in entries if one.note.kind is kind] for kind in ShelfKind}
    strands = {one.note.id: one.note.title for one in by_kind[ShelfKind.STRAND]}
    beside = {"here": reader().council_id, **standing(found, collaborative.closed_query(found).answer())}
    return render("sharing/shelf/show.html", collaborative=found, by_kind=by_kind, strands=strands, **beside)


@screens.screen("/collaboratives/<code>/shelf/new", needs=Can.ADAPT, methods=BOTH, turn=OWN)
def note(code: str) -> Any:
    """Note something for all members."""
    found = collaborative.get(code)
    form = NoteForm.about(request.args.get("as"), collaborative.shelf_of(found, kind=ShelfKind.STRAND))
    if form.sent():
        with form.trying():
            collaborative.note_down(collaborative=found, **form.note, by=reader().person_id)
    if form.accepted:
        say("Every member reads it from the next page on. Your council can take it back.")
        return see_other("shelf.show", code=code)
    return render("sharing/shelf/new.html", form=form, collaborative=found)


@screens.screen("/collaboratives/<code>/shelf/<uuid:note_id>/back", needs=Can.ADAPT, methods=("POST",), turn=OWN)
def take_off(code: str, note_id: UUID) -> Any:
    """Take a note of the council back."""
    collaborative.take_off(note=collaborative.own_note(collaborative.get(code), note_id))
    say("It is taken back: no member sees it from the next page on.")
    return see_other("shelf.show", code=code)


@screens.screen("/collaboratives/<code>/brokers", needs=Can.CONVENE, methods=BOTH, turn=OWN)
def brokers(code: str) -> Any:
    """Name somebody of ours as broker of a theme."""
    found = collaborative.get(code)
    form = BrokerForm.among(collaborative.may_broker())
    if form.sent():
        with form.trying():
            who, theme, by = form.person_id, form.theme.data or "", reader().person_id
            collaborative.name_broker(collaborative=found, person_id=who, theme=theme, by=by)
    if form.accepted:
        say("Every member reads their name from the next page on. Tell them that others may call.")
        return see_other("membership.members", code=code)
    return render("sharing/shelf/brokers.html", form=form, collaborative=found)


@screens.screen("/collaboratives/<code>/brokers/<uuid:broker_id>/end", needs=Can.CONVENE, methods=("POST",), turn=OWN)
def end(code: str, broker_id: UUID) -> Any:
    """Have somebody of ours broker a theme no more."""
    collaborative.end_broker(broker=collaborative.own_broker(collaborative.get(code), broker_id))
    say("Their name stands there no more.")
    return see_other("membership.members", code=code)

"""Saved views: what a list, the board or a search is narrowed to, under a name and an address of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, request
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from tracker import view
from tracker.council import Can
from tracker.pages.ideas.narrowing import FIELDS, address_of, one_of
from tracker.view import LONGEST_NAME, SavedView, ViewPage
from tracker.web import OWN, Screens, allow, reader, render, say, see_other
from tracker.web.forms import Form

screens = Screens("views", __name__)
LONGEST_VALUE = 500


class SavedViewForm(Form):
    """What a view is called, and whose it is."""

    name = StringField(
        "What is it called?",
        description="Such as “Adult social care, in triage”.",
        validators=[DataRequired("Write what the view is to be called"), Length(max=LONGEST_NAME)],
    )
    shared = BooleanField("Everybody in the council finds it among their views")


@screens.screen("/views", needs=Can.SEE_IDEAS)
def listing() -> Any:
    """Which views are there: one's own, and those that were shared with the council."""
    found = view.views(reader=reader())
    own, shared = [one for one in found if one.own], [one for one in found if not one.own]
    return render("ideas/views.html", own=own, shared=shared, leads=reader().can(Can.TRIAGE))


@screens.screen("/views/new", needs=Can.SEE_IDEAS, methods=("GET", "POST"), turn=OWN)
def new() -> Any:
    """Keep what a page is narrowed to under a name."""
    page = one_of(ViewPage, request.args.get("of")) or ViewPage.LIST
    asked = {name: given[:LONGEST_VALUE] for name in FIELDS if (given := request.args.get(name))}
    form, leads = SavedViewForm(), reader().can(Can.TRIAGE)
    if form.sent():
        with form.trying():
            shared = leads and bool(form.shared.data)
            kept = view.save_view(
                page=page, asked=asked, name=form.name.data or "", by=reader().person_id, shared=shared
            )
    if form.accepted:
        say(f"Saved as “{kept.name}”. It has an address of its own, which you can send to a colleague.")
        return see_other("views.listing", anchor=str(kept.id))
    return render("ideas/view.html", form=form, saved=None, leads=leads, back=address_of(page, asked))


@screens.screen("/views/<uuid:view_id>", needs=Can.SEE_IDEAS)
def show(view_id: UUID) -> Any:
    """Lead to a view's page, narrowed as it was saved: whoever opens it sees what they may see."""
    found = _view(view_id)
    return redirect(address_of(found.page, found.asked), 303)


def _view(view_id: UUID, *, also_ended: bool = False) -> SavedView:
    found = view.saved_view(view_id)
    if found is None or (found.ended_at and not also_ended):
        abort(404)
    return found


@screens.screen("/views/<uuid:view_id>/edit", needs=Can.SEE_IDEAS, methods=("GET", "POST"), turn=OWN)
def edit(view_id: UUID) -> Any:
    """Rename a view; a lead shares it with the council, or no more."""
    found, leads = _view(view_id), reader().can(Can.TRIAGE)
    allow(view.keeps_view(found, reader()))
    form = SavedViewForm(data={"name": found.name, "shared": found.shared_at is not None})
    if form.sent():
        with form.trying():
            shared = bool(form.shared.data) if leads else found.shared_at is not None
            view.set_view(view=found, name=form.name.data or "", shared=shared)
    if form.accepted:
        say("The view is saved.")
        return see_other("views.listing", anchor=str(found.id))
    return render("ideas/view.html", form=form, saved=found, leads=leads, back="/views")


@screens.screen("/views/<uuid:view_id>/end", needs=Can.SEE_IDEAS, methods=("POST",), turn=OWN)
def end(view_id: UUID) -> Any:
    """Delete a view; it can be brought back at its old address."""
    found = _view(view_id, also_ended=True)
    allow(view.keeps_view(found, reader()))
    view.end_view(view=found)
    say(f"“{found.name}” is deleted.", undo=f"/views/{found.id}/restore")
    return see_other("views.listing")


@screens.screen("/views/<uuid:view_id>/restore", needs=Can.SEE_IDEAS, methods=("POST",), turn=OWN)
def restore(view_id: UUID) -> Any:
    """Bring a deleted view back."""
    found = _view(view_id, also_ended=True)
    allow(view.keeps_view(found, reader()))
    view.restore_view(view=found)
    say(f"“{found.name}” is back.")
    return see_other("views.listing", anchor=str(found.id))

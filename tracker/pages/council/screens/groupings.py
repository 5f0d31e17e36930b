"""A council's services and places: added, renamed, merged into another, ended, and each of it taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, url_for

from tracker import council, grouping, place
from tracker.council import Can
from tracker.grouping import Grouping, GroupingEntry
from tracker.pages.council.forms import GroupingForm, MergeForm, PlacesForm, ServiceForm, ServiceNameForm
from tracker.pages.council.words import touched
from tracker.web import COUNCIL, Screens, reader, render, say, see_other

screens = Screens("groupings", __name__)
KINDS = {"services": Grouping.SERVICE, "places": Grouping.PLACE}
ADDRESSES = {kind: name for name, kind in KINDS.items()}
ONE = "/council/<any(services, places):kinds>/<uuid:grouping_id>"


@screens.screen("/council/services", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def services() -> Any:
    """Add a service."""
    form = ServiceForm()
    if form.sent():
        with form.trying():
            council.add_service(name=form.name.data or "", senior_owner=form.senior_owner.data, by=reader().person_id)
    form.report("The service is added.")
    return see_other("council.show", anchor="services")


@screens.screen("/council/places", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def places() -> Any:
    """Add wards or areas, one a line."""
    form = PlacesForm()
    if form.sent():
        with form.trying():
            for name in form.named:
                place.add_place(name=name, by=reader().person_id)
    form.report(f"{len(form.named)} places are added." if len(form.named) > 1 else "The place is added.")
    return see_other("council.show", anchor="places")


@screens.screen(ONE, needs=Can.MANAGE_PEOPLE, methods=("GET", "POST"), turn=COUNCIL)
def show(kinds: str, grouping_id: UUID) -> Any:
    """One service or place: what it is called, who answers for it, and what would become of what stands with it."""
    kind, found = _find(kinds, grouping_id)
    form = ServiceNameForm(data=found._asdict()) if kind is Grouping.SERVICE else GroupingForm(data=found._asdict())
    if form.sent():
        with form.trying():
            _save(kind, found, form)
    if form.accepted:
        say(f"{(form.name.data or found.name).strip()} is saved.")
        return see_other("council.show", anchor=kinds)
    return _page(kind, found, form)


def _save(kind: Grouping, found: GroupingEntry, form: GroupingForm) -> None:
    by = reader().person_id
    grouping.rename_grouping(kind=kind, grouping_id=found.id, name=form.name.data or "", by=by)
    if isinstance(form, ServiceNameForm):
        council.name_senior_owner(service_id=found.id, senior_owner=form.senior_owner.data or "", by=by)


def _page(kind: Grouping, found: GroupingEntry, form: GroupingForm, merging: MergeForm | None = None) -> Any:
    return render(
        "council/grouping.html",
        kind=kind,
        kinds=ADDRESSES[kind],
        form=form,
        merging=merging or _merging(kind, found, sent=False),
        grouping=found,
        touched=touched(grouping.standing_with(kind, found.id)),
    )


def _merging(kind: Grouping, found: GroupingEntry, *, sent: bool) -> MergeForm:
    form = MergeForm() if sent else MergeForm(formdata=None)
    form.offer(one for one in grouping.groupings(kind) if one.is_offered and one.id != found.id)
    return form


@screens.screen(f"{ONE}/merge", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def merge(kinds: str, grouping_id: UUID) -> Any:
    """Make it part of another: what stands with it stands with the other from now on."""
    kind, found = _find(kinds, grouping_id)
    form = _merging(kind, found, sent=True)
    if form.sent():
        with form.trying():
            into = UUID(form.into.data)
            grouping.merge_grouping(kind=kind, grouping_id=found.id, into_id=into, by=reader().person_id)
    if form.accepted:
        say(
            f"{found.name} is part of {form.chosen} now.",
            undo=url_for("groupings.part", kinds=kinds, grouping_id=found.id),
        )
        return see_other("council.show", anchor=kinds)
    named = ServiceNameForm if kind is Grouping.SERVICE else GroupingForm
    return _page(kind, found, named(formdata=None, data=found._asdict()), form)


@screens.screen(f"{ONE}/part", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def part(kinds: str, grouping_id: UUID) -> Any:
    """Undo a merge: what moved moves back, but for what was put elsewhere since."""
    return _act(grouping.part_grouping, kinds, grouping_id, "{} stands by itself again, with what it had.")


@screens.screen(f"{ONE}/end", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def end(kinds: str, grouping_id: UUID) -> Any:
    """Offer it no more; it stays on the ideas that have it."""
    return _act(grouping.end_grouping, kinds, grouping_id, "{} is offered no more.", undo="groupings.resume")


@screens.screen(f"{ONE}/resume", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def resume(kinds: str, grouping_id: UUID) -> Any:
    """Offer it again."""
    return _act(grouping.resume_grouping, kinds, grouping_id, "{} is offered again.")


def _act(act: Callable[..., None], kinds: str, grouping_id: UUID, done: str, *, undo: str | None = None) -> Any:
    """Do one of these acts and say so, with the way back where there is one; or say why it cannot be done."""
    kind, found = _find(kinds, grouping_id)
    form = GroupingForm(formdata=None)
    with form.trying():
        act(kind=kind, grouping_id=found.id, by=reader().person_id)
    if form.accepted and undo:
        say(done.format(found.name), undo=url_for(undo, kinds=kinds, grouping_id=found.id))
    else:
        form.report(done.format(found.name))
    return see_other("council.show", anchor=kinds)


def _find(kinds: str, grouping_id: UUID) -> tuple[Grouping, GroupingEntry]:
    kind = KINDS[kinds]
    return kind, grouping.grouping(kind, grouping_id) or abort(404)

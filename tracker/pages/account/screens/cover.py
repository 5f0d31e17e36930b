"""Cover: who is asked in place of somebody who is away; set by themselves, or for them by a lead or an admin."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, url_for

from tracker import council
from tracker.council import Can, Colleague, CoverEntry
from tracker.pages.account.forms import CoverForm
from tracker.web import COUNCIL, SIGNED_IN, Screens, allow, reader, render, say, see_other
from tracker.web.filters import day
from tracker.web.forms import identifier

screens = Screens("cover", __name__)
FOR_OTHERS = frozenset({Can.TRIAGE, Can.MANAGE_PEOPLE})


@screens.screen("/account/cover", needs=SIGNED_IN, methods=("GET", "POST"), turn=COUNCIL)
def mine() -> Any:
    """Who is asked in my place while I am away, until when; and for whom I am asked."""
    return _page(_person(reader().person_id), done=url_for(".mine"))


@screens.screen("/council/cover", needs=FOR_OTHERS)
def listing() -> Any:
    """Who is away, and who is asked instead."""
    return render("account/covers.html", covers=council.covers_standing(), people=council.people())


@screens.screen("/council/cover/<uuid:person_id>", needs=FOR_OTHERS, methods=("GET", "POST"), turn=COUNCIL)
def show(person_id: UUID) -> Any:
    """Say for somebody who is away who is asked instead."""
    return _page(_person(person_id), done=url_for(".listing"))


@screens.screen("/council/cover/<uuid:person_id>/end", needs=SIGNED_IN, methods=("POST",), turn=COUNCIL)
def end(person_id: UUID) -> Any:
    """End it before its day: by whoever is back, whoever cannot stand in, a lead or an admin."""
    who, standing = reader(), council.cover_of(person_id) or abort(404)
    allow(who.person_id in {standing.person_id, standing.cover_id} or bool(FOR_OTHERS & who.allowed))
    council.end_cover(person_id=person_id, by=who.person_id)
    say(_ended(standing))
    others = bool(FOR_OTHERS & who.allowed) and who.person_id not in {standing.person_id, standing.cover_id}
    return see_other(".listing" if others else ".mine")


def _person(person_id: UUID) -> Colleague:
    """Somebody who is here; 404 for anybody else."""
    found = council.person(person_id)
    return found if found and not found.left else abort(404)


def _ended(standing: CoverEntry) -> str:
    if standing.person_id == reader().person_id:
        return f"What is asked of you is asked of you again. {standing.cover} has a letter."
    return f"It is over: {standing.person} is asked again."


def _page(who: Colleague, *, done: str) -> Any:
    """The form for somebody, filled with what stands; saved, back to where it was asked for."""
    covers = council.covers_standing()
    standing = next((one for one in covers if one.person_id == who.id), None)
    form = CoverForm(data=standing._asdict() if standing else None)
    form.offer(council.people(), of=who)
    if form.sent() and (cover_id := identifier(form.cover_id.data)):
        with form.trying():
            made = council.name_cover(
                person_id=who.id,
                cover_id=cover_id,
                since=form.since.data,
                until=form.until.data,
                note=form.note.data or "",
                by=reader().person_id,
            )
            say(f"Until {day(made.until)} {_name(made.cover_id)} is asked instead. They have a letter.")
    if form.accepted:
        return see_other(".mine" if done == url_for(".mine") else ".listing")
    own = who.id == reader().person_id
    asked_for = [one for one in covers if one.cover_id == who.id]
    return render("account/cover.html", form=form, person=who, own=own, standing=standing, asked_for=asked_for)


def _name(person_id: UUID) -> str:
    return council.names([person_id])[person_id]

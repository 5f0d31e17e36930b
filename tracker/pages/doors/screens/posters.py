"""Posters of teams, and what a council sets for its doors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any, NamedTuple

import segno
from flask import abort, request, url_for

from config.settings import settings
from tracker import contact, council, idea
from tracker.contact import TokenKind
from tracker.council import Can, Role
from tracker.pages.doors.forms import ConfirmForm, PosterForm, doors_form
from tracker.tenancy import together
from tracker.web import COUNCIL, Screens, reader, render, say, see_other
from tracker.web.filters import plural

screens = Screens("posters", __name__)
MAY = frozenset({Can.TRIAGE, Can.MANAGE_PEOPLE})
ACTS = ("GET", "POST")


class PosterAddress(NamedTuple):
    """Where a poster leads: as a link, as people type it, and as a square that a phone reads, so many cells wide."""

    link: str
    typed: str
    cells: int
    path: str


def _address(token: str) -> PosterAddress:
    link = f"{settings().base_url}{url_for('team.door', token=contact.token_in_parts(token))}"
    drawn = segno.make(link, error="q", micro=False)
    return PosterAddress(link, link.partition("://")[2], *_square(list(drawn.matrix_iter(border=2))))


def _square(rows: Sequence[Iterable[int]]) -> tuple[int, str]:
    """The dark cells of a square code as one path: each run of them in a row is a bar."""
    bars = []
    for down, row in enumerate(rows):
        for dark, run in groupby(enumerate(row), key=lambda cell: cell[1]):
            cells = [across for across, _ in run]
            bars += [f"M{cells[0]} {down}h{len(cells)}v1h-{len(cells)}z"] if dark else []
    return len(rows), "".join(bars)


@screens.screen("/council/posters", needs=MAY, methods=ACTS, turn=COUNCIL)
def listing() -> Any:
    """The posters of the council, how they are used, and a form for another one."""
    form = PosterForm()
    form.offer(council.services())
    if form.sent():
        with form.trying():
            made = contact.make_poster(by=reader().person_id, **form.said)
    if form.accepted:
        say("The poster is made. Print it, and put it where people hang up their keys.")
        return see_other(".show", number=made.number)
    return render("doors/posters.html", form=form, posters=contact.posters())


@screens.screen("/council/posters/<int:number>", needs=MAY, methods=ACTS, turn=COUNCIL)
def show(number: int) -> Any:
    """One poster as it goes on the wall, whether it is used, and how it is changed."""
    poster = contact.poster_numbered(number) or abort(404)
    stands = {"team": poster.team, "line": poster.line, "service": str(poster.service_id or "")}
    form = PosterForm(data=stands)
    services, used, token = (
        council.services_query(),
        contact.posters_query(number=number),
        contact.token_query(TokenKind.POSTER, poster.id),
    )
    leads, ideas = council.people_query(with_role=Role.LEAD), idea.poster_ideas_query(poster.id, reader=reader())
    found = together((services, used, token, leads, ideas))
    form.offer(found.of(services))
    if form.sent():
        with form.trying():
            contact.change_poster(poster=poster, by=reader().person_id, **form.said)
    if form.accepted:
        say("The poster is changed; its address stays. Print it anew.")
        return see_other(".show", number=number)
    secret = found.of(token)  # none where it can no longer be made, since the site's own secret changed
    return render(
        "doors/poster.html",
        form=form,
        poster=found.of(used)[0],
        at=_address(secret) if secret and not poster.ended_at else None,
        place=council.here(),
        leads=found.of(leads),
        doors=contact.door_settings(),
        ideas=found.of(ideas),
    )


@screens.screen("/council/posters/<int:number>/end", needs=MAY, methods=("POST",), turn=COUNCIL)
def end(number: int) -> Any:
    """End a poster's address."""
    poster = contact.poster_numbered(number) or abort(404)
    contact.end_poster(poster=poster, by=reader().person_id)
    say("This address has ended. The page that it opens says so, and whom to ask. Codes already given still work.")
    return see_other(".show", number=number)


@screens.screen("/council/posters/<int:number>/reopen", needs=MAY, methods=("POST",), turn=COUNCIL)
def reopen(number: int) -> Any:
    """Open a poster's address again."""
    poster = contact.poster_numbered(number) or abort(404)
    contact.reopen_poster(poster=poster, by=reader().person_id)
    say("The address works again: the poster on the wall opens its form.")
    return see_other(".show", number=number)


def _named(ref: str) -> str | None:
    """The reference of an idea as somebody typed it; None where none here is called so."""
    with suppress(idea.NotFoundError):
        return idea.get_named(ref, reader=reader()).ref
    return None


@screens.screen("/council/doors", needs=MAY, methods=ACTS, turn=COUNCIL)
def doors() -> Any:
    """What the council sets for its doors."""
    ref = request.args.get("ref", "").strip() if reader().can(Can.TRIAGE) else ""
    if ref and (named := _named(ref)):
        return see_other("voices.show", ref=named)
    form = doors_form(contact.door_settings())
    if form.sent():
        with form.trying():
            contact.set_doors(choice=form.choice, by=reader().person_id)
    if form.accepted:
        say("Saved. The doors say so from now on.")
        return see_other(".doors")
    return render("doors/doors.html", form=form, ref=ref, place=council.here(), base_url=settings().base_url)


@screens.screen("/council/doors/end/<any(contacts,codes):what>", needs=MAY, methods=ACTS, turn=COUNCIL)
def end_kept(what: str) -> Any:
    """End at once what is kept of people without an account: names and addresses, or codes. A page asks before."""
    form, by = ConfirmForm(), reader().person_id
    if not form.sent():
        kept, most = contact.kept_count(), contact.MOST_COUNTED
        return render("doors/end_kept.html", what=what, many=getattr(kept, what), most=most)
    with form.trying():
        ended = contact.end_codes(by=by) if what == "codes" else contact.end_contacts(by=by)
    form.report(_ended(what, ended))
    return see_other(".doors")


def _ended(what: str, count: int) -> str:
    """How much ended, in a sentence."""
    if what == "codes":
        return f"{plural(count, 'code')} {'works' if count == 1 else 'work'} no longer."
    return f"Nothing is kept any longer by which {plural(count, 'person', 'people')} could be named or written to."

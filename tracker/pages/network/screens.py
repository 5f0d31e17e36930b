"""Who works with whom: the picture and its tables, what a link rests on, and whether I am shown by name."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import request, url_for

from tracker import network
from tracker.council import Can
from tracker.network import Layer, LinkKind, NetworkFilters
from tracker.pages.network.drawing import drawing_of
from tracker.pages.network.forms import MyNetworkForm
from tracker.pages.network.words import (
    beside_name,
    council_rows,
    layer_rows,
    link_row,
    missing_of,
    name_of,
    parts_of,
    talks_of,
)
from tracker.web import OWN, SIGNED_IN, Screens, reader, render, say, see_other
from tracker.web.numbers import whole

screens = Screens("network", __name__)
V = TypeVar("V", bound=StrEnum)


@screens.screen("/network", needs=Can.SEE_PORTFOLIO)
def show() -> Any:
    """Who works, comments and adapts with whom, by layer and council, and what hangs on one person."""
    filters = NetworkFilters(_member(LinkKind, request.args.get("kind")), _member(Layer, request.args.get("layer")))
    page = max(whole(request.args.get("page"), otherwise=1), 1)
    told, places, links, drawn = network.network_shown(reader=reader(), filters=filters, page=page)
    if told is None or not told.bands:
        return render("network/empty.html", told=told)
    narrowed = filters != NetworkFilters()
    total = links[0].links if links else 0
    return render(
        "network/show.html",
        told=told,
        filters=filters,
        LinkKind=LinkKind,
        Layer=Layer,
        thin=network.THIN,
        narrowed=narrowed,
        drawing=drawing_of(told, places, drawn, narrowed=narrowed),
        missing=missing_of(told),
        talks=talks_of(told, places),
        parts=parts_of(places),
        layers=layer_rows(told, places),
        councils=council_rows(places, drawn, narrowed=narrowed),
        links=[link_row(one, places) for one in links],
        total=total,
        newer=_page(filters, page - 1) if page > 1 else None,
        older=_page(filters, page + 1) if page * network.ON_A_PAGE < total else None,
        me=next((one for one in places.values() if one.mine), None),
    )


def _member(kind: type[V], given: str | None) -> V | None:
    return kind(given) if given in set(kind) else None


def _page(filters: NetworkFilters, page: int) -> str:
    number = page if page > 1 else None
    return url_for(".show", _anchor="links", kind=filters.kind, layer=filters.layer, page=number)


@screens.screen("/network/links/<uuid:link_id>", needs=Can.SEE_PORTFOLIO)
def link(link_id: UUID) -> Any:
    """What a link rests on; of a person who is not named only how often and how."""
    found = network.link(link_id)
    places = network.places_query(reader(), only=(found.one, found.other)).answer()
    ends = [places[found.one], places[found.other]]
    told = all(not end.unnamed or end.mine for end in ends)
    return render(
        "network/link.html",
        link=found,
        names=[name_of(end) for end in ends],
        beside=[beside_name(end) for end in ends],
        told=told,
        rests=network.rests_of(link_id, reader=reader()) if told else [],
        thin=network.THIN,
    )


@screens.screen("/account/network", needs=SIGNED_IN, methods=("GET", "POST"), turn=OWN)
def mine() -> Any:
    """Whether I am shown by name, and where I stand."""
    now = network.choice_of(reader().person_id)
    form = MyNetworkForm(data={"shown": now.shown, "layer": now.layer or ""})
    if form.sent():
        network.choose(person_id=reader().person_id, shown=bool(form.shown.data), layer=form.chosen)
        say("You are shown by name from now on." if form.shown.data else "You are not named there any more.")
        return see_other(".mine")
    return render("network/mine.html", form=form)

"""How a page is rendered, where it goes next, and the one sentence that says what was done."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, request, url_for
from jinja2 import Environment, pass_environment
from jinja2.environment import TemplateModule
from werkzeug.wrappers import Response

from config.settings import settings
from tracker import clock, direction, setting, upkeep
from tracker.council import FORMER, Can, SignedInReader
from tracker.history import Event
from tracker.web.fields import most_of
from tracker.web.signed_in import reader_or_nobody
from tracker.web.wording import vocabulary

BUILT = Path(__file__).parents[2] / "assets" / "built"


class Room(NamedTuple):
    """A room that a person may enter: its label, its address, and whether this page is in it."""

    label: str
    address: str
    current: bool


ROOMS: tuple[tuple[str, str, Can | None], ...] = (
    ("Home", "home.home", None),
    ("Triage", "triage.desk", Can.TRIAGE),
    ("Ideas", "ideas.listing", Can.SEE_IDEAS),
    ("Board", "ideas.board", Can.SEE_PORTFOLIO),
    ("Portfolio", "portfolio.show", Can.SEE_PORTFOLIO),
    ("Collaboratives", "collaboratives.listing", Can.SEE_CARDS),
    ("Library", "library.methods", Can.SEE_IDEAS),
    ("Council", "council.show", Can.IMPORT),
    ("Operations", "operations.show", Can.OPERATE),
)
# Addresses that lie in another room than they say: the desk works a queue idea by idea.
LIE_IN = {"/ideas/<ref>/triage": "/triage", "/network": "/portfolio", "/network/links/<uuid:link_id>": "/portfolio"}


def render(template: str, **shown: Any) -> str:
    """Render a page with what it shows; who is signed in and the rooms come by themselves."""
    return direction.on_a_page(current_app.jinja_env.get_template(template).render({**_of_every_page(), **shown}))


def _of_every_page() -> dict[str, Any]:
    who = reader_or_nobody()
    return {
        "reader": who,
        "rooms": rooms(who),
        "today": clock.today(),
        "Can": Can,
        "own_vocabulary": vocabulary(),
        "brand": who.brand if who else None,
        "asked_of_me": who.asked if who else 0,
        "demo": settings().is_demo,
    }


def see_other(endpoint: str, *, anchor: str | None = None, **values: Any) -> Response:
    """Go to another page after an act (303), so that going back or reloading does not repeat it."""
    return redirect(url_for(endpoint, _anchor=anchor, **values), 303)


def back_to(wanted: str | None, otherwise: str) -> str:
    """Return the address inside this site that was wanted, or the other one: never a way off the site."""
    if not wanted or not wanted.startswith("/") or "//" in wanted or "\\" in wanted or any(c <= " " for c in wanted):
        return otherwise
    return wanted if not urlsplit(wanted).netloc else otherwise


def say(sentence: str, *, undo: str | None = None) -> None:
    """Say on the next page what was done, with the address that undoes it where there is one."""
    flash({"text": sentence, "undo": undo}, "done")  # type: ignore[arg-type]  # its template reads more than a string


def warn(sentence: str, *, settled: bool = False) -> None:
    """Say on the next page what could not be done, and why. Nothing was done, so the form's key is not used.

    It is where all is `settled`: somebody else did it, and nothing is left to be sent.
    """
    if not settled:
        g.warned = True
    flash(sentence, "warn")


@functools.cache
def _manifest() -> dict[str, str]:
    found: dict[str, str] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    return found


def asset(name: str) -> str:
    """The address of a built asset; its name carries its hash, so it may be kept for a year."""
    return f"/assets/{_manifest()[name]}"


@functools.cache
def _fixed(endpoint: str) -> str:
    return url_for(endpoint)


def address(endpoint: str, **values: Any) -> str:
    """The address of a screen in this site, for templates; one that has no parts is worked out once.

    A screen named beside another, `.show`, is another one in every family of screens: it is kept by its whole name.
    """
    if values:
        return url_for(endpoint, **values)
    return _fixed(f"{request.blueprint or ''}{endpoint}" if endpoint.startswith(".") else endpoint)


def rooms(who: SignedInReader | None) -> TemplateModule | None:
    """The rooms that a person may enter, as markup."""
    here = request.url_rule.rule if request.url_rule else ""
    return _rooms(who.allowed, who.council_id is not None, here) if who else None


@functools.lru_cache(maxsize=1024)
def _rooms(allowed: frozenset[Can], in_council: bool, here: str) -> TemplateModule | None:  # noqa: FBT001 - a key of what is kept
    """The rooms of who may do all this, seen from the rule of a screen: rendered once for each."""
    entered = [
        Room(label, at := _fixed(endpoint), _is_in(at, here))
        for label, endpoint, needs in ROOMS
        if (needs is None and in_council) or (needs and needs in allowed)
    ]
    return piece("components/rooms.html", rooms=entered) if entered else None


def piece(template: str, **shown: Any) -> TemplateModule:
    """A piece of a page that is the same for everybody, as markup: for whoever keeps it."""
    return current_app.jinja_env.get_template(template).make_module(shown)


@pass_environment
def history_line(pages: Environment, event: Event) -> TemplateModule:
    """What happened, as the template of its kind tells it: of the event alone, so nothing of the page is copied."""
    return pages.get_template(f"history/{event.what}.html").make_module({"event": event}, shared=True)


def _is_in(room: str, here: str) -> bool:
    """Whether an address is that of a room, or lies below it."""
    at = LIE_IN.get(here, here)
    return at == room or (room != "/" and at.startswith(f"{room}/"))


def init(app: Flask) -> None:
    """Give every template addresses, assets, what happened in words, and after how many days things are old."""
    app.jinja_env.globals["url_for"] = address
    app.jinja_env.filters["asset"] = asset  # of a constant, so that a template holds the address itself
    app.jinja_env.filters["history_line"] = history_line
    app.jinja_env.globals["upkeep_days"] = upkeep.days
    app.jinja_env.globals["election_after"] = setting.election_after
    app.jinja_env.globals["former_colleague"] = FORMER
    app.jinja_env.filters["most_of"] = most_of

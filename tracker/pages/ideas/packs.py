"""Packs for a committee: ideas are put on a list, and their packs go out together, on one page or as one PDF.

The list is its address: it can be kept and sent, and whoever opens it finds the packs that they may see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from config import printer
from tracker import clock, idea
from tracker.council import Can
from tracker.idea import Key, State, Story
from tracker.pages.ideas.lines import lines
from tracker.pages.ideas.narrowing import FIELDS, narrowing
from tracker.pages.ideas.pack import as_pdf, on_paper, packs_of
from tracker.web import Screens, reader, render, see_other

screens = Screens("packs", __name__)
MOST_PACKS = 20
LONGEST_HEADING = 120
LONGEST_REFERENCE = 60  # as long as an imported one may be (idea/rules.py)
BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class PackList:
    """What stands in the address of a list: the references, as they were put on it, and what the list is for."""

    refs: tuple[str, ...]
    heading: str
    left_out: int = 0

    def address(self, page: str = "/packs", *, without: str = "", **besides: str) -> str:
        """The address of a page of this list, without one of its ideas or with all."""
        said = [("ref", ref) for ref in self.refs if ref != without]
        return f"{page}?{urlencode([*said, ('heading', self.heading), *besides.items()])}"


def _asked() -> PackList:
    """The list that the address names: what was on it, what was ticked and what was typed, each once, 20 at most."""
    typed = [each.upper() for each in BETWEEN.split(request.args.get("named", "")) if each]
    given = (*request.args.getlist("ref"), *request.args.getlist("add"), *typed)
    refs = tuple(dict.fromkeys(ref for ref in given if len(ref) <= LONGEST_REFERENCE))
    heading = request.args.get("heading", "").strip()[:LONGEST_HEADING]
    return PackList(refs[:MOST_PACKS], heading, left_out=len(refs[MOST_PACKS:]))


def _here(asked: PackList) -> tuple[PackList, list[Story]]:
    """The list as its reader has it: without what they may not see, and with those ideas."""
    found = [one for one in idea.stories(refs=asked.refs, reader=reader()) if one.idea.state is not State.DRAFT]
    return PackList(tuple(one.idea.ref for one in found), asked.heading, asked.left_out), found


@screens.screen("/packs", needs=Can.SEE_IDEAS)
def choose() -> Any:
    """Choose ideas for a committee: what is on the list, and ideas to put on it."""
    asked = _asked()
    listed, stories = _here(asked)
    narrowed, offer = narrowing(request.args)
    filters = narrowed.filters(mine=reader().person_id)
    after, before = (Key.read(request.args.get(end)) for end in ("after", "before"))
    page = idea.listing(reader=reader(), filters=filters, after=after, before=before)
    shown = [one for one in page.rows if one.state != State.DRAFT and one.ref not in listed.refs]
    given = {name: narrowed.given[name] for name in FIELDS if narrowed.given.get(name)}
    return render(
        "ideas/packs.html",
        listed=listed,
        stories=stories,
        unknown=_unknown(asked.refs, listed.refs),
        most=MOST_PACKS,
        narrowing=narrowed,
        lines=lines(shown, offer.names),
        older=listed.address(**given, after=str(page.next_key)) if page.next_key else None,
        newer=listed.address(**given, before=str(page.previous_key)) if page.previous_key else None,
        can_be_pdf=not printer.lacking(),
    )


def _unknown(asked: Iterable[str], here: Iterable[str]) -> list[str]:
    found = set(here)
    return [ref for ref in asked if ref not in found]


@screens.screen("/packs/all", needs=Can.SEE_IDEAS)
def show() -> Any:
    """All packs of a list on one page, to print."""
    asked = _asked()
    packs = packs_of(asked.refs)
    missing = _unknown(asked.refs, (one.idea.ref for one in packs))
    return render(
        "ideas/packs_all.html", **on_paper(packs), listed=asked, missing=missing, can_be_pdf=not printer.lacking()
    )


@screens.screen("/packs/all.pdf", needs=Can.SEE_IDEAS, door=False)
def pdf() -> Any:
    """All packs of a list as one PDF; without any, the list."""
    asked = _asked()
    if not asked.refs:
        return see_other("packs.choose")
    title = asked.heading or "Evidence packs"
    made = as_pdf(lambda: packs_of(asked.refs), name=f"packs-{clock.today().isoformat()}", title=title)
    return made or see_other("packs.show", ref=asked.refs, heading=asked.heading)

"""Packs for a committee: ideas are put on a list, and their packs go out together, on one page or as one PDF.

The list is its address: it can be kept and sent, and whoever opens it finds the packs that they may see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from config import printer
from tracker import clock, idea
from tracker.council import Can
from tracker.idea import IdeaTitle, Key, State
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


@dataclass(frozen=True)
class ListedIdeas:
    """The list as its reader has it: the ideas on it, and what was named that is not here, or not for them to see."""

    packs: PackList
    ideas: Sequence[IdeaTitle]
    unknown: Sequence[str]


def _named() -> list[str]:
    """What the address names: what was on the list, what was ticked and what was typed, in whatever capitals."""
    typed = BETWEEN.split(request.args.get("named", ""))
    given = (*request.args.getlist("ref"), *request.args.getlist("add"), *typed)
    return list(dict.fromkeys(name for name in given if name and len(name) <= LONGEST_REFERENCE))


def _heading() -> str:
    return request.args.get("heading", "").strip()[:LONGEST_HEADING]


def _listed() -> ListedIdeas:
    """The list that the address names: each idea once, 20 at most."""
    named = _named()
    found = idea.titles_named(named, reader=reader())
    every = list({found[name].ref: found[name] for name in named if name in found}.values())
    ideas, more = every[:MOST_PACKS], every[MOST_PACKS:]
    listed = PackList(tuple(one.ref for one in ideas), _heading(), left_out=len(more))
    return ListedIdeas(listed, ideas, [name for name in named if name not in found])


@screens.screen("/packs", needs=Can.SEE_IDEAS)
def choose() -> Any:
    """Choose ideas for a committee: what is on the list, and ideas to put on it."""
    here = _listed()
    listed = here.packs
    narrowed, offer = narrowing(request.args)
    filters = narrowed.filters(mine=reader().person_id)
    after, before = (Key.read(request.args.get(end)) for end in ("after", "before"))
    page = idea.listing(reader=reader(), filters=filters, after=after, before=before)
    shown = [one for one in page.rows if one.state != State.DRAFT and one.ref not in listed.refs]
    given = {name: narrowed.given[name] for name in FIELDS if narrowed.given.get(name)}
    return render(
        "ideas/packs.html",
        listed=listed,
        ideas=here.ideas,
        unknown=here.unknown,
        most=MOST_PACKS,
        narrowing=narrowed,
        lines=lines(shown, offer.names),
        older=listed.address(**given, after=str(page.next_key)) if page.next_key else None,
        newer=listed.address(**given, before=str(page.previous_key)) if page.previous_key else None,
        can_be_pdf=not printer.lacking(),
    )


@screens.screen("/packs/all", needs=Can.SEE_IDEAS)
def show() -> Any:
    """All packs of a list on one page, to print."""
    here = _listed()
    packs = on_paper(packs_of(here.packs.refs))
    beside = {"listed": here.packs, "missing": here.unknown, "can_be_pdf": not printer.lacking()}
    return render("ideas/packs_all.html", **packs, **beside)


@screens.screen("/packs/all.pdf", needs=Can.SEE_IDEAS, door=False)
def pdf() -> Any:
    """All packs of a list as one PDF; without any, the list."""
    if not (named := _named()):
        return see_other("packs.choose")
    name = f"packs-{clock.today().isoformat()}"
    made = as_pdf(lambda: packs_of(_listed().packs.refs), name=name, title=_heading() or "Evidence packs")
    return made or see_other("packs.show", ref=named, heading=_heading())

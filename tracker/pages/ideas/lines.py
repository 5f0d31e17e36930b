"""A list of ideas as it reads: its lines, what it holds and in which order."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from tracker import clock, idea
from tracker.idea import Filters, ListedIdea, Page, State
from tracker.web.filters import NAMELESS, NBSP, ago_days, day
from tracker.web.wording import vocabulary
from tracker.wording import Reading, Vocabulary, capital


class Line(NamedTuple):
    """One line of a list of ideas: where it stands in words, and its particulars in one."""

    ref: str
    title: str
    stage: str
    where: str
    more: str
    historical: bool


def lines(found: Iterable[ListedIdea], names: Mapping[UUID, str]) -> list[Line]:
    """The lines of a list, each with its reference, who looks after it and how long it has been where it is.

    `names` are those of everybody who may own an idea.
    """
    today, words = clock.today(), vocabulary()
    where = functools.cache(lambda standing: capital(words.called(standing, "standing", Reading.STAFF)))
    return [
        Line(
            one.ref,
            one.title or NAMELESS,
            one.stage,
            rests(one, words) or where(one.standing),
            " · ".join(filter(None, (one.ref, _keeper(one, names), ago_days(one.stage_since, today)))),
            one.historical,
        )
        for one in found
    ]


class RestingIdea(Protocol):
    """What is asked of an idea to say until when it rests."""

    @property
    def state(self) -> str: ...  # noqa: D102
    @property
    def stage(self) -> str: ...  # noqa: D102
    @property
    def parked_until(self) -> date | None: ...  # noqa: D102
    @property
    def held_until(self) -> date | None: ...  # noqa: D102


def rests(one: RestingIdea, words: Vocabulary) -> str | None:
    """Until when an idea waits that is parked, or whose decision is held; None for any other."""
    if one.state == State.PARKED and one.parked_until:
        return capital(words.called(one.state, "state", Reading.STAFF, by=day(one.parked_until)))
    if one.held_until:
        return capital(f"{words.called(one.stage, 'stage', Reading.STAFF)}, {held(one.held_until)}")
    return None


def held(until: date) -> str:
    """Until when a decision is held, as it is said beside where an idea stands."""
    return f"held until {day(until)}"


def _keeper(one: ListedIdea, names: Mapping[UUID, str]) -> str | None:
    """Who looks after an idea; that nobody does, while it is worked on."""
    idle = one.state == State.ACTIVE and not one.historical
    owner = names.get(one.owner_id) if one.owner_id else None
    return owner or ("nobody looks after it" if idle else None)


def order_of(page: Page, filters: Filters) -> str:
    """What a list holds and in which order; of a search also how many ideas have the words."""
    if page.hits is None:
        return "Narrowed to what you chose below." if filters.any else "Those that changed last come first."
    if page.hits > idea.MOST_HITS:
        most = f"{idea.MOST_HITS:,}"
        done = "were looked through for the rest" if filters.more_than_words else "are listed"
        return f"Over {most} ideas have these words; {most} of them {done}. Add a word."
    if not page.hits:
        return "No idea has all of these words."
    have = f"{page.hits:,}{NBSP}{'idea has' if page.hits == 1 else 'ideas have'} these words"
    if filters.more_than_words:
        return f"{have}; listed are those that fit the rest too."
    return f"{have}; those with all of them in the title come first." if page.hits > 1 else f"{have}."

"""What a list of ideas is narrowed to: read from the address and shown again, with what is on offer."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote_plus, urlencode

from tracker import council, grouping, place, portfolio, tag, upkeep
from tracker.clock import now, today
from tracker.council import ListOffer, NamedThing
from tracker.grouping import Grouping
from tracker.idea import LONGEST_TITLE, BoardOrder, Extent, Filters, Key, Sieve, Stage, State
from tracker.tenancy import together
from tracker.view import ViewPage
from tracker.web import piece
from tracker.web.filters import plural
from tracker.web.forms import identifier
from tracker.web.numbers import whole
from tracker.web.wording import vocabulary
from tracker.wording import capital

# By what every list is narrowed, by what on request, and by what the board alone or a search alone.
USUAL = ("q", "stage", "state", "service", "owner", "mine")
WIDER = ("sponsor", "type", "driver", "extent", "tag", "place", "age")
FIELDS = (*USUAL, *WIDER, "note", "order", "quiet", "kind")
AGES = (60, 180, 365)
LONGEST_AGE = 36_500
LONGEST_WORD = 60
V = TypeVar("V", bound=StrEnum)


class Offered(NamedTuple):
    """One value that may be chosen, and how it reads."""

    value: str
    words: str


class Box(NamedTuple):
    """One field to narrow by: its name in the address, its label, what is on offer and what is chosen."""

    name: str
    label: str
    offered: tuple[Offered, ...]
    chosen: str | None


class WideOffer(NamedTuple):
    """What a list is narrowed by besides: asked for only where the fields are shown."""

    sponsors: Sequence[NamedThing]
    tags: Sequence[NamedThing]
    places: Sequence[NamedThing]


@functools.lru_cache(maxsize=1024)
def drawn(box: Box) -> Any:
    """A field to narrow by, as markup: what a council offers stays the same for long, so each is rendered once."""
    return piece("ideas/_box.html", asked=box)


def narrowing(given: Mapping[str, str]) -> tuple[Narrowing, ListOffer]:
    """What an address narrows a list to, and what its council offers: one statement, with the wider fields or not."""
    if "more" not in given and not any(given.get(name) for name in WIDER):
        offer = council.list_offer()
        return Narrowing(_as_now(given, Grouping.SERVICE, offer.services), offer), offer
    usual, wide = (
        council.list_offer_query(),
        (council.sponsors_query(), tag.tag_offer_query(), place.place_offer_query()),
    )
    answers = together((usual, *wide))
    offer, more = answers.of(usual), WideOffer(*map(answers.of, wide))
    given = _as_now(_as_now(given, Grouping.SERVICE, offer.services), Grouping.PLACE, more.places)
    return Narrowing(given, offer, more), offer


def _as_now(given: Mapping[str, str], kind: Grouping, offered: Iterable[NamedThing]) -> Mapping[str, str]:
    """An address as it means now: a service or a place that became part of another since it was kept is that other."""
    chosen = identifier(given.get(kind))
    if chosen is None or any(one.id == chosen for one in offered):
        return given
    found = grouping.grouping_now(kind, chosen)
    return {**given, kind: str(found.id)} if found and found.id != chosen else given


class Narrowing:
    """What an address narrows a list to. What is not on offer narrows nothing; what was typed stays typed."""

    def __init__(self, given: Mapping[str, str], offer: ListOffer, wide: WideOffer | None = None) -> None:
        self.given = {name: given[name] for name in FIELDS if given.get(name)}
        self.q = self.given.get("q", "")
        self.mine = self.given.get("mine", "false") != "false"
        self.wide = wide
        self.offer = offer

    @functools.cached_property
    def usual(self) -> Sequence[Box]:
        """The fields of every list: stage, state, service and owner."""
        words = vocabulary()
        return (
            self._box("stage", "Stage", "Every stage", words.choices("stage")),
            self._box("state", "State", "All", words.choices("state")),
            self._box("service", "Service", "Every service", map(_named, self.offer.services)),
            self._box("owner", capital(words.filled("{role.owner}")), "Everybody", map(_named, self.offer.owners)),
        )

    def _box(self, name: str, called: str, nothing: str, offered: Iterable[tuple[str, str]]) -> Box:
        values = (Offered("", nothing), *map(Offered._make, offered))
        return Box(name, called, values, self.given.get(name))

    def board_boxes(self) -> list[Box]:
        """The fields of the board: service, owner, how big a change, whether something is worth knowing, the order."""
        return [
            *self.usual[2:],
            self._extent(),
            self._box("note", "Worth knowing", "Anything", [("y", "Has a note")]),
            self._box("order", "Order", *_orders("board_order")),
        ]

    def _extent(self) -> Box:
        words = vocabulary()
        return self._box("extent", capital(words.called("extent", "fact")), "Any", words.choices("extent"))

    @functools.cached_property
    def search_boxes(self) -> Sequence[Any]:
        """The fields of a search, as markup: those of the list, and in which order."""
        return [*self.boxes, drawn(self._box("order", "Order", *_orders("hit_order")))]

    @property
    def wide_boxes(self) -> Sequence[Any]:
        """The fields by which a list is narrowed on request, as markup; none where they are not asked for."""
        return [drawn(box) for box in self._wide()]

    def _wide(self) -> Sequence[Box]:
        if self.wide is None:
            return []
        words = vocabulary()
        return [
            self._box("sponsor", capital(words.filled("{role.sponsor}")), "Anybody", map(_named, self.wide.sponsors)),
            self._open("type", "Kind", words.choices("innovation_type")),
            self._open("driver", "Driven by", words.choices("origin_driver")),
            self._extent(),
            self._box("tag", "Tag", "Any", map(_named, self.wide.tags)),
            self._box("place", "Place", "Everywhere", map(_named, self.wide.places)),
            self._open("age", "In its stage for", [(str(age), f"{plural(age, 'day')} or more") for age in AGES]),
        ]

    def _open(self, name: str, called: str, offered: Iterable[tuple[str, str]]) -> Box:
        """A field whose list is open: what an import brought may be chosen by its address, and stands in it then."""
        values, given = list(offered), self.given.get(name, "")
        if given and given not in dict(values):
            values.append(
                (given, f"{plural(days, 'day')} or more" if name == "age" and (days := _days(given)) else given)
            )
        return self._box(name, called, "Any", values)

    @property
    def is_quiet(self) -> bool:
        """Whether only those are wanted on which nothing happened for long."""
        return bool(self.given.get("quiet"))

    def sieve(self, *, mine: Any, historical: bool = False) -> Sieve:
        """What narrows the board, as the board takes it."""
        filters = self.filters(mine=mine)
        return Sieve(
            service_id=filters.service_id,
            owner_id=filters.owner_id,
            extent=filters.extent,
            quiet_since=now() - timedelta(days=upkeep.days().idle) if self.is_quiet else None,
            beside=portfolio.FLAGGED if self.given.get("note") == "y" else "",
            historical=historical,
            order=one_of(BoardOrder, self.given.get("order")) or BoardOrder.LONGEST,
        )

    @property
    def boxes(self) -> Sequence[Any]:
        """The fields of the list, as markup."""
        return [drawn(box) for box in self.usual]

    @functools.cached_property
    def _said(self) -> Mapping[str, str]:
        """What the address says, by name, as it stands in one."""
        return {name: _parameter(name, value) for name, value in self.given.items()}

    def address(self, page: str = "/ideas", **besides: object) -> str:
        """The address of a page that is narrowed alike, with what else it is to say; None takes a parameter away."""
        more = {name: None if value is None else _parameter(name, value) for name, value in besides.items()}
        said = "&".join(filter(None, {**self._said, **more}.values()))
        return f"{page}?{said}" if said else page

    def in_words(self) -> str:
        """What was chosen, as it reads on paper."""
        chosen = [
            f"{box.label.lower()}: {dict(box.offered)[box.chosen]}"
            for box in (*self.usual, *self._wide())
            if box.chosen in dict(box.offered)
        ]
        return "; ".join([*([f"with the words “{self.q}”"] if self.q else []), *chosen])

    def after(self, key: Key) -> str:
        """The address of what comes after a row, narrowed alike."""
        return self.address(after=key)

    def before(self, key: Key) -> str:
        """The address of what comes before a row, narrowed alike."""
        return self.address(before=key)

    def filters(self, *, mine: Any) -> Filters:
        """The filters as the list takes them; `mine` is whose ideas are wanted where only one's own are."""
        given = self.given.get
        return Filters(
            stage=one_of(Stage, given("stage")),
            state=one_of(State, given("state")),
            service_id=identifier(given("service")),
            owner_id=identifier(given("owner")),
            sponsor_id=identifier(given("sponsor")),
            innovation_type=_word(given("type")),
            origin_driver=_word(given("driver")),
            extent=one_of(Extent, given("extent")),
            tag_id=identifier(given("tag")),
            place_id=identifier(given("place")),
            in_stage_since=_age(given("age")),
            mine=mine if self.mine else None,
            text=self.q.strip()[:LONGEST_TITLE],
        )


def _parameter(name: str, value: object) -> str:
    return f"{name}={quote_plus(str(value), safe=':')}"


def _named(thing: NamedThing) -> tuple[str, str]:
    return str(thing.id), thing.name


def _orders(of: str) -> tuple[str, list[tuple[str, str]]]:
    """The order that a page has of itself, and the others."""
    usual, *others = vocabulary().choices(of)
    return usual[1], others


def _word(given: str | None) -> str | None:
    """A word of an open list; nothing for none, and for what is longer than any."""
    return given.strip() or None if given and len(given) <= LONGEST_WORD else None


def _age(given: str | None) -> Any:
    """The day since which something has been where it is, for a number of days; nothing for what is no such number."""
    days = _days(given)
    return today() - timedelta(days=days) if days else None


def _days(given: str | None) -> int:
    days = whole(given, otherwise=0)
    return days if days <= LONGEST_AGE else 0


def one_of(words: type[V], given: str | None) -> V | None:
    """The word of a closed list that was given, if it is one."""
    return words(given) if given in set(words) else None


def address_of(page: str, asked: Mapping[str, str]) -> str:
    """Where a saved view leads: its page, narrowed as it was."""
    query = urlencode({name: asked[name] for name in FIELDS if asked.get(name)})
    return f"{ViewPage(page).address}?{query}" if query else ViewPage(page).address

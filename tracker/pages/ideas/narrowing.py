"""What a list of ideas is narrowed to: read from the address and shown again, with what is on offer."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from tracker import portfolio, upkeep
from tracker.clock import now
from tracker.council import NamedThing
from tracker.idea import LONGEST_TITLE, BoardOrder, Extent, Filters, Key, Sieve, Stage, State
from tracker.web import piece
from tracker.web.forms import identifier
from tracker.web.wording import vocabulary
from tracker.wording import capital

FIELDS = ("q", "stage", "state", "service", "owner", "mine", "extent", "note", "order", "quiet")
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


@functools.lru_cache(maxsize=1024)
def drawn(box: Box) -> Any:
    """A field to narrow by, as markup: what a council offers stays the same for long, so each is rendered once."""
    return piece("ideas/_box.html", asked=box)


class Narrowing:
    """What an address narrows a list to. What is not on offer narrows nothing; what was typed stays typed."""

    def __init__(self, given: Mapping[str, str], services: Iterable[NamedThing], owners: Iterable[NamedThing]) -> None:
        self.given = {name: given[name] for name in FIELDS if given.get(name)}
        self.q = self.given.get("q", "")
        self.mine = self.given.get("mine", "false") != "false"
        words = vocabulary()
        self.stage = self._box("stage", "Stage", "Every stage", words.choices("stage"))
        self.state = self._box("state", "State", "All", words.choices("state"))
        self.service = self._box("service", "Service", "Every service", map(_named, services))
        self.owner = self._box("owner", capital(words.filled("{role.owner}")), "Everybody", map(_named, owners))

    def _box(self, name: str, called: str, nothing: str, offered: Iterable[tuple[str, str]]) -> Box:
        values = (Offered("", nothing), *map(Offered._make, offered))
        return Box(name, called, values, self.given.get(name))

    def board_boxes(self) -> list[Box]:
        """What only the board is narrowed by: how big a change, whether something is worth knowing, in which order."""
        words = vocabulary()
        return [
            self._box("extent", capital(words.called("extent", "fact")), "Any", words.choices("extent")),
            self._box("note", "Worth knowing", "Anything", [("y", "Has a note")]),
            self._box("order", "Order", *self._orders()),
        ]

    @staticmethod
    def _orders() -> tuple[str, list[tuple[str, str]]]:
        """The order that the board has of itself, and the others."""
        usual, *others = vocabulary().choices("board_order")
        return usual[1], others

    @property
    def is_quiet(self) -> bool:
        """Whether only those are wanted on which nothing happened for long."""
        return bool(self.given.get("quiet"))

    def sieve(self, *, mine: UUID, historical: bool) -> Sieve:
        """What narrows the board, as the board takes it."""
        filters = self.filters(mine=mine)
        return Sieve(
            service_id=filters.service_id,
            owner_id=filters.owner_id,
            extent=_one_of(Extent, self.given.get("extent")),
            quiet_since=now() - timedelta(days=upkeep.days().idle) if self.is_quiet else None,
            beside=portfolio.FLAGGED if self.given.get("note") == "y" else "",
            historical=historical,
            order=_one_of(BoardOrder, self.given.get("order")) or BoardOrder.LONGEST,
        )

    @property
    def boxes(self) -> Sequence[Any]:
        """The fields of the list, as markup."""
        return [drawn(box) for box in (self.stage, self.state, self.service, self.owner)]

    def after(self, key: Key) -> str:
        """The address of what comes after a row, narrowed alike."""
        return f"/ideas?{urlencode({**self.given, 'after': str(key)}, safe=':')}"

    def filters(self, *, mine: UUID) -> Filters:
        """The filters as the list takes them; `mine` is whose ideas are wanted where only one's own are."""
        return Filters(
            stage=_one_of(Stage, self.stage.chosen),
            state=_one_of(State, self.state.chosen),
            service_id=identifier(self.service.chosen),
            owner_id=identifier(self.owner.chosen),
            mine=mine if self.mine else None,
            text=self.q.strip()[:LONGEST_TITLE],
        )


def _named(thing: NamedThing) -> tuple[str, str]:
    return str(thing.id), thing.name


def _one_of(words: type[V], given: str | None) -> V | None:
    return words(given) if given in set(words) else None

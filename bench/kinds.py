"""The pages that a person opens daily, each as the lead of a council opens it, and what is asked of its floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from bench import client
from bench.client import Request
from bench.shape import Shape
from bench.visitors import NEW_IDEA, Visitor

# Searched for in turn: the beginning of a title, a thing, a common word of the texts, two words of one title.
WORDS = ("reminders", "allotment", "letter", "blue badge")

# What the cards of a collaborative are narrowed to in turn.
NARROWED = ("stage=mobilise", "standing=closed", "proven=y", "about=topic7", "words=reminders")
MEMBERS = 10  # the councils up to this number are members of both collaboratives (bench/directory.sql, joint.sql)

Shapes = Mapping[int, Shape]


@dataclass(frozen=True)
class Kind:
    """One page: its address, that of its floor, and whether it is an act rather than a page.

    `{ref}` stands for an idea, `{word}` for what is searched, `{number}` for the council, `{rows}` and `{columns}` for
    as many as our page shows to the same person; `{narrowed}` is what cards are narrowed to, `{card}` a card's number.
    A page for members is opened by councils of both collaboratives: where a hundred councils have 5,000 cards and, for
    its growth, at the address `few`, where few stand.
    """

    name: str
    address: str
    floor: str = "/entries/{number}?rows={rows}&columns={columns}"
    acts: bool = False
    members: bool = False
    few: str = ""

    @property
    def takes_shape(self) -> bool:
        """Whether its floor shows as much as our own page shows."""
        return "{rows}" in self.floor

    def ours(self, them: Sequence[Visitor], port: int) -> list[Request]:
        """What the browsers of some visitors ask, in turn."""
        if self.acts:
            return [client.post(port, self.address, one.form, cookie=one.cookie) for one in them]
        return [client.get(port, asked, cookie=one.cookie) for one, asked in self._asked(self.address, them, {})]

    def where_few(self, them: Sequence[Visitor], port: int) -> list[Request]:
        """The same where few cards stand."""
        return [client.get(port, asked, cookie=one.cookie) for one, asked in self._asked(self.few, them, {})]

    def among(self, them: Sequence[Visitor]) -> Sequence[Visitor]:
        """Those of some visitors whose council it is a page of."""
        return [one for one in them if one.number <= MEMBERS] if self.members else them

    def one_address(self, number: int, word: str) -> str:
        """Its address about the first idea of a council, or the first card."""
        return self.address.format(ref=f"B{number}-1", word=quote_plus(word), narrowed=NARROWED[0], card=CARD)

    def of_floor(self, them: Sequence[Visitor], port: int, shapes: Shapes) -> list[Request]:
        """What is asked of the floor for the same councils."""
        asked = self._asked(self.floor, them, shapes)
        if self.acts:
            return [client.post(port, path, NEW_IDEA) for _, path in asked]
        return [client.get(port, path) for _, path in asked]

    def _asked(self, address: str, them: Sequence[Visitor], shapes: Shapes) -> Iterator[tuple[Visitor, str]]:
        """Pairs of a visitor and an address, so that neighbours are of different councils and things."""
        for turn in range(min((len(one.refs) for one in them), default=0)):
            for place, one in enumerate(them):
                shape = shapes.get(one.number, Shape(0, 0))
                word = quote_plus(WORDS[(turn + place) % len(WORDS)])
                given = {"ref": one.refs[turn], "word": word, "number": one.number, "card": CARD + turn}
                given["narrowed"] = NARROWED[(turn + place) % len(NARROWED)]
                yield one, address.format(**given, rows=shape.rows, columns=shape.columns)


HUNDRED, FEW = "/collaboratives/bench-hundred", "/collaboratives/bench-together"
CARD = 7001  # the first card of one of the hundred councils, each of which has more than twenty
KINDS = (
    Kind("list", "/ideas", "/entries/{number}"),
    Kind("item", "/ideas/{ref}", "/entries/{number}/{ref}"),
    Kind("log an idea", "/ideas/new", "/entries/{number}", acts=True),
    Kind("search", "/ideas?q={word}", "/entries/{number}/search?q={word}"),
    Kind("search of all", "/search?q={word}", "/entries/{number}/search?q={word}"),
    Kind("portfolio", "/portfolio"),
    Kind("board", "/board"),
    Kind("home", "/"),
    Kind("triage", "/triage"),
    Kind("inbox", "/inbox"),
    Kind("keep it current", "/ideas/{ref}/current"),
    Kind("joint board", HUNDRED, members=True, few=FEW),
    Kind("joint list", f"{HUNDRED}/cards?{{narrowed}}", members=True, few=f"{FEW}/cards?{{narrowed}}"),
    Kind("joint card", f"{HUNDRED}/cards/{{card}}", members=True),
    Kind("joint figures", f"{HUNDRED}/figures", members=True, few=f"{FEW}/figures"),
    Kind("joint spread", f"{HUNDRED}/figures/stuck", members=True, few=f"{FEW}/figures/stuck"),
    Kind("joint needs", f"{HUNDRED}/needs", members=True, few=f"{FEW}/needs"),
    Kind("shared lessons", "/library/lessons/elsewhere", members=True),
    Kind("shared stops", "/library/stopped/elsewhere", members=True),
    Kind("network", "/network"),
)
NAMES = tuple(kind.name for kind in KINDS)
OF_CARDS = frozenset(kind.name for kind in KINDS if kind.few)

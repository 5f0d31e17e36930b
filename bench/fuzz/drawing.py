"""Requests as they are drawn: a route, who asks, what fills its address, and a form in order but for a few values."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BuildError

from bench.fuzz import values
from bench.fuzz.values import Value
from tests.tracker.addresses import methods, rules_of
from tests.tracker.addresses import values as filled_in
from tests.tracker.cast import On
from tests.tracker.matrix import MATRIX
from tests.tracker.places import Place, Thing

QUERIES = ("q", "stage", "state", "service", "owner", "mine", "after", "page", "day", "historical", "next", "x")
LOOK = ("lead", "owner", "admin", "author", "operator", "nobody")  # whose pages hold the forms
USED = 12  # acts on a thing before another is made in its place
FILES = "files"
NESTED = re.compile(r"-\d+-")


@dataclass(frozen=True)
class Request:
    """One request: what is sent to which address, as whom; `seed` draws it again."""

    seed: str
    method: str
    path: str
    who: str
    form: Mapping[str, Value] = field(default_factory=dict)
    json: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.path[:160]} as {self.who}, seed {self.seed}"


class Forms(HTMLParser):
    """The fields of the forms on a page, by the address that each is sent to, with the values that they offer."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, list[str]]] = {}
        self._action, self._select = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field, a value."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action = told.get("action", "") if told.get("method", "").lower() == "post" else "GET"
        elif tag == "option" and self._select:
            self._fields.setdefault(self._select, []).append(told.get("value", ""))
        elif tag in {"input", "textarea", "select", "button"} and (name := told.get("name")):
            self._select = name if tag == "select" else ""
            self._fields.setdefault(name, []).append(told.get("value", ""))

    @property
    def _fields(self) -> dict[str, list[str]]:
        return self.found.setdefault(self._action, {})


@dataclass
class Drawer:
    """Draws requests over every route of an application, on the things of a place."""

    app: Flask
    place: Place
    forms: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.people = ["nobody", *self.place.people]
        self.cells = [
            (endpoint, on)
            for endpoint, row in sorted(MATRIX.items())
            for on in row.on
            if not self.only or endpoint.startswith(self.only)
        ]

    def read(self, page: str, path: str) -> None:
        """Learn the forms of a page."""
        reader = Forms()
        reader.feed(page)
        for action, fields in reader.found.items():
            if endpoint := self._endpoint(action or path):
                known = self.forms.setdefault(endpoint, {})
                for name, offered in fields.items():
                    known[name] = sorted({*known.get(name, []), *offered})

    def _endpoint(self, path: str) -> str | None:
        try:
            endpoint, _ = self.app.url_map.bind("localhost").match(path.partition("?")[0], method="POST")
        except HTTPException:
            return None
        return str(endpoint)

    def pages(self) -> Iterator[Request]:
        """Every page as two of those who are let in, with nothing nasty."""
        for endpoint, on in self.cells:
            for rule in rules_of(self.app, endpoint):
                if "GET" in methods(rule):
                    thing = self._thing(on, acts=False)
                    let_in = _let_in(on, posts=False)
                    for who in [who for who in LOOK if who in let_in][:2]:
                        yield Request("pages", "GET", self._address(rule, filled_in(rule, thing | on.at)), who)

    def draw(self, seed: str) -> Request:
        """The request of a seed."""
        rng = random.Random(seed)
        endpoint, on = rng.choice(self.cells)
        rule = rng.choice(rules_of(self.app, endpoint))
        posts = "POST" in methods(rule) and (rng.random() < 0.8 or "GET" not in methods(rule))  # noqa: PLR2004 - most
        thing = self._thing(on, acts=posts)
        path = self._path(rng, rule, filled_in(rule, thing | on.at))
        who = rng.choice(self.people if rng.random() < 0.3 else _let_in(on, posts=posts) or self.people)  # noqa: PLR2004 - some
        if not posts:
            return Request(seed, "GET", path, who)
        if rng.random() < 0.03:  # noqa: PLR2004 - few
            strange = {"title": rng.choice([1, None, [], {}, "\ud800"]), "words": [1]}
            return Request(seed, "POST", path, who, json=strange)
        sent = dict(on.send(thing) if callable(on.send) else on.send)
        return Request(seed, "POST", path, who, self._form(rng, endpoint, sent))

    def _thing(self, on: On, *, acts: bool) -> Thing:
        """The thing of a cell; another once many acted on it."""
        self.used[on.thing] = self.used.get(on.thing, 0) + acts
        if on.thing not in self.things or self.used[on.thing] > USED:
            self.things[on.thing], self.used[on.thing] = self.place.fresh(on.thing), 0
        return self.things[on.thing]

    def _path(self, rng: random.Random, rule: Any, filled: dict[str, Any]) -> str:
        if filled and rng.random() < 0.15:  # noqa: PLR2004 - some
            filled[rng.choice(sorted(filled))] = values.for_address(rng)
        path = self._address(rule, filled)
        if rng.random() < 0.3:  # noqa: PLR2004 - some
            asked = [(rng.choice(QUERIES), values.text(rng)) for _ in range(rng.randrange(1, 4))]
            path += "?" + urlencode(asked, errors="surrogatepass")
        return path

    def _address(self, rule: Any, filled: dict[str, Any]) -> str:
        try:
            with self.app.test_request_context():
                found: str = self.app.url_map.bind("localhost").build(rule.endpoint, filled, method=methods(rule)[0])
        except (BuildError, ValueError, UnicodeError):  # what the route itself would not write: written all the same
            found = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: _quoted(filled[name[1]]), rule.rule)
        return re.sub(r"[\ud800-\udfff]", lambda half: quote(half[0], errors="surrogatepass"), found)

    def _form(self, rng: random.Random, endpoint: str, sent: dict[str, Any]) -> dict[str, Value]:
        """A form as a page would send it, with nothing nasty in it or a few values that are."""
        known = {name: offered for name, offered in self.forms.get(endpoint, {}).items() if name != "csrf_token"}
        form: dict[str, Value] = {name: said if isinstance(said, list) else str(said) for name, said in sent.items()}
        names = sorted({*known, *form})
        for name in names:
            if name not in form and rng.random() < 0.3:  # noqa: PLR2004 - some
                form[name] = rng.choice(known[name])
        for name in rng.sample(names, min(len(names), rng.choice((0, 1, 1, 1, 2, 3, 8)))):
            takes_file = name == FILES and rng.random() < 0.9  # noqa: PLR2004 - most
            form[_renamed(rng, name)] = values.nasty_file(rng) if takes_file else values.nasty(rng, known.get(name, ()))
        if rng.random() < 0.1 and form:  # noqa: PLR2004 - some
            form.pop(rng.choice(sorted(form)))
        return form


def _let_in(on: On, *, posts: bool) -> list[str]:
    """Who gets further than the door."""
    answers = on.post if posts else on.get
    return sorted({who for status, people in answers.items() if status in {200, 303} for who in people})


def _quoted(value: object) -> str:
    return quote(str(value).encode(errors="surrogatepass"), safe="")


def _renamed(rng: random.Random, name: str) -> str:
    """The same name, or of a list another place in it: thousands of digits long, or no number."""
    place = rng.choice(("0", "1", "7", "99999", "²", "9" * 5_000, "-1", "x"))
    return NESTED.sub(f"-{place}-", name) if rng.random() < 0.5 else name  # noqa: PLR2004 - half

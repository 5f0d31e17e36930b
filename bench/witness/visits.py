"""Who looks at which pages: each person of the demonstration in each of their councils, a visitor, the operator.

A visit begins at the addresses of addresses.txt, whether its person may see them or not, follows every link on the
pages that it is given, and at last tries each part of some ideas by its address: what is refused is kept as well.
"""

from __future__ import annotations

import html
import re
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.witness.masking import mask, pattern, without_identifiers
from bench.witness.pages import Page, Pages
from config.settings import settings
from local.overlay import PASSWORD, PERSONAS, Persona

MOST = 12  # pages of one pattern in one visit
MOST_OF = {"/ideas/REF": 60, "/n/{link}": 20, "/nudges/{uuid}": 20}
IDEAS_TRIED = 10
SHOWN = 200
ACCEPTED = (200, 303)
READABLE = ("text/", "application/json")
LINK = re.compile(r"""<a\b[^>]*?\bhref=["']([^"']*)["']""")
TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]*)"')

ADDRESSES = (Path(__file__).parent / "addresses.txt").read_text(encoding="utf-8").split()
PARTS = [address.removeprefix("IDEA") for address in ADDRESSES if address.startswith("IDEA/")]
STARTS = [address for address in ADDRESSES if not address.startswith("IDEA/")]
TRIED_BY_THE_OPERATOR = ("/", "/ops", "/no-council", "/ideas", "/account")


@dataclass(frozen=True)
class Visit:
    """One person in one council, or nobody in none, and where they begin."""

    name: str
    person: Persona | None = None
    council: str | None = None
    starts: Sequence[str] = tuple(STARTS)
    follows: bool = True

    def pages(self, app: Flask) -> Pages:
        """Sign in, look at every page in reach, and return them as they are kept."""
        client = app.test_client()
        if self.person:
            _signed_in(client, self.person, self.council)
        walk = _Walk(client)
        walk.through(self.starts, follow=self.follows)
        if self.follows:
            walk.through(parts_of(walk.ideas()), follow=False)
        return walk.pages


def visits() -> Iterator[Visit]:
    """Every visit, in its order."""
    for person in PERSONAS:
        for council in person.roles:
            yield Visit(f"{person.email.partition('.')[0]}-{council}", person, council)
    yield Visit("visitor")


def errands(app: Flask) -> None:
    """Ask for the two letters whose links open a page each: a new password, and an invitation."""
    _fill_in(app.test_client(), "/forgotten", email=PERSONAS[1].email)
    ruth = app.test_client()
    _signed_in(ruth, PERSONAS[2], "knowsley")
    guest = {"name": "Ines Ward (made up)", "email": "ines.ward@knowsley.example.org", "roles": "contributor"}
    _fill_in(ruth, "/council/invite", **guest)


def the_operator(person: Persona) -> Visit:
    """The last visit: somebody who was made operator."""
    return Visit("operator", person, None, TRIED_BY_THE_OPERATOR, follows=False)


def parts_of(ideas: Sequence[str]) -> Iterator[str]:
    """Every part of some ideas, chosen evenly from all."""
    step = max(len(ideas) // IDEAS_TRIED, 1)
    for idea in ideas[::step][:IDEAS_TRIED]:
        for part in PARTS:
            yield f"{idea}{part}"


def _signed_in(client: FlaskClient, person: Persona, council: str | None) -> None:
    _fill_in(client, "/sign-in", email=person.email, password=PASSWORD)
    if council and len(person.roles) > 1:
        _fill_in(client, "/switch", council=council)


def _fill_in(client: FlaskClient, path: str, **fields: str) -> None:
    """Fill in a form with the token that stands on its page. Exits where it is refused."""
    if not (token := TOKEN.search(client.get(path).text)):
        sys.exit(f"{path}: no form to fill in")
    answer = client.post(path, data={"csrf_token": token[1], **fields})
    if answer.status_code not in ACCEPTED or "error-summary" in answer.text:
        sys.exit(f"{path}: {answer.status_code}, not accepted")


class _Walk:
    """A way through the pages: breadth first, each address once, no more of one pattern than is worth it."""

    def __init__(self, client: FlaskClient) -> None:
        self.pages: Pages = {}
        self._client = client
        self._seen: set[str] = set()
        self._patterns: Counter[str] = Counter()
        self._alike: Counter[str] = Counter()

    def through(self, starts: Iterable[str], *, follow: bool) -> None:
        """Open the addresses and, where links are followed, all that they lead to."""
        waiting = deque(starts)
        while waiting:
            address = waiting.popleft()
            if not self._is_wanted(address, bounded=follow):
                continue
            answer = self._client.get(address)
            page = self._kept(address, answer)
            self.pages[page.address] = page
            if follow:
                waiting.extend(_links(address, answer))

    def ideas(self) -> list[str]:
        """The addresses of the ideas that were opened and shown."""
        found = (page for page in self.pages.values() if page.pattern == "/ideas/REF" and page.status == SHOWN)
        return sorted((page.address for page in found), key=lambda address: (len(address), address))

    def _is_wanted(self, address: str, *, bounded: bool) -> bool:
        if address in self._seen:
            return False
        kind = pattern(address)
        if bounded and self._patterns[kind] >= MOST_OF.get(kind, MOST):
            return False
        self._seen.add(address)
        self._patterns[kind] += 1
        return True

    def _kept(self, address: str, answer: TestResponse) -> Page:
        """Mask an answer; addresses that differ in an identifier alone are numbered in the order of their coming."""
        named = without_identifiers(address)
        if named != address:
            self._alike[named] += 1
            named = f"{named}~{self._alike[named]}"
        goes = f" to {without_identifiers(answer.location)}" if answer.location else ""
        body = answer.text if answer.mimetype.startswith(READABLE) else f"{len(answer.data)} bytes"
        return Page(named, f"{answer.status_code} {answer.mimetype}{goes}", mask(body))


def _links(address: str, answer: TestResponse) -> Iterator[str]:
    """Where a page leads within this site, each without its anchor."""
    found = [html.unescape(link) for link in LINK.findall(answer.text)] if answer.mimetype == "text/html" else []
    home = settings().base_url
    for link in [answer.location, *found]:
        parts = urlsplit(urljoin(home + address, link or address))
        if f"{parts.scheme}://{parts.netloc}" == home and not parts.path.startswith("/assets/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")

"""Opens every page as everybody for whom it is, and keeps what the database told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter

import psycopg
from flask import Flask

from bench.client import AnswerError
from bench.plans.explaining import Plan, explained
from bench.plans.pages import Page, here, pages
from bench.plans.reading import Excess, buffers, excesses
from bench.visitors import cookie_for
from tracker import council
from tracker.tenancy import directory

SIZES = "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


@dataclass(frozen=True)
class Visit:
    """One page opened by one person: its statements, how many blocks they touched, what in them grows."""

    page: Page
    who: str
    statements: int
    buffers: int
    seconds: float
    excesses: Sequence[Excess]


@dataclass(frozen=True)
class Tour:
    """Everybody's browsers in one council, the things that addresses name, and the plans as they come."""

    app: Flask
    cookies: Mapping[str, str]
    things: Mapping[str, object]
    sizes: Mapping[str, int]
    plans: list[Plan]

    def open(self, page: Page, who: str) -> Visit:
        """Open one page as one person. Raises AnswerError where it is another's."""
        address = page.address.format(**self.things)
        endpoint, _ = self.app.url_map.bind("localhost").match(address.partition("?")[0], method="GET")
        if endpoint != page.endpoint:
            msg = f"{address} is of {endpoint}, not of {page.endpoint}"
            raise AnswerError(msg)
        self.plans.clear()
        begun = perf_counter()
        answer = self.app.test_client(use_cookies=False).get(address, headers={"Cookie": self.cookies[who]})
        took = perf_counter() - begun
        found = [excess for plan in self.plans for excess in excesses(plan, self.sizes)]
        if answer.status_code != HTTPStatus.OK:  # a statement that is given up tells no plan
            found.append(Excess("", f"answered {answer.status_code}", 0, answer.headers.get("Location", "")))
        return Visit(page, who, len(self.plans), sum(map(buffers, self.plans)), took, found)


def visits(app: Flask, admin_url: str, number: int, *, only: Collection[str] = ()) -> Iterator[Visit]:
    """Open the pages of some endpoints, or all, in a council named by its number. Raises AnswerError."""
    with psycopg.connect(admin_url) as admin:
        found = here(admin, number)
        sizes = dict(admin.execute(SIZES).fetchall())
    cookies = {who: cookie_of(app, person_id, found.council_id) for who, person_id in found.people.items()}
    with explained(admin_url) as plans:
        tour = Tour(app, cookies, found.things, sizes, plans)
        for page in pages():
            if not only or page.endpoint in only:
                yield from (tour.open(page, who) for who in page.people.split())


def cookie_of(app: Flask, person_id: object, council_id: object) -> str:
    """The cookie of somebody's browser after they signed in to a council."""
    with directory():
        return cookie_for(app, council.start(person_id=person_id, council_id=council_id))  # type: ignore[arg-type]

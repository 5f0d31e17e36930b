"""No page asks the database more often for many rows than for few, and none asks often."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests import makers
from tests.conftest import counted
from tests.tracker.addresses import address, methods, rules_of, values
from tests.tracker.cast import ANYONE
from tests.tracker.matrix import MATRIX
from tests.tracker.places import Place
from tests.tracker.things import a_place
from tracker import clock, idea, lesson, risk, value
from tracker.idea import Stage

MOST = 16
DAILY = {  # what people open every day, entering among them
    "home.home": 5,
    "inbox.show": 4,
    "ideas.listing": 3,
    "search.show": 3,
    "ideas.board": 4,
    "triage.desk": 5,
    "triage.decide": 5,
    "current.show": 3,
    "portfolio.show": 4,
    "portfolio.part": 4,
}
FEW, MANY, OPENED = 2, 20, 200
LOOKED_AT = sorted(name for name, row in MATRIX.items() if row.may != ANYONE and any(OPENED in on.get for on in row.on))


def grow(side: makers.Side, ref: str, code: str, count: int) -> None:
    """Ideas in several stages, each on a card; and on one idea as many comments, claims, risks and lessons."""
    for n in range(count):
        makers.a_sent_idea(side, title=f"Warm room {n}")
        another = makers.an_idea(side, title=f"Damp sensor {n}", stage=Stage.MOBILISE if n % 2 else Stage.DESIGN)
        makers.a_card(side, code, another)
        _say_more(side, ref, n)


def _say_more(side: makers.Side, ref: str, n: int) -> None:
    by = side.owner.id
    with side.door():
        found = makers.idea_of(ref)
        idea.comment(idea=found, words=f"In the north too, {n}.", by=by)
        claimed = value.claim(idea=found, indicator=f"Visits {n}", by=by, baseline="3", baseline_date="2026-01")
        value.add_evidence(
            idea=found, claim_id=claimed.id, by=by, kind="before_after", value="2", value_on=clock.today()
        )
        risk.raise_risk(
            idea=found, description=f"Somebody leaves {n}", likelihood=2, impact=2, mitigation="Two.", by=by
        )
        lesson.write_lesson(idea=found, lesson=f"Ask first {n}.", worked="yes", by=by)


@pytest.fixture(scope="module")
def places(database) -> Iterator[dict[int, Place]]:
    """One council with few of everything, and one with many; each row of the matrix has its things in both."""
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        found = {}
        for count in (FEW, MANY):
            place = found[count] = a_place(admin)
            place.people["operator"] = makers.an_operator(database)
            grow(place.side, place.thing("idea")["ref"], place.code, count)
        yield found


def asked(app, browse, endpoint: str, place: Place) -> dict[tuple[str, str], int]:
    """How many statements a page takes, on each thing that it is tried on and for each person who may open it."""
    found = {}
    for on in MATRIX[endpoint].on:
        for rule in rules_of(app, endpoint):
            if "GET" in methods(rule):
                path = address(app, rule, values(rule, place.thing(on.thing) | on.at))
                for who in sorted(on.get.get(OPENED, ())):
                    client = browse(place.people[who]).client
                    with counted() as seen:
                        answer = client.get(path)
                    assert answer.status_code == OPENED
                    found[who, f"{on.thing} {rule.rule}"] = len(seen)
    return found


@pytest.mark.parametrize("endpoint", LOOKED_AT)
def test_a_page_takes_as_few_statements_for_many_rows_as_for_few(app, browse, endpoint, places):
    few, many = (asked(app, browse, endpoint, places[count]) for count in (FEW, MANY))
    assert few == many
    assert max(many.values()) <= DAILY.get(endpoint, MOST)

"""No page asks the database more often for many rows than for few, and none asks often."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import insert

from tests import makers
from tests.conftest import counted
from tests.tracker.addresses import address, methods, rules_of, values
from tests.tracker.cast import ANYONE, GUEST
from tests.tracker.matrix import MATRIX
from tests.tracker.places import Place
from tests.tracker.things import a_place
from tracker import clock, collaborative, idea, lesson, need, risk, value
from tracker.db import new_id
from tracker.idea import Stage
from tracker.tenancy import session

MOST = 5  # of any page that is not named here (design.md §6), entering among them
DAILY = {  # what people open every day
    "inbox.show": 4,
    "ideas.listing": 3,
    "ideas.show": 3,
    "search.show": 3,
    "ideas.board": 4,
    "current.show": 3,
    "portfolio.show": 4,
    "portfolio.part": 4,
    "moves.show": 3,
    "past.trends": 2,
    "past.stages": 3,
    "ahead.money": 2,
    "ahead.places": 2,
    "outlook.show": 2,
    "outlook.service": 2,
    "reports.listing": 2,
    "collaboratives.show": 2,
    "collaboratives.card": 2,
    "pipeline.cards": 2,
    "figures.show": 2,
    "figures.part": 2,
    "needs.show": 4,
}
# What takes more than the bar: no more than this.
BEYOND = {
    "registers.match": 14,  # what is here already is looked up and compared
    "registers.rest": 8,  # the same
    "reports.show": 10,  # of a past day without a snapshot, one for its settings; 5 with one
    "publications.publish": 8,  # health is worked out at this moment, in four
    "nudges.planned": 7,
    "operations.show": 7,
    "nudge_rules.show": 7,
    "export.file": 6,
}
FEW, MANY, OPENED = 2, 20, 200
# What is recorded on the one idea of a council with many: claims, evidence, risks, benefits.
RECORDED = {FEW: (2, 4, 2, 2), MANY: (30, 200, 50, 40)}
PRINTED = {"pack.pdf", "reports.pdf"}  # laid out for half a minute, from what the page of the same pack asks for
OF_NO_COUNCIL = (ANYONE, GUEST)  # pages for guests: test_guests
OPENABLE = {
    name for name, row in MATRIX.items() if row.may not in OF_NO_COUNCIL and any(OPENED in on.get for on in row.on)
}
LOOKED_AT = sorted(OPENABLE - PRINTED)


def grow(side: makers.Side, ref: str, code: str, count: int) -> None:
    """Ideas in several stages, each on a card; and on one idea as many comments, claims, risks and lessons."""
    for n in range(count):
        makers.a_sent_idea(side, title=f"Warm room {n}")
        another = makers.an_idea(side, title=f"Damp sensor {n}", stage=Stage.MOBILISE if n % 2 else Stage.DESIGN)
        makers.a_card(side, code, another)
        _say_more(side, ref, n)
        _look_for(side, code, n)


def _say_more(side: makers.Side, ref: str, n: int) -> None:
    by = side.owner.id
    with side.door():
        found = makers.idea_of(ref)
        idea.comment(idea=found, words=f"In the north too, {n}.", by=by)
        lesson.write_lesson(idea=found, lesson=f"Ask first {n}.", worked="yes", by=by)


def _look_for(side: makers.Side, code: str, n: int) -> None:
    with side.door():
        found = collaborative.get(code)
        for way in need.NeedWay:
            draft = need.NeedDraft(way, need.NeedKind.VISIT, f"Damp sensors read aloud, {n}")
            need.post(collaborative=found, draft=draft, by=side.lead.id)


def record_many(side: makers.Side, ref: str, count: int) -> dict[str, UUID]:
    """Record claims, evidence, risks and benefits on an idea, those of a kind in one statement; one row of each."""
    claims, evidence, risks, benefits = RECORDED[count]
    today, by = clock.today(), side.owner.id
    with side.door():
        of_it = {"idea_id": makers.idea_of(ref).id, "counts_from": today, "recorded_at": clock.now()}
        said = {"baseline": "3", "baseline_date": "2026-01", "by_id": by}
        made = [{"id": new_id(), "indicator": f"Visits {n}", **said, **of_it} for n in range(claims)]
        session().execute(insert(value.Claim), made)
        shown = {"kind": "before_after", "value": "2", "value_on": today, "by_id": by, **of_it}
        seen = [{"id": new_id(), "claim_id": made[n % claims]["id"], **shown} for n in range(evidence)]
        session().execute(insert(value.Evidence), seen)
        fear = {"likelihood": 2, "impact": 4, "mitigation": "Two.", "owner_id": by, "by_id": by, **of_it}
        fears = [{"id": new_id(), "description": f"Somebody leaves {n}", **fear} for n in range(risks)]
        session().execute(insert(risk.Risk), fears)
        gains = [{"id": new_id(), "description": f"Visits {n}", "claimed_by_id": by, **of_it} for n in range(benefits)]
        session().execute(insert(value.Benefit), gains)
        value.tell_sponsor(idea=makers.idea_of(ref), by=by)  # a sponsor's first look is noted, and would count
    return {"claims": made[0]["id"], "evidence": seen[0]["id"], "risks": fears[0]["id"], "benefits": gains[0]["id"]}


@pytest.fixture(scope="module")
def places(database) -> Iterator[dict[int, Place]]:
    """One council with few of everything, and one with many; each row of the matrix has its things in both."""
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        found = {}
        for count in (FEW, MANY):
            place = found[count] = a_place(admin)
            place.people["operator"] = makers.an_operator(database)
            grow(place.side, ref := place.thing("idea")["ref"], place.code, count)
            place.side.noted["rows"] = record_many(place.side, ref, count)
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
    assert max(many.values()) <= (DAILY | BEYOND).get(endpoint, MOST)


def test_pages_about_what_is_recorded_on_an_idea_take_as_few_statements_however_much_that_is(app, browse, places):
    taken: dict[int, dict[str, int]] = {}
    for count, place in places.items():
        lead, found = browse(place.people["lead"]), place.thing("idea")
        for endpoint in ("records.history", "records.correct", "records.withdraw", "records.review"):
            for kind, row_id in place.side.noted["rows"].items():
                [rule] = rules_of(app, endpoint)
                if endpoint != "records.review" or kind == "risks":
                    path = address(app, rule, values(rule, {**found, "kind": kind, "row_id": row_id}))
                    with counted() as seen:
                        lead.get(path)
                    taken.setdefault(count, {})[f"{kind} {endpoint}"] = len(seen)
    assert taken[FEW] == taken[MANY]
    assert {page: most for page, most in taken[MANY].items() if most > MOST} == {}

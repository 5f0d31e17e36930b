"""What upkeep reads of an idea, for its page and for a home of many, held against a plain restatement of the rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from tests.tracker.triangle_rich import RICH
from tests.tracker.triangle_rows import DAY, Made, Place, ideas, maybe_day, rows
from tracker import clock, idea, risk, upkeep, value
from tracker.db import new_id
from tracker.risk.models import Risk
from tracker.tenancy import session
from tracker.upkeep.rules import UpkeepRecord, parts_due

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # rows are written for each try: a failure is told as found
ON_BOTH_SIDES = (DAY, DAY + timedelta(days=200))


def worked_on(made: Made) -> Made:
    """An idea of the council's own that is at work."""
    return {**made, "columns": {**made["columns"], "source": None, "state": "active", "stage": "mobilise"}}


ours = st.builds(
    lambda made, noted, nothing: {**worked_on(made), "risks": [], "noted": noted, "nothing": nothing},
    ideas,
    rows(review_on=maybe_day, closed=st.booleans()),
    st.sampled_from([None, "", " \n", "People wait."]),
)
FULL = {**worked_on(RICH), "risks": [], "nothing": "People wait."} | {
    "columns": {**worked_on(RICH)["columns"], "needs_no_money": False},
    "noted": [{"review_on": DAY - timedelta(days=ago), "closed": ago == 4} for ago in (1, 3, 2, 4)],
    "funding": [
        {"instrument": "grant", "certainty": certainty, "ends_on": DAY + timedelta(days=ahead)}
        for certainty, ahead in (("granted", 40), ("granted", 100), ("granted", 70), ("indicative", 150))
    ],
}


def latest(days: list[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def restated(made: Made) -> UpkeepRecord:
    """Say in plain words what upkeep looks at."""
    columns, claims = made["columns"], made["claims"]
    seen = [record["value_on"] for claim in claims for record in claim["records"]]
    open_risks = [row["review_on"] for row in made["noted"] if not row["closed"]]
    return UpkeepRecord(
        claims=len(claims),
        unmeasured_claims=sum(not claim["baseline"] or not claim["target"] for claim in claims),
        next_look=min((day for claim in claims if (day := claim.get("review_on"))), default=None),
        newest_evidence=latest(seen + [row["on"] for row in made["reviews"]]),
        needs_no_money=columns["needs_no_money"],
        funded=bool(made["funding"]),
        money_until=latest([row["ends_on"] for row in made["funding"] if row["certainty"] == "granted"]),
        has_sponsor=bool(made["sponsor"] or columns["sponsor_name"]),
        last_contact=latest([row["on"] for row in made["contacts"]]),
        involvement=columns["involvement"],
        extent=columns["extent"],
        risk_of_nothing_said=made["nothing"] == "People wait.",
        open_risks=len(open_risks),
        next_review=min((day for day in open_risks if day), default=None),
    )


def stored(place: Place, made: Made) -> UUID:
    columns = {**made["columns"], "risk_of_nothing": made["nothing"]}
    idea_id = place.store({**made, "columns": columns})
    with place.ours.door():
        for row in made["noted"]:
            closed = {"closed_at": clock.now()} if row["closed"] else {}
            session().execute(insert(Risk).values(id=new_id(), idea_id=idea_id, review_on=row["review_on"], **closed))
    return idea_id


def due_on_its_page(place: Place, idea_id: UUID) -> dict[str, str]:
    found = idea.by_id(idea_id=idea_id)
    story = idea.story(ref=found.ref, reader=place.ours.lead.reader)
    return upkeep.parts_due_on(story, value.worth_of(idea=found), risk.risks_on(idea=found))


@pytest.fixture
def place(world) -> Place:
    return Place(world)


@settings(max_examples=40, phases=UNSHRUNK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(ours, min_size=1, max_size=3))
@example(made=[FULL, {**FULL, "noted": [], "claims": [], "funding": [], "contacts": [], "nothing": None}])
def test_what_is_due_of_an_idea_follows_its_own_rows_on_its_page_and_among_others(place, made: list[dict[str, Any]]):
    ids = [stored(place, row) for row in made]
    for day in ON_BOTH_SIDES:
        expected = {idea_id: parts_due(restated(row), today=day) for idea_id, row in zip(ids, made, strict=True)}
        with clock.at(day), place.ours.door():
            assert upkeep.parts_due_by_idea(idea_ids=ids) == expected
            assert {idea_id: due_on_its_page(place, idea_id) for idea_id in ids} == expected


def test_what_is_due_of_many_ideas_is_one_statement(world, statements):
    with world.ours.door():
        ids = [idea.log_draft(by=world.ours.owner.id, title=f"Van {n}", problem="", proposal="").id for n in range(3)]
        session().flush()
        with statements() as seen:
            assert len(upkeep.parts_due_by_idea(idea_ids=ids)) == 3
        assert len(seen) == 1
        with statements() as seen:
            assert upkeep.parts_due_by_idea(idea_ids=[]) == {}
        assert seen == []

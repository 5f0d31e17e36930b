"""What other councils made of our ideas by a day, and what the profile shows: the newest answers, what is shielded.

The neighbour's ideas have the very same identifiers as ours; each of ours is adapted another way.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests import makers
from tests.tracker.triangle_rich import RICH
from tests.tracker.triangle_rows import DAY, Made, Place
from tracker import clock, collaborative, council, portfolio
from tracker.collaborative import AdaptationStatus, WhyNot
from tracker.idea import Idea, Stage
from tracker.portfolio.models import Snapshot
from tracker.portfolio.profile.queries import circumstances_on as circumstances
from tracker.portfolio.profile.queries import ideas_on as standing
from tracker.tenancy import abandon, session

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def adapted(status: str, begun_on: date, settled_on: date | None) -> Made:
    return {"status": status, "begun_on": begun_on, "settled_on": settled_on}


ELSEWHERE = {
    "nowhere": ([], (False, False)),
    "being tried": ([adapted("trying", DAY, None)], (True, False)),
    "to be tried": ([adapted("trying", AFTER, None)], (False, False)),
    "worked": ([adapted("worked", BEFORE, DAY)], (True, True)),
    "worked in part": ([adapted("worked_in_part", BEFORE, DAY)], (True, True)),
    "did not work": ([adapted("did_not_work", BEFORE, DAY)], (True, False)),
    "works from tomorrow on": ([adapted("worked", BEFORE, AFTER)], (True, False)),
    "worked in one of two": ([adapted("did_not_work", BEFORE, DAY), adapted("worked", DAY, DAY)], (True, True)),
}


@pytest.fixture
def place(world) -> Place:
    return Place(world)


def stored(place: Place, **changes: Any) -> UUID:
    plain = {**RICH, "elsewhere": [], "taken_in": [], "columns": {**RICH["columns"], "there_from": BEFORE}}
    return place.store({**plain, **changes})


def test_an_idea_was_tried_and_worked_elsewhere_by_the_day_on_which_it_was_settled(place):
    of_theirs = [{"begun_on": BEFORE, "settled_on": DAY}]
    ids = {name: stored(place, elsewhere=rows, taken_in=of_theirs) for name, (rows, _) in ELSEWHERE.items()}
    with place.ours.door():
        names = {session().get_one(Idea, (place.ours.id, one)).ref: name for name, one in ids.items()}
        found = {names[one.ref]: (one.tried_elsewhere, one.worked_elsewhere) for one in standing(day=DAY)}
    assert found == {name: said for name, (_, said) in ELSEWHERE.items()}


def test_what_we_took_in_counts_from_its_first_day_and_what_others_took_of_ours_does_not(place):
    for begun_on in (BEFORE, DAY, AFTER):
        stored(place, taken_in=[{"begun_on": begun_on, "settled_on": None}], elsewhere=[adapted("worked", BEFORE, DAY)])
    with place.ours.door():
        assert [circumstances(day=day).taken_in for day in (BEFORE, DAY, AFTER)] == [1, 2, 3]


def test_how_ideas_stood_comes_by_reference_by_code_point(place):
    with place.ours.door():
        for ref in ("b-1", "B-2", "a-3", "Ä-4", "A-10", "A-9", "A 9"):
            session().add(Idea(ref=ref, title="Damp", state="active", there_from=DAY))
        session().flush()
        refs = [one.ref for one in standing(day=DAY)]
    assert refs == sorted(refs)
    assert len(refs) == 7


def test_the_newest_answer_to_an_item_stands_and_of_its_own_idea(place):
    first, second = stored(place), stored(place, item_answers=[{"item": "team", "value": 0}])
    with place.ours.door():
        assert {item: row.value for item, row in portfolio.answers_on(idea_id=first).items()} == {
            "team": 1,
            "systems": 3,
        }
        assert {item: row.value for item, row in portfolio.answers_on(idea_id=second).items()} == {"team": 0}


def test_what_is_shielded_is_named_until_its_day_and_no_case_of_a_report(place):
    with clock.at(DAY), place.ours.door():
        for ref, until, source in (
            ("Z-1", AFTER, None),
            ("A-2", DAY + timedelta(days=9), None),
            ("Z-3", DAY, None),
            ("Z-4", AFTER, "a report:1"),
            ("Z-5", None, None),
        ):
            session().add(Idea(ref=ref, title="Damp", state="active", shielded_until=until, source=source))
        session().flush()
        beside = portfolio.surroundings(reader=place.ours.lead.reader)
        assert [row.ref for row in beside.shielded] == ["A-2", "Z-1"]
        assert beside.historical == 1


def snapshot(day: date, part: str, value: float) -> None:
    terms: dict[str, Any] = {"denominator": 5}
    session().add(Snapshot(day=day, part=part, value=value, terms=terms))


def test_the_newest_day_that_was_computed_is_shown_and_none_to_come(place):
    with clock.at(DAY), place.ours.door():
        for day in (DAY - timedelta(days=9), BEFORE, AFTER):
            for part in ("spread", "mix"):
                snapshot(day, part, 10 + (day - DAY).days)
        session().flush()
        assert [(row.name, row.day, row.value) for row in portfolio.profile_record(until=DAY).parts] == [
            ("mix", BEFORE, 9),
            ("spread", BEFORE, 9),
        ]
        assert [row.name for row in portfolio.profile_record(until=DAY, of=["flow", "spread"]).parts] == ["spread"]


def test_the_past_is_the_last_snapshot_of_each_month_in_a_year_and_none_after_the_day(place):
    with place.ours.door():
        for n, day in enumerate((DAY - timedelta(days=366), date(2026, 4, 2), date(2026, 4, 29), DAY, AFTER)):
            snapshot(day, "mix", n)
        session().flush()
        past = portfolio.profile_record(until=DAY).past
    assert {part: [(row.day, row.value) for row in rows] for part, rows in past.items()} == {
        "mix": [(date(2026, 4, 29), 2), (DAY, 3)]
    }


def test_the_past_is_of_twelve_months_the_last_of_thirteen(place):
    months = [DAY - timedelta(days=30 * n) for n in range(13)]
    with place.ours.door():
        for n, day in enumerate(months):
            snapshot(day, "mix", n)
        session().flush()
        past = portfolio.profile_record(until=DAY).past["mix"]
    assert [row.day for row in past] == months[11::-1]


def test_a_later_report_leaves_every_earlier_day_as_it_was(world):
    """It worked, then it did not, then it is tried again: each day keeps what was told by its end."""
    code = makers.a_collaborative(world.ours, world.theirs)
    began = DAY - timedelta(days=30)
    with clock.at(began):
        ref = makers.an_idea(world.ours, stage=Stage.MAINSTREAM)
        taken = makers.an_adaptation(world.theirs, code, makers.a_card(world.ours, code, ref))
    told = ((5, AdaptationStatus.WORKED), (10, AdaptationStatus.DID_NOT), (15, AdaptationStatus.TRYING))

    def worked(passed: int) -> bool:
        with world.ours.door():
            [found] = [one for one in standing(day=began + timedelta(days=passed)) if one.ref == ref]
            return found.worked_elsewhere

    for passed, status in told:
        with clock.at(began + timedelta(days=passed)), world.theirs.door():
            collaborative.report_result(
                idea=makers.idea_of(taken), status=status, why_not=WhyNot.FIT, result="So.", by=world.theirs.lead.id
            )
        assert [worked(day) for day in (4, 5, 9)] == [False, True, True]
    assert [worked(day) for day in (10, 15, 30)] == [False, False, False]


def test_an_adapter_alone_tells_how_it_goes_and_nobody_tells_it_of_another(world):
    code = makers.a_collaborative(world.ours, world.theirs)
    ref = makers.an_idea(world.ours, stage=Stage.MAINSTREAM)
    makers.an_adaptation(world.theirs, code, makers.a_card(world.ours, code, ref))
    of_theirs = text(
        'INSERT INTO adaptation_report (id, idea_id, adaptation_id, origin_council_id, origin_idea_id, status, "on")'
        " SELECT gen_random_uuid(), idea_id, id, origin_council_id, origin_idea_id, 'worked', now() FROM adaptation"
    )
    with world.ours.door():
        with pytest.raises(ProgrammingError, match="row-level security"):
            session().execute(of_theirs)
        abandon()
    with world.theirs.door():
        session().execute(of_theirs)


def test_another_promise_leaves_the_flow_of_earlier_days_as_it_was(world):
    side = world.ours
    began = DAY - timedelta(days=30)

    def promised(passed: int) -> int:
        with clock.at(DAY), side.door():
            return circumstances(day=began + timedelta(days=passed)).promise_days

    assert promised(3) == 5
    for passed, days in ((10, 8), (20, 2)):
        with clock.at(began + timedelta(days=passed)), side.door():
            council.set_promise(days=days, by=side.admin.id)
    assert [promised(day) for day in (3, 9, 10, 19, 20, 30)] == [5, 5, 8, 8, 2, 2]

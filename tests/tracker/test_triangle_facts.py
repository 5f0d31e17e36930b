"""What a triangle is worked out from, held against a plain restatement of the rows.

Every idea stands beside others with rows of their own, and beside the neighbour's: a fact of the wrong idea, person,
day or council, or an old answer taken for the newest, gives another figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.tracker.triangle_rich import BARE, QUIET, RESTING, RICH
from tests.tracker.triangle_rows import BASE_CARD_AT, DAY, Made, Place, ideas
from tracker.portfolio.triangle.query import records as facts_of_triangles

LONDON = ZoneInfo("Europe/London")
LOOKED_AT = {("design", "q0-1a"), ("design", "q0-1b"), ("mobilise", "q1-1a")}
WORKED = {"worked", "worked_in_part"}
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # rows are written for each try: a failure is told as found


def newest(found: Iterable[date | None]) -> date | None:
    return max((day for day in found if day), default=None)


def in_london(moments: Iterable[datetime]) -> date | None:
    return newest(moment.astimezone(LONDON).date() for moment in moments)


def has_a_triangle(made: Made) -> bool:
    """A closed idea is looked at once more where it still has a score."""
    columns = made["columns"]
    if columns["source"] or columns["state"] == "draft":
        return False
    return columns["state"] != "closed" or made["triangle"] is not None


def restated(made: Made) -> dict[str, Any]:
    """Say in plain words what the statement must find of an idea."""
    kept = {
        name: value
        for name, value in made["columns"].items()
        if name not in {"source", "sponsor_name", "created_at", "changed_at"}
    }
    return {
        **kept,
        **of_the_sponsor(made),
        **of_people(made),
        **of_those_who_carry_it(made),
        **of_other_councils(made),
        **of_gates(made),
        **of_worth(made),
    }


def of_the_sponsor(made: Made) -> dict[str, Any]:
    acts = [
        row["at"] for name in ("messages", "views", "decisions") for row in made[name] if row["by"] == made["sponsor"]
    ]
    counting = [row["on"] for row in made["contacts"] if row["counts_from"] is None or row["counts_from"] <= DAY]
    return {
        "has_sponsor": bool(made["sponsor"] or made["columns"]["sponsor_name"]),
        "sponsor_left": made["sponsor"] == "left",
        "sponsor_acted_on": in_london(acts),
        "newest_contact": newest(counting),
    }


def of_people(made: Made) -> dict[str, Any]:
    by_people = [row for row in made["events"] if row["by"]]
    half_a_year = {row["by"] for row in by_people if (DAY - row["at"].date()).days <= 180}
    return {
        "reviewed_by_other_on": newest(
            row["on"]
            for row in made["reviews"]
            if row["by"] != made["owner"] and (made["deputy"] is None or row["by"] != made["deputy"])
        ),
        "last_event_on": in_london([made["columns"]["changed_at"]]),
        "recently_by": len(half_a_year),
        "lessons": len(made["lessons"]),
        "lessons_shared": sum(row["may_be_shared"] is not False for row in made["lessons"]),
        "newest_lesson": newest(row["counts_from"] for row in made["lessons"]),
        "resistance": sum(row["category"] == "resistance" and not row["closed"] for row in made["risks"]),
    }


def of_those_who_carry_it(made: Made) -> dict[str, Any]:
    working = [row for row in made["partners"] if row["ended_on"] is None]
    acts = [act for row in working for act in row["acts"]]
    thanked = {row["manager"].lower(): row["thanks"] for row in made["thanks"]}
    handover = made["handovers"][-1] if made["handovers"] else {"plan": None, "on": None, "nobody": False}
    return {
        "partners": len(made["partners"]),
        "newest_partner": newest(
            [row["counts_from"] for row in working]
            + [act["on"] for act in acts]
            + [act["settled_on"] for act in acts if act["kept"]]
        ),
        "has_deputy": made["deputy"] in {"owner", "lead"},
        "handover_plan": handover["plan"],
        "handover_on": handover["on"],
        "handover_nobody": handover["nobody"],
        "sign_offs": {row["office"]: row["word"] for row in made["sign_offs"] if row["word"]},
        "managers_thanked": list(thanked.values()).count("given"),
        "managers_owed": list(thanked.values()).count("owed"),
    }


def of_other_councils(made: Made) -> dict[str, Any]:
    cards = [*made["cards"], *([{"withdrawn": False, "refreshed_at": BASE_CARD_AT}] if made["elsewhere"] else [])]
    standing = [row["refreshed_at"] for row in cards if not row["withdrawn"]]
    moved = [row[name] for row in [*made["elsewhere"], *made["taken_in"]] for name in ("begun_on", "settled_on")]
    status = [row["status"] for row in made["elsewhere"]]
    return {
        "adapted_from_other": bool(made["taken_in"]),
        "adapted_worked": sum(one in WORKED for one in status),
        "adapted_trying": status.count("trying"),
        "adapted_failed": status.count("did_not_work"),
        "adaptation_moved_on": newest(moved),
        "published": len(standing),
        "withdrawn": len(cards) - len(standing),
        "published_on": in_london(standing),
    }


def of_gates(made: Made) -> dict[str, Any]:
    newest_words = {row["asked"]: (row["words"], row["note"]) for row in made["answers"] if row["asked"] in LOOKED_AT}
    return {
        "lapsed_conditions": sum(row["met_on"] is None and row["due_on"] < DAY for row in made["conditions"]),
        "gate_answers": {" ".join(asked): said for asked, said in newest_words.items()},
        "answers": {row["item"]: row["value"] for row in made["item_answers"]},
    }


def of_worth(made: Made) -> dict[str, Any]:
    """Latent ideas are not asked for theirs."""
    if made["columns"]["stage"] == "latent":
        return {"claims": [], "funding": []}
    lines = sorted(made["funding"], key=lambda row: row["ends_on"] or date.max, reverse=True)
    without_end = [row for row in lines if not row["ends_on"]]
    dated = [row for row in lines if row["ends_on"]]
    return {
        "claims": [claimed(n, row, made["elsewhere"]) for n, row in enumerate(made["claims"])],
        "funding": [(row["instrument"], row["certainty"] == "granted", row["ends_on"]) for row in dated + without_end],
    }


def claimed(n: int, row: Made, elsewhere: list[Made]) -> dict[str, Any]:
    """A claim with its records, undated ones first and then by their days, of one day as they were recorded."""
    records = sorted(row["records"], key=lambda record: record["value_on"] or date.min)
    records = [record | start_of(record, row) for record in records]
    measured = any(follows_up(record) for record in records)
    repeated = any(other["status"] == "worked" and other.get("evaluator") == "outside" for other in elsewhere)
    known = row["comparison_group"] or bool(row.get("method") and row.get("method_because"))
    above = (4 if repeated else 3) if known else 2
    seen = ("kind", "baseline", "value", "note", "value_on", "seen_by_sponsor_on")
    return {
        "indicator": f"days {n}",
        "who_benefits": row["who_benefits"],
        "baseline": row["baseline"],
        "target": row["target"],
        "level": 0 if not records else above if measured else 1,
        "level_stated": max([row["level_asked"] or 0, *(record["level_stated"] or 0 for record in records)]) or None,
        "evidence": [tuple(record[name] for name in seen) for record in records],
    }


def start_of(record: Made, row: Made) -> Made:
    """Where a record started: where it says so itself, else where its claim did."""
    return {name: (record if record["baseline"] else row)[name] for name in ("baseline", "baseline_date")}


def follows_up(record: Made) -> bool:
    """Figures on both ends, or a word for the way it went; measured after its start where both days are known."""
    told = [record["value"], record["baseline"]]
    told = all(told) and (record["direction"] is not None or "Yes." not in told)
    dated = record["baseline_date"] and record["value_on"]
    return bool(told and not (dated and record["value_on"] <= DAY))


def plainly(found: Any) -> dict[str, Any]:
    """What the statement found, as plain values."""

    def fields(one: Any, *names: str) -> tuple[Any, ...]:
        return tuple(getattr(one, name) for name in names)

    claim = ("indicator", "who_benefits", "baseline", "target", "level", "level_stated")
    record = ("kind", "baseline", "value", "note", "day", "seen_on")
    return {
        "claims": [
            {
                **dict(zip(claim, fields(one, *claim), strict=True)),
                "evidence": [fields(row, *record) for row in one.evidence],
            }
            for one in found.claims
        ],
        "funding": [fields(line, "instrument", "granted", "ends_on") for line in found.funding],
        "gate_answers": {asked: fields(said, "words", "note") for asked, said in found.gate_answers.items()},
        "answers": dict(found.answers),
    }


@pytest.fixture
def place(world) -> Place:
    return Place(world)


@settings(max_examples=25, phases=UNSHRUNK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(ideas, min_size=1, max_size=3))
@example(made=[RICH, QUIET])
@example(made=[RICH, BARE])
@example(made=RESTING)
@example(made=[{**RICH, "taken_in": [], "sponsor": None}, {**RICH, "elsewhere": []}])
def test_a_triangle_is_worked_out_from_the_rows_of_its_own_idea_and_council(place, made):
    ids = [place.store(one) for one in made]
    with place.ours.door():
        found = facts_of_triangles(day=DAY, ideas=ids)
    assert set(found) == {idea_id for idea_id, one in zip(ids, made, strict=True) if has_a_triangle(one)}
    for idea_id, one in zip(ids, made, strict=True):
        if idea_id in found:
            expected = restated(one)
            told = plainly(found[idea_id])
            assert {name: told.get(name, getattr(found[idea_id], name)) for name in expected} == expected


@settings(max_examples=5, phases=UNSHRUNK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(ideas.filter(has_a_triangle), min_size=2, max_size=2))
def test_one_idea_is_looked_at_alone_where_it_alone_is_asked_for(place, made):
    first, second = [place.store(one) for one in made]
    with place.ours.door():
        alone = facts_of_triangles(day=DAY, ideas=[second])
        assert alone == {second: facts_of_triangles(day=DAY, ideas=[first, second])[second]}
        assert list(facts_of_triangles(day=DAY, ideas=[first])) == [first]


def test_the_neighbour_is_told_nothing_of_our_ideas(place):
    with place.ours.door():
        ours = place.idea(stage="design", state="active", stage_since=DAY - timedelta(days=3))
        assert list(facts_of_triangles(day=DAY, ideas=[ours])) == [ours]
    with place.theirs.door():
        assert facts_of_triangles(day=DAY, ideas=[ours]) == {}

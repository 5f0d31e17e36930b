"""The one statement that reads how ideas stood on a day, held against a plain restatement over facts made at random."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from tracker.collaborative.models import Adaptation, AdaptationReport, Collaborative, Member, Publication
from tracker.db import Base, new_id
from tracker.idea.models import Idea, IdeaFact, IdeaState, SponsorContact, StageMove
from tracker.idea.words import Extent, Fact, Involvement, Outcome, Stage, State
from tracker.lesson.models import Lesson
from tracker.portfolio.profile.queries import circumstances_on, ideas_on
from tracker.portfolio.profile.words import IdeaOnDay
from tracker.tenancy import abandon, as_council, directory, session
from tracker.value.models import Claim, Evidence, EvidenceReview, Funding

DAY = date(2026, 11, 20)
some_day = st.integers(-6, 6).map(lambda n: DAY + timedelta(days=n))
maybe_day = st.none() | some_day

VALUES = {
    Fact.EXTENT: st.sampled_from([None, *map(str, Extent)]),
    Fact.INVOLVEMENT: st.sampled_from([None, *map(str, Involvement)]),
    Fact.NEEDS_NO_MONEY: st.sampled_from(["yes", "no", None]),
    Fact.SHIELDED_UNTIL: st.sampled_from([None, "2026-11-20", "2026-11-21"]),
}


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({"counts_from": maybe_day, **columns}), max_size=4)


fact_rows = st.lists(
    st.sampled_from(list(Fact)).flatmap(
        lambda fact: st.fixed_dictionaries({"fact": st.just(fact), "value": VALUES[fact], "counts_from": maybe_day})
    ),
    max_size=8,
)
ideas = st.fixed_dictionaries(
    {
        "historical": st.booleans(),
        "there_from": maybe_day,
        "stage": st.sampled_from(list(Stage)),
        "submitted_on": maybe_day,
        "first_reply_on": maybe_day,
        StageMove: rows(from_stage=st.sampled_from(list(Stage)), to_stage=st.sampled_from(list(Stage))),
        IdeaState: rows(
            state=st.sampled_from(list(State)), outcome=st.none() | st.sampled_from(list(Outcome)), on=maybe_day
        ),
        IdeaFact: fact_rows,
        Evidence: rows(value_on=maybe_day),
        EvidenceReview: rows(on=some_day),
        SponsorContact: rows(on=some_day),
        Funding: rows(certainty=st.none() | st.sampled_from(["granted", "indicative"]), ends_on=maybe_day),
        Lesson: rows(lesson=st.just("Start small.")),
    }
)


def put(model: type[Base], made: Iterable[dict[str, Any]]) -> None:
    for row in made:
        session().execute(insert(model).values(**row))


def store(facts: dict[Any, Any], ref: str) -> UUID:
    idea_id, claim_id = new_id(), new_id()
    plain = {name: value for name, value in facts.items() if isinstance(name, str) and name != "historical"}
    source = "a report:1" if facts["historical"] else None
    put(Idea, [{"id": idea_id, "ref": ref, "title": "An idea", "state": State.ACTIVE, "source": source, **plain}])
    put(Claim, [{"id": claim_id, "idea_id": idea_id, "indicator": "days"}])
    for model, made in facts.items():
        if not isinstance(model, str):
            more = {"claim_id": claim_id} if model is Evidence else {}
            put(model, [{"idea_id": idea_id, **more, **row} for row in made])
    return idea_id


def restate(facts: dict[Any, Any], ref: str) -> IdeaOnDay | None:
    """Say in plain words what the statement must find."""
    historical, began = facts["historical"], facts["there_from"]
    if not (historical if began is None else began <= DAY):
        return None

    def counting(model: object) -> list[dict[str, Any]]:
        return [row for row in facts[model] if row["counts_from"] is None or row["counts_from"] <= DAY]

    def latest(fact: Fact) -> str | None:
        found = [row["value"] for row in counting(IdeaFact) if row["fact"] is fact]
        return found[-1] if found else None

    moves, states = counting(StageMove), counting(IdeaState)
    first = facts[StageMove][0]["from_stage"] if facts[StageMove] else facts["stage"]
    looked = [row["value_on"] for row in counting(Evidence)] + [row["on"] for row in counting(EvidenceReview)]
    granted = [row["ends_on"] for row in counting(Funding) if row["certainty"] == "granted"]
    shield = latest(Fact.SHIELDED_UNTIL)
    return IdeaOnDay(
        ref=ref,
        historical=historical,
        stage=moves[-1]["to_stage"] if moves else first,
        state=states[-1]["state"] if states else State.ACTIVE,
        outcome=states[-1]["outcome"] if states else None,
        closed_on=states[-1]["on"] if states else None,
        extent=latest(Fact.EXTENT),
        involvement=latest(Fact.INVOLVEMENT),
        needs_no_money=latest(Fact.NEEDS_NO_MONEY) == "yes",
        shielded_until=date.fromisoformat(shield) if shield else None,
        newest_evidence=max((day for day in looked if day and day <= DAY), default=None),
        newest_contact=max((row["on"] for row in counting(SponsorContact) if row["on"] <= DAY), default=None),
        has_granted=bool(granted),
        money_until=max((day for day in granted if day), default=None),
        has_lesson=bool(counting(Lesson)),
        submitted_on=facts["submitted_on"],
        replied_on=facts["first_reply_on"],
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(ideas, max_size=4))
def test_the_statement_finds_what_the_plain_restatement_says(world, made):
    with as_council(world.ours.id):
        before = {one.ref for one in ideas_on(day=DAY)}
        refs = [f"ZZ-{n}" for n in range(len(made))]
        for facts, ref in zip(made, refs, strict=True):
            store(facts, ref)
        found = [one for one in ideas_on(day=DAY) if one.ref not in before]
        abandon()
    assert found == [said for facts, ref in zip(made, refs, strict=True) if (said := restate(facts, ref))]


THEN, LATER = DAY - timedelta(days=1), DAY + timedelta(days=1)
TOLD_ONE_AFTER_THE_OTHER = {
    Fact.EXTENT: (Extent.INCREMENTAL, Extent.RADICAL, Extent.SYSTEM),
    Fact.INVOLVEMENT: (Involvement.TOLD, Involvement.ASKED, Involvement.DESIGNS),
    Fact.NEEDS_NO_MONEY: ("no", "yes", "no"),
    Fact.SHIELDED_UNTIL: ("2026-11-20", "2026-11-21", "2026-11-22"),
}
# Of each kind a row that counts since the day before, one since the day itself, and one from the day after.
LIVED: dict[Any, Any] = {
    "historical": False,
    "there_from": THEN,
    "stage": Stage.EMBEDDED,
    "submitted_on": THEN,
    "first_reply_on": DAY,
    StageMove: [
        {"counts_from": THEN, "from_stage": Stage.LATENT, "to_stage": Stage.DESIGN},
        {"counts_from": DAY, "from_stage": Stage.DESIGN, "to_stage": Stage.MOBILISE},
        {"counts_from": LATER, "from_stage": Stage.MOBILISE, "to_stage": Stage.MAINSTREAM},
    ],
    IdeaState: [
        {"counts_from": THEN, "state": State.PARKED, "outcome": None, "on": THEN},
        {"counts_from": DAY, "state": State.CLOSED, "outcome": Outcome.STOPPED, "on": DAY},
        {"counts_from": LATER, "state": State.ACTIVE, "outcome": None, "on": LATER},
    ],
    IdeaFact: [
        {"fact": fact, "value": value, "counts_from": day}
        for fact, values in TOLD_ONE_AFTER_THE_OTHER.items()
        for day, value in zip((THEN, DAY, LATER), values, strict=True)
    ],
    Evidence: [
        {"counts_from": THEN, "value_on": DAY - timedelta(days=9)},
        {"counts_from": LATER, "value_on": DAY},
        {"counts_from": THEN, "value_on": LATER},
    ],
    EvidenceReview: [],
    SponsorContact: [
        {"counts_from": THEN, "on": DAY - timedelta(days=9)},
        {"counts_from": LATER, "on": DAY},
        {"counts_from": THEN, "on": LATER},
    ],
    Funding: [
        {"counts_from": DAY, "certainty": "granted", "ends_on": DAY + timedelta(days=30)},
        {"counts_from": LATER, "certainty": "granted", "ends_on": DAY + timedelta(days=60)},
        {"counts_from": THEN, "certainty": "indicative", "ends_on": DAY + timedelta(days=90)},
    ],
    Lesson: [{"counts_from": DAY, "lesson": "Start small."}],
}


def still_to_come(facts: dict[Any, Any]) -> dict[Any, Any]:
    """The same idea before anything of it counts: each of its rows counts from the day after."""
    later = {"counts_from": LATER}
    return {kind: told if isinstance(kind, str) else [row | later for row in told] for kind, told in facts.items()}


REVIEWED = {**LIVED, EvidenceReview: LIVED[SponsorContact], Evidence: []}


@pytest.mark.parametrize(
    "facts",
    [LIVED, still_to_come(LIVED), REVIEWED, still_to_come(REVIEWED)],
    ids=["lived", "new", "reviewed", "unread"],
)
def test_what_is_recorded_after_a_day_does_not_count_on_it(world, facts):
    with as_council(world.ours.id):
        store(facts, "ZZ-1")
        store(LIVED, "ZZ-2")
        [found] = [one for one in ideas_on(day=DAY) if one.ref == "ZZ-1"]
        abandon()
    assert found == restate(facts, "ZZ-1")


def test_on_a_day_an_idea_has_what_counted_by_then(world):
    with as_council(world.ours.id):
        for facts, ref in ((LIVED, "ZZ-1"), (still_to_come(LIVED), "ZZ-2")):
            store(facts, ref)
        lived, new = (one for one in ideas_on(day=DAY) if one.ref in {"ZZ-1", "ZZ-2"})
        abandon()
    assert (lived.stage, lived.state, lived.extent, lived.has_lesson) == ("mobilise", "closed", "radical", True)
    assert (new.stage, new.state, new.extent, new.has_lesson) == ("latent", "active", None, False)


def adapted(world, *, origin: UUID, begun_on: date, settled_on: date | None, status: str) -> None:
    """The neighbour takes in an idea of ours."""
    card, here = new_id(), new_id()
    with directory():
        theme = new_id()
        put(Collaborative, [{"id": theme, "code": f"theme-{theme}", "name": "Home in a day"}])
        both = ((world.ours, "Ours"), (world.theirs, "Theirs"))
        put(Member, [{"collaborative_id": theme, "council_id": side.id, "member": name} for side, name in both])
    with as_council(world.ours.id):
        by = {"by_id": world.ours.lead.id, "collaborative_id": theme, "idea_id": origin, "number": 1}
        put(Publication, [{"id": card, "level": "summary", "title": "An idea", "shown": {}, **by}])
    with as_council(world.theirs.id):
        put(
            Idea, [{"id": here, "ref": f"N-{here}", "title": "Taken in", "there_from": begun_on, "state": State.ACTIVE}]
        )
        shared = {"publication_id": card, "origin_council_id": world.ours.id, "origin_idea_id": origin}
        how = {"begun_on": begun_on, "settled_on": settled_on, "status": status, "adopter_ref": "N-1"}
        took = new_id()
        put(Adaptation, [{"id": took, "idea_id": here, "fits_because": "We have the same wards.", **shared, **how}])
        if settled_on:
            said = {"idea_id": here, "adaptation_id": took, "status": status, "on": settled_on}
            put(AdaptationReport, [said | {key: shared[key] for key in ("origin_council_id", "origin_idea_id")}])


def test_an_adaptation_counts_as_settled_from_the_day_it_was_settled(world):
    with as_council(world.ours.id):
        put(Idea, [{"id": (origin := new_id()), "ref": f"ZZ-{origin}", "title": "Ours", "there_from": DAY}])
    adapted(world, origin=origin, begun_on=DAY, settled_on=DAY + timedelta(days=9), status="worked")

    def on(day: date) -> tuple[bool, bool]:
        with as_council(world.ours.id):
            (one,) = (one for one in ideas_on(day=day) if one.ref == f"ZZ-{origin}")
            return one.tried_elsewhere, one.worked_elsewhere

    assert on(DAY) == (True, False)
    assert on(DAY + timedelta(days=8)) == (True, False)
    assert on(DAY + timedelta(days=9)) == (True, True)


def test_what_was_taken_in_counts_from_the_day_it_began_for_the_council_that_took_it(world):
    with as_council(world.ours.id):
        put(Idea, [{"id": (origin := new_id()), "ref": f"ZZ-{origin}", "title": "Ours", "there_from": DAY}])
    adapted(world, origin=origin, begun_on=DAY, settled_on=None, status="trying")
    with as_council(world.theirs.id):
        assert circumstances_on(day=DAY - timedelta(days=1)).taken_in + 1 == circumstances_on(day=DAY).taken_in
    with as_council(world.ours.id):
        assert circumstances_on(day=DAY).taken_in == 0

"""What the inbox and the lead's page of nudges are made of, on nudges in every state and events of every kind."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert

from tests import makers
from tracker import clock, council, idea, inbox, nudge
from tracker.db import new_id
from tracker.history import StoredEvent
from tracker.nudge.models import Nudge
from tracker.tenancy import abandon, session

DAY = date(2026, 11, 18)


def on(days: int) -> datetime:
    return datetime(2026, 11, 18, 12, tzinfo=UTC) + timedelta(days=days)


def due(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.fixture
def side(world) -> makers.Side:
    with clock.at(DAY):
        makers.a_sent_idea(world.ours)
    return world.ours


def put(side: makers.Side, name: str, state: str, due_on: date, **more: Any) -> None:
    """Write a nudge to the owner, named by its fact."""
    asked = {"rule": "idle", "subject_id": new_id(), "idea_id": makers.idea_of("NOR-1").id, "began_on": due_on}
    person: dict[str, UUID] = {"person_id": side.owner.id}
    values = {**asked, **person, "fact": name, "state": state, "due_on": due_on, **more}
    session().execute(insert(Nudge).values(id=new_id(), **values))


def test_a_person_finds_what_is_open_first_the_newest_first_and_nothing_withheld_or_to_come(side):
    with clock.at(DAY), side.door():
        for name, state, days in (
            ("answered", "answered", 0),
            ("waiting today", "waiting", 0),
            ("waiting tomorrow", "waiting", 1),
            ("sent before", "sent", -9),
            ("sent lately", "sent", -2),
            ("withheld", "withheld", -1),
            ("withdrawn", "withdrawn", -3),
        ):
            put(side, name, state, due(days))
        put(side, "of another", "sent", DAY, person_id=side.lead.id)
        found = [(one.fact, one.open) for one in nudge.for_person(reader=side.owner.reader)]
    assert found == [
        ("waiting today", True),
        ("sent lately", True),
        ("sent before", True),
        ("answered", False),
        ("withdrawn", False),
    ]


def test_with_the_lead_is_what_nobody_answered_and_where_help_was_asked_for_until_a_lead_answers(side):
    with clock.at(DAY), side.door():
        for name, state, more in (
            ("passed on", "sent", {"escalated_at": on(-1)}),
            ("passed on and answered", "answered", {"escalated_at": on(-1), "settled_at": on(0)}),
            ("sent", "sent", {}),
            ("help", "answered", {"reply": "need_help", "settled_at": on(-40), "help_due_on": DAY}),
            ("another person", "answered", {"reply": "hand_over", "settled_at": on(-2), "help_due_on": DAY}),
            ("helped", "answered", {"reply": "need_help", "help_due_on": DAY, "helped_at": on(0)}),
            ("still going", "answered", {"reply": "still_going", "settled_at": on(-1)}),
        ):
            put(side, name, state, DAY, **more)
        found = [one.fact for one in nudge.waits_for_lead(reader=side.lead.reader)]
    assert found == ["passed on", "help", "another person"]


def test_what_did_not_go_is_told_for_a_week_the_last_first(side):
    with clock.at(DAY), side.door():
        for name, state, days in (
            ("long ago", "withdrawn", -8),
            ("withdrawn", "withdrawn", -6),
            ("withheld", "withheld", -4),
            ("put off", "snoozed", -2),
        ):
            put(side, name, state, DAY, settled_at=on(days))
        put(side, "answered", "answered", DAY, settled_at=on(-1))
        found = [one.fact for one in nudge.settled(reader=side.lead.reader)]
    assert found == ["put off", "withheld", "withdrawn"]


def test_the_month_counts_what_was_sent_in_thirty_days_by_answer_or_state_and_the_people(side):
    with clock.at(DAY), side.door():
        for days, state, reply, person in (
            (-29, "sent", None, side.owner),
            (-30, "sent", None, side.sponsor),
            (-1, "answered", "park_it", side.owner),
            (-1, "answered", "park_it", side.lead),
            (None, "waiting", None, side.admin),
        ):
            sent_on = None if days is None else due(days)
            put(side, "x", state, DAY, reply=reply, sent_on=sent_on, person_id=person.id)
        assert nudge.last_month() == ({"sent": 1, "park_it": 2}, 2)


def test_news_are_of_ones_own_ideas_the_newest_first_and_no_talk_of_reminders(world, side):
    with clock.at(DAY), side.door():
        people = {"author_id": side.contributor.id, "owner_id": side.owner.id, "sponsor_id": side.sponsor.id}
        for n, (column, person) in enumerate(people.items()):
            made = idea.Idea(ref=f"ZZ-{n}", title="Damp", state="active", **{column: person})
            session().add(made)
            session().flush()
            for hours, what in enumerate(("nudge_sent", "parked", "nudge_withheld", "imported", "commented")):
                about = {"idea_id": made.id, "what": what, "at": on(-1) + timedelta(hours=hours)}
                session().execute(insert(StoredEvent).values(**about, by_id=side.lead.id))
        draft = idea.Idea(ref="ZZ-8", title="Draft", state="draft", author_id=side.contributor.id)
        case = idea.Idea(ref="ZZ-9", title="Case", state="active", source="a report:1", owner_id=side.owner.id)
        session().add_all([draft, case])
        session().flush()
        for one in (draft, case):
            session().execute(insert(StoredEvent).values(idea_id=one.id, what="commented", at=on(-1)))
        for n, person in enumerate(people.values()):
            found = [
                (one.ref, one.event.what) for one in inbox.news(reader=council.reader(person)) if one.ref != "NOR-1"
            ]
            assert found == [(f"ZZ-{n}", "commented"), (f"ZZ-{n}", "parked")]


PLACES = ("author", "owner", "sponsor", "follower")
KINDS = ("commented", "parked", "nudge_sent")
SOME_DAYS = (1, 2, 3, 88, 92, 119)
LIMITS = (*range(1, 8), 30)


@pytest.mark.parametrize("many", [False, True])
def test_news_are_the_same_for_who_has_a_place_on_few_ideas_and_on_hundreds(world, side, many):
    """Both ways to look for them, held against a plain restatement of who hears what."""
    draw = random.Random(many)  # noqa: S311 - the same rows each time
    me, other = side.owner, side.lead
    with clock.at(DAY), side.door():
        made = [
            _placed(n, draw, me if draw.random() < (0.7 if many else 0.02) else other, few=not many) for n in range(300)
        ]
        session().execute(insert(idea.Idea), [row["idea"] for row in made])
        following = [{"idea_id": row["idea"]["id"], "person_id": me.id} for row in made if row["follows"]]
        session().execute(insert(idea.Follower), following)
        assert (sum(_places(row, me.id) for row in made) >= inbox.queries.MANY) is many
        theirs = [row for row in made if _places(row, me.id)]
        events = [_happened(draw.choice(draw.choice((made, theirs))), draw, (me, other)) for _ in range(600)]
        for event in events:  # one by one: in the order in which they are numbered
            session().execute(insert(StoredEvent).values(event))
        found = {limit: inbox.news(reader=me.reader, limit=limit) for limit in LIMITS}
        abandon()
    heard = [event for event in reversed(events) if _is_heard(event, made, me.id)]
    heard.sort(key=lambda event: event["at"], reverse=True)
    assert len(heard) > (30 if many else 3)
    refs = {row["idea"]["id"]: row["idea"]["ref"] for row in made}
    told = [(event["at"], event["what"], refs[event["idea_id"]]) for event in heard]
    for limit, news in found.items():
        assert [(one.at, one.event.what, one.ref) for one in news if not one.ref.startswith("NOR")] == told[:limit]


def _placed(n: int, draw: random.Random, person: makers.Someone, *, few: bool) -> dict[str, Any]:
    places = {f"{place}_id": person.id if draw.random() < 0.7 else None for place in PLACES[:3]}
    told = {"source": "a report:1" if n % 17 == 0 else None, "state": "draft" if n % 13 == 0 else "active"}
    closed = {"audience": "confidential" if n % 11 == 0 else "everybody"}
    row = {"id": new_id(), "ref": f"ZZ-{n}", "title": "Damp", **places, **told, **closed}
    return {"idea": row, "follows": draw.random() < (0.02 if few else 0.4)}


def _places(row: dict[str, Any], person_id: UUID) -> int:
    return sum(row["idea"][f"{place}_id"] == person_id for place in PLACES[:3]) + row["follows"]


def _happened(row: dict[str, Any], draw: random.Random, people: tuple[makers.Someone, ...]) -> dict[str, Any]:
    at = on(0) - timedelta(days=draw.choice(SOME_DAYS), hours=draw.randrange(2))  # many at the same moment
    by_id, what = draw.choice([None, *(person.id for person in people)]), draw.choice(KINDS)
    return {"idea_id": row["idea"]["id"], "what": what, "at": at, "by_id": by_id}


def _is_heard(event: dict[str, Any], made: list[dict[str, Any]], me: UUID) -> bool:
    """Whether a person hears of it: lately, by another, on an idea of theirs that they may see, and no reminder."""
    row = next(row for row in made if row["idea"]["id"] == event["idea_id"])
    about = row["idea"]
    seen = about["author_id"] == me or (
        about["state"] != "draft" and (about["audience"] == "everybody" or about["owner_id"] == me)
    )
    return (
        bool(_places(row, me))
        and event["by_id"] != me
        and event["what"] != "nudge_sent"
        and event["at"] > on(-90)
        and about["source"] is None
        and about["state"] != "draft"
        and seen
    )

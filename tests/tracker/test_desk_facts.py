"""What waits for whom: the desk, the board, everybody's own ideas and the list, held against a plain restatement.

Ideas are made at random, with messages, moves and contacts of their own; the neighbour has ideas too, the same people
author, own and sponsor, and one colleague has left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from tests import makers
from tracker import clock, council, idea
from tracker.db import new_id
from tracker.idea import Idea, IdeaState, Message, SponsorContact, StageMove
from tracker.tenancy import abandon, session

Made = dict[str, Any]
DAY = date(2026, 11, 18)
STAGES = ["latent", "design", "mobilise", "mainstream", "embedded"]
FORMER = "a former colleague"

days = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))
maybe_day = st.none() | days
moments = st.integers(0, 4).map(lambda n: datetime(2026, 11, 18, 9 + n, tzinfo=UTC))
people = st.sampled_from(["contributor", "owner", "lead", "left"])
maybe_people = st.none() | people


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Made]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=3)


ideas = st.fixed_dictionaries(
    {
        "columns": st.fixed_dictionaries(
            {
                "title": st.sampled_from(["Damp walls", "Street 50% lights", "Street lights"]),
                "stage": st.sampled_from(STAGES),
                "state": st.sampled_from(["triage", "triage", "active", "active", "parked", "closed", "draft"]),
                "source": st.sampled_from([None, None, "a report:1"]),
                "service_area": st.sampled_from([None, "Parks"]),
                "sponsor_name": st.sampled_from([None, "Cllr Reid"]),
                "stage_since": maybe_day,
                "submitted_on": days,
                "reply_due_on": maybe_day,
                "first_reply_on": maybe_day,
                "changed_at": moments,
            }
        ),
        "service": st.sampled_from([None, "Housing"]),
        "author": maybe_people,
        "owner": maybe_people,
        "sponsor": maybe_people,
        "messages": rows(
            by=people,
            at=moments,
            kind=st.sampled_from(["question", "answer", "comment", "reply"]),
            text=st.sampled_from(["Which wards?", "x" * 301]),
        ),
        "moves": rows(decision=st.sampled_from(["advance", "hold", "return"])),
        "states": rows(because=st.sampled_from(["Because.", None])),
        "contacts": rows(on=days),
        "joined": st.booleans(),
    }
)
some = st.lists(ideas, max_size=6)
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Desk:
    """Our council, where ideas are written for one look at them and then forgotten."""

    def __init__(self, world: makers.World) -> None:
        self.side, ours = world.ours, world.ours
        left = makers.a_person(ours.id, council.Role.CONTRIBUTOR, name="Gone Away")
        makers.an_idea(world.theirs, title="Street lights of the neighbour")
        with ours.door():
            council.end_membership(person_id=left.id, by=ours.admin.id)
            council.add_service(name="Housing", senior_owner=None, by=ours.admin.id)
            [self.service] = council.services()
        self.people = {"contributor": ours.contributor, "owner": ours.owner, "lead": ours.lead, "left": left}
        self.names = {name: FORMER if name == "left" else one.name for name, one in self.people.items()}

    def look(self, made: Sequence[Made], asking: Callable[[], Any]) -> Any:
        """Ask something of the council while it has these ideas, and no others."""
        with clock.at(DAY), self.side.door():
            for n, one in enumerate(made):
                self._store(n, one, made)
            try:
                return asking()
            finally:
                abandon()

    def id_of(self, name: str | None) -> Any:
        return self.people[name].id if name else None

    def _store(self, n: int, one: Made, made: Sequence[Made]) -> None:
        one["id"], one["ref"] = new_id(), f"ZZ-{100 + n}"
        on_it = {f"{role}_id": self.id_of(one[role]) for role in ("author", "owner", "sponsor")}
        joined = {"merged_into_id": made[0]["id"]} if one["joined"] and n else {}
        service = {"service_id": self.service.id if one["service"] else None}
        session().execute(
            insert(Idea).values(id=one["id"], ref=one["ref"], **one["columns"], **on_it, **service, **joined)
        )
        for row in one["messages"]:
            row["id"] = new_id()
            said = {name: value for name, value in row.items() if name != "by"}
            session().execute(insert(Message).values(idea_id=one["id"], by_id=self.id_of(row["by"]), **said))
        put = {"moves": (StageMove, {"from_stage": "latent", "to_stage": "design"}), "contacts": (SponsorContact, {})}
        for name, (model, more) in {**put, "states": (IdeaState, {"state": "active"})}.items():
            for row in one[name]:
                session().execute(insert(model).values(idea_id=one["id"], **row, **more))

    def service_of(self, one: Made) -> str | None:
        return one["service"] or one["columns"]["service_area"]

    def name_of(self, name: str | None) -> str | None:
        return self.names[name] if name else None


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


def latest(found: Sequence[Made]) -> Made | None:
    return max(found, key=lambda row: (row["at"], row["id"]), default=None)


def last_turn(one: Made) -> str | None:
    found = latest([row for row in one["messages"] if row["kind"] in {"question", "answer"}])
    return found["kind"] if found else None


def late_last(day: date | None) -> date:
    return day or date.max


@often
@given(made=some)
def test_the_desk_holds_what_is_in_triage_unanswered_first_and_then_by_the_promise(desk, made):
    found = desk.look(made, idea.waiting_in_triage)
    waiting = [one for one in made if one["columns"]["state"] == "triage"]
    waiting.sort(
        key=lambda one: (one["columns"]["first_reply_on"] is not None, late_last(one["columns"]["reply_due_on"]))
    )
    assert [(row.ref, row.service, row.author, row.last_turn, row.all_waiting) for row in found] == [
        (one["ref"], desk.service_of(one), desk.name_of(one["author"]), last_turn(one), len(waiting)) for one in waiting
    ]


@often
@given(made=some, service=st.booleans(), owner=maybe_people, historical=st.booleans())
def test_the_board_holds_what_is_in_play_by_stage_the_longest_there_first(desk, made, service, owner, historical):
    narrowed = {"service_id": desk.service.id if service else None, "owner_id": desk.id_of(owner)}
    board = desk.look(made, lambda: idea.board(**narrowed, historical=historical, most=2))
    wanted = [one for one in made if (not service or one["service"]) and (owner is None or one["owner"] == owner)]
    states = [(one["columns"]["state"], one["columns"]["source"] is not None) for one in wanted]
    assert (board.parked, board.closed, board.historical) == (
        sum(state == "parked" for state, _ in states),
        sum(state == "closed" for state, _ in states),
        sum(told and state in {"triage", "active"} for state, told in states),
    )
    for column in board.columns:
        there = [one for one in wanted if one["columns"]["stage"] == column.stage and on_the_board(one, historical)]
        there.sort(key=lambda one: late_last(one["columns"]["stage_since"]))
        assert column.count == len(there)
        assert [(row.ref, row.service, row.owner, row.last_move, row.historical) for row in column.cards] == [
            (
                one["ref"],
                desk.service_of(one),
                desk.name_of(one["owner"]),
                one["moves"][-1]["decision"] if one["moves"] else None,
                one["columns"]["source"] is not None,
            )
            for one in there[:2]
        ]


def on_the_board(one: Made, historical: bool) -> bool:  # noqa: FBT001 - it says what the board is asked for
    return one["columns"]["state"] in {"triage", "active"} and (historical or not one["columns"]["source"])


@often
@given(made=some)
def test_an_author_finds_what_became_of_each_idea_the_one_changed_last_first(desk, made):
    found = desk.look(made, lambda: idea.said_by(author_id=desk.people["contributor"].id))
    mine = [one for one in made if one["author"] == "contributor"]
    mine.sort(key=lambda one: (one["columns"]["changed_at"], one["id"]), reverse=True)
    assert [
        (row.ref, row.last_turn, row.owner, row.merged_into, row.because, told(row.last_said)) for row in found
    ] == [
        (
            one["ref"],
            last_turn(one),
            desk.name_of(one["owner"]),
            joined_into(one, made),
            one["states"][-1]["because"] if one["states"] else None,
            said_last(desk, one),
        )
        for one in mine
    ]


def joined_into(one: Made, made: Sequence[Made]) -> Made | None:
    first = made[0]
    return {"ref": first["ref"], "title": first["columns"]["title"]} if one["joined"] and one is not first else None


def said_last(desk: Desk, one: Made) -> tuple[str, str, str] | None:
    found = latest([row for row in one["messages"] if row["by"] != one["author"]])
    return (found["text"][:300], desk.names[found["by"]], found["kind"]) if found else None


def told(said: Made | None) -> tuple[str, str, str] | None:
    return (said["text"], said["by_name"], said["kind"]) if said else None


def worked_on(made: Sequence[Made], role: str) -> list[Made]:
    """The active ideas of our own that the owner has in a role."""
    plain = [one for one in made if one["columns"]["state"] == "active" and one["columns"]["source"] is None]
    return [one for one in plain if one[role] == "owner"]


def last_contact(one: Made) -> date | None:
    return max((row["on"] for row in one["contacts"]), default=None)


@often
@given(made=some)
def test_an_owner_finds_the_active_ideas_that_they_keep_the_longest_in_their_stage_first(desk, made):
    found = desk.look(made, lambda: idea.owned_by(owner_id=desk.people["owner"].id))
    mine = sorted(worked_on(made, "owner"), key=lambda one: late_last(one["columns"]["stage_since"]))
    assert [(row.ref, row.has_sponsor, row.last_contact) for row in found] == [
        (one["ref"], bool(one["sponsor"] or one["columns"]["sponsor_name"]), last_contact(one)) for one in mine
    ]


@often
@given(made=some)
def test_a_sponsor_finds_the_teams_without_a_word_for_longest_first(desk, made):
    found = desk.look(made, lambda: idea.sponsored_by(sponsor_id=desk.people["owner"].id))
    mine = sorted(worked_on(made, "sponsor"), key=lambda one: last_contact(one) or date.min)
    assert [(row.ref, row.owner, row.last_contact) for row in found] == [
        (one["ref"], desk.name_of(one["owner"]), last_contact(one)) for one in mine
    ]

"""How many ideas stand where, as it is kept, held against counting them, whatever happens to them and in what order."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from tests import makers
from tests.tracker.desk_rows import often
from tracker import council, idea, portfolio
from tracker.db import new_id
from tracker.idea import Idea
from tracker.idea.models import IdeaCount
from tracker.tenancy import abandon, session

PLACE = (Idea.stage, Idea.state, Idea.source.is_not(None), Idea.service_id, Idea.owner_id)

places = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["latent", "design", "embedded"]),
        "state": st.sampled_from(["draft", "triage", "active", "parked", "closed"]),
        "source": st.sampled_from([None, "a report:1"]),
        "service": st.sampled_from([None, 0, 1]),
        "owner": st.sampled_from([None, "owner", "lead"]),
    }
)
steps = st.one_of(
    st.tuples(st.just("logged"), st.lists(places, min_size=1, max_size=3)),
    st.tuples(st.just("changed"), places),
    st.tuples(st.just("all changed"), places),
    st.tuples(st.just("renamed"), st.none()),
    st.tuples(st.just("gone"), st.none()),
    st.tuples(st.just("added up"), st.none()),
)
HERE = {"stage": "latent", "state": "triage", "source": None, "service": 0, "owner": None}
THERE = {"stage": "design", "state": "active", "source": None, "service": 1, "owner": "owner"}


class Ledger:
    """Our council, where things happen to ideas that are then forgotten."""

    def __init__(self, world: makers.World) -> None:
        self.side = world.ours
        makers.an_idea(world.theirs)
        with self.side.door():
            for name in ("Housing", "Waste"):
                council.add_service(name=name, senior_owner=None, by=self.side.admin.id)
            self.services = [service.id for service in council.services()]
        self.owners = [None, self.side.owner.id, self.side.lead.id]

    def columns(self, place: dict[str, Any]) -> dict[str, Any]:
        on_it = {
            "service_id": None if place["service"] is None else self.services[place["service"]],
            "owner_id": place["owner"] and getattr(self.side, place["owner"]).id,
        }
        return {name: place[name] for name in ("stage", "state", "source")} | on_it

    def take(self, step: str, told: Any) -> None:
        """Have one thing happen, to the first idea where it is to one."""
        one = Idea.id == select(Idea.id).order_by(Idea.ref).limit(1).scalar_subquery()
        if step == "logged":
            rows = [{"id": new_id(), "ref": f"ZZ-{new_id()}", "title": "Damp", **self.columns(place)} for place in told]
            session().execute(insert(Idea).values(rows))
        elif step == "gone":
            session().execute(delete(Idea).where(one))
        elif step == "added up":
            idea.add_up_counts()
        else:
            change = {"title": "Damp walls"} if step == "renamed" else self.columns(told)
            session().execute(update(Idea).where(one if step != "all changed" else text("true")).values(change))


@pytest.fixture
def ledger(world) -> Ledger:
    return Ledger(world)


def counted() -> Counter[tuple[Any, ...]]:
    """Ideas one by one, each in all that it counts in: of all, its service's, its owner's, and those of both."""
    found: Counter[tuple[Any, ...]] = Counter()
    for stage, state, historical, service, owner in session().execute(select(*PLACE)):
        found.update((stage, state, historical, s, o) for s in {None, service} for o in {None, owner})
    return found


def kept() -> Iterator[tuple[tuple[Any, ...], int]]:
    for row in session().execute(select(IdeaCount)).scalars():
        yield (row.stage, row.state, row.historical, row.service_id, row.owner_id), row.ideas


def summed() -> dict[tuple[Any, ...], int]:
    """What is kept, row by row, summed up; what comes to nothing left out."""
    found: Counter[tuple[Any, ...]] = Counter()
    for place, ideas in kept():
        found[place] += ideas
    return {place: ideas for place, ideas in found.items() if ideas}


@often
@given(told=st.lists(steps, max_size=12))
@example(told=[("logged", [HERE, THERE]), ("changed", THERE), ("added up", None), ("gone", None), ("added up", None)])
@example(told=[("logged", [HERE, HERE]), ("all changed", {**THERE, "service": None}), ("renamed", None)])
@example(told=[("logged", [{**HERE, "owner": "lead"}]), ("changed", {**HERE, "owner": "owner"})])
def test_what_is_kept_is_what_there_is(ledger, told):
    with ledger.side.door():
        for step, particulars in told:
            ledger.take(step, particulars)
            assert summed() == counted()
        idea.add_up_counts()
        assert dict(kept()) == counted()
        assert len(list(kept())) == len(counted())
        _hold_pages_to(ledger)
        abandon()


def _hold_pages_to(ledger: Ledger) -> None:
    """What pages ask of the counts, restated idea by idea."""
    ideas = session().execute(select(*PLACE)).all()
    beside = portfolio.surroundings(reader=ledger.side.lead.reader)
    assert beside.historical == sum(row[2] for row in ideas)
    live = [row for row in ideas if row[1] == "active" and not row[2] and row[0] != "latent"]
    assert [(row.name, row.live) for row in beside.services] == [
        (name, sum(row[3] == service for row in live))
        for name, service in zip(("Housing", "Waste"), ledger.services, strict=True)
    ]
    for service in (None, *ledger.services):
        for owner in ledger.owners:
            there = [row for row in ideas if service in {None, row[3]} and owner in {None, row[4]}]
            sieve = idea.Sieve(service_id=service, owner_id=owner, historical=True)
            board = idea.board(reader=ledger.side.lead.reader, sieve=sieve)
            assert {column.stage: column.count for column in board.columns if column.count} == Counter(
                stage for stage, state, *_ in there if state in {"triage", "active"}
            )
            assert (board.parked, board.closed) == tuple(
                sum(row[1] == state for row in there) for state in ("parked", "closed")
            )


def test_an_act_on_an_idea_waits_for_no_other_and_adding_up_beside_them_counts_nothing_twice(world):
    """Several at once change ideas, in one transaction for two of them, while others add up."""
    side = world.ours
    refs = [makers.an_idea(side) for _ in range(6)]
    draw, failed = random.Random(11), []  # noqa: S311 - the same turns each time

    def act(turns: list[tuple[str, str, str]]) -> None:
        try:
            for first, second, state in turns:
                with side.door():
                    for ref in (first, second):
                        session().execute(update(Idea).where(Idea.ref == ref).values(state=state))
                    idea.add_up_counts()
        except Exception as why:  # noqa: BLE001 - told by the thread that asked
            failed.append(why)

    def turns(own: list[str]) -> list[tuple[str, str, str]]:
        return [(*draw.sample(own, 2), draw.choice(["active", "parked", "closed"])) for _ in range(25)]

    threads = [threading.Thread(target=act, args=[turns(refs[at : at + 2])]) for at in (0, 2, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with side.door():
        assert summed() == counted()
        idea.add_up_counts()
        assert dict(kept()) == counted()


def test_a_change_adds_rows_only_where_an_idea_counts_otherwise_after_it(ledger):
    with ledger.side.door():
        ledger.take("logged", [THERE])
        before = len(list(kept()))
        ledger.take("renamed", None)
        assert len(list(kept())) == before
        ledger.take("changed", {**THERE, "owner": "lead"})
        assert (
            len(list(kept())) == before + 4
        )  # less and more of either owner, alone and with the service; of all the same
        abandon()

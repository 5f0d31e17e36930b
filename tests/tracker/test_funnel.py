"""The funnel, as it is kept while ideas go their ways, held against a walk through all that is recorded of them."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from tests import makers
from tests.tracker.desk_rows import often
from tests.tracker.funnel_walk import LifeStep, walk
from tracker import portfolio
from tracker.db import new_id
from tracker.idea import Idea, IdeaState, StageMove
from tracker.portfolio.models import Crossing
from tracker.portfolio.profile.funnel import WAYS, add_up_crossings
from tracker.portfolio.profile.words import FunnelRow
from tracker.tenancy import abandon, session

START = date(2025, 11, 20)
STAGES = ("latent", "design", "mobilise", "mainstream", "embedded")
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)

Told = tuple[int | None, str]  # days after the start (None: undated), and a stage or a state


@pytest.fixture
def side(world) -> makers.Side:
    makers.an_idea(world.theirs)
    return world.ours


def an_idea(n: int, *, stage: str = "latent", source: str | None = None) -> Any:
    made = new_id()
    session().execute(
        insert(Idea).values(id=made, ref=f"ZZ-{n}", title="Damp", stage=stage, source=source, state="draft")
    )
    return made


def tell(rows: list[tuple[Any, int | None, str]], *, at: int = 0) -> None:
    """Write rows of ideas, those of a table in one statement; `at` says how many seconds after noon."""
    values: dict[Any, list[dict[str, Any]]] = {StageMove: [], IdeaState: []}
    for idea_id, days, word in rows:
        day = None if days is None else START + timedelta(days=days)
        row = {"idea_id": idea_id, "counts_from": day, "recorded_at": NOON + timedelta(seconds=at)}
        if word in STAGES:
            moves = select(StageMove.to_stage).where(StageMove.idea_id == idea_id).order_by(StageMove.number.desc())
            began = session().scalar(select(Idea.stage).where(Idea.id == idea_id))
            stage = session().scalar(moves.limit(1)) or began
            values[StageMove].append({**row, "from_stage": stage, "to_stage": word})
        else:
            values[IdeaState].append({**row, "state": word})
    for table, given_rows in values.items():
        if given_rows:
            session().execute(insert(table).values(given_rows))


def recorded() -> list[LifeStep]:
    """Every dated row of the council's own ideas."""
    own = {row.id: row.stage for row in session().execute(select(Idea.id, Idea.stage).where(Idea.source.is_(None)))}
    moves = session().execute(select(StageMove).order_by(StageMove.number)).scalars().all()
    states = session().execute(select(IdeaState)).scalars().all()
    first: dict[Any, str] = {}
    for move in moves:
        first.setdefault(move.idea_id, str(move.from_stage))
    steps = [(move, 1, str(move.to_stage), None) for move in moves] + [(row, 0, None, str(row.state)) for row in states]
    return [
        LifeStep(
            idea_id=row.idea_id,
            first_stage=first.get(row.idea_id, str(own[row.idea_id])),
            day=row.counts_from,
            recorded_at=row.recorded_at,
            kind=kind,
            number=row.number,
            to_stage=to_stage,
            state=state,
        )
        for row, kind, to_stage, state in steps
        if row.idea_id in own
    ]


def hold(start: date, until: date) -> list[FunnelRow]:
    """Hold what is kept against the walk, and return it."""
    found = portfolio.funnel(start=start, until=until)
    assert found == walk(recorded(), start=start, until=until)
    for one in found:
        came = one.here_before + one.logged + one.came_on + one.came_back + one.woken
        assert came == one.went_on + one.went_back + one.parked + one.closed + one.here_now
    return found


def life(side: makers.Side, *steps: Told, until: int = 365) -> dict[str, FunnelRow]:
    """The funnel of one idea with these steps, told one after the other."""
    with side.door():
        made = an_idea(1)
        for at, step in enumerate(steps):
            tell([(made, *step)], at=at)
        found = hold(START, START + timedelta(days=until))
        abandon()
    return {one.stage: one for one in found}


def test_an_idea_logged_decided_and_returned_is_told_stage_by_stage(side):
    found = life(side, (1, "triage"), (5, "active"), (5, "design"), (40, "mobilise"), (90, "design"))
    assert found["latent"] == FunnelRow("latent", 0, 1, 0, 0, 0, 1, 0, 0, 0, 0)
    assert found["design"] == FunnelRow("design", 0, 0, 1, 1, 0, 1, 0, 0, 0, 1)
    assert found["mobilise"] == FunnelRow("mobilise", 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)


def test_what_happened_before_the_window_or_without_a_date_is_only_where_it_began(side):
    steps: list[Told] = [
        (None, "active"),
        (None, "design"),
        (-3, "mobilise"),
        (0, "parked"),
        (2, "active"),
        (9, "closed"),
    ]
    assert life(side, *steps)["mobilise"] == FunnelRow("mobilise", 0, 0, 0, 0, 1, 0, 0, 0, 1, 0)


def test_what_is_told_late_of_an_earlier_day_changes_what_came_after_it(side):
    found = life(side, (1, "triage"), (60, "mobilise"), (30, "parked"), (50, "active"), until=55)
    assert found["latent"] == FunnelRow("latent", 0, 1, 0, 0, 1, 0, 0, 1, 0, 1)


words = st.sampled_from([*STAGES, "draft", "triage", "active", "parked", "closed"])
days = st.none() | st.integers(-70, 70)
turns = st.one_of(
    st.tuples(st.just("told"), st.lists(st.tuples(st.integers(0, 3), days, words), min_size=1, max_size=4)),
    st.tuples(st.just("placed"), st.tuples(st.integers(0, 3), st.sampled_from(STAGES))),
    st.tuples(st.just("a report's"), st.tuples(st.integers(0, 3), st.sampled_from([None, "a report:1"]))),
    st.tuples(st.just("added up"), st.none()),
)
EVERYTHING = [
    ("told", [(0, 1, "triage"), (1, None, "active"), (2, -60, "triage"), (3, -5, "active")]),
    ("told", [(0, 3, "design"), (0, 3, "active"), (1, None, "mobilise")]),
    ("placed", (3, "embedded")),
    ("told", [(0, 2, "parked"), (2, 40, "mainstream"), (3, 9, "design")]),
    ("added up", None),
    ("a report's", (1, "a report:1")),
    ("told", [(1, 5, "closed"), (2, 41, "design")]),
    ("a report's", (1, None)),
    ("told", [(0, -1, "active"), (2, 66, "closed")]),
]


ONE_BY_ONE = [
    ("a report's", (0, "a report:1")),
    ("told", [(0, 1, "triage")]),
    ("told", [(1, 1, "parked")]),
    ("told", [(1, 2, "active")]),
    ("told", [(2, 3, "mainstream")]),
    ("told", [(2, 1, "triage")]),
    ("told", [(3, None, "active")]),
]


@often
@given(happened=st.lists(turns, max_size=8), window=st.tuples(st.integers(-70, 70), st.integers(0, 90)))
@example(happened=EVERYTHING, window=(0, 60))
@example(happened=EVERYTHING, window=(10, 2))
@example(happened=EVERYTHING, window=(-75, 0))
@example(happened=ONE_BY_ONE, window=(0, 60))
def test_what_is_kept_is_what_a_walk_through_the_record_finds(side, happened, window):
    start = START + timedelta(days=window[0])
    with side.door():
        made = [an_idea(n, stage=stage) for n, stage in enumerate(("latent", "latent", "design", "mobilise"))]
        for at, (turn, told) in enumerate(happened):
            if turn == "told":
                tell([(made[which], day, word) for which, day, word in told], at=at % 3)
            elif turn == "added up":
                add_up_crossings()
            else:
                column = {"stage" if turn == "placed" else "source": told[1]}
                session().execute(update(Idea).where(Idea.id == made[told[0]]).values(column))
            hold(start, start + timedelta(days=window[1]))
        hold(date(2020, 1, 1), date(2030, 1, 1))
        add_up_crossings()
        hold(start, start + timedelta(days=window[1]))
        places = select(func.count()).select_from(Crossing).group_by(Crossing.whole_month, Crossing.day, Crossing.stage)
        assert set(session().scalars(places)) <= {1}
        abandon()


def test_a_years_funnel_is_read_from_rows_of_days_and_months_and_not_of_ideas(side):
    with side.door():
        made = [an_idea(n) for n in range(40)]
        tell([(one, n % 4, "triage") for n, one in enumerate(made)])
        tell([(one, 30 + n % 4, "active") for n, one in enumerate(made)], at=1)
        add_up_crossings()
        kept = session().execute(select(Crossing).where(~Crossing.whole_month)).scalars().all()
        assert len([row for row in kept if row.day > START - timedelta(days=1)]) == 4
        assert sum(getattr(row, way) for row in kept for way in WAYS) == 40
        abandon()


def test_who_tells_of_an_idea_while_another_does_comes_after_them(side):
    """What each would find without the other is not what came of both: parked first, it was closed at rest."""
    with side.door():
        made = an_idea(1)
        tell([(made, 1, "triage")])

    begins = threading.Event()

    def close() -> None:
        with side.door():
            recorded()
            begins.set()
            tell([(made, 10, "closed")], at=2)

    other = threading.Thread(target=close)
    with side.door():
        tell([(made, 5, "parked")], at=1)
        other.start()
        begins.wait()
        other.join(timeout=0.5)  # well before PostgreSQL gives up waiting for the row
        waits = other.is_alive()
    other.join()
    with side.door():
        found = {row.stage: row for row in hold(START, START + timedelta(days=30))}
    assert (waits, found["latent"].parked, found["latent"].closed) == (True, 1, 0)

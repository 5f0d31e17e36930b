"""Ideas led through their lives at random, by acts and through pages: whatever happens, what must be true is true.

A hypothesis state machine on a real database, every act behind a door of its own. The suite takes a few runs of it;
`make lives` takes 1,000 by acts and 50 through pages (LIVES and LIVES_THROUGH_PAGES say how many).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import makers
from tests.tracker.funnel_walk import walk
from tests.tracker.life_acts import ByActs, NotDoneError, ThroughPages, Town, Ways, Window
from tests.tracker.lives import STAGES, Rows, unheard, wrongs
from tests.tracker.test_funnel import recorded
from tracker import clock, idea, portfolio
from tracker.council import Role
from tracker.portfolio.profile.words import FunnelRow

RUNS, RUNS_THROUGH_PAGES = int(os.environ.get("LIVES", "6")), int(os.environ.get("LIVES_THROUGH_PAGES", "2"))
STEPS = 14
LONG_AGO = date(2026, 1, 1)
ABOUT = ("One visit for damp", "A van for the orchestra", "Chess in the lending library", "Bees on the fire station")
WHICH = st.integers(0, 3)
ON = st.sampled_from(["go", "go", "conditional_go"])
BACK_OR_OUT = st.sampled_from(["return", "return", "hold", "stop"])
REASONS = st.sampled_from(["full", "full", "full", "blank"])
BENEFITS = [
    "count",
    "count_again",
    "check",
    "check",
    "verify",
    "verify",
    "say_otherwise",
    "withdraw",
    "withdraw_figure",
    "put_back",
]
KEEPER = st.sampled_from(["lead", "second", "owner"])
WHO = st.sampled_from(["lead", "lead", "second", "sponsor", "owner"])


class Lives(RuleBasedStateMachine):
    """Four ideas of a council and the people around them; rules do, in any order, whatever people can do to ideas."""

    ways: Callable[[Town], Ways]

    @initialize(stages=st.lists(st.integers(0, 3), min_size=2, max_size=2))
    def begin(self, stages: list[int]) -> None:
        side = makers.a_side()
        self.town = Town(side, makers.a_person(side.id, Role.LEAD, name="Ada Quist"))
        self.windows: list[Window] = []
        self.past: dict[date, list[FunnelRow]] = {}
        self.known: set[str] = set()
        with clock.at(self.town.moment):
            self.hands = type(self).ways(self.town)
            for about in ABOUT:
                self.town.refs.append(self.hands.log(about))
        self.look()
        for which, stage in enumerate(stages):  # two go ahead, so that a short life reaches far
            self.do(self.hands.send_on, self.ref(which))
            for _ in range(stage):
                self.do(self.hands.decide, self.town.window(self.ref(which)), "go", by="lead", reasons="full", back=0)

        for how, by in (("count", "owner"), ("check", "lead"), ("verify", "lead")):
            self.do(self.hands.claim, self.ref(0)) if how == "count" else None
            assert self.do(getattr(self.hands, how), self.ref(0), by), how

    def ref(self, which: int) -> str:
        return self.town.refs[which % len(self.town.refs)]

    def do(self, act: Callable[..., None], *given: object, **more: object) -> bool:
        """Do something, a minute after what was done before; whether it was done."""
        self.town.moment += timedelta(minutes=1)
        with clock.at(self.town.moment):
            try:
                act(*given, **more)
            except NotDoneError:
                return False
            finally:
                self.look()
        return True

    def look(self) -> None:
        with self.town.side.door():
            self.town.rows = Rows()

    # --- triage ---
    @rule(which=WHICH)
    def is_sent_on(self, which: int) -> None:
        self.do(self.hands.send_on, self.ref(which))

    @rule(which=WHICH, outcome=st.sampled_from(["improve", "resource", "decline"]))
    def is_closed_in_triage(self, which: int, outcome: str) -> None:
        self.do(self.hands.close, self.ref(which), outcome)

    @rule(which=WHICH, days=st.integers(1, 4))
    def is_parked(self, which: int, days: int) -> None:
        self.do(self.hands.park, self.ref(which), days)

    @rule(which=WHICH, onward=st.booleans())
    def is_woken_or_carried_on(self, which: int, *, onward: bool) -> None:
        self.do(self.hands.carry_on if onward else self.hands.wake, self.ref(which))

    @rule(which=WHICH, into=WHICH, apart=st.booleans())
    def is_joined_or_taken_apart(self, which: int, into: int, *, apart: bool) -> None:
        if apart or not self.do(self.hands.merge, self.ref(which), self.ref(into)):
            self.do(self.hands.take_apart, self.ref(which))

    @rule(some=st.lists(WHICH, min_size=1, max_size=3, unique=True), outcome=st.sampled_from(["decline", "park"]))
    def several_at_once(self, some: list[int], outcome: str) -> None:
        self.do(self.hands.several, [self.ref(which) for which in some], outcome)

    @rule(which=WHICH)
    def several_are_undone(self, which: int) -> None:
        self.do(self.hands.undo_several, self.ref(which))

    # --- gates ---
    @rule(which=WHICH)
    def is_asked_for(self, which: int) -> None:
        self.do(self.hands.ask, self.ref(which))

    @rule(which=WHICH, word=ON, by=WHO, reasons=REASONS)
    def goes_on(self, which: int, word: str, by: str, reasons: str) -> None:
        self.do(self.hands.decide, self.town.window(self.ref(which)), word, by=by, reasons=reasons, back=0)

    @rule(which=WHICH, word=BACK_OR_OUT, by=WHO, reasons=REASONS, back=st.integers(0, 3))
    def goes_back_or_ends(self, which: int, word: str, by: str, reasons: str, back: int) -> None:
        self.do(self.hands.decide, self.town.window(self.ref(which)), word, by=by, reasons=reasons, back=back)

    @rule(which=WHICH)
    def is_opened_in_a_window(self, which: int) -> None:
        self.windows.append(self.town.window(self.ref(which)))

    @precondition(lambda self: self.windows)
    @rule(word=ON | BACK_OR_OUT, back=st.integers(0, 3))
    def is_decided_in_that_window(self, word: str, back: int) -> None:
        window = self.windows.pop()
        made = len(self.town.rows.of("decisions", self.town.idea(window.ref)["id"]))
        done = self.do(self.hands.decide, window, word, by="second", reasons="full", back=back)
        assert not done or made == window.seen, "somebody decided in between, and it was decided all the same"

    @rule(which=WHICH, reasons=REASONS)
    def is_reopened(self, which: int, reasons: str) -> None:
        self.do(self.hands.reopen, self.ref(which), reasons)

    @rule(which=WHICH, how=st.sampled_from(["meet", "ask", "grant", "stay"]))
    def a_condition(self, which: int, how: str) -> None:
        if how in {"grant", "stay"}:
            self.do(self.hands.answer_date, self.ref(which), granted=how == "grant")
        else:
            self.do(self.hands.meet if how == "meet" else self.hands.ask_for_date, self.ref(which))

    # --- what rests on decisions ---
    @rule(which=WHICH)
    def a_benefit_is_claimed(self, which: int) -> None:
        self.do(self.hands.claim, self.ref(which))

    @rule(which=WHICH, how=st.sampled_from(BENEFITS), by=KEEPER)
    def of_a_benefit(self, which: int, how: str, by: str) -> None:
        self.do(getattr(self.hands, how), self.ref(which), by)

    # --- days ---
    @rule(days=st.integers(1, 4))
    def days_go_by(self, days: int) -> None:
        with self.town.side.door():
            self.past[self.town.today] = portfolio.funnel(start=LONG_AGO, until=self.town.today)
        self.town.moment += timedelta(days=days)
        self.do(self._nightly)

    def _nightly(self) -> None:
        with self.town.side.door():
            idea.wake_due()
        if self.town.moment.day % 3 == 0:
            with self.town.side.door():
                portfolio.compute()

    # --- whatever happened ---
    @invariant()
    def nothing_is_wrong(self) -> None:
        if not hasattr(self, "hands"):
            return
        rows = self.town.rows
        assert wrongs(rows) == []
        assert unheard(rows, self.known) == []
        self.known = {row["id"] for row in rows.all["decisions"]}
        waits = {row["idea_id"] for row in rows.all["requests"] if row["decided_at"] is None}
        with clock.at(self.town.moment):
            stuck = [
                one["ref"] for one in rows.all["ideas"] if one["id"] in waits and not self.hands.answerable(one["ref"])
            ]
        assert stuck == [], "a request that nobody can answer"

    @invariant()
    def the_funnel_reconciles_with_the_record_and_no_past_day_changes(self) -> None:
        if not hasattr(self, "hands"):
            return
        today = self.town.today
        with self.town.side.door():
            steps = recorded()
            found = portfolio.funnel(start=LONG_AGO, until=today)
            assert found == walk(steps, start=LONG_AGO, until=today)
            for day, was in self.past.items():
                assert portfolio.funnel(start=LONG_AGO, until=day) == was, f"the funnel of {day} is another now"
        here = [row["stage"] for row in self.town.rows.all["ideas"] if row["state"] in {"triage", "active"}]
        assert [(one.stage, one.here_now) for one in found] == [(stage, here.count(stage)) for stage in STAGES]
        moved = [(row["from_stage"], row["to_stage"]) for row in self.town.rows.all["moves"]]
        on = sum(STAGES.index(to) > STAGES.index(at) for at, to in moved)
        back = sum(STAGES.index(to) < STAGES.index(at) for at, to in moved)
        assert (sum(one.went_on for one in found), sum(one.went_back for one in found)) == (on, back)


def lived(ways: Callable[[Town], Ways], *, runs: int) -> None:
    """Run so many lives."""
    machine = type("LivesOfIdeas", (Lives,), {"ways": staticmethod(ways)})
    phases = [phase for phase in Phase if phase not in {Phase.explain, Phase.shrink}]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            phases=phases,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_is_done_to_ideas_by_acts_what_must_be_true_is_true(database):
    lived(ByActs, runs=RUNS)


def test_whatever_is_done_to_ideas_through_pages_what_must_be_true_is_true(database, browse):
    lived(lambda town: ThroughPages(town, browse), runs=RUNS_THROUGH_PAGES)

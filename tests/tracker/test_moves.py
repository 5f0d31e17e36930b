"""Every move behind the funnel: each figure leads to as many moves, with who, when and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests import makers
from tests.reading import Page
from tests.tracker.test_funnel import NOON, START, an_idea, tell
from tracker import clock, portfolio
from tracker.gate import Gate, Word
from tracker.idea import Idea, Stage
from tracker.portfolio import WAYS
from tracker.portfolio.profile import moves
from tracker.tenancy import session

UNTIL = START + timedelta(days=365)
# Days after the start (None: undated), and what was told; what stands later in the list was told later.
LIVES = (
    ((-5, "triage"), (3, "active"), (3, "design"), (40, "mobilise"), (90, "design"), (120, "parked"), (200, "active")),
    ((1, "triage"), (9, "closed")),
    ((None, "active"), (None, "mobilise"), (10, "mainstream"), (30, "closed"), (60, "active"), (400, "closed")),
    ((2, "triage"), (50, "mobilise"), (20, "design"), (70, "parked"), (75, "mainstream"), (80, "active")),
)


@pytest.fixture
def told(world) -> makers.Side:
    """Ideas of many ways: back, out of order, moved while parked, closed and woken, before and after the year."""
    with world.ours.door():
        for n, life in enumerate(LIVES):
            made = an_idea(n)
            for at, (days, word) in enumerate(life):
                tell([(made, days, word)], at=at)
            session().execute(update(Idea).where(Idea.id == made).values(state="active"))
        tell([(an_idea(9, source="a report:1"), 5, "triage")])
    return world.ours


def test_each_figure_of_the_funnel_has_as_many_moves_behind_it(told, monkeypatch):
    monkeypatch.setattr(moves, "ON_A_PAGE", 2)
    with clock.at(NOON.date()), told.door():
        rows = portfolio.funnel(start=START, until=UNTIL)
        for row in rows:
            for way in WAYS:
                listed, after = [], None
                while True:
                    asked = {"stage": row.stage, "way": way, "after": after}
                    page = portfolio.moves_behind(start=START, until=UNTIL, reader=told.lead.reader, **asked)
                    listed += page.moves
                    after = page.next_key
                    if after is None:
                        break
                assert len(listed) == getattr(row, way), (row.stage, way)
                assert len({one.key for one in listed}) == len(listed)
        assert sum(row.went_back for row in rows) == 1


def test_a_move_back_tells_its_reason_its_decision_and_who_made_it_and_a_figure_leads_to_it(world, browse):
    ours = world.ours
    with clock.at(UNTIL - timedelta(days=9)):
        ref = makers.an_idea(ours, title="Meals and medicines", stage=Stage.DESIGN)
        makers.a_decision(ours, ref, Word.GO, at=Gate.MOBILISE)
    with clock.at(UNTIL):
        made = makers.a_decision(ours, ref, Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.DESIGN, lesson="Too soon.")
        page = Page(browse(ours.observer).get("/portfolio/moves").text)
        back = page.under("counted").links["1"]
        assert back.startswith("/portfolio/moves?")
        page = Page(browse(ours.observer).get("/portfolio/moves?stage=mobilise&way=went_back").text)
    assert page.heading == "Every idea that went back from mobilise"
    assert page.part("lede").words.startswith("1 move of our own ideas.")
    assert page.under("moves").items == [
        (
            "Meals and medicines “It was weighed.” Mobilise → design, back"
            f" {UNTIL.day} November, {ours.lead.name}, the decision"
        )
    ]
    assert page.under("moves").links["the decision"] == f"/ideas/{ref}/decisions/{made.number}"


def test_moves_of_a_neighbour_and_of_what_one_may_not_read_are_not_told(world, browse):
    with clock.at(UNTIL):
        makers.an_idea(world.theirs, title="Their own", stage=Stage.DESIGN)
        ref = makers.an_idea(world.ours, title="Kept apart", stage=Stage.DESIGN)
        with world.ours.door():
            session().execute(update(Idea).where(Idea.ref == ref).values(audience="confidential"))
        for who, seen in ((world.ours.observer, 0), (world.ours.lead, 2)):
            page = Page(browse(who).get("/portfolio/moves").text)
            assert page.part("lede").words.startswith("2 moves")
            assert page.words.count("Kept apart") == seen
            assert "Their own" not in page.words
        for odd in ("x", "2026-11-18_1_-4", "2026-11-18_1_99999999999999999999999", "2026-13-01_0_1", "2026-11-18"):
            browse(world.ours.lead).get(f"/portfolio/moves?after={odd}&stage=moon&way=up&day=soon")

"""Views of the board that are one press away, what it is narrowed by, and how long ideas have been in their stage."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, idea, portfolio, upkeep
from tracker.idea import BoardOrder, Extent, Fact, Sieve, Stage
from tracker.portfolio import StageAges

DAY = date(2026, 11, 18)
IDLE = upkeep.days().idle


def at(days: int):
    return clock.at(DAY + timedelta(days=days))


@pytest.fixture
def board(world, browse):
    """Four ideas: one on which nothing happened for long, one of each extent, one of the lead's own."""
    ours, refs = world.ours, {}
    for title, days, extent in (
        ("Silent", -IDLE - 2, None),
        ("Old and large", -IDLE + 2, "radical"),
        ("Small", -20, "incremental"),
        ("Of the lead", -9, None),
    ):
        with at(days):
            ref = refs[title] = makers.an_idea(ours, title=title, stage=Stage.DESIGN)
        with at(days), ours.door():
            if extent:
                idea.set_fact(idea=makers.idea_of(ref), fact=Fact.EXTENT, value=extent, by=ours.owner.id)
    with at(-8), ours.door():
        idea.assign_owner(idea=makers.idea_of(refs["Of the lead"]), owner_id=ours.lead.id, by=ours.lead.id)
    with at(-1), ours.door():
        idea.touch(makers.idea_of(refs["Old and large"]))

    def shown(query: str = "", role: str = "lead") -> Page:
        with at(0):
            return Page(browse(ours.people[role]).get(f"/board{query}").text)

    shown.refs = refs
    return shown


def titles(page: Page) -> list[str]:
    return [card.headings[0] for card in page.parts("card")]


@pytest.mark.parametrize(
    ("query", "ideas"),
    [
        ("", ["Silent", "Old and large", "Small", "Of the lead"]),
        ("?quiet=y", ["Silent"]),
        ("?extent=radical", ["Old and large"]),
        ("?extent=incremental", ["Small"]),
        ("?extent=nonsense", ["Silent", "Old and large", "Small", "Of the lead"]),
        ("?order=news", ["Old and large", "Of the lead", "Small", "Silent"]),
        ("?note=y", []),
    ],
)
def test_the_board_is_narrowed_and_ordered_by_what_is_chosen(board, query, ideas):
    assert titles(board(query)) == ideas


def test_what_is_worth_knowing_narrows_the_board_to_ideas_with_a_note(world, board):
    with at(0), world.ours.door():
        portfolio.compute()
        flags = {ref: bool(portfolio.triangle_of(idea_id=makers.idea_of(ref).id).flags) for ref in board.refs.values()}
    assert set(flags.values()) == {True, False}
    assert titles(board("?note=y")) == [title for title, ref in board.refs.items() if flags[ref]]


def test_views_are_one_press_away_and_say_which_is_shown(world, board):
    mine = f"/board?owner={world.ours.lead.id}"
    quiet = f"No news for {IDLE} days"
    page = board()
    links = {"Everything": "/board", "Mine, 1": mine, f"{quiet}, 1": "/board?quiet=y", "Saved views": "/views"}
    assert page.part("picks").links == links
    assert "Mine, 1" not in board(role="observer").part("picks").links
    for address, name in ((mine, "Mine, 1"), ("/board?quiet=y", f"{quiet}, 1"), ("/board", "Everything")):
        page = board(address.removeprefix("/board"))
        [current] = [one for one in page.part("picks").elements[0].iter("a") if one.get("aria-current")]
        assert current.text.replace("\N{NO-BREAK SPACE}", " ") == name
    assert titles(board(mine.removeprefix("/board"))) == ["Of the lead"]


def test_what_is_not_counted_is_not_told_as_if_it_were(world, board):
    assert board("?extent=radical").part("deskbar").words.startswith("Board The ideas that fit what you chose below")
    assert board().part("deskbar").words.startswith("Board 4 ideas in five stages, 4 of them past latent")
    with at(0), world.ours.door():
        few, all_of_it = (
            idea.board(reader=world.ours.lead.reader, sieve=Sieve(order=order, extent=extent), most=1).columns[1]
            for order, extent in ((BoardOrder.NEWS, Extent.RADICAL), (BoardOrder.LONGEST, None))
        )
    assert (few.count, few.cut, few.more) == (1, False, 0)
    assert (all_of_it.count, all_of_it.cut, all_of_it.more) == (4, False, 3)
    with at(0), world.ours.door():
        for title in ("Silent", "Small"):
            idea.set_fact(
                idea=makers.idea_of(board.refs[title]), fact=Fact.EXTENT, value="radical", by=world.ours.owner.id
            )
        cut = idea.board(reader=world.ours.lead.reader, sieve=Sieve(extent=Extent.RADICAL), most=1).columns[1]
    assert ([card.title for card in cut.cards], cut.count, cut.cut, cut.more) == (["Silent"], 1, True, 0)


# --- how long ideas have been in their stage --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "ideas", "half"), [((), 0, None), ((9,), 1, 9), ((9, 4), 2, 7), ((9, 4, 1), 3, 4), ((9, 4), 3, None)]
)
def test_half_of_the_ideas_of_a_stage_have_been_in_it_so_long(days, ideas, half):
    assert StageAges("design", days, ideas).half == half


def test_the_portfolio_tells_how_long_ideas_have_been_in_their_stage(world, board, browse):
    with at(0):
        page = Page(browse(world.ours.lead).get("/portfolio").text)
    table = {row[0]: row[1:] for row in page.table("Ideas by how long they have been in their stage")}
    assert table["Design"] == ["4", f"Half of them 54 days or more, the longest {IDLE + 2}."]
    assert table["Embedded"] == ["0", "None here now."]
    assert page.under("ages").items[1].startswith("Design 4 Half of them 54 days")


def test_a_trend_begins_with_the_second_week_and_goes_by_months_from_the_second_month(world, browse):
    ours = world.ours

    def trend(days: int) -> tuple[str, str]:
        with at(days), ours.door():
            portfolio.compute_snapshot()
        with at(days):
            page = Page(browse(ours.lead).get("/portfolio").text)
            table = page.table("The eight parts")
            return table[0][3], {row[0]: row[3] for row in table}["Involvement"]

    first = -30
    with at(first):
        for _ in range(5):
            makers.an_idea(ours, stage=Stage.DESIGN)
    for days in (0, 1, 6):
        assert trend(first + days)[1] == "No line yet, it begins with the second week"
    heads, words = trend(first + 7)
    assert heads == "Last four weeks, 0 to 100"
    assert words.endswith("Level, 0 on 19 Oct")
    with at(first + 7):
        part = Page(browse(ours.lead).get("/portfolio/involvement").text)
    assert [row[0] for row in part.table("Involvement at the end of each week")] == [
        "Week",
        "5 Oct",
        "12 Oct",
        "19 Oct",
        "26 Oct",
    ]
    heads, words = trend(first + 20)
    assert heads == "Last twelve months, 0 to 100"
    assert words.endswith("Level, 0 in Oct")

"""What a spreadsheet brought goes again when its last row is taken back, in whichever order and batch that is."""

from __future__ import annotations

from sqlalchemy import func, select

from tests import makers
from tests.tracker.test_registers import bring, come_in, text, told
from tracker import idea, register
from tracker.idea import State
from tracker.register.actions.bring import SLICE
from tracker.tenancy import session

HEADINGS = ["Ref no", "Project", "Cost (£)", "Month"]
TWICE = 300  # ideas of two rows each: more rows than are taken back at once


def ideas_left(side) -> int:
    with side.door():
        sent = select(func.count()).select_from(idea.Idea).where(idea.Idea.imported, idea.Idea.state != State.DRAFT)
        return session().scalar(sent)


def brought(browser, side, lines, name: str = "register.csv", **said: str) -> str:
    """Bring rows of which those of one title are one idea, and return where its report stands."""
    where = bring(browser, text(lines), name)
    come_in(browser, side, where, **{"repeats": "one", **said})
    return where.removesuffix("/match")


def test_ideas_whose_rows_are_taken_back_in_several_batches_all_go(world, browse):
    browser = browse(world.ours.lead)
    lines = [["", f"Project {n % TWICE}", 10 + n, f"Month {n // TWICE}"] for n in range(2 * TWICE)]
    report = brought(browser, world.ours, [HEADINGS, *lines])
    assert ideas_left(world.ours) == TWICE
    browser.post(f"{report}/undo", {"because": "The wrong year."})
    register.bring_rows(world.ours.id)
    page = told(browser.get(report).text)
    assert "It was taken back" in page
    assert f"Taken back {2 * TWICE}" in page
    assert ideas_left(world.ours) == 0


def test_an_idea_goes_with_its_last_row_though_the_first_was_taken_back_alone(world, browse):
    browser = browse(world.ours.lead)
    rows = [
        [*HEADINGS, "Minute"],
        ["", "A gate", 10, "May", "M 7"],
        ["", "A kettle", 5, "May"],
        ["", "A gate", 2, "June", "M 8"],
    ]
    report = brought(browser, world.ours, rows)
    page = told(browser.follow(browser.post(f"{report}/rows/2/undo")).text)
    assert "Line 2 is taken back; its idea stays, for other rows or since before." in page
    with world.ours.door():
        ref = session().scalar(select(idea.Idea.ref).where(idea.Idea.title == "A gate"))
    page = told(browser.get(f"/ideas/{ref}").text)
    assert ("Minute: M 8" in page, "Minute: M 7" in page) == (True, False)
    page = told(browser.follow(browser.post(f"{report}/rows/3/undo")).text)
    assert "Line 3 is taken back. " in page
    browser.post(f"{report}/undo", {"because": "All of it."})
    assert ideas_left(world.ours) == 0
    browser.get(f"/ideas/{ref}", status=404)


def test_an_idea_that_rows_of_another_register_hang_on_goes_with_the_last_of_them(world, browse):
    browser = browse(world.ours.lead)
    first = brought(browser, world.ours, [HEADINGS, ["P-1", "A gate", 10, "May"], ["P-2", "A kettle", 1, "May"]])
    more = [HEADINGS, ["P-1", "A gate", 10, "May"], ["P-1", "A gate", 20, "June"]]
    second = brought(browser, world.ours, more, "more.csv")
    paid = [["Project", "Supplier", "Amount paid"], *(["P-1", "Gates Ltd", 7 + n] for n in range(SLICE + 5))]
    third = brought(browser, world.ours, paid, "paid.csv", **{"rows": "money", "column-project": "idea"})
    assert "Nobody has worked on any of it yet." in told(browser.get(third).text)
    browser.post(f"{first}/undo", {"because": "The wrong year."})
    page = told(browser.get(first).text)
    assert "It was taken back" in page
    assert "1 idea of it stays: rows of another spreadsheet hang on it." in page
    assert ideas_left(world.ours) == 1
    browser.post(f"{third}/undo", {"because": "Paid by others."})
    assert "It was taken back" in told(browser.get(third).text)
    assert ideas_left(world.ours) == 1
    browser.post(f"{second}/undo", {"because": "All of it."})
    assert ideas_left(world.ours) == 0
    assert "stays" not in told(browser.get(first).text)


def test_an_idea_that_somebody_worked_on_stays_whatever_rows_are_taken_back(world, browse):
    browser = browse(world.ours.lead)
    report = brought(browser, world.ours, [HEADINGS, ["P-1", "A gate", 10, "May"], ["P-1", "A gate", 20, "June"]])
    browser.post(f"{report}/rows/2/undo")
    with world.ours.door():
        idea.comment(idea=makers.idea_of("P-1"), words="I know of this.", by=world.ours.owner.id)
    browser.post(f"{report}/undo", {"because": "All of it.", "rest": "y"})
    assert ideas_left(world.ours) == 1

"""Risks, payments and benefits on ideas that are here: which idea, how a risk stands, what kind of gain it is."""

from __future__ import annotations

import html
import re

from sqlalchemy import select

from tests import makers
from tests.reading import Page
from tests.tracker.test_registers import KEEP, bring, come_in, text, told
from tracker import idea, register
from tracker.register import RegisterChoices, RowSense
from tracker.risk.models import Risk
from tracker.tenancy import session
from tracker.value.models import Benefit


def risks(side) -> dict[str, tuple[bool, str | None]]:
    with side.door():
        asked = session().execute(select(Risk.description, Risk.closed_at, Risk.closed_as))
        return {what: (closed is not None, how) for what, closed, how in asked}


def benefits(side) -> set[tuple[str | None, str | None, int | None]]:
    with side.door():
        asked = session().execute(select(Benefit.description, Benefit.benefit_class, Benefit.amount_gbp))
        return {(what, kind, None if amount is None else int(amount)) for what, kind, amount in asked}


RISKS = [
    ["Ref", "Risk description", "Likelihood", "Impact", "Controls", "Status"],
    ["S1", "The supplier fails", 4, 4, "A second one", "Open"],
    ["S2", "The depot floods", 1, 4, "Insurance", "Closed"],
    ["S3", "Nobody comes", 2, 3, "Ask", "Closed - materialised"],
    ["S4", "Costs rise", 2, 3, "Wait", "Zebra"],
    ["S5", "The supplier is gone", 5, 5, "Buy", "Issue"],
]


def test_a_risk_that_the_file_says_is_closed_comes_in_closed(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    where = bring(browser, text(RISKS))
    browser.post(where, {**KEEP, "rows": "risk", "press": "again"})
    page = told(browser.get(where).text)
    assert "No column says which idea a risk is on." in page
    browser.post(where, {**KEEP, "rows": "risk", "press": "again", "idea": "damp  Flats"})
    page = told(browser.get(where).text)
    assert "becomes Risk: open or closed" in page
    assert "Say whether such a risk is open or closed." in page
    said = {"rows": "risk", "idea": ref, "word-risk_state-zebra": "no_longer_possible"}
    assert "5 of 5 rows came in" in told(come_in(browser, world.ours, where, **said))
    assert risks(world.ours) == {
        "The supplier fails": (False, None),
        "The depot floods": (True, None),
        "Nobody comes": (True, "came_true"),
        "Costs rise": (True, "no_longer_possible"),
        "The supplier is gone": (False, None),
    }
    assert "The depot floods" in told(browse(world.ours.owner).get(f"/ideas/{ref}/risks").text)


def test_all_rows_belong_to_an_idea_only_if_it_is_one_of_ours(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, text(RISKS))
    browser.post(where, {**KEEP, "rows": "risk", "press": "again", "idea": "Nowhere"})
    page = told(browser.get(where).text)
    assert "No idea here is called “Nowhere”" in page
    answer = browser.post(where, {**KEEP, "rows": "risk", "press": "without", "idea": "Nowhere"})
    assert "No idea here is called “Nowhere”" in told(browser.follow(answer).text)


def test_the_same_list_can_come_to_another_idea(world, browse):
    refs = [makers.an_idea(world.ours, title=title) for title in ("Damp flats", "Dry flats")]
    browser = browse(world.ours.lead)
    for ref in refs:
        where = bring(browser, text(RISKS[:2]))
        browser.post(where, {**KEEP, "rows": "risk", "press": "again", "idea": ref})
        assert "1 of 1 rows came in" in told(come_in(browser, world.ours, where, rows="risk", idea=ref))


def test_a_register_of_benefits_comes_to_the_projects_that_are_here(world, browse):
    ref = makers.an_idea(world.ours, title="School streets")
    browser = browse(world.ours.lead)
    rows = [
        [
            "Benefit ID",
            "Project",
            "Benefit description",
            "Cashable / Non-cashable",
            "Annual value (£)",
            "Benefit owner",
        ],
        ["B1", "School streets", "Fewer trips", "Non-cashable", "", "Jane Roe"],
        ["B2", "School streets", "Lower rent", "Cashable", "£40,000", "Jane Roe"],
        ["B3", "School streets", "Less paper", "", "£500", ""],
        ["B4", "School streets", "Happier people", "", "", ""],
        ["B5", "School streets", "", "", "", "Jane Roe"],
    ]
    where = bring(browser, text(rows))
    page = told(browser.get(where).text)
    assert "It does not say what is gained." in page
    page = told(come_in(browser, world.ours, where, rows="benefit", saving="quantifiable"))
    assert "4 of 5 rows came in" in page
    assert benefits(world.ours) == {
        ("Fewer trips", "non_cash_releasing", None),
        ("Lower rent", "cash_releasing", 40_000),
        ("Less paper", "quantifiable", 500),
        ("Happier people", None, None),
    }
    page = told(browser.get(f"/ideas/{ref}").text)
    assert "Benefit owner: Jane Roe" in page
    browser.get(f"/ideas/{ref}/benefits")
    browser.get("/portfolio/benefits")


def test_savings_of_a_list_are_of_the_kind_that_it_says(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Ref", "Saving proposal", "Saving (£)", "Cashable Y/N"]]
    rows += [["S1", "Less agency", "500", "Y"], ["S2", "Less time", "700", "N"], ["S3", "Less post", "", "Perhaps"]]
    where = bring(browser, text(rows))
    assert "becomes Saving: of what kind" in told(browser.get(where).text)
    assert "3 of 3 rows came in" in told(come_in(browser, world.ours, where)), (
        "a word about no saving waits for nothing"
    )
    assert benefits(world.ours) == {
        ("Saving (£)", "cash_releasing", 500),
        ("Saving (£)", "non_cash_releasing", 700),
    }
    assert "Cashable Y/N: Perhaps" in told(browser.get("/ideas/S3").text)


def test_what_names_no_idea_is_said_once_for_all_of_its_rows(world, browse):
    ref = makers.an_idea(world.ours, title="Agency staff")
    browser = browse(world.ours.lead)
    rows = [["Project", "Date", "Net Amount", "Supplier Name"]]
    rows += [["AGENCY - Care", "01/04/2026", n, "Care Ltd"] for n in (10, 20)] + [["Nobody's", "01/04/2026", 5, "BT"]]
    where = bring(browser, text(rows))
    with world.ours.door():
        assert RegisterChoices.of(register.register(1).choices).rows is RowSense.MONEY
    page = told(browser.get(where).text)
    assert "Which of your ideas these are" in page
    said = {"rows": "money", "idea-agencycare": ref}
    browser.post(where, {**KEEP, "press": "again", **said})
    assert f'value="{ref}"' in browser.get(where).text
    assert "2 of 3 rows came in" in told(come_in(browser, world.ours, where, **said))
    assert told(browser.get(f"/ideas/{ref}").text).count("Care Ltd") >= 2
    again = bring(browser, text([*rows, ["AGENCY - Care", "01/05/2026", 30, "Care Ltd"]]))
    assert "1 row comes in" in told(browser.get(again).text).replace("\u00a0", " "), "what was said once is kept"


def test_a_reference_that_another_list_used_may_be_another_thing(world, browse):
    browser = browse(world.ours.lead)
    first = [["Ref", "Project", "Budget"], ["P1", "Dementia café", "£100"]]
    come_in(browser, world.ours, bring(browser, text(first)))
    second = [["Ref", "Action", "Owner"], ["P1", "Replace lift", "Estates"], ["P3", "Paint railings", "Estates"]]
    where = bring(browser, text(second))
    page = told(browser.get(where).text)
    assert "It came before, as P1." in page
    assert "What another list brought under the same reference or title is" in page
    assert "2 of 2 rows came in" in told(come_in(browser, world.ours, where, apart="y"))
    with world.ours.door():
        assert set(session().scalars(select(idea.Idea.title).where(idea.Idea.ref != ""))) >= {
            "Dementia café",
            "Replace lift",
            "Paint railings",
        }
        lift = session().scalars(select(idea.Idea).where(idea.Idea.title == "Replace lift")).one()
        assert (lift.ref == "P1", lift.their_number) == (False, "P1 (register.csv)")
    again = bring(browser, text(second))
    page = told(browser.get(again).text).replace("\u00a0", " ")
    assert "2 rows are here already" in page, "the same list again is still the same"


def test_rows_on_one_idea_are_told_apart_by_what_they_are(world, browse):
    ref, browser = makers.an_idea(world.ours, title="Damp flats"), browse(world.ours.lead)
    paid = [["Service", "Expense type", "Date paid", "Net amount", "Supplier name"]]
    paid += [["Homes", "Repairs", "06/04/2026", "5340.50", "A A Ltd"], ["Homes", "Fees", "07/04/2026", "12", ""]]
    where = bring(browser, text(paid))
    said = {"rows": "money", "idea": ref, "column-expensetype": "title"}
    browser.post(where, {**KEEP, **said, "press": "again"})
    names = [row[0] for row in Page(browser.get(where).text).table("The first rows as they will come in")]
    assert names == ["What it is", "A A Ltd, £5,340.50 Repairs", "Fees, £12"]
    assert names_of_rows(come_in(browser, world.ours, where, **said)) == ["A A Ltd, £5,340.50", "Fees, £12"]
    where = bring(browser, text([["Area", *RISKS[0]], ["Money", *RISKS[1]], ["Place", *RISKS[2]]]))
    said = {"rows": "risk", "idea": ref, "column-area": "title"}
    browser.post(where, {**KEEP, **said, "press": "again"})
    [_, row, _] = Page(browser.get(where).text).table("The first rows as they will come in")
    assert (row[0], sum("The supplier fails" in cell for cell in row)) == ("The supplier fails Money", 1)
    assert names_of_rows(come_in(browser, world.ours, where, **said)) == ["The supplier fails", "The depot floods"]
    where = bring(browser, text([["Benefit description", "Annual value (£)"], ["Lower rent", 400], ["Joy", ""]]))
    said = {"rows": "benefit", "idea": ref}
    browser.post(where, {**KEEP, **said, "press": "again"})
    assert names_of_rows(come_in(browser, world.ours, where, **said)) == ["Lower rent, £400", "Joy"]


def names_of_rows(page: str) -> list[str]:
    """What the rows that came in are called on the page that tells of them."""
    return [html.unescape(name) for name in re.findall(r'<h3>\s*<a href="/ideas/[^"]+" dir="auto">([^<]*)</a>', page)]

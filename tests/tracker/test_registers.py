"""Councils bring spreadsheets of any shape: matched on the page, brought by the worker, given back, taken back."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections import Counter
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import Select, select

from config.settings import settings
from tests import makers
from tracker import clock, council, idea, register
from tracker.register import ColumnSense, RegisterChoices
from tracker.register.rules.lists import MANY, list_words
from tracker.risk.models import Risk
from tracker.tenancy import session

HEADINGS = "Project name|Ref|What's the issue?|Status|Directorate|Project lead|Start|Budget £k|RAG|Notes"
LINES = """One gate for the tip|T-014|Two queues|In progress|Housing|Tom Baker|03/04/2025|20|Green|Board paper 7
Tablets for diggers|T-015|Paper maps|Zebra crossing|ASC|J Hobbs|17/11/2025|tbc|Amber|Mrs Anne Hill has dementia.
A kettle|16||On ice|Elsewhere||June 2026|||
|T-017|No title|Idea|Housing|||||
No such day|T-018||Idea|Housing||31/02/2024|||

Total|||||||20||"""
ABOVE = [["Northmoor Council"], ["Transformation register, as at 1 November 2026"], []]
PROJECTS = [*ABOVE, HEADINGS.split("|"), *(line.split("|") for line in LINES.split("\n"))]
KEEP = {"rows": "idea", "repeats": "each", "stage": "latent", "sheet": ""}


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """A workbook with some sheets, as a council keeps them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for n, row in enumerate(rows):
                page.write_row(n, 0, row)
    return out.getvalue()


def text(rows: list[list[object]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def bring(browser, content: bytes, name: str = "register.csv", *, status: int = 303) -> str:
    """Upload a file, and return where it is matched."""
    answer = browser.post("/council/import", {"file": (io.BytesIO(content), name)}, status=status)
    return answer.headers.get("Location") or answer.text


def come_in(browser, side, where: str, **said: str) -> str:
    """Have what is ready come in, and return the page that tells of it."""
    browser.post(where, {**KEEP, "press": "without", **said})
    register.bring_rows(side.id)
    return browser.get(where.removesuffix("/match")).text


def told(page: str) -> str:
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_register_is_matched_comes_in_and_goes_back_with_why_not(world, browse, caplog):
    with world.ours.door():
        housing = council.add_service(name="Housing", by=world.ours.admin.id)
    browser = browse(world.ours.lead)
    where = bring(browser, workbook(("Cover", [["A register"]]), ("Register", PROJECTS)), "transformation-2026.xlsx")
    page = told(browser.get(where).text)
    for line in (
        "6 rows of transformation-2026.xlsx",
        "“Zebra crossing”",
        "Parked needs a day to come",
        "An idea needs a title. The row's number is T-017.",
        '"31/02/2024" is not a day of the calendar.',
        "The heading says thousands: 20 is £20,000.",
        "somebody's name with something about their health or a crime",
        "It is a total. Line 11",
        "2 leads named, 1 of them here",
        "The headings are on line 4",
    ):
        assert line in page, line
    words = {"word-stage-zebracrossing": "design", "word-stage-onice": "parked", "until-onice": "1 March 2099"}
    browser.post(where, {**KEEP, "press": "again", **words})
    assert "What does" not in browser.get(where).text
    page = come_in(browser, world.ours, where)
    assert "3 of 5 rows came in" in told(page)
    assert "one by one" not in caplog.text
    with world.ours.door():
        gate, tablets = makers.idea_of("T-014"), makers.idea_of("T-015")
        kettle = makers.idea_of(session().scalar(select(idea.Idea.ref).where(idea.Idea.title == "A kettle")))
        assert (gate.stage, gate.state, gate.service_id, gate.owner_id, gate.source) == (
            "mobilise",
            "active",
            housing.id,
            None,
            None,
        )
        assert (tablets.stage, tablets.service_area) == ("design", "ASC")
        assert (kettle.state, kettle.parked_until, kettle.their_number) == ("parked", date(2099, 3, 1), "16")
        assert kettle.ref.startswith("NOR-")
    page = told(browser.get("/ideas/T-014").text)
    assert "£20,000" in page
    assert "Notes: Board paper 7" in page
    rest = browser.get(where.replace("match", "rest"))
    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(rest.data)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(rest.data)).get_sheet_by_name(sheet).to_python()
    assert sheet == "Register"
    assert rows[3][:2] + rows[3][-1:] == ["Project name", "Ref", "why not"]
    assert [(row[1], row[-1]) for row in rows[4:]] == [
        ("T-017", "Project name: An idea needs a title. The row's number is T-017."),
        ("T-018", 'Start: "31/02/2024" is not a day of the calendar.'),
    ]
    owned = browser.post(where.replace("match", "owners"))
    assert "have their owner now" in told(browser.follow(owned).text)
    again = bring(browser, rest.data, "mended.xlsx")
    assert "It opened as you matched “Transformation”" in told(browser.get(again).text)


def test_what_came_in_is_taken_back_until_somebody_works_on_it(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Status", "Cost"], *([f"Project {n}", f"P-{n}", "Live", 10] for n in range(3))]
    where = bring(browser, text(rows))
    report = where.removesuffix("/match")
    come_in(browser, world.ours, where)
    browser.post(f"{report}/rows/2/undo")
    with world.ours.door():
        idea.comment(idea=makers.idea_of("P-1"), words="I know of this.", by=world.ours.owner.id)
    answer = browser.post(f"{report}/undo", {"because": "The wrong year."}, status=200)
    assert "Tom Baker has worked on P-1 since." in answer.text
    assert "Tom Baker has worked on P-1" in browser.follow(browser.post(f"{report}/rows/3/undo")).text
    browser.post(f"{report}/undo", {"because": "The wrong year.", "rest": "y"})
    assert "1 of 3 rows came in" in told(browser.get(report).text)
    browser.get("/ideas/P-0", status=404)
    browser.get("/ideas/P-2", status=404)
    listed = browser.get("/ideas").text
    assert ("Project 1" in listed, "Project 0" in listed, "Project 2" in listed) == (True, False, False)
    again = bring(browser, text(rows))
    page = told(come_in(browser, world.ours, again))
    assert "2 of 3 rows came in" in page
    assert "It came before, as P-1" in page
    browser.post(f"{again.removesuffix('/match')}/undo", {"because": "All of it."})
    assert "It was taken back" in browser.get(again.removesuffix("/match")).text


def test_risks_savings_and_payments_are_taken_for_what_they_are(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.admin)
    risks = [
        ["Project", "Risk ID", "Risk description", "Probability", "Impact", "Mitigation", "Owner"],
        ["damp  flats", "R1", "The supplier fails", "H", "4 - Major", "A second one", "PM"],
        ["Nowhere", "R2", "Nobody comes", "Rare", "Low", "Ask", "PM"],
    ]
    where = bring(browser, text(risks, separator=";", encoding="cp1252"))
    page = told(come_in(browser, world.ours, where, rows="risk"))
    assert "No idea here is called “Nowhere”" in page
    risk = told(browse(world.ours.owner).get(f"/ideas/{ref}").text)
    assert "The supplier fails" in risk
    corporate = [
        ["Corporate risk register"],
        ["Ref", "Risk title", "Description", "Inherent", "", "Residual", "", "Controls"],
        ["", "", "", "Likelihood", "Impact", "Likelihood", "Impact", ""],
        ["CR1", "Cyber attack", "Systems are lost", 5, 5, 3, 4, "Backups"],
    ]
    where = bring(browser, workbook(("R", corporate)))
    assert "No column says which idea a risk is on" in told(browser.get(where).text)
    browser.post(where, {**KEEP, "press": "again", "rows": "idea"})
    assert "1 of 1 rows came in" in told(come_in(browser, world.ours, where, rows="idea"))
    with world.ours.door():
        risk_rows = session().execute(risk_of("CR1")).one()
    assert tuple(risk_rows) == (3, 4, "Backups", "Systems are lost")
    savings = [["Savings tracker 2026/27"], ["Ref", "Saving proposal", "Month", "Target saving (£000)"]]
    savings += [["S1", "Less agency", month, 33.333] for month in ("Apr-26", "May-26", "Jun-26")]
    where = bring(browser, workbook(("S", savings)))
    assert "selected" in browser.get(where).text
    assert "3 of 3 rows came in" in told(come_in(browser, world.ours, where, repeats="one"))
    assert told(browser.get("/ideas/S1").text).count("£33,333") == 3
    paid = [["Body Name", "Service Area", "Date", "Transaction Number", "Amount", "Supplier Name"]]
    paid += [["Northmoor", "Care", "01/04/2026", n, "1,200.50", "Care Ltd"] for n in range(3)]
    where = bring(browser, text(paid), "payments-over-500.csv")
    assert "These look like payments" in told(browser.get(where).text)
    answer = browser.post(where, {**KEEP, "press": "bring", "rows": "money"})
    assert "These look like payments" in browser.follow(answer).text


def risk_of(ref: str) -> Select[Any]:
    told = select(Risk.likelihood, Risk.impact, Risk.mitigation, Risk.description)
    return told.join(idea.Idea, idea.Idea.id == Risk.idea_id).where(idea.Idea.ref == ref)


def a_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 130_000_000)
    return out.getvalue()


def far_away() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Name", "Status"])
        page.write(1_048_575, 16_383, "x")
    return out.getvalue()


def packed_with(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "x")
    return out.getvalue()


NASTY = {
    "nothing": (b"", "The file is empty"),
    "a PDF": (b"%PDF-1.7 ...", "This is a PDF"),
    "a bomb": (a_bomb(), "very large once unpacked"),
    "a document": (packed_with("word/document.xml"), "This is a document"),
    "an archive": (packed_with("projects.csv"), "This is a packed file"),
    "damaged": (b"PK\x03\x04" + b"\x01" * 500, "damaged"),
    "an old one, damaged": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "This is a web page"),
    "far away": (far_away(), "reaches to row 1,048,576"),
    "noise": (bytes(range(256)) * 40, "no text and no spreadsheet"),
    "a heading": (b"Project name,Status\r\n", "a heading and no rows"),
    "figures": (b"1,2\r\n", "no table"),
}


def test_what_is_no_spreadsheet_is_told_in_words(world, browse):
    browser = browse(world.ours.lead)
    for kind, (content, words) in NASTY.items():
        assert words in bring(browser, content, "projects.xlsx", status=200), kind
    assert "Nothing was brought yet" in browser.get("/council/import").text
    out = io.BytesIO(workbook(("Register", PROJECTS)))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("xl/vbaProject.bin", "Sub Auto_Open()")
    page = told(browser.get(bring(browser, out.getvalue(), "projects.xlsm")).text)
    assert "It holds macros. They are not run, and nothing of them is kept." in page


def test_a_file_is_kept_as_long_as_it_is_needed(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, text([["Project", "Status"], ["A", "Live"], ["", "Live"]]), "a.csv")
    come_in(browser, world.ours, where)
    assert browser.get(where.replace("match", "file")).data.startswith(b"Project")
    with clock.at(clock.now() + timedelta(days=settings().register_file_days, seconds=5)):
        register.bring_rows(world.ours.id)
        browser = browse(world.ours.lead)
        page = told(browser.get(where.removesuffix("/match")).text)
        assert "a.csv, no longer kept" in page
        assert "1 of 2 rows came in" in page
        browser.get(where.replace("match", "rest"), status=303)


def test_a_column_whose_words_all_differ_is_no_closed_list_and_slips_are_looked_for_no_more():
    words = [*(f"Site {n}" for n in range(MANY - 1)), "In progres", "In progrss", "Live"]
    found = {
        one.word: one.ours for one in list_words(ColumnSense.STAGE, Counter(words), RegisterChoices(), (), kept=False)
    }
    assert (found["In progres"], found["In progrss"], found["Live"]) == ("mobilise", "", "mobilise")

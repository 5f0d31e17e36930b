"""Thousands of rows for one idea: each look at the register, and the idea's own page, take no longer for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from bench.plans.explaining import Plan, explained
from tests import makers
from tests.reading import Page
from tests.tracker.test_registers import KEEP, bring, text, told
from tracker import idea, register
from tracker.idea import Message
from tracker.register.actions import bring as bringing
from tracker.tenancy import session

PAID = ["Service label", "Date paid", "Transaction number", "Net amount", "Supplier name"]


def payments(count: int, *, of: str = "") -> bytes:
    """So many payments that name no idea, each of which leaves a line of money and a note."""
    lines = [[f"Roads {of}", f"{n % 28 + 1:02}/04/2026", f"{of}{n:05}", n + 1, f"Supplier {n}"] for n in range(count)]
    return text([PAID, *lines])


def begun(browser, ref: str, content: bytes) -> str:
    """Have payments begin to come to an idea, and return where their report stands."""
    where = bring(browser, content)
    for press in ("again", "bring"):
        browser.post(where, {**KEEP, "rows": "money", "press": press, "idea": ref})
    return where.removesuffix("/match")


def rows_read(plans: list[Plan]) -> Counter[str]:
    """How many rows of each table some statements looked at, those that they left out as well."""
    read: Counter[str] = Counter()
    for step in (step for plan in plans for step in steps(plan["Plan"])):
        left_out = step.get("Rows Removed by Filter", 0) + step.get("Rows Removed by Join Filter", 0)
        read[step.get("Relation Name", "")] += round((step["Actual Rows"] + left_out) * step["Actual Loops"])
    return read


def steps(step: Plan) -> Iterator[Plan]:
    yield step
    for below in step.get("Plans", ()):
        yield from steps(below)


def test_a_look_while_hundreds_come_to_one_idea_reads_nothing_that_they_left(world, browse, database, monkeypatch):
    monkeypatch.setattr(bringing, "LONGEST_SECONDS", 0)  # one slice of a register, then the next run
    ref, browser = makers.an_idea(world.ours, title="Damp flats"), browse(world.ours.lead)
    report = begun(browser, ref, payments(3 * bringing.SLICE))
    for _ in range(2):
        register.bring_rows(world.ours.id)
    with explained(database.admin_url) as plans:
        page = told(browser.get(report).text)
        read = rows_read(plans)
    assert f"{2 * bringing.SLICE} of {3 * bringing.SLICE} rows are done" in page
    assert not read["message"] + read["event"] + read["funding"]
    seen = read["register_row"] / bringing.SLICE
    assert 2 <= seen < 20, "rows that are in are counted, and no more"


def test_lines_that_are_no_rows_are_not_waited_for(world, browse):
    ref, browser = makers.an_idea(world.ours, title="Damp flats"), browse(world.ours.lead)
    report = begun(browser, ref, payments(4) + b"Total,,,10,\r\n")
    assert "0 of 4 rows are done" in told(browser.get(report).text)


def test_what_another_list_left_on_an_idea_is_looked_up_once_and_is_nobodys_work(world, browse, database):
    ref, browser = makers.an_idea(world.ours, title="Damp flats"), browse(world.ours.lead)
    first, _ = (begun(browser, ref, payments(count, of=of)) for count, of in ((60, "A"), (300, "B")))
    register.bring_rows(world.ours.id)
    register.bring_rows(world.ours.id)
    with explained(database.admin_url) as plans:
        page = told(browser.get(first).text)
        read = rows_read(plans)
    assert "Nobody has worked on any of it yet." in page
    assert 300 <= read["message"] <= 2 * 300
    assert 360 <= read["register_row"] < 30 * 360, "each message looks up its one row, and not every row"
    with world.ours.door():
        idea.comment(idea=makers.idea_of(ref), words="I know of this.", by=world.ours.owner.id)
    page = told(browser.get(first).text)
    assert f"worked on {ref}" in page
    assert "and others" not in page, "one idea, however many rows hang on it"


def test_an_idea_with_hundreds_of_payments_shows_the_largest_and_the_newest_notes_with_what_all_come_to(world, browse):
    ref, browser = makers.an_idea(world.ours, title="Damp flats"), browse(world.ours.lead)
    with world.ours.door():
        idea.comment(idea=makers.idea_of(ref), words="I know of this.", by=world.ours.owner.id)
    begun(browser, ref, payments(120))
    register.bring_rows(world.ours.id)
    answer = browser.get(f"/ideas/{ref}")
    page, money = told(answer.text), Page(answer.text).under("money").words
    assert ("£120 " in money, "£101 " in money, "£100 " in money) == (True, True, False)
    assert "These are the 20 largest of 120 lines: in all no amount granted and £7,260 hoped for" in money
    assert "left 120 notes that nobody answered: 50 of them stand here, among what people said." in page
    assert "I know of this." in page
    assert ("Transaction number" in page, page.count("Brought in from register.csv")) == (True, 50)
    assert all(f"register.csv, line {line}." in page for line in (72, 121))
    older = browser.get(f"/ideas/{ref}?notes={link(answer.text, 'Older notes')}")
    assert all(f"register.csv, line {line}." in told(older.text) for line in (22, 71))
    last = told(browser.get(f"/ideas/{ref}?notes={link(older.text, 'Older notes')}").text)
    assert ("I know of this." in last, last.count("Brought in from register.csv")) == (True, 20)
    assert "Older notes" not in last
    assert "50 of them" in told(browser.get(f"/ideas/{ref}?notes=nothing").text)


def test_a_note_that_somebody_answered_stands_above_its_answer_however_many_are_newer(world, browse):
    ref, browser = makers.an_idea(world.ours, title="Damp flats"), browse(world.ours.lead)
    begun(browser, ref, payments(120))
    register.bring_rows(world.ours.id)
    with world.ours.door():
        left = session().scalars(select(Message.id).where(Message.text.contains(", line 3."))).one()
        idea.comment(idea=makers.idea_of(ref), words="I know of this.", by=world.ours.owner.id, reply_to=left)
    page = browser.get(f"/ideas/{ref}").text
    assert re.search(r"register\.csv, line 3\. .* I know of this\. .* register\.csv, line 72\.", told(page))
    assert "Rows of spreadsheets left 119 notes that nobody answered: 50 of them stand here" in told(page)
    older = told(browser.get(f"/ideas/{ref}?notes={link(page, 'Older notes')}").text)
    assert (older.count("Brought in from"), older.count("I know of this.")) == (51, 1)


def test_a_note_of_a_row_that_a_search_finds_is_shown_where_its_hit_leads(world, browse):
    ref, browser = makers.an_idea(world.ours, title="Damp flats"), browse(world.ours.lead)
    begun(browser, ref, payments(120))
    register.bring_rows(world.ours.id)
    with world.ours.door():
        said = idea.comment(idea=makers.idea_of(ref), words="I know of 00007.", by=world.ours.owner.id).id
        left = session().scalars(select(Message.id).where(Message.text.contains("Transaction number: 00007"))).one()
    hits = re.findall(r'href="(/ideas/[^"]+)"', browser.get("/search?q=00007&kind=comment").text)
    assert sorted(hits) == sorted(f"/ideas/{ref}?notes={one}#said-{one}" for one in (said, left))
    page = browser.get(f"/ideas/{ref}?notes={left}").text
    assert (f'id="said-{left}"' in page, "From the newest" in page) == (True, True)
    page = browser.get(f"/ideas/{ref}?notes={said}").text
    assert (f'id="said-{said}"' in page, "line 121." in page, "From the newest" in page) == (True, True, False)


def test_every_line_of_the_money_of_an_idea_is_read_page_by_page(world, browse):
    ref, browser = makers.an_idea(world.ours, title="Damp flats"), browse(world.ours.lead)
    begun(browser, ref, payments(120))
    register.bring_rows(world.ours.id)
    address, seen = f"/ideas/{ref}/money", []
    for told_lines in ("Lines 1 to 50 of 120.", "Lines 51 to 100 of 120.", "Lines 101 to 120 of 120."):
        page = browser.get(address).text
        assert told_lines in told(page)
        assert "£7,260 more is only hoped for" in told(page)
        seen += [row[1] for row in Page(page).table("Money, line by line")[1:]]
        address = f"/ideas/{ref}/money?after={link(page, 'More lines')}"
    assert sorted(seen) == sorted(f"£{amount}" for amount in range(1, 121))
    assert "Lines 1 to 50" in told(browser.get(f"/ideas/{ref}/money?after=nothing").text)
    assert "These are the 20 largest of 120 lines" in told(browser.get(f"/ideas/{ref}/pack").text)


def link(page: str, words: str) -> str:
    """What a link with these words gives with its address; nothing where there is no such link."""
    found = re.search(rf'href="[^"#]*=([^"#]*)#?[^"]*"[^>]*>{words}<', page)
    return found[1] if found else ""

"""What people write, on every page: limits and their counters, marks that nobody sees, words from right to left."""

from __future__ import annotations

import re

import psycopg
import pytest

from tests import makers
from tests.reading import Page
from tests.tracker.addresses import address, rules_of, values
from tests.tracker.matrix import MATRIX
from tests.tracker.things import a_whole_place
from tracker import council
from tracker.tenancy import directory
from tracker.text import as_written
from tracker.web.fields import UNSEEN

RTL = "خدمة (جديدة) للمقيمين!"
LINES = "\r\n".join(["x" * 99] * 100)  # 100 lines of 99 letters: 9,999 characters as people and browsers count
ELSE = {"proposal": "One visit.", "title": "One visit for damp"}
# What people write: by table, in columns of free words.
WRITTEN = {
    "idea": ("title", "problem", "proposal", "trigger", "risk_of_nothing"),
    "message": ("text",),
    "claim": ("indicator", "who_benefits"),
    "evidence": ("note",),
    "risk": ("description", "mitigation"),
    "lesson": ("lesson",),
    "service": ("name",),
    "decision": ("because", "waiver_because"),
    "condition": ("text", "met_note"),
    "decision_request": ("note",),
}


def told(answer) -> str:
    """What a page says beside its fields."""
    return Page(answer.text).part("govuk-error-message").words


def sent_idea(author, **words):
    return author.post("/ideas/new", {"send": "y", **ELSE, **words})


# --- limits -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("slow", [False, True])
def test_a_line_break_counts_once(world, browse, slow):
    """Both where an idea is logged at once, and where the form is made: a name in the words is asked about."""
    author = browse(world.ours.contributor)
    more = {"proposal": "Mrs Ann Smith has cancer.", "not_real": "y"} if slow else {}
    led = sent_idea(author, problem=LINES, **more)
    ref = re.search(r"[A-Z]+-\d+", led.headers["Location"]).group()
    with world.ours.door():
        assert makers.idea_of(ref).problem == LINES.replace("\r\n", "\n")
    too_long = author.post("/ideas/new", {"send": "y", **ELSE, "problem": LINES + "xx"}, status=200)
    assert told(too_long) == "Error: Use 10,000 characters or fewer"


def test_the_limit_of_a_field_is_told_as_words_and_counted_by_a_script(world, browse):
    page = browse(world.ours.contributor).get("/ideas/new").text
    assert page.count("At most 10,000 characters") == 2
    assert "At most 120 characters" in page
    assert len(re.findall(r'data-module="govuk-character-count" data-maxlength="(\d+)"', page)) == 3


# --- marks that nobody sees -------------------------------------------------------------------------------------------
def test_a_title_that_is_empty_to_the_eye_is_empty(world, browse):
    for title in ("\u200b\u200b", "\u200d\u200d\u200d", "\u3164", "\u2800 \u00a0"):
        page = browse(world.ours.contributor).post(
            "/ideas/new", {"send": "y", **ELSE, "problem": "Damp.", "title": title}, status=200
        )
        assert told(page) == "Error: Give it a few words that others will know it by"


def test_marks_that_nobody_sees_are_taken_out_with_a_warning(world, browse):
    author = browse(world.ours.contributor)
    led = sent_idea(author, problem="Damp.", title="One\u200b visit \u202efor damp\u202c")
    page = author.follow(led).text
    assert UNSEEN in page
    assert "One visit for damp" in page
    assert as_written(page.replace("\ufdd0", "")) == page
    assert UNSEEN not in author.follow(sent_idea(author, problem="Damp.")).text


def test_a_password_is_kept_to_the_letter(world, browse, database):
    person = world.ours.contributor
    secret = "three\u200bwords remembered\u200e"
    with directory():
        council.choose_password(person_id=person.id, password=secret)
    assert browse(None).post("/sign-in", {"email": person.email, "password": secret}).status_code == 303
    seen = browse(None).post("/sign-in", {"email": person.email, "password": as_written(secret)}, status=200)
    assert told(seen)


# --- from right to left -----------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def place(database):
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        yield a_whole_place(admin, database)


def written_anew(place) -> None:
    """Everything that people wrote runs from right to left."""
    for table, columns in WRITTEN.items():
        own = " || right(id::text, 12)" if table in {"service", "claim"} else ""  # no two are called alike
        anew = ", ".join(f"{column} = CASE WHEN {column} <> '' THEN %s{own} ELSE {column} END" for column in columns)
        place.asked(f"UPDATE {table} SET {anew} RETURNING 1", *[RTL] * len(columns))  # noqa: S608 - names of ours


NO_PAGE = {
    "static",
    "export.file",
    "downloads.ideas_csv",
    "downloads.ideas_xlsx",
    "downloads.hits_csv",
    "downloads.hits_xlsx",
    "risks.csv",
    "risks.xlsx",
    "blockers.csv",
    "blockers.xlsx",
    "council_benefits.csv",
    "council_benefits.xlsx",
    "pack.pdf",
    "packs.pdf",
    "reports.pdf",
    "mailbox.listing",
    "mailbox.show",
    "mailbox.as_sent",
}  # files, and the demonstration's own
PAGES = [endpoint for endpoint, row in MATRIX.items() if any(on.get for on in row.on) and endpoint not in NO_PAGE]


@pytest.mark.parametrize("endpoint", PAGES)
def test_what_people_wrote_from_right_to_left_stands_by_itself_on_every_page(app, browse, place, endpoint):
    for on in MATRIX[endpoint].on:
        who = min(on.get.get(200, set()) & place.people.keys(), default=None)
        if who is None:
            continue
        thing = place.fresh(on.thing) if on.thing else {}
        written_anew(place)
        for rule in rules_of(app, endpoint):
            if "GET" in rule.methods:
                page = browse(place.people[who]).get(address(app, rule, values(rule, thing | on.at))).text
                assert loose_words(page) == []


HELD = re.compile(
    r"<(title|option|svg)\b[^>]*>.*?</\1>|<textarea\b[^>]*\bdir=\"auto\"[^>]*>.*?</textarea>"
    r"|<bdi dir=\"auto\">.*?</bdi>|<[^>]*>",
    re.DOTALL,
)


def loose_words(page: str) -> list[str]:
    """Words from right to left that stand in no direction of their own; and fields that have none."""
    fields = re.findall(r"<(?:input|textarea)\b(?![^>]*\bdir=)[^>]*[\u0600-\u06ff][^>]*>", page)
    return fields + re.findall(r"[\u0600-\u06ff]+", HELD.sub("", page))


def test_a_title_from_right_to_left_is_isolated_in_the_list_on_its_page_and_in_its_letter(world, browse):
    author = browse(world.ours.contributor)
    ref = re.search(r"[A-Z]+-\d+", sent_idea(author, problem=RTL, title=RTL).headers["Location"]).group()
    alone = f'<bdi dir="auto">{RTL}</bdi>'
    assert f"{alone}</h1>" in author.get(f"/ideas/{ref}").text
    assert f'href="/ideas/{ref}">{alone}</a>' in browse(world.ours.lead).get("/ideas").text
    assert f'href="/ideas/{ref}">{alone}</a>' in browse(world.ours.lead).get("/board").text

"""Files as people have them, through `seedbed import`: each kind of `tests/cases`, in one database one after the other.

Said by the report of each folder: its whole lines, but for the last that sums up.
"""

from __future__ import annotations

import csv
import re
from html import escape
from typing import NamedTuple
from urllib.parse import quote

import pytest

from tests import makers
from tests.case_files import CASES, asked, council_of, put
from tests.conftest import ROOT
from tests.terminal import seedbed
from tracker import exchange, idea
from tracker.app import create_app
from tracker.council import Role
from tracker.exchange.rules.cells import unguard
from tracker.idea.rules import ADDRESS_WORDS, may_be_reference
from tracker.tenancy import as_council

WRITTEN = ROOT / "tests" / "data" / "files_of_people.txt"


class Said(NamedTuple):
    """What a report says of a folder: what is new, and its lines but for the last."""

    new: str
    lines: list[str]


def _said() -> dict[str, Said]:
    said: dict[str, Said] = {}
    name = ""
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("    new: "):
            said[name] = Said(line.removeprefix("    new: "), [])
        elif line.startswith("    "):
            said[name].lines.append(line.strip())
        else:
            name = line
    return said


SAID = _said()


@pytest.fixture
def two_councils(empty_database, tmp_path):
    """The councils of the cases, and the idea that a risk of theirs is about."""
    places = {"knowsley": "Knowsley Metropolitan Borough Council", "oldham": "Oldham Metropolitan Borough Council"}
    put(tmp_path, "councils.csv", *({"code": code, "name": name} for code, name in places.items()))
    put(tmp_path, "ideas.csv", {"case_id": "KNW-22", "council": "knowsley", "title": "Lifts", "stage": "design"})
    exchange.import_folder(tmp_path)


def test_every_file_that_people_have_says_what_is_right_dry_and_in_earnest_and_brings_nothing_twice(two_councils):
    assert SAID.keys() == {folder.name for folder in CASES.iterdir()}
    for name, (new, lines) in SAID.items():
        tried = exchange.import_folder(CASES / name, dry_run=True)
        report = exchange.import_folder(CASES / name)
        assert (name, report.lines[:-1]) == (name, lines)
        assert tried.lines == report.lines
        assert report.summary.startswith(f"New: {new}. "), (name, report.summary)
        assert dict(exchange.import_folder(CASES / name).new) == {}, name


def knowsley(statement: str):
    return asked("KNOWSLEY", statement)


@pytest.fixture
def all_of_them(two_councils):
    """Everything that people's files hold, brought in."""
    for folder in sorted(CASES.iterdir()):
        exchange.import_folder(folder)


def test_nothing_of_what_people_wrote_is_lost_or_changed(all_of_them):
    titles = dict(knowsley("SELECT ref, title FROM idea WHERE ref LIKE 'FT-0%'"))
    assert (
        titles
        | {
            "FT-002": "T\u0177 \u0174yn help desk",
            "FT-007": "Title on\ntwo lines",
            "FT-009": 'Pipes of 5" and 6"',
            "FT-010": 'He said "no"',
            "FT-011": 'Said "no" twice',
            "FT-012": "\u201cSmart\u201d quotes",
            "FT-013": "space then quote, comma",
            "FT-018": "Cyngor Ynys M\u00f4n a T\u0177 \u0174yn",
            "FT-019": "Caf\u00e9 for carers",
            "FT-020": "Caf\u00e9 \u2013 \u201ccarers\u2019 hour\u201d at \u00a32",
            "FT-023": "Ty\u0302 Hapus a\u0302 W\u0302y",
            "FT-027": "zerowidth and soft\u00adhyphen",
            "FT-028": "\U0001f469\U0001f3fd\u200d\u2695\ufe0f nurse",
            "FT-029": "Rightto left override",
            "FT-032": '"Doubly quoted title"',
        }
        == titles
    )
    assert [len(title) for (title,) in knowsley("SELECT title FROM idea WHERE ref = 'FT-030'")] == [372]
    assert knowsley("SELECT problem FROM idea WHERE ref = 'FT-007'") == [
        ("First line\r\n\r\n- bullet one\r\n- bullet two",)
    ]
    amounts = "SELECT amount_gbp::text FROM funding ORDER BY position"
    assert [amount for (amount,) in knowsley(amounts)] == [
        *("1234.50", "1234.00", "1800.00", "1500000.00", "150000.00", "2000.00", "2000.00", "0.00", "1234.50")
    ]
    days = "SELECT ref, first_date FROM idea WHERE ref LIKE 'FT-2__' OR ref LIKE 'FT-6__' ORDER BY ref"
    whole, month = "2019-04-01", "2019-04"
    assert dict(knowsley(days)) == {
        **dict.fromkeys(("FT-200", "FT-201", "FT-203", "FT-206", "FT-209", "FT-210", "FT-601"), whole),
        "FT-204": month,
        "FT-211": month,
        "FT-205": "2019/20",
        "FT-208": "2019-04-13",
        "FT-602": "2020",
    }
    risk = "SELECT owner_given, likelihood, impact, raised_given, counts_from::text, review_on FROM risk"
    assert knowsley(risk) == [("PMO lead", 5, 5, "2025-09-02", "2025-09-02", None)]
    assert asked("OLDHAM", "SELECT start, counts_from::text, ends_on::text FROM funding ORDER BY position") == [
        ("2009-10", "2009-10-31", "2011-12-31"),
        ("2026/27", "2026-04-01", "2028-03-31"),
    ]


def test_every_case_opens_under_a_reference_and_what_it_was_called_is_shown_found_and_exported(
    all_of_them, browse, tmp_path
):
    lead = makers.a_person(council_of("KNOWSLEY"), Role.LEAD)
    me = browse(lead)
    kept = {"007", "7", "01-Mar", "ft-401", "FT-401", "KNW-9001"}
    named = dict(knowsley("SELECT coalesce(their_number, ref), ref FROM idea"))
    assert {name for name in named if named[name] == name} >= kept
    others = {"1E+05", "KNW/24/1", "KNW 24 1", "KNW#1?x=2", "../etc", "new", "Id\u00e9-1", "FS/24/1"}
    assert {name for name in named if named[name] != name} == others
    assert all(re.fullmatch(r"KNO-\d+", named[name]) for name in others)
    for ref in named.values():
        me.get(f"/ideas/{ref}")
    with as_council(council_of("KNOWSLEY")):
        typed = [idea.get_named(words, reader=lead.reader).ref for words in ("ft-401", "FT-401", " knw-9001 ")]
    assert typed == ["ft-401", "FT-401", "KNW-9001"]
    for name in ("KNW/24/1", "FS/24/1", "KNW#1?x=2", "Id\u00e9-1", "1E+05"):
        page = me.get("/ideas?state=&q=" + quote(name)).text
        assert f'href="/ideas/{named[name]}"' in page, name
        assert f"<dd>{escape(name)}</dd>" in me.get(f"/ideas/{named[name]}").text.replace("\n", ""), name
    exchange.export_folder(tmp_path / "out")
    with (tmp_path / "out" / "ideas.csv").open(newline="", encoding="utf-8") as text:
        assert {unguard(row["case_id"]) for row in csv.DictReader(text)} >= others | kept


def test_no_word_of_an_address_of_ideas_is_a_reference(world):
    words = {rule.rule.split("/")[2] for rule in create_app().url_map.iter_rules() if rule.rule.startswith("/ideas/")}
    assert {word for word in words if not word.startswith("<")} == ADDRESS_WORDS
    assert not any(
        may_be_reference(word) for word in ("new", "NEW", ".", "..", "a/b", "a b", "a?b", "", "\u00e9", "x" * 61)
    )


def test_the_command_says_the_same_and_strict_minds_errors_alone(two_councils):
    warned = seedbed("import", CASES / "i33_export_saved_by_excel", "--strict")
    assert (warned.returncode, warned.stderr) == (0, "")
    assert warned.stdout.splitlines()[:-1] == SAID["i33_export_saved_by_excel"].lines
    wrong = seedbed("import", CASES / "i21d_xlsx_damaged", "--strict")
    assert (wrong.returncode, wrong.stdout.splitlines()[:-1]) == (1, SAID["i21d_xlsx_damaged"].lines)


def test_a_name_that_came_longer_than_ours_may_be_stays_while_the_rest_is_put_right(world, browse, tmp_path):
    ours, long = world.ours, "A very long name of a programme " * 12
    ref = makers.an_idea(ours, title="Warm hubs")
    with ours.door():
        found = makers.idea_of(ref)
        found.title, found.problem = long, None
    owner = browse(ours.lead)
    typed = {"title": long, "problem": "", "proposal": "Open earlier.", "service": "", "version": "1"}
    owner.post(f"/ideas/{ref}/edit", typed, status=303)
    with ours.door():
        found = makers.idea_of(ref)
        assert (found.title, found.problem, found.proposal) == (long, None, "Open earlier.")
        version = str(found.version)
    refused = owner.post(f"/ideas/{ref}/edit", typed | {"title": long + "!", "version": version}, status=200).text
    assert "Shorten the name to 120 characters" in refused

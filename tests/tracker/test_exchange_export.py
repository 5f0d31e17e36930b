"""Case files go out in one canonical form, and come in again the same."""

from __future__ import annotations

import csv
import itertools
import os
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests import makers
from tests.case_files import DEMO, a_folder, an_idea, contents, put
from tests.conftest import clone, pointed_at
from tracker import clock, exchange, gate, idea, lesson, risk, value
from tracker.exchange.rules.cells import unguard
from tracker.exchange.sheets import SHEETS
from tracker.exchange.words import IDEAS, CellKind

_numbers = itertools.count(1)


@contextmanager
def another_empty_database(addresses):
    """A database with nothing in it, besides those that the test has."""
    with pointed_at(clone(addresses, f"other_{os.getpid()}_{next(_numbers)}")):
        yield


def rows(folder, file) -> list[dict[str, str]]:
    with (folder / file).open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def test_the_real_cases_come_out_cell_for_cell_as_they_went_in(empty_database, tmp_path):
    exchange.import_folder(DEMO)
    counts = exchange.export_folder(tmp_path)
    for file, sheet in SHEETS.items():
        key = sheet.columns[0].name
        given_rows = sorted(rows(DEMO, file), key=lambda row, key=key: row[key])
        assert rows(tmp_path, file) == given_rows
        assert counts[file] == len(given_rows)


def test_what_went_out_comes_in_and_goes_out_the_same_bytes(empty_database, addresses, tmp_path):
    exchange.import_folder(DEMO)
    exchange.export_folder(tmp_path / "first")
    with another_empty_database(addresses):
        exchange.import_folder(tmp_path / "first")
        exchange.export_folder(tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_what_went_out_is_all_here_already(empty_database, tmp_path):
    exchange.import_folder(DEMO)
    exchange.export_folder(tmp_path)
    report = exchange.import_folder(tmp_path)
    assert (report.lines[:-1], dict(report.new)) == ([], {})


def test_files_are_utf_8_with_crlf_and_a_header_even_when_empty(empty_database, tmp_path):
    exchange.export_folder(tmp_path)
    assert contents(tmp_path)["lessons.csv"] == b"case_id,lesson,worked,source,inferred\r\n"
    assert contents(tmp_path).keys() == SHEETS.keys()


def test_a_folder_that_cannot_be_written_is_unusable(empty_database, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(exchange.FolderUnusableError):
        exchange.export_folder(tmp_path / "file")


# --- ideas born here --------------------------------------------------------------------------------------------------
def an_idea_of(side, title: str) -> idea.Idea:
    born = idea.log_draft(by=side.contributor.id, title=title, problem="People are cold", proposal="Open a room")
    idea.submit(idea=born, by=side.contributor.id)
    return born


def _worked_on(side, born: idea.Idea) -> None:
    me = {"idea": born, "by": side.lead.id}
    idea.send_to_design_gate(**me, owner_id=side.owner.id, because="Worth a try")
    gate.decide(**me, gate=gate.Gate.DESIGN, draft=gate.DecisionDraft(gate.Word.GO, "Cheap", waiver_because="Small"))
    idea.set_fact(**me, fact=idea.Fact.EXTENT, value="radical")
    claim = value.claim(**me, indicator="Visits", unit="visits a week", baseline="10", baseline_date="2025")
    value.add_evidence(**me, claim_id=claim.id, value="40", value_on=date(2026, 1, 5))
    value.add_funding(**me, funder="Public health", amount_gbp=Decimal(1500), end=clock.today() + timedelta(days=400))
    risk.raise_risk(**me, description="=Nobody comes", likelihood=2, impact=3, mitigation="Ask first")
    lesson.write_lesson(**me, lesson="Open late", worked="mixed")


def test_an_idea_born_here_goes_out_with_its_facts_and_comes_back_the_same(empty_database, addresses, tmp_path):
    ours = makers.a_side()
    with ours.door():
        ref = an_idea_of(ours, "Warm hubs").ref
        _worked_on(ours, makers.idea_of(ref))
    exchange.export_folder(tmp_path / "first")

    def of(file):
        return [row for row in rows(tmp_path / "first", file) if row["case_id"] == ref]

    assert [(row["stage"], row["outcome"], row["source"]) for row in of("ideas.csv")] == [("design", "active", "")]
    assert (of("evidence.csv")[-1]["indicator"], of("evidence.csv")[-1]["baseline"]) == ("Visits", "10")
    assert of("risks.csv")[-1]["description"] == "=Nobody comes"
    assert of("funding.csv")[-1]["amount_gbp"] == "1500"
    with another_empty_database(addresses):
        assert exchange.import_folder(tmp_path / "first").errors == 0
        exchange.export_folder(tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_a_draft_never_goes_out(empty_database, tmp_path):
    ours = makers.a_side()
    with ours.door():
        idea.log_draft(by=ours.contributor.id, title="Mine alone in the drawer")
    exchange.export_folder(tmp_path)
    assert not any(b"Mine alone in the drawer" in content for content in contents(tmp_path).values())


def test_no_person_goes_out(empty_database, tmp_path):
    ours = makers.a_side()
    with ours.door():
        an_idea_of(ours, "Warm hubs with a person behind it")
    exchange.export_folder(tmp_path)
    everything = b"".join(contents(tmp_path).values())
    assert b"Warm hubs with a person behind it" in everything
    assert ours.contributor.email.encode() not in everything
    assert ours.contributor.name.encode() not in everything


# --- any folder whatever ----------------------------------------------------------------------------------------------
TEXTS = st.text(alphabet=st.sampled_from("ab'=+-@ ,\"\n\r\té€5"), max_size=6)
DATES = st.sampled_from(["", "2007", "2007-05", "2008-02-29", "1999"])
BY_KIND = {
    CellKind.TEXT: TEXTS,
    CellKind.KEY: TEXTS,
    CellKind.CODE: TEXTS,
    CellKind.DATE: DATES,
    CellKind.START: DATES,
    CellKind.DAY: st.sampled_from(["", "2007-05-31"]),
    CellKind.YES_NO: st.sampled_from(["", "yes", "no"]),
    CellKind.SCORE: st.sampled_from(["", "1", "3", "5"]),
    CellKind.WHOLE: st.sampled_from(["", "0", "007", "150000"]),
    CellKind.AMOUNT: st.sampled_from(["", "5", "5.0", "99.50", "£1,007", "+3.1"]),
}
CASES = ["T-1", "T-2", "'=T", "a b"]


def a_row(sheet, **fixed):
    def cell(column):
        if column.name in fixed:
            return fixed[column.name]
        if column.name == "council" and sheet.file not in {IDEAS, "collaborative_members.csv"}:
            return st.just("")
        if column.points_into:
            known = {IDEAS: CASES, "councils.csv": ["one", "two"]}.get(column.points_into, ["warm"])
            return st.sampled_from(known if column.needed else ["", *known])
        if column.kind is CellKind.WORD:
            return st.sampled_from(column.words if column.needed else ["", *column.words])
        return TEXTS.filter(lambda cell: unguard(cell).strip()) if column.needed else BY_KIND[column.kind]

    return st.fixed_dictionaries({column.name: cell(column) for column in sheet.columns})


def a_case_folder():
    files = {file: st.lists(a_row(sheet), max_size=4) for file, sheet in SHEETS.items() if not sheet.key}
    for file, known in (("councils.csv", ["one", "two"]), (IDEAS, CASES), ("collaboratives.csv", ["warm"])):
        sheet = SHEETS[file]
        files[file] = st.tuples(*(a_row(sheet, **{sheet.key: st.just(key)}) for key in known))
    return st.fixed_dictionaries(files)


@settings(max_examples=8, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(a_case_folder())
def test_any_folder_goes_round_and_round_in_the_same_bytes(addresses, database, tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("round")
    for file, some in told.items():
        put(folder / "given", file, *some)
    for source, target in (("given", "first"), ("first", "second")):
        with another_empty_database(addresses):
            assert exchange.import_folder(folder / source).errors == 0
            exchange.export_folder(folder / target)
            again = exchange.import_folder(folder / source)
            assert (dict(again.new), again.differing) == ({}, 0), [one for one in again.lines if "stays as" in one]
    assert contents(folder / "first") == contents(folder / "second")
    assert [len(rows(folder / "first", file)) for file in SHEETS] == [
        sum(any(cell.strip() for cell in row.values()) for row in told[file]) for file in SHEETS
    ]


def test_a_folder_brought_in_again_after_an_export_adds_nothing(empty_database, tmp_path):
    mark = a_folder(tmp_path / "in", n1={"source": ""})
    put(tmp_path / "in", "ideas.csv", an_idea(mark, "1", title="'=1+1", source=""))
    exchange.import_folder(tmp_path / "in")
    exchange.export_folder(tmp_path / "out")
    report = exchange.import_folder(tmp_path / "out")
    empty = {line for line in report.lines[:-1] if line.endswith(": has a heading and no rows")}
    assert (set(report.lines[:-1]), dict(report.new)) == (empty, {})

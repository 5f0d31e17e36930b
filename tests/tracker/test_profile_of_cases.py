"""Case files in, profile out: held against the plain restatement, over the real cases and over made-up ones."""

from __future__ import annotations

import csv
import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.case_files import DEMO
from tests.plain_profile import STAGES, Cases
from tracker import clock, council, exchange, portfolio
from tracker.tenancy import as_council, directory

TOLD = ("mix", "runway", "evidence", "learning", "involvement")


def computed(code: str, day: date) -> dict[str, dict[str, Any]]:
    with directory():
        asked = council.by_code(code).id
    with as_council(asked):
        parts = {part["name"]: part for part in portfolio.profile_json(as_of=day)["parts"]}
    return {
        name: {
            "value": parts[name]["value"],
            "items": [(item["ref"], item["counts"]) for item in parts[name]["items"]],
        }
        for name in TOLD
    }


DAYS = [date(year, month, 28) for year in range(1996, 2012) for month in (3, 9)] + [
    date(2007, 12, 31),
    date(2008, 12, 31),
    date(2010, 12, 31),
    date(2011, 1, 1),
]


def test_the_real_cases_give_what_the_plain_restatement_says_on_any_day(empty_database):
    exchange.import_folder(DEMO)
    cases = Cases.read(DEMO, clock.today())
    codes = sorted({case["council"] for case in cases.rows["ideas"]})
    with_value = set()
    for code, day in itertools.product(codes, DAYS):
        found = computed(code, day)
        assert found == cases.profile(code, day), (code, day)
        with_value |= {code for part in found.values() if part["value"] is not None}
    assert len(with_value) >= 3


dates = st.sampled_from(
    ["", "", "2006", "2007-02", "2007-05-31", "2007-08-29", "2007-11-30", "2008", "2008-02-29", "2008-06", "2009"]
)
stages = st.sampled_from(STAGES)
case = st.fixed_dictionaries(
    {
        "stage": stages,
        "outcome": st.sampled_from(["", "active", "active", "active", "stopped", "declined", "merged", "parked"]),
        "extent": st.sampled_from(["", "incremental", "incremental", "radical", "system"]),
        "trigger_date": dates,
        "first_date": dates,
        "source": st.sampled_from(["a report:1", "a report:1", "a report:1", ""]),
        "stage_moves": st.lists(
            st.fixed_dictionaries(
                {
                    "from_stage": stages,
                    "to_stage": stages,
                    "date": dates,
                    "decision": st.sampled_from(["advance", "hold", "return", "stop", "stop"]),
                }
            ),
            max_size=4,
        ),
        "evidence": st.lists(
            st.fixed_dictionaries({"indicator": st.just("days"), "value_date": dates, "baseline_date": dates}),
            max_size=3,
        ),
        "funding": st.lists(
            st.fixed_dictionaries(
                {"start": dates, "end": dates, "certainty": st.sampled_from(["granted", "", "indicative"])}
            ),
            max_size=3,
        ),
        "lessons": st.lists(st.fixed_dictionaries({"lesson": st.just("Ask first.")}), max_size=1),
    }
)
HANGING = ("stage_moves", "evidence", "funding", "lessons")
_runs = itertools.count(1)


def headers(name: str) -> list[str]:
    with (DEMO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers(name), restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def a_council_of(made: list[dict[str, Any]], folder: Path) -> str:
    """Write made-up cases of a new council as case files, and return its code."""
    code = f"made-{next(_runs)}-{folder.name}"
    write(folder, "councils", [{"code": code, "name": "Made Council", "nation": "england", "case_prefix": "MAD"}])
    ideas, rest = [], {name: [] for name in HANGING}
    for number, facts in enumerate(made):
        named = {"case_id": f"{code.upper()}-{number}", "council": code, "title": "A made idea"}
        ideas.append(named | {name: cell for name, cell in facts.items() if name not in HANGING})
        for name in HANGING:
            rest[name] += [{"case_id": named["case_id"], **row} for row in facts[name]]
    write(folder, "ideas", ideas)
    for name, rows in rest.items():
        write(folder, name, rows)
    return code


@settings(max_examples=8, deadline=None)
@given(made=st.lists(case, min_size=4, max_size=9))
def test_made_up_cases_give_what_the_plain_restatement_says(database, tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("cases")
    code = a_council_of(made, folder)
    report = exchange.import_folder(folder)
    assert not report.errors, report.lines
    cases = Cases.read(folder, clock.today())
    ends = [date(2007, 5, 31), date(2007, 8, 29), date(2008, 2, 29), date(2010, 12, 31)]
    for day in [*ends, *(day + timedelta(days=90) for day in ends[:3]), date(2011, 1, 1), clock.today()]:
        assert computed(code, day) == cases.profile(code, day), day


@pytest.mark.parametrize("cell", ["", "2007-08-29"])
def test_the_day_of_an_import_never_counts_save_for_the_councils_own(database, tmp_path, cell):
    base = {"stage": "mobilise", "extent": "radical", "first_date": cell, "trigger_date": cell, "outcome": "active"}
    nothing = {name: [] for name in HANGING}
    made = [base | nothing | {"source": "a report:1"}] * 5 + [base | nothing | {"source": ""}] * 6
    code = a_council_of(made, tmp_path)
    exchange.import_folder(tmp_path)
    today = clock.today()
    assert len(computed(code, date(2010, 12, 31))["mix"]["items"]) == 5
    assert len(computed(code, today - timedelta(days=1))["mix"]["items"]) == 0
    assert len(computed(code, today)["mix"]["items"]) == 6

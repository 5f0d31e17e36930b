"""What is called how: every entry of the reference file, and on pages where each is asked for.

On marked pages every entry ends in a mark, so that a word is told from a key that happens to read the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from tests.approved.names import MARKED, WORDS
from tests.approved.test_pages import read
from tests.approved.visits import Visit
from tracker.pages.portfolio import drawing
from tracker.pages.triage.screens import desk
from tracker.wording import BUILT_IN, Reading, entries, rules

MARK = "°"
WORDED = ("lead", "staff", "fuller", "about")


@pytest.fixture(scope="module")
def marked(people, tmp_path_factory) -> Iterator[None]:
    """Every entry ends in a mark, once the town is planted: what its people were sent is not marked."""
    with rules.FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            {name: f"{words}{MARK}" if words and name in WORDED else words for name, words in row.items()}
            for row in csv.DictReader(file)
        ]
    written = tmp_path_factory.mktemp("wording") / "wording.csv"
    with written.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rules, "FILE", written)
        _forget()
        yield
    _forget()


def _forget() -> None:
    """Have the words read from their file again."""
    for kept in (entries, rules._called, rules._choices, drawing._drawn, desk._kept_blank):
        kept.cache_clear()


@pytest.mark.parametrize("visit", MARKED, ids=lambda visit: visit.name.removeprefix("pages/"))
def test_a_page_asks_the_wording_for_what_was_approved(visit: Visit, people, marked, approved):
    worded = [line.strip() for line in read(people.answer(visit)).splitlines() if MARK in line]
    approved.holds(f"marked/{visit.name.removeprefix('pages/')}", "\n".join(worded) + "\n")


@pytest.mark.reference
def test_every_entry_is_called_what_was_approved(approved):
    told = [
        f"{words_of}.{value} {reading}: {BUILT_IN.called(value, words_of, reading)}"
        for words_of, values in entries().items()
        for value in values
        for reading in Reading
    ]
    approved.holds(WORDS, "\n".join(told) + "\n")

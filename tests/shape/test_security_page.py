"""What docs/security.md says of ASVS 5.0, held to the standard's numbers and to tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Requirements of levels 1 and 2, how many there are in each section: all numbers from 1 on, but those of level 3.
SECTIONS = {
    "1.1": 2,
    "1.2": 9,
    "1.3": 11,
    "1.4": 3,
    "1.5": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
}
WANTED = {f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)}
HELD_BESIDES = {"1.2.10"}


def rows() -> list[list[str]]:
    """The rows of the table: number, what it asks, held in, shown by."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\| \d.*\|$", page, re.MULTILINE)
    ]


def test_every_requirement_stands_there_once():
    numbers = [row[0] for row in rows()]
    assert sorted(numbers) == sorted(WANTED | HELD_BESIDES)


def test_every_requirement_is_shown_by_a_test_or_says_why_it_does_not_apply():
    for number, asked, held, shown in rows():
        assert asked, number
        assert "`tests/" in shown or shown.startswith("does not apply"), number
        assert held != "–" or shown.startswith("does not apply"), number


def test_every_test_and_module_that_is_named_exists():
    for number, *cells in rows():
        for path in re.findall(r"`((?:tests|tracker|config|worker|templates)/[\w/.]+)(?:::\w+)?`", " ".join(cells)):
            assert (ROOT / path).exists(), (number, path)
        for path, name in re.findall(r"`(tests/[\w/.]+)::(\w+)`", " ".join(cells)):
            written = (ROOT / path).read_text(encoding="utf-8")
            assert re.search(rf"^def {name}\(", written, re.MULTILINE), (number, name)

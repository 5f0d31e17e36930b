"""The approved files: each test holds one against what is said now; `--approve` writes it anew instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KINDS = ("pages", "after", "marked", "reference", "frames", "edges", "letters", "commands")
MOST_LINES = 40
LONGEST_NAME = 120
HOW = (
    "Is this what you meant? Then `make approve` writes it anew (ARGS=\"-k 'part of its name'\" keeps to some),"
    " and the file belongs into the same commit."
)


def name_of(*words: str) -> str:
    """A file name of words and an address: what stands in no file name becomes a dash or an underscore."""
    whole = ".".join(word for word in words if word).strip("/").replace("/", "_").replace("?", "~")
    return re.sub(r"[^\w.~=&+-]+", "-", whole)[:LONGEST_NAME]


class Approval:
    """What was approved, to be held against what is said now."""

    def __init__(self, *, anew: bool) -> None:
        self.anew = anew

    def holds(self, name: str, said: str) -> None:
        """Fail with the difference, unless this is what was approved."""
        path = HERE / f"{name}.txt"
        before = path.read_text(encoding="utf-8") if path.exists() else None
        if before == said:
            return
        if self.anew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(said, encoding="utf-8", newline="\n")
            return
        if before is None:
            pytest.fail(f"{name} is said for the first time:\n{_cut(said.splitlines())}\n{HOW}", pytrace=False)
        pytest.fail(f"{name} says something else:\n{_cut(differences(before, said))}\n{HOW}", pytrace=False)

    def only(self, names: set[str]) -> None:
        """Fail where a file is approved that nobody says; take it away when everything is approved anew."""
        for name in kept() - names:
            if not self.anew:
                pytest.fail(f"tests/approved/{name}.txt is read by no test: take it away. {HOW}", pytrace=False)
            (HERE / f"{name}.txt").unlink()


def kept() -> set[str]:
    """The names of all approved files."""
    return {
        path.relative_to(HERE).with_suffix("").as_posix() for kind in KINDS for path in (HERE / kind).rglob("*.txt")
    }


def differences(before: str, now: str) -> list[str]:
    """What was taken away and what came, each with a line about it; places are parted by a line of dots."""
    found = list(difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=1))[3:]
    return ["..." if line.startswith("@@") else line for line in found]


def _cut(lines: list[str]) -> str:
    more = [f"... {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    return "\n".join([*lines[:MOST_LINES], *more])


def lines_of(table: Path) -> Iterator[str]:
    """The lines of a table in plain text, remarks and empty ones left out."""
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line

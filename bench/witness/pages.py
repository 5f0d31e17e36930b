"""Pages as they are kept: a folder for each visit, a file for each page, its status and address in the first lines."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.witness.masking import one_tag_a_line, pattern, words

LONGEST_NAME = 180
FIRST_FAULT = 500


@dataclass(frozen=True)
class Page:
    """One answer, masked: its address, how it was answered, and what it shows."""

    address: str
    answer: str
    body: str

    @property
    def pattern(self) -> str:
        """What its address has in common with others."""
        return pattern(self.address.partition("~")[0].partition(": ")[0])

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.answer.split()[0])

    @property
    def is_fault(self) -> bool:
        """Whether the code failed."""
        return self.status >= FIRST_FAULT

    @property
    def lines(self) -> list[str]:
        """The answer and what it shows, one tag a line."""
        return [self.answer, *one_tag_a_line(self.body)]

    @property
    def words(self) -> list[str]:
        """What a reader reads of it."""
        return words(self.body)


Pages = dict[str, Page]


def write(folder: Path, pages: dict[str, Pages]) -> None:
    """Write the pages of every visit."""
    for visit, found in pages.items():
        within = folder / visit
        within.mkdir(parents=True)
        for page in found.values():
            kept = f"{page.answer}\n{page.address}\n{page.body}"
            (within / _file(page.address)).write_text(kept, encoding="utf-8", newline="")


def read(folder: Path) -> dict[str, Pages]:
    """Read what was kept. Exits where nothing was."""
    visits = sorted(path for path in folder.glob("*") if path.is_dir())
    if not visits:
        raise SystemExit(f"{folder} holds no pages: `python -m bench.witness keep {folder}` on the code of before")
    return {visit.name: {page.address: page for page in map(_page, sorted(visit.iterdir()))} for visit in visits}


def _page(path: Path) -> Page:
    with path.open(encoding="utf-8", newline="") as file:
        answer, address, body = file.read().split("\n", 2)
    return Page(address, answer, body)


def _file(address: str) -> str:
    name = quote(address, safe="?=&{}~ ").replace("%2F", "!")
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME]}-{hashlib.sha256(address.encode()).hexdigest()[:12]}"
    return f"{name}.html"

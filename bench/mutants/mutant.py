"""One mutant: one edit of one file, known by its line before and after, so that it stays itself when lines move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """What a kind proposes: these characters of a text become others."""

    kind: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Mutant:
    """One edit of a file of the product; `line` is for people, `occurrence` tells equal lines of a file apart."""

    file: str
    edit: Edit
    line: int
    before: str
    after: str
    occurrence: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What the list of equivalent mutants knows it by."""
        return (self.file, self.before, self.after)

    @property
    def before_lines(self) -> int:
        """How many lines the edit touches."""
        return self.before.count("\n") + 1

    @property
    def folder(self) -> str:
        """The folder that it is counted in: two deep, one where the file stands there."""
        parts = self.file.split("/")
        return "/".join(parts[:2]) if len(parts) > 2 else parts[0]  # noqa: PLR2004 - folder, folder, file

    def applied_to(self, text: str) -> str:
        """The file's text with the edit made."""
        return text[: self.edit.start] + self.edit.words + text[self.edit.end :]


def mutants_of(file: str, text: str, edits: list[Edit]) -> list[Mutant]:
    """Edits of a text as mutants: each with its lines before and after, those that change nothing left out."""
    found: list[Mutant] = []
    seen: dict[tuple[str, str], int] = {}
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end, edit.kind, edit.words)):
        start = text.rfind("\n", 0, edit.start) + 1
        end = text.find("\n", edit.end - text.endswith("\n", 0, edit.end))
        end = len(text) if end < 0 else end
        before = text[start:end].strip()
        after = (text[start : edit.start] + edit.words + text[edit.end : end]).strip()
        if before != after:
            nth = seen.get((before, after), 0)
            seen[before, after] = nth + 1
            found.append(Mutant(file, edit, text.count("\n", 0, edit.start) + 1, before, after, nth))
    return found

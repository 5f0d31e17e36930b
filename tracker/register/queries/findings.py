"""What is found in rows of a register while they are read in their order, each finding told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.register.words import RowFault

MOST_SHOWN = 30  # lines that are named of a finding


class RowFinding(NamedTuple):
    """Something to know of some rows, told once: what, on how many lines and on which first, in which column."""

    reason: str
    column: str
    cell: str
    lines: tuple[int, ...]
    times: int
    kind: str


@dataclass
class FindingCount:
    """A finding while rows are read in their order: only its first lines are kept, and each line counts once."""

    first: RowFault
    lines: list[int] = field(default_factory=list)
    times: int = 0
    last: int = 0

    def count(self, line: int) -> None:
        """Count it on a line."""
        if line == self.last:
            return
        self.last, self.times = line, self.times + 1
        if len(self.lines) < MOST_SHOWN:
            self.lines.append(line)

    def finding(self) -> RowFinding:
        """What is told of it."""
        one = self.first
        return RowFinding(one.reason, one.column, one.cell, tuple(self.lines), self.times, one.kind)

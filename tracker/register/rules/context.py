"""What the reading of one row asks of the reading of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from tracker.register.words import ColumnSense, RegisterChoices, RegisterColumn, SaidCell


class RowContext(Protocol):
    """What the reading of a row asks of that of all rows."""

    @property
    def columns(self) -> Sequence[RegisterColumn]:
        """The columns of the register."""
        ...

    @property
    def choices(self) -> RegisterChoices:
        """What was said of it."""
        ...

    @property
    def today(self) -> date:
        """The day."""
        ...

    @property
    def figures(self) -> bool:
        """Whether figures are a workbook's own."""
        ...

    def meaning(self, sense: ColumnSense, word: str) -> str:
        """What a word of a closed list means here; nothing where that is still to be said."""

    def service_called(self, service_id: str) -> str:
        """The name of a service of ours."""

    def known_as(self, line: int, by: str, title: str, content: Sequence[str]) -> tuple[str, bool, int]:
        """What a row is known by, whether it is another of an idea above, and the line of that (0: none)."""

    def said_first(self, identity: str, said: Mapping[ColumnSense, SaidCell]) -> Mapping[ColumnSense, SaidCell]:
        """What the first row of an idea says; where a row is the first, what it says is kept for the others."""

"""lessons.csv: what was learnt, and whether it worked."""

from __future__ import annotations

from tracker.exchange.sheets.case import CASE, COUNCIL, CaseSheet
from tracker.exchange.sheets.sheet import Values, choice, texts
from tracker.exchange.words import SheetColumn, SheetRow
from tracker.lesson import WORKED
from tracker.lesson.models import Lesson


class LessonsSheet(CaseSheet):
    """Lessons; one of no words is stored as such."""

    def values(self, row: SheetRow) -> Values:
        """Keep no words as an empty text."""
        return super().values(row) | {"lesson": row.cells["lesson"]}


LESSONS = LessonsSheet(
    name="lessons",
    model=Lesson,
    columns=(
        CASE,
        COUNCIL,
        SheetColumn("lesson"),
        choice("worked", WORKED),
        *texts("source inferred"),
    ),
)

"""What is recorded around an idea, put right with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import clock, context
from tracker.amendment import RecordKind
from tracker.context import (
    Blocker,
    PublicLine,
    UnionContact,
    WorkforceEffect,
)
from tracker.idea import Idea, refuse_all
from tracker.pages.upkeep.forms.context import AnswerFields, BlockerFields, LineFields, PostFields, UnionFields
from tracker.pages.upkeep.forms.correction import Correction
from tracker.web.begun import BegunForm


class BlockerCorrection(BlockerFields, AnswerFields, Correction):
    """A rule in the way, or its answer, is put right."""

    record_kind, model, page = RecordKind.BLOCKER, Blocker, "/blockers"
    anchor = "main"

    @staticmethod
    def begins(row: Blocker) -> dict[str, Any]:
        """What stands in the row."""
        return _begins(row, BlockerFields, AnswerFields)

    def rules(self) -> None:
        """What is wrong with the rule or its answer is told at once."""
        refuse_all(context.correction_faults(self.said, self.answered, today=clock.today()))

    def save(self, found: Idea, row: Blocker, *, by: UUID) -> None:
        """Keep the rule and its answer."""
        why = self.because.data or ""
        context.correct_blocker(idea=found, blocker=row, by=by, because=why, answered=self.answered, **self.said)


class PostCorrection(PostFields, Correction):
    """Posts that change are put right."""

    record_kind, model, page = RecordKind.POSTS, WorkforceEffect, "/workforce"
    anchor = "main"

    @staticmethod
    def begins(row: WorkforceEffect) -> dict[str, Any]:
        """What stands in the row."""
        return _begins(row, PostFields)

    def save(self, found: Idea, row: WorkforceEffect, *, by: UUID) -> None:
        """Keep what becomes of the posts."""
        context.correct_posts(idea=found, effect=row, by=by, because=self.because.data or "", **self.said)


class UnionCorrection(UnionFields, Correction):
    """What a union was told is put right."""

    record_kind, model, page = RecordKind.UNION, UnionContact, "/workforce"
    anchor = "main"

    @staticmethod
    def begins(row: UnionContact) -> dict[str, Any]:
        """What stands in the row."""
        return _begins(row, UnionFields)

    def save(self, found: Idea, row: UnionContact, *, by: UUID) -> None:
        """Keep what it was told."""
        context.correct_union(idea=found, contact=row, by=by, because=self.because.data or "", **self.said)


class LineCorrection(LineFields, Correction):
    """The line for outside is put right."""

    record_kind, model, page = RecordKind.LINE, PublicLine, "/line"
    anchor = "main"

    @staticmethod
    def begins(row: PublicLine) -> dict[str, Any]:
        """What stands in the row."""
        return _begins(row, LineFields)

    def save(self, found: Idea, row: PublicLine, *, by: UUID) -> None:  # noqa: ARG002 - there is one line of an idea
        """Keep the line."""
        context.set_line(idea=found, by=by, because=self.because.data or "", **self.said)


def _begins(row: Any, *forms: type[BegunForm]) -> dict[str, Any]:
    """What stands in a row of what the fields of some forms are about."""
    own = {name for form in forms for name in vars(form) if hasattr(type(row), name)}
    return {name: "" if getattr(row, name) is None else getattr(row, name) for name in own}


CONTEXT_CORRECTIONS: dict[str, type[Correction]] = {
    "blockers": BlockerCorrection,
    "posts": PostCorrection,
    "unions": UnionCorrection,
    "lines": LineCorrection,
}

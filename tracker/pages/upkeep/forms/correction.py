"""What every form is that puts one row right: what it begins from, and what keeping it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from wtforms import SelectField, StringField
from wtforms.validators import Length

from tracker import amendment, idea
from tracker.amendment import RecordKind
from tracker.council import Colleague, Reader
from tracker.idea import Idea
from tracker.web.begun import BegunForm
from tracker.web.forms import choices
from tracker.web.wording import called
from tracker.wording import capital


class Correction(BegunForm):
    """One row that is put right: what it begins from, and what keeping it does."""

    record_kind: ClassVar[RecordKind]
    model: ClassVar[type[Any]]
    page: ClassVar[str] = ""  # where it counts: the page of its idea, or one beside it
    anchor: ClassVar[str] = "worth"
    offers: ClassVar[Callable[[], list[Colleague]] | None] = None
    notice = ""
    because = StringField(
        "Why is it changed?",
        description="Needed where something that stands here is said otherwise. It is kept with what stood here.",
        validators=[Length(max=500)],
    )

    @staticmethod
    def may(found: Idea, reader: Reader) -> bool:
        """Who may put such rows of an idea right."""
        return idea.keeps(found, reader)

    @classmethod
    def counts_at(cls, ref: str, row: Mapping[str, Any], *, stands: bool) -> str:  # noqa: ARG003 - kinds differ
        """The address where such a row counts, or counted before it was withdrawn."""
        return f"/ideas/{ref}{cls.page}#{cls.anchor}"

    @staticmethod
    def begins(row: Any) -> dict[str, Any]:
        """What stands in the row, as the form shows it."""
        raise NotImplementedError

    def offer(self, row: Any, people: list[Colleague]) -> None:
        """Offer what can be chosen."""

    def sent(self, button: str | None = None) -> bool:
        """Whether it was sent and is in order: what is wrong says otherwise than what stands, and wants a reason."""
        is_in_order = super().sent(button)
        if self.is_submitted() and self.faults and not (self.because.data or "").strip():
            self.refuse(amendment.WHY, field="because")
        return is_in_order

    def save(self, found: Idea, row: Any, *, by: UUID) -> None:
        """Keep what was put right. Raises Refused."""
        raise NotImplementedError

    @classmethod
    def withdraw(cls, found: Idea, row: Any, *, by: UUID, because: str) -> None:
        """Take the row back. Raises Refused."""
        amendment.withdraw(row, idea=found, by=by, because=because)

    @classmethod
    def undo(cls, found: Idea, row_id: UUID, *, by: UUID) -> None:
        """Put back what stood there before the newest change. Raises Refused."""
        amendment.undo(idea=found, kind=cls.record_kind, row_id=row_id, by=by)


def texts(row: Any, *names: str) -> dict[str, Any]:
    """What stands in some columns of a row, as text fields show it."""
    return {name: str(getattr(row, name) or "") for name in names}


def keep_offered(field: SelectField, stands: str | None, words_of: str) -> None:
    """Offer what stands there, too: a file may have brought what no page offers."""
    if stands and stands not in {str(one.value) for one in field.iter_choices()}:
        field.choices = [*field.choices, *choices([(stands, capital(called(stands, words_of)))])]

"""What is done with keys and words of forms: claimed, settled, sealed, given back, forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from tracker.clock import now
from tracker.form.models import FormReceipt, SealedWords
from tracker.tenancy import rows, session

RECEIPT_KEPT = timedelta(days=3)
WORDS_KEPT = timedelta(days=2)
MOST_SEALED = 5  # of one person: who sends more keeps the newest

# How a receipt is stored by a larger statement, from what a draft holds, and :by and :now; its location names {ref}.
RECEIPT_ROW = """
    INSERT INTO form_receipt (id, person_id, content, location, at)
    SELECT CAST(:receipt_id AS text), CAST(:by AS uuid), CAST(:receipt_content AS text),
           replace(CAST(:receipt_location AS text), '{{ref}}', {ref}), CAST(:now AS timestamptz)
      FROM {source} WHERE CAST(:receipt_id AS text) IS NOT NULL"""


@dataclass(frozen=True)
class ReceiptDraft:
    """A key as it came with a form: its digest, whose it is, a digest of what was sent, where it will lead."""

    id: str
    person_id: UUID
    content: str
    location: str | None = None

    @property
    def given(self) -> dict[str, object]:
        """What RECEIPT_ROW stores."""
        return {"receipt_id": self.id, "receipt_content": self.content, "receipt_location": self.location}


NO_RECEIPT: dict[str, object] = {"receipt_id": None, "receipt_content": None, "receipt_location": None}


class SentBeforeError(Exception):
    """The form was sent before and kept: where its result stands, and whether just the same was sent."""

    def __init__(self, location: str, *, same: bool) -> None:
        super().__init__(location)
        self.location = location
        self.same = same


class _UsedKey(NamedTuple):
    """What is known of a key that was used."""

    content: str
    location: str | None


_CLAIM = insert(FormReceipt).on_conflict_do_nothing().returning(FormReceipt.id)
_USED = "SELECT content, location FROM form_receipt WHERE id = :receipt_id"


def claim(draft: ReceiptDraft) -> None:
    """Use a key, in the transaction of the act; who sent the same form at the same moment waits here for the first.

    Raises SentBeforeError where it was used.
    """
    values = {"id": draft.id, "person_id": draft.person_id, "content": draft.content, "location": None, "at": now()}
    if session().scalar(_CLAIM, values) is None:
        refuse_used(draft)


def refuse_used(draft: ReceiptDraft) -> None:
    """Raise SentBeforeError where a key was used before."""
    for used in rows(_UsedKey, _USED, receipt_id=draft.id):
        raise SentBeforeError(used.location or "/", same=used.content == draft.content)


def settle(draft: ReceiptDraft, *, location: str) -> None:
    """Note where the result of a claimed key stands."""
    session().execute(update(FormReceipt).where(FormReceipt.id == draft.id).values(location=location))


def drop(draft: ReceiptDraft) -> None:
    """Give a key back: the form was shown again, and nothing was done."""
    session().execute(delete(FormReceipt).where(FormReceipt.id == draft.id))


def keep_sealed(*, person_id: UUID, sealed: bytes) -> None:
    """Keep sealed words for a person, beside a few others at most. Asked in the directory."""
    newest = (
        select(SealedWords.id)
        .where(SealedWords.person_id == person_id)
        .order_by(SealedWords.at.desc(), SealedWords.id.desc())
        .limit(MOST_SEALED - 1)
    )
    mine = SealedWords.person_id == person_id
    session().execute(delete(SealedWords).where(mine, SealedWords.id.not_in(newest.scalar_subquery())))
    session().add(SealedWords(person_id=person_id, sealed=sealed, at=now()))


def sealed_words(*, person_id: UUID) -> list[tuple[UUID, bytes]]:
    """What is kept sealed for a person, each with its row, oldest first. Asked in the directory."""
    since = now() - WORDS_KEPT
    kept = select(SealedWords.id, SealedWords.sealed).where(SealedWords.person_id == person_id, SealedWords.at > since)
    return [(row.id, row.sealed) for row in session().execute(kept.order_by(SealedWords.at, SealedWords.id))]


def discard_sealed(*, person_id: UUID, row: UUID | None = None) -> None:
    """Let go of what is kept sealed for a person: all of it, or one row that was sent again."""
    which = (SealedWords.id == row,) if row else ()
    session().execute(delete(SealedWords).where(SealedWords.person_id == person_id, *which))


def forget() -> None:
    """Forget keys after three days, sealed words after two. Asked in the directory."""
    session().execute(delete(FormReceipt).where(FormReceipt.at < now() - RECEIPT_KEPT))
    session().execute(delete(SealedWords).where(SealedWords.at < now() - WORDS_KEPT))

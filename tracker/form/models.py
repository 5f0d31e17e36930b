"""What is stored of forms: receipts of their keys, and sealed words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, new_id


class FormReceipt(Base):
    """A key that was used: by whom, a digest of what was sent with it, where its result stands."""

    __tablename__ = "form_receipt"
    __table_args__ = (Index("ix_form_receipt_at", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    content: Mapped[str]
    location: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class SealedWords(Base):
    """What a person sent after their sign-in had ended; only they can have it opened."""

    __tablename__ = "sealed_words"
    __table_args__ = (Index("ix_sealed_words_person_id", "person_id"), Index("ix_sealed_words_at", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID]
    sealed: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))

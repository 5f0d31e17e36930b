"""A contact is told what became of their idea: a row for their code to show, a letter where they left an address."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tracker import council, post
from tracker.clock import now, today
from tracker.contact import rules
from tracker.contact.models import Contact, ContactAnswer
from tracker.contact.queries import ToldContact, door_settings
from tracker.db import new_id
from tracker.tenancy import current_council, session


@dataclass(frozen=True, kw_only=True)
class TidingDraft:
    """What contacts are told: what happened, what somebody wrote (a message, or words of a decision), what is next.

    By `ref`, the idea's, a letter is found that is withdrawn before it went.
    """

    headline: str
    by: UUID | None
    message_id: UUID | None = None
    words: str = ""
    next_step: str = ""
    ref: str = ""


def answer(contact: ToldContact, draft: TidingDraft) -> None:
    """Tell one contact. Their days begin anew, and those of their code."""
    told = ContactAnswer(
        id=new_id(),
        contact_id=contact.id,
        headline=draft.headline,
        message_id=draft.message_id,
        words=draft.words or None,
        next_step=draft.next_step or None,
        by_id=draft.by,
        at=now(),
    )
    session().add(told)
    row = session().get_one(Contact, (current_council(), contact.id))
    row.answered_on = today()
    if row.code_until:
        row.code_until = rules.code_ends(today(), door_settings().code_days)
    session().flush()
    if contact.email:
        _write(contact, told, draft)


def _write(contact: ToldContact, told: ContactAnswer, draft: TidingDraft) -> None:
    post.write(
        "contact_answer",
        to=post.Addressee(contact.name or "", contact.email or ""),
        kind=post.LetterKind.REPLY,
        key=f"contact:{told.id}",
        subject=f"{draft.headline}: {contact.title}",
        council_name=council.here().name,
        title=contact.title,
        ref=draft.ref,
        message_id=str(draft.message_id) if draft.message_id else None,
        words=draft.words,
        next_step=draft.next_step,
        by=council.names([draft.by])[draft.by] if draft.by else "",
        contact_id=str(contact.id),
    )

"""What somebody without an account said, found by who said it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.contact import Contact
from tracker.idea.models import Idea
from tracker.tenancy import current_council, rows, session


def said_by(contact: Contact) -> Idea:
    """The idea of a contact, who sees of it what they wrote and what they were told."""
    return session().get_one(Idea, (current_council(), contact.idea_id))


class OwnWords(NamedTuple):
    """What a contact wrote after their idea: an answer to a question, or something more."""

    id: UUID
    kind: str
    text: str
    at: datetime


_OWN = """
SELECT g.id, g.kind, g.text, g.at FROM message g
WHERE g.idea_id = CAST(:idea AS uuid) AND g.by_id IS NULL AND g.kind IN ('answer', 'comment')
ORDER BY g.at DESC, g.id DESC LIMIT 200"""


def own_words(contact: Contact) -> list[OwnWords]:
    """What a contact wrote after their idea, the newest first: a message without a member is of the contact."""
    return rows(OwnWords, _OWN, idea=contact.idea_id)

"""What somebody without an account said, found by who said it."""

from __future__ import annotations

from tracker.contact import Contact
from tracker.idea.models import Idea
from tracker.tenancy import current_council, session


def said_by(contact: Contact) -> Idea:
    """The idea of a contact, who sees of it what they wrote and what they were told."""
    return session().get_one(Idea, (current_council(), contact.idea_id))

"""What leads ask of people about an idea, and has no answer yet."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker.council import FORMER, NAME
from tracker.idea.models import Idea
from tracker.tenancy import rows

_OPEN = f"""
SELECT a.id, coalesce({NAME.format("a.person_id")}, '{FORMER}') AS person,
       coalesce({NAME.format("a.by_id")}, '{FORMER}') AS by, a.words, a.asked_on
  FROM nudge_ask a WHERE a.idea_id = CAST(:idea AS uuid) AND a.ended_at IS NULL ORDER BY a.asked_on, a.id"""  # noqa: S608 - made of constants only


class AskEntry(NamedTuple):
    """What a lead asked somebody: whom, who asked, what and when."""

    id: UUID
    person: str
    by: str
    words: str
    asked_on: date


def asks_on(*, idea: Idea) -> list[AskEntry]:
    """What leads ask of people about an idea and nobody answered yet, the oldest first."""
    return rows(AskEntry, _OPEN, idea=idea.id)

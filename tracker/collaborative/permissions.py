"""Who may do what with what is shared of this idea, and in this collaborative (domain.md, "Of this idea")."""

from __future__ import annotations

from tracker.collaborative.models import Collaborative
from tracker.collaborative.queries.founding import closing_of
from tracker.collaborative.queries.opened import OpenCollaborative
from tracker.council import Reader
from tracker.idea import Idea, keeps
from tracker.idea.words import Refused
from tracker.tenancy import current_council


def reports_adaptation(idea: Idea, reader: Reader) -> bool:
    """Who keeps the adapter's idea tells the origin how it went."""
    return keeps(idea, reader)


def acknowledges_feedback(idea: Idea, reader: Reader) -> bool:
    """Who keeps the idea that others adapted answers what they learnt."""
    return keeps(idea, reader)


def is_closed(collaborative: Collaborative | OpenCollaborative) -> bool:
    """Whether its convenor closed a collaborative with a report."""
    return closing_of(collaborative) is not None


def convenes(collaborative: Collaborative | OpenCollaborative, *, closed: bool | None = None) -> bool:
    """Whether the open council convenes a collaborative that is not closed; `closed` where that was asked already."""
    if collaborative.convenor_id != current_council():
        return False
    return not (is_closed(collaborative) if closed is None else closed)


def refuse_unless_at_work(collaborative: Collaborative) -> None:
    """Nothing new comes into a collaborative that a report tells of, or that was closed. Raises Refused."""
    if collaborative.historical:
        raise Refused("A report tells of this collaborative: nobody works in it now.")
    if is_closed(collaborative):
        raise Refused("This collaborative is closed: nothing new comes into it.")

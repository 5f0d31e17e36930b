"""What the pages of a collaborative say of it as a whole: whether it is closed, whether our council convenes it."""

from __future__ import annotations

from typing import TypedDict

from tracker import collaborative
from tracker.collaborative import ClosedOn, Collaborative, OpenCollaborative


class StandingOf(TypedDict):
    """What `sharing/founding/_standing.html` is given."""

    closing: ClosedOn | None
    convenes: bool


def standing(found: Collaborative | OpenCollaborative, closing: ClosedOn | None) -> StandingOf:
    """How a collaborative stands; `closing` is what `closed_query` answers."""
    return {"closing": closing, "convenes": collaborative.convenes(found, closed=closing is not None)}

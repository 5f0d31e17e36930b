"""The inbox: what is asked of a person, what other councils told theirs, and what they missed."""

from __future__ import annotations

from typing import Any

from tracker import collaborative, inbox, nudge
from tracker.council import Can
from tracker.web import SIGNED_IN, Screens, reader, render

screens = Screens("inbox", __name__)


@screens.screen("/inbox", needs=SIGNED_IN)
def show() -> Any:
    """What did I miss? What is asked first, then what happened."""
    asked = nudge.for_person(reader=reader())
    return render(
        "upkeep/inbox.html",
        waiting=[one for one in asked if one.open],
        before=[one for one in asked if not one.open][:10],
        told_us=collaborative.unseen_notices(reader=reader()) if reader().can(Can.PUBLISH) else [],
        news=inbox.news(reader=reader()),
    )

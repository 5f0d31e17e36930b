"""The made-up strands of work of the collaborative: parts that some of its members take up together."""

from __future__ import annotations

from local.overlay.people import CODE, NEIGHBOURS, Crew
from local.overlay.telling import so_long_ago
from tracker import collaborative
from tracker.collaborative import ShelfKind

NOTED_AGO = 240
STRANDS = {
    NEIGHBOURS: "People let a neighbour in sooner than an officer. What do neighbours need from us?",
    "Letters and forms": "What a tenant reads before anybody calls.",
}


def noted(crew: Crew) -> None:
    """Note the strands for all members."""
    with so_long_ago(NOTED_AGO):
        to = collaborative.get(CODE)
        for title, words in STRANDS.items():
            collaborative.note_down(
                collaborative=to, kind=ShelfKind.STRAND, title=f"{title} (made up)", words=words, by=crew.lead
            )

"""Which ideas came by a team's poster."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.council import Reader
from tracker.idea.visible import VISIBLE, seen_by
from tracker.tenancy import Query

MOST = 50  # the newest


class PosterIdea(NamedTuple):
    """An idea that came by a poster, and how it stands."""

    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    came_at: datetime


_OF_POSTER = f"""
SELECT i.ref, i.title, i.stage, i.state, i.outcome, c.made_at AS came_at
FROM (SELECT * FROM contact WHERE poster_id = CAST(:poster AS uuid) ORDER BY made_at DESC, id DESC LIMIT {MOST}) AS c
JOIN idea i ON i.id = c.idea_id AND {VISIBLE.format("i")}
ORDER BY c.made_at DESC, c.id DESC"""  # noqa: S608 - made of constants only


def poster_ideas_query(poster_id: UUID, *, reader: Reader) -> Query[list[PosterIdea]]:
    """The newest ideas that came by a poster, of those that the reader may see, to be asked together with others."""
    return Query(PosterIdea, _OF_POSTER, {"poster": poster_id, **seen_by(reader)}, list)

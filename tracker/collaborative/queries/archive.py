"""What other councils stopped and let be picked up, as their cards show it, and what we made of it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from tracker.tenancy import current_council, rows

MOST_STOPPED = 100


class StoppedCard(NamedTuple):
    """A stopped idea of another council: why it was stopped, what it taught, and what we made of it."""

    council_id: UUID
    idea_id: UUID
    council: str
    title: str
    stage: str
    code: str
    number: int
    reason: str | None
    on: date | None
    lessons: list[dict[str, Any]] | None
    our_ref: str | None
    our_status: str | None


# The database finds them, stopped last first, by a reason or by words, however many cards stand there (migration 0069);
# the wall of `publication` lets no card be seen but those that stand in a collaborative of ours.
_STOPPED = f"""
SELECT DISTINCT ON (p.shown -> 'stop' ->> 'on', p.council_id, p.idea_id)
 p.council_id, p.idea_id, p.shown ->> 'council' AS council, p.title, p.shown ->> 'stage' AS stage, c.code, p.number,
 p.shown -> 'stop' ->> 'reason' AS reason, CAST(p.shown -> 'stop' ->> 'on' AS date) AS on,
 coalesce(p.shown -> 'stop' -> 'lessons', p.shown -> 'lessons') AS lessons,
 a.adopter_ref AS our_ref, a.status AS our_status
FROM cards_telling('stop', CAST(:words AS text), CAST(:reason AS text), {MOST_STOPPED}) AS found
CROSS JOIN LATERAL (SELECT * FROM publication q WHERE q.id = found.card_id AND q.withdrawn_at IS NULL OFFSET 0) AS p
JOIN collaborative c ON c.id = p.collaborative_id
LEFT JOIN LATERAL (SELECT x.adopter_ref, x.status FROM adaptation x
  WHERE x.council_id = CAST(:here AS uuid) AND x.origin_council_id = p.council_id AND x.origin_idea_id = p.idea_id
  ORDER BY x.begun_on DESC, x.id DESC LIMIT 1) AS a ON true
ORDER BY p.shown -> 'stop' ->> 'on' DESC NULLS LAST, p.council_id, p.idea_id, p.id LIMIT {MOST_STOPPED}"""  # noqa: S608


def stopped_elsewhere(*, reason: str | None = None, words: str = "") -> list[StoppedCard]:
    """What other councils stopped and let be picked up, the newest first, each once: one statement."""
    return rows(StoppedCard, _STOPPED, here=current_council(), reason=reason or "", words=words)

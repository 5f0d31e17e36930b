"""What the library tells of other councils: what stands on their cards, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.tenancy import current_council, rows

MOST_SHARED = 50

# A card of another council that stands now in a collaborative of ours: the wall of `publication` lets no other be seen.
_THEIRS = """
FROM publication p JOIN collaborative c ON c.id = p.collaborative_id{more}
WHERE p.council_id <> CAST(:here AS uuid) AND p.withdrawn_at IS NULL"""


class SharedLesson(NamedTuple):
    """A lesson on a card of another council."""

    id: UUID | None
    lesson: str
    worked: str | None
    council: str
    title: str
    code: str
    number: int
    at: datetime


_LESSONS = f"""
SELECT CAST(l ->> 'id' AS uuid) AS id, l ->> 'lesson' AS lesson, l ->> 'worked' AS worked,
 p.shown ->> 'council' AS council, p.title, c.code, p.number, p.refreshed_at AS at
{_THEIRS.format(more=" CROSS JOIN LATERAL jsonb_array_elements(p.shown -> 'lessons') AS l")}
 AND position(lower(CAST(:words AS text)) IN lower(l ->> 'lesson' || ' ' || p.title)) > 0{{only}}
ORDER BY p.refreshed_at DESC, l ->> 'id', p.id DESC LIMIT {MOST_SHARED}"""


def shared_lessons(*, words: str = "") -> list[SharedLesson]:
    """Lessons on the cards of other councils, those refreshed last first; each once, however often it is shown."""
    found = rows(SharedLesson, _LESSONS.format(only=""), here=current_council(), words=words)
    return list({(one.id or one.lesson): one for one in reversed(found)}.values())[::-1]


def shared_lesson(*, lesson_id: UUID) -> SharedLesson | None:
    """A lesson on a card of another council that stands now."""
    only = " AND l ->> 'id' = CAST(:lesson AS text)"
    found = rows(SharedLesson, _LESSONS.format(only=only), here=current_council(), words="", lesson=str(lesson_id))
    return found[0] if found else None


class SharedUse(NamedTuple):
    """A card of another council in whose plan a method stands."""

    council: str
    title: str
    code: str
    number: int
    phase: str
    state: str
    note: str | None


_USES = f"""
SELECT p.shown ->> 'council' AS council, p.title, c.code, p.number, s ->> 'phase' AS phase, s ->> 'state' AS state,
 s ->> 'note' AS note
{_THEIRS.format(more=" CROSS JOIN LATERAL jsonb_array_elements(p.shown -> 'plan') AS s")}
 AND s ->> 'method' = CAST(:method AS text)
ORDER BY p.refreshed_at DESC, p.id DESC LIMIT {MOST_SHARED}"""


def shared_uses(*, method: str) -> list[SharedUse]:
    """The cards of other councils that show a method in their plan, those refreshed last first."""
    return rows(SharedUse, _USES, here=current_council(), method=method)

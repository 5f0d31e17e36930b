"""What the library tells of other councils: what stands on their cards, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.tenancy import current_council, rows

MOST_SHARED = 50

# Cards of other councils that stand now in a collaborative of ours: the database finds them newest first, by words or
# by a method, however many stand there (migration 0069); the wall of `publication` lets no other be seen.
_TELLING = """
FROM cards_telling('{what}', CAST(:words AS text), CAST(:named AS text), CAST(:most AS bigint)) AS found
CROSS JOIN LATERAL (SELECT * FROM publication q WHERE q.id = found.card_id AND q.withdrawn_at IS NULL OFFSET 0) AS p
JOIN collaborative c ON c.id = p.collaborative_id
CROSS JOIN LATERAL jsonb_array_elements(p.shown -> '{shown}') AS {each}"""


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


_LESSON = """
SELECT CAST(l ->> 'id' AS uuid) AS id, l ->> 'lesson' AS lesson, l ->> 'worked' AS worked,
 p.shown ->> 'council' AS council, p.title, c.code, p.number, p.refreshed_at AS at"""
# Of a card that has the words each lesson is told that has them, or all where its title has.
_LESSONS = f"""{_LESSON}
{_TELLING.format(what="lesson", shown="lessons", each="l")}
WHERE CAST(:words AS text) = ''
   OR array_to_tsvector(word_forms(p.title || ' ' || (l ->> 'lesson')))
      @@ (SELECT words_query('', CAST(:words AS text), true))
ORDER BY p.refreshed_at DESC, l ->> 'id', p.id DESC LIMIT {MOST_SHARED}"""
_ONE = f"""{_LESSON}
FROM publication p JOIN collaborative c ON c.id = p.collaborative_id
CROSS JOIN LATERAL jsonb_array_elements(p.shown -> 'lessons') AS l
WHERE p.council_id <> CAST(:here AS uuid) AND p.withdrawn_at IS NULL AND l ->> 'id' = CAST(:lesson AS text)
ORDER BY p.refreshed_at DESC, p.id DESC LIMIT 1"""


def shared_lessons(*, words: str = "") -> list[SharedLesson]:
    """Lessons on the cards of other councils, those refreshed last first; each once, however often it is shown."""
    found = rows(SharedLesson, _LESSONS, words=words, named="", most=MOST_SHARED)
    return list({(one.id or one.lesson): one for one in reversed(found)}.values())[::-1]


def shared_lesson(*, lesson_id: UUID) -> SharedLesson | None:
    """A lesson on a card of another council that stands now."""
    found = rows(SharedLesson, _ONE, here=current_council(), lesson=str(lesson_id))
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
{_TELLING.format(what="plan", shown="plan", each="s")}
WHERE s ->> 'method' = CAST(:named AS text)
ORDER BY p.refreshed_at DESC, p.id DESC LIMIT {MOST_SHARED}"""


def shared_uses(*, method: str) -> list[SharedUse]:
    """The cards of other councils that show a method in their plan, those refreshed last first."""
    return rows(SharedUse, _USES, words="", named=method, most=MOST_SHARED)

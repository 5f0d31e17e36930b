"""What ideas speak of and mean is read where their words changed; a look-up then reads only what is typed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from tracker import likeness
from tracker.idea.queries.alike import DIGEST, READ
from tracker.idea.visible import OPEN
from tracker.likeness import IdeaText
from tracker.tenancy import rows, session

AT_ONCE = 200  # ideas, in one task: some 20 seconds of one core


MATTERS_AT_ONCE = 1_000  # ideas, of which only the words are read: some seconds


class _ChangedIdea(NamedTuple):
    """An idea whose words changed since what they speak of was kept."""

    id: UUID
    title: str
    problem: str
    proposal: str
    changed_at: datetime
    digest: str


_CHANGED = f"""
SELECT i.id, i.title, left(coalesce(i.problem, ''), {READ}) AS problem,
 left(coalesce(i.proposal, ''), {READ}) AS proposal, i.changed_at, {DIGEST.format("i")} AS digest
FROM idea i LEFT JOIN idea_matter k ON k.idea_id = i.id
WHERE {OPEN.format("i")} AND (k.idea_id IS NULL OR k.read_at < i.changed_at OR k.edition <> CAST(:edition AS text))
ORDER BY i.changed_at DESC, i.id LIMIT {MATTERS_AT_ONCE}"""  # noqa: S608 - made of constants only
_KEEP_MATTER = text("""
INSERT INTO idea_matter (idea_id, edition, digest, matter, read_at)
VALUES (:idea_id, :edition, :digest, :matter, :read_at)
ON CONFLICT (council_id, idea_id) DO UPDATE SET edition = excluded.edition, digest = excluded.digest,
 matter = excluded.matter, read_at = excluded.read_at""")


def keep_matters() -> int:
    """Keep what the ideas of the open council speak of that are open to all and changed; return how many.

    What many ideas of the council say word for word is left out, and kept beside.
    """
    session().flush()
    changed = rows(_ChangedIdea, _CHANGED, edition=likeness.matter_edition())
    if not changed:
        return 0
    texts = [IdeaText(idea.title, idea.problem, idea.proposal) for idea in changed]
    matters = likeness.matters_of(texts, rows(IdeaText, _OTHERS))
    session().execute(
        _KEEP_MATTER,
        [
            {
                "idea_id": idea.id,
                "edition": likeness.matter_edition(),
                "digest": idea.digest,
                "matter": matter.as_text(),
                "read_at": idea.changed_at,
            }
            for idea, matter in zip(changed, matters, strict=True)
        ],
    )
    return len(changed)


class _UnreadIdea(NamedTuple):
    """An idea that was not read since it changed, and what was read of it before."""

    id: UUID
    title: str
    problem: str
    proposal: str
    changed_at: datetime
    digest: str | None


_UNREAD = f"""
SELECT i.id, i.title, coalesce(i.problem, '') AS problem, coalesce(i.proposal, '') AS proposal, i.changed_at,
 CASE WHEN m.edition = CAST(:edition AS text) THEN m.digest END AS digest
FROM idea i LEFT JOIN idea_meaning m ON m.idea_id = i.id
WHERE {OPEN.format("i")} AND (m.idea_id IS NULL OR m.read_at < i.changed_at OR m.edition <> CAST(:edition AS text))
ORDER BY i.changed_at DESC, i.id LIMIT {AT_ONCE}"""  # noqa: S608 - made of constants only
_OTHERS = f"""
SELECT i.title, left(coalesce(i.problem, ''), 1200) AS problem, left(coalesce(i.proposal, ''), 1200) AS proposal,
 CAST(NULL AS text) AS service
FROM idea i WHERE {OPEN.format("i")} ORDER BY i.changed_at DESC, i.id LIMIT {AT_ONCE}"""  # noqa: S608 - constants only
_SAME = text("UPDATE idea_meaning SET read_at = :read_at WHERE idea_id = :idea_id")
_KEEP = text("""
INSERT INTO idea_meaning (idea_id, edition, digest, vector, sketch, read_at)
VALUES (:idea_id, :edition, :digest, :vector, :sketch, :read_at)
ON CONFLICT (council_id, idea_id) DO UPDATE SET edition = excluded.edition, digest = excluded.digest,
 vector = excluded.vector, sketch = excluded.sketch, read_at = excluded.read_at, number = DEFAULT""")


def read_meanings() -> int:
    """Read the ideas of the open council that are open to all and changed since they were read; return how many.

    Without the model nothing is read. What did not change in its words is not read again, and what many ideas of the
    council say word for word is left out.
    """
    if not likeness.is_here():
        return 0
    session().flush()
    unread = rows(_UnreadIdea, _UNREAD, edition=likeness.EDITION)
    texts = [IdeaText(idea.title, idea.problem, idea.proposal) for idea in unread]
    others = rows(IdeaText, _OTHERS) if unread else ()
    for idea, told in zip(unread, likeness.without_boilerplate(texts, others), strict=True):
        _read(idea, told)
    likeness.put_down()
    return len(unread)


def _read(idea: _UnreadIdea, text: IdeaText) -> None:
    digest = hashlib.sha256(". ".join(filter(None, text[:3])).encode()).hexdigest()
    given = {"idea_id": idea.id, "read_at": idea.changed_at}
    if digest == idea.digest:
        session().execute(_SAME, given)
        return
    meaning = likeness.meaning_of(text)
    if meaning is not None:
        session().execute(_KEEP, {**given, "digest": digest, "edition": likeness.EDITION, **vars(meaning)})

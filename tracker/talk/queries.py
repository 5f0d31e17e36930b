"""What stood in a message before, who follows an idea, and what a letter's link asks."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker import council
from tracker.clock import now
from tracker.council import NAME, Reader
from tracker.idea.models import Idea, Message, QuestionLink
from tracker.idea.visible import VISIBLE, seen_by
from tracker.talk.rules import link_is_good
from tracker.tenancy import rows, session


class VersionEntry(NamedTuple):
    """What a message said for a while, and since when."""

    text: str
    at: datetime


_VERSIONS = """
SELECT v.text, v.at FROM message_version v WHERE v.message_id = CAST(:message AS uuid) ORDER BY v.number DESC"""


def versions_of(*, message: Message) -> list[VersionEntry]:
    """What a message said before, the last of it first."""
    return rows(VersionEntry, _VERSIONS, message=message.id)


class FollowerEntry(NamedTuple):
    """Somebody who follows an idea, and since when; with which joined idea they came along, where they did."""

    name: str
    since: datetime
    ref: str | None
    title: str | None


_FOLLOWERS = f"""
SELECT m.name, f.since, j.ref, j.title FROM follower f
  JOIN membership m ON m.council_id = f.council_id AND m.person_id = f.person_id AND m.ended_at IS NULL
  LEFT JOIN idea j ON j.id = f.from_idea_id AND {VISIBLE.format("j")}
 WHERE f.idea_id = CAST(:idea AS uuid) ORDER BY lower(m.name), m.person_id"""  # noqa: S608 - constants only


def followers_of(*, idea: Idea, reader: Reader) -> list[FollowerEntry]:
    """Who follows an idea, by name; nobody who left."""
    return rows(FollowerEntry, _FOLLOWERS, idea=idea.id, **seen_by(reader))


class AskedQuestion(NamedTuple):
    """A question that a letter asks somebody, found by its link; a link does not work for ever."""

    council_id: UUID
    message_id: UUID
    person_id: UUID
    good: bool


def question_by_token(token: str) -> AskedQuestion | None:
    """The question that a letter's link opens; None where there never was one. Asked in the directory."""
    row = session().get(QuestionLink, council.digest_of_token(token))
    if row is None:
        return None
    return AskedQuestion(row.council_id, row.message_id, row.person_id, link_is_good(row.made_at, now=now()))


class QuestionEntry(NamedTuple):
    """A question as its page shows it: about which idea, what was asked, by whom; and the answer once there is one."""

    id: UUID
    idea_id: UUID
    ref: str
    title: str
    words: str
    asker: str | None
    at: datetime
    answer: str | None
    superseded: bool

    @property
    def open(self) -> bool:
        """Whether it still waits for its answer."""
        return self.answer is None and not self.superseded


# To its author alone, who sees the idea in any case.
_QUESTION = f"""
SELECT g.id, i.id AS idea_id, i.ref, i.title, g.text AS words, {NAME.format("g.by_id")} AS asker, g.at,
 CASE WHEN next.kind = 'answer' THEN next.text END AS answer, coalesce(next.kind = 'question', false) AS superseded
FROM message g JOIN idea i ON i.id = g.idea_id AND {VISIBLE.format("i")}
LEFT JOIN LATERAL (SELECT n.kind, n.text FROM message n WHERE n.idea_id = g.idea_id
  AND n.kind IN ('question', 'answer') AND (n.at, n.id) > (g.at, g.id) ORDER BY n.at, n.id LIMIT 1) AS next ON true
WHERE g.id = CAST(:message AS uuid) AND g.kind = 'question' AND i.author_id = CAST(:reader_id AS uuid)"""  # noqa: S608 - constants only


def question(*, message_id: UUID, reader: Reader) -> QuestionEntry | None:
    """A question to the author of an idea, for them; None for anybody else."""
    found = rows(QuestionEntry, _QUESTION, message=message_id, **seen_by(reader))
    return found[0] if found else None

"""What is asked of what an idea meets around it: on one idea, and of rules in the way in a whole council."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.context.rules import is_overdue
from tracker.council import NAME, Reader
from tracker.idea import SERVICE, VISIBLE, Idea, seen_by
from tracker.tenancy import Query, rows, together

MOST_BLOCKERS = 200


class BlockerLine(NamedTuple):
    """A rule in the way with its idea: whose it is, what is asked of whom until when, and the answer where one came."""

    id: UUID
    ref: str
    title: str
    stage: str
    service: str | None
    rule: str
    whose: str
    harm: str
    ask: str
    asked_of: str
    asked_on: date | None
    needed_by: date
    verdict: str | None
    answer: str | None
    answered_on: date | None
    recorded_at: datetime
    by: str

    @property
    def late(self) -> bool:
        """Whether the answer should have come."""
        return is_overdue(self.needed_by, self.answered_on, today=today())


_BLOCKERS = f"""
SELECT b.id, i.ref, i.title, i.stage, {SERVICE} AS service, b.rule, b.whose, b.harm, b.ask, b.asked_of, b.asked_on,
       b.needed_by, b.verdict, b.answer, b.answered_on, b.recorded_at, {NAME.format("b.by_id")} AS by
  FROM blocker b JOIN idea i ON i.id = b.idea_id
 WHERE {VISIBLE.format("i")}"""
_OF_IDEA = f"""{_BLOCKERS} AND b.idea_id = CAST(:idea AS uuid)
 ORDER BY b.answered_on DESC NULLS FIRST, b.needed_by, b.id"""
_OPEN = f"{_BLOCKERS} AND b.answered_on IS NULL AND i.state <> 'closed' ORDER BY b.needed_by, b.id"
_ANSWERED = f"{_BLOCKERS} AND b.answered_on IS NOT NULL ORDER BY b.answered_on DESC, b.id DESC"


def blockers_on(*, idea: Idea, reader: Reader) -> list[BlockerLine]:
    """The rules in the way of an idea: those that wait for an answer, the most urgent first, then the answered ones."""
    return rows(BlockerLine, _OF_IDEA, idea=idea.id, **seen_by(reader))


def blockers(*, reader: Reader, answered: bool) -> list[BlockerLine]:
    """The rules in the way of a council's ideas: those that wait by their day, or the newest answers.

    At most 200, and one more that says that there are more.
    """
    statement = _ANSWERED if answered else _OPEN
    return rows(BlockerLine, f"{statement} LIMIT {MOST_BLOCKERS + 1}", **seen_by(reader))


def all_blockers(*, reader: Reader) -> Iterator[BlockerLine]:
    """All rules in the way that a reader may see, for a file that people take along: those that wait, then the others.

    Of a closed idea nobody waits for an answer: only what was answered is told.
    """
    yield from rows(BlockerLine, _OPEN, **seen_by(reader))
    yield from rows(BlockerLine, _ANSWERED, **seen_by(reader))


class PostLine(NamedTuple):
    """Posts that an idea changes."""

    id: UUID
    post: str
    posts: int | None
    change: str
    grade_before: str | None
    grade_after: str | None
    changes_on: date | None
    note: str | None


class UnionLine(NamedTuple):
    """What a union was told, and what it said."""

    id: UUID
    union_name: str
    told_on: date
    told: str
    answer: str | None
    by: str


class LineEntry(NamedTuple):
    """What may be said of an idea outside, and who may; since when it reads so, and by whom."""

    id: UUID
    line: str
    speaker: str
    if_asked: str | None
    said_at: datetime
    by: str


_POSTS = """
SELECT w.id, w.post, w.posts, w.change, w.grade_before, w.grade_after, w.changes_on, w.note
  FROM workforce_effect w WHERE w.idea_id = CAST(:idea AS uuid) ORDER BY w.changes_on NULLS LAST, w.id"""
_UNIONS = f"""
SELECT u.id, u.union_name, u.told_on, u.told, u.answer, {NAME.format("u.by_id")} AS by
  FROM union_contact u WHERE u.idea_id = CAST(:idea AS uuid) ORDER BY u.told_on DESC, u.id DESC"""
_LINE = f"""
SELECT p.id, p.line, p.speaker, p.if_asked, coalesce(last.at, p.recorded_at) AS said_at,
       {NAME.format("coalesce(last.by_id, p.by_id)")} AS by
  FROM public_line p
  LEFT JOIN LATERAL (SELECT a.at, a.by_id FROM amendment a WHERE a.idea_id = p.idea_id AND a.row_id = p.id
                      ORDER BY a.number DESC LIMIT 1) AS last ON true
 WHERE p.idea_id = CAST(:idea AS uuid) ORDER BY p.id"""


class ContextRecord(NamedTuple):
    """What an idea meets around it beside rules in its way: posts that change, unions, the line for outside if any."""

    posts: list[PostLine]
    unions: list[UnionLine]
    line: LineEntry | None


def context_of(*, idea: Idea) -> ContextRecord:
    """The posts that an idea changes, the soonest first; what unions were told, the newest first; its line."""
    given = {"idea": idea.id}
    posts, unions = Query(PostLine, _POSTS, given, list), Query(UnionLine, _UNIONS, given, list)
    line = Query(LineEntry, _LINE, given, list)
    answers = together((posts, unions, line))
    return ContextRecord(answers.of(posts), answers.of(unions), next(iter(answers.of(line)), None))

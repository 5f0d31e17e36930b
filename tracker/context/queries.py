"""What is asked of what an idea meets around it: on one idea, and of rules in the way in a whole council."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.context.rules import is_overdue
from tracker.context.words import BlockerList
from tracker.council import NAME, Reader
from tracker.idea import SERVICE, VISIBLE, Idea, aside_of_rows, seen_by
from tracker.tenancy import rows, together

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
    closed: bool

    @property
    def lapsed(self) -> bool:
        """Whether its idea was closed before it was answered: nobody waits for that any more."""
        return self.closed and self.answered_on is None

    @property
    def late(self) -> bool:
        """Whether the answer should have come."""
        return not self.closed and is_overdue(self.needed_by, self.answered_on, today=today())


_LINES = f"""
SELECT b.id, i.ref, i.title, i.stage, {SERVICE} AS service, b.rule, b.whose, b.harm, b.ask, b.asked_of, b.asked_on,
       b.needed_by, b.verdict, b.answer, b.answered_on, b.recorded_at, {NAME.format("b.by_id")} AS by,
       i.state = 'closed' AS closed
  FROM blocker b JOIN idea i ON i.id = b.idea_id"""
_OF_IDEA = f"""{_LINES} WHERE b.idea_id = idea.id
 ORDER BY b.answered_on DESC NULLS FIRST, b.needed_by, b.id"""
_BLOCKERS = f"{_LINES} WHERE {VISIBLE.format('i')}"
_LISTS = {
    BlockerList.WAITING: f"{_BLOCKERS} AND b.answered_on IS NULL AND i.state <> 'closed' ORDER BY b.needed_by, b.id",
    BlockerList.ANSWERED: f"{_BLOCKERS} AND b.answered_on IS NOT NULL ORDER BY b.answered_on DESC, b.id DESC",
    BlockerList.LAPSED: f"{_BLOCKERS} AND b.answered_on IS NULL AND i.state = 'closed'"
    " ORDER BY b.needed_by DESC, b.id DESC",
}

BLOCKERS = aside_of_rows("blockers", BlockerLine, _OF_IDEA)


def blockers_on(*, idea: Idea) -> list[BlockerLine]:
    """The rules in the way of an idea: those that wait for an answer, the most urgent first, then the answered ones."""
    return BLOCKERS.on(idea).answer()


def blockers(*, reader: Reader, which: BlockerList) -> list[BlockerLine]:
    """The rules in the way of a council's ideas: those that wait by their day, the others the newest first.

    At most 200, and one more that says that there are more.
    """
    return rows(BlockerLine, f"{_LISTS[which]} LIMIT {MOST_BLOCKERS + 1}", **seen_by(reader))


def all_blockers(*, reader: Reader) -> Iterator[BlockerLine]:
    """All rules in the way that a reader may see, list by list, for a file that people take along."""
    for statement in _LISTS.values():
        yield from rows(BlockerLine, statement, **seen_by(reader))


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
  FROM workforce_effect w WHERE w.idea_id = idea.id ORDER BY w.changes_on NULLS LAST, w.id"""
_UNIONS = f"""
SELECT u.id, u.union_name, u.told_on, u.told, u.answer, {NAME.format("u.by_id")} AS by
  FROM union_contact u WHERE u.idea_id = idea.id ORDER BY u.told_on DESC, u.id DESC"""
_LINE = f"""
SELECT p.id, p.line, p.speaker, p.if_asked, coalesce(last.at, p.recorded_at) AS said_at,
       {NAME.format("coalesce(last.by_id, p.by_id)")} AS by
  FROM public_line p
  LEFT JOIN LATERAL (SELECT a.at, a.by_id FROM amendment a WHERE a.idea_id = p.idea_id AND a.row_id = p.id
                      ORDER BY a.number DESC LIMIT 1) AS last ON true
 WHERE p.idea_id = idea.id ORDER BY p.id"""

POSTS = aside_of_rows("posts", PostLine, _POSTS)
UNIONS = aside_of_rows("unions", UnionLine, _UNIONS)
LINE = aside_of_rows("line", LineEntry, _LINE)


class ContextRecord(NamedTuple):
    """What an idea meets around it beside rules in its way: posts that change, unions, the line for outside if any."""

    posts: list[PostLine]
    unions: list[UnionLine]
    line: LineEntry | None


def context_of(*, idea: Idea) -> ContextRecord:
    """The posts that an idea changes, the soonest first; what unions were told, the newest first; its line."""
    posts, unions, lines = POSTS.on(idea), UNIONS.on(idea), LINE.on(idea)
    found = together((posts, unions, lines))
    return ContextRecord(found.of(posts), found.of(unions), next(iter(found.of(lines)), None))

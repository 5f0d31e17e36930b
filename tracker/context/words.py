"""Words about what an idea meets around it."""

from __future__ import annotations

import enum
from datetime import date
from typing import TypedDict


class BlockerList(enum.StrEnum):
    """Which rules in the way a list has: those that wait, those answered, those whose idea was closed before."""

    WAITING = "waiting"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class BlockerVerdict(enum.StrEnum):
    """What became of what was asked about a rule that stands in the way."""

    CHANGED = "changed"
    LIFTED = "lifted"
    ALLOWED = "allowed"
    REFUSED = "refused"


class PostChange(enum.StrEnum):
    """What becomes of a post."""

    CREATED = "created"
    ENDED = "ended"
    REGRADED = "regraded"
    MOVED = "moved"
    CHANGED = "changed"


class BlockerParticulars(TypedDict, total=False):
    """What is said of a rule in the way: whose it is, what harm it does, what is asked, of whom, by when."""

    rule: str
    whose: str
    harm: str
    ask: str
    asked_of: str
    asked_on: date | None
    needed_by: date | None


class AnswerParticulars(TypedDict, total=False):
    """What was answered about a rule in the way, in which sense and on which day."""

    verdict: BlockerVerdict | None
    answer: str
    answered_on: date | None


class PostParticulars(TypedDict, total=False):
    """What is said of posts that change: how many, in which way, from which grade to which, from when."""

    post: str
    posts: int | None
    change: PostChange | None
    grade_before: str
    grade_after: str
    changes_on: date | None
    note: str


class UnionParticulars(TypedDict, total=False):
    """What a union was told, on which day, and what it said to that."""

    union_name: str
    told_on: date | None
    told: str
    answer: str


class LineParticulars(TypedDict, total=False):
    """The one line that is said of an idea outside, who may speak for it, and what is said where somebody asks more."""

    line: str
    speaker: str
    if_asked: str

"""What is true of what an idea meets around it. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.context.words import (
    AnswerParticulars,
    BlockerParticulars,
    LineParticulars,
    PostChange,
    PostParticulars,
    UnionParticulars,
)
from tracker.idea import Refused

LONGEST_LINE = 200
MOST_POSTS = 100_000

_OF_BLOCKER = {
    "rule": "Say which rule stands in the way",
    "whose": "Say whose rule it is",
    "harm": "Say what harm it does",
    "ask": "Say what you ask for",
    "asked_of": "Say whom you ask",
}


def blocker_faults(said: BlockerParticulars, *, today: date) -> Iterator[Refused]:
    """A rule in the way says whose it is, what harm it does, what is asked, of whom and until when.

    Where it says when that was asked, the day has come: an answer without a day is today's, never before the question.
    """
    for name, sentence in _OF_BLOCKER.items():
        if not str(said.get(name) or "").strip():
            yield Refused(sentence, field=name)
    asked, due = said.get("asked_on"), said.get("needed_by")
    if asked and asked > today:
        yield Refused("Give the day on which they were asked, not one to come", field="asked_on")
    if due is None:
        yield Refused("Say by when you need the answer", field="needed_by")
    elif asked and due < asked:
        yield Refused("They cannot answer before they were asked", field="needed_by")


def answer_faults(said: AnswerParticulars, *, asked_on: date | None, today: date) -> Iterator[Refused]:
    """An answer has a sense, words and a day, which has come and is not before the question."""
    if said.get("verdict") is None:
        yield Refused("Choose what became of it", field="verdict")
    if not (said.get("answer") or "").strip():
        yield Refused("Say what they answered", field="answer")
    day = said.get("answered_on")
    if day and day > today:
        yield Refused("Give the day on which they answered, not one to come", field="answered_on")
    elif day and asked_on and day < asked_on:
        yield Refused("They cannot have answered before they were asked", field="answered_on")


def correction_faults(said: BlockerParticulars, answered: AnswerParticulars, *, today: date) -> Iterator[Refused]:
    """A rule that is put right is still a rule; its answer, where anything is said of one, still an answer."""
    yield from blocker_faults(said, today=today)
    if any(answered.values()):
        yield from answer_faults(answered, asked_on=said.get("asked_on"), today=today)


def post_faults(said: PostParticulars) -> Iterator[Refused]:
    """A change of posts says which, and what becomes of them; another grade is said from and to."""
    if not (said.get("post") or "").strip():
        yield Refused("Say which post, by its job", field="post")
    change = said.get("change")
    if change is None:
        yield Refused("Choose what becomes of it", field="change")
    posts = said.get("posts")
    if posts is not None and not 1 <= posts <= MOST_POSTS:
        yield Refused(f"Give a number from 1 to {MOST_POSTS:,}, or leave it empty", field="posts")
    if change is PostChange.REGRADED:
        for name, sentence in (("grade_before", "Say which grade it has"), ("grade_after", "Say which grade it gets")):
            if not str(said.get(name) or "").strip():
                yield Refused(sentence, field=name)


def union_faults(said: UnionParticulars, *, today: date) -> Iterator[Refused]:
    """What a union was told names the union, the day and what was told."""
    if not (said.get("union_name") or "").strip():
        yield Refused("Say which union", field="union_name")
    if not (said.get("told") or "").strip():
        yield Refused("Say what they were told", field="told")
    day = said.get("told_on")
    if day and day > today:
        yield Refused("Give the day on which they were told, not one to come", field="told_on")


def line_faults(said: LineParticulars) -> Iterator[Refused]:
    """One line, short enough to be said, and who may speak for it."""
    line = (said.get("line") or "").strip()
    if not line:
        yield Refused("Write the line that may be said outside", field="line")
    elif len(line) > LONGEST_LINE or "\n" in line:
        yield Refused(f"Keep it to one line of {LONGEST_LINE} characters or fewer", field="line")
    if not (said.get("speaker") or "").strip():
        yield Refused("Say who may speak, by their office", field="speaker")


def is_overdue(needed_by: date | None, answered_on: date | None, *, today: date) -> bool:
    """Whether an answer is late: none came by the day by which it was asked."""
    return answered_on is None and needed_by is not None and needed_by < today

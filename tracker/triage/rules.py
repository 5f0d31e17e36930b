"""What is true at the desk of triage: how a reply is filled in, what may be undone. Pure functions."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tracker.idea.words import Refused
from tracker.triage.words import LONGEST_NAME, LONGEST_REPLY, Criterion, Judgement

FILE = Path(__file__).parents[2] / "config" / "reference" / "reply_templates.csv"

# What a reply may leave open, each with what stands there: filled in for each idea when it is sent.
PLACES = {
    "author": "the first name of who said it; who gave none is greeted without one",
    "title": "the name of the idea",
    "ref": "its reference",
    "service": "its service",
    "owner": "who looks after it",
    "me": "your name",
}
_PLACE = re.compile(r"\{ ?([a-z]+) ?\}")
# Where somebody is only greeted: behind a comma or a greeting and before a stop, or first of all.
_GREETED = re.compile(
    r"(?:,|\b(hello|hi|dear|thanks|thank you|good morning|good afternoon))\s*\{ ?author ?\}(?=\s*(?:[.!?,;:]|$))",
    re.IGNORECASE | re.MULTILINE,
)
_GREETED_FIRST = re.compile(r"^\{ ?author ?\},\s*(\w)", re.MULTILINE)


def _nameless(found: re.Match[str]) -> str:
    """A greeting without a name; nobody is only "Dear"."""
    greeting = found[1] or ""
    return "Hello" if greeting.lower() == "dear" else greeting


def filled(words: str, facts: Mapping[str, str | None]) -> str:
    """Words with the places in them that are known filled in; the others stay as they are written.

    Who gave no name is greeted without one: "Thank you, {author}." says "Thank you."
    """
    if not facts.get("author"):
        words = _GREETED_FIRST.sub(lambda found: found[1].upper(), _GREETED.sub(_nameless, words))
    return _PLACE.sub(lambda found: facts.get(found[1]) or found[0], words)


def open_places(words: str) -> list[str]:
    """The places that words still leave open, in order, each once."""
    return list(dict.fromkeys(name for name in _PLACE.findall(words) if name in PLACES))


def place_faults(words: str) -> Iterator[Refused]:
    """What is sent leaves no place open."""
    if left := open_places(words):
        told = " and ".join(f"{{{name}}}" for name in left)
        yield Refused(f"Nothing is known here to stand for {told}: write it out, or choose it first", field="words")


def unknown_faults(words: str) -> Iterator[Refused]:
    """Words name no place that nothing could ever stand in."""
    if unknown := [place for place in _PLACE.findall(words) if place not in PLACES]:
        known = ", ".join(f"{{{place}}}" for place in PLACES)
        yield Refused(f"{{{unknown[0]}}} cannot be filled in. What can: {known}", field="words")


def template_faults(*, name: str, words: str) -> Iterator[Refused]:
    """A reply to begin from has a name and words, and leaves open only what can be filled in."""
    if not name.strip():
        yield Refused("Give it a name that you will know it by", field="name")
    elif len(name.strip()) > LONGEST_NAME:
        yield Refused(f"Use {LONGEST_NAME} characters or fewer", field="name")
    if not words.strip():
        yield Refused("Write the words that a reply begins with", field="words")
    elif len(words.strip()) > LONGEST_REPLY:
        yield Refused(f"Use {LONGEST_REPLY:,} characters or fewer", field="words")
    else:
        yield from unknown_faults(words)


def assessment_faults(*, judgements: Mapping[str, str], note: str) -> Iterator[Refused]:
    """An assessment says something: a judgement or a note. Judgements are of the closed list."""
    if not (any(judgements.values()) or note.strip()):
        yield Refused("Judge one of them, or write a note", field="note")
    if any(name not in set(Criterion) or word not in set(Judgement) for name, word in judgements.items() if word):
        yield Refused("Choose one of those listed.")


def may_be_undone(until: datetime, *, now: datetime) -> bool:
    """Whether an outcome given to several ideas can still be undone: until its letters go."""
    return now < until


class ReplyEntry(NamedTuple):
    """A reply to begin from: its code, what it is called, for which outcome it is meant, its words."""

    code: str
    name: str
    outcome: str | None
    words: str


@functools.cache
def built_in() -> tuple[ReplyEntry, ...]:
    """The replies that every council begins with, in the order of their file; it may put its own in place of each."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(ReplyEntry(**row) for row in csv.DictReader(file))


def with_built_in(own: Mapping[str, ReplyEntry | None]) -> list[ReplyEntry]:
    """The replies of a council: the built-in ones, its own in their place and behind them; none that it ended."""
    codes = dict.fromkeys([*(each.code for each in built_in()), *own])
    known = {**{each.code: each for each in built_in()}, **own}
    return [entry for code in codes if (entry := known[code])]

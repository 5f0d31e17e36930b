"""A decision as it is shown wherever it is: its heading, its policy's name, the answers that it rested on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tracker.gate import ADVANCING, CORNERS, Gate, Word, editions
from tracker.web.filters import day
from tracker.web.wording import called
from tracker.wording import capital


class CornerAnswers(NamedTuple):
    """What was answered under one corner, as the record of a decision holds it."""

    name: str
    answers: Sequence[Mapping[str, Any]]


def answers_of(snapshot: Mapping[str, Any]) -> list[CornerAnswers]:
    """The answers that a decision rested on, corner by corner."""
    known = snapshot["answers"]
    return [CornerAnswers(name, [answer for answer in known if answer["corner"] == name]) for name in CORNERS]


def policy_name(version: int, edition: int) -> str:
    """What a gate policy is called: the built-in one or a version of the council's, and since when it asks more."""
    name = f"version {version} of the gate policy" if version else "the built-in gate policy"
    return f"{name}, with the questions of {day(editions()[edition - 1])}" if edition else name


def decision_heading(word: Word, *, gate: Gate, to_stage: str) -> str:
    """A decision in a heading: "Conditional go to mainstream"."""
    said = capital(called(word, "decision"))
    if word is Word.REOPEN:
        return f"{said} at {called(to_stage, 'stage')}"
    if word in ADVANCING or word is Word.RETURN:
        return f"{said} to {called(to_stage, 'stage')}"
    return f"{said} at the {called(gate, 'gate')}"

"""The questions asked at the gates: reference data, read once, each with the line of the report that it comes from.

They come in editions: each day from which more is asked begins one, and edition 0 is what was always asked.
"""

from __future__ import annotations

import csv
import functools
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.gate.words import Gate, QuestionKind

FILE = Path(__file__).parents[3] / "config" / "reference" / "gate_questions.csv"
CORNERS = ("authority", "capacity", "value")
RISK_OF_NOTHING = "risk_of_nothing"
OLD_SERVICE, MANUAL, FEEDBACK = "old_service", "manual", "feedback"
YES_OR_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Question:
    """One question, item or pitfall, tied to a corner of the strategic triangle. `gate` is where the file lists it.

    Where `every_gate`, each gate asks it; `needed` says that the built-in policy needs it wherever it is asked; `since`
    is the day from which it is asked, where that was not always so. What answers it may be a fact that the idea knows
    (`fact`): then it is kept once, whichever gate heard it, and wherever on the idea it is recorded.
    """

    id: str
    gate: str
    every_gate: bool
    since: date | None
    fact: str
    corner: str
    kind: QuestionKind
    needed: bool
    headline: str
    text: str
    help: str
    source: str


@functools.cache
def every_question() -> tuple[Question, ...]:
    """Every question of the reference file, in its order, the yearly review's included."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Question(
                id=row["id"],
                gate=row["gate"],
                every_gate=YES_OR_NO[row["every_gate"]],
                since=date.fromisoformat(row["since"]) if row["since"] else None,
                fact=row["fact"],
                corner=row["corner"],
                kind=QuestionKind(row["kind"]),
                needed=YES_OR_NO[row["needed"]],
                headline=row["headline"],
                text=row["text"],
                help=row["help"],
                source=row["source"],
            )
            for row in csv.DictReader(rows)
        )


@functools.cache
def editions() -> tuple[date, ...]:
    """The days from which more was asked, the first of them the day of edition 1."""
    return tuple(sorted({q.since for q in every_question() if q.since}))


def edition_on(day: date) -> int:
    """Return the edition of the built-in questions that is in force on a day."""
    return bisect_right(editions(), day)


@functools.cache
def asked_at(gate: Gate, edition: int | None = None) -> tuple[Question, ...]:
    """What a gate asks, by corner: its own questions, and those of every gate; of an edition, or of the newest."""
    newest = len(editions()) if edition is None else edition
    asked = [
        q
        for q in every_question()
        if (q.gate == gate or q.every_gate) and (q.since is None or edition_on(q.since) <= newest)
    ]
    return tuple(sorted(asked, key=lambda q: CORNERS.index(q.corner)))


@functools.cache
def asked_at_every_gate() -> tuple[str, ...]:
    """The questions that every gate asks: what one heard is shown at the next, and asked again."""
    return tuple(q.id for q in every_question() if q.every_gate)


@functools.cache
def kept_once() -> frozenset[str]:
    """The questions that a fact of the idea answers: said once, they are answered at every gate."""
    return frozenset(q.id for q in every_question() if q.fact)


@functools.cache
def question(known_as: str) -> Question | None:
    """The question of an identifier, or None."""
    return next((q for q in every_question() if q.id == known_as), None)

"""The questions asked at the gates: reference data, read once, each with the line of the report that it comes from."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path

from tracker.gate.words import Gate, QuestionKind

FILE = Path(__file__).parents[3] / "config" / "reference" / "gate_questions.csv"
CORNERS = ("authority", "capacity", "value")
YES_OR_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Question:
    """One question, item or pitfall, tied to a corner of the strategic triangle. `gate` is where the file lists it.

    Where `every_gate`, each gate asks it; `needed` says that the built-in policy needs it wherever it is asked.
    """

    id: str
    gate: str
    every_gate: bool
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
def asked_at(gate: Gate) -> tuple[Question, ...]:
    """What a gate asks, by corner: its own questions, and those of every gate (who may lose, what nothing costs)."""
    asked = [q for q in every_question() if q.gate == gate or q.every_gate]
    return tuple(sorted(asked, key=lambda q: CORNERS.index(q.corner)))


@functools.cache
def asked_at_every_gate() -> tuple[str, ...]:
    """The questions that every gate asks: what one heard is shown at the next, and asked again."""
    return tuple(q.id for q in every_question() if q.every_gate)

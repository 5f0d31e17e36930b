"""The questions asked at the gates: reference data, read once, each with the line of the report that it comes from."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path

from tracker.gate.words import Gate, QuestionKind

FILE = Path(__file__).parents[3] / "config" / "reference" / "gate_questions.csv"
AT_EVERY_GATE = ("x-harm", "x-nothing")
CORNERS = ("authority", "capacity", "value")


@dataclass(frozen=True)
class Question:
    """One question, item or pitfall, tied to a corner of the strategic triangle. `gate` is where the file lists it."""

    id: str
    gate: str
    corner: str
    kind: QuestionKind
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
                corner=row["corner"],
                kind=QuestionKind(row["kind"]),
                headline=row["headline"],
                text=row["text"],
                help=row["help"],
                source=row["source"],
            )
            for row in csv.DictReader(rows)
        )


@functools.cache
def asked_at(gate: Gate) -> tuple[Question, ...]:
    """What a gate asks, by corner: its own questions, and who may lose and the risk of doing nothing at every gate."""
    asked = [q for q in every_question() if q.gate == gate or q.id in AT_EVERY_GATE]
    return tuple(sorted(asked, key=lambda q: CORNERS.index(q.corner)))

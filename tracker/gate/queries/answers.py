"""What is asked about answers at the gates: each as it was given, the newest first, with the evidence it points at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.gate.rules.questions import asked_at_every_gate, kept_once
from tracker.gate.words import Gate, Status
from tracker.tenancy import Query, rows

MOST_ANSWERS = 200


class AnswerEntry(NamedTuple):
    """One answer as it was given: where, what, by whom, when, and the records of evidence that it points at."""

    gate: Gate
    question: str
    words: str | None
    status: Status | None
    note: str | None
    by_id: UUID
    at: datetime
    evidence: frozenset[UUID]


class AnswerRow(NamedTuple):
    """The same as it is read."""

    gate: str
    question: str
    words: str | None
    status: str | None
    note: str | None
    by_id: UUID
    at: datetime
    evidence: list[str]


AnswerBook = dict[str, list[AnswerEntry]]
# The newest first. What was withdrawn since shows nothing any more.
_GIVEN = """
SELECT w.gate, w.question, w.words, w.status, w.note, w.by_id, w.at,
 (SELECT coalesce(json_agg(s.evidence_id), '[]') FROM answer_evidence s
   JOIN evidence e ON e.council_id = s.council_id AND e.id = s.evidence_id WHERE s.answer_id = w.id) AS evidence
FROM answer w WHERE w.idea_id = CAST(:idea AS uuid) AND {} ORDER BY w.number DESC"""
_AT_GATE = _GIVEN.format("(w.gate = CAST(:gate AS text) OR w.question = ANY (CAST(:every_gate AS text[])))")
_TO_ONE = _GIVEN.format("w.question = CAST(:question AS text)") + f" LIMIT {MOST_ANSWERS}"


def _entry(row: AnswerRow) -> AnswerEntry:
    gate, status = Gate(row.gate), Status(row.status) if row.status else None
    evidence = frozenset(map(UUID, row.evidence))
    return AnswerEntry(gate, row.question, row.words, status, row.note, row.by_id, row.at, evidence)


def answers_query(idea_id: UUID, gate: Gate) -> Query[tuple[AnswerBook, AnswerBook]]:
    """Every answer that counts at a gate, by question; and what other gates heard of what every gate asks anew.

    What the idea knows is kept once: it counts at each gate, whichever heard it.
    """
    given = {"idea": idea_id, "gate": gate, "every_gate": list(asked_at_every_gate())}
    return Query(AnswerRow, _AT_GATE, given, lambda found: _books(map(_entry, found), gate))


def _books(given: Iterable[AnswerEntry], gate: Gate) -> tuple[AnswerBook, AnswerBook]:
    here: AnswerBook = {}
    elsewhere: AnswerBook = {}
    for entry in given:
        at_hand = entry.gate == gate or entry.question in kept_once()
        (here if at_hand else elsewhere).setdefault(entry.question, []).append(entry)
    return here, elsewhere


def answers_to(idea_id: UUID, question: str) -> list[AnswerEntry]:
    """Every answer to a question at any gate, the newest first, at most 200."""
    return [_entry(row) for row in rows(AnswerRow, _TO_ONE, idea=idea_id, question=question)]

"""What was answered before: every answer to a question, with who gave it, where and when."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import abort

from tracker import council, gate, idea, value
from tracker.council import Can
from tracker.gate import AnswerEntry, EvidenceOnClaim
from tracker.pages.gates.words import in_a_line
from tracker.web import Screens, reader, render

screens = Screens("answers", __name__)


class OlderAnswer(NamedTuple):
    """An answer as the history shows it: how it stood, and the evidence that it pointed at and that still stands."""

    given: AnswerEntry
    stands: str
    evidence: list[EvidenceOnClaim]


@screens.screen("/ideas/<ref>/answers/<question>/history", needs=Can.SEE_IDEAS)
def history(ref: str, question: str) -> Any:
    """What stood here before, who changed it and when; for all who may read the idea."""
    found = idea.get(ref=ref, reader=reader())
    asked = gate.question_on(found, question) or abort(404)
    answers, here = gate.answers_to(found.id, asked.id), gate.next_gate(found.stage)
    worth = value.worth_of(idea=found) if asked.fact or any(one.evidence for one in answers) else None
    records, holds = (gate.records_of(worth), gate.heard_in(worth)) if worth else ({}, gate.KnownFacts())
    told = [
        OlderAnswer(
            given,
            gate.stands(asked, given, gate=given.gate, recorded=holds),
            [records[one] for one in sorted(given.evidence) if one in records],
        )
        for given in answers
    ]
    return render(
        "gates/history.html",
        idea=found,
        question=asked,
        answers=told,
        back=gate.GATES[here if asked.every_gate or asked.gate == here or not answers else answers[0].gate],
        in_a_line=in_a_line,
        names=council.names([one.by_id for one in answers]),
    )

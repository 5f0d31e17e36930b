"""What differs between two versions of a gate policy, and what a version would change for an idea. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tracker.gate.rules.policy import GatePolicy
from tracker.gate.rules.questions import Question, asked_at
from tracker.gate.words import Gate


class Difference(NamedTuple):
    """One thing that two versions say otherwise: what (`level`, `decides`, `days`, `manner` or `text`), at which gate.

    `question` is what it is about where that is one; `before` and `after` are plain values, "" for what is not there.
    """

    what: str
    gate: Gate | None
    question: Question | None
    before: str
    after: str


def differences(before: GatePolicy, after: GatePolicy) -> list[Difference]:
    """List what differs between two versions: first what holds for every gate, then gate by gate."""
    found = [
        Difference("decides", None, None, _who(before), _who(after)),
        Difference("days", None, None, str(before.days_to_decide), str(after.days_to_decide)),
    ]
    for gate in Gate:
        found.append(Difference("level", gate, None, str(before.level[gate]), str(after.level[gate])))
        found += _of_questions(before, after, gate)
    return [one for one in found if one.before != one.after]


def _who(policy: GatePolicy) -> str:
    return "sponsor" if policy.sponsor_decides else "lead"


def _of_questions(before: GatePolicy, after: GatePolicy, gate: Gate) -> Iterator[Difference]:
    then, now = ({q.id: q for q in asked_at(gate, policy.edition)} for policy in (before, after))
    for question in {**then, **now}.values():
        manners = [
            policy.manner(question, gate) if question.id in there else ""
            for policy, there in ((before, then), (after, now))
        ]
        yield Difference("manner", gate, question, *manners)
        if question.gate == gate:  # what every gate asks is worded once
            yield Difference("text", gate, question, before.worded(question).text, after.worded(question).text)


def touches(before: GatePolicy, after: GatePolicy, gate: Gate) -> list[Difference]:
    """What an idea that stands at a gate would meet otherwise under another version."""
    return [one for one in differences(before, after) if one.gate in {None, gate}]

"""What differs between two versions of a gate policy, and what a version would change for an idea. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tracker.gate.rules.policy import GatePolicy
from tracker.gate.rules.questions import Question
from tracker.gate.words import Gate


class Difference(NamedTuple):
    """One thing that two versions say otherwise: what (`level`, `decides`, `days`, `manner` or `text`), at which gate.

    `question` is what it is about where that is one; `before` and `after` are plain values, "" for what is not there.
    """

    what: str
    gate: Gate
    question: Question | None
    before: str
    after: str


def differences(before: GatePolicy, after: GatePolicy) -> list[Difference]:
    """List what differs between two versions, gate by gate."""
    found = [one for gate in Gate for one in _at(gate, before, after)]
    return [one for one in found if one.before != one.after]


def _at(gate: Gate, before: GatePolicy, after: GatePolicy) -> Iterator[Difference]:
    yield Difference("decides", gate, None, _who(before, gate), _who(after, gate))
    yield Difference("days", gate, None, str(before.days[gate]), str(after.days[gate]))
    yield Difference("level", gate, None, str(before.level[gate]), str(after.level[gate]))
    yield from _of_questions(before, after, gate)


def _who(policy: GatePolicy, gate: Gate) -> str:
    return "sponsor" if gate in policy.sponsor_decides else "lead"


def _of_questions(before: GatePolicy, after: GatePolicy, gate: Gate) -> Iterator[Difference]:
    then, now = ({q.id: q for q in policy.known(gate)} for policy in (before, after))
    for known_as in {**then, **now}:
        question = then.get(known_as) or now[known_as]
        manners = [
            policy.manner(question, gate) if known_as in there else ""
            for policy, there in ((before, then), (after, now))
        ]
        yield Difference("manner", gate, question, *manners)
        if known_as in then and known_as in now and question.gate == gate:  # what every gate asks is worded once
            yield Difference("text", gate, question, then[known_as].text, now[known_as].text)


def touches(before: GatePolicy, after: GatePolicy, gate: Gate) -> list[Difference]:
    """What an idea that stands at a gate would meet otherwise under another version."""
    return [one for one in differences(before, after) if one.gate is gate]

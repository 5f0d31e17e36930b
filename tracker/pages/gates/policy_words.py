"""How a page tells what differs between two gate policies, and what a draft would change for ideas in flight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker import clock, gate
from tracker.gate import Difference, GatePolicy, IdeasUnder, PolicyEntry
from tracker.idea import Stage
from tracker.pages.gates.policy_form import LEVELS
from tracker.web.decided import policy_name
from tracker.web.filters import plural
from tracker.web.wording import called
from tracker.wording import capital

NOT_THERE = "not there"
MOST_TOLD = 3


class DifferenceRow(NamedTuple):
    """One difference as it is told: at which gate, what, and both sides."""

    at: str
    what: str
    before: str
    after: str


class EffectRow(NamedTuple):
    """Ideas in flight of one stage under one policy: how many, the first of them, and what the draft would change."""

    under: str
    stage: str
    ideas: int
    ref: str
    title: str
    effect: str


def difference_rows(found: Iterable[Difference]) -> list[DifferenceRow]:
    """Tell each difference in words."""
    return [_row(one) for one in found]


def _row(one: Difference) -> DifferenceRow:
    at = capital(called(one.gate, "gate"))
    what = {
        "decides": "Who may decide",
        "days": "Working days to a decision",
        "level": "Evidence asked",
        "manner": one.question.text if one.question else "",
        "text": f"The words of: {one.question.text}" if one.question else "",
    }[one.what]
    return DifferenceRow(at, what, _told(one.what, one.before), _told(one.what, one.after))


def _told(what: str, value: str) -> str:
    if what == "decides":
        return capital(called(value, "decides"))
    if what == "level":
        return LEVELS[int(value)]
    if what == "manner":
        return capital(called(value, "manner")) if value else NOT_THERE
    return value


def effect_rows(flight: Sequence[IdeasUnder], policy: GatePolicy) -> list[EffectRow]:
    """Tell what a policy would change for the ideas in flight, if a lead moved them to it one by one."""
    return [
        EffectRow(
            under=capital(policy_name(one.version, one.edition)),
            stage=one.stage,
            ideas=one.ideas,
            ref=one.ref,
            title=one.title,
            effect=_effect(one, policy),
        )
        for one in flight
    ]


def _effect(one: IdeasUnder, policy: GatePolicy) -> str:
    stage = Stage(one.stage)
    if stage.next is None:
        return "Only the yearly review is ahead, and that does not change."
    kept = gate.policy_of(one.version, edition=one.edition)
    changes = difference_rows(gate.touches(kept, policy, gate.next_gate(stage))) if kept else []
    if not changes:
        return "Nothing changes at the gate that is next."
    told = "; ".join(f"{row.what}: {row.after[:1].lower() + row.after[1:]}" for row in changes[:MOST_TOLD])
    more = f"; and {plural(len(changes) - MOST_TOLD, 'more change')}" if len(changes) > MOST_TOLD else ""
    return f"At the next gate {told}{more}."


def version_choices(versions: Sequence[PolicyEntry]) -> list[tuple[str, str]]:
    """The versions to hold one against, as an address names them: the council's own, then the built-in ones."""
    own = [(str(one.version), f"Version {one.version}") for one in versions]
    built_in = [
        (f"0.{edition}", capital(policy_name(0, edition))) for edition in range(gate.edition_on(clock.today()), -1, -1)
    ]
    return own + built_in

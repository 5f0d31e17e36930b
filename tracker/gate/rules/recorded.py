"""What the idea's own records answer of what a gate asks: one fact, kept once (domain.md, "Gate decision")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.gate.rules.questions import FEEDBACK, MANUAL, OLD_SERVICE
from tracker.value.words import Channel


@dataclass(frozen=True)
class KnownFacts:
    """Which facts of an idea hold by its records, and which of them in part."""

    whole: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, old_service: bool, manual: bool, heard: Mapping[Channel, int]) -> KnownFacts:
        """What is recorded: what stops, where it is written down, who was heard of the public, users and agencies."""
        through = [count > 0 for count in heard.values()]
        held = {OLD_SERVICE: old_service, MANUAL: manual, FEEDBACK: all(through)}
        partly = {FEEDBACK} if any(through) and not all(through) else set()
        return cls(frozenset(fact for fact, holds in held.items() if holds), frozenset(partly))


NOTHING_RECORDED = KnownFacts()

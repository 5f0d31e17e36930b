"""What people outside need to say, and what is needed to tell them. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.idea.rules import LONGEST_TEXT, NEEDED
from tracker.idea.words import Refused


def voice_faults(*, problem: str, proposal: str) -> Iterator[Refused]:
    """Whoever speaks without an account says what the problem is; what could be tried, if they like."""
    if not problem.strip():
        yield Refused(NEEDED["problem"], field="problem")
    for name, words in (("problem", problem), ("proposal", proposal)):
        if len(words) > LONGEST_TEXT:
            yield Refused(f"Use {LONGEST_TEXT:,} characters or fewer", field=name)


def telling_faults(*, asked: str, said: str, did: str) -> Iterator[Refused]:
    """What is told outside has its three parts."""
    needed = {
        "asked": (asked, "Say what you asked"),
        "said": (said, "Say what people said"),
        "did": (did, "Say what you did, or why you did not"),
    }
    for name, (words, sentence) in needed.items():
        if not words.strip():
            yield Refused(sentence, field=name)

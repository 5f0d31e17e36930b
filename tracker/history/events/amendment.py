"""What was recorded on an idea, and was put right or taken back."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class RecordAdded(Event):
    """Something was recorded on an idea that has no event of its own: why it should work, a link, an evaluation."""

    what = "record_added"
    kind: str
    title: str


@dataclass(frozen=True)
class RecordAmended(Event):
    """A claim, evidence, money, a contact, a risk or a benefit was corrected, withdrawn or put back as it was."""

    what = "record_amended"
    kind: str
    act: str
    title: str
    because: str

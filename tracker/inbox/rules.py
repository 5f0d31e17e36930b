"""What is true of a desk: what a reminder asks that stands there anyway is asked once. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

# Reminders of what a lead's desk holds by itself, whatever of it is shown.
OF_LEADS = frozenset({"reply_overdue", "decision_due", "help_due", "hold_due"})
# Reminders that ask an owner for a part of "keep it current".
PARTS = {
    "no_sponsor": "sponsor",
    "sponsor_silent": "sponsor",
    "no_evidence": "evidence",
    "evidence_stale": "evidence",
    "feedback_gap": "evidence",
    "no_measure": "claim",
    "no_end_users": "involvement",
    "runway_12": "money",
    "runway_6": "money",
    "runway_3": "money",
    "review_risk": "risk",
}


class ReminderFacts(Protocol):
    """What a desk needs to know of a reminder."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def subject_id(self) -> UUID: ...  # noqa: D102
    @property
    def idea_id(self) -> UUID: ...  # noqa: D102
    @property
    def repeat(self) -> int: ...  # noqa: D102


Asked = TypeVar("Asked", bound=ReminderFacts)


def asked_once(reminders: Iterable[Asked]) -> list[Asked]:
    """Of the reminders of one rule about one thing, the latest repeat alone, in the order given."""
    found = list(reminders)
    latest = {(one.code, one.subject_id): one for one in sorted(found, key=lambda one: one.repeat)}
    return [one for one in found if latest[one.code, one.subject_id] is one]


@dataclass(frozen=True, kw_only=True)
class DeskFacts:
    """What stands on a desk: whether it is a lead's, its conditions, silent ideas, nobody's, parts, assessments."""

    leads: bool
    conditions: Collection[UUID]
    silent: Collection[UUID]
    orphans: Collection[UUID] = ()
    parts: Mapping[UUID, Collection[str]]
    assessments: Collection[UUID] = ()

    def holds(self, reminder: ReminderFacts) -> bool:
        """Whether a reminder asks for what stands there anyway."""
        if reminder.code in OF_LEADS:
            return self.leads
        if reminder.code == "condition_due":
            return reminder.subject_id in self.conditions
        if reminder.code == "assessment_due":
            return reminder.subject_id in self.assessments
        if reminder.idea_id in self.orphans:
            return True
        if reminder.code == "sponsor_silent" and reminder.idea_id in self.silent:
            return True
        return PARTS.get(reminder.code) in self.parts.get(reminder.idea_id, ())

"""Whom a rule asks: who holds its place on the idea and is still here, else the owner, else a lead."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tracker.nudge.words import NudgeSubject, Recipient, Rule


def gives_sponsoring(rule: Rule, *, sponsor_id: UUID | None, by: UUID) -> bool:
    """Say whether who hands over what a rule asks gives their place as the sponsor away, and not the idea."""
    return rule.recipient is Recipient.SPONSOR and sponsor_id == by


@dataclass(frozen=True)
class Staff:
    """Who may be asked in a council: everybody who is there, who of them may own ideas, and its leads in their turn."""

    present: frozenset[UUID]
    owners: frozenset[UUID]
    leads: tuple[UUID, ...]

    def recipients(self, rule: Rule, subject: NudgeSubject) -> list[UUID]:
        """Return whom a rule may ask about a subject, in order; empty where the council has nobody to ask.

        About an idea that nobody looks after, since its owner left or may no longer own it, only a lead is asked.
        What an assessor thinks is asked of nobody else.
        """
        if rule.recipient is Recipient.ASSESSOR:
            return [subject.keeper_id] if subject.keeper_id in self.present else []
        if subject.owner_id not in self.owners:
            return list(self.leads[:1])
        holder = {Recipient.SPONSOR: subject.sponsor_id, Recipient.KEEPER: subject.keeper_id}.get(rule.recipient)
        wanted = () if rule.recipient is Recipient.LEAD else (holder, subject.owner_id)
        return list(dict.fromkeys(person for person in (*wanted, *self.leads[:1]) if person in self.present))

    def lead_behind(self, person_id: UUID) -> UUID:
        """Return the lead who hears of what a person left unanswered: another one, or themselves where none is."""
        return next((lead for lead in self.leads if lead != person_id), person_id)

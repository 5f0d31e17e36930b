"""Whom a rule asks: who holds its place on the idea and is still here, else the owner, else a lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from tracker.nudge.words import NudgeSubject, Recipient, Rule

ALONE = (Recipient.ASSESSOR, Recipient.ASKED)


def gives_sponsoring(rule: Rule, *, sponsor_id: UUID | None, by: UUID) -> bool:
    """Say whether who hands over what a rule asks gives their place as the sponsor away, and not the idea."""
    return rule.recipient is Recipient.SPONSOR and sponsor_id == by


@dataclass(frozen=True)
class Staff:
    """Who may be asked in a council: everybody who is there, who of them may own ideas, and its leads in their turn.

    `covers` says who is asked in place of whom, who is away; `names` what those are called.
    """

    present: frozenset[UUID]
    owners: frozenset[UUID]
    leads: tuple[UUID, ...]
    covers: Mapping[UUID, UUID] = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)

    def recipients(self, rule: Rule, subject: NudgeSubject) -> list[UUID]:
        """Return whom a rule may ask about a subject, in order; empty where the council has nobody to ask.

        About an idea that nobody looks after, since its owner left or may no longer own it, only a lead is asked.
        What an assessor thinks, and what a lead asks somebody, is asked of nobody else.
        """
        if rule.recipient in ALONE:
            return [subject.keeper_id] if subject.keeper_id in self.present else []
        if subject.owner_id not in self.owners:
            return list(self.leads_asked[:1])
        if rule.recipient is Recipient.LEAD:
            return self._in_turn(())
        if rule.recipient is Recipient.OWNER:
            return self._in_turn((subject.owner_id,))
        holder = subject.sponsor_id if rule.recipient is Recipient.SPONSOR else subject.keeper_id
        return self._in_turn((holder, subject.owner_id))

    def _in_turn(self, wanted: tuple[UUID | None, ...]) -> list[UUID]:
        """Those who hold a place and are there, each behind who stands in for them; then the first of the leads."""
        found = self._turns.get(wanted)
        if found is None:
            asked = dict.fromkeys(each for one in wanted if one in self.present for each in self._in_place_of(one))
            found = self._turns[wanted] = [*asked, *(lead for lead in self.leads_asked[:1] if lead not in asked)]
        return found

    def _in_place_of(self, person_id: UUID) -> Iterator[UUID]:
        """Whoever stands in for somebody who is away, then they themselves."""
        cover = self.covers.get(person_id)
        if cover in self.present:
            yield cover
        yield person_id

    def in_whose_place(self, asked: Sequence[UUID]) -> UUID | None:
        """In whose place the first of those whom a rule may ask is asked; None where it is their own."""
        if not self.covers:
            return None
        return next((person for person in asked[1:2] if self.covers.get(person) == asked[0]), None)

    def told_of(self, away: UUID | None) -> str:
        """In a sentence, in whose place somebody is asked."""
        return f" Asked in place of {self.names[away]}, who is away." if away else ""

    @cached_property
    def _turns(self) -> dict[tuple[UUID | None, ...], list[UUID]]:
        """Whom a rule asks by who holds its places, as far as that was asked for: few of many reasons differ in it."""
        return {}

    @cached_property
    def leads_asked(self) -> Sequence[UUID]:
        """The leads in their turn who are there, a cover who leads too in place of who is away; all where nobody is."""
        there = dict.fromkeys(self.covers.get(lead, lead) for lead in self.leads)
        return [lead for lead in there if lead in self.leads] or self.leads

    def lead_behind(self, person_id: UUID) -> UUID:
        """Return the lead who hears of what a person left unanswered: another one, or themselves where none is."""
        return next((lead for lead in self.leads_asked if lead != person_id), person_id)

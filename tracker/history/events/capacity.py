"""What is recorded of an idea's capacity: partners, handover, sign-offs, frontline managers."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class PartnerActed(Event):
    """A partner did something on a day, or promised it until one."""

    what = "partner_acted"
    partner: str
    words: str
    on: str
    until: str | None


@dataclass(frozen=True)
class CommitmentSettled(Event):
    """It was said whether a partner kept what it had promised."""

    what = "commitment_settled"
    partner: str
    words: str
    kept: bool


@dataclass(frozen=True)
class PartnershipEnded(Event):
    """An organisation works on the idea no more."""

    what = "partnership_ended"
    partner: str


@dataclass(frozen=True)
class HandoverPlanned(Event):
    """A deputy was named, a handover planned, or it was said that nobody could take over."""

    what = "handover_planned"
    deputy: str | None
    plan: str | None
    on: str | None
    nobody: bool


@dataclass(frozen=True)
class SignerNamed(Event):
    """The person who signs for an office was named."""

    what = "signer_named"
    office: str
    person: str


@dataclass(frozen=True)
class SignOffGiven(Event):
    """An office signed the idea off, with conditions or without, or said no."""

    what = "sign_off_given"
    office: str
    word: str
    note: str | None


@dataclass(frozen=True)
class ManagerCredited(Event):
    """It was recorded whether a frontline manager was thanked."""

    what = "manager_credited"
    manager: str
    thanks: str
    how: str | None


@dataclass(frozen=True)
class ThanksSaid(Event):
    """Somebody was thanked in public for an idea, by name."""

    what = "thanks_said"
    name: str


@dataclass(frozen=True)
class ThanksTakenBack(Event):
    """Thanks were taken back, with the reason."""

    what = "thanks_taken_back"
    name: str
    because: str


@dataclass(frozen=True)
class TeamMemberNamed(Event):
    """Somebody works on the idea, as its corporate contact, its commissioner or on its team."""

    what = "team_member_named"
    role: str
    name: str
    does: str | None


@dataclass(frozen=True)
class TeamMemberLeft(Event):
    """Somebody works on the idea no more."""

    what = "team_member_left"
    role: str
    name: str


@dataclass(frozen=True)
class HandoverNoted(Event):
    """It was written down what whoever has the idea next needs to know."""

    what = "handover_noted"

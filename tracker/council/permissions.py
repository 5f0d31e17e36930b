"""Who may do what: one table, read by every screen and shown as a page at /council/permissions."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tracker.council.words import Role


class Can(enum.StrEnum):
    """Everything that needs a permission, in the words of the permissions page."""

    SEE_IDEAS = "see the council's ideas"
    LOG_IDEA = "log an idea"
    COMMENT = "comment and follow"
    KEEP_CURRENT = "keep an idea of theirs current"
    ASK_FOR_DECISION = "ask for a gate decision"
    TRIAGE = "triage new ideas"
    DECIDE = "decide at gates"
    NUDGE = "see and withhold nudges"
    PUBLISH = "publish to a collaborative"
    ADAPT = "adapt another council's idea"
    SEE_CARDS = "see what collaboratives share"
    RECORD_CONTACT = "record contact with the team"
    SEE_PORTFOLIO = "see the health of the portfolio"
    IMPORT = "bring in and take out case files"
    MANAGE_PEOPLE = "manage people, roles and services"
    OPERATE = "see operations"


_EVERYONE = {Can.SEE_IDEAS, Can.SEE_CARDS}

PERMISSIONS: dict[Role, frozenset[Can]] = {
    Role.CONTRIBUTOR: frozenset(_EVERYONE | {Can.LOG_IDEA, Can.COMMENT}),
    Role.OWNER: frozenset(_EVERYONE | {Can.LOG_IDEA, Can.COMMENT, Can.KEEP_CURRENT, Can.ASK_FOR_DECISION, Can.ADAPT}),
    Role.LEAD: frozenset(set(Can) - {Can.MANAGE_PEOPLE, Can.OPERATE}),
    Role.SPONSOR: frozenset(_EVERYONE | {Can.LOG_IDEA, Can.COMMENT, Can.RECORD_CONTACT, Can.SEE_PORTFOLIO}),
    Role.OBSERVER: frozenset(_EVERYONE | {Can.SEE_PORTFOLIO}),
    Role.ADMIN: frozenset(_EVERYONE | {Can.MANAGE_PEOPLE, Can.IMPORT}),
}


def may(roles: Iterable[str]) -> frozenset[Can]:
    """Everything that a person with these roles may do."""
    return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles))


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads and acts in the open council: a person, and what their roles allow there."""

    person_id: UUID
    roles: frozenset[str]
    allowed: frozenset[Can]

    def can(self, permission: Can | str) -> bool:
        """Whether their roles allow something."""
        return permission in self.allowed

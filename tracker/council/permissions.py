"""Who may do what: one table, read by every screen and shown as a page at /council/permissions."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tracker.council.words import Role


class Can(enum.StrEnum):
    """Everything that needs a permission."""

    SEE_IDEAS = "see_ideas"
    LOG_IDEA = "log_idea"
    COMMENT = "comment"
    KEEP_CURRENT = "keep_current"
    ASK_FOR_DECISION = "ask_for_decision"
    TRIAGE = "triage"
    DECIDE = "decide"
    SET_POLICY = "set_policy"
    NUDGE = "nudge"
    CONVENE = "convene"
    PUBLISH = "publish"
    ADAPT = "adapt"
    SEE_CARDS = "see_cards"
    RECORD_CONTACT = "record_contact"
    SEE_PORTFOLIO = "see_portfolio"
    IMPORT = "import"
    MANAGE_PEOPLE = "manage_people"
    OPERATE = "operate"


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


@dataclass(frozen=True)
class Covers:
    """For whom somebody stands in, and who of these may keep ideas, or sponsor them, as their roles are now."""

    people: frozenset[UUID] = frozenset()
    keepers: frozenset[UUID] = frozenset()
    sponsors: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people)

    def __contains__(self, person_id: object) -> bool:
        return person_id in self.people


NOBODY = Covers()


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads and acts in the open council: a person, what their roles allow there, and for whom they stand in."""

    person_id: UUID
    roles: frozenset[str]
    allowed: frozenset[Can]
    covers: Covers = NOBODY

    def can(self, permission: Can | str) -> bool:
        """Whether their roles allow something."""
        return permission in self.allowed

    def stands_for(self, person_id: UUID | None) -> bool:
        """Whether what is asked of somebody is asked of them: it is them, or they stand in for who is away."""
        return person_id is not None and (person_id == self.person_id or person_id in self.covers)

    def sponsors_for(self, person_id: UUID | None) -> bool:
        """Whether they are somebody who is named as a sponsor, or stand in for one who still may be one."""
        return person_id is not None and (person_id == self.person_id or person_id in self.covers.sponsors)

"""Words about what an idea is done with (domain.md, "Health of one idea")."""

from __future__ import annotations

import enum


class Layer(enum.StrEnum):
    """Where somebody stands in a local innovation system, in the order in which they are drawn."""

    NATIONAL = "national_regional"
    UNIVERSITY = "university"
    AUTHORITY = "authority"
    SECTORAL = "sectoral"
    BUSINESS = "business"
    FRONTLINE = "frontline"
    GRASSROOTS = "grassroots"
    PUBLIC = "public"


class Office(enum.StrEnum):
    """Who signs an idea off before it becomes normal work."""

    FINANCE = "finance"
    HR = "hr"
    IT = "it"
    PERFORMANCE = "performance"


class SignOffWord(enum.StrEnum):
    """What an office says."""

    SIGNED = "signed"
    CONDITIONAL = "with_conditions"
    REFUSED = "refused"


class TeamRole(enum.StrEnum):
    """What somebody is on an idea beside those who keep and sponsor it."""

    CORPORATE_CONTACT = "corporate_contact"
    COMMISSIONER = "commissioner"
    MEMBER = "member"


class Thanks(enum.StrEnum):
    """Whether a frontline manager who worked on an idea was thanked or credited."""

    GIVEN = "given"
    OWED = "owed"
    NOT_INVOLVED = "not_involved"

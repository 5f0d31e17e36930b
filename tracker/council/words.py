"""Words about councils and people."""

from __future__ import annotations

import enum

FORMER = "a former colleague"  # what anybody who left is called


class PersonError(ValueError):
    """What is wrong with a person's particulars, and the field it is about."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Role(enum.StrEnum):
    """What a person may be in one council; a person may hold several (domain.md, "Who uses it")."""

    CONTRIBUTOR = "contributor"
    OWNER = "owner"
    LEAD = "lead"
    SPONSOR = "sponsor"
    OBSERVER = "observer"
    ADMIN = "admin"


class Digest(enum.StrEnum):
    """How often a person hears of what waits, beyond the one email a day."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class NewsBy(enum.StrEnum):
    """How a person hears of what they follow, or of what names them; never by letter, it stands in their inbox."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


class Nation(enum.StrEnum):
    """Whose bank holidays a council keeps."""

    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern_ireland"


class LinkPurpose(enum.StrEnum):
    """What a link sent to a person is good for, once."""

    RESET = "reset"


class FoundingStep(enum.StrEnum):
    """What a new council does first, in its order."""

    PEOPLE = "people"
    SERVICES = "services"
    PLACES = "places"
    PROMISE = "promise"
    IMPORT = "import"

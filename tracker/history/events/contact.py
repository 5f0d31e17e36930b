"""What happens at the doors of people without an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class PosterMade(Event):
    """A team got a poster, with its number."""

    what = "poster_made"
    team: str
    number: int


@dataclass(frozen=True)
class PosterChanged(Event):
    """A poster was worded anew, or given to another team."""

    what = "poster_changed"
    team: str
    number: int


@dataclass(frozen=True)
class PosterEnded(Event):
    """The address of a poster ended."""

    what = "poster_ended"
    team: str
    number: int


@dataclass(frozen=True)
class PosterReopened(Event):
    """The address of a poster that had ended takes ideas again."""

    what = "poster_reopened"
    team: str
    number: int


@dataclass(frozen=True)
class DoorsSet(Event):
    """The residents' door was opened or closed, and for how many days contacts and codes are kept."""

    what = "doors_set"
    residents: bool
    contact_days: int
    code_days: int


@dataclass(frozen=True)
class ContactsEnded(Event):
    """So many contacts of people without an account, or codes, were ended at once."""

    what = "contacts_ended"
    count: int
    kind: str


@dataclass(frozen=True)
class ContactEnded(Event):
    """Who said an idea without an account is known no longer."""

    what = "contact_ended"


@dataclass(frozen=True)
class WordsTakenAway(Event):
    """Words of an idea that should not stand there were taken away, by column; they are kept nowhere."""

    what = "words_taken_away"
    fields: Sequence[str]


@dataclass(frozen=True)
class TellingShown(Event):
    """What became of an idea was told to anybody: what we did."""

    what = "telling_shown"
    did: str


@dataclass(frozen=True)
class TellingWithdrawn(Event):
    """What was told to anybody is told no longer."""

    what = "telling_withdrawn"
    did: str

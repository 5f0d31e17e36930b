"""What happens in a council: its services, what it promises, who may do what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class RolesSet(Event):
    """A colleague was given roles."""

    what = "roles_set"
    roles: Sequence[str]


@dataclass(frozen=True)
class MembershipBegun(Event):
    """Somebody became a colleague, or came back, with roles."""

    what = "membership_begun"
    roles: Sequence[str]


@dataclass(frozen=True)
class MembershipEnded(Event):
    """A colleague's membership ended."""

    what = "membership_ended"


@dataclass(frozen=True)
class ServiceAdded(Event):
    """A service was added."""

    what = "service_added"
    name: str


@dataclass(frozen=True)
class SeniorOwnerNamed(Event):
    """The senior owner of a service was named, or nobody any longer."""

    what = "senior_owner_named"
    service: str
    owner: str


@dataclass(frozen=True)
class PromiseSet(Event):
    """Within how many working days a first reply is promised was set."""

    what = "promise_set"
    days: int


@dataclass(frozen=True)
class OwnWordsSet(Event):
    """What the council calls roles and stages in its own words was set, by "role.owner"; the rest is as it comes."""

    what = "own_words_set"
    words: Mapping[str, str]

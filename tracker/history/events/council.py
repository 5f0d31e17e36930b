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
class ElectedNoted(Event):
    """A colleague holds their place by an election, or does not any longer."""

    what = "elected_noted"
    elected: bool


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
class SettingsChanged(Event):
    """Days, weights, targets or rules were set otherwise, by their names; None is as it comes."""

    what = "settings_changed"
    values: Mapping[str, object]
    because: str


@dataclass(frozen=True)
class OwnWordsSet(Event):
    """What the council calls roles and stages in its own words was set, by "role.owner"; the rest is as it comes."""

    what = "own_words_set"
    words: Mapping[str, str]


@dataclass(frozen=True)
class GroupingRenamed(Event):
    """A service or a place was called otherwise."""

    what = "grouping_renamed"
    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class GroupingEnded(Event):
    """A service or a place is offered no more."""

    what = "grouping_ended"
    kind: str
    name: str


@dataclass(frozen=True)
class GroupingResumed(Event):
    """A service or a place that had ended is offered again."""

    what = "grouping_resumed"
    kind: str
    name: str


@dataclass(frozen=True)
class GroupingMerged(Event):
    """A service or a place became part of another."""

    what = "grouping_merged"
    kind: str
    name: str
    into: str


@dataclass(frozen=True)
class GroupingParted(Event):
    """A service or a place is one of its own again, apart from the one that it was part of."""

    what = "grouping_parted"
    kind: str
    name: str
    other: str


@dataclass(frozen=True)
class CoverNamed(Event):
    """Until a day, what is asked of somebody who is away is asked of somebody else."""

    what = "cover_named"
    person: str
    cover: str
    since: str
    until: str


@dataclass(frozen=True)
class CoverEnded(Event):
    """Somebody is asked themselves again, before the day on which it would have been over."""

    what = "cover_ended"
    person: str
    cover: str

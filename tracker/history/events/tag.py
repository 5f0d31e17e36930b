"""What happened to tags: of an idea, and to the council's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class TagsSet(Event):
    """An idea got tags in place of those it had."""

    what = "tags_set"
    tags: Sequence[str]
    before: Sequence[str]


@dataclass(frozen=True)
class TagRenamed(Event):
    """A tag is called otherwise."""

    what = "tag_renamed"
    name: str
    before: str


@dataclass(frozen=True)
class TagMerged(Event):
    """A tag was joined into another."""

    what = "tag_merged"
    name: str
    into: str


@dataclass(frozen=True)
class TagEnded(Event):
    """A tag is used no more."""

    what = "tag_ended"
    name: str


@dataclass(frozen=True)
class TagRestored(Event):
    """A tag that ended or was joined is back."""

    what = "tag_restored"
    name: str

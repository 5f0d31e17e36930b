"""What a list of ideas is narrowed to, as conditions over an idea `i`: those of what is asked for, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tracker.council import Reader
from tracker.idea.visible import KEEPER, SENT_STATES, SUBMITTED, UNSENT, VISIBLE, seen_by
from tracker.idea.words import Extent, Stage, State


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything. `mine` is the person whose own ideas are wanted.

    `in_stage_since`: only what is worked on or waits in triage, and has been in its stage since that day or longer.
    """

    stage: Stage | None = None
    state: State | None = None
    service_id: UUID | None = None
    owner_id: UUID | None = None
    sponsor_id: UUID | None = None
    innovation_type: str | None = None
    origin_driver: str | None = None
    extent: Extent | None = None
    tag_id: UUID | None = None
    place_id: UUID | None = None
    in_stage_since: date | None = None
    mine: UUID | None = None
    text: str = ""
    historical: bool | None = None

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return self != Filters()

    @property
    def more_than_words(self) -> bool:
        """Whether anything is filtered besides the words."""
        return replace(self, text="") != Filters()


@dataclass(frozen=True)
class Key:
    """The row at an end of a page, from which the next begins. Only what was found by its words may be `in_title`."""

    changed_at: datetime
    id: UUID
    in_title: bool = False

    def __str__(self) -> str:
        return f"{self.changed_at.isoformat()}_{self.id}{'_title' if self.in_title else ''}"

    @classmethod
    def read(cls, given: str | None) -> Key | None:
        """Read a key from an address; None for none, or for one that is no key."""
        try:
            moment, which, *title = (given or "").split("_")
            return cls(datetime.fromisoformat(moment), UUID(which), title == ["title"])
        except ValueError:
            return None


SOUGHT = (
    "stage",
    "service_id",
    "owner_id",
    "sponsor_id",
    "innovation_type",
    "origin_driver",
    "extent",
    "tag_id",
    "place_id",
)
# The ideas of a tag or a place; of one that was joined into another since it was chosen, those of that.
TAGGED = (
    "idea_tag t WHERE t.tag_id"
    " = (SELECT coalesce(o.merged_into_id, o.id) FROM tag o WHERE o.id = CAST(:tag_id AS uuid))"
)
PLACED = (
    "idea_place p WHERE p.place_id"
    " = (SELECT coalesce(o.into_id, o.id) FROM place o WHERE o.id = CAST(:place_id AS uuid))"
)
WHERE = {
    "visible": VISIBLE.format("i"),
    "keeper": KEEPER.format("i"),
    "submitted": SUBMITTED.format("i"),
    "unsent": UNSENT.format("i"),
    "state": "i.state = CAST(:state AS text)",
    "stage": "i.stage = CAST(:stage AS text)",
    "service_id": "i.service_id = CAST(:service_id AS uuid)",
    "owner_id": "i.owner_id = CAST(:owner_id AS uuid)",
    "sponsor_id": "i.sponsor_id = CAST(:sponsor_id AS uuid)",
    "innovation_type": "i.innovation_type = CAST(:innovation_type AS text)",
    "origin_driver": "i.origin_driver = CAST(:origin_driver AS text)",
    "extent": "i.extent = CAST(:extent AS text)",
    "tag_id": f"EXISTS (SELECT FROM {TAGGED} AND t.idea_id = i.id OFFSET 0)",
    "place_id": f"EXISTS (SELECT FROM {PLACED} AND p.idea_id = i.id OFFSET 0)",
    "in_stage_since": "i.state IN ('triage', 'active') AND i.stage_since <= CAST(:in_stage_since AS date)",
    "mine": "(i.author_id = CAST(:mine AS uuid) OR i.owner_id = CAST(:mine AS uuid))",
    "historical": "(i.source IS NOT NULL) = CAST(:historical AS boolean)",
}


def conditions(names: Iterable[str]) -> str:
    """The conditions of these names, all of which are to hold."""
    asked = frozenset(names)
    return " AND ".join(condition for name, condition in WHERE.items() if name in asked)


def narrowed_by(filters: Filters, reader: Reader) -> dict[str, Any]:
    """What narrows a list for its reader: by the name of each condition, with the parameters that they take.

    Drafts, which are the reader's own, come only where they are asked for, or words are.
    """
    given: dict[str, Any] = {"visible": True, **seen_by(reader)}
    if filters.state is None:
        given |= {} if filters.text else {"submitted": True}
    elif filters.state in SENT_STATES:
        given["state"] = str(filters.state)
    else:
        given["unsent"] = True
    for name in (*SOUGHT, "in_stage_since", "mine", "historical"):
        if (value := getattr(filters, name)) is not None:
            given[name] = str(value) if name in {"stage", "extent"} else value
    return given | ({"text": filters.text} if filters.text else {})

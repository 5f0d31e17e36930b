"""Lists of ideas: columns only, so that fifty rows cost what one does; no list loads an idea."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.council import OWNER_NAME, Reader
from tracker.idea.visible import OPEN, SUBMITTED, VISIBLE, seen_by
from tracker.idea.words import Stage, State
from tracker.tenancy import rows

PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything. `mine` is the person whose own ideas are wanted."""

    stage: Stage | None = None
    state: State | None = None
    service_id: UUID | None = None
    owner_id: UUID | None = None
    mine: UUID | None = None
    text: str = ""
    historical: bool | None = None

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return self != Filters()


@dataclass(frozen=True)
class Key:
    """The last row of a page: the next page begins after it."""

    changed_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.changed_at.isoformat()}_{self.id}"

    @classmethod
    def read(cls, given: str | None) -> Key | None:
        """Read a key from an address; None for none, or for one that is no key."""
        try:
            moment, _, which = (given or "").partition("_")
            return cls(datetime.fromisoformat(moment), UUID(which))
        except ValueError:
            return None


class ListedIdea(NamedTuple):
    """One line of a list; `owner` is their name, also where they left."""

    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    owner: str | None
    stage_since: date | None
    historical: bool
    changed_at: datetime
    id: UUID

    @property
    def standing(self) -> str:
        """Where it stands: its stage while it is active, else what became of it."""
        return self.stage if self.state == State.ACTIVE else self.outcome or self.state


@dataclass(frozen=True)
class Page:
    """One page of a list, and where the next begins."""

    rows: Sequence[ListedIdea]
    next_key: Key | None


_LIST = f"""
SELECT i.ref, i.title, i.stage, i.state, i.outcome, {OWNER_NAME.format("i.owner_id")} AS owner, i.stage_since,
 i.source IS NOT NULL AS historical, i.changed_at, i.id
FROM idea i WHERE {{}} ORDER BY i.changed_at DESC, i.id DESC LIMIT {{}}"""  # noqa: S608 - made of constants only

_WHERE = {
    "visible": VISIBLE.format("i"),
    "submitted": SUBMITTED.format("i"),
    "open": OPEN.format("i"),
    "state": "i.state = CAST(:state AS text)",
    "stage": "i.stage = CAST(:stage AS text)",
    "service_id": "i.service_id = CAST(:service_id AS uuid)",
    "owner_id": "i.owner_id = CAST(:owner_id AS uuid)",
    "mine": "(i.author_id = CAST(:mine AS uuid) OR i.owner_id = CAST(:mine AS uuid))",
    "text": "(i.title ILIKE CAST(:like AS text) ESCAPE '/' OR i.ref = upper(CAST(:text AS text)))",
    "historical": "(i.source IS NOT NULL) = CAST(:historical AS boolean)",
    "after": "(i.changed_at, i.id) < (CAST(:after_at AS timestamptz), CAST(:after_id AS uuid))",
}


@functools.cache
def _asked(narrowed: tuple[str, ...], most: int) -> str:
    """The statement for one combination of what narrows it, made once; what is sought comes as parameters.

    The length stands in it as it is: with a parameter, a plan that is kept would have to do for any.
    """
    return _LIST.format(" AND ".join(_WHERE[name] for name in narrowed), int(most))


def listing(*, reader: Reader, filters: Filters | None = None, after: Key | None = None, limit: int = PAGE) -> Page:
    """One page of the ideas that a reader may see, those changed last first: one statement, whatever is filtered.

    Drafts, which are the reader's own, are listed only where they are asked for.
    """
    given = _given(filters or Filters(), reader, after)
    found = rows(ListedIdea, _asked(tuple(name for name in _WHERE if name in given), limit + 1), **given)
    shown = found[:limit]
    return Page(rows=shown, next_key=Key(shown[-1].changed_at, shown[-1].id) if len(found) > limit else None)


def _given(filters: Filters, reader: Reader, after: Key | None) -> dict[str, Any]:
    """What narrows the list, by the name of its condition, with the parameters that the conditions take."""
    given: dict[str, Any] = {"visible": True, **seen_by(reader)}
    if filters.state:
        given["state"] = str(filters.state)
    else:
        given["submitted"] = True
    for name in ("stage", "service_id", "owner_id", "mine", "historical"):
        if (value := getattr(filters, name)) is not None:
            given[name] = str(value) if name == "stage" else value
    if filters.text:
        literal = filters.text.replace("/", "//").replace("%", "/%").replace("_", "/_")
        given |= {"open": True, "text": filters.text, "like": f"%{literal}%"}
    if after:
        given |= {"after": True, "after_at": after.changed_at, "after_id": after.id}
    return given

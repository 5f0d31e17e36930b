"""A collaborative as its pages show it: found by its code in the very statement that reads what stands in it."""

from __future__ import annotations

import functools
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from tracker.collaborative.models import Collaborative
from tracker.idea.words import NotFoundError
from tracker.tenancy import Answers, Query, current_council, together


class OpenCollaborative(NamedTuple):
    """A collaborative of the open council, to be shown."""

    id: UUID
    code: str
    name: str | None
    theme: str | None
    shared_target: str | None
    started: str | None
    source: str | None
    convenor_id: UUID | None
    ends_on: date | None

    @property
    def historical(self) -> bool:
        """Whether a report tells of it: nobody works in it now."""
        return self.source is not None

    @property
    def called(self) -> str:
        """Its name, or its code where it has none."""
        return self.name or self.code


class ToBeOpened(NamedTuple):
    """A collaborative of which so far only the code is known: what is asked of it is asked by `opened`.

    Its identifier is nobody's: what is asked with it otherwise finds nothing.
    """

    id: UUID = UUID(int=0)


TO_BE_OPENED = ToBeOpened()
AnyCollaborative = Collaborative | OpenCollaborative | ToBeOpened

_BY_ID = "CAST(:collaborative AS uuid)"
_OURS = """
SELECT {columns} FROM collaborative c JOIN collaborative_member m ON m.collaborative_id = c.id
 WHERE c.code = CAST(:code AS text) AND m.council_id = CAST(:here AS uuid) AND m.left_on IS NULL LIMIT 1"""
_OPENED = _OURS.format(columns=", ".join(f"c.{field}" for field in OpenCollaborative._fields))
_BY_CODE = f"({_OURS.format(columns='c.id')})"


def opened(code: str, *queries: Query[Any]) -> tuple[OpenCollaborative, Answers]:
    """A collaborative of the open council, and what queries about `TO_BE_OPENED` find in it. One statement.

    Raises NotFoundError for any other: the same statement finds nothing then, whether it is there for others or not.
    """
    which = {"code": code, "here": current_council()}
    itself = Query(OpenCollaborative, _OPENED, which, list)
    asked = {query: _by_code(query, which) for query in queries}
    answers = together((itself, *asked.values()))
    if not (found := answers.of(itself)):
        raise NotFoundError(code)
    return found[0], Answers({query: answers.of(each) for query, each in asked.items()})


def _by_code(query: Query[Any], which: dict[str, object]) -> Query[Any]:
    given = {name: value for name, value in query.given.items() if name != "collaborative"}
    return Query(query.into, _stated_by_code(query.statement), {**given, **which}, query.read)


@functools.lru_cache(maxsize=256)
def _stated_by_code(statement: str) -> str:
    return statement.replace(_BY_ID, _BY_CODE)

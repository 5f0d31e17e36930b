"""A collaborative as its pages show it: found by its code in the very statement that reads what stands in it."""

from __future__ import annotations

import functools
from collections import namedtuple
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from tracker.collaborative.models import Collaborative
from tracker.idea import Aside, aside_of_rows
from tracker.idea.words import NotFoundError
from tracker.tenancy import Answers, Query, current_council, given_to_all, rows


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

_BY_ID, _OPENED = "CAST(:collaborative AS uuid)", "opened.id"
_OURS = f"""
SELECT {", ".join(f"c.{field}" for field in OpenCollaborative._fields)} FROM collaborative c
  JOIN collaborative_member m ON m.collaborative_id = c.id
 WHERE c.code = CAST(:code AS text) AND m.council_id = CAST(:here AS uuid) AND m.left_on IS NULL LIMIT 1"""  # noqa: S608 - constants


def opened(code: str, *queries: Query[Any]) -> tuple[OpenCollaborative, Answers]:
    """A collaborative of the open council, and what queries about `TO_BE_OPENED` find in it. One statement.

    Raises NotFoundError for any other: the same statement finds nothing then, whether it is there for others or not,
    and nothing that stands in it is looked at. Raises ValueError where two queries give a name another value.
    """
    given = {**given_to_all(queries), "code": code, "here": current_council()}
    asked = _opening(tuple((query.into, query.statement) for query in queries))
    if not (found := rows(asked.row, asked.sql, **given)):
        raise NotFoundError(code)
    [row] = found
    itself = OpenCollaborative._make(row[: len(OpenCollaborative._fields)])
    parts = zip(queries, asked.parts, row[len(OpenCollaborative._fields) :], strict=True)
    return itself, Answers({query: query.read(part.read(told)) for query, part, told in parts})


class _Opening(NamedTuple):
    """The statement that finds a collaborative with what stands in it, its row, and how each part of that is read."""

    sql: str
    row: type[Any]
    parts: Sequence[Aside[list[Any]]]


@functools.lru_cache(maxsize=256)
def _opening(asked: tuple[tuple[type[Any], str], ...]) -> _Opening:
    parts = [
        aside_of_rows(f"part_{number}", into, statement.replace(_BY_ID, _OPENED))
        for number, (into, statement) in enumerate(asked)
    ]
    named = [*OpenCollaborative._fields, *(part.name for part in parts)]
    columns = ", ".join(["opened.*", *(f"({part.sql}) AS {part.name}" for part in parts)])
    row: type[Any] = namedtuple("OpenedRow", named)  # type: ignore[misc]  # noqa: PYI024 - its fields are those parts
    return _Opening(f"SELECT {columns} FROM ({_OURS}) AS opened", row, parts)  # noqa: S608 - constants

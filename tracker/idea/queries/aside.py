"""What the words above the spine tell beside an idea's story, in the story's own statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar, get_type_hints

from tracker.idea.models import Idea
from tracker.tenancy import Query, reader_of

T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R", bound=tuple[Any, ...])


class AsideRow(NamedTuple):
    """What an aside says of one idea, as it is read."""

    told: Any


@dataclass(frozen=True)
class Aside(Generic[T_co]):
    """One thing told beside the story of an idea: a query of one JSON value, and how that value is read.

    `sql` is a query of one row and one column that names the row of the idea `idea`; it takes no particulars.
    """

    name: str
    sql: str
    read: Callable[[Any], T_co]

    def on(self, idea: Idea) -> Query[T_co]:
        """The same of one idea, to be asked together with others."""
        statement = f"SELECT ({self.sql}) AS told FROM idea WHERE idea.id = CAST(:idea AS uuid)"  # noqa: S608 - constants
        return Query(AsideRow, statement, {"idea": idea.id}, lambda found: self.read(found[0].told))


def aside_of_rows(name: str, into: type[R], statement: str) -> Aside[list[R]]:
    """An aside of several rows, each a named tuple of one class, in the order of a statement that names `idea`."""
    hints, fields = get_type_hints(into), into._fields  # type: ignore[attr-defined]  # every named tuple has it
    readers = [(place, how) for place, field in enumerate(fields) if (how := reader_of(hints[field]))]
    columns = ", ".join(f't."{field}"' for field in fields)
    make: Callable[[list[Any]], R] = into._make  # type: ignore[attr-defined]

    def read(told: Sequence[list[Any]] | None) -> list[R]:
        for row in told or ():
            for place, how in readers:
                if (value := row[place]) is not None:
                    row[place] = how(value)
        return list(map(make, told or ()))

    return Aside(name, f"SELECT json_agg(json_build_array({columns})) FROM ({statement}) AS t", read)  # noqa: S608 - constants

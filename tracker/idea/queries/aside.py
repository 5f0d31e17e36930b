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
    hints = get_type_hints(into)
    readers = [reader_of(hints[field]) for field in into._fields]  # type: ignore[attr-defined]  # every named tuple has it
    columns = ", ".join(f't."{field}"' for field in into._fields)  # type: ignore[attr-defined]

    def read(told: Sequence[Sequence[Any]] | None) -> list[R]:
        return [
            into(*(how(each) if how and each is not None else each for how, each in zip(readers, row, strict=True)))
            for row in told or ()
        ]

    return Aside(name, f"SELECT json_agg(json_build_array({columns})) FROM ({statement}) AS t", read)  # noqa: S608 - constants

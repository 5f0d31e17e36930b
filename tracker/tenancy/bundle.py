"""Several statements read as one: each answers with its rows as JSON, read back as the named tuples they are."""

from __future__ import annotations

import functools
import types
import typing
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from tracker.tenancy.doors import rows

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
FieldReader = Callable[[Any], Any]
FieldReaders = Sequence[tuple[int, FieldReader]]  # of those fields that are not what they are in JSON, by their place

FROM_TEXT: dict[Any, FieldReader] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    UUID: UUID,
}


@dataclass(frozen=True, eq=False)
class Query(Generic[T_co]):
    """A constant statement with its particulars, the named tuple of its rows, and what is made of them."""

    into: type[Any]
    statement: str
    given: Mapping[str, object]
    read: Callable[[list[Any]], T_co]

    def answer(self) -> T_co:
        """Ask it by itself, on the open door."""
        return self.read(rows(self.into, self.statement, **self.given))


class Answers:
    """What several queries found that were asked at once."""

    def __init__(self, found: Mapping[Query[Any], Any]) -> None:
        self._found = found

    def of(self, query: Query[T]) -> T:
        """What one of them found."""
        answer: T = self._found[query]
        return answer


def together(queries: Iterable[Query[Any]], *, sharing: str = "") -> Answers:
    """Ask several queries in one statement, on the open door; `sharing` a WITH clause of rows that they share.

    Raises ValueError where two give the same name another value.
    """
    asked = tuple(queries)
    given = given_to_all(asked)
    bundle = _bundle(tuple((query.into, query.statement) for query in asked), sharing)
    [found] = rows(bundle.row, bundle.sql, **given)
    parts = zip(asked, bundle.readers, found, strict=True)
    return Answers({query: query.read(_rows(query.into, readers, each)) for query, readers, each in parts})


def given_to_all(queries: Iterable[Query[Any]]) -> dict[str, object]:
    """The particulars of queries that are asked as one. Raises ValueError where two give a name another value."""
    given: dict[str, object] = {}
    for query in queries:
        for name, value in query.given.items():
            if given.setdefault(name, value) != value:
                msg = f"two queries give {name} another value"
                raise ValueError(msg)
    return given


class _Bundle(typing.NamedTuple):
    """The statement that asks all, the row that it answers with, and how the fields of each part are read."""

    sql: str
    row: type[Any]
    readers: Sequence[FieldReaders]


@functools.lru_cache(maxsize=256)
def _bundle(asked: tuple[tuple[type[Any], str], ...], sharing: str) -> _Bundle:
    names = [f"part_{number}" for number in range(len(asked))]
    parts = (
        f"(SELECT json_agg(json_build_array({_columns(into)})) FROM ({statement}) AS t) AS {name}"  # noqa: S608 - constants
        for name, (into, statement) in zip(names, asked, strict=True)
    )
    row: type[Any] = namedtuple("BundleRow", names)  # type: ignore[misc]  # noqa: PYI024 - its fields are those parts
    return _Bundle(f"{sharing} SELECT {', '.join(parts)}", row, [_readers(into) for into, _ in asked])


def _columns(into: type[Any]) -> str:
    return ", ".join(f't."{field}"' for field in into._fields)


def _rows(into: type[Any], readers: FieldReaders, found: Sequence[list[Any]] | None) -> list[Any]:
    for each in found or ():
        for place, read in readers:
            if (value := each[place]) is not None:
                each[place] = read(value)
    return list(map(into._make, found or ()))


def _readers(into: type[Any]) -> FieldReaders:
    hints = typing.get_type_hints(into)
    found = ((place, reader_of(hints[field])) for place, field in enumerate(into._fields))
    return [(place, read) for place, read in found if read]


def reader_of(hint: Any) -> FieldReader | None:
    """How JSON's text is read as what a field holds: a day, a moment, an identifier; None where it is that already."""
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return next((FROM_TEXT[kind] for kind in kinds if kind in FROM_TEXT), None)

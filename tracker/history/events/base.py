"""What every kind of event is: typed particulars, stored as plain values and read back whatever once was stored."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType, NoneType, UnionType
from typing import Any, ClassVar, Self, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Event:
    """One thing that happened. `what` is the kind's stored key, for ever; the fields hold plain values, days in ISO.

    `former` are keys of kinds that became this one, each with the particulars that it stood for. `another` are the
    fields that name another idea of the council, its reference first: they are for who may see that idea alone.
    """

    what: ClassVar[str]
    former: ClassVar[Mapping[str, Mapping[str, object]]] = MappingProxyType({})
    another: ClassVar[tuple[str, ...]] = ()

    def as_plain(self) -> dict[str, object]:
        """Return the particulars as they are stored."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def of(cls, particulars: Mapping[str, Any]) -> Self:
        """Read particulars of any age: what is missing or of another shape is blank, what is unknown is left out."""
        shapes = _shapes(cls)  # type: ignore[arg-type]  # mypy takes the instances' hash for the class's
        return cls(**{name: shape.read(particulars.get(name)) for name, shape in shapes.items()})


@dataclass(frozen=True)
class OtherEvent(Event):
    """Something of a kind that this code does not know: a later or an earlier one recorded it."""

    what = "other"
    key: str


@dataclass(frozen=True)
class Shape:
    """How the value of a field looks in JSON, and what stands there where it is missing."""

    kind: type
    blank: object

    def read(self, value: object) -> Any:
        """Return the value if it looks like this, else the blank; yes and no are no numbers."""
        fits = isinstance(value, self.kind) and isinstance(value, bool) <= (self.kind is bool)
        return value if fits else self.blank


BLANKS: dict[type, Shape] = {
    str: Shape(str, ""),
    int: Shape(int, 0),
    bool: Shape(bool, blank=False),
    Sequence: Shape(list, ()),
    Mapping: Shape(dict, {}),
}


@functools.cache
def _shapes(kind: type[Event]) -> dict[str, Shape]:
    hints = get_type_hints(kind)
    return {field.name: _shape(hints[field.name]) for field in fields(kind)}


def _shape(hint: Any) -> Shape:
    """The shape of a field by its type. Raises KeyError for a type that is no plain value."""
    if get_origin(hint) is UnionType:
        (needed,) = (each for each in get_args(hint) if each is not NoneType)
        return Shape(_shape(needed).kind, None)
    return BLANKS[get_origin(hint) or hint]

"""What the council at hand set of its own: days, weights, targets, rules of nudges; nothing where it set nothing.

A door that opens a council's rows has them in force behind it (tracker/tenancy). `holding` puts others in their place:
those of a past day, or those that somebody thinks of. Each is a plain value by its name, such as `days.sponsor`; what a
name means and which values will do is said by the word that asks for it (docs/decisions/0049).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token

Value = int | str | bool


class Settings(Mapping[str, Value]):
    """Settings of one council on one day, by name; a key of whatever is worked out from them."""

    __slots__ = ("_hash", "_values")

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        self._values = dict(values or {})
        self._hash = hash(frozenset(self._values.items()))

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Settings) and self._values == other._values)

    def under(self, prefix: str) -> dict[str, Value]:
        """Those whose name begins so, by what follows it."""
        return {name.removeprefix(prefix): value for name, value in self._values.items() if name.startswith(prefix)}

    def number(self, name: str, otherwise: int) -> int:
        """A setting that is a number; `otherwise` where it is as it comes."""
        return int(self._values.get(name, otherwise))

    def changed(self, wanted: Mapping[str, Value | None]) -> Settings:
        """The same with some of them set otherwise; None is as it comes."""
        values = {**self._values, **wanted}
        return Settings({name: value for name, value in values.items() if value is not None})


AS_THEY_COME = Settings()
_in_force: ContextVar[Settings] = ContextVar("settings_in_force", default=AS_THEY_COME)


def settings() -> Settings:
    """The settings in force here."""
    return _in_force.get()


def hold(values: Mapping[str, Value] | None) -> Token[Settings]:
    """Have settings in force from here on; whoever opened the door lets go of them again."""
    return _in_force.set(values if isinstance(values, Settings) else Settings(values) if values else AS_THEY_COME)


def let_go(token: Token[Settings]) -> None:
    """Have those in force again that were before."""
    _in_force.reset(token)


@contextmanager
def holding(values: Mapping[str, Value]) -> Iterator[None]:
    """Have other settings in force for a while."""
    token = hold(values)
    try:
        yield
    finally:
        let_go(token)

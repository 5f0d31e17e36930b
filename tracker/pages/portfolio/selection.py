"""What a register is narrowed by: fields whose values stand in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tracker.wording import capital


class OfferedValue(NamedTuple):
    """One value that may be chosen, and how it reads."""

    value: str
    words: str


class RegisterChoice(NamedTuple):
    """One field to narrow by: its name in the address, its label, what is on offer and what is chosen."""

    name: str
    label: str
    offered: tuple[OfferedValue, ...]
    chosen: str | None


def choice(name: str, label: str, nothing: str, offered: Iterable[tuple[str, str]], chosen: object) -> RegisterChoice:
    """A field to narrow by; `nothing` is what choosing none is called, empty where one is always chosen."""
    blank = (OfferedValue("", nothing),) if nothing else ()
    values = (*blank, *(OfferedValue(value, capital(words)) for value, words in offered))
    return RegisterChoice(name, label, values, str(chosen) if chosen else None)

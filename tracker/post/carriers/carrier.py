"""What a carrier of letters is, whoever carries: a mail server, or a provider that can be asked what it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, Self
from uuid import UUID

from tracker.post.outbox import OutboxLetter
from tracker.post.rules import Fate

Goes = Callable[[], bool]


@dataclass(frozen=True)
class Handover:
    """What became of one attempt, and what went wrong; `cut` says that the conversation broke off.

    What was accepted went under a name, the attempt's own: a later report that it came back says of which attempt.
    """

    fate: Fate
    error: str | None = None
    cut: bool = False
    name: str | None = None


@dataclass(frozen=True)
class ReturnedLetter:
    """A letter that its carrier took, and tells of that it did not arrive: as which attempt, its fate and why.

    `name` is empty where it does not say which attempt, `address` where it says no other than the letter's own.
    """

    id: UUID
    name: str
    fate: Fate
    reason: str
    address: str = ""


class UnreachableError(ConnectionError):
    """Nobody answers where letters are handed in; the message says where, and what went wrong."""


class TakenError(RuntimeError):
    """The attempt is not ours any more: we were away for longer than its lease, and another has taken the letter."""


class Carrier(Protocol):
    """One shape for every way that letters go; it is entered once for as many letters as follow."""

    @property
    def where(self) -> str:
        """Name who is handed the letters: at most one process at a time hands any to them."""

    @property
    def led_by(self) -> str:
        """Name the settings that lead there, for whoever looks after the installation."""

    def __enter__(self) -> Self:
        """Be ready for letters."""

    def __exit__(self, *why: object) -> None:
        """Leave nothing open."""

    def answers(self) -> str:
        """Return who answers, for whoever looks after the installation. Raises UnreachableError within seconds."""

    def already_there(self, letter: OutboxLetter) -> str | None:
        """Return the name of an earlier attempt, whose end nobody saw, that delivered the letter; empty where none did.

        None where nobody can be asked. Raises UnreachableError.
        """

    def carry(self, letter: OutboxLetter, goes: Goes) -> Handover:
        """Hand one letter in, and say what became of it.

        Before its words go, `goes` is asked: from then on it is perhaps delivered. Raises TakenError if that says no.
        """

    def returned(self, *, seconds: float) -> Iterator[list[ReturnedLetter]]:
        """Yield what it tells of letters that it took and that did not arrive, a piece at a time, for so many seconds.

        Nothing where it cannot be asked. What was told before is told again. Raises UnreachableError.
        """

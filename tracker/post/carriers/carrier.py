"""What a carrier of letters is, whoever carries: a mail server, or a provider that can be asked what it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

from tracker.post.outbox import OutboxLetter


@dataclass(frozen=True)
class Handover:
    """What became of one attempt: what went wrong, or None; `judged` says whether anybody was there to judge it."""

    error: str | None
    judged: bool


class UnreachableError(ConnectionError):
    """Nobody answers where letters are handed in; the message says where, and what went wrong."""


class Carrier(Protocol):
    """One shape for every way that letters go; it is entered once for as many letters as follow."""

    def __enter__(self) -> Self:
        """Be ready for letters."""

    def __exit__(self, *why: object) -> None:
        """Leave nothing open."""

    def answers(self) -> str:
        """Return who answers, for whoever looks after the installation. Raises UnreachableError within seconds."""

    def already_there(self, letter: OutboxLetter) -> bool:
        """Say whether an earlier attempt, whose end nobody saw, delivered the letter after all."""

    def carry(self, letter: OutboxLetter) -> Handover:
        """Hand one letter in, and say what became of it."""

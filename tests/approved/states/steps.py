"""What a state is: acts through pages in a town of its own, in their order, and who looks at what then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.approved.files import name_of
from tests.approved.visits import Visit


@dataclass(frozen=True)
class Days:
    """So many days pass; with `works` the worker does on the last of them what it promises."""

    days: int
    works: bool = True


@dataclass(frozen=True)
class Meanwhile:
    """What comes about without a page, written by whoever owns the database."""

    statement: str


Step = Visit | Days | Meanwhile


@dataclass(frozen=True)
class State:
    """What happens, and who looks at it. An act is a form that leads on to another page."""

    name: str
    steps: Sequence[Step]

    def named(self) -> list[tuple[str, Step]]:
        """Every step, and what is kept of it under which name; nothing is kept of a `Meanwhile`."""
        return [(f"pages/after/{self.name}/{number:02}_{_words(step)}", step) for number, step in enumerate(self.steps)]

    def names(self) -> list[str]:
        """The names alone of what is kept."""
        return [name for name, step in self.named() if not isinstance(step, Meanwhile)]


def _words(step: Step) -> str:
    if isinstance(step, Visit):
        return name_of(step.address.strip("/").replace("{", "").replace("}", "") or "home", step.who)
    return f"letters-after-{step.days}-days" if isinstance(step, Days) else "meanwhile"


def sends(who: str, address: str, **form: str | list[str]) -> Visit:
    """Somebody sends a form."""
    return Visit(who, address, form)


def look(address: str, *people: str) -> list[Visit]:
    """People look at an address."""
    return [Visit(who, address) for who in people]

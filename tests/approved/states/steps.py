"""What a state is: acts through pages in a town of its own, in their order, and who looks at what then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.approved.visits import Visit


@dataclass(frozen=True)
class Days:
    """So many days pass; with `works` the worker does on the last of them what it promises."""

    days: int
    works: bool = True


@dataclass(frozen=True)
class Meanwhile:
    """What comes about without a page, written by whoever owns the database."""

    what: str
    statement: str


Step = Visit | Days | Meanwhile


@dataclass(frozen=True)
class State:
    """What happens, and who looks at it: what is kept of a page is what changed on it, or all of it with `whole`."""

    name: str
    steps: Sequence[Step]
    whole: bool = False

    @property
    def kept_under(self) -> str:
        """What its story is kept under."""
        return f"after/{self.name}"


def told(step: Step) -> str:
    """A step in a line."""
    if isinstance(step, Days):
        return f"{step.days} days pass"
    if isinstance(step, Meanwhile):
        return f"meanwhile: {step.what}"
    form = "".join(f" {name}={value!r}" for name, value in (step.form or {}).items())
    return f"{step.who} {'looks at' if step.form is None else 'sends'} {step.address}{form}"


def sends(who: str, address: str, **form: str | list[str]) -> Visit:
    """Somebody sends a form."""
    return Visit(who, address, form)


def refused(who: str, address: str, **form: str | list[str]) -> Visit:
    """Somebody sends a form that is refused for what was done before."""
    return Visit(who, address, form, "refused")


def look(address: str, *people: str) -> list[Visit]:
    """People look at an address."""
    return [Visit(who, address) for who in people]

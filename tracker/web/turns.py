"""Whose turn it is: acts on one thing wait for each other, and each finds it as the one before left it.

An address with `<ref>` is about an idea: its row is held, first thing, until the act is kept. All other acts declare
their turn with their screen, so that none is without by being forgotten.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from flask import request

from tracker import idea
from tracker.tenancy import current_council, take_turn


class ActTurn(Enum):
    """What an act takes its turn on, where its address names no idea."""

    COUNCIL = "the council: its people, services, promise and words"
    OWN = "what the act itself holds: a row, a key or a number"


COUNCIL = ActTurn.COUNCIL
OWN = ActTurn.OWN


def wait_for(turn: ActTurn | None, arguments: dict[str, Any], also: tuple[str, ...]) -> None:
    """Wait until nobody else acts on what an address names, and on the other ideas that these fields name."""
    if "ref" in arguments:
        named = (name for field in also for name in idea.may_be_named(request.form.get(field, "")))
        idea.hold([arguments["ref"], *(name for name in named if name.isascii() and name.isprintable() and name)])
    elif turn is COUNCIL:
        take_turn(f"council {current_council()}")

"""Who opens screens in the matrix, by name, and what a cell of it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

People = frozenset[str]
Form = Mapping[str, Any]

ANYONE = frozenset({"anyone"})
GUEST = frozenset({"a guest"})
SIGNED_IN = frozenset({"signed in"})
EVERYONE = frozenset({"contributor", "owner", "lead", "sponsor", "observer", "admin"})
WRITERS = EVERYONE - {"observer", "admin"}
READERS = frozenset({"lead", "sponsor", "observer"})
KEEPERS = frozenset({"owner", "lead"})
LEAD = frozenset({"lead"})
ADMIN = frozenset({"admin"})
OPERATOR: People = frozenset()  # no role of a council: somebody who runs the platform

# --- the people of tests/tracker/things.py ----------------------------------------------------------------------------
GUESTS = frozenset({"guest"})  # of the place's collaborative: for every council page as good as nobody
NOBODY = frozenset({"nobody"}) | GUESTS  # not signed in to a council
RUNS = frozenset({"operator"})
AUTHOR, COLLEAGUE, SPONSOR = frozenset({"author"}), frozenset({"colleague"}), frozenset({"sponsor"})
OBSERVER, OTHER_OWNER = frozenset({"observer"}), frozenset({"other owner"})
KEEPS = frozenset({"owner", "lead"})
OWNERS = KEEPS | OTHER_OWNER
SEE_THE_WHOLE = LEAD | SPONSOR | OBSERVER | {"other sponsor"}
ALL_WRITERS = AUTHOR | COLLEAGUE | OWNERS | SPONSOR | {"other sponsor"}
ALL = ALL_WRITERS | OBSERVER | ADMIN
ALL_SIGNED_IN = ALL | RUNS
WHOEVER = ALL_SIGNED_IN | NOBODY


@dataclass(frozen=True)
class On:
    """A screen tried on one thing: the statuses of its page and of its form; `missing` is what is not there."""

    thing: str = ""
    get: Mapping[int, People] = field(default_factory=dict)
    post: Mapping[int, People] = field(default_factory=dict)
    send: Form | Callable[[Mapping[str, Any]], Form] = field(default_factory=dict)
    at: Mapping[str, Any] = field(default_factory=dict)
    missing: int = 404
    stored: int = 303  # the answer to a form after which something is stored
    idle: People = frozenset()  # for whom the form, in order as it is, changes nothing: it was so before


@dataclass(frozen=True)
class Row:
    """The roles that a screen is for, and what it is tried on."""

    may: People
    on: tuple[On, ...]


def row(may: People, *on: On) -> Row:
    """One row of the matrix."""
    return Row(may, on)

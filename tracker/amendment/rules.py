"""What two states of a row differ in. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.amendment.words import FIELDS, TITLES, RecordKind


def is_blank(said: object) -> bool:
    """Whether nothing is said: no amount of nothing, but a box that is not ticked."""
    return said is None or said is False or (isinstance(said, str) and not said.strip())


def changed_fields(kind: RecordKind, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What a person says of a row and said otherwise before, in the order in which it is shown."""
    pairs = {name: (before.get(name), after.get(name)) for name in FIELDS[kind]}
    return [name for name, (was, said) in pairs.items() if was != said and not (is_blank(was) and is_blank(said))]


def overwrites(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether something that stood there is said otherwise: what was empty is only filled in."""
    return any(not is_blank(before[name]) and before[name] != said for name, said in after.items())


def title_of(kind: RecordKind, row: Mapping[str, Any]) -> str:
    """What names a row in a sentence; nothing where it says none of that."""
    return next((str(row[name]) for name in TITLES[kind] if row.get(name)), "")

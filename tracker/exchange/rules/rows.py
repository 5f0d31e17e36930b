"""What names a row, and in what two rows differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from tracker.exchange.words import SheetColumn, quote


def row_keys(columns: Sequence[SheetColumn], rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Name rows by their whole content and its occurrence: the second of two equal rows is another row.

    An optional column is none of it where it says nothing.
    """
    occurrences: dict[str, int] = {}
    keys = []
    for cells in rows:
        said = [cells[column.name] for column in columns if not column.optional]
        said += [f"{column.name}={cells[column.name]}" for column in columns if column.optional and cells[column.name]]
        content = json.dumps(said, ensure_ascii=False)
        digest = hashlib.sha256(content.encode()).hexdigest()[:40]
        occurrences[digest] = occurrences.get(digest, 0) + 1
        keys.append(f"{digest}-{occurrences[digest]}")
    return keys


def differing_columns(stored: Mapping[str, str], given: Mapping[str, str], columns: Sequence[SheetColumn]) -> list[str]:
    """Name the columns in which a row here differs from the row given; an optional one only where that says a thing."""
    asked = [column.name for column in columns if given[column.name] or not column.optional]
    return [name for name in asked if stored.get(name, "") != given[name]]


def difference(given: Mapping[str, str], stored: Mapping[str, str], columns: Sequence[str]) -> str:
    """Say in what a row given differs from the one here, by the columns that do."""
    also = f", and {', '.join(columns[1:])} too" if columns[1:] else ""
    differs = f"{quote(given[columns[0]])} differs from what is kept here, {quote(stored[columns[0]])}{also}"
    return f"{differs}; the row here stays as it is"

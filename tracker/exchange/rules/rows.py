"""What names a row, and in what two rows differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from tracker.exchange.words import SheetColumn


def row_keys(columns: Sequence[SheetColumn], rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Name rows by their whole content and its occurrence: the second of two equal rows is another row."""
    occurrences: dict[str, int] = {}
    keys = []
    for cells in rows:
        content = json.dumps([cells[column.name] for column in columns], ensure_ascii=False)
        digest = hashlib.sha256(content.encode()).hexdigest()[:40]
        occurrences[digest] = occurrences.get(digest, 0) + 1
        keys.append(f"{digest}-{occurrences[digest]}")
    return keys


def differing_columns(stored: Mapping[str, str], given: Mapping[str, str]) -> list[str]:
    """Name the columns in which a row here differs from the row given."""
    return [name for name, cell in given.items() if stored.get(name, "") != cell]

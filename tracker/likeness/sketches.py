"""The sketches of a council's ideas, kept by a process: they find what is near by meaning, and hold nothing of a text.

A sketch is one bit for each number of a vector, its sign: 48 bytes an idea. Each look-up brings what is new since the
last. The council that was looked at longest ago goes first where they become too many.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tracker.likeness.meaning import arrays, is_here

SKETCH_BYTES, ID_BYTES = 48, 16
ROW_BYTES = ID_BYTES + SKETCH_BYTES
MOST_ROWS = 120_000  # of all councils together, in one process: 8 MB


@dataclass
class SketchBook:
    """The sketches of one council up to a number."""

    known: int = 0
    rows: Any = None

    def add(self, fresh: bytes, newest: int) -> None:
        """Add what is new; of an idea that was sketched before the newer holds."""
        numpy = arrays()
        added = numpy.frombuffer(fresh, dtype=[("id", f"V{ID_BYTES}"), ("sketch", "<u8", (SKETCH_BYTES // 8,))])
        self.rows = added if self.rows is None else numpy.concatenate([self.rows, added])
        self.known = newest
        _, last = numpy.unique(self.rows["id"].view(f"S{ID_BYTES}")[::-1], return_index=True)
        self.rows = self.rows[len(self.rows) - 1 - numpy.sort(last)[::-1]]

    def sketch_of(self, idea_id: UUID) -> bytes | None:
        """The sketch of an idea; None where it has none."""
        if self.rows is None:
            return None
        at = arrays().flatnonzero(self.rows["id"] == arrays().void(idea_id.bytes))
        return self.rows["sketch"][at[0]].tobytes() if len(at) else None

    def nearest(self, sketch: bytes, most: int) -> Sequence[UUID]:
        """The ideas whose sketches differ in the fewest bits."""
        if self.rows is None:
            return []
        numpy = arrays()
        apart = numpy.bitwise_count(self.rows["sketch"] ^ numpy.frombuffer(sketch, "<u8")).sum(1, dtype=numpy.int32)
        found = numpy.argpartition(apart, most)[:most] if len(apart) > most else range(len(apart))
        return [UUID(bytes=self.rows["id"][place].tobytes()) for place in found]


_books: OrderedDict[UUID, SketchBook] = OrderedDict()


def book_of(council_id: UUID) -> SketchBook | None:
    """The sketches of a council in this process; None without the model."""
    if not is_here():
        return None
    book = _books.setdefault(council_id, SketchBook())
    _books.move_to_end(council_id)
    return book


def make_room() -> None:
    """Forget the councils that were looked at longest ago, while there are too many sketches."""
    while len(_books) > 1 and sum(len(book.rows) for book in _books.values() if book.rows is not None) > MOST_ROWS:
        _books.popitem(last=False)


def forget() -> None:
    """Forget all, as a new process has none: tests do, whose databases end."""
    _books.clear()

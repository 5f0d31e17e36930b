"""What the words above the spine tell beside an idea's story, in the story's own statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Aside(Generic[T]):
    """One thing told beside the story of an idea: a query of one JSON value, and how that value is read.

    `sql` is a query of one row and one column that names the row of the idea `idea`; it takes no particulars.
    """

    name: str
    sql: str
    read: Callable[[Any], T]

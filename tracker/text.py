"""What text is at all: what a column of text can hold, and a log and a page can show."""

from __future__ import annotations

import re

_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")  # NUL, and halves of a character


def is_text(words: str) -> bool:
    """Whether the database can hold words as they stand."""
    return _NO_TEXT.search(words) is None


def as_text(words: str) -> str:
    """What the database can hold of words: all of them, nearly always."""
    return _NO_TEXT.sub("", words)

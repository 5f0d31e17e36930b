"""What text is at all: what a column of text can hold, a log and a page can show, and a reader can see."""

from __future__ import annotations

import re
import unicodedata

_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")  # NUL, and halves of a character
_LINE_BREAK = re.compile(r"\r\n?")
# Marks of no width and of direction. Two that join letters belong to scripts and drawings that join; elsewhere nobody
# sees them.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<![^\0-\u02ff\u2000-\u206f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\u02ff\u2000-\u206f])"
)
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # signs that are drawn as nothing
_NOT_DRAWN = frozenset({"Cc", "Cf", "Cn", "Zl", "Zp", "Zs"})
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def is_text(words: str) -> bool:
    """Whether the database can hold words as they stand."""
    return _NO_TEXT.search(words) is None


def as_text(words: str) -> str:
    """What the database can hold of words: all of them, nearly always."""
    return _NO_TEXT.sub("", words)


def has_unseen(words: str) -> bool:
    """Whether words hold marks that nobody sees: of no width, or of direction."""
    return not words.isascii() and _UNSEEN.search(words) is not None


def is_blank(words: str) -> bool:
    """Whether words are empty to the eye."""
    return all(
        sign in _BLANK or unicodedata.category(sign) in _NOT_DRAWN or _VARIATION.match(sign) is not None
        for sign in words
    )


def as_written(words: str) -> str:
    """Words as their writer sees them: a line break is one sign, unseen marks are none, what looks empty is empty."""
    seen = _LINE_BREAK.sub("\n", words)
    if seen.isascii():
        return seen
    seen = _UNSEEN.sub("", seen)
    return "" if is_blank(seen) else seen

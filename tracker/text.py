"""What text is at all: what a column of text can hold, a log and a page can show, and an eye can see."""

from __future__ import annotations

import re

_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")  # NUL, and halves of a character
_LINE_BREAK = re.compile(r"\r\n?")
# What has no width, and what turns the direction of reading: nobody sees it, and it makes two of one word.
_MARKS = re.compile(r"[\u200b\u200e\u200f\u061c\u180e\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Joiners say something between signs of one picture and in scripts whose letters join; elsewhere they are marks, too.
_JOINERS = re.compile(r"(?<![^\x00-\u058f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\u058f])")
# What an eye takes for a blank: it is written in other scripts, and says nothing alone.
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f]*"
)


def is_text(words: str) -> bool:
    """Whether the database can hold words as they stand."""
    return _NO_TEXT.search(words) is None


def as_text(words: str) -> str:
    """What the database can hold of words: all of them, nearly always."""
    return _NO_TEXT.sub("", words)


def has_unseen(words: str) -> bool:
    """Whether words hold marks that nobody sees."""
    return without_marks(words) != words


def without_marks(words: str) -> str:
    """Words without what has no width or turns their direction; words that only blanks are left of are none."""
    if words.isascii():
        return words
    return _JOINERS.sub("", _MARKS.sub("", words))


def is_blank(words: str) -> bool:
    """Whether words are empty to the eye."""
    return _UNSEEN.fullmatch(words) is not None


def as_written(words: str) -> str:
    """Words as their writer sees them: a line break is one sign, unseen marks are none, what looks empty is empty."""
    seen = without_marks(_LINE_BREAK.sub("\n", words))
    return "" if is_blank(seen) else seen

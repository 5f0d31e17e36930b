"""Where the words that were sought stand in a text: by the same folding as the search, letter by letter."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

BEFORE = 70  # letters of an excerpt before the first word that was found
LONGEST = 230
SHORTEST_BEGINNING = 3
# What is written between the letters of one word and not read: accents by themselves, apostrophes, what has no width;
# and dashes, since "coproduction" finds "co-production".
_BETWEEN = "[\u0300-\u036f'`\u00b4\u2019\u2032\u00ad\u200b-\u200d\u2060\ufeff\u2010-\u2014-]*"
_NOT_DECOMPOSED = {"o": "\u00f8\u00d8", "l": "\u0142\u0141", "d": "\u0111\u0110\u00f0\u00d0", "a": "\u00e6\u00c6"}
_ACCENTED = range(0x00C0, 0x0250), range(0x1E00, 0x1F00)
# What may follow the stem of a word: a word with another end was another word to the search, too.
_ENDS = "(?:s|e|es|ed|er|ers|or|ors|ing|ings|ly|ion|ions|ive|ively|ation|ations|ment|ments|ness|al|ally)?"
_ENDS_BEHIND_E = "(?:s|d|r|rs|ly|ment|ments)?"
_ENDS_FOR_E = "(?:ing|ings)"
_ENDS_FOR_Y = "(?:i|ies|ied|ying|ily|iness)"


class Piece(NamedTuple):
    """A piece of a text, and whether it is one of the words that were sought."""

    text: str
    marked: bool


class Excerpt(NamedTuple):
    """What of a text is shown of it, and whether it goes on before and behind."""

    pieces: Sequence[Piece]
    begins_within: bool = False
    ends_within: bool = False


class Marker:
    """Finds in a text what a search found it by: `forms` are the words sought and their stems, as they were folded."""

    def __init__(self, forms: Iterable[str], begins: str) -> None:
        self.words = _words(tuple(sorted(forms, key=lambda form: (-len(form), form))), begins)

    def marks(self, text: str) -> list[Piece]:
        """A whole text in pieces."""
        return list(self._pieces(text, 0, len(text)))

    def excerpt(self, text: str) -> Excerpt:
        """A text around the first of the words in it; from its beginning where none is."""
        first = self.words.search(text) if self.words else None
        start = _word_behind(text, first.start() - BEFORE) if first and first.start() > BEFORE else 0
        end = len(text) if len(text) <= start + LONGEST else _word_before(text, start + LONGEST, start)
        return Excerpt(list(self._pieces(text, start, end)), start > 0, end < len(text))

    def _pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        for found in self.words.finditer(text, start, end) if self.words else ():
            if found.start() > start:
                yield Piece(text[start : found.start()], marked=False)
            yield Piece(found[0], marked=True)
            start = found.end()
        if start < end:
            yield Piece(text[start:end], marked=False)


def _word_behind(text: str, place: int) -> int:
    """Where the first word begins that begins behind a place, if one does soon."""
    blank = text.find(" ", place, place + BEFORE)
    return blank + 1 if blank >= 0 else place


def _word_before(text: str, place: int, start: int) -> int:
    """Where the last word ends that ends before a place."""
    blank = text.rfind(" ", start + LONGEST // 2, place)
    return blank if blank >= 0 else place


@functools.lru_cache(maxsize=256)
def _words(forms: tuple[str, ...], begins: str) -> re.Pattern[str] | None:
    """One expression for all of the words, those that stand beside each other together; None where there are none."""
    asked = [_of_form(form) for form in forms]
    if len(begins) >= SHORTEST_BEGINNING and begins.isalpha():
        asked.append(_letters(begins) + r"[^\W_]*")
    if not asked:
        return None
    one = rf"(?<![^\W_])(?:{'|'.join(asked)})(?![^\W_])"
    return re.compile(rf"{one}(?: {one})*", re.IGNORECASE)


def _of_form(form: str) -> str:
    """A word, or a stem with whatever may follow it. Digits stand for themselves."""
    if not form.isalpha():
        return _letters(form)
    root, last = _letters(form[:-1]), form[-1]
    if last in "iy":
        return f"{root}{_BETWEEN}(?:{_letter('y')}|{_ENDS_FOR_Y})"
    if last == "e":
        return f"{root}{_BETWEEN}(?:{_letter('e')}{_ENDS_BEHIND_E}|{_ENDS_FOR_E})"
    return f"{_letters(form)}{_BETWEEN}(?:{_letter(last)}?{_ENDS})"


def _letters(word: str) -> str:
    return _BETWEEN.join(map(_letter, word))


@functools.cache
def _letter(plain: str) -> str:
    """A letter in whatever accents it is written."""
    if not ("a" <= plain <= "z"):
        return re.escape(plain)
    return f"[{plain}{_accents().get(plain, '')}{_NOT_DECOMPOSED.get(plain, '')}]"


@functools.cache
def _accents() -> dict[str, str]:
    """The letters that are one of a to z with something on it, by that."""
    found: dict[str, str] = {}
    for code in (code for block in _ACCENTED for code in block):
        plain = unicodedata.normalize("NFKD", chr(code))[0].lower()
        found[plain] = found.get(plain, "") + chr(code)
    return found

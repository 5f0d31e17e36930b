"""Which way words run. What people wrote from right to left stands by itself, whatever sentence of ours it stands in.

Between a template and its page such words are held between two marks that no text of anybody holds (see `held`): the
page then shows them in an element of their own whose direction is their own (`dir="auto"`), in a field or a title
without one, and a letter in plain words with the marks that Unicode has for it.
"""

from __future__ import annotations

import re

BEGIN, END = "\ufdd0", "\ufdd1"  # of the characters that are never any text
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HOLDS = re.compile(f"[{_RIGHT_TO_LEFT}]")
_MARKS = re.compile(f"[{BEGIN}{END}]")
_FIRST_LETTER = re.compile(rf"[^\W\d_]|[{_RIGHT_TO_LEFT}]")
_RUN = re.compile(rf"[{_RIGHT_TO_LEFT}](?:[^A-Za-z<]*[{_RIGHT_TO_LEFT}])?[!?.…)\u061f]*")
_PAIR = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
_TOKEN = re.compile(r"<(?P<held>title|textarea|option|svg)\b[^>]*>.*?</(?P=held)>|<[^>]*>|" + _PAIR.pattern, re.DOTALL)
_TYPED_IN = re.compile(r"<(?:input|textarea|option)\b(?![^>]*\sdir=)")


def held(value: object) -> object:
    """A value as a template shows it: text with what runs from right to left held, everything else as it is."""
    return hold(value) if type(value) is str else value


def hold(words: str) -> str:
    """Words with what runs from right to left held between marks; all of them where they begin so."""
    if words.isascii() or not _HOLDS.search(words):
        return words
    words = _MARKS.sub("", words)
    first = _FIRST_LETTER.search(words)
    if first and _HOLDS.match(first[0]):
        return f"{BEGIN}{words}{END}"
    return _RUN.sub(lambda run: f"{BEGIN}{run[0]}{END}", words)


def on_a_page(html: str) -> str:
    """A page whose held words stand in elements of their own."""
    return _MARKS.sub("", _TOKEN.sub(_shown, html)) if BEGIN in html else html


def _shown(token: re.Match[str]) -> str:
    if token[0].startswith(BEGIN):
        return f'<bdi dir="auto">{token[2]}</bdi>'
    if BEGIN not in token[0]:
        return token[0]
    return _TYPED_IN.sub(lambda tag: f'{tag[0]} dir="auto"', _MARKS.sub("", token[0]))


def in_plain_words(text: str) -> str:
    """A letter in plain words whose held words are isolated as Unicode has it."""
    return text.replace(BEGIN, "\u2068").replace(END, "\u2069") if BEGIN in text else text

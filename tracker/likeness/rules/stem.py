"""The stem of an English word, by Snowball's second rules for English: as the database's own index has it.

What is looked up there by a stem made here has to be what it made itself: a test compares the two.
"""

from __future__ import annotations

import functools
import re

_EXCEPTIONS = {
    "skis": "ski",
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "idly": "idl",
    "gently": "gentl",
    "ugly": "ugli",
    "early": "earli",
    "only": "onli",
    "singly": "singl",
    "sky": "sky",
    "news": "news",
    "howe": "howe",
    "atlas": "atlas",
    "cosmos": "cosmos",
    "bias": "bias",
    "andes": "andes",
}
_WHOLE = frozenset({"inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"})
_FIRST_REGION = re.compile(r"^(?:gener|commun|arsen)|^.*?[aeiouy][^aeiouy]")
_REGION = re.compile(r".*?[aeiouy][^aeiouy]")
_SHORT_END = re.compile(r"(?:^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY])$")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLE = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_SECOND = {
    "ization": "ize",
    "ational": "ate",
    "fulness": "ful",
    "ousness": "ous",
    "iveness": "ive",
    "tional": "tion",
    "biliti": "ble",
    "lessli": "less",
    "entli": "ent",
    "ation": "ate",
    "alism": "al",
    "aliti": "al",
    "ousli": "ous",
    "iviti": "ive",
    "fulli": "ful",
    "enci": "ence",
    "anci": "ance",
    "abli": "able",
    "izer": "ize",
    "ator": "ate",
    "alli": "al",
    "bli": "ble",
}
_THIRD = {
    "ational": "ate",
    "tional": "tion",
    "alize": "al",
    "icate": "ic",
    "iciti": "ic",
    "ical": "ic",
    "ness": "",
    "ful": "",
}
_FOURTH = (
    "ement",
    "ance",
    "ence",
    "able",
    "ible",
    "ment",
    "ant",
    "ent",
    "ism",
    "ate",
    "iti",
    "ous",
    "ive",
    "ize",
    "al",
    "er",
    "ic",
)


@functools.lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word of small letters."""
    if len(word) < 3 or not word.isascii():  # noqa: PLR2004 - so short a word is its own stem
        return word
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    word = re.sub(r"(?<=[aeiouy])y|^y", "Y", word)
    one = match.end() if (match := _FIRST_REGION.match(word)) else len(word)
    two = match.end() if (match := _REGION.match(word, one)) else len(word)
    word = _plural(word)
    if word in _WHOLE:
        return word
    word = _ending(_derived(_third(_second(_past(word, one), one), one, two), two), one, two)
    return word.replace("Y", "y")


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > len("dies") else word[:-1]
    if word.endswith(("us", "ss")):
        return word
    return word[:-1] if word.endswith("s") and _VOWEL.search(word[:-2]) else word


def _past(word: str, one: int) -> str:
    for ending in ("eedly", "eed"):
        if word.endswith(ending):
            return word[: -len(ending)] + "ee" if len(word) - len(ending) >= one else word
    for ending in ("ingly", "edly", "ing", "ed"):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return _mended(rest, one) if _VOWEL.search(rest) else word
    return word


def _mended(rest: str, one: int) -> str:
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if rest.endswith(_DOUBLE):
        return rest[:-1]
    return rest + "e" if one >= len(rest) and _SHORT_END.search(rest) else rest


def _second(word: str, one: int) -> str:
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in "aeiouy":  # noqa: PLR2004
        word = word[:-1] + "i"
    for ending, instead in _SECOND.items():
        if word.endswith(ending):
            return word[: -len(ending)] + instead if len(word) - len(ending) >= one else word
    if word.endswith("ogi"):
        return word[:-1] if word.endswith("logi") and len(word) - 3 >= one else word
    if word.endswith("li") and len(word) - 2 >= one and word[-3:-2] in tuple("cdeghkmnrt"):
        return word[:-2]
    return word


def _third(word: str, one: int, two: int) -> str:
    for ending, instead in _THIRD.items():
        if word.endswith(ending):
            return word[: -len(ending)] + instead if len(word) - len(ending) >= one else word
    return word[:-5] if word.endswith("ative") and len(word) - 5 >= two else word


def _derived(word: str, two: int) -> str:
    for ending in _FOURTH:
        if word.endswith(ending):
            return word[: -len(ending)] if len(word) - len(ending) >= two else word
    return word[:-3] if word.endswith(("sion", "tion")) and len(word) - 3 >= two else word


def _ending(word: str, one: int, two: int) -> str:
    last = len(word) - 1
    if word.endswith("e") and (last >= two or (last >= one and not _SHORT_END.search(word[:-1]))):
        return word[:-1]
    return word[:-1] if word.endswith("ll") and last >= two else word

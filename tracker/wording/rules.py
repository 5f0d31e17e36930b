"""What the values of closed lists, the roles and the stages are called. Pure, but for the reference file, read once.

A text may name another entry, `{role.owner}`, which is then called as the council calls it; `{a role.owner}` puts its
article before it, `{stage.embedded|embed}` says how it reads here where the council has no word of its own. `{who}` is
a particular that whoever asks gives.
"""

from __future__ import annotations

import csv
import enum
import functools
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).parents[2] / "config" / "reference" / "wording.csv"
ANY_OTHER = "*"
UNIONS: Mapping[str, tuple[str, ...]] = {"standing": ("stage", "outcome", "state", "turn")}
OWN_TO_STAFF: Mapping[str, str] = {"role": "{}", "stage": "in {}", "criterion": "{}"}
LONGEST_OWN = 40

_REFERENCE = re.compile(r"\{(?P<a>a )?(?P<list>\w+)\.(?P<value>\w+)(?:\|(?P<here>[^{}]+))?\}")
_PARTICULAR = re.compile(r"\{(\w+)\}")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ENDED = re.compile(r"[.?!:…\u061f]['”’\")]*$")
_VOWEL = re.compile(r"(?!eu|uni|use|one\b)[aeiou]", re.IGNORECASE)
_OWN = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’-])*")


class Reading(enum.StrEnum):
    """Who reads: the field's own names are for leads and owners, plain words for all staff; or what it is about."""

    LEAD = "lead"
    STAFF = "staff"
    ABOUT = "about"


class UnknownWordWarning(UserWarning):
    """A list or a value was asked for that the reference file does not have: tests fail, a page shows it plainly."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one value is called: by leads, by staff, with particulars, and the sentence that a form explains it by."""

    lead: str
    staff: str
    fuller: str
    about: str

    def text(self, reading: str, given: Mapping[str, str]) -> str:
        """The text for a reading: the fuller one where every particular that it names is given."""
        if self.fuller and all(particular in given for particular in _PARTICULAR.findall(self.fuller)):
            return self.fuller
        return self.staff if reading == Reading.STAFF else self.lead


@functools.cache
def entries() -> Mapping[str, Mapping[str, Entry]]:
    """Every list with its values, in the order of the reference file; what staff read is what leads do where empty."""
    lists: dict[str, dict[str, Entry]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = Entry(row["lead"], row["staff"] or row["lead"], row["fuller"], row["about"])
            lists.setdefault(row["list"], {})[row["value"]] = entry
    return lists


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one council: those of the reference file, and above them its own, by "role.owner"."""

    own: Mapping[str, str] = field(default_factory=dict)
    _key: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_key", frozenset(self.own.items()))

    def called(self, value: object, words_of: str, reading: str = Reading.LEAD, **particulars: object) -> str:
        """What a value of a list is called, as it reads within a sentence; nothing is called nothing.

        With every particular that its fuller text needs, that text; about it, the sentence that explains it. A value
        that the file does not have warns, and reads as it is written, without an underscore.
        """
        if value is None or value == "":
            return ""
        if not particulars:
            return _called(self._key, str(value), words_of, reading)
        return _worked_out(self, str(value), words_of, reading, particulars)

    def choices(self, words_of: str, values: Iterable[object] | None = None) -> list[tuple[str, str]]:
        """The values of a list (or some, in their order) with the words that they are chosen by."""
        chosen = None if values is None else tuple(map(str, values))
        return list(_choices(self._key, words_of, chosen))

    def filled(self, text: str, **particulars: str) -> str:
        """A text with the entries that it names called as the council calls them, and its particulars."""
        if "{" not in text:
            return text
        text = _REFERENCE.sub(self._referred, text)
        return _PARTICULAR.sub(lambda found: particulars.get(found[1], ""), text)

    def _referred(self, found: re.Match[str]) -> str:
        name = f"{found['list']}.{found['value']}"
        words = self.own.get(name) or found["here"] or self.called(found["value"], found["list"])
        return with_article(words) if found["a"] else words


BUILT_IN = Vocabulary()


def _worked_out(words: Vocabulary, key: str, words_of: str, reading: str, particulars: Mapping[str, object]) -> str:
    name = _list_of(words_of, key)
    entry, own = _entry(name, key), words.own.get(f"{name}.{key}")
    if entry and entry.about and reading == Reading.ABOUT:
        return words.filled(entry.about)
    if own:
        return OWN_TO_STAFF.get(name, "{}").format(own) if reading == Reading.STAFF else own
    given = {particular: str(told) for particular, told in particulars.items() if told}
    return words.filled(entry.text(reading, given), **given) if entry else spaced(key)


@functools.lru_cache(maxsize=8192)
def _called(own: frozenset[tuple[str, str]], value: str, words_of: str, reading: str) -> str:
    """What a value is called where certain words are a council's own: asked for every row, so worked out once."""
    return _worked_out(Vocabulary(dict(own)), value, words_of, reading, {})


@functools.lru_cache(maxsize=1024)
def _choices(
    own: frozenset[tuple[str, str]], words_of: str, values: tuple[str, ...] | None
) -> tuple[tuple[str, str], ...]:
    words = Vocabulary(dict(own))
    chosen = [value for value in entries()[words_of] if value != ANY_OTHER] if values is None else values
    return tuple((value, capital(words.called(value, words_of, Reading.ABOUT))) for value in chosen)


def _list_of(words_of: str, value: str) -> str:
    """The list that holds a value: itself, or the first of a union's that does."""
    parts = UNIONS.get(words_of)
    return next((name for name in parts if value in entries()[name]), words_of) if parts else words_of


def _entry(words_of: str, value: str) -> Entry | None:
    """The entry of a value; None, with a warning, where the file has none and the list is not open."""
    known = entries().get(words_of, {})
    found = known.get(value)
    if found is None and ANY_OTHER not in known:
        warnings.warn(f"wording.csv has no {words_of},{value}", UnknownWordWarning, stacklevel=3)
    return found


def capital(words: str) -> str:
    """The first letter large, the rest as it is ("NOR-7 moved" stays so)."""
    return words[:1].upper() + words[1:]


def spaced(key: str) -> str:
    """A key as words, where nothing else names it."""
    return key.replace("_", " ")


def stopped(words: str | None) -> str:
    """Words as a sentence: they end with a stop, unless they end one already, or there are none."""
    words = (words or "").rstrip()
    return words if not words or _ENDED.search(words) else f"{words}."


def in_words(number: int) -> str:
    """A number as sentences say it: in words up to twelve, and "no" for none."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def with_article(words: str) -> str:
    """Words with "a" or "an" before them."""
    return f"{'an' if _VOWEL.match(words) else 'a'} {words}"


def own_words(wanted: Mapping[str, str]) -> dict[str, str]:
    """What a council calls otherwise: the words wanted, but those left empty or as they come."""
    tidy = {name: " ".join(words.split()) for name, words in wanted.items()}
    return {name: words for name, words in tidy.items() if words and words != _built_in(name)}


def own_words_faults(wanted: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a council's own words, each in a sentence that says what to do; empty where they will do.

    They are names of roles, stages and criteria: at most 40 characters, letters, spaces, hyphens and apostrophes, each
    unlike every other of its list, built-in or own.
    """
    chosen = own_words(wanted)
    faults = {name: _own_fault(name, words, chosen) for name, words in chosen.items()}
    return {name: fault for name, fault in faults.items() if fault}


def own_names() -> list[str]:
    """Everything that a council may call otherwise, by "role.owner": roles, stages, then criteria."""
    return [f"{words_of}.{value}" for words_of in OWN_TO_STAFF for value in entries()[words_of]]


def _own_fault(name: str, words: str, chosen: Mapping[str, str]) -> str | None:
    if name not in own_names():
        return "Only roles, stages and what assessors look at can have words of your own"
    if len(words) > LONGEST_OWN:
        return f"Use {LONGEST_OWN} characters or fewer"
    if not _OWN.fullmatch(words):
        return "Use letters, spaces, hyphens and apostrophes, and begin with a letter"
    words_of = name.partition(".")[0]
    others = [other for other in own_names() if other.startswith(f"{words_of}.") and other != name]
    taken = {_built_in(other).casefold() for other in others}
    taken |= {chosen[other].casefold() for other in others if other in chosen}
    return f"Another {words_of} is called “{words}” already" if words.casefold() in taken else None


def _built_in(name: str) -> str:
    words_of, _, value = name.partition(".")
    return BUILT_IN.called(value, words_of) if name in own_names() else ""

"""What words of closed lists mean here: stages, services, and likelihood and impact of risks."""

from __future__ import annotations

import csv
import difflib
import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.exchange.words import letters_of
from tracker.register.words import AS_WRITTEN, SCORES, ColumnSense, ListWord, RegisterChoices, ServiceName

FILE = Path(__file__).parents[3] / "config" / "reference" / "register_words.csv"
MOST_WORDS = 60  # of one list that are asked for; the others are taken as they are guessed
NEAR = 0.8
LONGEST_WORD = 40  # letters: what is longer is no slip of a word of ours
MANY = 500  # words of one column, after which it is no closed list, and slips are looked for no more
_STEP = re.compile(r"\(?([1-5])(?:\.0+)?\)?(?: ?[-–:.=(] ?.*| .*)?", re.DOTALL)
_STEP_BEHIND = re.compile(r".*[^\d.,/]\(?([1-5])\)?", re.DOTALL)
_SMALL = {"and", "of", "the", "for", "services", "service", "directorate", "department", "dept", "team"}


@functools.cache
def _words_of(name: str) -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] == name]
    return {letters_of(word): row["ours"] for row in rows for word in row["words"].split(";")}


def word_guess(
    sense: ColumnSense, word: str, services: Sequence[ServiceName], *, slips: bool = True
) -> tuple[str, str]:
    """What a word of theirs means here, and why that is thought; nothing where it could mean anything."""
    if sense is ColumnSense.SERVICE:
        return _service(word, tuple(services), slips=slips)
    if sense in SCORES:
        return _score(word)
    found = _words_of("stage")
    letters = letters_of(word)
    if letters in found:
        return found[letters], "The same meaning."
    bare = letters.lstrip("0123456789")
    if bare in found:
        return found[bare], "The same meaning."
    if slips and (near := _near(letters, tuple(name for name in found if len(name) > 3))):  # noqa: PLR2004
        return found[near], "Nearly the same word."
    inside = [name for name in sorted(found, key=len, reverse=True) if len(name) > 5 and name in letters]  # noqa: PLR2004
    return (found[inside[0]], "It holds the same word.") if inside else ("", "A new word. Say what it means here.")


def _score(word: str) -> tuple[str, str]:
    text = word.strip()
    if found := _STEP.fullmatch(text) or _STEP_BEHIND.fullmatch(text):
        return found[1], "The figure in it."
    step = _words_of("score").get(letters_of(text), "")
    return (step, "The same meaning.") if step else ("", "A new word. Say which step of five it is.")


class ServiceKeys(NamedTuple):
    """What services are known by: the letters of their names, the first ones of these, the words that tell."""

    letters: dict[str, str]
    initials: dict[str, str]
    telling: dict[frozenset[str], str]


@functools.lru_cache(maxsize=8)
def _service_keys(services: tuple[ServiceName, ...]) -> ServiceKeys:
    return ServiceKeys(
        {letters_of(one.name): one.id for one in services},
        {"".join(part[0] for part in re.findall(r"[^\W_]+", one.name.lower())): one.id for one in services},
        {_telling(one.name): one.id for one in reversed(services)},
    )


def _service(word: str, services: tuple[ServiceName, ...], *, slips: bool) -> tuple[str, str]:
    keys, letters = _service_keys(services), letters_of(word)
    if letters in keys.letters:
        return keys.letters[letters], "The same word."
    if len(letters) > 1 and letters in keys.initials:
        return keys.initials[letters], "Its first letters."
    wanted = _telling(word)
    if wanted and wanted in keys.telling:
        return keys.telling[wanted], "Nearly the same words."
    if slips and (near := _near(letters, tuple(keys.letters))):
        return keys.letters[near], "Nearly the same words."
    return AS_WRITTEN, "No service of yours: kept as written."


@functools.lru_cache(maxsize=4096)
def _near(letters: str, names: tuple[str, ...]) -> str:
    """The name that a word is a slip of; none of a long one, however many of these a column holds."""
    if len(letters) > LONGEST_WORD:
        return ""
    return next(iter(difflib.get_close_matches(letters, names, n=1, cutoff=NEAR)), "")


def _telling(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", name.lower())) - _SMALL


def list_words(
    sense: ColumnSense, held: Counter[str], choices: RegisterChoices, services: Sequence[ServiceName], *, kept: bool
) -> list[ListWord]:
    """The words of a column with a closed list, in the order of their rows: what each means, and why."""
    counted: dict[str, ListWord] = {}
    said: Mapping[str, str] = choices.words.get(sense, {})
    for word, rows in held.items():
        key = letters_of(word) or word
        if key in counted:
            counted[key] = counted[key]._replace(rows=counted[key].rows + rows)
            continue
        ours, why = word_guess(sense, word, services, slips=len(counted) < MANY)
        if key in said and _now(said[key], services) != ours:
            ours, why = _now(said[key], services), "As you said." if not kept else "As last time."
        counted[key] = ListWord(word, key, rows, ours, why, choices.until.get(key, ""))
    return sorted(counted.values(), key=lambda one: -one.rows)


def meaning(
    sense: ColumnSense, word: str, choices: RegisterChoices, services: Sequence[ServiceName], *, slips: bool = True
) -> str:
    """What a word means here: as it was said, else as it is guessed."""
    key = letters_of(word) or word
    said: Mapping[str, str] = choices.words.get(sense, {})
    return _now(said[key], services) if said.get(key) else word_guess(sense, word, services, slips=slips)[0]


def _now(said: str, services: Sequence[ServiceName]) -> str:
    """What was said once of a word, now: a service that became part of another is that other."""
    return next((one.id for one in services if said and one.was == said), said)

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
from tracker.register.rules.turned import NEAR, PART, bare_letters, denies, is_part, same_beginning, turns_of, words_in
from tracker.register.words import (
    AS_WRITTEN,
    OPEN,
    SCORES,
    ColumnSense,
    ListWord,
    RegisterChoices,
    ServiceName,
    word_key,
)

FILE = Path(__file__).parents[3] / "config" / "reference" / "register_words.csv"
MOST_WORDS = 200  # of one list that are asked for, and all that are only guessed
NEW_WORD = "A new word. Say what it means here."
SEVERAL = "It may mean several things. Say what it means here."
DENIED = "It says that something is not, or is not yet. Say what it means here."
IN_PART = "It says that something is so only in part. Say what it means here."
LONGEST_TURNED = 200  # letters: what is longer is a text
LONGEST_WORD = 40  # letters: what is longer is no slip of a word of ours
MANY = 500  # words of one column, after which it is no closed list, and slips are looked for no more
_FIGURES = re.compile(r"\d+")
_STEP = re.compile(r"\(?([1-5])(?:\.0+)?\)?(?: ?[-–:.=(] ?.*| .*)?", re.DOTALL)
_STEP_BEHIND = re.compile(r".*[^\d.,/]\(?([1-5])\)?", re.DOTALL)
# Two steps in one cell, their product or half a step: which of five it is nobody can tell.
_NO_STEP = re.compile(
    r"\d ?[x×*] ?\d|(?<![\d.])[1-5] ?(?:[-–—/]|to|or|and) ?[1-5](?![\d.%])|(?<![\d.])[1-5]\.0*[1-9]", re.IGNORECASE
)
_SMALL = {"and", "of", "the", "for", "services", "service", "directorate", "department", "dept", "team"}


class WordGuess(NamedTuple):
    """What a word of theirs means here, why that is thought, and whether it is only near one that is known."""

    ours: str
    why: str
    near: bool = False


@functools.cache
def _rows_of(name: str) -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] == name]
    return {word: row["ours"] for row in rows for word in row["words"].split(";")}


@functools.cache
def _words_of(name: str) -> dict[str, str]:
    return {letters_of(word): ours for word, ours in _rows_of(name).items()}


@functools.cache
def _known_words(name: str) -> frozenset[str]:
    return frozenset(word for known in _rows_of(name) for word in words_in(known))


@functools.cache
def _turned(name: str) -> dict[frozenset[str], tuple[str, ...]]:
    """The known words by what turns them round: only among those that are turned alike is a slip looked for."""
    apart: dict[frozenset[str], list[str]] = {}
    for word in _rows_of(name):
        apart.setdefault(turns_of(word, _known_words(name)), []).append(word)
    return {turns: tuple(words) for turns, words in apart.items()}


def word_guess(sense: ColumnSense, word: str, services: Sequence[ServiceName], *, slips: bool = True) -> WordGuess:
    """What a word of theirs means here, and why that is thought; nothing where it could mean anything.

    `slips` says whether a word that is only near a known one is guessed by it.
    """
    if sense is ColumnSense.SERVICE:
        return _service(word, tuple(services), slips=slips)
    if sense in SCORES:
        return _score(word)
    found = _words_of(sense)
    letters = letters_of(word)
    for known in (letters, letters if is_part(word) else letters.lstrip("0123456789")):
        if known in found:
            return WordGuess(found[known], "The same meaning." if found[known] else SEVERAL)
    near = _near_word(sense, word) if slips else WordGuess("", NEW_WORD)
    if sense is ColumnSense.RISK_STATE and near.ours not in {"", OPEN}:
        return WordGuess("", "It may say that such a risk is over. Say what it means here.")
    return near


@functools.lru_cache(maxsize=4096)
def _near_word(name: str, word: str) -> WordGuess:
    """What a word means that is a slip of a known one, or holds some that all mean the same."""
    turns = turns_of(word, _known_words(name)) if len(word) <= LONGEST_TURNED else frozenset()
    alike, found = _turned(name).get(turns, ()), _words_of(name)
    names = {bare: one for one in alike if len(bare := bare_letters(one)) > 3}  # noqa: PLR2004
    figures = _FIGURES.findall(word)  # "gateway 5" is no slip of "gateway 1"
    near = _near(bare_letters(word), tuple(bare for bare, one in names.items() if _FIGURES.findall(one) == figures))
    if near and (ours := found[letters_of(names[near])]):
        return WordGuess(ours, "Nearly the same word.", near=True)
    if near or turns:
        return WordGuess("", SEVERAL if near else _why_turned(turns))
    held = _held_in(words_in(word), alike)
    if len({found[letters_of(one)] for one in held}) == 1:
        return WordGuess(found[letters_of(held[0])], "It holds the same word.", near=True)
    return WordGuess("", "It holds words of several meanings. Say what it means here." if held else NEW_WORD)


def _why_turned(turns: frozenset[str]) -> str:
    """Why a word that is turned round is asked about."""
    if denies(turns):
        return DENIED
    return IN_PART if PART in turns else NEW_WORD


def _held_in(words: Sequence[str], known: Sequence[str]) -> list[str]:
    """The known words that stand among some, those alone that are no part of a longer one."""
    spaced = f" {' '.join(words)} "
    held = [one for one in known if len(letters_of(one)) > 4 and f" {' '.join(words_in(one))} " in spaced]  # noqa: PLR2004
    return [one for one in held if not any(one != other and f" {one} " in f" {other} " for other in held)]


def _score(word: str) -> WordGuess:
    text = word.strip()
    found = _STEP.fullmatch(text) or _STEP_BEHIND.fullmatch(text)
    if found and _NO_STEP.search(text):
        return WordGuess("", "It is no one step. Say which of the five it is.")
    if found:
        return WordGuess(found[1], "The figure in it.")
    step = _words_of("score").get(letters_of(text), "")
    return WordGuess(step, "The same meaning.") if step else WordGuess("", "A new word. Say which step of five it is.")


class ServiceKeys(NamedTuple):
    """What services are known by: the letters of their names, the first ones of these, the words that tell."""

    letters: dict[str, str]
    initials: dict[str, str]
    telling: dict[frozenset[str], str]
    words: frozenset[str]


@functools.lru_cache(maxsize=8)
def _service_keys(services: tuple[ServiceName, ...]) -> ServiceKeys:
    return ServiceKeys(
        {letters_of(one.name): one.id for one in services},
        {"".join(part[0] for part in re.findall(r"[^\W_]+", one.name.lower())): one.id for one in services},
        {_telling(one.name): one.id for one in reversed(services)},
        frozenset(word for one in services for word in words_in(one.name)),
    )


def _service(word: str, services: tuple[ServiceName, ...], *, slips: bool) -> WordGuess:
    keys, letters = _service_keys(services), letters_of(word)
    if letters in keys.letters:
        return WordGuess(keys.letters[letters], "The same word.")
    if len(letters) > 1 and letters in keys.initials:
        return WordGuess(keys.initials[letters], "Its first letters.", near=True)
    wanted = _telling(word)
    if wanted and wanted in keys.telling:
        return WordGuess(keys.telling[wanted], "Nearly the same words.", near=True)
    if slips and not turns_of(word, keys.words) and (near := _near(letters, tuple(keys.letters))):
        return WordGuess(keys.letters[near], "Nearly the same words.", near=True)
    return WordGuess(AS_WRITTEN, "No service of yours: kept as written.")


@functools.lru_cache(maxsize=4096)
def _near(letters: str, names: tuple[str, ...]) -> str:
    """The name that a word is a slip of: one that begins alike. None of a long word, however many a column holds."""
    if len(letters) > LONGEST_WORD:
        return ""
    alike = [name for name in names if same_beginning(name, letters)]
    return next(iter(difflib.get_close_matches(letters, alike, n=1, cutoff=NEAR)), "")


def _telling(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", name.lower())) - _SMALL


def list_words(
    sense: ColumnSense, held: Counter[str], choices: RegisterChoices, services: Sequence[ServiceName], *, kept: bool
) -> list[ListWord]:
    """The words of a column with a closed list, in the order of their rows: what each means, and why."""
    counted: dict[str, ListWord] = {}
    said: Mapping[str, str] = choices.words.get(sense, {})
    for word, rows in held.items():
        key = word_key(word)
        if key in counted:
            counted[key] = counted[key]._replace(rows=counted[key].rows + rows)
            continue
        guess = word_guess(sense, word, services, slips=len(counted) < MANY)
        if said.get(key) and _now(said[key], services) != guess.ours:
            guess = WordGuess(_now(said[key], services), "As you said." if not kept else "As last time.")
        counted[key] = ListWord(word, key, rows, guess.ours, guess.why, choices.until.get(key, ""), guess.near)
    return sorted(counted.values(), key=lambda one: (bool(one.ours), not one.near, -one.rows))


def words_shown(words: Sequence[ListWord]) -> list[ListWord]:
    """The words of a list that are asked for: nothing that is only guessed is taken unseen, however many there are."""
    guessed = sum(bool(one.ours) and one.near for one in words)
    open_words = [one for one in words if not one.ours][:MOST_WORDS]
    rest = [one for one in words if one.ours]
    return [*open_words, *rest[: max(guessed, MOST_WORDS - len(open_words))]]


def meaning(
    sense: ColumnSense, word: str, choices: RegisterChoices, services: Sequence[ServiceName], *, slips: bool = True
) -> str:
    """What a word means here: as it was said, else as it is guessed."""
    key = word_key(word)
    said: Mapping[str, str] = choices.words.get(sense, {})
    return _now(said[key], services) if said.get(key) else word_guess(sense, word, services, slips=slips).ours


def _now(said: str, services: Sequence[ServiceName]) -> str:
    """What was said once of a word, now: a service that became part of another is that other."""
    return next((one.id for one in services if said and one.was == said), said)

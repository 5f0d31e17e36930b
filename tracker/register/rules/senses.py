"""What the headings of a register mean here, by what they are called elsewhere and what stands under them."""

from __future__ import annotations

import csv
import difflib
import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.exchange.words import letters_of
from tracker.register.rules.cells import FIGURE
from tracker.register.rules.likely_columns import NEARLY, amount_thought, says_the_same, title_thought
from tracker.register.rules.names import (
    can_mean,
    heading_words,
    last_part,
    names_a_person,
    numbers_the_row,
    standing_of,
    told_again,
    ways_to_read,
)
from tracker.register.rules.periods import is_period, may_tell_a_day
from tracker.register.rules.row_draft import NOT_KNOWN
from tracker.register.rules.totals import TWICE, says_total, totals_beside
from tracker.register.rules.units import counts_others, foreign_of, in_unit, unit_in, unit_of, why_unit
from tracker.register.words import (
    DATED,
    MONEYS,
    OF_RISKS,
    SAVINGS,
    ColumnMatch,
    ColumnSense,
    RegisterColumn,
    RowSense,
)

FILE = Path(__file__).parents[3] / "config" / "reference" / "register_headings.csv"
NEAR = 0.88  # how alike two headings are, of 1, to be taken for a slip of one another
FIGURES = re.compile(r"[-+£$€(]?[\d.,: /-]+[%)]?(?: ?[km])?", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|£ ?'?(?:000s?|k|m|million)?(?![a-z])|'000s?", re.IGNORECASE)
EMPTY = 30  # what a column loses that holds nothing, to one that does
LIKENESS = 40  # what a heading is worth that is like one of ours by its letters alone
SHORTEST_SLIP = 6  # letters of a heading in which a slip of the pen is looked for
BY_ITS_END = 50  # what a heading is worth whose last word says that a number of the row stands below it
_MARKS = frozenset({"rag", "brag", "bag", "score", "scores", "rating", "travel", "trend"})
_WORDED = {ColumnSense.TITLE, ColumnSense.PROBLEM, ColumnSense.PROPOSAL, ColumnSense.LEAD, ColumnSense.STAGE}
_WORDED |= {ColumnSense.SERVICE, ColumnSense.FUNDER}
_TEXTS = _WORDED | {ColumnSense.CAUSE, ColumnSense.MITIGATION, ColumnSense.RISK}
_YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false"})
_OF_THE_REPORT = frozenset({"year", "financial", "fiscal", "reporting"})  # which it tells of where it stays the same
_COLOURS = frozenset("red amber green blue r a g b coch melyn gwyrdd redamber ambergreen".split())  # noqa: SIM905


class SenseSynonyms(NamedTuple):
    """What a sense is called elsewhere, in the order in which it is looked for, in registers of one kind or any."""

    sense: ColumnSense
    rows: str
    exact: tuple[str, ...]
    within: tuple[tuple[str, ...], ...]


@functools.cache
def _synonyms() -> tuple[SenseSynonyms, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            SenseSynonyms(
                ColumnSense(row["sense"]),
                row["rows"],
                tuple(letters_of(name) for name in row["exact"].split(";") if name),
                tuple(tuple(heading_words(name)) for name in row["within"].split(";") if name),
            )
            for row in csv.DictReader(file)
        )


@functools.cache
def known_headings() -> frozenset[str]:
    """The letters of all headings that are known."""
    return frozenset(name for one in _synonyms() for name in one.exact if len(name) > 1)


@functools.cache
def headings_of(*senses: ColumnSense) -> frozenset[str]:
    """The letters of all headings by which some senses are known."""
    return frozenset(name for one in _synonyms() if one.sense in senses for name in one.exact)


def _of_kind(rows: RowSense) -> dict[ColumnSense, SenseSynonyms]:
    """The synonyms for registers of a kind: its own where it has some, else those of any."""
    kept = {one.sense: one for one in _synonyms() if one.rows == "any"}
    return kept | {one.sense: one for one in _synonyms() if one.rows == rows}


def letters_in(columns: Sequence[RegisterColumn]) -> list[str]:
    """The letters of what columns are called."""
    return [letters_of(_lower(bare_heading(one.heading))) for one in columns]


def are_called(columns: Sequence[RegisterColumn], rows: RowSense, *senses: ColumnSense) -> bool:
    """Whether a column is called, and can be, what one of some senses is called in registers of a kind."""
    synonyms = _of_kind(rows)
    return any(_worth(column, synonyms[sense], rows) > 0 for sense in senses for column in columns)


def match_columns(columns: Sequence[RegisterColumn], rows: RowSense) -> list[ColumnMatch]:
    """What each column means, by its heading and what it holds: the best first, once each what only one can be."""
    found = []
    for column in columns:
        for sense, synonyms in _of_kind(rows).items():
            if (rows is not RowSense.RISK and sense in OF_RISKS) or (sense in MONEYS | SAVINGS and foreign_of(column)):
                continue
            if sense is ColumnSense.FIRST_DATE and _is_the_report_s_year(column, columns):
                continue
            if (score := _worth(column, synonyms, rows)) > 0 and not names_a_person(column, columns):
                empty = 0 if column.samples else EMPTY
                found.append((score + standing_of(column) - empty, -column.place, column, sense))
    found.sort(key=lambda one: one[:2], reverse=True)
    sense_of: dict[str, ColumnSense] = {}
    for _, _, column, sense in found:
        if column.key not in sense_of and (sense.several or sense not in sense_of.values()):
            sense_of[column.key] = sense
    apart: dict[str, ColumnMatch] = {}
    if rows is RowSense.IDEA or (rows is not RowSense.MONEY and ColumnSense.IDEA not in sense_of.values()):
        apart |= title_thought(columns, sense_of)
    apart |= _times_of_totals(columns, sense_of) | _times_of_a_list(columns, sense_of)
    if rows in {RowSense.IDEA, RowSense.MONEY}:
        apart |= amount_thought(columns, sense_of)
    _forget_times_of_nothing(sense_of)
    apart |= _counted_already(columns, sense_of)
    return [apart.get(column.key) or _match(column, columns, sense_of.get(column.key)) for column in columns]


def _worth(column: RegisterColumn, synonyms: SenseSynonyms, rows: RowSense) -> float:
    """How well a column is called what a sense is called elsewhere; 0 where it is not, or cannot hold that."""
    bare = bare_heading(column.heading)
    best = 0.0
    for text, farther in ((bare, 0.0), (_lower(bare), 0.1), (last_part(bare), 10.0)):
        for words, far in ways_to_read(heading_words(text), rows):
            score = _score(letters_of("".join(words)), words, synonyms) if can_mean(synonyms.sense, words) else 0
            best = max(best, score - far - farther)
    if synonyms.sense is ColumnSense.NUMBER and numbers_the_row(heading_words(_lower(bare))):
        best = max(best, BY_ITS_END)
    if best <= LIKENESS and synonyms.sense in MONEYS | SAVINGS and not _holds_a_figure(column):
        return 0
    return best if best > 0 and can_hold(synonyms.sense, column) else 0


def _holds_a_figure(column: RegisterColumn) -> bool:
    """Whether figures stand under a heading that is only like one of ours by its letters: coordinates are none."""
    return not column.samples or any(map(FIGURE.fullmatch, column.samples))


def _counted_already(columns: Sequence[RegisterColumn], sense_of: dict[str, ColumnSense]) -> dict[str, ColumnMatch]:
    """Columns of amounts that would count what another says already: totals, and gross beside net."""
    totals = totals_beside([(one, sense_of.get(one.key)) for one in columns])
    found = {one.key: ColumnMatch(one, ColumnSense.NOTE, TWICE) for one in totals}
    for amount in (ColumnSense.MONEY, ColumnSense.SAVING):
        same = [one for one in columns if sense_of.get(one.key) is amount]
        for key, first in told_again(same).items():
            why = f"It tells of the same amount as “{first.heading}” and would count twice: it stays as a note."
            found[key] = ColumnMatch(next(one for one in same if one.key == key), ColumnSense.NOTE, why)
    return found


def _times_of_a_list(columns: Sequence[RegisterColumn], sense_of: dict[str, ColumnSense]) -> dict[str, ColumnMatch]:
    """Years that say pounds, or that stand in a list of savings by the heading of its titles, where nothing else does.

    A year alone says nothing of what is counted.
    """
    if {ColumnSense.MONEY, ColumnSense.SAVING} & set(sense_of.values()):
        return {}
    titles = [one.heading for one in columns if sense_of.get(one.key) is ColumnSense.TITLE]
    saves = any(word.startswith("saving") for one in titles for word in heading_words(one))
    sense, matches = ColumnSense.SAVING if saves else ColumnSense.MONEY, {}
    for one in columns:
        in_pounds = "£" in one.heading or bool(unit_in(one.heading))
        if one.key in sense_of or not is_period(_lower(bare_heading(one.heading))) or not (saves or in_pounds):
            continue
        if can_hold(sense, one):
            sense_of[one.key] = sense
            why = f"A time, in a list of savings by “{titles[0]}”." if saves else "A time, and its heading says pounds."
            matches[one.key] = ColumnMatch(one, in_unit(sense, unit_of(one)), why)
    return matches


def _forget_times_of_nothing(sense_of: dict[str, ColumnSense]) -> None:
    """Where nothing tells of money, no month is that of a saving."""
    if not {ColumnSense.MONEY, ColumnSense.SAVING} & set(sense_of.values()):
        for key in [key for key, sense in sense_of.items() if sense is ColumnSense.PERIOD]:
            del sense_of[key]


def _times_of_totals(columns: Sequence[RegisterColumn], sense_of: dict[str, ColumnSense]) -> dict[str, ColumnMatch]:
    """Years and months beside the one column that means money, a total: they are its parts, and mean the same."""
    matches = {}
    for sense in (ColumnSense.MONEY, ColumnSense.SAVING):
        meant = [one for one in columns if sense_of.get(one.key) is sense]
        times = [one for one in columns if one.key not in sense_of and is_period(_lower(one.heading))]
        if len(meant) != 1 or not says_total(meant[0].heading) or len(times) <= 1:
            continue
        why = f"A part of “{meant[0].heading}”, by its time."
        for one in times:
            sense_of[one.key] = sense
            unit = unit_in(one.heading) or unit_in(meant[0].heading) or one.unit
            matches[one.key] = ColumnMatch(one, in_unit(sense, unit), why)
    return matches


def _match(column: RegisterColumn, columns: Sequence[RegisterColumn], sense: ColumnSense | None) -> ColumnMatch:
    if sense is None:
        why = "Nothing of ours is called so: it stays as a note with the idea."
        if names_a_person(column, columns):
            why = "Somebody's name, as what stands beside it says: it stays as a note."
        if is_period(_lower(bare_heading(column.heading))):
            why = "A time, and no word of what is counted: say so if it is money or savings. It stays as a note."
        if currency := foreign_of(column):
            why = f"It is in {currency}, and we keep pounds: it stays as a note with the idea."
        return ColumnMatch(column, ColumnSense.NOTE, why)
    if sense in {ColumnSense.MONEY, ColumnSense.SAVING}:
        sense = in_unit(sense, unit_of(column))
    return ColumnMatch(column, sense, _why(column, sense))


def _why(column: RegisterColumn, sense: ColumnSense) -> str:
    if sense in MONEYS | SAVINGS and (why := why_unit(column, sense.times)):
        return why
    if sense is ColumnSense.NOTHING:
        if "why" in column.key:
            return "Ours, from last time."
        marks = _MARKS & set(heading_words(column.heading))
        why = ". We keep reasons, not colours or scores." if marks else ": it tells of the file."
        return f"It stays in your file{why}"
    return "The same meaning." if letters_of(bare_heading(column.heading)) in known_headings() else NEARLY


def _score(letters: str, words: Sequence[str], synonyms: SenseSynonyms) -> float:
    if not letters:
        return 0
    if letters in synonyms.exact:
        return 100 - synonyms.exact.index(letters) / 10
    for place, phrase in enumerate(synonyms.within):
        if any(_begins(words[n : n + len(phrase)], phrase) for n in range(len(words) - len(phrase) + 1)):
            return 60 - place / 10 - len(words) / 100
    if len(letters) >= SHORTEST_SLIP and difflib.get_close_matches(letters, synonyms.exact, n=1, cutoff=NEAR):
        return LIKENESS
    return 0


def _begins(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return list(words[:-1]) == list(phrase[:-1]) and words[-1].startswith(phrase[-1])


def _is_the_report_s_year(column: RegisterColumn, columns: Sequence[RegisterColumn]) -> bool:
    """Whether a year is that of the whole list, and so no day of any row."""
    return set(heading_words(column.heading)) <= _OF_THE_REPORT and says_the_same(column, columns)


def can_hold(sense: ColumnSense, column: RegisterColumn) -> bool:
    """Whether what a column holds can be what its heading seems to say."""
    if not column.samples:
        return True
    unknown = all(letters_of(held) in NOT_KNOWN for held in column.samples)
    if sense in DATED:
        return unknown or any(map(may_tell_a_day, column.samples))
    if sense in MONEYS | SAVINGS:
        shares = all(held.endswith("%") for held in column.samples)
        told = any(re.search(r"\d", held) for held in column.samples) and not shares
        return (unknown or told) and not counts_others(column.heading)
    if sense is ColumnSense.NUMBER:
        codes = all(held.isupper() and " " not in held for held in column.samples)
        return codes or any(re.search(r"\d", held) for held in column.samples)
    if sense is ColumnSense.NOTHING and len(column.samples) > 1 and "why" not in column.key:
        return bool(_MARKS & set(heading_words(column.heading)))  # what differs from row to row tells not of the file
    return not _says_too_little(sense, column)


def _says_too_little(sense: ColumnSense, column: RegisterColumn) -> bool:
    """Whether a column holds figures, yes and no, or colours alone, where its heading speaks of more."""
    held = {letters_of(one) for one in column.samples}
    if sense in {ColumnSense.STAGE, ColumnSense.RISK_STATE} and held <= _COLOURS:
        return True
    return sense in _TEXTS and (held <= _YES_OR_NO or all(map(FIGURES.fullmatch, column.samples)))


def bare_heading(heading: str) -> str:
    """A heading without its units and what stands in brackets, unless that is all of it."""
    bare = " ".join(_BRACKETS.sub(" ", heading).split()).strip(" :*-")
    return bare or heading


def _lower(heading: str) -> str:
    """The part of a heading of two rows that stands in the lower."""
    return heading.rpartition(": ")[2]

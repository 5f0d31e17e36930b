"""Which row of a register names its columns, what they are called, and what that means here."""

from __future__ import annotations

import csv
import difflib
import functools
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.exchange.rules.headings import Heading
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import letters_of
from tracker.register.words import (
    MONEYS,
    OF_RISKS,
    SAVINGS,
    ColumnMatch,
    ColumnSense,
    RegisterColumn,
    RowSense,
)

FILE = Path(__file__).parents[3] / "config" / "reference" / "register_headings.csv"
WHY_NOT = "why not"
LONGEST_HEADING = 90  # letters: what is longer is a sentence
MOST_COLUMNS = 120
NEAR = 0.88  # how alike two headings are, of 1, to be taken for a slip of one another
ENOUGH_KNOWN = 2  # headings of a row that are known, so that no other row need be looked for
FULL = 0.6  # share of the widest row that a heading without a known name has at least
_NUMBERS = re.compile(r"[-+£$€(]?[\d.,: /-]+[%)]?(?: ?[km])?", re.IGNORECASE)
_MILLIONS = re.compile(r"£ ?m\b|£ ?million|\bmillions?\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"£ ?k\b|£ ?['’]?000|\b['’]?000s?\b|\bthousands?\b|\(k\)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?: ?[/–-] ?(?:\d\d){1,2})?")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|£ ?'?(?:000s?|k|m|million)?(?![a-z])|'000s?", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Of two columns that mean the same, the one that says how it is now is it.
_NOW = ("current", "residual", "net", "now", "actual", "latest")
_ONCE = ("inherent", "gross", "initial", "original", "previous", "target", "last", "uncontrolled", "raw", "future")


# --- which row --------------------------------------------------------------------------------------------------------
def find_register_heading(rows: Sequence[SheetLine]) -> Heading:
    """The last row of the heading: the row with most known names, else the first that is as full as the others.

    A row beneath that names parts of what stands above belongs to it. Place -1 where no row names anything.
    """
    counts = [_known_in(row.cells) for row in rows]
    most = max(counts, default=0)
    place = counts.index(most) if most >= ENOUGH_KNOWN else _first_full(rows, counts)
    if place < 0:
        return Heading(-1, 0)
    lower = place + 1
    if lower < len(rows) and _completes(rows[place].cells, rows[lower].cells, rows[lower + 1 :]):
        place = lower
    return Heading(place, 1 + 3 * max(most, 0) + len(_filled(rows[place].cells)))


def _known_in(cells: Sequence[str]) -> int:
    """How many different names of a row are known; one that holds figures or sentences is no heading."""
    filled = _filled(cells)
    if not filled or sum(map(_is_name, filled)) < len(filled) * FULL:
        return 0
    return len({letters for cell in filled if (letters := letters_of(_bare(cell))) in _known()})


def _first_full(rows: Sequence[SheetLine], counts: Sequence[int]) -> int:
    """The first row of names that is as full as most, where few names are known."""
    widest = max((len(_filled(row.cells)) for row in rows), default=0)
    for place, row in enumerate(rows):
        filled = _filled(row.cells)
        if len(filled) >= max(FULL * widest, 1 if counts[place] else 2) and all(map(_is_name, filled)):
            return place
    return max(range(len(rows)), key=counts.__getitem__, default=-1) if any(counts) else -1


def _completes(upper: Sequence[str], lower: Sequence[str], rest: Sequence[SheetLine]) -> bool:
    """Whether a row is a second row of the heading: names where the first has gaps, fewer than the rows behind hold."""
    filled = [cell for n, cell in enumerate(lower) if cell.strip() and cell != (upper[n : n + 1] or [""])[0]]
    if not filled or not all(_is_name(cell) or _YEAR.fullmatch(cell.strip()) for cell in filled):
        return False
    if any(len(cell) > LONGEST_HEADING // 2 for cell in filled):
        return False
    gaps = [n for n, cell in enumerate(lower) if cell.strip() and not (upper[n : n + 1] or [""])[0].strip()]
    known = sum(letters_of(_bare(cell)) in _known() for cell in filled)
    behind = max((len(_filled(row.cells)) for row in rest[:3]), default=0)
    return bool(gaps) and (known >= ENOUGH_KNOWN or len(filled) < behind)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _is_name(cell: str) -> bool:
    text = " ".join(cell.split())
    return len(text) <= LONGEST_HEADING and not _NUMBERS.fullmatch(text)


# --- what its columns are called --------------------------------------------------------------------------------------
def register_columns(
    head: Sequence[SheetLine], heading_line: int, samples: Sequence[SheetLine]
) -> list[RegisterColumn]:
    """The columns of a register by its heading, two rows of it read together, with some of what they hold."""
    place = next((n for n, row in enumerate(head) if row.number == heading_line), -1)
    if place < 0:
        return []
    lower = head[place].cells
    upper = head[place - 1].cells if place and _groups(head[place - 1].cells, lower) else []
    seen: Counter[str] = Counter()
    columns = []
    for at, heading in enumerate(_composed(upper, lower)[:MOST_COLUMNS]):
        held = _held(at, samples)
        if not heading and not held:
            continue
        name = heading or f"Column {at + 1}"
        letters = letters_of(name) or f"column{at + 1}"
        seen[letters] += 1
        key = letters if seen[letters] == 1 else f"{letters}#{seen[letters]}"
        columns.append(RegisterColumn(at, name, key, held))
    return columns


def _groups(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row above the heading names groups of its columns: names above names, and more than a title."""
    filled = [n for n, cell in enumerate(upper) if cell.strip()]
    if not filled or not all(_is_name(upper[n]) for n in filled) or len(filled) == 1:
        return False
    if any(len(upper[n]) > LONGEST_HEADING // 2 for n in filled):
        return False
    return any(cell.strip() and not (upper[n : n + 1] or [""])[0].strip() for n, cell in enumerate(lower))


def _composed(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    headings, group = [], ""
    for n in range(max(len(upper), len(lower))):
        above = " ".join((upper[n] if n < len(upper) else "").split())
        below = " ".join((lower[n] if n < len(lower) else "").split())
        group = above or (group if below else "")
        if below and group and letters_of(below) != letters_of(group):
            headings.append(f"{group}: {below}")
        else:
            headings.append(below or above)
    return headings


def _held(at: int, samples: Sequence[SheetLine]) -> tuple[str, ...]:
    held = dict.fromkeys(row.cells[at].strip() for row in samples if at < len(row.cells) and row.cells[at].strip())
    return tuple(held)[:3]


def signature_of(columns: Sequence[RegisterColumn]) -> str:
    """What a register is known by: the letters of its headings in their order, "why not" apart."""
    names = "|".join(one.key for one in columns if one.key != letters_of(WHY_NOT))
    return hashlib.sha256(names.encode()).hexdigest()[:40]


# --- what they mean ---------------------------------------------------------------------------------------------------
class Synonyms(NamedTuple):
    """What a sense is called elsewhere, in the order in which it is looked for, in registers of one kind or any."""

    sense: ColumnSense
    rows: str
    exact: tuple[str, ...]
    within: tuple[tuple[str, ...], ...]


@functools.cache
def _synonyms() -> tuple[Synonyms, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Synonyms(
                ColumnSense(row["sense"]),
                row["rows"],
                tuple(letters_of(name) for name in row["exact"].split(";") if name),
                tuple(tuple(_words(name)) for name in row["within"].split(";") if name),
            )
            for row in csv.DictReader(file)
        )


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(name for one in _synonyms() for name in one.exact if len(name) > 1)


def _of_kind(rows: RowSense) -> dict[ColumnSense, Synonyms]:
    """The synonyms for registers of a kind: its own where it has some, else those of any."""
    kept = {one.sense: one for one in _synonyms() if one.rows == "any"}
    return kept | {one.sense: one for one in _synonyms() if one.rows == rows}


def rows_of(columns: Sequence[RegisterColumn]) -> RowSense:
    """What the rows of a register are, by its headings: risks, payments, or else ideas."""
    letters = [letters_of(_lower(_bare(one.heading))) for one in columns]
    risks = _of_kind(RowSense.RISK)
    scored = sum(
        _score(name, _words(_bare(one.heading)), risks[sense]) > 0
        for sense in (ColumnSense.LIKELIHOOD, ColumnSense.IMPACT)
        for one, name in zip(columns, letters, strict=True)
    )
    told = any("risk" in name or "risg" in name for name in letters)
    mitigated = any(
        _score(name, _words(_bare(one.heading)), risks[ColumnSense.MITIGATION]) > 0
        for one, name in zip(columns, letters, strict=True)
    )
    if (scored and (told or mitigated)) or (told and mitigated):
        return RowSense.RISK
    paid = _of_kind(RowSense.MONEY)
    pays = all(
        any(
            _score(name, _words(_bare(one.heading)), paid[sense]) > 0
            for one, name in zip(columns, letters, strict=True)
        )
        for sense in (ColumnSense.FUNDER, ColumnSense.MONEY)
    )
    supplied = any(
        word in name
        for name in letters
        for word in ("supplier", "vendor", "payee", "creditor", "beneficiary", "cyflenwr", "merchant")
    )
    return RowSense.MONEY if pays and supplied else RowSense.IDEA


def match_columns(columns: Sequence[RegisterColumn], rows: RowSense) -> list[ColumnMatch]:
    """What each column means, by its heading and what it holds: the best first, once each what only one can be."""
    found = []
    for column in columns:
        bare = _bare(column.heading)
        for sense, synonyms in _of_kind(rows).items():
            if rows is not RowSense.RISK and sense in OF_RISKS:
                continue
            score = max(
                _score(letters_of(bare), _words(bare), synonyms),
                _score(letters_of(_lower(bare)), _words(_lower(bare)), synonyms) - 0.1,
            )
            if score > 0 and _can_hold(sense, column):
                found.append((score + _standing(column), -column.place, column, sense))
    found.sort(key=lambda one: one[:2], reverse=True)
    sense_of: dict[str, ColumnSense] = {}
    for _, _, column, sense in found:
        if column.key not in sense_of and (sense.several or sense not in sense_of.values()):
            sense_of[column.key] = sense
    if rows is RowSense.IDEA or ColumnSense.IDEA not in sense_of.values():
        _name_a_title(columns, sense_of)
    return [_match(column, sense_of.get(column.key)) for column in columns]


def _match(column: RegisterColumn, sense: ColumnSense | None) -> ColumnMatch:
    if sense is None:
        return ColumnMatch(column, ColumnSense.NOTE, "Nothing of ours is called so: it stays as a note with the idea.")
    if sense in {ColumnSense.MONEY, ColumnSense.SAVING}:
        sense = ColumnSense(sense + _unit_of(column.heading))
    return ColumnMatch(column, sense, _why(column, sense))


def _why(column: RegisterColumn, sense: ColumnSense) -> str:
    if sense.times > 1:
        return f"The heading says {sense.value.rpartition('_')[2]}: 20 is £{20 * sense.times:,}."
    if sense is ColumnSense.NOTHING:
        return (
            "It stays in your file. We keep reasons, not colours or scores."
            if "why" not in column.key
            else "Ours, from last time."
        )
    return "The same meaning." if letters_of(_bare(column.heading)) in _known() else "Nearly the same words."


def _name_a_title(columns: Sequence[RegisterColumn], sense_of: dict[str, ColumnSense]) -> None:
    """Where no heading names a title, the first column of short words that nothing else claims is it."""
    if {ColumnSense.TITLE, ColumnSense.RISK} & set(sense_of.values()):
        return
    free = [one for one in columns if sense_of.get(one.key) in {None, ColumnSense.PROBLEM, ColumnSense.PROPOSAL}]
    worded = [one for one in free if any(re.search(r"[^\W\d_]{3}", held) for held in one.samples)]
    if worded:
        sense_of[worded[0].key] = ColumnSense.TITLE


def _score(letters: str, words: Sequence[str], synonyms: Synonyms) -> float:
    if not letters:
        return 0
    if letters in synonyms.exact:
        return 100 - synonyms.exact.index(letters) / 10
    for place, phrase in enumerate(synonyms.within):
        if any(_begins(words[n : n + len(phrase)], phrase) for n in range(len(words) - len(phrase) + 1)):
            return 60 - place / 10 - len(words) / 100
    if len(letters) > 5 and difflib.get_close_matches(letters, synonyms.exact, n=1, cutoff=NEAR):  # noqa: PLR2004
        return 40
    return 0


def _begins(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return list(words[:-1]) == list(phrase[:-1]) and words[-1].startswith(phrase[-1])


def _standing(column: RegisterColumn) -> float:
    """How much a heading says that it tells of now, for two that else mean the same."""
    words = set(_words(column.heading))
    return 5 if words & set(_NOW) else -20 if words & set(_ONCE) else 0


def _can_hold(sense: ColumnSense, column: RegisterColumn) -> bool:
    """Whether what a column holds can be what its heading seems to say."""
    if not column.samples:
        return True
    numeric = all(_NUMBERS.fullmatch(held) for held in column.samples)
    if sense in {ColumnSense.TITLE, ColumnSense.PROBLEM, ColumnSense.LEAD, ColumnSense.STAGE} and numeric:
        return False
    if sense in MONEYS | SAVINGS:
        return any(re.search(r"\d", held) for held in column.samples) or all(len(held) < 8 for held in column.samples)  # noqa: PLR2004
    colours = {"red", "amber", "green", "blue", "r", "a", "g", "b", "coch", "melyn", "gwyrdd", "redamber", "ambergreen"}
    return not (sense is ColumnSense.STAGE and {letters_of(held) for held in column.samples} <= colours)


def _unit_of(heading: str) -> str:
    if _MILLIONS.search(heading):
        return "_millions"
    return "_thousands" if _THOUSANDS.search(heading) else ""


def _bare(heading: str) -> str:
    """A heading without its units and what stands in brackets, unless that is all of it."""
    bare = " ".join(_BRACKETS.sub(" ", heading).split()).strip(" :*-")
    return bare or heading


def _lower(heading: str) -> str:
    """The part of a heading of two rows that stands in the lower."""
    return heading.rpartition(": ")[2]


def _words(text: str) -> list[str]:
    return [word.replace("’", "'").lower() for word in _WORDS.findall(text)]

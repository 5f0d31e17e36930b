"""What a register would bring: how headings and words are matched, its first rows as they will be, what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy import select

from tracker import council, grouping
from tracker.clock import today
from tracker.exchange.words import letters_of
from tracker.grouping import Grouping
from tracker.register.actions.file import MOST_LINES, RegisterSheet
from tracker.register.models import Matching
from tracker.register.queries.standing import TitledIdea, ideas_titled
from tracker.register.rules.headings import signature_of
from tracker.register.rules.lists import MOST_WORDS, list_words
from tracker.register.rules.reading import RegisterReader
from tracker.register.rules.senses import match_columns, rows_of
from tracker.register.words import (
    LISTS,
    SCORES,
    ColumnMatch,
    ColumnSense,
    ListWord,
    RegisterChoices,
    RegisterColumn,
    Repetition,
    RowFault,
    RowReading,
    RowSense,
    ServiceName,
    UnreadableFileError,
)
from tracker.tenancy import session

FIRST = 5  # rows that are shown as they will be
MOST_FAULTS = 100  # that are shown; all of them stand in the file that comes back
MOST_TITLES = 200
MOST_SHOWN = 8  # lines that are named of a finding
SHARED = 0.6  # of the headings of an older matching that a file has, so that the matching speaks for it
MOSTLY = 0.2  # of the rows that repeat an idea, so that they are taken for lines of one


class RowFinding(NamedTuple):
    """Something to know of some rows, told once: what, on how many lines and on which first, in which column."""

    reason: str
    column: str
    cell: str
    lines: tuple[int, ...]
    times: int
    kind: str


@dataclass
class FindingCount:
    """A finding while rows are read in their order: only its first lines are kept, and each line counts once."""

    first: RowFault
    lines: list[int] = field(default_factory=list)
    times: int = 0
    last: int = 0

    def count(self, line: int) -> None:
        """Count it on a line."""
        if line == self.last:
            return
        self.last, self.times = line, self.times + 1
        if len(self.lines) < MOST_SHOWN:
            self.lines.append(line)

    def finding(self) -> RowFinding:
        """What is told of it."""
        one = self.first
        return RowFinding(one.reason, one.column, one.cell, tuple(self.lines), self.times, one.kind)


class WordList(NamedTuple):
    """A column whose words are of a closed list, and what each means here; `more` are not asked for."""

    column: RegisterColumn
    sense: ColumnSense
    words: list[ListWord]
    more: int


@dataclass
class RegisterCheck:
    """What would become of the rows, as things were chosen."""

    choices: RegisterChoices
    matches: list[ColumnMatch]
    lists: list[WordList]
    heading_line: int
    kept: str = ""
    rows: int = 0
    ready: int = 0
    waiting: int = 0
    cannot: int = 0
    left_out: int = 0
    again: int = 0
    repeats: int = 0
    first: list[RowReading] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    findings: list[RowFinding] = field(default_factory=list)
    waits: list[RowFinding] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)
    leads: set[str] = field(default_factory=set)
    leads_here: int = 0
    missing: str = ""
    close: list[TitledIdea] = field(default_factory=list)

    @property
    def matched(self) -> int:
        """How many columns mean something of ours."""
        return sum(one.sense not in {ColumnSense.NOTE, ColumnSense.NOTHING} for one in self.matches)


def services() -> list[ServiceName]:
    """The services of the open council by every name that they had; what they are called now comes last, and holds."""
    before = [ServiceName(str(one.id), one.name, str(one.was or "")) for one in grouping.names_before(Grouping.SERVICE)]
    return [*before, *(ServiceName(str(one.id), one.name) for one in council.services())]


# --- what is thought of a register at first ---------------------------------------------------------------------------
def first_choices(sheet: RegisterSheet) -> tuple[RegisterChoices, str]:
    """What is thought of a register before anybody said anything: as it was last time, else by its headings.

    Returns the name of the matching that speaks for it, if one does.
    """
    found, guess = _matching_for(sheet.columns), guessed_choices(sheet)
    if found is None:
        return guess, ""
    kept, here = RegisterChoices.of(found.choices), {one.key for one in sheet.columns}
    columns = {**guess.columns, **{key: sense for key, sense in kept.columns.items() if key in here}}
    return replace(kept, columns=columns), found.name


def _matching_for(columns: Sequence[RegisterColumn]) -> Matching | None:
    """The matching of these headings, else the newest that shares most of its own with them."""
    acts, signature = session(), signature_of(columns)
    if exact := acts.scalar(select(Matching).where(Matching.signature == signature)):
        return exact
    here = {one.key for one in columns}
    newest = select(Matching).order_by(Matching.used_at.desc(), Matching.id).limit(20)
    for one in acts.scalars(newest):
        if one.headings and len(here & set(one.headings)) >= max(SHARED * len(one.headings), 3):
            return one
    return None


def guessed_choices(sheet: RegisterSheet) -> RegisterChoices:
    """What is thought of a register by its headings and what stands under them."""
    rows = rows_of(sheet.columns)
    matches = match_columns(sheet.columns, rows)
    senses = {one.column.key: one.sense for one in matches}
    if rows is RowSense.RISK and ColumnSense.IDEA not in senses.values():
        rows = RowSense.IDEA
    choices = RegisterChoices(rows=rows, columns=senses)
    return replace(choices, repeats=Repetition.ONE) if _repeats(sheet, choices) else choices


def _repeats(sheet: RegisterSheet, choices: RegisterChoices) -> bool:
    """Whether many rows bear the number, or else the title, of one above them."""
    named = choices.column_of(ColumnSense.NUMBER, sheet.columns) or choices.column_of(ColumnSense.TITLE, sheet.columns)
    if named is None or choices.rows is not RowSense.IDEA:
        return False
    held = Counter(
        letters_of(line.cells[named.place])
        for line in sheet.lines()
        if named.place < len(line.cells) and line.cells[named.place].strip()
    )
    return sum(held.values()) - len(held) > MOSTLY * sum(held.values())


# --- what would come of it --------------------------------------------------------------------------------------------
def check(sheet: RegisterSheet, choices: RegisterChoices, *, kept: str = "", figures: bool = False) -> RegisterCheck:
    """Read every row as it was chosen, and say what would become of it. Raises UnreadableFileError for too many."""
    ours = services()
    matches = _told(sheet.columns, choices)
    found = RegisterCheck(choices, matches, [], sheet.heading_line, kept)
    reader = RegisterReader(sheet.columns, choices, ours, today=today(), figures=figures)
    held: dict[str, Counter[str]] = {one.column.key: Counter() for one in matches if one.sense in LISTS}
    places = {one.column.key: one.column.place for one in matches if one.sense in LISTS}
    told: dict[tuple[str, str], FindingCount] = {}
    waits: dict[tuple[str, str], FindingCount] = {}
    titles: list[str] = []
    for line in sheet.lines():
        row = reader.read(line)
        found.rows += 1
        if found.rows > MOST_LINES:
            raise UnreadableFileError(
                f"It has more than {MOST_LINES:,} rows: divide it, and bring one part after the other."
            )
        if not row.left_out or row.title:
            for key, place in places.items():
                if place < len(line.cells) and line.cells[place].strip():
                    held[key][line.cells[place].strip()] += 1
        _count(found, row, told, waits, titles)
    found.lists = list(_lists(matches, held, choices, ours, kept=bool(kept)))
    found.findings = [some.finding() for some in told.values()]
    found.waits = [some.finding() for some in waits.values()]
    found.missing = _missing(sheet, choices)
    found.close = ideas_titled(titles) if titles and choices.rows is RowSense.IDEA else []
    found.leads_here = len(found.leads & {letters_of(one.name) for one in council.people()})
    return found


def _count(
    found: RegisterCheck,
    row: RowReading,
    told: dict[tuple[str, str], FindingCount],
    waits: dict[tuple[str, str], FindingCount],
    titles: list[str],
) -> None:
    """Count a row, and keep what is shown of it."""
    for remark in row.remarks:
        key = (remark.kind or remark.reason, remark.column if remark.kind else "")
        told.setdefault(key, FindingCount(remark)).count(remark.line)
    if row.lead and not row.left_out:
        found.leads.add(letters_of(row.lead))
    if row.left_out:
        found.left_out += 1
    elif row.faults:
        found.cannot += 1
        found.faults += row.faults[: MOST_FAULTS - len(found.faults)] if len(found.faults) < MOST_FAULTS else ()
    elif row.waits:
        found.waiting += 1
        for wait in row.waits:
            key = (wait.column, letters_of(wait.cell) or wait.cell)
            waits.setdefault(key, FindingCount(wait)).count(wait.line)
    else:
        found.ready += 1
        found.again += row.again
        found.stages[row.outcome or row.stage] += not row.again
        if len(found.first) < FIRST:
            found.first.append(row)
        if len(titles) < MOST_TITLES and not row.again:
            titles.append(row.title)
    found.repeats += row.again or "#" in row.identity


def _told(columns: Sequence[RegisterColumn], choices: RegisterChoices) -> list[ColumnMatch]:
    """The columns as they were chosen, each with why."""
    thought = {one.column.key: one for one in match_columns(columns, rows_of(columns))}
    matches = []
    for column in columns:
        sense = choices.columns.get(column.key, ColumnSense.NOTE)
        guess = thought[column.key]
        matches.append(guess if guess.sense is sense else ColumnMatch(column, sense, "As you said."))
    return matches


def _lists(
    matches: Iterable[ColumnMatch],
    held: dict[str, Counter[str]],
    choices: RegisterChoices,
    ours: Sequence[ServiceName],
    *,
    kept: bool,
) -> Iterable[WordList]:
    for one in matches:
        if one.column.key not in held or (one.sense in SCORES and choices.rows is RowSense.MONEY):
            continue
        words = list_words(one.sense, held[one.column.key], choices, ours, kept=kept)
        words.sort(key=lambda word: bool(word.ours))
        if one.sense in SCORES and all(word.word.strip() in "12345" for word in words):
            continue
        yield WordList(one.column, one.sense, words[:MOST_WORDS], max(0, len(words) - MOST_WORDS))


def _missing(sheet: RegisterSheet, choices: RegisterChoices) -> str:
    """What no column says and every row needs, in words; nothing where all is there."""
    senses = set(choices.columns.values())
    if not sheet.columns:
        return "No row was found that names the columns. Say below which line does, or look at another sheet."
    if choices.rows is RowSense.IDEA and not senses & {ColumnSense.TITLE, ColumnSense.RISK, ColumnSense.PROBLEM}:
        return "No column is the title. Say below which one is."
    if choices.rows is RowSense.RISK and ColumnSense.IDEA not in senses:
        return "No column says which idea a risk is on. Say below which one does, or that each row is an idea."
    if choices.rows is RowSense.MONEY and ColumnSense.IDEA not in senses:
        return (
            "These look like payments, and a payment is no idea. Say below which column names the idea that each was"
            " for; or that each row is an idea, if it is a list of projects. Payments alone have no place here."
        )
    return ""

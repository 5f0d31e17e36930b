"""What a register would bring: how headings and words are matched, its first rows as they will be, what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker import council, grouping
from tracker.clock import today
from tracker.exchange.words import letters_of
from tracker.grouping import Grouping
from tracker.register.actions.file import MOST_LINES, RegisterSheet
from tracker.register.actions.plan import RowPlan
from tracker.register.models import Register
from tracker.register.queries.findings import FindingCount, RowFinding
from tracker.register.queries.missing import missing
from tracker.register.queries.placing import placed
from tracker.register.queries.standing import TitledIdea, brought_by, ideas_titled
from tracker.register.rules.column_matches import column_matches
from tracker.register.rules.kinds import has_place
from tracker.register.rules.likely_columns import only_thought
from tracker.register.rules.lists import list_words, words_shown
from tracker.register.rules.reading import RegisterReader, beside
from tracker.register.rules.row_draft import says_nothing
from tracker.register.words import (
    LISTS,
    PARKED,
    SAVINGS,
    SCORES,
    ColumnMatch,
    ColumnSense,
    ListWord,
    RegisterChoices,
    RegisterColumn,
    RowFate,
    RowFault,
    RowReading,
    RowSense,
    ServiceName,
    UnreadableFileError,
    word_key,
)
from tracker.text import as_text

FIRST = 5  # rows that are shown as they will be
MOST_FAULTS = 100  # that are shown; all of them stand in the file that comes back
MOST_TITLES = 200
MOST_STRANGERS, LONGEST_KEY = 60, 250  # names of ideas that are asked about, and letters of one


class WordList(NamedTuple):
    """A column whose words are of a closed list, and what each means here.

    Of those not shown `more` are known, and rows with `waiting` ones wait.
    """

    column: RegisterColumn
    sense: ColumnSense
    words: list[ListWord]
    more: int
    waiting: int = 0


@dataclass
class RegisterCheck:
    """What would become of the rows, as things were chosen.

    Of rows that are `here` already, those that `differ` say otherwise than what is here: where, `differing` tells.
    Of those that cannot come in, what is said `alike` of many is told once, behind the `faults` of each.
    Of rows that come in, `amounts` do, and `credits` stay as notes.
    Where none is new, `earlier` are the registers that brought them, if those can still be taken back.
    Columns that are `sparse` may be said once for a group of rows.
    """

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
    amounts: int = 0
    credits: int = 0
    here: int = 0
    differ: int = 0
    again: int = 0
    repeats: int = 0
    first: list[RowReading] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    differing: list[RowFault] = field(default_factory=list)
    findings: list[RowFinding] = field(default_factory=list)
    waits: list[RowFinding] = field(default_factory=list)
    alike: list[RowFinding] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)
    leads: set[str] = field(default_factory=set)
    leads_here: int = 0
    missing: str = ""
    close: list[TitledIdea] = field(default_factory=list)
    earlier: list[Register] = field(default_factory=list)
    strangers: list[ListWord] = field(default_factory=list)
    sparse: frozenset[str] = frozenset()

    @property
    def parks(self) -> bool:
        """Whether a word means that ideas wait for a day, and rows of no history need one."""
        return not self.choices.source and any(
            word.ours == PARKED for one in self.lists if one.sense is ColumnSense.STAGE for word in one.words
        )

    @property
    def is_well(self) -> bool:
        """Whether every row can come in, and nothing lacks."""
        return not (self.missing or self.faults or self.here or self.waiting or self.cannot) and self.ready > 0

    @property
    def thought(self) -> str:
        """The heading of the column that was only taken for the title; nothing where one is called so."""
        column = only_thought(self.matches)
        return column.heading if column else ""

    @property
    def saves(self) -> bool:
        """Whether a column tells of savings."""
        return any(one.sense in SAVINGS for one in self.matches)

    @property
    def matched(self) -> int:
        """How many columns mean something of ours."""
        return sum(one.sense not in {ColumnSense.NOTE, ColumnSense.NOTHING} for one in self.matches)


def services() -> list[ServiceName]:
    """The services of the open council by every name that they had; what they are called now comes last, and holds."""
    before = [ServiceName(str(one.id), one.name, str(one.was or "")) for one in grouping.names_before(Grouping.SERVICE)]
    return [*before, *(ServiceName(str(one.id), one.name) for one in council.services())]


def check(sheet: RegisterSheet, choices: RegisterChoices, *, kept: str = "", figures: bool = False) -> RegisterCheck:
    """Read every row as it was chosen, and say what would become of it. Raises UnreadableFileError for too many."""
    ours = services()
    matches = column_matches(sheet.columns, choices)
    found = RegisterCheck(choices, matches, [], sheet.heading_line, kept)
    reader = RegisterReader(sheet.columns, choices, ours, today=today(), figures=figures)
    second = beside(sheet.columns, choices)
    listed = (one.column.key for one in matches if one.sense in LISTS and one.column.key not in second)
    held: dict[str, Counter[str]] = {key: Counter() for key in listed}
    tally = _Tally()
    for plan in placed(_rows(found, reader, sheet, held), choices):
        _count(found, plan, tally)
    found.lists = list(_lists(matches, held, choices, ours, kept=bool(kept)))
    found.findings = [some.finding() for some in tally.told.values()]
    found.waits = [some.finding() for some in tally.waits.values()]
    found.alike = [some.finding() for some in tally.alike.values()]
    found.sparse = reader.sparse | choices.down
    found.missing = missing(sheet, choices)
    found.strangers = _strangers(choices, tally.strangers)
    found.close = ideas_titled(tally.titles) if tally.titles and choices.rows is RowSense.IDEA else []
    found.earlier = brought_by(tally.here) if tally.here and not found.ready else []
    found.leads_here = len(found.leads & {letters_of(one.name) for one in council.people()})
    return found


def _rows(
    found: RegisterCheck, reader: RegisterReader, sheet: RegisterSheet, held: dict[str, Counter[str]]
) -> Iterator[RowReading]:
    """Read every row, and count the words of closed lists that it holds."""
    listed = [one for one in found.matches if one.column.key in held]
    for line in sheet.lines():
        row = reader.read(line)
        found.rows += 1
        if found.rows > MOST_LINES:
            raise UnreadableFileError(
                f"It has more than {MOST_LINES:,} rows: divide it, and bring one part after the other."
            )
        if not row.left_out or row.title:
            for one in listed:
                word = as_text("".join(line.cells[one.column.place : one.column.place + 1])).strip()
                if word and not says_nothing(one.sense, word, found.choices):
                    held[one.column.key][word] += 1
        yield row


@dataclass
class _Tally:
    """What is counted of rows while they are read."""

    told: dict[tuple[str, str], FindingCount] = field(default_factory=dict)
    waits: dict[tuple[str, str], FindingCount] = field(default_factory=dict)
    alike: dict[str, FindingCount] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    strangers: Counter[str] = field(default_factory=Counter)
    here: set[str] = field(default_factory=set)


def _count(found: RegisterCheck, plan: RowPlan, tally: _Tally) -> None:
    """Count a row, and keep what is shown of it."""
    row = plan.row
    for remark in row.remarks:
        key = (remark.kind or remark.reason, remark.column if remark.kind else "")
        tally.told.setdefault(key, FindingCount(remark)).count(remark.line)
    if row.lead and not row.left_out:
        found.leads.add(letters_of(row.lead))
    if plan.stranger or word_key(row.idea) in found.choices.words.get(ColumnSense.IDEA, {}):
        tally.strangers[row.idea] += 1
    if row.left_out:
        found.left_out += 1
    elif plan.fate is RowFate.HERE:
        found.here += 1
        tally.here.add(row.identity)
        if len(plan.told) > 1:
            found.differ += 1
            found.differing += plan.told if len(found.differing) < MOST_FAULTS else ()
    elif plan.waits or (row.waits and not row.faults):
        found.waiting += 1
        for wait in row.waits:
            key = (wait.column, word_key(wait.cell))
            tally.waits.setdefault(key, FindingCount(wait)).count(wait.line)
    elif plan.fate is RowFate.NOT:
        _count_refused(found, plan, tally)
    else:
        _count_ready(found, row, tally)
    found.repeats += row.again or "#" in row.identity


def _count_refused(found: RegisterCheck, plan: RowPlan, tally: _Tally) -> None:
    """Count a row that cannot come in. A name that is no idea's is told once, and asked about; so is what lacks."""
    found.cannot += 1
    told = plan.row.faults or plan.told
    for fault in told:
        if fault.kind:
            tally.alike.setdefault(fault.kind, FindingCount(fault)).count(fault.line)
    if not plan.stranger or tally.strangers[plan.row.idea] == 1:
        left = max(0, MOST_FAULTS - len(found.faults))
        found.faults += [fault for fault in told if not fault.kind][:left]


def _count_ready(found: RegisterCheck, row: RowReading, tally: _Tally) -> None:
    """Count a row that comes in."""
    found.ready += 1
    found.again += row.again
    found.amounts += len(row.money) + len(row.savings)
    found.credits += row.credits
    found.stages[row.outcome or row.stage] += found.choices.rows is RowSense.IDEA and not row.again
    if len(found.first) < FIRST:
        found.first.append(row)
    if len(tally.titles) < MOST_TITLES and not row.again:
        tally.titles.append(row.title)


def _strangers(choices: RegisterChoices, named: Counter[str]) -> list[ListWord]:
    """What names no idea here, in the order of their rows, each with the idea that somebody said it is."""
    said = choices.words.get(ColumnSense.IDEA, {})
    keyed = [(word, word_key(word), rows) for word, rows in named.most_common(MOST_STRANGERS) if word]
    return [ListWord(word, key, rows, said.get(key, ""), "") for word, key, rows in keyed if len(key) <= LONGEST_KEY]


def _lists(
    matches: Iterable[ColumnMatch],
    held: dict[str, Counter[str]],
    choices: RegisterChoices,
    ours: Sequence[ServiceName],
    *,
    kept: bool,
) -> Iterable[WordList]:
    for one in matches:
        if one.column.key not in held or not has_place(one.sense, choices.rows):
            continue
        words = list_words(one.sense, held[one.column.key], choices, ours, kept=kept)
        if one.sense in SCORES and all(word.word.strip() in "12345" for word in words):
            continue
        shown = words_shown(words)
        waiting = sum(not word.ours for word in words) - sum(not word.ours for word in shown)
        yield WordList(one.column, one.sense, shown, len(words) - len(shown) - waiting, waiting)

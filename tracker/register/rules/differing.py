"""Where a row of a register says otherwise than the idea that is here already: by column, and what stands here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from tracker.exchange.rules.amounts import money
from tracker.exchange.words import letters_of
from tracker.register.words import OF_RISKS, ColumnSense, MoneyLine, RowFault, RowReading, RowSense
from tracker.wording import BUILT_IN

LONGEST_SHOWN = 200  # letters of what stands here


class IdeaHere(NamedTuple):
    """An idea as it stands now, as far as a register tells of one.

    `leads` are its owner and whom registers named; `money` and `savings` hold for each line its heading, its pounds and
    all else that it says, `risks` what is said of each; `notes` all that registers left with it.
    """

    id: UUID
    title: str
    problem: str | None
    proposal: str | None
    stage: str
    outcome: str | None
    first_date: str | None
    service: str | None
    leads: list[str]
    money: list[str]
    savings: list[str]
    risks: list[str]
    notes: str | None


def differences(row: RowReading, here: IdeaHere, *, rows: RowSense) -> Iterator[RowFault]:
    """Each cell of a row that says otherwise than its idea does. What a row leaves empty says nothing.

    Only a row that is an idea tells of that itself: what a risk, a payment or a benefit is called is no title of one.
    """
    if rows is RowSense.IDEA:
        yield from _of_words(row, here)
    yield from _of_lines(row, row.money, here.money)
    yield from _of_lines(row, row.savings, here.savings)
    for sense, words in row.risk.items():
        column = ColumnSense(sense) if sense in OF_RISKS else None
        if column in row.said and not any(_holds(risk, words) for risk in here.risks):
            yield _other(row, column, "")
    notes = here.notes or ""
    for heading, words in row.notes:
        if f"{heading}: {words}" not in notes:
            beginning = f"\n{heading}: "
            before = notes.rpartition(beginning)[2].partition("\n")[0] if beginning in notes else ""
            yield _differs(row, heading, words, before)


def _of_words(row: RowReading, here: IdeaHere) -> Iterator[RowFault]:
    """What a row says of the idea itself."""
    outcome = here.outcome or ""
    stands = outcome if outcome not in {"", "active"} else here.stage
    said = row.outcome or row.stage
    if ColumnSense.STAGE in row.said and said != stands:
        now = BUILT_IN.called(stands, "outcome" if outcome == stands else "stage")
        yield _other(row, ColumnSense.STAGE, now)
    pairs: Mapping[ColumnSense, tuple[str, str | None]] = {
        ColumnSense.TITLE: (row.title, here.title),
        ColumnSense.PROBLEM: (row.problem, here.problem),
        ColumnSense.PROPOSAL: (row.proposal, here.proposal),
        ColumnSense.SERVICE: (row.service, here.service),
        ColumnSense.FIRST_DATE: (row.first_date, here.first_date),
    }
    for sense, (theirs, ours) in pairs.items():
        if sense in row.said and theirs and theirs.split() != (ours or "").split():
            yield _other(row, sense, ours or "")
    if row.lead and letters_of(row.lead) not in map(letters_of, here.leads) and ColumnSense.LEAD in row.said:
        yield _other(row, ColumnSense.LEAD, ", ".join(sorted(here.leads)))


def _of_lines(row: RowReading, lines: Sequence[MoneyLine], here: Sequence[str]) -> Iterator[RowFault]:
    """Amounts that are on no line of the idea: on none of their heading, where that has one."""
    told = [one.split("\n") for one in here]
    for line in lines:
        if line.amount is None:
            continue
        same = [one for one in told if one[0] == line.heading] or told
        if money(line.amount) not in [money(Decimal(one[1])) for one in same if one[1]]:
            amounts = ", ".join(f"£{Decimal(one[1]):,.0f}" for one in same if one[1])
            yield _differs(row, line.heading, f"£{line.amount:,.0f}", amounts)


def _holds(risk: str, words: str) -> bool:
    return words in risk.split("\n") or (len(words) > 1 and words in risk)


def _other(row: RowReading, sense: ColumnSense | None, now: str) -> RowFault:
    heading, cell = row.said[sense] if sense else ("", "")
    return _differs(row, heading, cell, now)


def _differs(row: RowReading, heading: str, cell: str, now: str) -> RowFault:
    shown = " ".join(now.split())
    shown = f"{shown[:LONGEST_SHOWN]}…" if len(shown) > LONGEST_SHOWN else shown
    told = f"Here it is “{shown}”." if shown else "Nothing here says so."
    return RowFault(row.line, heading, cell, told)

"""One row of theirs while it is read: what it is in our terms as a whole, and why it cannot come in."""

from __future__ import annotations

from tracker.exchange.rules.cells import read_cell
from tracker.exchange.words import BadCellError, CellKind, SheetColumn
from tracker.register.rules.cells import sentence, short_title
from tracker.register.rules.headings import signature_of
from tracker.register.rules.ours import names_who_is_paid
from tracker.register.rules.row_draft import RowDraft
from tracker.register.words import (
    MONEYS,
    OF_RISKS,
    SCORES,
    ColumnSense,
    Repetition,
    RowReading,
    RowSense,
    SaidCell,
)

TITLE = SheetColumn("title", CellKind.KEY)
_STANDS = {ColumnSense.PROBLEM, ColumnSense.PROPOSAL, ColumnSense.STAGE, ColumnSense.SERVICE, ColumnSense.FIRST_DATE}
OF_IDEAS = _STANDS | {ColumnSense.NUMBER}  # what only a row that is an idea can say
OF_THE_FIRST = _STANDS | {ColumnSense.TITLE}  # what the first of several rows says of their idea


def _settle_kinds(row: RowDraft) -> None:
    """What is said of a saving or a risk that the row does not tell of is a note; else its word is waited for."""
    saves = bool(row.savings) or row.choices.rows is RowSense.BENEFIT
    there = (
        (ColumnSense.SAVING_CLASS, saves, "Say what kind of saving it is."),
        (ColumnSense.RISK_STATE, _tells_of_a_risk(row), "Say whether such a risk is open or closed."),
    )
    for sense, told, asked in there:
        if sense in row.unsaid and told:
            row.wait(*row.unsaid[sense], asked)
        elif sense in row.unsaid:
            row.notes.append(row.unsaid[sense])
        elif sense in row.said and sense in row.values and not told:
            row.notes.append(row.said[sense])


def _tells_of_a_risk(row: RowDraft) -> bool:
    return row.choices.rows is RowSense.RISK or bool({ColumnSense.RISK, *SCORES} & row.risk.keys())


def settle(row: RowDraft) -> None:
    """Say what the row lacks, once all of its cells were taken."""
    rows = row.choices.rows
    _settle_kinds(row)
    if rows is RowSense.IDEA:
        _settle_idea(row)
    else:
        _settle_on_an_idea(row, rows)


def _settle_idea(row: RowDraft) -> None:
    title = row.values.get(ColumnSense.TITLE, "")
    if not title and ColumnSense.TITLE not in row.choices.columns.values():
        title = short_title(row.risk.get(ColumnSense.RISK) or "\n".join(row.texts.get(ColumnSense.PROBLEM, ())))
    number = row.values.get(ColumnSense.NUMBER, "")
    if not title:
        which = f" The row's number is {number}." if number else ""
        row.fault(row.headings.get(ColumnSense.TITLE, ""), "", f"An idea needs a title.{which}")
    try:
        read_cell(TITLE, title, today=row.reader.today)
    except BadCellError as why:
        row.fault(row.headings.get(ColumnSense.TITLE, ""), title[:100], sentence(f"The title {why}"))
    row.values["title"] = title


def _settle_on_an_idea(row: RowDraft, rows: RowSense) -> None:
    amounts = sum(sense in MONEYS for sense, _ in row.cells)
    if rows is RowSense.MONEY and row.noughts == amounts > 0 and not (row.credits or row.faults):
        row.stays_out = True  # a payment of nought is none, and there is nothing to mend
        return
    if not row.values.get(ColumnSense.IDEA) and row.choices.idea:
        row.values[ColumnSense.IDEA] = row.choices.idea
        row.content.append(f"idea={row.choices.idea}")
    if not row.values.get(ColumnSense.IDEA):
        heading = row.headings.get(ColumnSense.IDEA, "")  # without one no row names any: that is told once
        row.fault(heading, "", "It names no idea that it belongs to.", kind="" if heading else "no idea")
    if rows is RowSense.RISK and not (row.risk.get(ColumnSense.RISK) or row.values.get(ColumnSense.TITLE)):
        row.fault(row.headings.get(ColumnSense.RISK, ""), "", "It does not say what could go wrong.")
    if rows is RowSense.BENEFIT and not (row.savings or row.values.get(ColumnSense.TITLE)):
        row.fault(row.headings.get(ColumnSense.TITLE, ""), "", "It does not say what is gained.")
    if rows is RowSense.MONEY and not (row.money or row.credits or row.faults):
        row.fault(next((row.headings[one] for one in MONEYS if one in row.headings), ""), "", "It has no amount.")


def _tell_unused(row: RowDraft, identity: str, *, again: bool) -> None:
    """Keep as notes the cells of which nothing is made, and say so: none is lost."""
    unused = _unused(row)
    for heading, cell in (said for sense, said in row.cells if sense in unused):
        told = "Nothing else is made of it in such a row: it is kept as a note."
        row.note(heading, cell, told, kind="unused")
    if row.choices.repeats is not Repetition.ONE:
        return
    first = row.reader.said_first(identity, row.said)
    for sense in sorted(row.said.keys() & OF_THE_FIRST) if again else ():
        heading, cell = row.said[sense]
        if sense not in first or first[sense].cell != cell:
            told = "The first row of its idea says otherwise, and that holds: this is kept as a note."
            row.note(heading, cell, told, kind="not the first")


def _tell_paid(row: RowDraft) -> None:
    """Say that who is paid gives no money: they stand with the amount that they were paid."""
    heading, cell = row.said.get(ColumnSense.FUNDER, SaidCell("", ""))
    if row.money and names_who_is_paid(heading):
        told = "It says who is paid, and no funder: it stands with the amount."
        row.remark(heading, cell[:100], told, kind=f"paid {heading}")


def _unused(row: RowDraft) -> set[ColumnSense]:
    """What columns mean of which a row of this kind, with what else it says, makes nothing."""
    rows, unused = row.choices.rows, set[ColumnSense]()
    unused |= {ColumnSense.IDEA} if rows is RowSense.IDEA else OF_IDEAS
    if not row.money:
        unused |= {ColumnSense.FUNDER, ColumnSense.MONEY_START, ColumnSense.MONEY_END}
        unused |= {ColumnSense.TITLE} if rows is RowSense.MONEY else set()
    if not row.savings and rows is not RowSense.BENEFIT and (rows is RowSense.MONEY or not row.money):
        unused.add(ColumnSense.PERIOD)
    if not _tells_of_a_risk(row):
        unused |= OF_RISKS - {ColumnSense.RISK_STATE}
    return unused


def _of_this_list(row: RowDraft, identity: str) -> str:
    """What a row is known by where the same reference in another list is another thing."""
    idea, bar, rest = identity.partition("|")
    return f"{idea}@{signature_of(row.reader.columns)[:12]}{bar}{rest}"


def _known(row: RowDraft) -> tuple[str, bool]:
    """What the row is known by, and whether it is another of an idea that stood above."""
    number, title = row.values.get(ColumnSense.NUMBER, ""), row.values.get("title", "")
    identity, again, above = row.reader.known_as(row.line.number, number, title, row.content)
    identity = _of_this_list(row, identity) if row.choices.apart else identity
    _tell_paid(row)
    _tell_unused(row, identity, again=again)
    if above and not again and number:
        row.fault(row.headings[ColumnSense.NUMBER], number, f"It stands on line {above} already.")
    return identity, again


def reading_of(row: RowDraft, *, left_out: bool) -> RowReading:
    """The row as it will be."""
    value = row.values.get
    identity, again = ("", False) if left_out or row.faults else _known(row)
    return RowReading(
        line=row.line.number,
        identity=identity,
        title=value("title", "") or value(ColumnSense.TITLE, ""),
        number=value(ColumnSense.NUMBER, ""),
        idea=value(ColumnSense.IDEA, ""),
        problem="\n\n".join(row.texts.get(ColumnSense.PROBLEM, ())),
        proposal="\n\n".join(row.texts.get(ColumnSense.PROPOSAL, ())),
        stage=value("stage", "") or row.choices.stage,
        outcome=value("outcome", ""),
        parked_until=value("until"),
        service_id=value("service_id", ""),
        service=value("service", ""),
        lead=value(ColumnSense.LEAD, ""),
        first_date=value(ColumnSense.FIRST_DATE, ""),
        money=tuple(row.money),
        funder=value(ColumnSense.FUNDER, ""),
        money_start=value(ColumnSense.MONEY_START, ""),
        money_end=value(ColumnSense.MONEY_END, ""),
        savings=tuple(row.savings),
        period=value(ColumnSense.PERIOD, ""),
        saving_class=value(ColumnSense.SAVING_CLASS, ""),
        risk=row.risk,
        risk_state=value(ColumnSense.RISK_STATE, ""),
        notes=tuple(row.notes),
        said=row.said,
        again=again,
        left_out=left_out,
        faults=tuple(row.faults),
        remarks=tuple(row.remarks),
        waits=tuple(row.waits),
        credits=row.credits,
    )

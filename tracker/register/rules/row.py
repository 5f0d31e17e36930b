"""One row of theirs while it is read: what it is in our terms as a whole, and why it cannot come in."""

from __future__ import annotations

from tracker.exchange.rules.cells import read_cell
from tracker.exchange.words import BadCellError, CellKind, SheetColumn
from tracker.register.rules.cells import sentence, short_title
from tracker.register.rules.headings import signature_of
from tracker.register.rules.ours import names_who_is_paid
from tracker.register.rules.row_cells import RowCells
from tracker.register.words import (
    MONEYS,
    OF_RISKS,
    SCORES,
    ColumnSense,
    Repetition,
    RowFault,
    RowReading,
    RowSense,
    SaidCell,
)

ONE_CELL_AMONG = 4  # columns of a register in which a row of one cell is no row
TITLE = SheetColumn("title", CellKind.KEY)
_STANDS = {ColumnSense.PROBLEM, ColumnSense.PROPOSAL, ColumnSense.STAGE, ColumnSense.SERVICE, ColumnSense.FIRST_DATE}
OF_IDEAS = _STANDS | {ColumnSense.NUMBER}  # what only a row that is an idea can say
OF_THE_FIRST = _STANDS | {ColumnSense.TITLE}  # what the first of several rows says of their idea


class RowNotes(RowCells):
    """One row while it is read: its cells, and what follows from all of them together."""

    def _settle_kinds(self) -> None:
        """What is said of a saving or a risk that the row does not tell of is a note; else its word is waited for."""
        saves = bool(self.savings) or self.choices.rows is RowSense.BENEFIT
        there = (
            (ColumnSense.SAVING_CLASS, saves, "Say what kind of saving it is."),
            (ColumnSense.RISK_STATE, self._tells_of_a_risk(), "Say whether such a risk is open or closed."),
        )
        for sense, told, asked in there:
            if sense in self.unsaid and told:
                self.waits.append(RowFault(self.line.number, *self.unsaid[sense], asked))
            elif sense in self.unsaid:
                self.notes.append(self.unsaid[sense])
            elif sense in self.said and sense in self.values and not told:
                self.notes.append(self.said[sense])

    def _tells_of_a_risk(self) -> bool:
        return self.choices.rows is RowSense.RISK or bool({ColumnSense.RISK, *SCORES} & self.risk.keys())

    def settle(self) -> None:
        """Say what the row lacks, once all of its cells were taken."""
        rows = self.choices.rows
        filled = [cell for cell in self.line.cells if cell.strip()]
        if len(filled) == 1 and len(self.reader.columns) >= ONE_CELL_AMONG and not self.stays_out:
            self.fault("", filled[0][:100], "One cell and no more: a heading within the list, or a note below it?")
            return
        self._settle_kinds()
        if rows is RowSense.IDEA:
            self._settle_idea()
        else:
            self._settle_on_an_idea(rows)

    def _settle_idea(self) -> None:
        title = self.values.get(ColumnSense.TITLE, "")
        if not title and ColumnSense.TITLE not in self.choices.columns.values():
            title = short_title(self.risk.get(ColumnSense.RISK) or "\n".join(self.texts.get(ColumnSense.PROBLEM, ())))
        number = self.values.get(ColumnSense.NUMBER, "")
        if not title:
            which = f" The row's number is {number}." if number else ""
            self.fault(self.headings.get(ColumnSense.TITLE, ""), "", f"An idea needs a title.{which}")
        try:
            read_cell(TITLE, title, today=self.reader.today)
        except BadCellError as why:
            self.fault(self.headings.get(ColumnSense.TITLE, ""), title[:100], sentence(f"The title {why}"))
        self.values["title"] = title

    def _settle_on_an_idea(self, rows: RowSense) -> None:
        if not self.values.get(ColumnSense.IDEA) and self.choices.idea:
            self.values[ColumnSense.IDEA] = self.choices.idea
            self.content.append(f"idea={self.choices.idea}")
        if not self.values.get(ColumnSense.IDEA):
            self.fault(self.headings.get(ColumnSense.IDEA, ""), "", "It names no idea that it belongs to.")
        if rows is RowSense.RISK and not (self.risk.get(ColumnSense.RISK) or self.values.get(ColumnSense.TITLE)):
            self.fault(self.headings.get(ColumnSense.RISK, ""), "", "It does not say what could go wrong.")
        if rows is RowSense.BENEFIT and not (self.savings or self.values.get(ColumnSense.TITLE)):
            self.fault(self.headings.get(ColumnSense.TITLE, ""), "", "It does not say what is gained.")
        if rows is RowSense.MONEY and not (self.money or self.is_credit or self.faults):
            self.fault(
                next((self.headings[one] for one in MONEYS if one in self.headings), ""), "", "It has no amount."
            )

    def _tell_unused(self, identity: str, *, again: bool) -> None:
        """Keep as notes the cells of which nothing is made, and say so: none is lost."""
        unused = self._unused()
        for heading, cell in (said for sense, said in self.cells if sense in unused):
            told = "Nothing else is made of it in such a row: it is kept as a note."
            self.note(heading, cell, told, kind="unused")
        if self.choices.repeats is not Repetition.ONE:
            return
        first = self.reader.said_first(identity, self.said)
        for sense in sorted(self.said.keys() & OF_THE_FIRST) if again else ():
            heading, cell = self.said[sense]
            if sense not in first or first[sense].cell != cell:
                told = "The first row of its idea says otherwise, and that holds: this is kept as a note."
                self.note(heading, cell, told, kind="not the first")

    def _tell_paid(self) -> None:
        """Say that who is paid gives no money: they stand with the amount that they were paid."""
        heading, cell = self.said.get(ColumnSense.FUNDER, SaidCell("", ""))
        if self.money and names_who_is_paid(heading):
            told = "It says who is paid, and no funder: it stands with the amount."
            self.remark(heading, cell[:100], told, kind=f"paid {heading}")

    def _unused(self) -> set[ColumnSense]:
        """What columns mean of which a row of this kind, with what else it says, makes nothing."""
        rows, unused = self.choices.rows, set[ColumnSense]()
        unused |= {ColumnSense.IDEA} if rows is RowSense.IDEA else OF_IDEAS
        if not self.money:
            unused |= {ColumnSense.FUNDER, ColumnSense.MONEY_START, ColumnSense.MONEY_END}
        if not self.savings and rows is not RowSense.BENEFIT and (rows is RowSense.MONEY or not self.money):
            unused.add(ColumnSense.PERIOD)
        if not self._tells_of_a_risk():
            unused |= OF_RISKS - {ColumnSense.RISK_STATE}
        return unused

    def _of_this_list(self, identity: str) -> str:
        """What a row is known by where the same reference in another list is another thing."""
        idea, bar, rest = identity.partition("|")
        return f"{idea}@{signature_of(self.reader.columns)[:12]}{bar}{rest}"

    def _known(self) -> tuple[str, bool]:
        """What the row is known by, and whether it is another of an idea that stood above."""
        number, title = self.values.get(ColumnSense.NUMBER, ""), self.values.get("title", "")
        identity, again, above = self.reader.known_as(self.line.number, number, title, self.content)
        identity = self._of_this_list(identity) if self.choices.apart else identity
        self._tell_paid()
        self._tell_unused(identity, again=again)
        if above and not again and number:
            self.fault(self.headings[ColumnSense.NUMBER], number, f"It stands on line {above} already.")
        return identity, again

    def reading(self, *, left_out: bool) -> RowReading:
        """The row as it will be."""
        value = self.values.get
        identity, again = ("", False) if left_out or self.faults else self._known()
        return RowReading(
            line=self.line.number,
            identity=identity,
            title=value("title", "") or value(ColumnSense.TITLE, ""),
            number=value(ColumnSense.NUMBER, ""),
            idea=value(ColumnSense.IDEA, ""),
            problem="\n\n".join(self.texts.get(ColumnSense.PROBLEM, ())),
            proposal="\n\n".join(self.texts.get(ColumnSense.PROPOSAL, ())),
            stage=value("stage", "") or self.choices.stage,
            outcome=value("outcome", ""),
            parked_until=value("until"),
            service_id=value("service_id", ""),
            service=value("service", ""),
            lead=value(ColumnSense.LEAD, ""),
            first_date=value(ColumnSense.FIRST_DATE, ""),
            money=tuple(self.money),
            funder=value(ColumnSense.FUNDER, ""),
            money_start=value(ColumnSense.MONEY_START, ""),
            money_end=value(ColumnSense.MONEY_END, ""),
            savings=tuple(self.savings),
            period=value(ColumnSense.PERIOD, ""),
            saving_class=value(ColumnSense.SAVING_CLASS, ""),
            risk=self.risk,
            risk_state=value(ColumnSense.RISK_STATE, ""),
            notes=tuple(self.notes),
            said=self.said,
            again=again,
            left_out=left_out,
            faults=tuple(self.faults),
            remarks=tuple(self.remarks),
            waits=tuple(self.waits),
        )

"""Some rows of a register are written: ideas with their risks and money, or what belongs to ideas that are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import update

from tracker.clock import now
from tracker.db import new_id
from tracker.exchange.sheets.benefits import BENEFITS
from tracker.exchange.sheets.case import CaseBatch, CaseSheet, case_batch
from tracker.exchange.sheets.funding import FUNDING
from tracker.exchange.sheets.ideas import IDEAS
from tracker.exchange.sheets.risks import RISKS
from tracker.exchange.sheets.sheet import Values, add
from tracker.exchange.sheets.stage_moves import STAGE_MOVES
from tracker.exchange.words import SheetRow
from tracker.history import record
from tracker.history.events.exchange import RowsBrought
from tracker.idea.actions.reference import take_references
from tracker.idea.models import Idea, IdeaState, Message
from tracker.idea.rules import may_be_reference
from tracker.idea.words import MessageKind, Outcome, State
from tracker.register.actions.plan import RowPlan, names_an_idea, sheet_row, stored_case
from tracker.register.models import Register, RegisterRow
from tracker.register.queries.here import IdeaFound, ideas_numbered
from tracker.register.queries.placing import RowPlacing
from tracker.register.rules.faults import stored_faults
from tracker.register.rules.ours import benefit_cells, funding_cells, risk_cells, row_name
from tracker.register.words import (
    CLOSED,
    OPEN,
    PARKED,
    MoneyLine,
    RegisterChoices,
    RowFate,
    RowReading,
    RowSense,
    brought_from,
)
from tracker.risk.models import Risk
from tracker.tenancy import session
from tracker.text import as_text

WRITTEN: tuple[CaseSheet, ...] = (IDEAS, STAGE_MOVES, RISKS, FUNDING, BENEFITS)
LONGEST_NOTE = 10_000


@dataclass
class SliceWriter:
    """The writing of one slice of a register, in the open council."""

    register: Register
    choices: RegisterChoices
    council_code: str
    plans: list[RowPlan] = field(default_factory=list)
    stored: dict[str, IdeaFound] = field(default_factory=dict)
    their_numbers: dict[str, str] = field(default_factory=dict)

    def write(self, readings: Sequence[RowReading]) -> None:
        """Write what is ready of some rows, and note of every one what became of it."""
        self.plans = [RowPlan(row) for row in readings if not row.left_out]
        placing = RowPlacing(self.choices)
        placing.place(self.plans)
        self.stored = placing.stored
        self._give_references([plan for plan in self.plans if plan.new_idea], placing.numbered)
        self._write([plan for plan in self.plans if plan.fate is RowFate.NEW])
        add(RegisterRow, [self._fate(plan) for plan in self.plans])

    def _give_references(self, made: Sequence[RowPlan], numbered: Mapping[str, IdeaFound]) -> None:
        """Give each new idea its reference: its own where that names one and is free, else one of ours."""
        kept: set[str] = set(numbered)
        ours = []
        for plan in made:
            number = plan.row.number
            if names_an_idea(number) and may_be_reference(number) and number.lower() not in kept:
                plan.case = number
                kept.add(number.lower())
            else:
                ours.append(plan)
        for plan, ref in zip(ours, take_references(len(ours)), strict=True):
            plan.case = ref
        self._keep_numbers(made)
        names = {plan.row.identity: plan.case for plan in made}
        for plan in self.plans:
            if plan.row.again and plan.case in names:
                plan.case = names[plan.case]

    def _keep_numbers(self, made: Sequence[RowPlan]) -> None:
        """Keep their numbers beside references of ours, each once in the council: else no file could name the idea."""
        given = [plan for plan in made if plan.row.number and plan.row.number != plan.case]
        taken = set(ideas_numbered(plan.row.number for plan in given))
        for plan in given:
            told = (plan.row.number, f"{plan.row.number} ({self.register.file_name})")
            free = next((one for one in told if one.lower() not in taken), f"{plan.row.number} ({plan.case})")
            taken.add(free.lower())
            self.their_numbers[plan.case] = free

    # --- what is stored -----------------------------------------------------------------------------------------------
    def _write(self, plans: Sequence[RowPlan]) -> None:
        new: dict[str, list[SheetRow]] = {sheet.file: [] for sheet in WRITTEN}
        besides: dict[str, Values] = {}
        for plan in plans:
            if plan.new_idea:
                new[IDEAS.file].append(self._idea_row(plan))
                besides[plan.case] = self._besides(plan)
            for sheet, cells in self._hanging(plan):
                new[sheet.file].append(sheet_row(sheet, plan, cells))
        batch = case_batch(new, ())
        here = {name: stored_case(found) for name, found in self.stored.items()}
        batch = replace(batch, cases={**here, **batch.cases}, besides=besides)
        for sheet in WRITTEN:
            sheet.write(batch)
        for plan in plans:
            plan.idea_id = batch.cases[plan.case].id
        self._close_risks(plans, batch)
        self._park(plans, batch)
        add(Message, list(self._notes(plans, batch)))
        self._tell_ideas_here(plans)

    def _idea_row(self, plan: RowPlan) -> SheetRow:
        row = plan.row
        outcome = row.outcome if row.outcome != PARKED or self.choices.source else ""
        return sheet_row(
            IDEAS,
            plan,
            {
                "council": self.council_code,
                "title": row.title,
                "problem": row.problem,
                "proposal": row.proposal,
                "service_area": "" if row.service_id else row.service,
                "stage": row.stage,
                "outcome": outcome,
                "first_date": row.first_date,
                "source": self.choices.source,
            },
        )

    def _besides(self, plan: RowPlan) -> Values:
        """What an idea of a register has that no column of a case file holds."""
        service = UUID(plan.row.service_id) if plan.row.service_id else None
        values: Values = {"their_number": self.their_numbers.get(plan.case), "service_id": service}
        values["parked_until"] = plan.row.parked_until
        if plan.row.parked_until:
            values |= {"state": State.PARKED, "outcome": Outcome.PARKED}
        return values

    def _hanging(self, plan: RowPlan) -> Iterator[tuple[CaseSheet, dict[str, str]]]:
        """The rows that hang on the idea of a row: its risk, its money, its savings."""
        row = plan.row
        if row.risk.get("risk") or (self.choices.rows is RowSense.RISK) or {"likelihood", "impact"} & row.risk.keys():
            yield RISKS, risk_cells(row)
        for one in row.money:
            yield FUNDING, funding_cells(row, one, self.choices)
        for one in row.savings:
            yield BENEFITS, benefit_cells(row, one, self.choices)
        if self.choices.rows is RowSense.BENEFIT and not row.savings:
            yield BENEFITS, benefit_cells(row, MoneyLine("", None), self.choices)

    def _close_risks(self, plans: Sequence[RowPlan], batch: CaseBatch) -> None:
        """Close the risks that the file says are closed; how they ended stays open where it does not say."""
        ended: dict[str, list[RowPlan]] = {}
        for plan in plans:
            if plan.row.risk_state not in {"", OPEN}:
                ended.setdefault(plan.row.risk_state, []).append(plan)
        for state, some in ended.items():
            theirs = Risk.idea_id.in_({plan.idea_id for plan in some if plan.idea_id})
            named = Risk.given_key.in_([plan.row.identity for plan in some])
            closed = {"closed_at": batch.at, "closed_as": None if state == CLOSED else state}
            session().execute(update(Risk).where(theirs, named).values(closed))

    def _park(self, plans: Sequence[RowPlan], batch: CaseBatch) -> None:
        """Note of parked ideas until when they wait."""
        parked = [(plan, plan.row.parked_until) for plan in plans if plan.new_idea and plan.row.parked_until]
        add(IdeaState, [self._rest(batch.cases[plan.case].id, until, batch) for plan, until in parked])

    def _rest(self, idea_id: UUID, until: date | None, batch: CaseBatch) -> Values:
        state: Values = {"state": State.PARKED, "outcome": Outcome.PARKED, "until": until}
        return batch.stamp(idea_id) | state | {"on": batch.day, "counts_from": batch.day}

    def _notes(self, plans: Sequence[RowPlan], batch: CaseBatch) -> Iterator[Values]:
        """What fits nothing of ours stands with the idea as a note, in the name of who brought the register."""
        for plan in plans:
            notes = [*plan.row.notes]
            if plan.row.lead:
                notes.append(("Who leads it, by the file", plan.row.lead))
            if not notes:
                continue
            told = "\n".join(f"{heading}: {words}" for heading, words in notes)
            begins = brought_from(self.register.file_name, plan.row.line)
            of_one = LONGEST_NOTE - len(begins) - 1
            for place in range(0, len(told), of_one):  # a row may say more than one note holds
                yield {
                    "id": new_id(),
                    "idea_id": batch.cases[plan.case].id,
                    "kind": MessageKind.COMMENT,
                    "text": f"{begins}\n{told[place : place + of_one]}",
                    "by_id": self.register.by_id,
                    "at": batch.at,
                }

    def _tell_ideas_here(self, plans: Sequence[RowPlan]) -> None:
        """Record on ideas that were here what came to them."""
        added: dict[UUID, int] = {}
        if self.choices.rows is RowSense.IDEA:
            return
        for plan in plans:
            if plan.idea_id and not plan.new_idea and plan.case in self.stored:
                added[plan.idea_id] = added.get(plan.idea_id, 0) + 1
        for idea_id, count in added.items():
            record(RowsBrought(file=self.register.file_name, rows=count), idea_id=idea_id, by=self.register.by_id)
        if not added:
            return
        # A row that comes to an idea is nobody's work on it: what came before, another slice too, keeps up with it.
        came = (RegisterRow.idea_id == Idea.id, RegisterRow.version == Idea.version, RegisterRow.fate == RowFate.NEW)
        one_more = {RegisterRow.version: RegisterRow.version + 1}
        session().execute(update(RegisterRow).where(Idea.id.in_(list(added)), *came).values(one_more))
        changed = {Idea.version: Idea.version + 1, Idea.changed_at: now()}
        session().execute(update(Idea).where(Idea.id.in_(list(added))).values(changed))

    def _version(self, plan: RowPlan) -> int:
        """The version of its idea once the row is there: a new one's first, else one more."""
        here = self.stored.get(plan.case)
        return 1 if here is None else here.version + (self.choices.rows is not RowSense.IDEA)

    def _fate(self, plan: RowPlan) -> Values:
        row = plan.row
        return {
            "id": new_id(),
            "register_id": self.register.id,
            "line": row.line,
            "fate": plan.fate,
            "identity": row.identity or None,
            "idea_id": plan.idea_id,
            "version": self._version(plan),
            "title": as_text(row_name(row, self.choices.rows))[:300] or None,
            "lead": row.lead[:200] or None if plan.new_idea else None,
            **stored_faults(plan.told),
        }

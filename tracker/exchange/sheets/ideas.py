"""ideas.csv: ideas of councils, historical cases among them, by `case_id`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, Text, any_, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from tracker.council.models import Council, Service
from tracker.db import new_id
from tracker.exchange.rules.cases import (
    closed_on,
    last_moved_at,
    outcome_cell,
    stage_since,
    state_after,
    there_from,
)
from tracker.exchange.rules.cells import cell_for
from tracker.exchange.sheets.case import CASE, Case, CaseBatch, CaseSheet, case_id
from tracker.exchange.sheets.sheet import Sheet, Values, add, choice, texts
from tracker.exchange.words import COUNCILS, CellKind, CouncilPrefix, Finding, Severity, SheetColumn, SheetRow
from tracker.history import StoredEvent
from tracker.history.events.exchange import CaseImported
from tracker.idea.actions.reference import take_reference
from tracker.idea.models import Idea, IdeaFact, IdeaState
from tracker.idea.rules import may_be_reference
from tracker.idea.words import Extent, Fact, Stage
from tracker.tenancy import session

OUTCOMES = ("active", "stopped", "improved_instead", "resourced_instead", "declined", "merged", "parked")


class IdeasSheet(CaseSheet):
    """Ideas: what is known of a case now, the states it went through, and how it stands after moves told later."""

    def cases_named(self, rows: Iterable[SheetRow]) -> Iterator[str]:
        """Name the cases themselves."""
        return (row.cells[self.key] for row in rows)

    def check(self, rows: Sequence[SheetRow], councils: Mapping[str, CouncilPrefix]) -> Iterable[Finding]:  # noqa: ARG002
        """Warn of a council's own idea that is parked without a day: it would sleep for ever, and comes in awake."""
        for row in rows:
            if row.cells["outcome"] == "parked" and not row.cells["source"]:
                yield row.finding("outcome", "parked without a date comes in awake", Severity.WARNING)

    # --- out ----------------------------------------------------------------------------------------------------------
    def join(self, asked: Select[Any]) -> Select[Any]:
        """Join council and service; ask for how the idea stands now."""
        asked = asked.join(Council, Council.id == Idea.council_id)
        asked = asked.outerjoin(Service, (Service.council_id == Idea.council_id) & (Service.id == Idea.service_id))
        standing = (Idea.state, Idea.imported, Idea.outcome.label("outcome_now"))
        return asked.add_columns(*standing, Service.name.label("service"))

    def order(self) -> Sequence[Any]:
        """The order given: by place in the file."""
        return Sheet.order(self)

    def cells(self, stored: RowMapping) -> dict[str, str]:
        """The service recorded here stands where none was given; the outcome is as it is now."""
        outcome = str(stored["outcome_now"]) if stored["outcome_now"] else None
        standing = {"imported": stored["imported"], "state": str(stored["state"]), "outcome": outcome}
        standing |= {"historical": stored["source"] is not None}
        return super().cells(stored) | {
            "service_area": cell_for(stored["service_area"] or stored["service"]),
            "outcome": outcome_cell(stored["outcome"], **standing),
        }

    # --- in -----------------------------------------------------------------------------------------------------------
    def write(self, batch: CaseBatch) -> None:
        """Store new ideas, and keep historical ones in step with moves that are told later."""
        cases = batch.cases.values()
        new = [(case, case.row) for case in cases if case.row]
        references = _references([case.cells[CASE.name] for case, _ in new])
        add(
            Idea,
            [
                self._idea(case, row, batch) | next(references) | batch.besides.get(case.cells[CASE.name], {})
                for case, row in new
            ],
        )
        add(IdeaFact, [_extent(case, batch) for case, _ in new if case.cells["extent"]])
        add(IdeaState, [state for case in cases for state in _states(case, batch)])
        for case in cases:
            if case.historical and case.moves and not case.row:
                _keep_in_step(case)
        add(StoredEvent, [_event(case, batch) for case, _ in new])

    def _idea(self, case: Case, row: SheetRow, batch: CaseBatch) -> Values:
        cells, historical = case.cells, case.historical
        state, outcome = state_after(cells["outcome"], stage=cells["stage"], historical=historical)
        waits = state == "triage"
        return self.values(row) | {
            "id": case.id,
            "state": state,
            "outcome": outcome,
            "imported": True,
            "created_at": batch.at,
            "changed_at": last_moved_at(case.moves) if historical else batch.at,
            "there_from": there_from(cells, case.move_rows) if historical else batch.day,
            "stage_since": stage_since(case.moves) if historical else batch.day,
            "submitted_at": batch.at if waits else None,
            "submitted_on": batch.day if waits else None,
        }


def _references(given: Sequence[str]) -> Iterator[Values]:
    """Give each new idea its reference: what was given with it, where an address carries it and it is free.

    Else it is kept beside a reference of ours.
    """
    bears_one = select(Idea.ref).where(Idea.ref == any_(literal(list(given), ARRAY(Text()))))
    taken = set(session().scalars(bears_one))
    for name in given:
        if may_be_reference(name) and name not in taken:
            taken.add(name)
            yield {"ref": name, "their_number": None}
        else:
            yield {"ref": take_reference(), "their_number": name}


def _extent(case: Case, batch: CaseBatch) -> Values:
    return batch.stamp(case.id) | {"fact": Fact.EXTENT, "value": case.cells["extent"], "counts_from": None}


def _states(case: Case, batch: CaseBatch) -> list[Values]:
    """How a case stands: active until its outcome holds, from the day of its last stop or else always."""
    state, outcome = state_after(case.cells["outcome"], stage=case.cells["stage"], historical=case.historical)
    stopped = any(row.cells["decision"] == "stop" for row in case.move_rows)
    if not case.row and not (case.historical and state == "closed" and stopped):
        return []
    on = batch.day if state == "triage" else closed_on(case.move_rows) if state == "closed" else None
    states = [batch.stamp(case.id) | {"state": state, "outcome": outcome, "on": on, "counts_from": on}]
    if state == "closed" and on:
        active: Values = {"state": "active", "outcome": None, "on": None, "counts_from": None}
        states.insert(0, batch.stamp(case.id) | active)
    return states


def _keep_in_step(case: Case) -> None:
    """Have a historical case be there from the earliest day told, at its stage since the last move told."""
    values: Values = {"there_from": func.least(Idea.there_from, there_from(case.cells, case.move_rows))}
    if since := stage_since(case.moves):
        values["stage_since"] = since
    session().execute(update(Idea).where(Idea.id == case.id).values(**values))


def _event(case: Case, batch: CaseBatch) -> Values:
    placed = [[move.from_stage, move.to_stage] for move in case.moves if move.row is None]
    event = CaseImported(source=case.cells["source"], historical=case.historical, placed=placed)
    plain = event.as_plain()
    return {"id": new_id(), "what": event.what, "idea_id": case.id, "at": batch.at, "particulars": plain}


IDEAS = IdeasSheet(
    name="ideas",
    model=Idea,
    key="case_id",
    columns=(
        SheetColumn(CASE.name, CellKind.CODE, needed=True),
        SheetColumn("council", CellKind.CODE, needed=True, points_into=COUNCILS),
        SheetColumn("title", CellKind.KEY, needed=True),
        *texts("problem proposal service_area origin_driver submitted_by_role innovation_type"),
        SheetColumn("social", CellKind.YES_NO),
        choice("extent", Extent),
        SheetColumn("level"),
        choice("stage", Stage, needed=True),
        SheetColumn("stage_inferred", CellKind.YES_NO),
        choice("outcome", OUTCOMES, kept_in="given_outcome"),
        SheetColumn("trigger"),
        SheetColumn("trigger_date", CellKind.DATE),
        SheetColumn("first_date", CellKind.DATE),
        *texts("source inferred date_source"),
    ),
    joined_cells={CASE.name: case_id(), "council": Council.code},
)

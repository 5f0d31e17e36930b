"""From planned rows to stored ones, in bulk: the cases of one council and what hangs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, update

from tracker.clock import add_working_days, now, today
from tracker.db import new_id
from tracker.exchange.cells import last_day
from tracker.exchange.queries import MODELS, Kept, claims_of, told_moves
from tracker.exchange.rules import (
    LATENT,
    Step,
    claim_told_by,
    closed_on,
    last_told,
    stage_since,
    state_after,
    steps,
    there_from,
)
from tracker.exchange.shared import Values, add, as_kept
from tracker.exchange.words import Row
from tracker.history import StoredEvent
from tracker.history.events.exchange import CaseImported
from tracker.idea.models import Idea, IdeaFact, IdeaState, StageMove
from tracker.idea.words import Fact
from tracker.tenancy import session
from tracker.value.models import Claim


@dataclass(frozen=True)
class Case:
    """A case to write things on: new, or kept here already."""

    id: UUID
    cells: Mapping[str, str]
    fresh: Row | None

    @property
    def historical(self) -> bool:
        """Whether a report tells of it; without a source it is the council's own."""
        return bool(self.cells["source"])


class Writing:
    """The writing of one council's new rows, in its door; every row bears the same moment."""

    def __init__(
        self, new: Mapping[str, Sequence[Row]], kept: Iterable[Kept], *, promise: int, nation: str | None
    ) -> None:
        self.new, self.at, self.day = new, now(), today()
        self.reply_due_on = add_working_days(self.day, promise, nation)
        self.cases = {one.cells["case_id"]: Case(one.id, one.cells, None) for one in kept}
        self.cases |= {row.cells["case_id"]: Case(new_id(), row.cells, row) for row in new["ideas.csv"]}
        self.moves = _by_case(new["stage_moves.csv"])

    def write(self) -> None:
        """Write the ideas, then what hangs on them."""
        fresh = [case for case in self.cases.values() if case.fresh]
        made = {case.id: self._steps(case) for case in self.cases.values() if case.fresh or self._told(case)}
        add(Idea, [self._idea(case, made[case.id]) for case in fresh])
        add(IdeaFact, [self._extent(case) for case in fresh if case.cells["extent"]])
        add(StageMove, [self._move(idea_id, step) for idea_id, some in made.items() for step in some])
        add(IdeaState, [state for case in self.cases.values() if case.id in made for state in self._states(case)])
        self._write_evidence()
        for file, stated in STATED.items():
            add(MODELS[file], [self._child(row, stated) for row in self.new[file]])
        self._update_kept(made)
        add(StoredEvent, [self._imported(case, made[case.id]) for case in fresh])

    def _told(self, case: Case) -> list[Row]:
        return self.moves.get(case.cells["case_id"], [])

    def _steps(self, case: Case) -> list[Step]:
        start, since = (LATENT, None) if case.fresh else told_moves(case.id)
        return steps(self._told(case), start=str(start or LATENT), end=case.cells["stage"], since=since)

    def _idea(self, case: Case, made: Sequence[Step]) -> Values:
        assert case.fresh is not None  # noqa: S101 - only new cases are written here
        cells, historical = case.cells, case.historical
        state, outcome = state_after(cells["outcome"], stage=cells["stage"], historical=historical)
        waits = state == "triage"
        return {
            **as_kept(case.fresh),
            "id": case.id,
            "state": state,
            "outcome": outcome,
            "imported": True,
            "created_at": self.at,
            "changed_at": last_told(made) if historical else self.at,
            "there_from": there_from(cells, self._told(case)) if historical else self.day,
            "stage_since": stage_since(made) if historical else self.day,
            "submitted_at": self.at if waits else None,
            "submitted_on": self.day if waits else None,
            "reply_due_on": self.reply_due_on if waits else None,
        }

    def _extent(self, case: Case) -> Values:
        return self._on(case.id) | {"fact": Fact.EXTENT, "value": case.cells["extent"], "counts_from": None}

    def _on(self, idea_id: UUID) -> Values:
        return {"id": new_id(), "idea_id": idea_id, "recorded_at": self.at}

    def _move(self, idea_id: UUID, step: Step) -> Values:
        told = as_kept(step.row) if step.row else dict.fromkeys(MOVE_COLUMNS)
        stages = {"from_stage": step.from_stage, "to_stage": step.to_stage}
        dated = {"on": step.on, "counts_from": step.counts_from, "placed": step.row is None}
        return told | self._on(idea_id) | stages | dated

    def _states(self, case: Case) -> list[Values]:
        """How a case stands: active until its outcome holds, from the day of its last stop or else always."""
        state, outcome = state_after(case.cells["outcome"], stage=case.cells["stage"], historical=case.historical)
        stopped = any(row.cells["decision"] == "stop" for row in self._told(case))
        if not case.fresh and not (case.historical and state == "closed" and stopped):
            return []
        on = self.day if state == "triage" else closed_on(self._told(case)) if state == "closed" else None
        rows = [self._on(case.id) | {"state": state, "outcome": outcome, "on": on, "counts_from": on}]
        if state == "closed" and on:
            rows.insert(0, self._on(case.id) | {"state": "active", "outcome": None, "on": None, "counts_from": None})
        return rows

    def _child(self, row: Row, stated: str) -> Values:
        values = as_kept(row) | {"idea_id": self.cases[row.cells["case_id"]].id, "recorded_at": self.at}
        values["counts_from"] = last_day(row.cells[stated]) if stated else None
        if row.file == "funding.csv":
            values["ends_on"] = last_day(row.cells["end"])
        return values

    def _write_evidence(self) -> None:
        """Write evidence and the one claim of each case and indicator, where there is none yet."""
        rows: dict[tuple[UUID, str], list[Row]] = defaultdict(list)
        for row in self.new["evidence.csv"]:
            rows[self.cases[row.cells["case_id"]].id, row.cells["indicator"]].append(row)
        claims = claims_of(idea_id for idea_id, _ in rows)
        fresh = {about: new_id() for about in rows if about not in claims}
        add(Claim, [self._claim(claim_id, about, rows[about]) for about, claim_id in fresh.items()])
        claims |= fresh
        add(
            MODELS["evidence.csv"],
            [
                self._child(row, "value_date")
                | {"claim_id": claims[about], "value_on": last_day(row.cells["value_date"])}
                for about, some in rows.items()
                for row in some
            ],
        )

    def _claim(self, claim_id: UUID, about: tuple[UUID, str], rows: Sequence[Row]) -> Values:
        told = claim_told_by(rows)
        return self._on(about[0]) | {
            "id": claim_id,
            "indicator": about[1],
            "unit": told.unit,
            "baseline": told.baseline,
            "baseline_date": told.baseline_date,
            "level_asked": told.level_asked,
            "comparison_group": told.comparison_group,
            "counts_from": None,
        }

    def _update_kept(self, made: Mapping[UUID, Sequence[Step]]) -> None:
        """Keep a historical case in step when its moves come later than it did, or more of them do."""
        for case in self.cases.values():
            if case.id in made and not case.fresh and case.historical:
                values: Values = {"there_from": func.least(Idea.there_from, there_from(case.cells, self._told(case)))}
                if since := stage_since(made[case.id]):
                    values["stage_since"] = since
                session().execute(update(Idea).where(Idea.id == case.id).values(**values))

    def _imported(self, case: Case, made: Sequence[Step]) -> Values:
        placed = [[step.from_stage, step.to_stage] for step in made if step.row is None]
        event = CaseImported(source=case.cells["source"], historical=case.historical, placed=placed)
        told = event.as_plain()
        return {"id": new_id(), "what": event.what, "idea_id": case.id, "at": self.at, "particulars": told}


STATED = {"benefits.csv": "", "funding.csv": "start", "risks.csv": "", "lessons.csv": "", "partners.csv": ""}
MOVE_COLUMNS = ("position", "given_key", "on_given", "decision", "rationale", "move_inferred", "source")


def _by_case(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.cells["case_id"]].append(row)
    return found

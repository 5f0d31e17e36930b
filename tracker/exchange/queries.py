"""What is kept here, as the rows that an export writes: import compares with them, so the two can never disagree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, any_, func, literal, select
from sqlalchemy import Row as Record
from sqlalchemy.dialects.postgresql import ARRAY

from tracker.collaborative.models import AdoptionNote, Collaborative, Member
from tracker.council.models import Council, Service
from tracker.exchange.rules.cases import outcome_cell
from tracker.exchange.rules.cells import cell_for
from tracker.exchange.rules.rows import row_keys
from tracker.exchange.sheets import OF_IDEA, SHEETS, Sheet
from tracker.idea.models import Idea, Partner, StageMove
from tracker.idea.words import State
from tracker.lesson.models import Lesson
from tracker.risk.models import Risk
from tracker.tenancy import session
from tracker.value.models import Benefit, Claim, Evidence, Funding

# Any: the columns that a table shares with the others are asked for by name.
MODELS: dict[str, Any] = {
    "councils.csv": Council,
    "collaboratives.csv": Collaborative,
    "collaborative_members.csv": Member,
    "ideas.csv": Idea,
    "stage_moves.csv": StageMove,
    "benefits.csv": Benefit,
    "evidence.csv": Evidence,
    "funding.csv": Funding,
    "risks.csv": Risk,
    "lessons.csv": Lesson,
    "partners.csv": Partner,
    "adoptions.csv": AdoptionNote,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A row here as its case file would hold it, with its identifier and what it was given as, if it was given."""

    id: UUID
    cells: Mapping[str, str]
    given_key: str | None
    council: str = ""


Rows = dict[str, list[Kept]]


@dataclass(frozen=True)
class Place:
    """A council by its identifier, code and the letters its references begin with."""

    id: UUID
    code: str
    prefix: str


def places() -> list[Place]:
    """Every council, by code. Asked in the directory."""
    asked = select(Council.id, Council.code, Council.prefix).order_by(Council.code)
    return [Place(row.id, row.code, row.prefix or row.code[:3].upper()) for row in session().execute(asked)]


def shared_rows() -> Rows:
    """Councils, collaboratives, their members and the notes of adoptions. Asked in the directory."""
    codes = {row.id: row.code for row in session().execute(select(Council.id, Council.code))}
    theirs = {row.id: row.code for row in session().execute(select(Collaborative.id, Collaborative.code))}
    still_there = Member.left_on.is_(None) | Member.given_key.is_not(None)
    councils = _rows("councils.csv", _all(Council), lambda _: {})
    collaboratives = _rows("collaboratives.csv", _all(Collaborative), lambda _: {})
    members = _rows(
        "collaborative_members.csv",
        _all(Member, Member.collaborative_id, Member.council_id).where(still_there),
        lambda row: {"collaborative": theirs[row.collaborative_id], "council": codes.get(row.council_id, "")},
    )
    adoptions = _rows(
        "adoptions.csv",
        _all(AdoptionNote, AdoptionNote.adopter_council_id),
        lambda row: {"adopter_council": codes.get(row.adopter_council_id, "")},
    )
    return {
        "councils.csv": sorted(map(_with_given_prefix, councils), key=lambda kept: kept.cells["code"]),
        "collaboratives.csv": sorted(collaboratives, key=lambda kept: kept.cells["code"]),
        "collaborative_members.csv": sorted(members, key=lambda kept: kept.cells["collaborative"]),
        "adoptions.csv": sorted(adoptions, key=lambda kept: kept.cells["origin_case_id"]),
    }


def _with_given_prefix(kept: Kept) -> Kept:
    """A council whose letters were chosen at import has those that it was given, maybe none: its key tells which."""
    chosen = kept.cells["case_prefix"]
    for length in range(len(chosen), -1, -1):
        cells = {**kept.cells, "case_prefix": chosen[:length]}
        if row_keys(SHEETS["councils.csv"].columns, [cells]) == [kept.given_key]:
            return replace(kept, cells=cells)
    return kept


def drafts_among(references: Collection[str]) -> list[str]:
    """Which references drafts of the open council bear: they are seen by nobody, and free for nobody."""
    asked = select(Idea.ref).where(Idea.state == State.DRAFT, _among(references))
    return list(session().scalars(asked))


def rows_of_council(code: str, references: Collection[str] | None = None) -> Rows:
    """Submitted ideas of the open council with all that hangs on them, by reference; all, or those named."""
    asked = _all(Idea, Idea.state, Idea.imported, Idea.outcome.label("outcome_now"), Service.name.label("service"))
    asked = asked.outerjoin(Service, (Service.council_id == Idea.council_id) & (Service.id == Idea.service_id))
    found = {"ideas.csv": _rows("ideas.csv", _submitted(asked, references), lambda row: _idea_cells(row, code), code)}
    if not found["ideas.csv"]:
        return {sheet.file: [] for sheet in (SHEETS["ideas.csv"], *OF_IDEA)}
    for sheet in OF_IDEA:
        found[sheet.file] = _rows(sheet.file, _hanging(sheet, references), _more_cells, code)
    return {file: sorted(rows, key=lambda kept: kept.cells["case_id"]) for file, rows in found.items()}


def _submitted(asked: Select[Any], references: Collection[str] | None) -> Select[Any]:
    asked = asked.where(Idea.state != State.DRAFT)
    return asked if references is None else asked.where(_among(references))


def _among(references: Collection[str]) -> ColumnElement[bool]:
    """One parameter however many references there are: a statement has a limit of those."""
    return Idea.ref == any_(literal(list(references), ARRAY(Text())))


def _all(model: Any, *more: Any) -> Select[Any]:
    """Ask for what a case file holds of a table, in the order given: as recorded, then by place in the file."""
    sheet = next(SHEETS[file] for file, kept_in in MODELS.items() if kept_in is model)
    columns = [getattr(model, column.attribute) for column in sheet.columns if column.attribute]
    recorded = [model.recorded_at] if hasattr(model, "recorded_at") else []
    order = [model.number] if model is StageMove else [*recorded, model.position.nulls_last(), model.id]
    return select(model.id, model.given_key, *columns, *more).order_by(*order)


def _hanging(sheet: Sheet, references: Collection[str] | None) -> Select[Any]:
    model = MODELS[sheet.file]
    more: list[Any] = [Idea.ref.label("case_id")]
    if model is StageMove:
        more.append(model.on.label("on_day"))
    if model is Funding:
        more.append(model.ends_on.label("ends_on"))
    if model is Evidence:
        more += [
            Claim.indicator,
            model.value_on.label("value_on"),
            Claim.unit.label("claim_unit"),
            Claim.baseline.label("claim_baseline"),
            Claim.baseline_date.label("claim_baseline_date"),
            Claim.level_asked,
        ]
    asked = _all(model, *more).join(Idea, (Idea.council_id == model.council_id) & (Idea.id == model.idea_id))
    if model is StageMove:
        asked = asked.where(~model.placed)
    if model is Evidence:
        asked = asked.join(Claim, (Claim.council_id == model.council_id) & (Claim.id == model.claim_id))
    return _submitted(asked, references)


def _idea_cells(row: Record[Any], code: str) -> dict[str, str]:
    outcome = str(row.outcome_now) if row.outcome_now else None
    return {
        "council": code,
        "service_area": cell_for(row.service_area or row.service),
        "outcome": outcome_cell(row.given_outcome, imported=row.imported, state=str(row.state), outcome=outcome),
    }


def _more_cells(row: Record[Any]) -> dict[str, str]:
    """Cells that are not kept as they stand: the case, the indicator, and for what was recorded here what it means."""
    cells = {"case_id": row.case_id}
    told = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row by column
    if "indicator" in told:
        cells["indicator"] = cell_for(row.indicator)
    if row.given_key is None:
        instead = {
            "date": "on_day",
            "end": "ends_on",
            "value_date": "value_on",
            "unit": "claim_unit",
            "baseline": "claim_baseline",
            "baseline_date": "claim_baseline_date",
            "ladder_level": "level_asked",
        }
        cells |= {cell: cell_for(told[name]) for cell, name in instead.items() if told.get(name) is not None}
    return cells


def _rows(file: str, asked: Select[Any], more: Any, council: str = "") -> list[Kept]:
    """Rows of a case file: cells as they are kept, then those that `more` makes of the record where none is kept."""
    stored = [(column.name, place) for place, column in enumerate((c for c in SHEETS[file].columns if c.attribute), 2)]
    found = []
    for row in session().execute(asked):
        cells = {column.name: "" for column in SHEETS[file].columns}
        cells |= {name: cell_for(row[place]) for name, place in stored}
        made = more(row)
        cells |= {name: cell for name, cell in made.items() if name == "outcome" or not cells[name]}
        found.append(Kept(row.id, cells, row.given_key, council))
    return found


def claims_of(idea_ids: Iterable[UUID]) -> dict[tuple[UUID, str], UUID]:
    """Claims of ideas of the open council, by idea and indicator."""
    asked = select(Claim.id, Claim.idea_id, Claim.indicator).where(Claim.idea_id.in_(list(idea_ids)))
    return {(row.idea_id, row.indicator): row.id for row in session().execute(asked)}


def told_moves(idea_id: UUID) -> tuple[str | None, Any]:
    """The last stage that the moves of an idea lead to, and the latest day that one of them counts from."""
    last = select(StageMove.to_stage).where(StageMove.idea_id == idea_id).order_by(StageMove.number.desc()).limit(1)
    latest = select(func.max(StageMove.counts_from)).where(StageMove.idea_id == idea_id, StageMove.on.is_not(None))
    return session().scalar(last), session().scalar(latest)

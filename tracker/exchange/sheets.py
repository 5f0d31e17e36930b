"""The twelve case files: their columns in order, what each holds, what is needed, which row each points at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.council.words import Nation
from tracker.exchange.words import COLLABORATIVES, COUNCILS, IDEAS, CellKind, SheetColumn
from tracker.idea.words import Extent, Move, Stage
from tracker.value.words import BenefitCategory, BenefitClass, Certainty

OUTCOMES = (
    "active",
    "stopped",
    "improved_instead",
    "resourced_instead",
    "declined",
    "merged",
    "parked",
)


@dataclass(frozen=True)
class Sheet:
    """One case file: what it holds, the column that identifies its rows (if any), its columns in order."""

    name: str
    key: str
    columns: tuple[SheetColumn, ...]
    by_name: dict[str, SheetColumn] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({column.name: column for column in self.columns})

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"


def _texts(names: str) -> list[SheetColumn]:
    return [SheetColumn(name) for name in names.split()]


def _word(name: str, words: Iterable[str], *, needed: bool = False, kept_in: str = "") -> SheetColumn:
    return SheetColumn(name, CellKind.WORD, needed=needed, words=tuple(str(word) for word in words), kept_in=kept_in)


CASE = SheetColumn("case_id", CellKind.KEY, needed=True, kept_in="-", points_into=IDEAS)

_COUNCILS = Sheet(
    "councils",
    "code",
    (
        SheetColumn("code", CellKind.KEY, needed=True),
        SheetColumn("name", needed=True),
        SheetColumn("kind"),
        _word("nation", Nation),
        SheetColumn("population", CellKind.WHOLE),
        *_texts("source population_year"),
        SheetColumn("case_prefix", kept_in="prefix"),
        SheetColumn("inferred"),
    ),
)
_IDEAS = Sheet(
    "ideas",
    "case_id",
    (
        SheetColumn("case_id", CellKind.KEY, needed=True, kept_in="ref"),
        SheetColumn("council", CellKind.KEY, needed=True, kept_in="-", points_into=COUNCILS),
        SheetColumn("title", CellKind.KEY, needed=True),
        *_texts("problem proposal service_area origin_driver submitted_by_role innovation_type"),
        SheetColumn("social", CellKind.YES_NO),
        _word("extent", Extent),
        SheetColumn("level"),
        _word("stage", Stage, needed=True),
        SheetColumn("stage_inferred", CellKind.YES_NO),
        _word("outcome", OUTCOMES, kept_in="given_outcome"),
        SheetColumn("trigger"),
        SheetColumn("trigger_date", CellKind.DATE),
        SheetColumn("first_date", CellKind.DATE),
        *_texts("source inferred date_source"),
    ),
)
_STAGE_MOVES = Sheet(
    "stage_moves",
    "",
    (
        CASE,
        _word("from_stage", Stage, needed=True),
        _word("to_stage", Stage, needed=True),
        SheetColumn("date", CellKind.DATE, kept_in="on_given"),
        _word("decision", Move),
        SheetColumn("rationale"),
        SheetColumn("inferred", CellKind.YES_NO, kept_in="move_inferred"),
        SheetColumn("source"),
    ),
)
_BENEFITS = Sheet(
    "benefits",
    "",
    (
        CASE,
        _word("category", BenefitCategory, needed=True),
        _word("class", BenefitClass, needed=True, kept_in="benefit_class"),
        *_texts("beneficiary description"),
        SheetColumn("amount_gbp", CellKind.AMOUNT),
        *_texts("period source inferred"),
    ),
)
_EVIDENCE = Sheet(
    "evidence",
    "",
    (
        CASE,
        SheetColumn("kind"),
        SheetColumn("indicator", CellKind.KEY, kept_in="-"),
        *_texts("unit baseline"),
        SheetColumn("baseline_date", CellKind.DATE),
        SheetColumn("value"),
        SheetColumn("value_date", CellKind.DATE),
        SheetColumn("comparator"),
        SheetColumn("ladder_level", CellKind.LEVEL, kept_in="level_stated"),
        SheetColumn("level_inferred", CellKind.YES_NO),
        *_texts("note source inferred"),
    ),
)
_FUNDING = Sheet(
    "funding",
    "",
    (
        CASE,
        *_texts("instrument funder"),
        SheetColumn("amount_gbp", CellKind.AMOUNT),
        SheetColumn("start", CellKind.DATE),
        SheetColumn("end", CellKind.DATE),
        _word("certainty", Certainty),
        *_texts("source note inferred"),
    ),
)
_RISKS = Sheet(
    "risks",
    "",
    (
        CASE,
        *_texts("category description mitigation"),
        _word("raised_at_stage", Stage),
        *_texts("source inferred"),
    ),
)
_LESSONS = Sheet(
    "lessons", "", (CASE, SheetColumn("lesson"), _word("worked", ("yes", "mixed", "no")), *_texts("source inferred"))
)
_PARTNERS = Sheet("partners", "", (CASE, *_texts("organisation layer source inferred")))
_ADOPTIONS = Sheet(
    "adoptions",
    "",
    (
        SheetColumn("origin_case_id", CellKind.KEY, points_into=IDEAS),
        SheetColumn("origin_description"),
        SheetColumn("adopter_council", CellKind.KEY, kept_in="-", points_into=COUNCILS),
        *_texts("adopter_description kept changed dropped result source"),
    ),
)
_COLLABORATIVES = Sheet(
    "collaboratives",
    "code",
    (
        SheetColumn("code", CellKind.KEY, needed=True),
        *_texts("name theme kind"),
        SheetColumn("started", CellKind.DATE),
        SheetColumn("members", CellKind.WHOLE),
        *_texts("shared_target source inferred date_source"),
    ),
)
_MEMBERS = Sheet(
    "collaborative_members",
    "",
    (
        SheetColumn("collaborative", CellKind.KEY, needed=True, kept_in="-", points_into=COLLABORATIVES),
        SheetColumn("member", needed=True),
        SheetColumn("council", CellKind.KEY, kept_in="-", points_into=COUNCILS),
        *_texts("role source"),
    ),
)

SHEETS: dict[str, Sheet] = {
    sheet.file: sheet
    for sheet in (
        _COUNCILS,
        _COLLABORATIVES,
        _MEMBERS,
        _IDEAS,
        _STAGE_MOVES,
        _BENEFITS,
        _EVIDENCE,
        _FUNDING,
        _RISKS,
        _LESSONS,
        _PARTNERS,
        _ADOPTIONS,
    )
}
OF_IDEA = [sheet for sheet in SHEETS.values() if sheet.columns[0] is CASE]

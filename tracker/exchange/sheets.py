"""The twelve case files: their columns in order, what each holds, what is needed, which row each points at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.council.words import Nation
from tracker.exchange.words import Kind
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
class Column:
    """One column: its kind, whether it is needed, its closed list, where it is kept, the file it points into."""

    name: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    words: tuple[str, ...] = ()
    kept_in: str = ""
    points_into: str = ""

    @property
    def attribute(self) -> str:
        """The attribute of the stored row, "" where the cell is kept in another way."""
        return "" if self.kept_in == "-" else self.kept_in or self.name


@dataclass(frozen=True)
class Sheet:
    """One case file: what it holds, the column that identifies its rows (if any), its columns in order."""

    name: str
    key: str
    columns: tuple[Column, ...]
    by_name: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({column.name: column for column in self.columns})

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"


COUNCILS, IDEAS, COLLABORATIVES = "councils.csv", "ideas.csv", "collaboratives.csv"


def _texts(names: str) -> list[Column]:
    return [Column(name) for name in names.split()]


def _word(name: str, words: Iterable[str], *, needed: bool = False, kept_in: str = "") -> Column:
    return Column(name, Kind.WORD, needed=needed, words=tuple(str(word) for word in words), kept_in=kept_in)


CASE = Column("case_id", Kind.KEY, needed=True, kept_in="-", points_into=IDEAS)

_COUNCILS = Sheet(
    "councils",
    "code",
    (
        Column("code", Kind.KEY, needed=True),
        Column("name", needed=True),
        Column("kind"),
        _word("nation", Nation),
        Column("population", Kind.WHOLE),
        *_texts("source population_year"),
        Column("case_prefix", kept_in="prefix"),
        Column("inferred"),
    ),
)
_IDEAS = Sheet(
    "ideas",
    "case_id",
    (
        Column("case_id", Kind.KEY, needed=True, kept_in="ref"),
        Column("council", Kind.KEY, needed=True, kept_in="-", points_into=COUNCILS),
        Column("title", Kind.KEY, needed=True),
        *_texts("problem proposal service_area origin_driver submitted_by_role innovation_type"),
        Column("social", Kind.YES_NO),
        _word("extent", Extent),
        Column("level"),
        _word("stage", Stage, needed=True),
        Column("stage_inferred", Kind.YES_NO),
        _word("outcome", OUTCOMES, kept_in="given_outcome"),
        Column("trigger"),
        Column("trigger_date", Kind.DATE),
        Column("first_date", Kind.DATE),
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
        Column("date", Kind.DATE, kept_in="on_given"),
        _word("decision", Move),
        Column("rationale"),
        Column("inferred", Kind.YES_NO, kept_in="move_inferred"),
        Column("source"),
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
        Column("amount_gbp", Kind.AMOUNT),
        *_texts("period source inferred"),
    ),
)
_EVIDENCE = Sheet(
    "evidence",
    "",
    (
        CASE,
        Column("kind"),
        Column("indicator", Kind.KEY, kept_in="-"),
        *_texts("unit baseline"),
        Column("baseline_date", Kind.DATE),
        Column("value"),
        Column("value_date", Kind.DATE),
        Column("comparator"),
        Column("ladder_level", Kind.LEVEL, kept_in="level_stated"),
        Column("level_inferred", Kind.YES_NO),
        *_texts("note source inferred"),
    ),
)
_FUNDING = Sheet(
    "funding",
    "",
    (
        CASE,
        *_texts("instrument funder"),
        Column("amount_gbp", Kind.AMOUNT),
        Column("start", Kind.DATE),
        Column("end", Kind.DATE),
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
    "lessons", "", (CASE, Column("lesson"), _word("worked", ("yes", "mixed", "no")), *_texts("source inferred"))
)
_PARTNERS = Sheet("partners", "", (CASE, *_texts("organisation layer source inferred")))
_ADOPTIONS = Sheet(
    "adoptions",
    "",
    (
        Column("origin_case_id", Kind.KEY, points_into=IDEAS),
        Column("origin_description"),
        Column("adopter_council", Kind.KEY, kept_in="-", points_into=COUNCILS),
        *_texts("adopter_description kept changed dropped result source"),
    ),
)
_COLLABORATIVES = Sheet(
    "collaboratives",
    "code",
    (
        Column("code", Kind.KEY, needed=True),
        *_texts("name theme kind"),
        Column("started", Kind.DATE),
        Column("members", Kind.WHOLE),
        *_texts("shared_target source inferred date_source"),
    ),
)
_MEMBERS = Sheet(
    "collaborative_members",
    "",
    (
        Column("collaborative", Kind.KEY, needed=True, kept_in="-", points_into=COLLABORATIVES),
        Column("member", needed=True),
        Column("council", Kind.KEY, kept_in="-", points_into=COUNCILS),
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

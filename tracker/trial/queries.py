"""What is asked about tandem trials: those of a collaborative, and one with everybody's figures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.collaborative import AnyCollaborative, Collaborative, closed_query
from tracker.council import Reader
from tracker.idea import VISIBLE, NotFoundError, seen_by
from tracker.tenancy import Query, current_council, session, together
from tracker.trial.models import Trial, TrialFigure
from tracker.trial.rules import TrialScale, change_from, scale_of


class TrialLine(NamedTuple):
    """A trial as it stands in a list: how many councils try something in it, and whether ours does."""

    number: int
    title: str
    target: str
    starts_on: date
    ends_on: date
    councils: int
    ours: bool


class MeasuredFigure(NamedTuple):
    """A figure of a council on a day."""

    council_id: UUID
    number: int
    baseline: bool
    on: date
    value: Decimal
    note: str | None
    withdrawn_at: datetime | None
    withdrawn_because: str | None


class TrialLessonEntry(NamedTuple):
    """What a council learnt."""

    council_id: UUID
    council: str
    words: str
    at: datetime


class _VariantRow(NamedTuple):
    council_id: UUID
    council: str
    name: str
    differs: str
    measured: str | None
    ref: str | None
    before: int


@dataclass(frozen=True)
class VariantEntry:
    """What one council tries, with its figures by day. `start` is its baseline, where it has one.

    `ref` is our own idea that it is, where the reader sees it; `before` is how often its words stood otherwise.
    """

    council_id: UUID
    council: str
    name: str
    differs: str
    measured: str | None
    ref: str | None
    before: int
    ours: bool
    start: MeasuredFigure | None
    figures: Sequence[MeasuredFigure]
    withdrawn: Sequence[MeasuredFigure]

    @property
    def last(self) -> MeasuredFigure | None:
        """The newest figure after the start."""
        return self.figures[-1] if self.figures else None


@dataclass(frozen=True)
class TrialRecord:
    """A trial with all variants, by the name of their council, and what was learnt; `closed` with its collaborative."""

    trial: Trial
    founder: str
    variants: Sequence[VariantEntry]
    lessons: Sequence[TrialLessonEntry]
    closed: bool

    @property
    def scale(self) -> TrialScale:
        """How changes are told, for all alike."""
        return scale_of(self.trial.unit, [one.start.value for one in self.variants if one.start])

    @property
    def ours(self) -> VariantEntry | None:
        """What our council tries."""
        return next((one for one in self.variants if one.ours), None)

    def change(self, of: VariantEntry, figure: MeasuredFigure) -> Decimal | None:
        """How far a figure is from where its own council began; None without a start."""
        return change_from(of.start.value, figure.value, self.scale) if of.start else None


_TRIALS = """
SELECT t.number, t.title, t.target, t.starts_on, t.ends_on, tries.councils, tries.ours
  FROM trial t CROSS JOIN LATERAL (
   SELECT count(DISTINCT v.council_id) AS councils, coalesce(bool_or(v.council_id = CAST(:here AS uuid)), false) AS ours
     FROM trial_variant v WHERE v.trial_id = t.id) AS tries
 WHERE t.collaborative_id = CAST(:collaborative AS uuid) ORDER BY t.ends_on DESC, t.number DESC"""
_VARIANTS = f"""
WITH stood AS MATERIALIZED (
    SELECT DISTINCT ON (v.council_id) v.*, count(*) OVER (PARTITION BY v.council_id) - 1 AS before
      FROM trial_variant v WHERE v.trial_id = CAST(:trial AS uuid) ORDER BY v.council_id, v.number DESC)
SELECT v.council_id, c.name AS council, v.name, v.differs, v.measured, idea.ref, v.before FROM stood v
  JOIN council c ON c.id = v.council_id
  LEFT JOIN idea ON idea.id = v.idea_id AND {VISIBLE.format("idea")}
 ORDER BY lower(c.name), c.id"""  # noqa: S608 - made of constants only
_FIGURES = """
SELECT f.council_id, f.number, f.baseline, f.on, CAST(f.value AS text) AS value, f.note, f.withdrawn_at,
       f.withdrawn_because
  FROM trial_figure f WHERE f.trial_id = CAST(:trial AS uuid) ORDER BY f.on, f.number"""
_FOUNDER = "SELECT name FROM council WHERE id = CAST(:founder AS uuid)"
_LESSONS = """
SELECT l.council_id, c.name AS council, l.words, l.at FROM trial_lesson l JOIN council c ON c.id = l.council_id
 WHERE l.trial_id = CAST(:trial AS uuid) ORDER BY lower(c.name), l.number"""


def trials_query(collaborative: AnyCollaborative) -> Query[list[TrialLine]]:
    """The trials of a collaborative, the last to end first: to be asked together with others."""
    return Query(TrialLine, _TRIALS, {"collaborative": collaborative.id, "here": current_council()}, list)


def trial_of(collaborative: Collaborative, number: int) -> Trial:
    """A trial by its number. Raises NotFoundError."""
    asked = select(Trial).where(Trial.collaborative_id == collaborative.id, Trial.number == number)
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(f"{collaborative.code} {number}")
    return found


def trial_record(collaborative: Collaborative, number: int, *, reader: Reader) -> TrialRecord:
    """A trial with everybody's figures and lessons. Raises NotFoundError. Two statements, however many take part."""
    found = trial_of(collaborative, number)
    measured = Query(MeasuredFigure, _FIGURES, {"trial": found.id}, _in_decimals)
    variants = Query(_VariantRow, _VARIANTS, {"trial": found.id, **seen_by(reader)}, list)
    lessons = Query(TrialLessonEntry, _LESSONS, {"trial": found.id}, list)
    founder = Query(_Named, _FOUNDER, {"founder": found.council_id}, lambda named: str(named[0].name))
    closed = closed_query(collaborative)
    answers = together((variants, measured, lessons, founder, closed))
    figures = answers.of(measured)
    return TrialRecord(
        trial=found,
        founder=answers.of(founder),
        variants=[
            _variant(one, [each for each in figures if each.council_id == one.council_id])
            for one in answers.of(variants)
        ],
        lessons=answers.of(lessons),
        closed=answers.of(closed) is not None,
    )


def _in_decimals(found: Sequence[MeasuredFigure]) -> list[MeasuredFigure]:
    """Figures with their values as they were typed: JSON knows no decimals, so that they are read as text."""
    return [one._replace(value=Decimal(one.value)) for one in found]


class _Named(NamedTuple):
    name: str


def _variant(row: _VariantRow, figures: Sequence[MeasuredFigure]) -> VariantEntry:
    """A variant with what stands of its figures: the baseline that was recorded last, and what came after its day."""
    standing = [one for one in figures if one.withdrawn_at is None]
    start = max((one for one in standing if one.baseline), key=lambda one: one.number, default=None)
    return VariantEntry(
        **row._asdict(),
        ours=row.council_id == current_council(),
        start=start,
        figures=[one for one in standing if not one.baseline and start and one.on > start.on],
        withdrawn=[one for one in figures if one.withdrawn_at is not None],
    )


def own_figure(trial: Trial, number: int) -> TrialFigure:
    """A figure of our council that stands. Raises NotFoundError for one withdrawn, or of another council."""
    asked = select(TrialFigure).where(
        TrialFigure.trial_id == trial.id,
        TrialFigure.council_id == current_council(),
        TrialFigure.number == number,
        TrialFigure.withdrawn_at.is_(None),
    )
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(f"{trial.number} {number}")
    return found

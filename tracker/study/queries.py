"""What is asked about a study: everything of an idea in one value, beside its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.idea import Aside
from tracker.study.rules import PoundRange, cost_each, cost_of_all, report_is_late, steps_in


class TheoryEntry(NamedTuple):
    """Why an idea should work, step by step."""

    id: UUID
    steps: list[str]


class EvaluationEntry(NamedTuple):
    """An evaluation as it is shown; `is_late`: its report is past its day and has not come."""

    id: UUID
    evaluator: str
    since: date | None
    agreement: str | None
    agreement_note: str | None
    due_on: date | None
    reported_on: date | None
    note: str | None
    is_late: bool


class SumEntry(NamedTuple):
    """A sum for scale as it is shown: what it is made of, and what one and all of them come to."""

    id: UUID
    unit: str
    spent: PoundRange
    results: int
    wanted_least: int
    wanted_most: int
    assumptions: str

    @property
    def each(self) -> PoundRange:
        """What one of them costs."""
        return cost_each(spent=self.spent, results=self.results)

    @property
    def of_all(self) -> PoundRange:
        """What it would cost for all who need it."""
        return cost_of_all(spent=self.spent, results=self.results, least=self.wanted_least, most=self.wanted_most)


class ManualEntry(NamedTuple):
    """A manual or procedure as it is shown."""

    id: UUID
    title: str
    place: str
    written_on: date | None


class LinkEntry(NamedTuple):
    """A link as it is shown, with the claim that it is about, if it is about one."""

    id: UUID
    title: str
    address: str
    looked_on: date
    claim_id: UUID | None


@dataclass(frozen=True)
class StudyRecord:
    """Everything that is recorded of how it is known what an idea changes."""

    theory: TheoryEntry | None
    evaluations: Sequence[EvaluationEntry]
    sums: Sequence[SumEntry]
    manuals: Sequence[ManualEntry]
    links: Sequence[LinkEntry]

    def links_of(self, claim_id: UUID) -> list[LinkEntry]:
        """The links that one claim has of its own."""
        return [link for link in self.links if link.claim_id == claim_id]


_TOLD = """
SELECT json_build_object(
 'theory', (SELECT json_build_array(t.id, t.steps) FROM theory t WHERE t.idea_id = idea.id),
 'evaluations', (SELECT json_agg(json_build_array(v.id, v.evaluator, v.since, v.agreement, v.agreement_note, v.due_on,
   v.reported_on, v.note) ORDER BY v.id) FROM evaluation v WHERE v.idea_id = idea.id),
 'sums', (SELECT json_agg(json_build_array(s.id, s.unit, s.spent_least::text, s.spent_most::text, s.results,
   s.wanted_least, s.wanted_most, s.assumptions) ORDER BY s.id) FROM scale_sum s WHERE s.idea_id = idea.id),
 'manuals', (SELECT json_agg(json_build_array(m.id, m.title, m.place, m.written_on) ORDER BY m.id)
   FROM manual m WHERE m.idea_id = idea.id),
 'links', (SELECT json_agg(json_build_array(l.id, l.title, l.address, l.looked_on, l.claim_id) ORDER BY l.id)
   FROM source_link l WHERE l.idea_id = idea.id))"""


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _evaluation(stored: Sequence[Any]) -> EvaluationEntry:
    key, evaluator, since, agreement, agreement_note, due, came, note = stored
    due_on, reported_on = _day(due), _day(came)
    late = report_is_late(due_on=due_on, reported_on=reported_on, day=today())
    return EvaluationEntry(
        UUID(key), evaluator, _day(since), agreement, agreement_note, due_on, reported_on, note, late
    )


def _sum(stored: Sequence[Any]) -> SumEntry:
    key, unit, least, most, results, few, many, assumptions = stored
    return SumEntry(UUID(key), unit, PoundRange(Decimal(least), Decimal(most)), results, few, many, assumptions)


def _link(stored: Sequence[Any]) -> LinkEntry:
    key, title, address, looked, claim = stored
    return LinkEntry(UUID(key), title, address, date.fromisoformat(looked), UUID(claim) if claim else None)


def _study(told: dict[str, Any]) -> StudyRecord:
    return StudyRecord(
        theory=TheoryEntry(UUID(told["theory"][0]), steps_in(told["theory"][1])) if told["theory"] else None,
        evaluations=[_evaluation(each) for each in told["evaluations"] or ()],
        sums=[_sum(each) for each in told["sums"] or ()],
        manuals=[ManualEntry(UUID(key), title, at, _day(day)) for key, title, at, day in told["manuals"] or ()],
        links=[_link(each) for each in told["links"] or ()],
    )


STUDY: Aside[StudyRecord] = Aside("study", _TOLD, _study)

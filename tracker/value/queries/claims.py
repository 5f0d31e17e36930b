"""A claim as it travels, with its records and what they support: computed, whatever is claimed."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker.value.rules import Change, Record, change_between, change_differs, is_early, number_in, outruns
from tracker.value.rules.ladder import Ladder
from tracker.value.rules.statement import statement_differs
from tracker.wording import BUILT_IN, capital


class EvidenceEntry(NamedTuple):
    """One record on a claim as it travels: what it says, of which day, what its teller claims, who has seen it.

    Its baseline is its claim's where it gives none of its own.
    """

    id: UUID
    kind: str | None
    baseline: str | None
    baseline_date: str | None
    value: str | None
    value_date: str | None
    on: date | None
    direction: str | None
    note: str | None
    comparator: str | None
    level_stated: int | None
    source: str | None
    seen_by_sponsor_on: date | None


@dataclass(frozen=True)
class ClaimWorth:
    """A claim with what its records support."""

    id: UUID
    indicator: str
    unit: str | None
    need: str | None
    who_benefits: str | None
    baseline: str | None
    baseline_date: str | None
    target: str | None
    target_on: date | None
    comparison_group: bool
    comparator: str | None
    method: str | None
    method_because: str | None
    level_asked: int | None
    stated_change: str | None
    stated_in: str | None
    review_on: date | None
    records: list[EvidenceEntry]
    replications: int = 0
    has_procedure: bool = False

    @property
    def supported(self) -> int:
        """The level that its records support, 0 for none."""
        return self.ladder.supported

    @functools.cached_property
    def ladder(self) -> Ladder:
        """What of each level is there, and what is missing next."""
        return Ladder.of(
            [_record(entry) for entry in self.records],
            comparison=self.comparison_group or bool(self.method and self.method_because),
            replications=self.replications,
            has_procedure=self.has_procedure,
        )

    @property
    def level_words(self) -> str:
        """The supported level in words."""
        return capital(BUILT_IN.called(self.supported, "level"))

    @property
    def outruns(self) -> bool:
        """Whether it states more than its records support."""
        return outruns(asked=self.level_stated, supported=self.supported)

    @property
    def level_stated(self) -> int | None:
        """The highest level that the claim or one of its records states, if any does."""
        return max([self.level_asked or 0, *(entry.level_stated or 0 for entry in self.records)]) or None

    @property
    def latest(self) -> EvidenceEntry | None:
        """The newest record that holds a value."""
        return next((entry for entry in self.records if entry.value), None)

    @property
    def change(self) -> Change | None:
        """The change from baseline to the newest value, computed from the recorded numbers."""
        last = self.latest
        return self.change_of(last) if last else None

    @property
    def stated_differs(self) -> bool:
        """Whether what is said of it, here or by its newest record, is another change than the numbers give."""
        last = self.latest
        return last is not None and (self.claim_differs or self.note_differs(last))

    @property
    def claim_differs(self) -> bool:
        """Whether the change that is said of it outside is another than the numbers of its newest record give."""
        last = self.latest
        if last is None:
            return False
        return statement_differs(
            stated=self.stated_change, baseline=last.baseline, value=last.value, computed=self.change
        )

    def note_differs(self, record: EvidenceEntry) -> bool:
        """Whether the words of a record state another change than its numbers give."""
        figures = (record.baseline, record.value)
        return change_differs(stated=record.note, computed=self.change_of(record), figures=figures)

    def change_of(self, record: EvidenceEntry) -> Change | None:
        """The change from where a record started to its value, computed from the numbers."""
        return change_between(baseline=record.baseline, value=record.value, unit=self.unit)


def _record(entry: EvidenceEntry) -> Record:
    return Record(
        has_baseline=bool(entry.baseline),
        has_value=bool(entry.value),
        is_early=is_early(value_on=entry.on, baseline_date=entry.baseline_date),
        tells=bool(entry.direction) or None not in {number_in(entry.baseline), number_in(entry.value)},
    )

"""What is recorded of one idea today, as far as its triangle looks at it: small values, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

NOTHING: Mapping[str, Any] = MappingProxyType({})


class EvidenceRecord(NamedTuple):
    """One record on a claim. `day` is the day of its value; `seen_on` the day the sponsor saw it.

    `entered` grows in the order in which records were entered.
    """

    kind: str | None = None
    baseline: str | None = None
    value: str | None = None
    note: str | None = None
    day: date | None = None
    seen_on: date | None = None
    entered: int = 0

    @property
    def says_something(self) -> bool:
        """Whether it gives a value or an account."""
        return bool(self.value or self.note)


class ClaimRecord(NamedTuple):
    """One claim with its records in order of their days; `level` is what they support."""

    indicator: str = ""
    who_benefits: str | None = None
    baseline: str | None = None
    target: str | None = None
    level: int = 0
    level_stated: int | None = None
    evidence: Sequence[EvidenceRecord] = ()

    @property
    def start(self) -> str | None:
        """Where the indicator started: the claim's own baseline, else the first that a record gives."""
        return self.baseline or next((record.baseline for record in self.evidence if record.baseline), None)

    @property
    def newest_value(self) -> str | None:
        """The value of the newest record that gives one."""
        return next((record.value for record in reversed(self.evidence) if record.value), None)


class FundingRecord(NamedTuple):
    """One funding line that counts today."""

    instrument: str | None = None
    granted: bool = False
    ends_on: date | None = None
    starts_on: date | None = None

    def runs_on(self, day: date) -> bool:
        """Say whether the line has not ended by a day; one without an end has not."""
        return self.ends_on is None or self.ends_on >= day

    def covers(self, day: date) -> bool:
        """Say whether the line has begun by a day, and has not ended; one without a start has begun."""
        return self.runs_on(day) and (self.starts_on is None or self.starts_on <= day)


class AnswerRecord(NamedTuple):
    """The newest answer to one question at a gate."""

    words: str | None = None
    note: str | None = None

    @property
    def in_words(self) -> bool:
        """Whether it was answered in words."""
        return bool((self.words or "").strip())


class IdeaRecord(NamedTuple):
    """Everything that the items, links and flags of one idea's triangle are read from.

    `recently_until` is the day of the newest act of the last but one of those who lately did anything, of the last
    where nobody else did; `condition_due` the first day to come on which a condition is to be met. In the order
    in which they are read.
    """

    id: UUID | None = None
    ref: str = ""
    stage: str = "latent"
    state: str = "active"
    historical: bool = False
    extent: str | None = None
    involvement: str | None = None
    stage_since: date | None = None
    shielded_until: date | None = None
    trigger: str | None = None
    trigger_date: str | None = None
    problem: str | None = None
    proposal: str | None = None
    decided_to_act_on: date | None = None
    needs_no_money: bool = False
    has_sponsor: bool = False
    sponsor_left: bool = False
    newest_contact: date | None = None
    sponsor_acted_on: date | None = None
    reviewed_by_other_on: date | None = None
    lessons: int = 0
    lessons_shared: int = 0
    newest_lesson: date | None = None
    partners: int = 0
    newest_partner: date | None = None
    has_deputy: bool = False
    handover_plan: str | None = None
    handover_on: date | None = None
    handover_nobody: bool = False
    sign_offs: Mapping[str, str] = NOTHING
    managers_thanked: int = 0
    managers_owed: int = 0
    adapted_from_other: bool = False
    adapted_worked: int = 0
    adapted_trying: int = 0
    adapted_failed: int = 0
    adaptation_moved_on: date | None = None
    published: int = 0
    withdrawn: int = 0
    published_on: date | None = None
    last_event_on: date | None = None
    recently_by: int = 0
    recently_until: date | None = None
    lapsed_conditions: int = 0
    condition_due: date | None = None
    resistance: int = 0
    answers: Mapping[str, int] = NOTHING
    gate_answers: Mapping[str, AnswerRecord] = NOTHING
    claims: Sequence[ClaimRecord] = ()
    funding: Sequence[FundingRecord] = ()

    @property
    def sponsor_last_acted_on(self) -> date | None:
        """The day of the sponsor's last act of any kind, a contact with the team among them."""
        return max((day for day in (self.newest_contact, self.sponsor_acted_on) if day), default=None)

    @property
    def evidence(self) -> list[EvidenceRecord]:
        """Every record of every claim by its day and then as entered, undated ones first."""
        records = [record for claim in self.claims for record in claim.evidence]
        return sorted(records, key=lambda record: (record.day or date.min, record.entered))

    @property
    def level(self) -> int:
        """The highest level that the records of any claim support."""
        return max((claim.level for claim in self.claims), default=0)

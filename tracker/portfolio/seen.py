"""What is recorded of one idea today, as far as its triangle looks at it: small values, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    """One record on a claim. `day` is the day of its value; `seen_on` the day the sponsor saw it."""

    kind: str | None = None
    baseline: str | None = None
    value: str | None = None
    note: str | None = None
    day: date | None = None
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimSeen:
    """One claim with its records in order of their days; `level` is what they support."""

    indicator: str = ""
    who_benefits: str | None = None
    baseline: str | None = None
    target: str | None = None
    level: int = 0
    level_stated: int | None = None
    evidence: Sequence[EvidenceSeen] = ()

    @property
    def start(self) -> str | None:
        """Where the indicator started: the claim's own baseline, else the first that a record gives."""
        return self.baseline or next((one.baseline for one in self.evidence if one.baseline), None)

    @property
    def newest_value(self) -> str | None:
        """The value of the newest record that gives one."""
        return next((one.value for one in reversed(self.evidence) if one.value), None)


@dataclass(frozen=True, slots=True)
class FundingSeen:
    """One funding line that counts today."""

    instrument: str | None = None
    granted: bool = False
    ends_on: date | None = None

    def runs_on(self, day: date) -> bool:
        """Say whether the line has not ended by a day; one without an end has not."""
        return self.ends_on is None or self.ends_on >= day


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """The newest answer to one question at a gate."""

    words: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that the items, links and flags of one idea's triangle are read from."""

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
    lapsed_conditions: int = 0
    resistance: int = 0
    claims: Sequence[ClaimSeen] = ()
    funding: Sequence[FundingSeen] = ()
    gate_answers: Mapping[str, GateAnswer] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)

    @property
    def evidence(self) -> list[EvidenceSeen]:
        """Every record of every claim, dated ones in the order of their days, undated ones first."""
        records = [one for claim in self.claims for one in claim.evidence]
        return sorted(records, key=lambda one: one.day or date.min)

    @property
    def level(self) -> int:
        """The highest level that the records of any claim support."""
        return max((claim.level for claim in self.claims), default=0)

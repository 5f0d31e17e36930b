"""Words about what is asked of a person: their desk, which joins those of all that they may do."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tracker.collaborative import NoticeEntry
from tracker.gate import GateDesk, GateDeskRow
from tracker.idea import QuestionRow, SponsoredIdea, TriageGlance
from tracker.nudge import NudgeEntry
from tracker.triage import AssessmentAsked
from tracker.upkeep import KeptEntry


class NewsKind(enum.StrEnum):
    """What a person hears of an idea: a stage move, an outcome, an answer, that they are named, what they asked for."""

    MOVED = "moved"
    BACK = "back"
    HELD = "held"
    STOPPED = "stopped"
    REOPENED = "reopened"
    TO_GATE = "to_gate"
    IMPROVED = "improved"
    RESOURCED = "resourced"
    DECLINED = "declined"
    REFERRED = "referred"
    PARKED = "parked"
    WOKEN = "woken"
    MERGED = "merged"
    APART = "apart"
    ANSWERED = "answered"
    REPLIED = "replied"
    NAMED = "named"
    THANKED = "thanked"
    EVIDENCE = "evidence"
    DAY = "day"


class DueKind(enum.StrEnum):
    """What can be due of a person on a day."""

    CONDITION = "condition"
    RISK = "risk"
    MEASURE = "measure"
    GATE = "gate"
    PARKED = "parked"
    DECISION = "decision"
    HOLD = "hold"
    REPLY = "reply"
    ASSESSMENT = "assessment"
    HELP = "help"
    MEETING = "meeting"


class LookoutKind(enum.StrEnum):
    """When somebody asked to be told: at the next move between stages, at new evidence, on a day."""

    STAGE = "stage"
    EVIDENCE = "evidence"
    DAY = "day"


@dataclass(frozen=True, kw_only=True)
class CoveredDesk:
    """What is asked of somebody who is away, until a day, as far as who stands in for them sees it and may do it."""

    name: str
    until: date
    needs: Sequence[KeptEntry]
    getting_ready: Sequence[KeptEntry]
    silent: Sequence[SponsoredIdea]

    @property
    def count(self) -> int:
        """How many things are asked."""
        return len(self.needs) + len(self.getting_ready) + len(self.silent)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything that is asked of somebody, each thing once, and what they look after besides.

    `triage` and `gates` are a lead's, None for anybody else; `decisions` are those that a sponsor may make. `needs` are
    ideas of theirs with parts out of date, `getting_ready` those on their way to the design gate, `current` the rest;
    `silent` the ideas whose team waits for a word of theirs, `in_touch` the others that they sponsor and do not keep
    themselves. `reminders` ask for what stands nowhere else on the desk; `mails` are the letters about what does, by
    what each is about. `covered` is what is asked of those who are away, in whose place this person is asked.
    """

    triage: TriageGlance | None = None
    gates: GateDesk | None = None
    calls: Sequence[NudgeEntry] = ()
    decisions: Sequence[GateDeskRow] = ()
    assessments: Sequence[AssessmentAsked] = ()
    questions: Sequence[QuestionRow] = ()
    needs: Sequence[KeptEntry] = ()
    getting_ready: Sequence[KeptEntry] = ()
    current: Sequence[KeptEntry] = ()
    silent: Sequence[SponsoredIdea] = ()
    in_touch: Sequence[SponsoredIdea] = ()
    reminders: Sequence[NudgeEntry] = ()
    notices: Sequence[NoticeEntry] = ()
    mails: Mapping[UUID, NudgeEntry] = field(default_factory=dict)
    settled: Sequence[NudgeEntry] = ()
    covered: Sequence[CoveredDesk] = ()

    @property
    def count(self) -> int:
        """How many things are asked."""
        triage = self.triage.reply_count + self.triage.undecided_count if self.triage else 0
        gates = len(self.gates) if self.gates else 0
        theirs = (self.calls, self.decisions, self.assessments, self.questions, self.reminders, self.notices)
        own = sum(map(len, (*theirs, self.needs, self.getting_ready, self.silent)))
        return triage + gates + own + sum(each.count for each in self.covered)

    @property
    def cut(self) -> bool:
        """Whether more wait than are counted."""
        return bool(self.triage and self.triage.cut)

"""What is true of a desk and of news: what is asked twice stands once; what followers hear of. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from tracker.history import Event
from tracker.history.events import conversation, gate, idea, triage
from tracker.idea.words import Refused
from tracker.inbox.words import LookoutKind, NewsKind
from tracker.wording import Vocabulary

# Reminders of what a lead's desk holds by itself, whatever of it is shown.
OF_LEADS = frozenset({"reply_overdue", "decision_due", "help_due", "hold_due"})
# Reminders that ask an owner for a part of "keep it current".
PARTS = {
    "no_sponsor": "sponsor",
    "sponsor_silent": "sponsor",
    "no_evidence": "evidence",
    "evidence_stale": "evidence",
    "feedback_gap": "evidence",
    "no_measure": "claim",
    "no_end_users": "involvement",
    "runway_12": "money",
    "runway_6": "money",
    "runway_3": "money",
    "review_risk": "risk",
}


class ReminderFacts(Protocol):
    """What a desk needs to know of a reminder."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def subject_id(self) -> UUID: ...  # noqa: D102
    @property
    def idea_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def repeat(self) -> int: ...  # noqa: D102


Asked = TypeVar("Asked", bound=ReminderFacts)


def asked_once(reminders: Iterable[Asked]) -> list[Asked]:
    """Of the reminders of one rule about one thing, the latest repeat alone, in the order given."""
    found = list(reminders)
    latest = {(one.code, one.subject_id): one for one in sorted(found, key=lambda one: one.repeat)}
    return [one for one in found if latest[one.code, one.subject_id] is one]


@dataclass(frozen=True, kw_only=True)
class DeskFacts:
    """What stands on a desk: whether it is a lead's, its conditions, silent ideas, nobody's, parts, assessments."""

    leads: bool
    conditions: Collection[UUID]
    silent: Collection[UUID]
    orphans: Collection[UUID] = ()
    parts: Mapping[UUID, Collection[str]]
    assessments: Collection[UUID] = ()

    def holds(self, reminder: ReminderFacts) -> bool:
        """Whether a reminder asks for what stands there anyway."""
        if reminder.code in OF_LEADS:
            return self.leads
        if reminder.code == "condition_due":
            return reminder.subject_id in self.conditions
        if reminder.code == "assessment_due":
            return reminder.subject_id in self.assessments
        if reminder.idea_id in self.orphans:
            return True
        if reminder.code == "sponsor_silent" and reminder.idea_id in self.silent:
            return True
        return reminder.idea_id is not None and PARTS.get(reminder.code) in self.parts.get(reminder.idea_id, ())


# --- news ---
FROM_HOUR = 7  # of the clock in London: before it no digest goes
OF_WORDS = {"go": NewsKind.MOVED, "conditional_go": NewsKind.MOVED, "hold": NewsKind.HELD, "return": NewsKind.BACK}


@dataclass(frozen=True)
class NewsDraft:
    """What followers hear of an event: of what kind, and the plain values that word it.

    `authors` says that the authors have a letter of their own about it, `direct` that those who hear at once have one.
    """

    kind: NewsKind
    particulars: Mapping[str, Any]
    authors: bool = True
    direct: bool = False


def news_of(event: Event) -> NewsDraft | None:
    """What a follower hears of: each stage move, outcome and answer. None of anything else that happens."""
    if type(event) in PLAINLY:
        return NewsDraft(PLAINLY[type(event)], {})
    match event:
        case gate.GateDecided(word=word, to_stage=stage, until=until):
            kind = OF_WORDS.get(word, NewsKind.STOPPED)
            return NewsDraft(kind, {"stage": stage, "until": until}, direct=True)
        case gate.IdeaReopened(stage=stage):
            return NewsDraft(NewsKind.REOPENED, {"stage": stage}, direct=True)
        case conversation.QuestionAnswered():
            return NewsDraft(NewsKind.ANSWERED, {}, authors=False)
    return _with_particulars(event)


def _with_particulars(event: Event) -> NewsDraft | None:
    """An outcome of triage that says to whom, until when, with what."""
    match event:
        case triage.IdeaReferred(to_whom=whom):
            return NewsDraft(NewsKind.REFERRED, {"whom": whom})
        case triage.IdeaParked(until=until):
            return NewsDraft(NewsKind.PARKED, {"until": until})
        case triage.IdeaMerged(into=ref, into_title=title):
            return NewsDraft(NewsKind.MERGED, {"whom": f"{ref}, {title}"})
    return None


PLAINLY: Mapping[type[Event], NewsKind] = {
    triage.DesignGateOpened: NewsKind.TO_GATE,
    triage.IdeaImproved: NewsKind.IMPROVED,
    triage.IdeaResourced: NewsKind.RESOURCED,
    triage.IdeaDeclined: NewsKind.DECLINED,
    triage.MergeUndone: NewsKind.APART,
    idea.IdeaWoken: NewsKind.WOKEN,
    conversation.ReplyWritten: NewsKind.REPLIED,
}


def sentence(kind: NewsKind, told: Mapping[str, Any], words: Vocabulary, *, day: Callable[[date], str]) -> str:
    """What happened, in one sentence, in the words of a council."""
    until = told.get("until")
    return words.called(
        kind,
        "news",
        by=told.get("by") or "Somebody",
        stage=words.called(told.get("stage") or "latent", "stage"),
        until=day(date.fromisoformat(until)) if until else "a day to come",
        whom=told.get("whom") or "another",
    )


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """When somebody wishes to be told of an idea: at its next move, at new evidence, on a day."""

    stage: bool = False
    evidence: bool = False
    on: date | None = None

    @property
    def kinds(self) -> list[LookoutKind]:
        """What is wished, in a word each."""
        asked = {LookoutKind.STAGE: self.stage, LookoutKind.EVIDENCE: self.evidence, LookoutKind.DAY: self.on}
        return [kind for kind, wanted in asked.items() if wanted]


def wish_faults(wishes: Wishes, *, today: date) -> Iterator[Refused]:
    """A day on which somebody is to be told is still to come."""
    if wishes.on is not None and wishes.on <= today:
        yield Refused("Give a day that is still to come", field="on")


def digest_may_go(moment: datetime) -> bool:
    """Whether it is late enough in the morning for a digest, by the clock in London."""
    return moment.hour >= FROM_HOUR

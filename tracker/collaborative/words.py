"""Words about councils together (domain.md, "Sharing between councils")."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from uuid import UUID

from tracker.idea.words import Stage


class Level(enum.StrEnum):
    """How much of an idea a publication shows."""

    SUMMARY = "summary"
    FULL = "full"


class AdaptationStatus(enum.StrEnum):
    """How an adaptation went."""

    TRYING = "trying"
    WORKED = "worked"
    IN_PART = "worked_in_part"
    DID_NOT = "did_not_work"


class WhyNot(enum.StrEnum):
    """Why an adaptation did not work."""

    LEADERSHIP = "leadership"
    APPROVALS = "approvals"
    RESOURCES = "resources"
    STAFF = "staff"
    FIT = "fit"
    OTHER = "other"


class Evaluator(enum.StrEnum):
    """Who judged how an adaptation went: by somebody other than its owner it is a replication."""

    TEAM = "team"
    COLLEAGUE = "colleague"
    OUTSIDE = "outside"


class CardField(enum.StrEnum):
    """What a lead may choose to put on a full card, beside the summary."""

    PROPOSAL = "proposal"
    CLAIMS = "claims"
    EVIDENCE = "evidence"
    LESSONS = "lessons"
    PLAN = "plan"
    STOP = "stop"
    RISKS = "risks"
    BENEFITS = "worth"
    HEALTH = "health"
    CONTACT = "contact"
    PLACES = "places"
    TOPICS = "topics"


# What finds it, whom to ask, and why it can be picked up.
ON_A_SUMMARY = frozenset({CardField.CONTACT, CardField.PLACES, CardField.TOPICS, CardField.STOP})


class PartVerdict(enum.StrEnum):
    """What an adapter does with one part of an idea."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class NoticeKind(enum.StrEnum):
    """What one council tells another about something shared."""

    ADAPTED = "adapted"
    RESULT = "result"
    FEEDBACK = "feedback"
    ACKNOWLEDGED = "acknowledged"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    STOPPED = "stopped"
    REOPENED = "reopened"
    REFERRED = "referred"
    SIGHT_ASKED = "sight_asked"
    SIGHT_SHOWN = "sight_shown"
    ASKED_TO_JOIN = "asked_to_join"
    ASKED_TO_CONVENE = "asked_to_convene"
    JOINED = "joined"
    WOULD_NOT = "would_not"
    LEFT = "left"
    CONVENES = "convenes"
    CLOSED = "closed"
    NEED_ANSWERED = "need_answered"
    ANSWER_AGREED = "answer_agreed"
    ANSWER_MOVED = "answer_moved"
    ANSWER_DECLINED = "answer_declined"


OF_NEEDS = frozenset(
    {NoticeKind.NEED_ANSWERED, NoticeKind.ANSWER_AGREED, NoticeKind.ANSWER_MOVED, NoticeKind.ANSWER_DECLINED}
)


class ShelfKind(enum.StrEnum):
    """What members note in a collaborative for each other."""

    STRAND = "strand"
    RESEARCH = "research"
    LINK = "link"
    ASKED = "asked"
    GIVEN = "given"


class MembershipAct(enum.StrEnum):
    """What a council does in a collaborative as a member, or as its convenor."""

    FOUNDED = "founded"
    CHANGED = "changed"
    ASKED = "asked"
    TOOK_BACK = "took_back"
    JOINED = "joined"
    DECLINED = "declined"
    HANDED = "handed"
    KEPT = "kept"
    LEFT = "left"
    CLOSED = "closed"
    ASKED_GUEST = "asked_guest"
    ENDED_GUEST = "ended_guest"


class SeatKind(enum.StrEnum):
    """What a council is asked to be in a collaborative."""

    MEMBER = "member"
    CONVENOR = "convenor"


class AskAnswer(enum.StrEnum):
    """What a council says to another that asks something of it."""

    AGREED = "agreed"
    DECLINED = "declined"


class CardStanding(enum.StrEnum):
    """Whether the idea of a card is going on, rests, or has ended."""

    ACTIVE = "active"
    PARKED = "parked"
    CLOSED = "closed"


@dataclass(frozen=True)
class CardSieve:
    """What narrows the cards of a collaborative; empty means everything.

    `words` are looked for in all that a card says, `about` in the places and topics that it names; `strand_id` is the
    strand that it stands in.
    """

    council_id: UUID | None = None
    stage: Stage | None = None
    standing: CardStanding | None = None
    strand_id: UUID | None = None
    proven: bool = False
    words: str = ""
    about: str = ""

    @property
    def is_sought(self) -> bool:
        """Whether cards are found by words."""
        return bool(self.words or self.about)

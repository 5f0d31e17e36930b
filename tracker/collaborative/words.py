"""Words about councils together (domain.md, "Sharing between councils")."""

from __future__ import annotations

import enum


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
    HEALTH = "health"
    CONTACT = "contact"


class PartVerdict(enum.StrEnum):
    """What an adapter does with one part of an idea."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class NoticeKind(enum.StrEnum):
    """What one council tells another about something shared."""

    ADAPTED = "adapted"
    RESULT = "result"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    STOPPED = "stopped"
    REOPENED = "reopened"
    REFERRED = "referred"
    SIGHT_ASKED = "sight_asked"
    SIGHT_SHOWN = "sight_shown"
    NEED_ANSWERED = "need_answered"
    ANSWER_AGREED = "answer_agreed"
    ANSWER_MOVED = "answer_moved"
    ANSWER_DECLINED = "answer_declined"


OF_NEEDS = frozenset(
    {NoticeKind.NEED_ANSWERED, NoticeKind.ANSWER_AGREED, NoticeKind.ANSWER_MOVED, NoticeKind.ANSWER_DECLINED}
)


class AskAnswer(enum.StrEnum):
    """What a council says to another that asks to see something close."""

    AGREED = "agreed"
    DECLINED = "declined"

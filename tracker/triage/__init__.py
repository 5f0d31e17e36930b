"""The desk of triage: replies to begin from, one outcome for several ideas with its undo, and what assessors think."""

from tracker.triage.actions.assessments import ask_assessors, assess
from tracker.triage.actions.batches import BatchResult, IdeaLeft, give_to_several, undo_batch
from tracker.triage.actions.replies import end_reply, keep_reply
from tracker.triage.models import Assessor
from tracker.triage.permissions import assesses, leads_on, reads_assessments, sees_assessments
from tracker.triage.queries.assessments import (
    ASSESSORS,
    AssessmentAsked,
    AssessorEntry,
    assessments_query,
    assessors_of,
)
from tracker.triage.queries.batches import BatchEntry, open_batches
from tracker.triage.queries.replies import REPLIES, ReplyVersion, reply_templates, reply_versions
from tracker.triage.rules import (
    PLACES,
    ReplyEntry,
    assessment_faults,
    filled,
    place_faults,
    template_faults,
    unknown_faults,
)
from tracker.triage.words import LONGEST_NAME, LONGEST_REPLY, MOST_AT_ONCE, UNDO_TIME, Criterion, Judgement

__all__ = [
    "ASSESSORS",
    "LONGEST_NAME",
    "LONGEST_REPLY",
    "MOST_AT_ONCE",
    "PLACES",
    "REPLIES",
    "UNDO_TIME",
    "AssessmentAsked",
    "Assessor",
    "AssessorEntry",
    "BatchEntry",
    "BatchResult",
    "Criterion",
    "IdeaLeft",
    "Judgement",
    "ReplyEntry",
    "ReplyVersion",
    "ask_assessors",
    "assess",
    "assesses",
    "assessment_faults",
    "assessments_query",
    "assessors_of",
    "end_reply",
    "filled",
    "give_to_several",
    "keep_reply",
    "leads_on",
    "open_batches",
    "place_faults",
    "reads_assessments",
    "reply_templates",
    "reply_versions",
    "sees_assessments",
    "template_faults",
    "undo_batch",
    "unknown_faults",
]

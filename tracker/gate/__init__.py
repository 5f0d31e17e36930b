"""The gates: one before each stage after the first, where a named person decides, in writing, whether an idea goes on.

A council's policy, in versions, says which criteria are needed and what level of evidence is asked; unmet criteria
never block, they need a written reason. The record of decisions only grows: a later decision may reverse an earlier.
"""

from tracker.gate.actions.answers import (
    ANSWER_FIELDS,
    AnswerDraft,
    answer,
    ask_for_decision,
    record_view,
    say_what_nothing_costs,
)
from tracker.gate.actions.condition import answer_extension, ask_for_date, meet_condition
from tracker.gate.actions.decision import decide
from tracker.gate.actions.letters import hearers, in_short
from tracker.gate.actions.policy import drop_draft, keep_draft, move_to_newest_policy, put_in_force, set_policy
from tracker.gate.actions.reopening import reopen
from tracker.gate.actions.restored import hear_of_restored
from tracker.gate.actions.review import hold_review, set_archive_consent
from tracker.gate.models import Condition, Decision, DecisionRequest, Extension, GateAnswer, PanelView
from tracker.gate.permissions import consents, decides, grants, is_reviewed, is_stopped, meets, reopens, reviews
from tracker.gate.queries.answers import AnswerEntry, answers_to
from tracker.gate.queries.archive import StoppedIdea, StoppedPage, may_be_taken_up, stopped_ideas
from tracker.gate.queries.decisions import (
    conditions_on,
    decision,
    decisions_on,
    extensions_on,
    pending_request,
    reversals_on,
    waiting_extension,
)
from tracker.gate.queries.desk import GateDesk, GateDeskRow, desk, desk_query, sponsor_query
from tracker.gate.queries.paper import EvidenceOnClaim, GateItem, Paper, paper, records_of, shown_by
from tracker.gate.queries.policy import (
    IdeasUnder,
    PolicyEntry,
    draft_of_policy,
    ideas_in_flight,
    newest_policy,
    policy_for,
    policy_of,
    policy_versions,
)
from tracker.gate.queries.record import DECISIONS, ConditionEntry, DecisionEntry
from tracker.gate.queries.reviews import REVIEWS, GridRow, ReviewEntry, review_grid, reviews_on
from tracker.gate.rules.differences import Difference, differences, touches
from tracker.gate.rules.draft import (
    DecisionDraft,
    Objection,
    Term,
    extension_objections,
    objections,
    request_objections,
)
from tracker.gate.rules.policy import (
    FITTING,
    GATES,
    GatePolicy,
    Unmet,
    earlier_stages,
    gate_before,
    next_gate,
    stands,
    words_open,
)
from tracker.gate.rules.questions import CORNERS, Question, asked_at, editions, question
from tracker.gate.rules.review import Quadrant, ReviewAnswer, ReviewDraft, next_review_on, quadrant, review_questions
from tracker.gate.words import (
    ADVANCING,
    GATE_WORDS,
    TOOL_QUESTIONS,
    Gate,
    Manner,
    QuestionKind,
    Status,
    StopReason,
    Word,
)

__all__ = [
    "ADVANCING",
    "ANSWER_FIELDS",
    "CORNERS",
    "DECISIONS",
    "FITTING",
    "GATES",
    "GATE_WORDS",
    "REVIEWS",
    "TOOL_QUESTIONS",
    "AnswerDraft",
    "AnswerEntry",
    "Condition",
    "ConditionEntry",
    "Decision",
    "DecisionDraft",
    "DecisionEntry",
    "DecisionRequest",
    "Difference",
    "EvidenceOnClaim",
    "Extension",
    "Gate",
    "GateAnswer",
    "GateDesk",
    "GateDeskRow",
    "GateItem",
    "GatePolicy",
    "GridRow",
    "IdeasUnder",
    "Manner",
    "Objection",
    "PanelView",
    "Paper",
    "PolicyEntry",
    "Quadrant",
    "Question",
    "QuestionKind",
    "ReviewAnswer",
    "ReviewDraft",
    "ReviewEntry",
    "Status",
    "StopReason",
    "StoppedIdea",
    "StoppedPage",
    "Term",
    "Unmet",
    "Word",
    "answer",
    "answer_extension",
    "answers_to",
    "ask_for_date",
    "ask_for_decision",
    "asked_at",
    "conditions_on",
    "consents",
    "decide",
    "decides",
    "decision",
    "decisions_on",
    "desk",
    "desk_query",
    "differences",
    "draft_of_policy",
    "drop_draft",
    "earlier_stages",
    "editions",
    "extension_objections",
    "extensions_on",
    "gate_before",
    "grants",
    "hear_of_restored",
    "hearers",
    "hold_review",
    "ideas_in_flight",
    "in_short",
    "is_reviewed",
    "is_stopped",
    "keep_draft",
    "may_be_taken_up",
    "meet_condition",
    "meets",
    "move_to_newest_policy",
    "newest_policy",
    "next_gate",
    "next_review_on",
    "objections",
    "paper",
    "pending_request",
    "policy_for",
    "policy_of",
    "policy_versions",
    "put_in_force",
    "quadrant",
    "question",
    "record_view",
    "records_of",
    "reopen",
    "reopens",
    "request_objections",
    "reversals_on",
    "review_grid",
    "review_questions",
    "reviews",
    "reviews_on",
    "say_what_nothing_costs",
    "set_archive_consent",
    "set_policy",
    "shown_by",
    "sponsor_query",
    "stands",
    "stopped_ideas",
    "touches",
    "waiting_extension",
    "words_open",
]

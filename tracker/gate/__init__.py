"""The gates: one before each stage after the first, where a named person decides, in writing, whether an idea goes on.

A council's policy, in versions, says which criteria are needed and what level of evidence is asked; unmet criteria
never block, they need a written reason. The record of decisions only grows: a later decision may reverse an earlier.
"""

from tracker.gate.actions.answers import (
    AnswerDraft,
    answer,
    ask_for_decision,
    move_to_newest_policy,
    record_view,
    set_policy,
)
from tracker.gate.actions.decision import decide, meet_condition
from tracker.gate.actions.letters import hearers, in_short
from tracker.gate.models import Condition, Decision, DecisionRequest, GateAnswer, PanelView
from tracker.gate.permissions import decides, meets
from tracker.gate.queries.decisions import (
    conditions_on,
    decision,
    decisions_on,
    newest_policy,
    pending_request,
    policy_for,
)
from tracker.gate.queries.desk import GateDesk, GateDeskRow, desk
from tracker.gate.queries.paper import GateItem, Paper, paper
from tracker.gate.rules.draft import NO_REASONS, DecisionDraft, Objection, Term, objections
from tracker.gate.rules.policy import (
    FITTING,
    GATES,
    GatePolicy,
    Unmet,
    earlier_stages,
    gate_before,
    next_gate,
    words_open,
)
from tracker.gate.rules.questions import CORNERS, Question, asked_at
from tracker.gate.words import ADVANCING, Gate, QuestionKind, Status, StopReason, Word

__all__ = [
    "ADVANCING",
    "CORNERS",
    "FITTING",
    "GATES",
    "NO_REASONS",
    "AnswerDraft",
    "Condition",
    "Decision",
    "DecisionDraft",
    "DecisionRequest",
    "Gate",
    "GateAnswer",
    "GateDesk",
    "GateDeskRow",
    "GateItem",
    "GatePolicy",
    "Objection",
    "PanelView",
    "Paper",
    "Question",
    "QuestionKind",
    "Status",
    "StopReason",
    "Term",
    "Unmet",
    "Word",
    "answer",
    "ask_for_decision",
    "asked_at",
    "conditions_on",
    "decide",
    "decides",
    "decision",
    "decisions_on",
    "desk",
    "earlier_stages",
    "gate_before",
    "hearers",
    "in_short",
    "meet_condition",
    "meets",
    "move_to_newest_policy",
    "newest_policy",
    "next_gate",
    "objections",
    "paper",
    "pending_request",
    "policy_for",
    "record_view",
    "set_policy",
    "words_open",
]

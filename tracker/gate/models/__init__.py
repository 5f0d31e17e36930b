"""The tables of the gates: policy, answers, decisions, conditions; and of panels and their meetings."""

from tracker.gate.models.gate import (
    AnswerEvidence,
    Condition,
    Decision,
    DecisionRequest,
    Extension,
    GateAnswer,
    PanelView,
    PolicyDraft,
    PolicyVersion,
    Reversal,
)
from tracker.gate.models.meeting import Meeting, Minutes, MinutesPresence, Panel, PanelMember

__all__ = [
    "AnswerEvidence",
    "Condition",
    "Decision",
    "DecisionRequest",
    "Extension",
    "GateAnswer",
    "Meeting",
    "Minutes",
    "MinutesPresence",
    "Panel",
    "PanelMember",
    "PanelView",
    "PolicyDraft",
    "PolicyVersion",
    "Reversal",
]

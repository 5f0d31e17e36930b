"""Risk: what could go wrong with an idea, how likely and how bad, what is done about it, who watches it.

A high score asks for scrutiny at the gate; it never rejects. The risk of doing nothing stands on the idea itself.
"""

from tracker.risk.actions import close_risk, correct_risk, get, raise_risk, review_risk
from tracker.risk.models import Risk
from tracker.risk.queries import CLOSED_RISKS, OPEN_RISKS, RiskEntry, risks_on
from tracker.risk.rules import ASKS_FOR_SCRUTINY, asks_for_scrutiny, score

__all__ = [
    "ASKS_FOR_SCRUTINY",
    "CLOSED_RISKS",
    "OPEN_RISKS",
    "Risk",
    "RiskEntry",
    "asks_for_scrutiny",
    "close_risk",
    "correct_risk",
    "get",
    "raise_risk",
    "review_risk",
    "risks_on",
    "score",
]

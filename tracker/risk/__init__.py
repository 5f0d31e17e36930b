"""Risk: what could go wrong with an idea, how likely and how bad, what is done about it, who watches it.

A high score asks for scrutiny at the gate; it never rejects. The risk of doing nothing stands on the idea itself.
"""

from tracker.risk.actions import close_risk, correct_risk, get, raise_risk, review_risk
from tracker.risk.models import Risk
from tracker.risk.queries import (
    CLOSED_RISKS,
    MOST_COUNTED,
    MOST_UNSAID,
    OPEN_RISKS,
    ClosedCount,
    RiskEntry,
    RiskFilters,
    RiskLine,
    RiskPoint,
    UnsaidIdea,
    all_risk_lines,
    closed_counts_query,
    register_of,
    risk_lines,
    risk_points_query,
    risks_on,
    unsaid_ideas_query,
)
from tracker.risk.queries.scrutiny import ScrutinyLine, scrutiny_query
from tracker.risk.rules import (
    ASKS_FOR_SCRUTINY,
    MOST,
    MatrixRow,
    RiskCell,
    asks_for_scrutiny,
    closing_faults,
    matrix,
    measures,
    score,
)
from tracker.risk.words import RiskEnd, RiskGroup, RiskOrder

__all__ = [
    "ASKS_FOR_SCRUTINY",
    "CLOSED_RISKS",
    "MOST",
    "MOST_COUNTED",
    "MOST_UNSAID",
    "OPEN_RISKS",
    "ClosedCount",
    "MatrixRow",
    "Risk",
    "RiskCell",
    "RiskEnd",
    "RiskEntry",
    "RiskFilters",
    "RiskGroup",
    "RiskLine",
    "RiskOrder",
    "RiskPoint",
    "ScrutinyLine",
    "UnsaidIdea",
    "all_risk_lines",
    "asks_for_scrutiny",
    "close_risk",
    "closed_counts_query",
    "closing_faults",
    "correct_risk",
    "get",
    "matrix",
    "measures",
    "raise_risk",
    "register_of",
    "review_risk",
    "risk_lines",
    "risk_points_query",
    "risks_on",
    "score",
    "scrutiny_query",
    "unsaid_ideas_query",
]

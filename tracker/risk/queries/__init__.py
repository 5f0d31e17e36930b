"""What is asked about risks: those of an idea, and those of the whole council."""

from tracker.risk.queries.entries import CLOSED_RISKS, OPEN_RISKS, RiskEntry, risks_on
from tracker.risk.queries.register import (
    MOST_COUNTED,
    MOST_UNSAID,
    ClosedCount,
    RiskFilters,
    RiskLine,
    RiskPoint,
    UnsaidIdea,
    all_risk_lines,
    closed_counts_query,
    register_of,
    risk_lines,
    risk_points_query,
    unsaid_ideas_query,
)

__all__ = [
    "CLOSED_RISKS",
    "MOST_COUNTED",
    "MOST_UNSAID",
    "OPEN_RISKS",
    "ClosedCount",
    "RiskEntry",
    "RiskFilters",
    "RiskLine",
    "RiskPoint",
    "UnsaidIdea",
    "all_risk_lines",
    "closed_counts_query",
    "register_of",
    "risk_lines",
    "risk_points_query",
    "risks_on",
    "unsaid_ideas_query",
]

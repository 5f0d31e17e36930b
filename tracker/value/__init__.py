"""Value: what an idea is said to change, what was seen of it, who gains, and the money it stands on.

A claim states a level of evidence; what its records support is computed as a ceiling (Nesta's standards of evidence),
and a claim above it is shown as outrunning its evidence. Percentages are computed from the recorded numbers.
"""

from tracker.value.actions import (
    add_benefit,
    add_evidence,
    add_funding,
    claim,
    hear_of_sponsor,
    open_evidence,
    put_under_question,
    review_evidence,
    tell_sponsor,
)
from tracker.value.models import Benefit, Claim, Evidence, EvidenceReview, Funding
from tracker.value.queries import (
    WORTH,
    BenefitEntry,
    ClaimWorth,
    EvidenceEntry,
    FundingEntry,
    Worth,
    worth_of,
    worths,
)
from tracker.value.rules import (
    LARGEST_AMOUNT,
    Record,
    change_in_percent,
    last_day_of,
    level_supported,
    number_in,
    outruns,
    percent_differs,
    plus_months,
    runway_months,
)
from tracker.value.words import BenefitCategory, BenefitClass, Certainty

__all__ = [
    "LARGEST_AMOUNT",
    "WORTH",
    "Benefit",
    "BenefitCategory",
    "BenefitClass",
    "BenefitEntry",
    "Certainty",
    "Claim",
    "ClaimWorth",
    "Evidence",
    "EvidenceEntry",
    "EvidenceReview",
    "Funding",
    "FundingEntry",
    "Record",
    "Worth",
    "add_benefit",
    "add_evidence",
    "add_funding",
    "change_in_percent",
    "claim",
    "hear_of_sponsor",
    "last_day_of",
    "level_supported",
    "number_in",
    "open_evidence",
    "outruns",
    "percent_differs",
    "plus_months",
    "put_under_question",
    "review_evidence",
    "runway_months",
    "tell_sponsor",
    "worth_of",
    "worths",
]

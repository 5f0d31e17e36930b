"""Value: what an idea is said to change, what was seen of it, who gains, and the money it stands on.

A claim states a level of evidence; what its records support is computed as a ceiling (Nesta's standards of evidence),
and a claim above it is shown as outrunning its evidence. Changes are computed from the recorded numbers.
"""

from tracker.value.actions.correction import (
    correct_benefit,
    correct_claim,
    correct_evidence,
    correct_funding,
    refuse_early_follow_ups,
    review_claim,
    withdraw_claim,
)
from tracker.value.actions.entry import (
    add_benefit,
    add_evidence,
    add_funding,
    claim,
    put_under_question,
    review_evidence,
)
from tracker.value.actions.sight import hear_of_sponsor, open_evidence, tell_sponsor
from tracker.value.models import Benefit, Claim, Evidence, EvidenceReview, Funding
from tracker.value.queries import (
    WORTH,
    BenefitEntry,
    FundingEntry,
    Worth,
    worth_of,
    worths,
)
from tracker.value.queries.claims import ClaimWorth, EvidenceEntry
from tracker.value.rules import (
    LARGEST_AMOUNT,
    Change,
    Record,
    benefit_faults,
    change_between,
    change_differs,
    in_pounds,
    is_early,
    last_day_of,
    number_in,
    outruns,
    plus_months,
    read_amount,
    runway_months,
)
from tracker.value.rules.ladder import ENOUGH_TIMES, Ladder, Rung, RungState
from tracker.value.words import BenefitCategory, BenefitClass, BenefitState, Certainty, Confidence, Direction

__all__ = [
    "ENOUGH_TIMES",
    "LARGEST_AMOUNT",
    "WORTH",
    "Benefit",
    "BenefitCategory",
    "BenefitClass",
    "BenefitEntry",
    "BenefitState",
    "Certainty",
    "Change",
    "Claim",
    "ClaimWorth",
    "Confidence",
    "Direction",
    "Evidence",
    "EvidenceEntry",
    "EvidenceReview",
    "Funding",
    "FundingEntry",
    "Ladder",
    "Record",
    "Rung",
    "RungState",
    "Worth",
    "add_benefit",
    "add_evidence",
    "add_funding",
    "benefit_faults",
    "change_between",
    "change_differs",
    "claim",
    "correct_benefit",
    "correct_claim",
    "correct_evidence",
    "correct_funding",
    "hear_of_sponsor",
    "in_pounds",
    "is_early",
    "last_day_of",
    "number_in",
    "open_evidence",
    "outruns",
    "plus_months",
    "put_under_question",
    "read_amount",
    "refuse_early_follow_ups",
    "review_claim",
    "review_evidence",
    "runway_months",
    "tell_sponsor",
    "withdraw_claim",
    "worth_of",
    "worths",
]

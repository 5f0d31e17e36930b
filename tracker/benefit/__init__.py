"""Benefits: what was forecast and what came, period by period, checked by somebody who did not claim it.

What is gained, by whom and of what kind stands with an idea's value; here is what it came to, and the register of a
council's benefits. Nothing sums up what is not alike: each class, unit, gain and loss stands by itself.
"""

from tracker.benefit.actions import (
    add_period,
    benefit_of,
    check_figure,
    correct_period,
    hear_of_figures,
    move_benefit,
    withdraw_benefit,
)
from tracker.benefit.models import BenefitPeriod
from tracker.benefit.permissions import checks, may_check, offered_states
from tracker.benefit.queries.ended import EndedSum, ended_query
from tracker.benefit.queries.record import (
    BENEFITS,
    BenefitRecord,
    PeriodEntry,
    RestingDecision,
    benefit_record,
    benefits_on,
)
from tracker.benefit.queries.register import NOT_SAID, ON_A_PAGE, BenefitLine, register, register_in_whole
from tracker.benefit.queries.sums import (
    ALONG,
    NAMED,
    Accuracy,
    KindCell,
    PairCell,
    PeriodSum,
    RegisterSums,
    SumSeries,
    register_sums,
)
from tracker.benefit.rules import (
    FEWEST,
    check_faults,
    counted,
    day_faults,
    figure_faults,
    in_words_only,
    is_money,
    next_period,
    period_name,
    standings,
    within_a_tenth,
)
from tracker.benefit.words import BenefitFilters, CheckWord

__all__ = [
    "ALONG",
    "BENEFITS",
    "FEWEST",
    "NAMED",
    "NOT_SAID",
    "ON_A_PAGE",
    "Accuracy",
    "BenefitFilters",
    "BenefitLine",
    "BenefitPeriod",
    "BenefitRecord",
    "CheckWord",
    "EndedSum",
    "KindCell",
    "PairCell",
    "PeriodEntry",
    "PeriodSum",
    "RegisterSums",
    "RestingDecision",
    "SumSeries",
    "add_period",
    "benefit_of",
    "benefit_record",
    "benefits_on",
    "check_faults",
    "check_figure",
    "checks",
    "correct_period",
    "counted",
    "day_faults",
    "ended_query",
    "figure_faults",
    "hear_of_figures",
    "in_words_only",
    "is_money",
    "may_check",
    "move_benefit",
    "next_period",
    "offered_states",
    "period_name",
    "register",
    "register_in_whole",
    "register_sums",
    "standings",
    "withdraw_benefit",
    "within_a_tenth",
]

"""Methods: ways of working that councils have used, and the plan that an idea makes of them.

A plan is a few phases, named as its team names them, with methods picked for each; one may be skipped, with a reason.
The chooser asks the four factors of the research and gives advice, never proof.
"""

from tracker.method.actions import say_step
from tracker.method.models import PlanStep
from tracker.method.queries import MethodUse, Plan, PlannedStep, PlanPhase, StepRow, plan_of, use_counts, uses_of
from tracker.method.rules import (
    LONGEST_PHASE,
    FittingMethod,
    Method,
    MethodChoice,
    choose,
    close_to,
    methods,
    step_faults,
)
from tracker.method.words import FIT_ANSWERS, REASONED, Effort, FitFactor, Purpose, StepState

__all__ = [
    "FIT_ANSWERS",
    "LONGEST_PHASE",
    "REASONED",
    "Effort",
    "FitFactor",
    "FittingMethod",
    "Method",
    "MethodChoice",
    "MethodUse",
    "Plan",
    "PlanPhase",
    "PlanStep",
    "PlannedStep",
    "Purpose",
    "StepRow",
    "StepState",
    "choose",
    "close_to",
    "methods",
    "plan_of",
    "say_step",
    "step_faults",
    "use_counts",
    "uses_of",
]

"""Tandem trials: councils of a collaborative try variants of one shared target, each from its own baseline.

They are set side by side by the name of the council, as the change from where each began; nothing is ranked.
"""

from tracker.trial.actions import add_figure, add_lesson, enter, found_trial, withdraw_figure
from tracker.trial.models import Trial, TrialFigure, TrialLesson, TrialVariant
from tracker.trial.queries import (
    MeasuredFigure,
    TrialLessonEntry,
    TrialLine,
    TrialRecord,
    VariantEntry,
    own_figure,
    trial_record,
    trials_query,
)
from tracker.trial.rules import TrialPlan, TrialScale, VariantDraft, figure_faults, plan_faults, variant_faults

__all__ = [
    "MeasuredFigure",
    "Trial",
    "TrialFigure",
    "TrialLesson",
    "TrialLessonEntry",
    "TrialLine",
    "TrialPlan",
    "TrialRecord",
    "TrialScale",
    "TrialVariant",
    "VariantDraft",
    "VariantEntry",
    "add_figure",
    "add_lesson",
    "enter",
    "figure_faults",
    "found_trial",
    "own_figure",
    "plan_faults",
    "trial_record",
    "trials_query",
    "variant_faults",
    "withdraw_figure",
]

"""Study: how it is known what an idea changes. Why it should work, who evaluates it, where that can be read.

Also the procedure by which it is done again, and what it would cost for all who need it: a range, with its assumptions.
Each is put right or withdrawn with a reason, as everything that is recorded on an idea.
"""

from tracker.study.actions import (
    add_evaluation,
    add_link,
    add_manual,
    add_scale_sum,
    correct_evaluation,
    correct_link,
    correct_manual,
    correct_scale_sum,
    correct_theory,
    look_at_link,
    say_theory,
)
from tracker.study.models import Evaluation, Manual, ScaleSum, SourceLink, Theory
from tracker.study.queries import STUDY, EvaluationEntry, LinkEntry, ManualEntry, StudyRecord, SumEntry, TheoryEntry
from tracker.study.rules import PoundRange, address_fault, cost_each, cost_of_all, steps_in
from tracker.study.words import Agreement

__all__ = [
    "STUDY",
    "Agreement",
    "Evaluation",
    "EvaluationEntry",
    "LinkEntry",
    "Manual",
    "ManualEntry",
    "PoundRange",
    "ScaleSum",
    "SourceLink",
    "StudyRecord",
    "SumEntry",
    "Theory",
    "TheoryEntry",
    "add_evaluation",
    "add_link",
    "add_manual",
    "add_scale_sum",
    "address_fault",
    "correct_evaluation",
    "correct_link",
    "correct_manual",
    "correct_scale_sum",
    "correct_theory",
    "cost_each",
    "cost_of_all",
    "look_at_link",
    "say_theory",
    "steps_in",
]

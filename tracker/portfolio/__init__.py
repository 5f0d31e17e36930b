"""Portfolio: how well ideas are backed, equipped and worth it, and whether the whole of them is alive.

The triangle of one idea has three corners, three links and a score that depends on its stage, with the trust that its
answered items deserve. The profile of a council has eight parts, no total, each with the ideas behind it, for any day:
it is read from dated rows alone. The worker computes both; nothing is ever decided by a figure.
"""

from tracker.portfolio.actions import (
    answer_item,
    compute,
    compute_snapshot,
    compute_triangles,
    may_answer,
    weight_of,
)
from tracker.portfolio.funnel import funnel, pipeline
from tracker.portfolio.models import ItemAnswer, Snapshot, Triangle
from tracker.portfolio.queries import (
    DayToComeError,
    answers_on,
    historical_count,
    ideas_by_ref,
    latest_part,
    latest_profile,
    past_values,
    profile,
    profile_json,
    shielded,
    triangle_of,
)
from tracker.portfolio.reference import (
    WeightsError,
    checked,
    defaults,
    every_item,
    items_of,
    targets,
    weights,
)
from tracker.portfolio.words import (
    NOT_ENOUGH,
    Corner,
    FunnelRow,
    Item,
    Part,
    PartName,
    TriangleItem,
)

__all__ = [
    "NOT_ENOUGH",
    "Corner",
    "DayToComeError",
    "FunnelRow",
    "Item",
    "ItemAnswer",
    "Part",
    "PartName",
    "Snapshot",
    "Triangle",
    "TriangleItem",
    "WeightsError",
    "answer_item",
    "answers_on",
    "checked",
    "compute",
    "compute_snapshot",
    "compute_triangles",
    "defaults",
    "every_item",
    "funnel",
    "historical_count",
    "ideas_by_ref",
    "items_of",
    "latest_part",
    "latest_profile",
    "may_answer",
    "past_values",
    "pipeline",
    "profile",
    "profile_json",
    "shielded",
    "targets",
    "triangle_of",
    "weight_of",
    "weights",
]

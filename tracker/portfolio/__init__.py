"""Portfolio: how well ideas are backed, equipped and worth it, and whether the whole of them is alive.

The triangle of one idea has three corners, three links and a score that depends on its stage, with the trust that its
answered items deserve. The profile of a council has parts and no total, each with the ideas behind it, for any day:
it is read from dated rows alone. The worker computes both; nothing is ever decided by a figure.
"""

from tracker.portfolio.actions import answer_item, compute
from tracker.portfolio.models import ItemAnswer
from tracker.portfolio.permissions import answers_item
from tracker.portfolio.profile.funnel import funnel
from tracker.portfolio.profile.parts import PARTS
from tracker.portfolio.profile.queries import pipeline, profile_json, profile_on
from tracker.portfolio.profile.snapshots import compute_snapshot, latest_part, latest_profile, past_values
from tracker.portfolio.profile.words import PartItem, PartValue, ProfilePart
from tracker.portfolio.queries import answers_on, historical_count, ideas_by_ref, shielded
from tracker.portfolio.reference import items_of, targets
from tracker.portfolio.triangle.keep import TRIANGLE, compute_triangles, triangle_of
from tracker.portfolio.triangle.score import weight_of
from tracker.portfolio.words import TriangleItem

__all__ = [
    "PARTS",
    "TRIANGLE",
    "ItemAnswer",
    "PartItem",
    "PartValue",
    "ProfilePart",
    "TriangleItem",
    "answer_item",
    "answers_item",
    "answers_on",
    "compute",
    "compute_snapshot",
    "compute_triangles",
    "funnel",
    "historical_count",
    "ideas_by_ref",
    "items_of",
    "latest_part",
    "latest_profile",
    "past_values",
    "pipeline",
    "profile_json",
    "profile_on",
    "shielded",
    "targets",
    "triangle_of",
    "weight_of",
]

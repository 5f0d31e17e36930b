"""Portfolio: how well ideas are backed, equipped and worth it, and whether the whole of them is alive.

The triangle of one idea has three corners, three links and a score that depends on its stage, with the trust that its
answered items deserve. The profile of a council has parts and no total, each with the ideas behind it, for any day:
it is read from dated rows alone. The worker computes both; nothing is ever decided by a figure.
"""

from tracker.portfolio.actions import (
    answer_item,
    compute,
    measures_faults,
    set_measures,
    state_options,
    write_report_words,
)
from tracker.portfolio.joint.blocks import health_now
from tracker.portfolio.joint.keep import STUCK, TWICE, ask_for_joint, compute_joint
from tracker.portfolio.joint.read import figures_query, lines_query, parts_query, past_query
from tracker.portfolio.joint.words import JointLine, JointTold
from tracker.portfolio.measures import WEIGHED, Measure, measures
from tracker.portfolio.models import ItemAnswer
from tracker.portfolio.permissions import answers_item, speaks_for
from tracker.portfolio.profile.funnel import WAYS, funnel
from tracker.portfolio.profile.moves import MoveKey, MoveLine, MovePage, moves_behind
from tracker.portfolio.profile.parts import PARTS, parts_as_told
from tracker.portfolio.profile.queries import part_lines, part_lines_on, profile_json, profile_on
from tracker.portfolio.profile.rules import ON_A_PAGE
from tracker.portfolio.profile.snapshots import (
    compute_snapshot,
    months_until,
    profile_record,
    shifts,
    snapshots_on,
    weeks_until,
)
from tracker.portfolio.profile.trends import SPANS, TrendSpan, trends_over
from tracker.portfolio.profile.words import FunnelRow, PartItem, PartLine, PartShift, PartValue, ProfilePart, Term
from tracker.portfolio.queries.ahead import MoneyAhead, MoneyEnd, money_ahead
from tracker.portfolio.queries.outlook import LIVE as LIVE_STAGES
from tracker.portfolio.queries.outlook import LiveIdea, OptionsEntry, ServiceOutlook, ServicePage, outlook_of, outlooks
from tracker.portfolio.queries.places import PlaceCount, live_by_place
from tracker.portfolio.queries.report import (
    LeftOutLine,
    QuarterLine,
    ReportWordsEntry,
    left_out_query,
    quarters_kept,
    words_query,
)
from tracker.portfolio.queries.stays import StageStays, stays_by_stage
from tracker.portfolio.queries.surroundings import answers_on, surroundings
from tracker.portfolio.reference import items_of, targets, weights_of
from tracker.portfolio.rules import Quarter, quarter_of, read_quarter
from tracker.portfolio.standings import changed_in, compute_changed, compute_standings
from tracker.portfolio.triangle.keep import FLAGGED, TRIANGLE, triangle_days, triangle_now, triangle_of
from tracker.portfolio.triangle.score import weight_of
from tracker.portfolio.triangle.words import TriangleOnDay
from tracker.portfolio.words import StageAges, TriangleItem

__all__ = [
    "FLAGGED",
    "LIVE_STAGES",
    "ON_A_PAGE",
    "PARTS",
    "SPANS",
    "STUCK",
    "TRIANGLE",
    "TWICE",
    "WAYS",
    "WEIGHED",
    "FunnelRow",
    "ItemAnswer",
    "JointLine",
    "JointTold",
    "LeftOutLine",
    "LiveIdea",
    "Measure",
    "MoneyAhead",
    "MoneyEnd",
    "MoveKey",
    "MoveLine",
    "MovePage",
    "OptionsEntry",
    "PartItem",
    "PartLine",
    "PartShift",
    "PartValue",
    "PlaceCount",
    "ProfilePart",
    "Quarter",
    "QuarterLine",
    "ReportWordsEntry",
    "ServiceOutlook",
    "ServicePage",
    "StageAges",
    "StageStays",
    "Term",
    "TrendSpan",
    "TriangleItem",
    "TriangleOnDay",
    "answer_item",
    "answers_item",
    "answers_on",
    "ask_for_joint",
    "changed_in",
    "compute",
    "compute_changed",
    "compute_joint",
    "compute_snapshot",
    "compute_standings",
    "figures_query",
    "funnel",
    "health_now",
    "items_of",
    "left_out_query",
    "lines_query",
    "live_by_place",
    "measures",
    "measures_faults",
    "money_ahead",
    "months_until",
    "moves_behind",
    "outlook_of",
    "outlooks",
    "part_lines",
    "part_lines_on",
    "parts_as_told",
    "parts_query",
    "past_query",
    "profile_json",
    "profile_on",
    "profile_record",
    "quarter_of",
    "quarters_kept",
    "read_quarter",
    "set_measures",
    "shifts",
    "snapshots_on",
    "speaks_for",
    "state_options",
    "stays_by_stage",
    "surroundings",
    "targets",
    "trends_over",
    "triangle_days",
    "triangle_now",
    "triangle_of",
    "weeks_until",
    "weight_of",
    "weights_of",
    "words_query",
    "write_report_words",
]

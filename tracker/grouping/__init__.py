"""What a council sorts its ideas by, its services and its places: renamed, merged into another, ended, and taken back.

What was recorded keeps the words of its day. A name that something had before still finds it, and what became part of
another is that other for whoever still names it.
"""

from tracker.grouping.actions import (
    end_grouping,
    merge_grouping,
    part_grouping,
    rename_grouping,
    resume_grouping,
)
from tracker.grouping.queries import (
    GroupingEntry,
    GroupingName,
    NameBefore,
    Standing,
    all_groupings,
    grouping,
    grouping_called,
    grouping_now,
    groupings,
    names_before,
    pointers,
    standing_with,
)
from tracker.grouping.words import Grouping

__all__ = [
    "Grouping",
    "GroupingEntry",
    "GroupingName",
    "NameBefore",
    "Standing",
    "all_groupings",
    "end_grouping",
    "grouping",
    "grouping_called",
    "grouping_now",
    "groupings",
    "merge_grouping",
    "names_before",
    "part_grouping",
    "pointers",
    "rename_grouping",
    "resume_grouping",
    "standing_with",
]

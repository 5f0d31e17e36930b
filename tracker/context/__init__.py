"""Context: what an idea meets around it. Rules in its way, posts that it changes, unions, what is said of it outside.

Each is recorded by who keeps the idea; corrected or withdrawn with a reason, and what stood there before can be read.
"""

from tracker.context.actions import (
    answer_blocker,
    correct_blocker,
    correct_posts,
    correct_union,
    note_blocker,
    note_posts,
    note_union,
    set_line,
)
from tracker.context.models import Blocker, PublicLine, UnionContact, WorkforceEffect
from tracker.context.queries import (
    MOST_BLOCKERS,
    BlockerLine,
    ContextRecord,
    LineEntry,
    PostLine,
    UnionLine,
    all_blockers,
    blockers,
    blockers_on,
    context_of,
)
from tracker.context.rules import (
    LONGEST_LINE,
    answer_faults,
    blocker_faults,
    correction_faults,
    is_overdue,
    line_faults,
    post_faults,
    union_faults,
)
from tracker.context.words import (
    AnswerParticulars,
    BlockerParticulars,
    BlockerVerdict,
    LineParticulars,
    PostChange,
    PostParticulars,
    UnionParticulars,
)

__all__ = [
    "LONGEST_LINE",
    "MOST_BLOCKERS",
    "AnswerParticulars",
    "Blocker",
    "BlockerLine",
    "BlockerParticulars",
    "BlockerVerdict",
    "ContextRecord",
    "LineEntry",
    "LineParticulars",
    "PostChange",
    "PostLine",
    "PostParticulars",
    "PublicLine",
    "UnionContact",
    "UnionLine",
    "UnionParticulars",
    "WorkforceEffect",
    "all_blockers",
    "answer_blocker",
    "answer_faults",
    "blocker_faults",
    "blockers",
    "blockers_on",
    "context_of",
    "correct_blocker",
    "correct_posts",
    "correct_union",
    "correction_faults",
    "is_overdue",
    "line_faults",
    "note_blocker",
    "note_posts",
    "note_union",
    "post_faults",
    "set_line",
    "union_faults",
]

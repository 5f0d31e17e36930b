"""Watched in what goes out and comes in: what others do, who has seen it, what nobody has taken over."""

from __future__ import annotations

from sqlalchemy import Text, column, exists, func, or_, table
from sqlalchemy.dialects.postgresql import UUID

from tracker.capacity.models import Partner
from tracker.collaborative.models import Adaptation, Publication
from tracker.gate import TOOL_QUESTIONS
from tracker.gate.models import GateAnswer
from tracker.gate.words import Gate
from tracker.idea.models import Idea
from tracker.nudge.watch.entry import IN_STAGE_SINCE, WatchEntry
from tracker.value.models import Evidence, EvidenceReview

# What is asked of people for the triangle is kept by a sibling of this word: its rows are looked at, its code is not.
item_answer = table("item_answer", column("idea_id", UUID(as_uuid=True)), column("item", Text()))
taken_in = exists().where(Adaptation.council_id == Idea.council_id, Adaptation.idea_id == Idea.id)
taken_out = exists().where(Adaptation.origin_council_id == Idea.council_id, Adaptation.origin_idea_id == Idea.id)
shared = exists().where(
    Publication.council_id == Idea.council_id, Publication.idea_id == Idea.id, Publication.withdrawn_at.is_(None)
)
looked_up = exists().where(
    GateAnswer.idea_id == Idea.id,
    GateAnswer.gate == Gate.MOBILISE,
    GateAnswer.question.in_(TOOL_QUESTIONS),
    func.coalesce(GateAnswer.words, GateAnswer.note, "") != "",
)
seen_by_others = exists().where(
    EvidenceReview.idea_id == Idea.id,
    EvidenceReview.by_id.is_distinct_from(Idea.owner_id),
    or_(Idea.deputy_id.is_(None), EvidenceReview.by_id.is_distinct_from(Idea.deputy_id)),
)

ENTRIES = (
    WatchEntry(
        code="sponsor_unproven",
        fact="It has been in design since {began}, and its sponsor has not said what risk they accept.",
        began=IN_STAGE_SINCE,
        where=(
            Idea.sponsor_id.is_not(None),
            ~exists().where(item_answer.c.idea_id == Idea.id, item_answer.c.item == "risk_accepted"),
        ),
    ),
    WatchEntry(
        code="not_scanned",
        fact="It has been in design since {began}, and nothing is recorded of how others do it.",
        began=IN_STAGE_SINCE,
        where=(~taken_in, ~exists().where(Partner.idea_id == Idea.id), ~looked_up),
    ),
    WatchEntry(
        code="not_shared",
        fact="It has been part of everyday work since {began}, and nobody else is known to have seen its evidence.",
        began=IN_STAGE_SINCE,
        where=(exists().where(Evidence.idea_id == Idea.id), ~shared, ~taken_out, ~seen_by_others),
    ),
    WatchEntry(
        code="untapped",
        fact="It has been part of everyday work since {began}, and no council has adapted it.",
        began=IN_STAGE_SINCE,
        where=(~taken_out,),
    ),
)

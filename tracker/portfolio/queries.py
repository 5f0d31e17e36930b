"""What the pages of the portfolio ask besides its figures: ideas by their reference, and answers to asked items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from tracker.clock import today
from tracker.council import Reader
from tracker.idea import Idea, IdeaCount, visible_to
from tracker.portfolio.models import ItemAnswer
from tracker.portfolio.words import IdeaLine
from tracker.tenancy import session

IDEA_LINE = select(Idea.id, Idea.ref, Idea.title, Idea.stage, Idea.state, Idea.extent, Idea.shielded_until)


def ideas_by_ref(refs: Sequence[str], *, reader: Reader) -> Mapping[str, IdeaLine]:
    """Title, stage, state and extent of the ideas that a reader may see, by their reference, one statement."""
    lines = [IdeaLine(*row) for row in session().execute(IDEA_LINE.where(Idea.ref.in_(refs), visible_to(reader)))]
    return {line.ref: line for line in lines}


def shielded(*, reader: Reader) -> list[IdeaLine]:
    """Ideas that a reader may see and reports leave out today, with the day until which they are shielded."""
    left_out = IDEA_LINE.where(Idea.shielded_until > today(), Idea.source.is_(None), visible_to(reader)).order_by(
        Idea.ref, Idea.id
    )
    return [IdeaLine(*row) for row in session().execute(left_out)]


def historical_count() -> int:
    """How many historical cases the council has."""
    everywhere = (IdeaCount.service_id.is_(None), IdeaCount.owner_id.is_(None))
    return int(session().scalar(select(func.sum(IdeaCount.ideas)).where(IdeaCount.historical, *everywhere)) or 0)


def answers_on(*, idea_id: UUID) -> Mapping[str, ItemAnswer]:
    """The newest answer to each asked item of an idea."""
    newest = (
        select(ItemAnswer)
        .distinct(ItemAnswer.item)
        .where(ItemAnswer.idea_id == idea_id)
        .order_by(ItemAnswer.item, ItemAnswer.number.desc())
    )
    return {answer.item: answer for answer in session().scalars(newest)}

"""Who made what of whose idea: the steps of a lineage, as far as the open council may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.collaborative.models import Adaptation, Collaborative, Publication
from tracker.council import Reader
from tracker.council.models import Council
from tracker.idea import visible_to
from tracker.idea.models import Idea
from tracker.tenancy import current_council, session


@dataclass(frozen=True)
class LineageStep:
    """One step of a lineage: whose version, from which, what it kept, changed and dropped, and how it went."""

    adaptation: Adaptation
    adopter: str
    origin: str
    title: str | None
    code: str | None
    number: int | None


NEWEST = 10  # of a collaborative, on one page


def _steps(condition: ColumnElement[bool], *, newest: int | None = None) -> list[LineageStep]:
    """Steps, the first begun first, or only so many of the newest.

    The card is there only while it stands and the open council may see it.
    """
    adopter, origin = aliased(Council), aliased(Council)
    asked = (
        select(Adaptation, adopter.name, origin.name, Publication.title, Collaborative.code, Publication.number)
        .join(adopter, adopter.id == Adaptation.council_id)
        .join(origin, origin.id == Adaptation.origin_council_id)
        .outerjoin(Publication, and_(Publication.id == Adaptation.publication_id, Publication.withdrawn_at.is_(None)))
        .outerjoin(Collaborative, Collaborative.id == Publication.collaborative_id)
        .where(condition)
    )
    newest_first = asked.order_by(Adaptation.begun_on.desc(), Adaptation.id.desc()).limit(newest)
    return [LineageStep(*row) for row in session().execute(newest_first)][::-1]


def _taken_from(idea: Idea) -> ColumnElement[bool]:
    return and_(Adaptation.origin_council_id == current_council(), Adaptation.origin_idea_id == idea.id)


def _taken_in_as(idea: Idea) -> ColumnElement[bool]:
    return and_(Adaptation.council_id == current_council(), Adaptation.idea_id == idea.id)


def adaptations_from(publication: Publication, *, reader: Reader) -> list[LineageStep]:
    """What was made of one card, as far as the open council may see: of another's card, its own version alone."""
    return _steps(and_(Adaptation.publication_id == publication.id, _seen_here(reader)))


def steps_in(collaborative: Collaborative, *, reader: Reader) -> list[LineageStep]:
    """What was made lately of the cards of a collaborative, as far as the open council may see: it took or gave it."""
    return _steps(and_(Publication.collaborative_id == collaborative.id, _seen_here(reader)), newest=NEWEST)


def _seen_here(reader: Reader) -> ColumnElement[bool]:
    """Of our own versions only those whose idea the reader sees; those of others are theirs to share."""
    seen = exists().where(Idea.id == Adaptation.idea_id, visible_to(reader))
    return or_(Adaptation.council_id != current_council(), seen)


def origin_of(idea: Idea) -> LineageStep | None:
    """Where an idea came from, if it was adapted from another council's card."""
    found = _steps(_taken_in_as(idea))
    return found[0] if found else None


@dataclass(frozen=True)
class Lineage:
    """Where an idea came from and where it went, as far as the open council may see."""

    origin: LineageStep | None
    went: Sequence[LineageStep]


def lineage(idea: Idea) -> Lineage:
    """The tree of an idea, both ways: its origin's version, and those that others made of it. One statement."""
    steps = _steps(or_(_taken_in_as(idea), _taken_from(idea)))
    came = [step for step in steps if step.adaptation.council_id == current_council()]
    return Lineage(origin=came[0] if came else None, went=[step for step in steps if step not in came])

"""What is asked about yearly reviews: those of an idea, and where every embedded idea stands on the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tracker.council import FORMER, NAME, Reader
from tracker.gate.rules.review import Quadrant, next_review_on, quadrant
from tracker.idea import VISIBLE, Aside, Idea, seen_by
from tracker.tenancy import rows

MOST_EMBEDDED = 200


class ReviewEntry(NamedTuple):
    """One review: its day, by whom, both scores, what was answered, and the lesson."""

    number: int
    on: date
    by: str
    improvement: int
    innovation: int
    answers: Sequence[Mapping[str, Any]]
    lesson: str

    @property
    def quadrant(self) -> Quadrant:
        """Where it stands on the grid."""
        return quadrant(improvement=self.improvement, innovation=self.innovation)


_TOLD = f"""
SELECT json_agg(json_build_array(y.number, y.on, {NAME.format("y.by_id")}, y.improvement, y.innovation, y.answers,
  y.lesson) ORDER BY y.number DESC) FROM yearly_review y WHERE y.idea_id = idea.id"""  # noqa: S608 - constants only


def _entries(told: Sequence[Sequence[Any]] | None) -> Sequence[ReviewEntry]:
    found = [ReviewEntry(*each) for each in told or ()]
    return [each._replace(on=date.fromisoformat(str(each.on)), by=each.by or FORMER) for each in found]


REVIEWS: Aside[Sequence[ReviewEntry]] = Aside("reviews", _TOLD, _entries)


class _ToldReviews(NamedTuple):
    told: Sequence[Sequence[Any]] | None


def reviews_on(*, idea: Idea) -> Sequence[ReviewEntry]:
    """The yearly reviews of an idea, the newest first: one statement."""
    asked = f"SELECT ({_TOLD}) AS told FROM (SELECT CAST(:idea AS uuid) AS id) AS idea"  # noqa: S608 - the same
    return _entries(rows(_ToldReviews, asked, idea=idea.id)[0].told)


class GridRow(NamedTuple):
    """An embedded idea, since when it is, and the scores of its newest review; none where it was never reviewed."""

    ref: str
    title: str
    embedded_since: date | None
    on: date | None
    improvement: int | None
    innovation: int | None

    @property
    def quadrant(self) -> Quadrant | None:
        """Where it stands on the grid, if it was reviewed."""
        if self.improvement is None or self.innovation is None:
            return None
        return quadrant(improvement=self.improvement, innovation=self.innovation)

    @property
    def due_on(self) -> date | None:
        """The day on which its next review is due."""
        return next_review_on(embedded_since=self.embedded_since, last=self.on)


_GRID = f"""
SELECT i.ref, i.title, i.stage_since AS embedded_since, y.on, y.improvement, y.innovation FROM idea i
  LEFT JOIN LATERAL (SELECT r.on, r.improvement, r.innovation FROM yearly_review r WHERE r.idea_id = i.id
    ORDER BY r.number DESC LIMIT 1) AS y ON true
 WHERE i.stage = 'embedded' AND i.state = 'active' AND i.source IS NULL AND {VISIBLE.format("i")}
 ORDER BY i.stage_since, i.id LIMIT {MOST_EMBEDDED}"""  # noqa: S608 - made of constants only


def review_grid(*, reader: Reader) -> Sequence[GridRow]:
    """Every embedded idea that is worked on, those longest embedded first, at most 200: one statement."""
    return rows(GridRow, _GRID, **seen_by(reader))

"""The steps of a lineage: who took what in from whom, how it goes, and what was made of one card."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, select

from tracker.collaborative.models import Adaptation, Publication
from tracker.collaborative.queries.opened import AnyCollaborative
from tracker.collaborative.words import AdaptationStatus, Evaluator
from tracker.council import Reader
from tracker.council.models import Council
from tracker.idea import VISIBLE, seen_by
from tracker.idea.models import Idea
from tracker.tenancy import Query, current_council, session


class AdaptationLine(NamedTuple):
    """An adaptation as it is told: what it kept, changed and dropped, what was weighed, and how it goes."""

    id: UUID
    council_id: UUID
    adopter_ref: str
    kept: str | None
    changed: str | None
    dropped: str | None
    fits_because: str
    weighed: dict[str, Any]
    spoken_to: str | None
    status: AdaptationStatus
    why_not: str | None
    result: str | None
    evaluator: Evaluator | None
    evaluated_by: str | None
    begun_on: date
    settled_on: date | None

    @property
    def straight_copy(self) -> bool:
        """Whether it changes and drops nothing: such a one seldom works, and everybody who reads it is told."""
        return not self.changed and not self.dropped


class LineageStep(NamedTuple):
    """One step of a lineage: whose version, from which, what it kept, changed and dropped, and how it went."""

    adaptation: AdaptationLine
    adopter: str
    origin: str
    title: str | None
    code: str | None
    number: int | None


_STEP_FIELDS = (*AdaptationLine._fields, *LineageStep._fields[1:])
_StepRow: type[Any] = namedtuple("_StepRow", _STEP_FIELDS)  # type: ignore[misc]  # noqa: PYI024 - both their fields
_StepRow.__annotations__ = {**AdaptationLine.__annotations__, **LineageStep.__annotations__}

NEWEST = 10  # of a collaborative, on one page
# The card is there only while it stands and the open council may see it.
_STEPS = f"""
SELECT {", ".join(f"a.{field}" for field in AdaptationLine._fields)}, adopter.name AS adopter, origin.name AS origin,
 p.title, c.code, p.number
  FROM adaptation a JOIN council adopter ON adopter.id = a.council_id
  JOIN council origin ON origin.id = a.origin_council_id
  LEFT JOIN publication p ON p.id = a.publication_id AND p.withdrawn_at IS NULL
  LEFT JOIN collaborative c ON c.id = p.collaborative_id
 WHERE {{which}} ORDER BY a.begun_on, a.id"""  # noqa: S608 - made of constants only
OF_IDEA = """(a.council_id = CAST(:here AS uuid) AND a.idea_id = CAST(:idea AS uuid)
 OR a.origin_council_id = CAST(:here AS uuid) AND a.origin_idea_id = CAST(:idea AS uuid))"""
_STEPS_OF_IDEA = _STEPS.format(which=OF_IDEA)
_SOME_STEPS = _STEPS.format(which="a.id = ANY(CAST(:adaptations AS uuid[]))")


def _told(found: Sequence[Any]) -> list[LineageStep]:
    last = len(AdaptationLine._fields)
    return [LineageStep(_worded(AdaptationLine._make(row[:last])), *row[last:]) for row in found]


def _worded(made: AdaptationLine) -> AdaptationLine:
    evaluator = Evaluator(made.evaluator) if made.evaluator else None
    return made._replace(status=AdaptationStatus(made.status), evaluator=evaluator)


def steps_query(idea: Idea) -> Query[list[LineageStep]]:
    """The steps that an idea took part in, the first begun first: where it came from, and who took it in."""
    return Query(_StepRow, _STEPS_OF_IDEA, {"idea": idea.id, "here": current_council()}, _told)


def some_steps_query(adaptation_ids: Sequence[UUID]) -> Query[list[LineageStep]]:
    """Steps by the identifiers of their adaptations, the first begun first."""
    return Query(_StepRow, _SOME_STEPS, {"adaptations": list(adaptation_ids)}, _told)


class VersionOfCard(NamedTuple):
    """What a council made of a card: whose it is, what it kept, changed and dropped, and how it goes."""

    council_id: UUID
    adopter: str
    adopter_ref: str
    origin: str
    title: str | None
    kept: str | None
    changed: str | None
    dropped: str | None
    fits_because: str
    status: str
    why_not: str | None
    result: str | None
    evaluator: str | None
    evaluated_by: str | None
    begun_on: date
    settled_on: date | None


# Of our own versions only those whose idea the reader sees; those of others are theirs to share.
_VERSIONS = f"""
SELECT a.council_id, adopter.name AS adopter, a.adopter_ref, origin.name AS origin, p.title, a.kept, a.changed,
 a.dropped, a.fits_because, a.status, a.why_not, a.result, a.evaluator, a.evaluated_by, a.begun_on, a.settled_on
  FROM adaptation a JOIN council adopter ON adopter.id = a.council_id
  JOIN council origin ON origin.id = a.origin_council_id
  JOIN publication p ON p.id = a.publication_id AND p.withdrawn_at IS NULL
 WHERE p.collaborative_id = CAST(:collaborative AS uuid) {{of}} AND (a.council_id <> CAST(:here AS uuid)
   OR EXISTS (SELECT FROM idea WHERE idea.id = a.idea_id AND {VISIBLE.format("idea")}))
 ORDER BY a.begun_on DESC, a.id DESC LIMIT {{most}}"""  # noqa: S608 - made of constants only
_OF_CARD = _VERSIONS.format(of="AND p.number = CAST(:number AS bigint)", most="ALL")
_NEWEST = _VERSIONS.format(of="", most=NEWEST)


def versions_query(collaborative: AnyCollaborative, number: int, *, reader: Reader) -> Query[list[VersionOfCard]]:
    """What was made of one card, as far as the open council may see: of another's card, its own version alone.

    The first begun stands first.
    """
    return _versions(_OF_CARD, collaborative, reader, number=number)


def made_lately_query(collaborative: AnyCollaborative, *, reader: Reader) -> Query[list[VersionOfCard]]:
    """What was made lately of the cards of a collaborative, as far as the open council may see: it took or gave it.

    The first begun stands first.
    """
    return _versions(_NEWEST, collaborative, reader)


def _versions(
    statement: str, collaborative: AnyCollaborative, reader: Reader, **more: object
) -> Query[list[VersionOfCard]]:
    given = {"collaborative": collaborative.id, "here": current_council(), **seen_by(reader), **more}
    return Query(VersionOfCard, statement, given, lambda found: found[::-1])


class OriginStep(NamedTuple):
    """Where an idea came from: the adaptation itself, from whose card; that is there only while it stands."""

    adaptation: Adaptation
    origin: str
    title: str | None
    number: int | None


def origin_of(idea: Idea) -> OriginStep | None:
    """Where an idea came from, if it was adapted from another council's card."""
    asked = (
        select(Adaptation, Council.name, Publication.title, Publication.number)
        .join(Council, Council.id == Adaptation.origin_council_id)
        .outerjoin(Publication, and_(Publication.id == Adaptation.publication_id, Publication.withdrawn_at.is_(None)))
        .where(Adaptation.council_id == current_council(), Adaptation.idea_id == idea.id)
    )
    found = session().execute(asked).first()
    return OriginStep(*found) if found else None

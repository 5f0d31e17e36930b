"""Who made what of whose idea: the steps of a lineage, as far as the open council may see."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from tracker.tenancy import Answers, Query, current_council, session, together


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


class _Node(NamedTuple):
    """A node as the database tells it (migration 0053): what its reader may not know is not there."""

    node: int
    parent: int | None
    depth: int
    adaptation_id: UUID | None
    idea_id: UUID | None
    council: str | None
    title: str | None
    code: str | None
    number: int | None


@dataclass(frozen=True)
class LineageNode:
    """One version of an idea in its lineage, with what was made of it: whose it is, or a council that is not named.

    It is `here` where the lineage is of it, and `ours` where it is of our council; it all `begins` with the first.
    `step` tells how it came from the one above, where our council is one of the two. `ref` is there for an idea of our
    own that the reader sees; `title`, `code` and `number` name its card in a collaborative of ours, if one stands.
    """

    step: LineageStep | None
    begins: bool
    council: str | None
    ours: bool
    here: bool
    ref: str | None
    title: str | None
    code: str | None
    number: int | None
    made: Sequence[LineageNode]

    @property
    def gave_ours(self) -> bool:
        """Whether the idea that the lineage is of was made of it."""
        return any(one.here for one in self.made)

    @property
    def adapts(self) -> LineageStep | None:
        """How it came from the one above, if that is told and what its council made of it is not ours to hide."""
        return self.step if not self.ours or self.ref else None


@dataclass(frozen=True)
class Lineage:
    """Where an idea came from and where it went, as far as the open council may see.

    `root` is the tree as a whole, from where it all began, over any depth; `origin` and `went` are the steps that
    our own idea took part in.
    """

    origin: LineageStep | None
    went: Sequence[LineageStep]
    root: LineageNode | None = None
    count: int = 1


_TREE = """
SELECT node, parent, depth, adaptation_id, idea_id, council, title, code, number
  FROM lineage_of(CAST(:idea AS uuid))"""


class LineageQueries(NamedTuple):
    """What is asked of a lineage first, together with others."""

    steps: Query[list[LineageStep]]
    nodes: Query[list[_Node]]


def lineage_queries(idea: Idea) -> LineageQueries:
    """The steps that an idea took part in, and its tree both ways, over any depth."""
    return LineageQueries(steps_query(idea), Query(_Node, _TREE, {"idea": idea.id}, list))


def lineage(idea: Idea) -> Lineage:
    """The steps that an idea took part in alone. One statement."""
    return _lineage(steps_query(idea).answer())


def lineage_tree(idea: Idea, *, reader: Reader, asked: LineageQueries, answers: Answers) -> Lineage:
    """The whole tree of what `lineage_queries` found. One more statement, for what it names.

    A version of our own that the reader may not see stands there without its name.
    """
    found, steps = _lineage(answers.of(asked.steps)), {one.adaptation.id: one for one in answers.of(asked.steps)}
    nodes = sorted(answers.of(asked.nodes), key=lambda node: node.node)
    further = [node.adaptation_id for node in nodes if node.adaptation_id and node.adaptation_id not in steps]
    own = [node.idea_id for node in nodes if node.idea_id]
    some = Query(_StepRow, _SOME_STEPS, {"adaptations": further}, _told)
    seen = Query(_Name, _SEEN, {"ideas": own, **seen_by(reader)}, lambda found: {one.id: one for one in found})
    more = together((some, seen))
    known = {**steps, **{one.adaptation.id: one for one in more.of(some)}}
    return replace(found, root=_tree(nodes, idea, known, more.of(seen)), count=len(nodes))


def _lineage(steps: Sequence[LineageStep]) -> Lineage:
    came = [step for step in steps if step.adaptation.council_id == current_council()]
    return Lineage(came[0] if came else None, [step for step in steps if step not in came])


class _Name(NamedTuple):
    id: UUID
    ref: str
    title: str


_SEEN = f"""
SELECT idea.id, idea.ref, idea.title FROM idea WHERE idea.id = ANY(CAST(:ideas AS uuid[])) AND {VISIBLE.format("idea")}
 ORDER BY idea.id"""  # noqa: S608 - made of constants only


def _tree(
    nodes: Sequence[_Node], idea: Idea, steps: Mapping[UUID, LineageStep], names: Mapping[UUID, _Name]
) -> LineageNode | None:
    """Put nodes together to a tree. What is below comes later, so that it is there when what is above is made."""
    made: dict[int, list[LineageNode]] = {}
    last: LineageNode | None = None
    for node in reversed(nodes):
        below = made.pop(node.node, [])[::-1]
        name = names.get(node.idea_id) if node.idea_id else None
        last = LineageNode(
            step=steps.get(node.adaptation_id) if node.adaptation_id else None,
            begins=node.parent is None,
            council=node.council,
            ours=node.idea_id is not None,
            here=node.idea_id == idea.id,
            ref=name.ref if name else None,
            title=name.title if name else None if node.idea_id else node.title,
            code=node.code if name or not node.idea_id else None,
            number=node.number if name or not node.idea_id else None,
            made=below,
        )
        made.setdefault(node.parent or 0, []).append(last)
    return last

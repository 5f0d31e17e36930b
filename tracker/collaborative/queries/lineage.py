"""Who made what of whose idea: the steps of a lineage, as far as the open council may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from tracker.collaborative.models import Adaptation, Collaborative, Publication
from tracker.collaborative.queries.opened import AnyCollaborative
from tracker.council import Reader
from tracker.council.models import Council
from tracker.idea import VISIBLE, seen_by, visible_to
from tracker.idea.models import Idea
from tracker.tenancy import Query, current_council, rows, session


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


def _steps(condition: ColumnElement[bool]) -> list[LineageStep]:
    """Steps, the first begun first. The card is there only while it stands and the open council may see it."""
    adopter, origin = aliased(Council), aliased(Council)
    asked = (
        select(Adaptation, adopter.name, origin.name, Publication.title, Collaborative.code, Publication.number)
        .join(adopter, adopter.id == Adaptation.council_id)
        .join(origin, origin.id == Adaptation.origin_council_id)
        .outerjoin(Publication, and_(Publication.id == Adaptation.publication_id, Publication.withdrawn_at.is_(None)))
        .outerjoin(Collaborative, Collaborative.id == Publication.collaborative_id)
        .where(condition)
    )
    return [LineageStep(*row) for row in session().execute(asked.order_by(Adaptation.begun_on, Adaptation.id))]


def _taken_from(idea: Idea) -> ColumnElement[bool]:
    return and_(Adaptation.origin_council_id == current_council(), Adaptation.origin_idea_id == idea.id)


def _taken_in_as(idea: Idea) -> ColumnElement[bool]:
    return and_(Adaptation.council_id == current_council(), Adaptation.idea_id == idea.id)


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


def origin_of(idea: Idea) -> LineageStep | None:
    """Where an idea came from, if it was adapted from another council's card."""
    found = _steps(_taken_in_as(idea))
    return found[0] if found else None


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


def lineage(idea: Idea, *, reader: Reader | None = None) -> Lineage:
    """The tree of an idea, both ways, over any depth. With a reader the whole tree, in four statements at most.

    A version of our own that the reader may not see stands there without its name.
    """
    steps = _steps(or_(_taken_in_as(idea), _taken_from(idea)))
    came = [step for step in steps if step.adaptation.council_id == current_council()]
    went = [step for step in steps if step not in came]
    if reader is None:
        return Lineage(origin=came[0] if came else None, went=went)
    nodes = sorted(rows(_Node, _TREE, idea=idea.id), key=lambda node: node.node)
    root = _tree(nodes, idea, reader, known={step.adaptation.id: step for step in steps})
    return Lineage(came[0] if came else None, went, root, len(nodes))


def _tree(
    nodes: Sequence[_Node], idea: Idea, reader: Reader, *, known: Mapping[UUID, LineageStep]
) -> LineageNode | None:
    """Put nodes together to a tree. What is below comes later, so that it is there when what is above is made."""
    further = [node.adaptation_id for node in nodes if node.adaptation_id and node.adaptation_id not in known]
    steps = {**known, **({step.adaptation.id: step for step in _steps(Adaptation.id.in_(further))} if further else {})}
    own = [node.idea_id for node in nodes if node.idea_id]
    seen = select(Idea.id, Idea.ref, Idea.title).where(Idea.id.in_(own), visible_to(reader)).order_by(Idea.id)
    names = {row.id: row for row in session().execute(seen)}
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

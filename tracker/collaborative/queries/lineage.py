"""Who made what of whose idea: the steps of a lineage, as far as the open council may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from tracker.collaborative.queries.steps import LineageStep, some_steps_query, steps_query
from tracker.council import Reader
from tracker.idea import VISIBLE, seen_by
from tracker.idea.models import Idea
from tracker.tenancy import Answers, Query, current_council, together


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
    some = some_steps_query(further)
    seen = Query(_SeenIdea, _SEEN, {"ideas": own, **seen_by(reader)}, lambda found: {one.id: one for one in found})
    more = together((some, seen))
    known = {**steps, **{one.adaptation.id: one for one in more.of(some)}}
    return replace(found, root=_tree(nodes, idea, known, more.of(seen)), count=len(nodes))


def _lineage(steps: Sequence[LineageStep]) -> Lineage:
    came = [step for step in steps if step.adaptation.council_id == current_council()]
    return Lineage(came[0] if came else None, [step for step in steps if step not in came])


class _SeenIdea(NamedTuple):
    id: UUID
    ref: str
    title: str


_SEEN = f"""
SELECT idea.id, idea.ref, idea.title FROM idea WHERE idea.id = ANY(CAST(:ideas AS uuid[])) AND {VISIBLE.format("idea")}
 ORDER BY idea.id"""  # noqa: S608 - made of constants only


def _tree(
    nodes: Sequence[_Node], idea: Idea, steps: Mapping[UUID, LineageStep], names: Mapping[UUID, _SeenIdea]
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

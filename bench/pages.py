"""Everything that is measured of the pages, on one database: visitors, both servers, rounds, exact counts, memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask

from bench import client, data, lines, machine, serving, visitors
from bench.bars import Line
from bench.data import Scale
from bench.kinds import KINDS, Kind, Shapes
from bench.rounds import Asked, Course, Rounds, Size
from bench.serving import HOME, Server, WorkerMemory
from bench.shape import shape
from bench.statements import statements_of
from bench.visitors import Visitor
from config.settings import settings
from local import ports
from local.postgres import Cluster
from local.servers import Addresses
from tracker import council, idea, network, portfolio, tenancy

Say = Callable[[str], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Cast:
    """Who opens the pages: the lead of a council with one idea, of the large one, and of the others."""

    lonely: Visitor
    large: Visitor
    others: Sequence[Visitor]

    @classmethod
    def of(cls, app: Flask, found: Addresses, scale: Scale) -> Cast:
        """Sign them in, half of the others to look and half to log ideas."""
        numbers = [data.LONELY, *range(1, scale.visitors + 1), data.LARGE]
        lonely, *others, large = visitors.signed_in(app, found.admin_url, numbers)
        return cls(lonely, large, others)

    def them(self, kind: Kind) -> Sequence[Visitor]:
        """Those of the others who open a kind of page."""
        return kind.among(visitors.writers(self.others) if kind.acts else visitors.readers(self.others))

    def __iter__(self) -> Iterator[Visitor]:
        return iter((self.lonely, *self.others, self.large))


@dataclass(frozen=True)
class Bench:
    """The product beside its floor, both running on one database."""

    app: Flask
    cast: Cast
    scale: Scale
    floor: Server
    ours: Server

    @classmethod
    @contextmanager
    def on(cls, app: Flask, found: Addresses, scale: Scale, say: Say) -> Iterator[Bench]:
        """Sign visitors in, have the figures there that a night leaves, and start both servers."""
        cast = Cast.of(app, found, scale)
        _compute_figures([cast.lonely, *visitors.readers(cast.others)], say)
        with ExitStack() as running:
            floor = running.enter_context(serving.served("floor", "bench.floor:app", port=ports.free_port()))
            ours = running.enter_context(serving.served("product", port=settings().port))
            for visitor in cast:
                visitors.open_form(visitor, ours.port)
            yield cls(app, cast, scale, floor, ours)

    def measure(self, names: Collection[str], size: Size, *, say: Say, look: Callable[[], None]) -> Iterator[Line]:
        """Measure some kinds of page; `look` is done after each repetition."""
        kinds = [kind for kind in KINDS if kind.name in names]
        exact = {kind.name: list(self._exact(kind)) for kind in kinds}
        tenancy.engine().dispose()
        course = Course(self.floor, self.ours, Cluster.at(HOME).pid() or 0, size)

        def rest() -> None:
            look()
            _add_up(self.cast.large)

        rounds: Rounds = course.run({kind.name: self._asked(kind) for kind in kinds}, say=say, rest=rest)
        for kind in kinds:
            yield from (*lines.of_rounds(kind.name, rounds[kind.name], self.scale), *exact[kind.name])

    def memory(self, worker: WorkerMemory) -> Iterator[Line]:
        """Weigh both servers, and tell what the worker weighed."""
        return lines.of_memory(machine.memory(self.floor.pid), machine.memory(self.ours.pid), worker, self.scale)

    def _asked(self, kind: Kind) -> Asked:
        them = self.cast.them(kind)
        floor = kind.of_floor(them, self.floor.port, self._shapes(kind, them))
        ours, port = kind.ours(them, self.ours.port), self.ours.port
        return Asked(floor, ours, kind.where_few(them, port) if kind.few else kind.ours([self.cast.large], port))

    def _shapes(self, kind: Kind, them: Sequence[Visitor]) -> Shapes:
        """How much each visitor's page shows."""
        if not kind.takes_shape:
            return {}
        return {one.number: shape(self._page(kind, one).decode()) for one in them}

    def _page(self, kind: Kind, visitor: Visitor) -> bytes:
        return client.answer(self.ours.port, kind.ours([visitor], self.ours.port)[0])

    def _exact(self, kind: Kind) -> Iterator[Line]:
        """What is the same on any machine: statements and bytes."""
        them, large = self.cast.them(kind), self.cast.large
        one, fifty = (len(statements_of(self.app, kind, visitor)) for visitor in (self.cast.lonely, them[0]))
        yield from lines.of_statements(
            kind.name, one, fifty, _if_answered(lambda: len(statements_of(self.app, kind, large)))
        )
        if not kind.acts:
            asked = kind.of_floor(them[:1], self.floor.port, self._shapes(kind, them[:1]))[0]
            floor, ours = client.answer(self.floor.port, asked), self._page(kind, them[0])
            yield from lines.of_weight(kind.name, floor, ours, _if_answered(lambda: self._page(kind, large)))


def _if_answered(asked: Callable[[], T]) -> T | None:
    """What was asked for, or None where the answer is an error: a page may be too slow for a large council."""
    try:
        return asked()
    except client.AnswerError:
        return None


def _compute_figures(them: Sequence[Visitor], say: Say) -> None:
    """Have the figures there that the worker keeps, as in any council that has used the product for a night."""
    say("Computing the figures of the councils that are looked at ...")
    for visitor in them:
        with tenancy.as_council(_place(visitor)):
            portfolio.compute()
            network.compute()


def _add_up(visitor: Visitor) -> None:
    """Add up what was counted while ideas were logged, as the worker does every quarter of an hour."""
    with tenancy.as_council(_place(visitor)):
        idea.add_up_counts()
    tenancy.engine().dispose()


def _place(visitor: Visitor) -> object:
    with tenancy.directory():
        return council.by_code(f"bench-{visitor.number}").id

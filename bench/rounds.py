"""Product and floor in turn on each kind of page, several times over; and the product in a large council."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bench import client, machine
from bench.client import Request
from bench.serving import Server

ALONE, TOGETHER = 1, 16  # clients


@dataclass(frozen=True)
class Size:
    """How much is measured: repetitions, and the seconds of each measurement at one client and at sixteen."""

    repetitions: int
    alone: float
    together: float


@dataclass(frozen=True)
class Asked:
    """What is sent for one kind of page: to the floor, to the product, and to the product in the large council."""

    floor: Sequence[Request]
    ours: Sequence[Request]
    large: Sequence[Request]


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor a request: of the web server and of its database sessions."""

    web: float
    database: float

    @property
    def both(self) -> float:
        """All of it."""
        return self.web + self.database


@dataclass(frozen=True)
class Measured:
    """One server on one kind of page in one repetition: what a request costs, rate, tail."""

    cost: Cost
    rate: float
    tail: float


@dataclass(frozen=True)
class Round:
    """One repetition of one kind of page: the floor, ours, and what ours costs in the large council, if it answers."""

    floor: Measured
    ours: Measured
    large: Cost | None


Rounds = dict[str, list[Round]]


@dataclass(frozen=True)
class Course:
    """The two servers, the database's process, and how much is measured."""

    floor: Server
    ours: Server
    database: int
    size: Size

    def run(self, pages: Mapping[str, Asked], *, say: Callable[[str], None], rest: Callable[[], None]) -> Rounds:
        """Return the figures by kind of page; who goes first changes with each repetition, `rest` is done after it.

        A page that does not answer as it should has none.
        """
        answering = {name: there for name, asked in pages.items() if (there := self._answering(name, asked, say))}
        found: Rounds = {name: [] for name in pages}
        for repetition in range(self.size.repetitions):
            say(f"Repetition {repetition + 1} of {self.size.repetitions} ...")
            for name, asked in list(answering.items()):
                try:
                    found[name].append(self._round(asked, floor_first=bool(repetition % 2)))
                except client.AnswerError as why:
                    say(_told(name, why))
                    del answering[name]
            rest()
        return found

    def _answering(self, name: str, asked: Asked, say: Callable[[str], None]) -> Asked | None:
        """Warm a page up; leave out the large council where that does not answer, and all of it where others do not."""
        if not self._answers(name, (self.floor, asked.floor), (self.ours, asked.ours), say=say):
            return None
        there = self._answers(f"{name}, large", (self.ours, asked.large), say=say)
        return asked if there else replace(asked, large=())

    def _answers(self, name: str, *warm: tuple[Server, Sequence[Request]], say: Callable[[str], None]) -> bool:
        try:
            for server, requests in warm:
                client.load(server.port, requests, clients=4, seconds=self.size.alone / 2)
        except client.AnswerError as why:
            say(_told(name, why))
            return False
        return True

    def _round(self, asked: Asked, *, floor_first: bool) -> Round:
        if floor_first:
            floor = self._both(self.floor, asked.floor)
            large = self._cost(self.ours, asked.large) if asked.large else None
            return Round(floor, self._both(self.ours, asked.ours), large)
        ours = self._both(self.ours, asked.ours)
        large = self._cost(self.ours, asked.large) if asked.large else None
        return Round(self._both(self.floor, asked.floor), ours, large)

    def _both(self, server: Server, requests: Sequence[Request]) -> Measured:
        cost = self._cost(server, requests)
        together = client.load(server.port, requests, clients=TOGETHER, seconds=self.size.together)
        return Measured(cost, together.rate, together.percentile(0.95) / together.percentile(0.50))

    def _cost(self, server: Server, requests: Sequence[Request]) -> Cost:
        web, rows = machine.seconds_used(server.pid), machine.seconds_used(self.database)
        alone = client.load(server.port, requests, clients=ALONE, seconds=self.size.alone)
        of_web, of_rows = machine.since(web, server.pid), machine.since(rows, self.database)
        each = 1000 / len(alone.times)
        return Cost(of_web * each, of_rows * each)


def _told(name: str, why: client.AnswerError) -> str:
    """What went wrong, without the answer's other headers."""
    return f"{name}: {' '.join(str(why).partition(chr(13))[0].split())}"

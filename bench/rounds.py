"""Product and floor, one after the other on each kind of page, several times over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import client, machine
from bench.serving import Server
from bench.visitors import KINDS, Visitor

ALONE, TOGETHER = 1, 16  # clients


@dataclass(frozen=True)
class Size:
    """How much is measured: repetitions, and the seconds of each measurement at one client and at sixteen."""

    repetitions: int
    alone: float
    together: float


@dataclass(frozen=True)
class Measured:
    """One server on one kind of page in one repetition: milliseconds of processor a request, rate, tail."""

    cpu: float
    cpu_of_web: float
    rate: float
    tail: float


Pairs = list[tuple[Measured, Measured]]


def measure(
    floor: Server, ours: Server, them: Sequence[Visitor], size: Size, *, database: int, say: Callable[[str], None]
) -> dict[str, Pairs]:
    """Return the floor's and our figures by kind of page; who goes first changes with each repetition."""
    found: dict[str, Pairs] = {kind.name: [] for kind in KINDS}
    asked = {
        kind.name: [(floor, kind.floor(them, floor.port)), (ours, kind.product(them, ours.port))] for kind in KINDS
    }
    for warm in (pair for pairs in asked.values() for pair in pairs):
        client.load(warm[0].port, warm[1], clients=4, seconds=1.0)
    for repetition in range(size.repetitions):
        say(f"Repetition {repetition + 1} of {size.repetitions} ...")
        for name, pairs in asked.items():
            order = pairs if repetition % 2 else pairs[::-1]
            got = {server.name: _one(server, requests, database, size) for server, requests in order}
            found[name].append((got[floor.name], got[ours.name]))
    return found


def _one(server: Server, requests: Sequence[client.Request], database: int, size: Size) -> Measured:
    web, rows = machine.seconds_used(server.pid), machine.seconds_used(database)
    alone = client.load(server.port, requests, clients=ALONE, seconds=size.alone)
    of_web, of_rows = machine.since(web, server.pid), machine.since(rows, database)
    together = client.load(server.port, requests, clients=TOGETHER, seconds=size.together)
    each = 1000 / len(alone.times)
    return Measured(
        cpu=(of_web + of_rows) * each,
        cpu_of_web=of_web * each,
        rate=together.rate,
        tail=together.percentile(0.95) / together.percentile(0.50),
    )

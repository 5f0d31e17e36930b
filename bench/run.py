"""Measures the product beside its floor: `make bench`, with ARGS="--quick" or ARGS="--json FILE"."""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from flask import Flask

from bench import bars, client, data, machine, rounds, serving, visitors
from bench.bars import Line
from bench.rounds import Measured, Pairs, Size
from bench.serving import HOME, Server
from bench.statements import Counted, statements_of
from bench.visitors import KINDS, Kind, Visitor
from config.settings import settings
from local import ports, servers
from local.postgres import Cluster
from local.servers import Addresses
from tracker import council, portfolio, tenancy
from tracker.app import create_app

VISITORS = 32  # of as many councils: one half looks, the other logs ideas
FULL = Size(repetitions=5, alone=2.5, together=4.0)
QUICK = Size(repetitions=2, alone=1.0, together=1.5)
FOOTNOTE = """
{councils} councils x {ideas:,} ideas, beside one of {large:,}; medians of {repetitions} interleaved repetitions; both
under the same gunicorn with 2 sync workers, and with durable commits. CPU counts the web server's processes and its
database sessions.
A ratio is ours over the floor of the same kind. Page weight is without the shared assets; memory is the
proportional set size."""


def say(line: str) -> None:
    """Tell the person at the terminal; stdout carries the table alone."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the table, write the JSON where it is wanted."""
    asked = _arguments()
    size = QUICK if asked.quick else FULL
    size = replace(size, repetitions=asked.repetitions or size.repetitions)
    amount = {"councils": data.FULL.councils, "ideas": data.FULL.ideas, "large": data.FULL.large}
    with servers.joined(HOME) as on:
        name = data.kept(on, data.FULL, say=say)
        with data.copied(on, name) as found, serving.led_to(found):
            lines = _measured(found, size)
    print(bars.table(lines))
    print(FOOTNOTE.format(**amount, repetitions=size.repetitions))
    if asked.json:
        told = {**amount, **vars(size), "lines": [line.as_plain() for line in lines]}
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short repetitions: whether it works, not how fast")
    parser.add_argument("--repetitions", type=int, default=0, help="how often each is measured (5)")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    return parser.parse_args()


def _measured(found: Addresses, size: Size) -> list[Line]:
    app = create_app()
    everybody = visitors.signed_in(app, found.admin_url, [data.LONELY, *range(1, VISITORS + 1)])
    lonely, *them = everybody
    _compute_health([lonely, *visitors.readers(them)])
    say("Weighing the worker ...")
    worker = serving.memory_of_worker()
    with (
        serving.served("floor", "bench.floor:app", port=ports.free_port()) as floor,
        serving.served("product", port=settings().port) as ours,
    ):
        for visitor in everybody:
            visitors.open_form(visitor, ours.port)
        counts = {kind.name: _counted(app, kind.name, lonely, them[0]) for kind in KINDS}
        tenancy.engine().dispose()
        database = Cluster.at(HOME).pid() or 0
        weights = {kind.name: _weights(kind, floor, ours, them) for kind in KINDS if kind.is_shown}
        pairs = rounds.measure(floor, ours, them, size, database=database, say=say)
        memories = [machine.memory(server.pid) for server in (floor, ours)]
    return [
        *(line for kind in KINDS for line in _lines(kind.name, pairs[kind.name])),
        *(line for kind in KINDS for line in _exact_lines(kind.name, counts[kind.name], weights.get(kind.name))),
        Line("memory", "web server, 2 workers", "MB", memories[0], memories[1], bars.WEB_MB),
        Line("memory", "worker, 2 processes", "MB", None, worker, bars.WORKER_MB),
    ]


def _compute_health(them: Sequence[Visitor]) -> None:
    """Have the figures there that the worker keeps, as in any council that has used the product for a night."""
    say("Computing the health of the councils that are looked at ...")
    for visitor in them:
        with tenancy.directory():
            place = council.by_code(f"bench-{visitor.number}").id
        with tenancy.as_council(place):
            portfolio.compute()


def _counted(app: Flask, kind: str, lonely: Visitor, busy: Visitor) -> tuple[Counted, Counted]:
    """Count a page with one row of everything, and with fifty."""
    one, fifty = (statements_of(app, kind, visitor, f"B{visitor.number}-1") for visitor in (lonely, busy))
    return one, fifty


def _lines(page: str, pairs: Pairs) -> Iterator[Line]:
    """What moves with the machine: medians over the repetitions, and the median of the ratio within each."""

    def medians(of: Callable[[Measured], float]) -> tuple[float, float, float]:
        return (
            statistics.median(of(floor) for floor, _ in pairs),
            statistics.median(of(ours) for _, ours in pairs),
            statistics.median(of(ours) / of(floor) for floor, ours in pairs),
        )

    floor, ours, ratio = medians(lambda one: one.cpu)
    yield Line(page, "CPU per request, 1 client", "ms", floor, ours, bars.CPU[page], ratio)
    floor, ours, ratio = medians(lambda one: one.cpu_of_web)
    yield Line(page, "  of which the web server", "ms", floor, ours, None, ratio)
    floor, ours, ratio = medians(lambda one: one.rate)
    yield Line(page, "requests a second, 16 clients", "", floor, ours, bars.RATE[page], ratio, least=True)
    floor, ours, _ = medians(lambda one: one.tail)
    yield Line(page, "p95 / p50, 16 clients", "", floor, ours, bars.TAIL)


def _weights(kind: Kind, floor: Server, ours: Server, them: Sequence[Visitor]) -> tuple[bytes, bytes]:
    """Return the floor's page and ours, as an ordinary visitor gets them."""
    return (
        client.answer(floor.port, kind.floor(them, floor.port)[0]),
        client.answer(ours.port, kind.product(them, ours.port)[0]),
    )


def _exact_lines(page: str, counts: tuple[Counted, Counted], weights: tuple[bytes, bytes] | None) -> Iterator[Line]:
    """What is the same on any machine: statements and bytes."""
    one, fifty = (len(statements) for statements in counts)
    yield Line(page, "SQL statements, 1 row", "", 1, one, bars.STATEMENTS[page])
    yield Line(page, "SQL statements, 50 rows", "", 1, fifty, one)
    if weights:
        floor, ours = (len(page) / 1000 for page in weights)
        yield Line(page, "page weight, plain", "kB", floor, ours, bars.PLAIN_KB)
        floor, ours = (len(gzip.compress(page, 6)) / 1000 for page in weights)
        yield Line(page, "page weight, gzip", "kB", floor, ours, bars.GZIP_KB)


if __name__ == "__main__":
    main()

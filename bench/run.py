"""Measures the product beside its floor: `make bench`, with ARGS="--quick", --only PAGE, --keep, --json FILE."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import psycopg
from flask import Flask

from bench import alike, bars, data, last, leaks, serving
from bench.bars import Line
from bench.data import Scale
from bench.kinds import NAMES
from bench.machine import Load
from bench.night import run as night
from bench.night import town
from bench.pages import Bench
from bench.plans import report
from bench.plans.visits import visits
from bench.rounds import Size
from bench.serving import HOME
from local import servers
from local.servers import Addresses
from tracker.app import create_app

FULL = Size(repetitions=5, alone=1.5, together=2.0)
QUICK = Size(repetitions=2, alone=0.6, together=0.8)
PARTS = (*NAMES, "similar", "memory", "plans")
NAMED = (*PARTS, "leaks")  # the last is measured only where it is asked for: it takes ten minutes
QUICK_PARTS = (*NAMES, "similar", "memory")  # a small council is read whole, and may be
REPORT, PLANS = HOME / "report.json", HOME / "plans.txt"  # the plans with their statements
FOOTNOTE = """
{scale}; medians of {repetitions} interleaved repetitions; product and floor
under the same gunicorn with 2 sync workers, and with durable commits. CPU counts the web server's processes and its
database sessions. A ratio is ours over the floor of the same kind; with "over", or as an exponent, ours in the large
council over ours in the others. Page weight is without the shared assets; memory of trees is the proportional set
size, of one process the most that it held.
{cores} cores, load {load_before} before and at most {load_during} during it, PostgreSQL {postgres}, Python {python}."""

NIGHT = """
{scale}. CPU counts the worker's processes and its database sessions; the upsert is one statement of one session.
{cores} cores, load {load_before} before and at most {load_during} during it, PostgreSQL {postgres}, Python {python}."""


def say(line: str) -> None:
    """Tell the person at the terminal; stdout carries the table alone."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the table and what got worse, write the JSON."""
    asked = _arguments()
    if asked.million:
        _night(asked)
        return
    scale, size = (data.QUICK, QUICK) if asked.quick else (data.FULL, FULL)
    size = replace(size, repetitions=asked.repetitions or size.repetitions)
    parts, load = asked.only or (QUICK_PARTS if asked.quick else PARTS), Load()
    with servers.joined(HOME) as on:
        name = data.kept(on, scale, say=say)
        with data.copied(on, name) as found, serving.led_to(found):
            measured = list(_measured(found, scale, size, parts, load))
        postgres = _version(on)
    told = {"scale": str(scale), **vars(size), **load.as_plain(), "postgres": postgres}
    print(bars.table(measured))
    print(FOOTNOTE.format(**told))
    whole = {**told, "lines": [line.as_plain() for line in measured]}
    _compare(measured, str(scale))
    for path in filter(None, (REPORT, asked.json)):
        last.keep(whole, path)
    if asked.keep:
        last.keep(whole)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little data, short: whether it works, not how fast")
    parser.add_argument(
        "--only",
        action="append",
        choices=NAMED,
        metavar="PART",
        help=f"measure {', '.join(NAMED)}",
    )
    parser.add_argument("--repetitions", type=int, default=0, help="how often each is measured (5)")
    parser.add_argument("--json", type=Path, help=f"write every figure to this file too (besides {REPORT.name})")
    parser.add_argument("--million", action="store_true", help="a night of 1,000,000 ideas instead (20 minutes)")
    parser.add_argument("--keep", action="store_true", help="keep this run: later ones are compared with it")
    asked = parser.parse_args()
    if asked.keep and (asked.quick or asked.only):
        parser.error("only a whole run is worth keeping")
    return asked


def _night(asked: argparse.Namespace) -> None:
    """Measure the night of a large town, or with --quick of a tenth of it."""
    load, wanted = Load(), town.TENTH if asked.quick else town.FULL
    with servers.joined(HOME) as on:
        measured = list(night.measured(on, wanted, say=say, load=load))
        told = {"scale": str(wanted), **load.as_plain(), "postgres": _version(on)}
    print(bars.table(measured))
    print(NIGHT.format(**told))
    for path in filter(None, (HOME / "night.json", asked.json)):
        last.keep({**told, "lines": [line.as_plain() for line in measured]}, path)


def _measured(found: Addresses, scale: Scale, size: Size, parts: Collection[str], load: Load) -> Iterator[Line]:
    app = create_app()
    worker = None
    if "memory" in parts:
        say("Weighing the worker ...")
        worker = serving.memory_of_worker(f"bench-{data.LARGE}")
    if "plans" in parts:
        yield from _plans(app, found, scale)
    if "similar" in parts:
        say("Looking for ideas alike ...")
        yield from alike.lines(found)
    if "leaks" in parts:
        yield from leaks.lines(app, found, scale, say)
    names = set(parts) & set(NAMES)
    if not names and worker is None:
        return
    with Bench.on(app, found, scale, say) as bench:
        yield from bench.measure(names, size, say=say, look=load.look)
        if worker is not None:
            yield from bench.memory(worker)


def _plans(app: Flask, found: Addresses, scale: Scale) -> Iterator[Line]:
    """Read the plan of every statement of every page in the large council; tell of each that grows with it."""
    say("Reading the plans ...")
    failures = report.failures(visits(app, found.admin_url, data.LARGE), report.exemptions())
    PLANS.write_text("\n".join(failures) + "\n", encoding="utf-8")
    for failure in failures:
        say(f"  {failure.partition(chr(10))[0]}")
    yield Line("plans", f"what grows, {scale.large:,} ideas", "", None, len(failures), 0)


def _compare(measured: Sequence[Line], scale: str) -> None:
    """Say what got worse since the last kept run, if that was as large."""
    before = last.kept()
    if before is None or before["scale"] != scale:
        print("\nNo kept run to compare with: `--keep` keeps one.")
        return
    worse = list(last.worse(measured, before))
    print("\nWorse than in the last kept run:" if worse else "\nNothing is worse than in the last kept run.")
    for line in worse:
        print(f"  {line}")


def _version(on: Addresses) -> str:
    with psycopg.connect(on.admin_url) as server:
        row = server.execute("SHOW server_version").fetchone()
        return str(row[0]) if row else ""


if __name__ == "__main__":
    main()

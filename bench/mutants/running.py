"""The runs: each mutant in a copy of the product, against the tests that may notice it, two at a time.

A mutant is shown to its tests one after the other for as long as ENOUGH. Noticed is what fails a test, keeps tests from
being collected, or makes them last longer than LIMIT although they end well within it on the product as it is. A test
that fails without the mutant too is no witness: its mutants have survived.
"""

from __future__ import annotations

import importlib.util
import os
import queue
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from time import monotonic, time

from bench.mutants.mutant import Mutant
from bench.mutants.patience import TIME_IS_UP
from bench.mutants.trees import TimeUpError, Tree

LIMIT = 60.0
WELL_WITHIN = 45.0
ENOUGH = 40.0
PASSED, INTERRUPTED, UNUSABLE = 0, 2, 4
OUT_OF_TIME = "out of time"
FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/\S+\.py(?:::.+?)?)(?: - .*)?$", re.MULTILINE)
TOWN = "tests/approved/test_frames.py"  # tests that look at the demonstration, which they plant where it is not there
PATIENTLY = ("-x", "-p", "bench.mutants.patience")
BROKEN = {
    "APPROVED_TOWN": "as-planted",  # what is broken shows in a demonstration that was planted whole
    "MUTANTS_SECONDS": str(ENOUGH),
}
_later = count(1)


class UnusableError(Exception):
    """Tests do not run in a copy of the product; the message is what they printed."""


class Outcome(StrEnum):
    """What became of a mutant."""

    NOTICED = "noticed"
    SURVIVED = "survived"
    UNREACHED = "no test runs it"


@dataclass(frozen=True)
class Run:
    """One mutant, the tests that were asked, and what became of it: which test noticed, and how long it took."""

    mutant: Mutant
    tests: Sequence[str]
    outcome: Outcome
    by: str = ""
    seconds: float = 0.0


def run_all(
    asked: Sequence[tuple[Mutant, Sequence[str]]], trees: Sequence[Tree], tell: Callable[[Run], None]
) -> list[Run]:
    """Run every mutant, each copy of the product taking the next; then hold the tests that noticed to the product."""
    free: queue.Queue[Tree] = queue.Queue()
    for tree in trees:
        free.put(tree)

    def run_next(pair: tuple[Mutant, Sequence[str]]) -> Run:
        tree = free.get()
        try:
            done = run(tree, *pair)
        finally:
            free.put(tree)
        tell(done)
        return done

    with ThreadPoolExecutor(len(trees)) as pool:
        runs = list(pool.map(run_next, asked))
    return _held_to_the_product(runs, trees[0])


def start_up(tree: Tree, *tests: str) -> float:
    """How many seconds it takes to start and run tests on the product as it is. Raises UnusableError if one fails."""
    tree.ready()
    begun = monotonic()
    done = tree.pytest(*tests)
    tree.sweep()
    if done.returncode != PASSED:
        raise UnusableError(done.stdout)
    return monotonic() - begun


def run(tree: Tree, mutant: Mutant, tests: Sequence[str]) -> Run:
    """Run one mutant against its tests."""
    if not tests:
        return Run(mutant, tests, Outcome.UNREACHED)
    tree.ready()
    begun = monotonic()
    with _broken(tree, mutant):
        outcome, by = _outcome(tree, tests)
    seconds = monotonic() - begun
    if by == OUT_OF_TIME and not _ends_well_within(tree, tests):
        outcome, by = Outcome.SURVIVED, "takes too long without it too"
    tree.sweep()
    return Run(mutant, tests, outcome, by, seconds)


def _outcome(tree: Tree, tests: Sequence[str]) -> tuple[Outcome, str]:
    try:
        done = tree.pytest(*PATIENTLY, *tests, seconds=LIMIT, **BROKEN)
        if done.returncode == UNUSABLE and "not found:" in done.stdout:  # its words name a case of a test
            whole = sorted({name.partition("[")[0] for name in tests})
            done = tree.pytest(*PATIENTLY, *whole, seconds=LIMIT, **BROKEN)
    except TimeUpError:
        return Outcome.NOTICED, OUT_OF_TIME
    if done.returncode == PASSED or (done.returncode == INTERRUPTED and TIME_IS_UP in done.stdout):
        return Outcome.SURVIVED, ""
    found = FAILED.search(done.stdout)
    return Outcome.NOTICED, found[1] if found else done.stdout.strip().rpartition("\n")[2]


def _ends_well_within(tree: Tree, tests: Sequence[str]) -> bool:
    with suppress(TimeUpError):
        tree.pytest(*PATIENTLY, *tests, seconds=WELL_WITHIN, **BROKEN)
        return True
    return False


@contextmanager
def _broken(tree: Tree, mutant: Mutant) -> Iterator[None]:
    """Have a copy of the product broken for a while."""
    path = tree.root / mutant.file
    whole = path.read_text(encoding="utf-8")
    _write(path, mutant.applied_to(whole))
    try:
        yield
    finally:
        _write(path, whole)


def _write(path: Path, text: str) -> None:
    """Write a file at a time of its own: Python compiles again what has another time or size."""
    path.write_text(text, encoding="utf-8")
    if path.suffix == ".py":
        Path(importlib.util.cache_from_source(path)).unlink(missing_ok=True)
    moment = time() + next(_later)
    os.utime(path, (moment, moment))


def _held_to_the_product(runs: Sequence[Run], tree: Tree) -> list[Run]:
    """Runs whose witness fails on the product as it is are no proof."""
    witnesses = sorted({run.by for run in runs if "::" in run.by})
    failing: set[str] = set()
    if witnesses:
        tree.ready()
        failing = {found[1] for found in FAILED.finditer(tree.pytest(*witnesses).stdout)}
        tree.sweep()
    return [
        replace(run, outcome=Outcome.SURVIVED, by=f"fails without it too: {run.by}") if run.by in failing else run
        for run in runs
    ]

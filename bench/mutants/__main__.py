"""`make mutants`: draw, run, report; exits with 1 where more survived than may.

make mutants                                  200 mutants of seed 1, over all folders
make mutants ARGS="--count 24 --seed 7"       others, fewer
make mutants ARGS="--only tracker/gate"       of one folder (or file) alone
make mutants ARGS="--list"                    only say which would be run
make mutants ARGS="--redo"                    only those that survived the last time
make mutants ARGS="--redo --against tests/tracker/test_gates.py"    the same, against these tests, without measuring
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from bench.mutants import cover, report, sampling, trees
from bench.mutants.kinds import Product
from bench.mutants.mutant import Mutant
from bench.mutants.running import TOWN, Run, UnusableError, run_all, start_up
from bench.mutants.trees import Tree
from local import stopping

COPIES = ("tree-0", "tree-1")


def say(line: str) -> None:
    """Tell the person at the terminal; stdout carries the report alone."""
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Do what was asked and return the exit code."""
    asked = _arguments()
    product = Product()
    drawn = _drawn(product, asked)
    if asked.list:
        print("\n\n".join(map(report.told, drawn)))
        return 0
    stopping.listen()
    runs = _run(product, drawn, asked.against)
    report.keep(runs, seed=asked.seed)
    print(report.text(runs))
    return 0 if report.is_enough(runs) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--seed", default="1", help="another seed draws other mutants")
    parser.add_argument("--count", type=int, default=200, help="how many")
    parser.add_argument("--only", metavar="FOLDER", help="a folder or a file")
    parser.add_argument("--list", action="store_true", help="say which, and run none")
    parser.add_argument("--redo", action="store_true", help="those that survived the last time")
    parser.add_argument("--against", nargs="+", metavar="TEST", help="run these tests, whatever covers the line")
    return parser.parse_args()


def _drawn(product: Product, asked: argparse.Namespace) -> list[Mutant]:
    if asked.redo:
        last, listed = report.last_survivors(), sampling.equivalent()
        again = [mutant for mutant in product.mutants if (mutant.key, mutant.occurrence) in last]
        return [mutant for mutant in again if mutant.key not in listed and product.holds(mutant)]
    sample = sampling.sample(product, seed=asked.seed, count=asked.count, only=asked.only)
    for file, before, _after in sample.outdated:
        say(f"equivalent.csv names what stands nowhere any more: {file}: {before[:80]}")
    return sample.mutants


def _run(product: Product, drawn: Sequence[Mutant], against: Sequence[str] | None) -> list[Run]:
    with ExitStack() as stack:
        copies = [stack.enter_context(trees.tree(name)) for name in COPIES]
        if against:
            start_up(copies[0], *against)
        elif not cover.is_measured():
            say("Measuring which test runs which line: one run of the whole suite ...")
            cover.measure(copies[0])
        for copy in copies:
            start_up(copy, TOWN)
        pairs = [(mutant, against) for mutant in drawn] if against else _covered(product, drawn, copies)
        say(f"Running {len(pairs)} mutants ...")
        return run_all(pairs, copies, lambda run: say(report.line(run)))


def _covered(product: Product, drawn: Sequence[Mutant], copies: Sequence[Tree]) -> list[tuple[Mutant, Sequence[str]]]:
    """Each mutant with the tests that cover it, more of them than it has time for."""
    measured = cover.Cover(product)
    start_up(copies[0], measured.quickest())
    return [(mutant, measured.witnesses(mutant)) for mutant in drawn]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UnusableError as wrong:
        sys.exit(f"Tests fail before anything is broken:\n{wrong}")

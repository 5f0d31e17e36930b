"""Which tests may notice a mutant: those that run its line, in one measured run of the whole suite.

The run is kept in var/mutants/measure for as long as product and tests stay the same. Browser journeys and tests that
kill processes are asked only where nobody else runs the line; so are tests that take long.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest
from pathlib import Path, PurePosixPath

from coverage import Coverage, CoverageData

from bench.mutants import product
from bench.mutants.kinds import Product
from bench.mutants.mutant import Mutant
from bench.mutants.trees import Tree
from bench.mutants.uses import Uses
from bench.mutants.witness import ONCE

FOLDER = product.HOME / "measure"
LONG = 20.0
AROUND = 5  # lines of a template
SLOW = 4.0  # seconds: such a test is asked behind the others
NEAREST = 16  # tests that are asked in their order, before one of each module in turn
MOST = 200  # tests that a mutant is shown to
LAST_RESORT = frozenset({"browser", "faults"})
BASE_OF_MODELS = "tracker/db.py"
DECLARED = "declared"  # such a test looks at what modules declare, and runs no line of them
REFERENCE = "reference"  # such a test holds what a CSV file is read as, which is read once for all
Lines = dict[int, frozenset[str]]


@dataclass(frozen=True)
class Test:
    """One test as it was measured."""

    seconds: float
    failed: bool
    marks: frozenset[str]

    @property
    def is_last_resort(self) -> bool:
        """Say whether it is asked only where nobody else can be."""
        return bool(self.marks & LAST_RESORT) or self.seconds > LONG


def is_measured() -> bool:
    """Say whether the last measurement was of this very product and these tests."""
    made_of = FOLDER / "made-of"
    return made_of.exists() and made_of.read_text(encoding="ascii") == product.digest()


def measure(tree: Tree) -> None:
    """Run the whole suite in a copy of the product and keep which test ran which line."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    made_of = product.digest()
    path = os.pathsep.join([str(tree.root), str(tree.root / "bench" / "mutants" / "subprocesses")])
    done = tree.pytest("-n", "2", "-p", "bench.mutants.witness", MUTANTS_MEASURE=str(FOLDER), PYTHONPATH=path)
    (FOLDER / "printed").write_text(done.stdout, encoding="utf-8")
    Coverage(str(FOLDER / "lines"), config_file=False, messages=False).combine(strict=True)
    (FOLDER / "made-of").write_text(made_of, encoding="ascii")


class Cover:
    """What was measured, and what follows from it."""

    def __init__(self, broken: Product) -> None:
        self._product = broken
        self.tests = {name: test for path in FOLDER.glob("tests-*.json") for name, test in _tests(path)}
        self._data = CoverageData(str(FOLDER / "lines"))
        self._data.read()
        self._uses = Uses(broken.texts)

    @cached_property
    def lines(self) -> dict[str, Lines]:
        """The tests of each line of each file; lines run once for all stand under ONCE."""
        known: dict[tuple[str, ...], frozenset[str]] = {}
        found: dict[str, Lines] = {}
        for path in self._data.measured_files():
            file = path.partition("/tree-0/")[2]
            contexts = self._data.contexts_by_lineno(path)
            found[file] = {
                line: known.setdefault(tuple(tests), frozenset(map(_test_of, tests)))
                for line, tests in contexts.items()
            }
        return found

    def _marked(self, mutant: Mutant) -> set[str]:
        """Tests marked as being about what is read or declared once for all: reference data, models, screens."""
        unit = self._uses.at(mutant.file, mutant.line) if mutant.file.endswith(".py") else None
        if mutant.file.endswith(".csv"):
            mark = REFERENCE
        elif mutant.file == BASE_OF_MODELS or (unit and unit.runs_once):
            mark = DECLARED
        else:
            return set()
        return {name for name, test in self.tests.items() if mark in test.marks}

    @cached_property
    def _sizes(self) -> Counter[str]:
        """How many lines each test runs: the fewer, the more it is about each of them."""
        return Counter(chain.from_iterable(chain.from_iterable(lines.values()) for lines in self.lines.values()))

    def witnesses(self, mutant: Mutant) -> list[str]:
        """The tests that may notice a mutant, most likely first; none where none runs it."""
        found = self._running(mutant) & self.tests.keys()
        sound = {name for name in found if not self.tests[name].failed}
        asked = {name for name in sound if not self.tests[name].is_last_resort} or sound
        within = Counter(chain.from_iterable(self.lines.get(mutant.file, {}).values()))
        marked, near = self._marked(mutant), self._near(mutant)

        def rank(name: str) -> tuple[bool, bool, float, float, float, str]:
            share, seconds = within[name] / (self._sizes[name] or 1), self.tests[name].seconds
            is_put_off = seconds > SLOW and near[name] < 1  # nearer is who alone runs a line there
            return (name not in marked, is_put_off, -near[name], -share, seconds, name)

        ranked = sorted(asked, key=rank)
        return [*ranked[:NEAREST], *_spread(ranked[NEAREST:])][:MOST]

    def _near(self, mutant: Mutant) -> dict[str, float]:
        """How much each test has to do with what stands around a mutant: the fewer run a line there, the more.

        What runs once for all is near where it is used.
        """
        found: dict[str, float] = defaultdict(float)
        for file, first, last in self._around(mutant):
            for line, tests in self.lines.get(file, {}).items():
                if first <= line <= last:
                    for name in tests:
                        found[name] += 1 / len(tests)
        return found

    def _around(self, mutant: Mutant) -> list[tuple[str, int, int]]:
        unit = self._uses.at(mutant.file, mutant.line) if mutant.file.endswith(".py") else None
        if unit is None:
            return [(mutant.file, mutant.line - AROUND, mutant.line + AROUND)]
        units = self._uses.of(unit) if unit.runs_once else [unit]
        return [(one.file, one.first, one.last) for one in units]

    def quickest(self) -> str:
        """The test that takes the least time of those that need a database."""
        found = [name for name, test in self.tests.items() if not test.failed and test.seconds > 1 / 10]
        return min(found, key=lambda name: (self.tests[name].seconds, name))

    def _running(self, mutant: Mutant) -> set[str]:
        if mutant.file.endswith(".csv"):
            return self._tests_of_units(self._uses.readers(PurePosixPath(mutant.file).name)) | self._marked(mutant)
        lines = self.lines.get(mutant.file, {})
        if not mutant.file.endswith(".py"):
            above = [line for line in lines if line <= mutant.line]
            return set(lines[max(above)]) if above else set()
        statement = _statement(ast.parse(self._product.texts[mutant.file]), mutant.line)
        return self._running_statement(mutant, {name for line in statement for name in lines.get(line, ())})

    def _running_statement(self, mutant: Mutant, tests: set[str]) -> set[str]:
        """The tests that run a statement; of what runs only once, those of the functions that use it."""
        unit = self._uses.at(mutant.file, mutant.line)
        direct = tests - {ONCE}
        if unit is None or not (unit.runs_once or ONCE in tests):
            return direct
        used = self._tests_of_units(self._uses.of(unit))
        used |= self._marked(mutant)
        anywhere = set(chain.from_iterable(self.lines.get(mutant.file, {}).values())) - {ONCE}
        return direct | used | anywhere or set(self.tests)

    def _tests_of_units(self, units: Iterable[object]) -> set[str]:
        reached = self._uses.reaching(units)  # type: ignore[arg-type]
        return {
            name
            for unit in reached
            for line, tests in self.lines.get(unit.file, {}).items()
            if unit.first <= line <= unit.last
            for name in tests
        } - {ONCE}


def _tests(path: Path) -> list[tuple[str, Test]]:
    read = json.loads(path.read_text(encoding="utf-8"))
    return [(name, Test(test["seconds"], test["failed"], frozenset(test["marks"]))) for name, test in read.items()]


def _test_of(context: str) -> str:
    """A context without the phase that a process of its own was started in."""
    return context.removesuffix(" (setup)").removesuffix(" (call)").removesuffix(" (teardown)") or ONCE


def _statement(tree: ast.Module, line: int) -> range:
    """The lines of the innermost statement around a line; of one that holds others, those of its head."""
    around = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and _first(node) <= line <= _last(node)]
    if not around:
        return range(line, line + 1)
    inner = max(around, key=lambda node: (_first(node), -_last(node)))
    body = getattr(inner, "body", None)
    if isinstance(inner, ast.FunctionDef) and body:
        return range(body[0].lineno, _last(inner) + 1)
    return range(_first(inner), max(body[0].lineno, inner.lineno + 1) if body else _last(inner) + 1)


def _first(node: ast.stmt) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])


def _last(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _spread(names: list[str]) -> list[str]:
    """One test of each module in turn, so that the tests asked first differ."""
    modules: dict[str, list[str]] = defaultdict(list)
    for name in names:
        modules[name.partition("::")[0]].append(name)
    return [name for name in chain.from_iterable(zip_longest(*modules.values())) if name]

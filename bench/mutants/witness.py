"""A pytest plugin (`-p bench.mutants.witness`): notes which test runs which line, in Python and in templates.

What runs in a fixture that several tests share, or while modules are imported, is noted as run ONCE: nobody's own.
Templates are compiled with the line numbers of their own text, so that they are measured like any other code.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import coverage
import pytest
from jinja2 import Environment

from bench.mutants.product import FOLDERS

ONCE = "once"
HUSHED = ["already-imported", "module-not-imported", "module-not-measured", "no-data-collected", "dynamic-conflict"]
DEBUG_INFO = re.compile(r"^debug_info = '([^']*)'$", re.MULTILINE)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Measure in every process that runs tests, alone or as a worker of xdist, before it imports the product."""
    folder = os.environ.get("MUTANTS_MEASURE")
    if folder and ("PYTEST_XDIST_WORKER" in os.environ or not early_config.known_args_namespace.numprocesses):
        Environment._compile = _compile  # noqa: SLF001 - Jinja's own hook for another way to compile
        early_config.pluginmanager.register(Witness(Path(folder), early_config.rootpath), "witness of this process")


def _compile(_environment: Environment, source: str, filename: str) -> CodeType:
    """Compile a template's generated Python under the line numbers of the template."""
    tree = ast.parse(source)
    if found := DEBUG_INFO.search(source):
        pairs = [pair.split("=") for pair in found[1].split("&") if pair]
        _renumber(tree, sorted((int(generated), int(line)) for line, generated in pairs))
    return compile(tree, filename, "exec")


def _renumber(node: ast.AST, marks: list[tuple[int, int]]) -> None:
    """Give each node the template's line: that of the last mark above it, of the first in its function before that."""
    if isinstance(node, ast.FunctionDef):
        marks = [mark for mark in marks if node.lineno <= mark[0] <= (node.end_lineno or 0)] or marks
    for child in ast.iter_child_nodes(node):
        _renumber(child, marks)
    if isinstance(node, ast.stmt | ast.expr | ast.excepthandler | ast.keyword | ast.arg | ast.alias):
        above = [line for generated, line in marks if generated <= node.lineno] or [line for _, line in marks[:1]]
        node.lineno = node.end_lineno = above[-1] if above else 1
        node.col_offset = node.end_col_offset = 0


class Witness:
    """Measures one process of tests; the test that runs is the context of every line."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder, self._running = folder, ONCE
        self._tests: dict[str, dict[str, Any]] = {}
        sources = [str(root / name) for name in FOLDERS]
        self._lines = coverage.Coverage(str(folder / "lines"), True, config_file=False, source=sources)  # noqa: FBT003
        self._lines.set_option("run:core", "ctrace")
        self._lines.set_option("run:disable_warnings", HUSHED)
        self._lines.start()
        self._lines.switch_context(ONCE)
        os.environ |= {
            "MUTANTS_TREE": str(root),
            "COVERAGE_PROCESS_START": str(Path(__file__).parent / "subprocesses" / "coverage.ini"),
        }

    def _note(self, context: str) -> str:
        before, self._running = self._running, context
        self._lines.switch_context(context)
        return before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """What runs meanwhile is this test's."""
        marks = [mark.name for mark in item.iter_markers()]
        self._tests[item.nodeid] = {"seconds": 0.0, "failed": False, "marks": marks}
        before = self._note(item.nodeid)
        try:
            return (yield)
        finally:
            self._note(before)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        """What several tests share is nobody's own."""
        before = self._note(self._running if fixturedef.scope == "function" else ONCE)
        try:
            return (yield)
        finally:
            self._note(before)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """How long the test took, and whether it holds on the product as it is."""
        test = self._tests[report.nodeid]
        test["seconds"] += report.duration
        test["failed"] |= report.outcome != "passed"

    def pytest_sessionfinish(self) -> None:
        """Write both down, one file a process."""
        self._lines.stop()
        self._lines.save()
        (self._folder / f"tests-{os.getpid()}.json").write_text(json.dumps(self._tests), encoding="utf-8")

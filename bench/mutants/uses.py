"""Who uses what runs only once in a process: constants, cached functions, reference data.

A line that runs while modules are imported, or once for all in a cache, is run by whichever test came first. A change
of it may be noticed by the tests of the functions that name it; and where those run only once too, of those that name
these.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

FILE = re.compile(r"[\w-]+\.(csv|html|txt)")


@dataclass(frozen=True)
class Unit:
    """A function, a method, or one statement of a module or a class: its lines, its names, and what it names."""

    file: str
    first: int
    last: int
    names: frozenset[str]
    mentions: frozenset[str]
    runs_once: bool


class Uses:
    """The units of a product and the ways between them."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._trees = {name: ast.parse(text) for name, text in texts.items() if name.endswith(".py")}

    @cached_property
    def units(self) -> dict[str, list[Unit]]:
        """The units of each module, in its order."""
        return {file: list(_units(file, tree)) for file, tree in self._trees.items()}

    def at(self, file: str, line: int) -> Unit | None:
        """The unit that a line of a module belongs to."""
        return next((unit for unit in self.units.get(file, []) if unit.first <= line <= unit.last), None)

    def readers(self, name: str) -> list[Unit]:
        """The units that name a file."""
        return self._mentioning.get(name, [])

    def of(self, unit: Unit) -> list[Unit]:
        """The units that use a unit by one of its names: in its own module, or in one that imports it."""
        module = _module(unit.file)
        return [
            other
            for name in unit.names
            for other in self._mentioning.get(name, [])
            if other != unit
            and (other.file == unit.file or any(_meets(module, way) for way in self._imports[other.file]))
        ]

    def reaching(self, start: Iterable[Unit]) -> set[Unit]:
        """These units, and while they run only once the units that use them."""
        found: set[Unit] = set()
        waiting = list(start)
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting += self.of(unit) if unit.runs_once else []
        return found

    @cached_property
    def _mentioning(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        for units in self.units.values():
            for unit in units:
                for name in unit.mentions:
                    found[name].append(unit)
        return found

    @cached_property
    def _imports(self) -> dict[str, set[str]]:
        return {file: set(_imported(tree)) for file, tree in self._trees.items()}


def _units(file: str, tree: ast.Module | ast.ClassDef, names: frozenset[str] = frozenset()) -> Iterator[Unit]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from _units(file, node, frozenset({node.name}))
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            own = frozenset(_defined(node)) | names
            once = not isinstance(node, ast.FunctionDef) or any("cache" in ast.unparse(d) for d in node.decorator_list)
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            yield Unit(file, first, node.end_lineno or node.lineno, own, frozenset(_mentioned(node)), once)


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        yield node.name
        return
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id


def _mentioned(node: ast.stmt) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and FILE.fullmatch(part.value):
            yield part.value


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module(file: str) -> str:
    return ".".join(PurePosixPath(file).with_suffix("").parts).removesuffix(".__init__")


def _meets(module: str, imported: str) -> bool:
    """Say whether an import may reach a module: it names it, something in it, or a front door above it."""
    way, door = module.split("."), imported.split(".")
    above = door[:-1] if len(door) > 2 else door  # noqa: PLR2004 - "from tracker import x" reaches x alone
    return way[: len(above)] == above or door[: len(way)] == way

"""What can be broken in Python: comparisons, conditions, numbers, members, results, guards and whole statements.

Left alone is what cannot mean anything: docstrings, annotations, imports, `__all__`, `__repr__`, what a log says, how a
dataclass is made, and strings that hold sentences.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from functools import partial

from bench.mutants.kinds import conditions, statements, values
from bench.mutants.kinds.source import Source
from bench.mutants.mutant import Edit

TYPES = frozenset(
    {"list", "dict", "tuple", "set", "frozenset", "type", "Callable", "Mapping", "Sequence", "Iterator", "Iterable"}
)
NAMES_LEFT_ALONE = frozenset({"__all__", "__repr__", "__str__"})
LOGS = frozenset({"log", "logger", "logging", "LOG", "_log", "_logger", "warnings", "click"})
PARTS_LEFT_ALONE = frozenset({"annotation", "returns", "type_comment", "type_params"})


def edits(text: str, enums: dict[str, list[str]]) -> list[Edit]:
    """Every way to break a module; some may no longer parse."""
    source = Source(text)
    kinds = (*conditions.KINDS, *statements.KINDS, *values.KINDS, partial(values.member, enums=enums))
    return [edit for node in _meaningful(ast.parse(text)) for kind in kinds for edit in kind(source, node)]


def differs(before: str, after: str) -> bool:
    """Say whether a module still parses and reads differently to Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.dump(ast.parse(after)) != ast.dump(ast.parse(before))
    except SyntaxError:
        return False


def enums(texts: Iterable[str]) -> dict[str, list[str]]:
    """The closed lists of the product by name, with their members."""
    classes = (node for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef))
    return {
        found.name: [
            target.id
            for line in found.body
            if isinstance(line, ast.Assign)
            for target in line.targets
            if isinstance(target, ast.Name)
        ]
        for found in classes
        if any(ast.unparse(base).endswith("Enum") for base in found.bases)
    }


def _meaningful(node: ast.AST) -> Iterator[ast.AST]:
    """Walk down to whatever can mean something."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in PARTS_LEFT_ALONE or (name == "decorator_list" and isinstance(node, ast.ClassDef)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_meaningless(child):
                yield from _meaningful(child)


def _is_meaningless(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr):  # what is inside {} of a string has no place
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) or (isinstance(node.value, ast.Call) and _is_log(node.value))
    if isinstance(node, ast.Assign):
        return _is_type(node.value) or any(
            isinstance(target, ast.Name) and target.id in NAMES_LEFT_ALONE for target in node.targets
        )
    if isinstance(node, ast.FunctionDef):
        return node.name in NAMES_LEFT_ALONE
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _is_type(value: ast.expr) -> bool:
    """Say whether it names a type, as list[str] does: read by the type checker alone."""
    return isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name) and value.value.id in TYPES


def _is_log(call: ast.Call) -> bool:
    holder = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return isinstance(holder, ast.Name) and holder.id in LOGS

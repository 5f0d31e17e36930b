"""Values broken: a number by one, yes for no, a key, a member of a closed list, one of several, least for greatest."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from bench.mutants.kinds.source import Source
from bench.mutants.mutant import Edit

TURNED = {"min": "max", "max": "min", "any": "all", "all": "any"}
SIGNS = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"), ast.FloorDiv: ("//", "*")}
FEW = 2


def truth(source: Source, node: ast.AST) -> Iterator[Edit]:
    """Yes for no, and the other way round."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield source.instead("yes or no", node, str(not node.value))


def number(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A number one more, or one less."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for step in (1, -1):
            yield source.instead("number", node, str(node.value + step))  # type: ignore[operator]


def key(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A word that something is looked up by or compared with, misspelt."""
    if isinstance(node, ast.Dict):
        words = [found for found in node.keys if found]
    elif isinstance(node, ast.Compare):
        words = [node.left, *node.comparators]
    else:
        words = [node.slice] if isinstance(node, ast.Subscript) else []
    for word in words:
        if isinstance(word, ast.Constant) and isinstance(word.value, str) and re.fullmatch(r"[\w.-]+", word.value):
            yield source.instead("key", word, repr(word.value + "_"))


def element(source: Source, node: ast.AST) -> Iterator[Edit]:
    """One of several left out: of a set, a list, a table."""
    if isinstance(node, ast.Set | ast.List | ast.Tuple) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        parts = node.elts if len(node.elts) >= FEW else []
    elif isinstance(node, ast.Dict):
        parts = node.values if len(node.values) >= FEW else []
    else:
        parts = []
    for before, part in pairwise(parts):
        yield Edit("element", source.end(before), source.end(part), "")


def extreme(source: Source, node: ast.AST) -> Iterator[Edit]:
    """The least for the greatest, any for all."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TURNED:
        yield source.instead("extreme", node.func, TURNED[node.func.id])


def sign(source: Source, node: ast.AST) -> Iterator[Edit]:
    """Plus for minus, times for over."""
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS and not _is_text(node.left) and not _is_text(node.right):
        written, words = SIGNS[type(node.op)]
        gap = source.end(node.left), source.start(node.right)
        place = source.text.find(written, *gap)
        if place >= 0:
            yield Edit("sign", place, place + len(written), words)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def member(source: Source, node: ast.AST, *, enums: dict[str, list[str]]) -> Iterator[Edit]:
    """Another member of the same closed list: another permission, role, stage, state."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in enums:
        members = enums[node.value.id]
        if node.attr in members and len(members) >= FEW:
            other = members[(members.index(node.attr) + 1) % len(members)]
            yield Edit("member", source.end(node) - len(node.attr), source.end(node), other)


KINDS = (truth, number, key, element, extreme, sign)

"""Conditions broken: a comparison turned, and for or, a condition dropped or negated, a guard that never holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from bench.mutants.kinds.source import Source
from bench.mutants.mutant import Edit

TURNED = {
    ast.Eq: ("==", ["!="]),
    ast.NotEq: ("!=", ["=="]),
    ast.Lt: ("<", ["<=", ">"]),
    ast.LtE: ("<=", ["<", ">"]),
    ast.Gt: (">", [">=", "<"]),
    ast.GtE: (">=", [">", "<"]),
    ast.Is: ("is", ["is not"]),
    ast.IsNot: (r"is\s+not", ["is"]),
    ast.In: ("in", ["not in"]),
    ast.NotIn: (r"not\s+in", ["in"]),
}
LEAVES = ast.Return | ast.Raise | ast.Continue | ast.Break


def comparison(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A comparison the other way round, or shifted by its boundary."""
    if isinstance(node, ast.Compare):
        for (left, right), operator in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
            written, turned = TURNED[type(operator)]
            gap = source.end(left), source.start(right)
            if found := re.search(rf"(?<![\w]){written}(?![\w=])", source.text[slice(*gap)]):
                for words in turned:
                    yield Edit("comparison", gap[0] + found.start(), gap[0] + found.end(), words)


def and_or(source: Source, node: ast.AST) -> Iterator[Edit]:
    """`and` for `or`, and the other way round."""
    if isinstance(node, ast.BoolOp):
        written, words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            gap = source.end(left), source.start(right)
            if found := re.search(rf"\b{written}\b", source.text[slice(*gap)]):
                yield Edit("and or", gap[0] + found.start(), gap[0] + found.end(), words)


def part_of_condition(source: Source, node: ast.AST) -> Iterator[Edit]:
    """One of several conditions dropped."""
    if isinstance(node, ast.BoolOp):
        yield Edit("condition dropped", source.start(node.values[0]), source.start(node.values[1]), "")
        for left, right in pairwise(node.values):
            yield Edit("condition dropped", source.end(left), source.end(right), "")


def negation(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A `not` dropped."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        start = source.start(node)
        yield Edit("negation", start, start + len("not "), "")


def branch(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A condition negated: of a branch, of a choice between two values, of what a list takes."""
    tests = []
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        tests = [node.test]
    elif isinstance(node, ast.comprehension):
        tests = node.ifs
    for test in tests:
        yield source.instead("negation", test, f"not ({source.words(test)})")


def guard(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A guard that never holds, and a list that takes everything."""
    if isinstance(node, ast.If) and not node.orelse and isinstance(node.body[-1], LEAVES):
        yield source.instead("guard", node.test, "False")
    elif isinstance(node, ast.comprehension):
        for test in node.ifs:
            yield source.instead("guard", test, "True")


KINDS = (comparison, and_or, part_of_condition, negation, branch, guard)

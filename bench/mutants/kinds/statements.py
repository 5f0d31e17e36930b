"""Statements broken: not done at all, a result not returned, a part of a query left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from bench.mutants.kinds.source import Source
from bench.mutants.mutant import Edit

NARROWS = frozenset({"where", "filter", "filter_by", "having", "order_by"})
TURNED = {"desc": "asc", "asc": "desc", "is_": "is_not", "is_not": "is_", "in_": "not_in", "not_in": "in_"}
TURNED |= {"nulls_last": "nulls_first", "nulls_first": "nulls_last", "min": "max", "max": "min"}


def statement(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A call, a change of a thing, or a refusal that does not happen."""
    done = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    changed = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript)
    if done or changed or isinstance(node, ast.AugAssign | ast.Raise | ast.Delete):
        assert isinstance(node, ast.stmt)  # noqa: S101 - for the reader and the type
        yield source.instead("statement", node, "pass")


def result(source: Source, node: ast.AST) -> Iterator[Edit]:
    """Nothing returned instead of something."""
    if isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Constant):
        yield source.instead("result", node.value, "None")


def query(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A condition or an order left out of a query, or an order turned."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    name, holder = node.func.attr, source.end(node.func.value)
    if name in NARROWS:
        yield Edit("query", holder, source.end(node), "")
        for first, second in pairwise(node.args):
            yield Edit("query", source.start(first), source.start(second), "")
        if name != "order_by" and len(node.args) > 1:  # the last of an order only breaks ties
            yield Edit("query", source.end(node.args[-2]), source.end(node.args[-1]), "")
    elif name in TURNED:
        yield Edit("query", source.end(node.func) - len(name), source.end(node.func), TURNED[name])


KINDS = (statement, result, query)

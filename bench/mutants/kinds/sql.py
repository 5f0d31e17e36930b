"""What can be broken in SQL, which stands in strings of Python: each pattern and what stands there instead.

SQL is known by its words in capitals. Where one condition of several ends is found by counting brackets.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from bench.mutants.kinds.source import Source
from bench.mutants.mutant import Edit

IS_SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|WHERE|ORDER BY|JOIN|IS NULL|IS NOT NULL)\b")
ENDS_CONDITION = re.compile(
    r"\s(AND|OR|ORDER BY|GROUP BY|LIMIT|RETURNING|UNION|FOR UPDATE|WHERE|THEN|ELSE|END)\b|;|\"\s*(?=[\n,)#]|$)"
)
Words = str | Callable[[re.Match[str]], str]

PATTERNS: tuple[tuple[str, str, Words], ...] = (
    ("sql comparison", r"(?<=\s)=(?=\s)", "<>"),
    ("sql comparison", r"(?<=\s)<>(?=\s)", "="),
    ("sql comparison", r"(?<=\s)<=(?=\s)", "<"),
    ("sql comparison", r"(?<=\s)>=(?=\s)", ">"),
    ("sql comparison", r"(?<=\s)<(?=\s)", "<="),
    ("sql comparison", r"(?<=\s)>(?=\s)", ">="),
    ("sql and or", r"(?<!\bBETWEEN )(?<=\s)AND(?=\s)", "OR"),
    ("sql and or", r"(?<=\s)OR(?=\s)", "AND"),
    ("sql null", r"\bIS NULL\b", "IS NOT NULL"),
    ("sql null", r"\bIS NOT NULL\b", "IS NULL"),
    ("sql null", r"\bIS DISTINCT FROM\b", "IS NOT DISTINCT FROM"),
    ("sql order", r" DESC\b", ""),
    ("sql order", r"\bNULLS LAST\b", "NULLS FIRST"),
    ("sql order", r"\bNULLS FIRST\b", "NULLS LAST"),
    ("sql extreme", r"\bmax\(", "min("),
    ("sql extreme", r"\bmin\(", "max("),
    ("sql extreme", r"\bgreatest\(", "least("),
    ("sql extreme", r"\bleast\(", "greatest("),
    ("sql extreme", r"\b(sum|avg)\(", "max("),
    ("sql exists", r"(?<!NOT )\bEXISTS(?= ?\()", "NOT EXISTS"),
    ("sql exists", r"\bNOT EXISTS\b", "EXISTS"),
    ("sql exists", r"\bNOT IN\b", "IN"),
    ("sql exists", r"(?<!NOT )\bIN(?= \()", "NOT IN"),
    ("sql join", r"\bLEFT JOIN\b", "JOIN"),
    ("sql distinct", r"\bDISTINCT (?!ON|FROM)", ""),
    ("sql literal", r"(?<==\s)'([a-z][a-z_]+)'|(?<=<> )'([a-z][a-z_]+)'", lambda found: found[0][:-1] + "_'"),
    ("sql literal", r"(?<=\bIN \()'[a-z_]+', ", ""),
    ("sql literal", r"(?<=[a-z]'), '[a-z_]+'(?=\))", ""),
    ("sql number", r"(?<=[-+*/<>=] )(\d+)\b", lambda found: str(int(found[0]) + 1)),
    ("sql number", r"\bLIMIT (\d+)\b", lambda found: f"LIMIT {int(found[1]) + 1}"),
    ("sql sign", r"(?<=[\w)] )-(?= [\w(:])", "+"),
    ("sql sign", r"(?<=[\w)] )\+(?= [\w(:])", "-"),
)
COMPILED = tuple((kind, re.compile(pattern), words) for kind, pattern, words in PATTERNS)


def edits(text: str) -> list[Edit]:
    """Every way to break the SQL in a module's strings; some may no longer parse as Python."""
    source = Source(text)
    return [
        edit
        for start, end in _statements(source, ast.parse(text))
        for edit in (*_patterns(text, start, end), *_conditions(text, start, end))
    ]


def _statements(source: Source, node: ast.AST, *, is_docstring: bool = False) -> Iterator[tuple[int, int]]:
    """Where strings with SQL begin and end; a docstring that speaks of SQL is not one."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        if not is_docstring and IS_SQL.search(source.words(node)):
            yield source.start(node), source.end(node)
        return
    for child in ast.iter_child_nodes(node):
        yield from _statements(source, child, is_docstring=isinstance(node, ast.Expr))


def _patterns(text: str, start: int, end: int) -> Iterator[Edit]:
    for kind, pattern, words in COMPILED:
        for found in pattern.finditer(text, start, end):
            yield Edit(kind, *found.span(), words if isinstance(words, str) else words(found))


def _conditions(text: str, start: int, end: int) -> Iterator[Edit]:
    """One condition of several dropped; the only one made true."""
    for found in re.compile(r"(?<=\s)AND (?=\S)").finditer(text, start, end):
        if not re.search(r"BETWEEN\s\S+\s$", text[start : found.start()]):
            yield Edit("sql condition", found.start(), _end_of_condition(text, found.end(), end), "")
    for found in re.compile(r"\bWHERE (?=\S)").finditer(text, start, end):
        yield Edit("sql condition", found.end(), _end_of_condition(text, found.end(), end), "true")


def _end_of_condition(text: str, place: int, end: int) -> int:
    """Where a condition ends: before the next word of the statement, or the bracket that holds it."""
    depth = 0
    for at in range(place, end):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth -= 1
        if depth < 0 or (depth == 0 and ENDS_CONDITION.match(text, at)):
            return at
    return end

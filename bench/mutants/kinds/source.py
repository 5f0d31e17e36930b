"""A module's text with the places of its nodes, counted in characters."""

from __future__ import annotations

import ast
from itertools import accumulate

from bench.mutants.mutant import Edit


class Source:
    """A module's text: where a node begins and ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, self._lines))]

    def start(self, node: ast.expr | ast.stmt) -> int:
        """The character at which a node begins."""
        return self._at(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """The character after the last of a node."""
        return self._at(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def words(self, node: ast.expr | ast.stmt) -> str:
        """A node as it is written."""
        return self.text[self.start(node) : self.end(node)]

    def _at(self, line: int, column: int) -> int:
        """The place of a line and column; Python counts columns in bytes."""
        before = self._lines[line - 1].encode()[:column]
        return self._starts[line - 1] + len(before.decode())

    def instead(self, kind: str, node: ast.expr | ast.stmt, words: str) -> Edit:
        """Write these words instead of a node."""
        return Edit(kind, self.start(node), self.end(node), words)

"""The code as these tests look at it: every module of the product, parsed."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = sorted(path for room in ("tracker", "worker", "config", "local") for path in (ROOT / room).rglob("*.py"))


def trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in CODE]

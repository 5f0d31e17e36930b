"""What a plan reads: scans, sorts and rows of the tables that grow with a council (tables.csv)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.plans.explaining import Plan
from bench.plans.pages import rows

MOST = 500  # rows of a growing table that one step of a plan may read or sort
GROWING = frozenset(row["table"] for row in rows("tables") if row["grows"] == "yes")
SEQUENTIAL = {"Seq Scan", "Sample Scan"}
SORTS = {"Sort", "Incremental Sort"}


@dataclass(frozen=True)
class Excess:
    """One step of a plan that grows with the council: on which table, how it went about it, over how many rows.

    Without a table it is an answer that did not come.
    """

    table: str
    step: str
    rows: int
    statement: str


def excesses(plan: Plan, sizes: Mapping[str, int]) -> list[Excess]:
    """What a plan does too much of; `sizes` says how many rows each table holds."""
    statement = " ".join(str(plan.get("Query Text", "")).split())
    return [Excess(table, step, read, statement) for table, step, read in _steps(plan["Plan"], sizes)]


def _steps(node: Plan, sizes: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    table, kind = node.get("Relation Name"), str(node["Node Type"])
    read = round(_read(node))
    if table in GROWING and (read > MOST or (kind in SEQUENTIAL and sizes[table] > MOST and node["Actual Loops"])):
        yield table, kind, read
    if kind in SORTS and read > MOST and (below := [(n, name) for name, n in _reads(node) if name in GROWING]):
        yield max(below)[1], kind, read
    for child in node.get("Plans", ()):
        yield from _steps(child, sizes)


def _read(node: Plan) -> float:
    """How many rows a step looked at in all its loops, those that it left out as well."""
    left_out = sum(float(node.get(f"Rows Removed by {why}", 0)) for why in ("Filter", "Index Recheck", "Join Filter"))
    if node["Node Type"] in SORTS:
        return sum(float(child["Actual Rows"]) * child["Actual Loops"] for child in node["Plans"])
    return (float(node["Actual Rows"]) + left_out) * float(node["Actual Loops"])


def _reads(node: Plan) -> Iterator[tuple[str, float]]:
    """Each table that a step and those below it read, with how many rows."""
    if "Relation Name" in node:
        yield node["Relation Name"], _read(node)
    for child in node.get("Plans", ()):
        yield from _reads(child)


def buffers(plan: Plan) -> int:
    """How many pages of 8 KB a statement touched: the same on any machine."""
    return int(plan["Plan"].get("Shared Hit Blocks", 0)) + int(plan["Plan"].get("Shared Read Blocks", 0))

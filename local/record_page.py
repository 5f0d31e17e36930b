"""Writes docs/full-record.md from the tables as they stand: `python -m local.record_page`."""

from __future__ import annotations

from pathlib import Path

from tracker.exchange import record_tables
from tracker.exchange.rules.record import BLINDED, LEFT_OUT, SECRET, RecordTable

PAGE = Path(__file__).parents[1] / "docs" / "full-record.md"
FILES = "## The files\n"  # what stands above is written by hand
CLOSING = """
Never written: the columns {secret}, of a blinded ask {blinded}, and these tables.

| table | why |
|---|---|
"""


def page() -> str:
    """Return docs/full-record.md as the tables stand."""
    by_hand, _, _ = PAGE.read_text(encoding="utf-8").partition(FILES)
    files = "".join(f"\n**{table.name}.csv** {table.what}\n\n{_columns(table)}\n" for table in record_tables())
    secret = ", ".join(f"`{name}`" for name in SECRET)
    blinded = ", ".join(f"`{name}`" for names in BLINDED.values() for name in names)
    left_out = "".join(f"| {name} | {why} |\n" for name, why in sorted(LEFT_OUT.items()))
    return by_hand + FILES + files + CLOSING.format(secret=secret, blinded=blinded) + left_out


def _columns(table: RecordTable) -> str:
    return ", ".join(["`council`", *(f"`{column.called}`" for column in table.columns)])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""What is recorded by and about a person, as a page to read: one table a kind, with nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import NamedTuple

STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin-bottom:2rem}caption{text-align:left;font-weight:bold}"
    "th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
)


class RecordedTable(NamedTuple):
    """What is recorded of one kind: its name, what is said of each, and the rows by that."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, str]]


def plain_cell(value: object) -> str:
    """A stored value as a cell: days and moments as they are written in a file, yes and no, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def person_page(*, title: str, lede: str, tables: Iterable[RecordedTable]) -> str:
    """The page, whole in itself."""
    parts = [
        "<!doctype html>",
        f'<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>',
        f"<style>{STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1><p>{escape(lede)}</p>",
    ]
    parts += [_table(one) for one in tables]
    return "\n".join([*parts, "</body></html>", ""])


def _table(told: RecordedTable) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in told.columns)
    rows = ("".join(f"<td>{_lines(row[name])}</td>" for name in told.columns) for row in told.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f"<h2>{escape(told.title)}</h2>\n<table><caption>{len(told.rows):,} recorded</caption>"
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
    )


def _lines(cell: str) -> str:
    return escape(cell).replace("\n", "<br>")

"""Where a historical case was told: "FILE:LINES" of a case file as the report's title, publisher, year and lines."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path

REPORTS = Path(__file__).parents[2] / "config" / "reference" / "sources.csv"


@dataclass(frozen=True)
class Report:
    """A report that case files cite."""

    title: str
    publisher: str
    year: str


@functools.cache
def _reports() -> dict[str, Report]:
    with REPORTS.open(encoding="utf-8", newline="") as file:
        return {row["file"]: Report(row["title"], row["publisher"], row["year"]) for row in csv.DictReader(file)}


def told_in(source: str | None) -> str:
    """Name the report behind a source, with its lines; a source that names no report of ours is shown as given."""
    file, _, lines = (source or "").partition(":")
    report = _reports().get(file.strip())
    if report is None:
        return source or ""
    title = report.title.split(":")[0].split(" (")[0]
    where = f", line{'s' if '-' in lines else ''} {lines}" if lines else ""
    return f"{title} ({report.publisher}, {report.year}){where}"

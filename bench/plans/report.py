"""What was read, told page by page; what fails, and which exceptions nothing needs any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bench.plans.pages import rows
from bench.plans.reading import Excess
from bench.plans.visits import Visit


class Exemption(NamedTuple):
    """What a screen may read more of as the council grows, and why.

    `address` keeps it to one of its pages, `table` to one table, `most` to so many rows of a step.
    """

    endpoint: str
    address: str
    table: str
    most: int | None
    reason: str

    def covers(self, visit: Visit, excess: Excess) -> bool:
        """Say whether it allows what a visit read of a table."""
        where = visit.page.endpoint == self.endpoint and self.address in {"", visit.page.address}
        return where and self.table in {"", excess.table} and (self.most is None or excess.rows <= self.most)


def exemptions() -> list[Exemption]:
    """Every exception of exceptions.csv, in the order of the file."""
    return [Exemption(**row | {"most": int(row["most"]) if row["most"] else None}) for row in rows("exceptions")]


def failures(visits: Iterable[Visit], allowed: Sequence[Exemption]) -> list[str]:
    """What grows with the council and may not, each in a line; and each exception that no visit needed."""
    needed: set[Exemption] = set()
    told: dict[str, None] = {}
    for visit, excess in ((opened, one) for opened in visits for one in opened.excesses):
        covering = [exemption for exemption in allowed if exemption.covers(visit, excess)]
        needed.update(covering)
        if not covering:
            where = f"{visit.page.endpoint} {visit.page.address} as {visit.who}"
            what = f"{excess.step}, {excess.rows:,} rows of {excess.table}" if excess.table else excess.step
            told[f"{where}: {what}\n    {excess.statement[:200]}"] = None
    stale = [f"needed by no page: {one.endpoint} {one.address} {one.table}" for one in allowed if one not in needed]
    return [*told, *stale]


def table(visits: Iterable[Visit]) -> Iterator[str]:
    """A line for each visit: how many statements, blocks of 8 KB, and milliseconds while they were explained."""
    yield f"{'page':<60}{'as':<14}{'statements':>11}{'blocks':>10}{'ms':>8}"
    for visit in visits:
        name = f"{visit.page.endpoint} {visit.page.address}"[:58]
        yield f"{name:<60}{visit.who:<14}{visit.statements:>11}{visit.buffers:>10,}{visit.seconds * 1000:>8.0f}"

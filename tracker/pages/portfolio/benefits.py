"""The council's register of benefits: what was forecast, what came, for whom; narrowed, and taken along as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask import request

from tracker import benefit
from tracker.council import Can
from tracker.pages.portfolio.cross import kind_rows, pair_rows
from tracker.pages.portfolio.register import HEADING, accuracy_rows, charts_of, narrowed_by, row_of
from tracker.web import Screens, reader, render
from tracker.web.forms import identifier
from tracker.web.tables import table_file

screens = Screens("council_benefits", __name__)


@screens.screen("/portfolio/benefits", needs=Can.SEE_PORTFOLIO)
def show() -> Any:
    """The register, a page at a time, below what it comes to: each class by itself, never a total of all."""
    asked, me = narrowed_by(request.args), reader()
    sums = benefit.register_sums(reader=me)
    found = benefit.register(reader=me, filters=asked.filters, after=identifier(request.args.get("after")))
    page = found[: benefit.ON_A_PAGE]
    more = len(found) > benefit.ON_A_PAGE
    older = f"{asked.address(after=str(page[-1].id))}#register" if more else None
    newer = f"{asked.address()}#register" if request.args.get("after") else None
    return render(
        "portfolio/benefits.html",
        sums=sums,
        asked=asked,
        boxes=asked.boxes(sums),
        page_of=page,
        older=older,
        newer=newer,
        charts=charts_of(sums),
        kinds=kind_rows(sums),
        pairs=pair_rows(sums),
        accuracy=accuracy_rows(sums),
    )


@screens.screen("/portfolio/benefits.csv", needs=Can.SEE_PORTFOLIO, endpoint="csv")
def csv() -> Any:
    """The register as it is narrowed, as text for a spreadsheet."""
    return table_file("benefits", "csv", HEADING, _rows())


@screens.screen("/portfolio/benefits.xlsx", needs=Can.SEE_PORTFOLIO, endpoint="xlsx")
def xlsx() -> Any:
    """The register as it is narrowed, as a workbook."""
    return table_file("benefits", "xlsx", HEADING, _rows())


def _rows() -> Iterator[Sequence[str | Decimal]]:
    filters = narrowed_by(request.args).filters
    return map(row_of, benefit.register_in_whole(reader=reader(), filters=filters))

"""A table as people take it along: as text for a spreadsheet, or as a workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from flask import Response

from tracker import clock, exchange

PIECE = 65_536
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(name: str, ending: str, heading: Sequence[str], rows: Iterable[Sequence[exchange.TableCell]]) -> Any:
    """Write a table beside the page, so that it goes out whole or not at all, and send it a piece at a time."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it was sent
    if ending == "csv":
        exchange.write_text_table(out, heading, iter(rows))
    else:
        exchange.write_workbook_table(out, name, heading, iter(rows))
    kind = "text/csv" if ending == "csv" else XLSX  # Flask says the charset of a text
    answer = Response(_pieces(out), mimetype=kind)
    answer.content_length = out.tell()
    answer.headers["Content-Disposition"] = f"attachment; filename={name}-{clock.today().isoformat()}.{ending}"
    out.seek(0)
    return answer


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    """A file piece by piece; it is gone once it was sent, or nobody reads on."""
    with out:
        while piece := out.read(PIECE):
            yield piece

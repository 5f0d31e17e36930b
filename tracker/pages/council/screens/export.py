"""Taking out: everything of a council in the exchange format, and what is recorded by and about oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, request

from tracker import council, exchange
from tracker.clock import today
from tracker.council import Can
from tracker.exchange import ExportKind
from tracker.tenancy import as_council
from tracker.web import SIGNED_IN, Screens, reader, render, say, see_other

screens = Screens("export", __name__)
PAGES = {ExportKind.COUNCIL: "export.whole", ExportKind.PERSON: "export.mine"}


@screens.screen("/council/export", needs=Can.IMPORT, methods=("GET", "POST"), door=False)
def whole() -> Any:
    """Everything of the council in the exchange format: as text for programs, and as a workbook."""
    return _page(ExportKind.COUNCIL)


@screens.screen("/account/data", needs=SIGNED_IN, methods=("GET", "POST"), door=False)
def mine() -> Any:
    """What the council that I work in recorded by me and about me."""
    return _page(ExportKind.PERSON)


def _page(kind: ExportKind) -> Any:
    if (here := reader().council_id) is None:
        return see_other("account.no_council")
    if request.method == "POST":
        return _take_out(kind, here)
    with as_council(here):
        asked = exchange.exports_of(reader().person_id, kind)
        return render(f"council/export_{kind}.html", exports=asked, is_small=exchange.is_small(), here=council.here())


def _take_out(kind: ExportKind, here: UUID) -> Any:
    """Write it at once where that is soon done, and hand it over; else the worker writes it."""
    with as_council(here):
        at_once = exchange.is_small()
        export_id = exchange.ask_for_export(kind=kind, by=reader().person_id, at_once=at_once)
    if at_once and exchange.write_export(here, export_id, tell=False):
        say("It is ready, and can be had here for a day.")
    else:
        say("It is being written. You get an email when it is ready.")
    return see_other(PAGES[kind])


@screens.screen("/exports/<uuid:export_id>", needs=SIGNED_IN)
def file(export_id: UUID) -> Any:
    """Hand over what was written, to whoever asked for it and nobody else."""
    who = reader()
    found = exchange.export_of(export_id, by=who.person_id) or abort(404)
    if who.council_id is None or (found.kind is ExportKind.COUNCIL and not who.can(Can.IMPORT)):
        abort(404)
    name = f"seedbed-{who.council_code if found.kind is ExportKind.COUNCIL else 'your-data'}-{today()}.zip"
    answer = Response(exchange.pieces_of(who.council_id, found.id), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Length"] = str(found.size or 0)
    return answer

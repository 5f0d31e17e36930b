"""A page as a PDF that is taken along."""

from __future__ import annotations

from flask import Response

from config import printer
from tracker.web.rendering import warn


def pdf_answer(page: str, *, name: str) -> Response | None:
    """A whole page as a PDF, made by a process of its own that has its time; ask it while no door is open.

    None, with the reason said, where it could not be made.
    """
    try:
        made = printer.pdf_of(page)
    except printer.NotPrintedError:
        warn("A PDF could not be made here now. Print this page from your browser, and choose “Save as PDF”.")
        return None
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer

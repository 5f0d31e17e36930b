"""The gallery: every shared piece of the look on one page, in the demonstration and in tests only."""

from __future__ import annotations

from typing import Any

from flask import abort

from config.settings import Environment, settings
from tracker.pages.operations.forms import GalleryForm
from tracker.web import ANYONE, Screens, render

screens = Screens("gallery", __name__)


@screens.screen("/dev/components", needs=ANYONE, methods=("GET", "POST"))
def show() -> Any:
    """Show every component; the form, sent empty, shows each field with its error."""
    if settings().environment is Environment.PRODUCTION:
        abort(404)
    form = GalleryForm()
    form.sent()
    return render("operations/gallery/components.html", form=form)

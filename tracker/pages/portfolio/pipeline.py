"""What is coming, by service: the live ideas now beside the live options that each expects in three to five years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort, url_for
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from tracker import portfolio
from tracker.council import Can
from tracker.portfolio import LIVE_STAGES, ServiceOutlook
from tracker.web import COUNCIL, Screens, allow, reader, render, say, see_other
from tracker.web.forms import MindfulForm
from tracker.web.numbers import WholeField

screens = Screens("outlook", __name__)


class OptionsForm(MindfulForm):
    """How many live options a service expects, and why."""

    expected = WholeField(
        "How many ideas do you expect to be serving people in three to five years?",
        description="Ideas that are live then: tried, in use, or part of everyday work. Empty where nobody knows yet.",
        validators=[Optional()],
    )
    because = TextAreaField(
        "What makes you say so? (may be left empty)",
        description="Everybody who reads the portfolio can read this.",
        validators=[Length(max=2000)],
    )


@screens.screen("/portfolio/services", needs=Can.SEE_PORTFOLIO)
def show() -> Any:
    """Every service with its senior owner, what is live now and what is expected; first what to ask about."""
    services = portfolio.outlooks()
    unsaid = [one for one in services if one.expected is None and not one.ended]
    return render(
        "portfolio/services.html",
        services=services,
        stages=LIVE_STAGES,
        unsaid=unsaid,
        first=min(unsaid, key=lambda one: not one.senior_owner, default=None),
        short=short_of(services),
        speaks_for=portfolio.speaks_for,
    )


def short_of(services: Sequence[ServiceOutlook]) -> list[ServiceOutlook]:
    """The services with fewer live ideas now than they expect, in their order."""
    return [one for one in services if one.wanting and not one.ended]


@screens.screen("/portfolio/services/<uuid:service_id>", needs=Can.SEE_PORTFOLIO, methods=("GET", "POST"), turn=COUNCIL)
def service(service_id: UUID) -> Any:
    """One service: its live ideas, what it was said to expect, and the place to say it."""
    page = portfolio.outlook_of(service_id=service_id, reader=reader()) or abort(404)
    found, form = page.service, OptionsForm(data=page.service._asdict())
    may = portfolio.speaks_for(found.senior_owner, reader())
    if form.sent():
        allow(may)
        with form.trying():
            portfolio.state_options(
                service_id=found.id, expected=form.expected.data, because=form.because.data or "", me=reader()
            )
        if form.accepted:
            say(f"What {found.name} expects is kept, with your name and today's date.")
            return see_other(".service", service_id=found.id)
    others = url_for("ideas.listing", service=found.id, state="active")
    return render("portfolio/service.html", page_of=page, service=found, form=form if may else None, others=others)

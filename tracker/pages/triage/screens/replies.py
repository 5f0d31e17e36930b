"""The replies that a council keeps for its leads to begin from."""

from __future__ import annotations

from typing import Any

from flask import abort

from tracker import triage
from tracker.council import Can
from tracker.pages.triage.forms.replies import ReplyForm
from tracker.web import COUNCIL, Screens, reader, render, say, see_other

screens = Screens("replies", __name__)
KEEPERS = frozenset({Can.TRIAGE, Can.MANAGE_PEOPLE})


@screens.screen("/council/replies", needs=KEEPERS)
def listing() -> Any:
    """All that are offered."""
    return render("triage/replies.html", replies=triage.reply_templates())


@screens.screen("/council/replies/new", needs=KEEPERS, methods=("GET", "POST"), turn=COUNCIL)
def new() -> Any:
    """Write another."""
    return _edit(None)


@screens.screen("/council/replies/<code>", needs=KEEPERS, methods=("GET", "POST"), turn=COUNCIL)
def show(code: str) -> Any:
    """Change one; what it said before can be read."""
    return _edit(next((each for each in triage.reply_templates() if each.code == code), None) or abort(404))


def _edit(entry: triage.ReplyEntry | None) -> Any:
    form = ReplyForm(data={**entry._asdict(), "outcome": entry.outcome or ""} if entry else None)
    if form.sent():
        with form.trying():
            triage.keep_reply(
                by=reader().person_id,
                name=form.name.data or "",
                words=form.words.data or "",
                outcome=form.outcome.data or None,
                code=entry.code if entry else None,
            )
    if form.accepted:
        say("The reply is kept. Letters that were sent stay as they were.")
        return see_other("replies.listing")
    versions = triage.reply_versions(code=entry.code) if entry else []
    return render("triage/reply.html", form=form, entry=entry, versions=versions, places=triage.PLACES)


@screens.screen("/council/replies/<code>/end", needs=KEEPERS, methods=("POST",), turn=COUNCIL)
def end(code: str) -> Any:
    """Take one out of those offered."""
    found = next((each for each in triage.reply_templates() if each.code == code), None) or abort(404)
    triage.end_reply(code=found.code, by=reader().person_id)
    say(f"“{found.name}” is offered no longer.")
    return see_other("replies.listing")

"""The library: ideas that were stopped, with the reason, the lesson and the consent; and every lesson, newest first."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from tracker import gate, lesson, value
from tracker.council import Can
from tracker.gate import StopReason
from tracker.idea import LONGEST_TITLE, Idea, Key
from tracker.web import Screens, reader, render, say, see_other
from tracker.web.wording import choices_of

screens = Screens("library", __name__)


@screens.screen("/library/stopped", needs=Can.SEE_IDEAS)
def stopped() -> Any:
    """What was stopped here, why, what it taught, and whether others may take it up."""
    given = request.args.get("reason", "")
    reason = StopReason(given) if given in set(StopReason) else None
    words = request.args.get("q", "").strip()[:LONGEST_TITLE]
    page = gate.stopped_ideas(reader=reader(), reason=reason, text=words, after=Key.read(request.args.get("after")))
    worths = value.worths(idea_ids=[one.id for one in page.ideas])
    return render(
        "library/stopped.html",
        found=page.ideas,
        older=page.next_key,
        worths=worths,
        reasons=choices_of("stop_reason", blank="Any reason")(),
        reason=reason or "",
        words=words,
    )


@screens.screen("/library/lessons", needs=Can.SEE_IDEAS)
def lessons() -> Any:
    """What was learnt, whatever the idea, as far as its reader may see it."""
    page = lesson.lessons_seen(reader=reader(), after=Key.read(request.args.get("after")))
    return render("library/lessons.html", found=page.lessons, older=page.next_key)


@screens.screen("/ideas/<ref>/archive", needs=Can.PUBLISH, of=gate.consents, methods=("POST",))
def consent(found: Idea) -> Any:
    """Agree that other councils take up an idea that was stopped, or take that back."""
    given = request.form.get("given")
    if given not in {"yes", "no"}:
        abort(400)
    gate.set_archive_consent(idea=found, given=given == "yes", by=reader().person_id)
    say("Other councils may take it up." if given == "yes" else "It is kept in the council from now on.")
    return see_other("library.stopped")

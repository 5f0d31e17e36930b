"""What is said of an idea outside: one line, who may speak, and a briefing for the councillors of its wards."""

from __future__ import annotations

from typing import Any

from tracker import context, council, gate, idea, place, risk
from tracker.council import Can
from tracker.idea import Idea, State
from tracker.pages.upkeep.forms.context import LineForm
from tracker.pages.upkeep.screens.context import BOTH, notes_on, opened
from tracker.web import Screens, reader, render, say, see_other

screens = Screens("outside", __name__)
MOST_RISKS = 3


@screens.screen("/ideas/<ref>/line", needs=Can.SEE_IDEAS)
def show(ref: str) -> Any:
    """The line that may be said of an idea outside, and who may say it."""
    found = opened(ref)
    line, keeps = context.context_of(idea=found).line, idea.keeps(found, reader())
    return render("upkeep/context/outside.html", idea=found, line=line, notes=notes_on(found), keeps=keeps)


@screens.screen("/ideas/<ref>/line/edit", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def line(found: Idea) -> Any:
    """Set the line, or set it anew with a reason; what stood there before can be read."""
    if found.state not in {State.ACTIVE, State.PARKED}:
        raise idea.NotFoundError(found.ref)
    stands = context.context_of(idea=found).line
    begins = {name: getattr(stands, name) for name in ("line", "speaker", "if_asked")} if stands else {}
    form = LineForm(data=begins)
    if not form.is_submitted():
        form.begin(begins)
    if form.sent() and form.meets(begins):
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("Kept. This is what may be said of it outside.")
        return see_other("outside.show", ref=found.ref)
    words = {"kind": "lines", "title": "What may be said of it outside", "act": "Keep this line", "back": "outside"}
    return render("upkeep/context/form.html", form=form, idea=found, stands=stands, lede=None, **words)


@screens.screen("/ideas/<ref>/briefing", needs=Can.SEE_IDEAS)
def briefing(ref: str) -> Any:
    """What ward councillors need to know of an idea, on one printed page."""
    story = idea.story(ref=ref, reader=reader(), asides=(risk.OPEN_RISKS, place.PLACES))
    if idea.is_draft(story.idea):
        raise idea.NotFoundError(ref)
    decisions = gate.decisions_on(story.idea.id)
    return render(
        "upkeep/context/briefing.html",
        story=story,
        idea=story.idea,
        record=context.context_of(idea=story.idea),
        places=story.told(place.PLACES),
        risks=story.told(risk.OPEN_RISKS)[:MOST_RISKS],
        measures=risk.measures,
        decision=decisions[0] if decisions else None,
        by=council.names(one.by_id for one in decisions[:1]),
    )

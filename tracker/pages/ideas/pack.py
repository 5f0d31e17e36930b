"""The pack of an idea: the whole case on paper, to print from the browser or to have as a PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort

from config import printer
from tracker import council, gate, idea, lesson, place, risk, tag, value
from tracker.clock import now
from tracker.council import Can, Names
from tracker.idea import State, Story
from tracker.pages.ideas.facts import about, people, track
from tracker.tenancy import as_council
from tracker.web import Screens, reader, render, see_other, warn

screens = Screens("pack", __name__)
ASIDES = (value.WORTH, risk.OPEN_RISKS, lesson.LESSONS, place.PLACES, tag.TAGS)


@screens.screen("/ideas/<ref>/pack", needs=Can.SEE_IDEAS)
def show(ref: str) -> Any:
    """Everything that is known of an idea, as it is handed to a committee."""
    story = _story(ref)
    return render("ideas/pack.html", **_shown(story), can_be_pdf=not printer.lacking())


@screens.screen("/ideas/<ref>/pack.pdf", needs=Can.SEE_IDEAS, door=False)
def pdf(ref: str) -> Any:
    """The same as a PDF, made by a process of its own that has its time; no door is open meanwhile."""
    here: UUID = reader().council_id or abort(404)
    with as_council(here):
        page = render("ideas/pack_on_paper.html", **_shown(_story(ref)))
    try:
        made = printer.pdf_of(page)
    except printer.NotPrintedError:
        warn("A PDF could not be made here now. Print this page from your browser, and choose “Save as PDF”.")
        return see_other("pack.show", ref=ref)
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{ref}.pdf"'
    return answer


def _story(ref: str) -> Story:
    """The idea for its reader; of a draft there is nothing to hand to anybody."""
    story = idea.story(ref=ref, reader=reader(), asides=ASIDES)
    if story.idea.state is State.DRAFT:
        raise idea.NotFoundError(ref)
    return story


def _shown(story: Story) -> dict[str, Any]:
    decisions, conditions = gate.decisions_on(story.idea.id), gate.conditions_on(story.idea.id)
    return {
        "story": story,
        "idea": story.idea,
        "worth": story.told(value.WORTH),
        "risks": story.told(risk.OPEN_RISKS),
        "lessons": story.told(lesson.LESSONS),
        "people": people(story),
        "about": about(story, story.told(place.PLACES)),
        "track": track(story),
        "decisions": decisions,
        "conditions": conditions,
        "names": _names(decisions, conditions),
        "asks_for_scrutiny": risk.asks_for_scrutiny,
        "printed_at": now(),
    }


def _names(decisions: Any, conditions: Any) -> Names:
    return council.names([*(made.by_id for made in decisions), *(one.owner_id for one in conditions)])

"""Ideas like the one that is being written, and what is said of two that look alike."""

from __future__ import annotations

from typing import Any

from flask import abort, jsonify, request
from wtforms import Field

from tracker import idea, place
from tracker.council import Can
from tracker.idea import LONGEST_TEXT, Idea, SimilarIdea, WordsOfIdea
from tracker.likeness import LikenessMark
from tracker.pages.ideas.forms import IdeaForm
from tracker.text import as_text
from tracker.web import OWN, Screens, reader, render, see_other
from tracker.web.forms import Form
from tracker.web.wording import called

screens = Screens("alike", __name__)


def like(written: IdeaForm, *, draft: Idea | None = None) -> list[SimilarIdea]:
    """Ideas that are like what is written in a form, read by the model where there is one."""
    title, problem, proposal = (as_text(each.data or "")[:LONGEST_TEXT] for each in _texts(written))
    words = WordsOfIdea(title=title, problem=problem, proposal=proposal)
    return idea.similar(**words, service=_service(written), but=draft.id if draft else None, reads=True)


def _texts(written: IdeaForm) -> tuple[Field, Field, Field]:
    return written.title, written.problem, written.proposal


def _service(written: IdeaForm) -> str | None:
    """What the service is called that was chosen."""
    chosen = written.service.data
    return next((str(each.label) for each in written.service.choices or () if chosen and each.value == chosen), None)


def before_sending(written: IdeaForm) -> list[SimilarIdea]:
    """What looks close to an idea that is being sent, where nobody has looked yet: the page asks for it by a field.

    Nothing where it is only related from afar. Its second press sends it. What could not be sent as it is, is looked
    at once it can.
    """
    if "look" not in request.form or "draft" in request.form or not written.sent():
        return []
    near = like(written)
    return near if any(each.close for each in near) else []


@screens.screen("/ideas/alike", needs=Can.LOG_IDEA, methods=("POST",), turn=OWN, keyed=False)
def typed() -> Any:
    """What is like the words that are being typed, as a piece of the page that asks for it."""
    written = IdeaForm()
    written.offer(*place.services_and_places())
    return jsonify(html=render("ideas/_alike.html", similar=like(written), draft=None))


@screens.screen("/ideas/<ref>/likeness", needs=Can.TRIAGE, methods=("POST",), also=("other",))
def mark(ref: str) -> Any:
    """Say of two ideas that they are not alike, or variants of one need; or take it back."""
    found = idea.get(ref=ref, reader=reader())
    other = idea.get(ref=request.form.get("other", ""), reader=reader())
    if (said := request.form.get("mark")) not in set(LikenessMark) or other.id == found.id:
        abort(400)
    mark = LikenessMark(said)
    form = Form(formdata=None)
    with form.trying():
        idea.mark_likeness(idea=found, other=other, mark=mark, by=reader().person_id)
    form.report(called(mark, "likeness_mark", ref=found.ref, other=other.ref))
    waits = idea.awaits_outcome(stage=found.stage, state=found.state, historical=found.historical)
    return see_other("triage.decide" if waits else "ideas.show", ref=found.ref, anchor="like" if waits else None)

"""A question that a letter asks is answered by the letter's own link, without signing in."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for

from tracker import council, idea, inbox, talk
from tracker.pages.talk.forms import QuestionForm
from tracker.talk import AskedQuestion
from tracker.tenancy import as_council, directory
from tracker.web import ANYONE, Screens, render, say
from tracker.web.signed_in import reader_or_nobody
from tracker.web.wording import speak_as

screens = Screens("question", __name__)
NOT_FOUND, GONE = 404, 410


@screens.screen("/q/<token>", needs=ANYONE, methods=("GET", "POST"))
def by_link(token: str) -> Any:
    """What was asked, opened by the link in a letter: opening it changes nothing, sending it answers.

    404 where it never was, 410 once it has run out or its person has left. Who is signed in is asked first: doors do
    not nest.
    """
    reader_or_nobody()
    with directory():
        asked = talk.question_by_token(token)
    if not asked:
        return render("nudges/unknown.html"), NOT_FOUND
    if not asked.good:
        return render("nudges/run_out.html", days=talk.LINK_DAYS), GONE
    with as_council(asked.council_id):
        return _page(asked, here=url_for(".by_link", token=token))


def _page(asked: AskedQuestion, *, here: str) -> Any:
    """The question, with the field for its answer; or what was answered."""
    speak_as(council.vocabulary())
    if council.to(asked.person_id) is None:
        return render("nudges/run_out.html", days=talk.LINK_DAYS), GONE
    reader, form = council.reader(asked.person_id), QuestionForm()
    question = talk.question(message_id=asked.message_id, reader=reader) or abort(404)
    if question.open and form.sent():
        idea.hold(ids=[question.idea_id])
        found = idea.get(ref=question.ref, reader=reader)
        with form.trying():
            words = form.words.data or ""
            idea.answer_question(idea=found, answer=words, by=asked.person_id, question_id=question.id)
        if form.accepted:
            inbox.count_again(reader=reader)
            say("Thank you. Your answer is with the person who asked.")
            return redirect(here, 303)
    return render("talk/question.html", form=form, question=question, here=here, council_name=council.here().name)

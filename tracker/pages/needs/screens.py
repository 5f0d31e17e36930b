"""Needs and offers of a collaborative: who can show us, who is a step ahead, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request, url_for

from tracker import collaborative, need
from tracker.collaborative import Collaborative
from tracker.council import Can
from tracker.idea import Key
from tracker.need import NeedWay, Posting, PostingPage
from tracker.pages.needs.forms import HelperForm, NeedAnswerForm, NeedForm, SettleForm, VisitNoteForm
from tracker.web import COUNCIL, OWN, Screens, reader, render, say, see_other

screens = Screens("needs", __name__)
BOTH = ("GET", "POST")
PAGED = ("needs_after", "offers_after")
Ways = tuple[str | None, str | None]  # where the newest of a list stand, and the older ones
AT = "/collaboratives/<code>/needs"


@screens.screen(AT, needs=Can.SEE_CARDS)
def show(code: str) -> Any:
    """What members look for and can offer, what found each other, who is ahead of us, and what came of visits."""
    return _page(code, HelperForm(formdata=None))


def _page(code: str, form: HelperForm) -> Any:
    asked = {name: given for name in ("ours", *PAGED) if (given := request.args.get(name))}
    after = {name: Key.read(asked.get(name)) for name in PAGED}
    needs = need.needs_and_offers(code, reader=reader(), ours=asked.get("ours"), **after)
    pages = {"needs": needs.needs, "offers": needs.offers}
    return render(
        "needs/show.html",
        collaborative=needs.collaborative,
        needs=needs,
        form=form,
        here=str(reader().council_id),
        ways={name: _ways(code, asked, f"{name}_after", page) for name, page in pages.items()},
    )


def _ways(code: str, asked: Mapping[str, str], name: str, page: PostingPage) -> Ways:
    """The ways through one list, which leave the other where it is; none where there is nothing."""
    at, others = url_for("needs.show", code=code), {key: given for key, given in asked.items() if key != name}
    first = f"{at}?{urlencode(others)}" if name in asked else None
    return first, f"{at}?{urlencode({**others, name: page.next_key})}" if page.next_key else None


@screens.screen(f"{AT}/new", needs=Can.ADAPT, methods=BOTH, turn=OWN)
def new(code: str) -> Any:
    """Post a need or an offer."""
    found, form = collaborative.get(code), NeedForm()
    if request.method == "GET" and (way := request.args.get("way")) in set(NeedWay):
        form.way.data = way
    if form.sent():
        with form.trying():
            made = need.post(collaborative=found, draft=form.draft(), by=reader().person_id)
    if form.accepted:
        say("It stands there. You are told by letter when somebody answers.")
        return see_other("needs.posting", code=code, posting_id=made.id)
    return render("needs/new.html", form=form, collaborative=found)


@screens.screen(f"{AT}/<uuid:posting_id>", needs=Can.SEE_CARDS)
def posting(code: str, posting_id: UUID) -> Any:
    """One need or offer with its answers; another council answers it here."""
    found = collaborative.get(code)
    return _posting(found, need.posting_in(found, posting_id), NeedAnswerForm(formdata=None))


@screens.screen(f"{AT}/<uuid:posting_id>", needs=Can.ADAPT, methods=("POST",), turn=OWN)
def answer(code: str, posting_id: UUID) -> Any:
    """Answer a need or an offer of another council."""
    found, form = collaborative.get(code), NeedAnswerForm()
    row = need.posting_in(found, posting_id)
    if form.sent():
        with form.trying():
            words, people, by = form.words.data or "", form.people.data, reader().person_id
            need.answer(posting=row, collaborative=found, words=words, people=people, by=by)
    if form.accepted:
        say("They are told, and you hear by letter.")
        return see_other("needs.posting", code=code, posting_id=posting_id)
    return _posting(found, row, form)


def _posting(found: Collaborative, row: Posting, form: NeedAnswerForm) -> Any:
    return render(
        "needs/posting.html",
        collaborative=found,
        posting=row,
        answers=need.answers_to(row),
        poster=need.council_of(row),
        left=need.places_left(posting=row),
        ours=row.council_id == reader().council_id,
        form=form,
    )


@screens.screen(f"{AT}/<uuid:posting_id>/end", needs=Can.ADAPT, methods=("POST",), turn=COUNCIL)
def end(code: str, posting_id: UUID) -> Any:
    """Take a need or an offer of ours down."""
    need.end(posting=need.own_posting(collaborative.get(code), posting_id))
    say("Taken down. What was agreed stays.")
    return see_other("needs.show", code=code)


@screens.screen(f"{AT}/answers/<uuid:answer_id>", needs=Can.ADAPT, methods=BOTH, turn=OWN)
def settle(code: str, answer_id: UUID) -> Any:
    """Say yes, no or another day to what another council answers."""
    found, form = collaborative.get(code), SettleForm()
    row = need.answer_to_us(found, answer_id)
    to, answerer = need.own_posting(found, row.posting_id), need.council_of(row)
    if form.sent():
        with form.trying():
            need.settle(found=row, posting=to, collaborative=found, state=form.chosen, reply=form.reply.data or "")
    if form.accepted:
        say(f"{answerer} is told.")
        return see_other("needs.show", code=code)
    return render("needs/settle.html", form=form, collaborative=found, posting=to, answer=row, answerer=answerer)


@screens.screen(f"{AT}/answers/<uuid:answer_id>/notes", needs=Can.ADAPT, methods=BOTH, turn=OWN)
def notes(code: str, answer_id: UUID) -> Any:
    """Write what came of something agreed, and the fares."""
    found, form = collaborative.get(code), VisitNoteForm()
    row = need.agreed_answer(found, answer_id)
    if form.sent():
        with form.trying():
            words, spent = form.words.data or "", form.expenses.data
            need.write_up(found=row, words=words, expenses=spent, by=reader().person_id)
    if form.accepted:
        say("Kept. The members read it.")
        return see_other("needs.show", code=code, anchor="came")
    return render("needs/notes.html", form=form, collaborative=found, answer=row)


@screens.screen(f"{AT}/people", needs=Can.SEE_CARDS, methods=("POST",), turn=OWN)
def people(code: str) -> Any:
    """Agree to be asked, or be named no more."""
    found, form = collaborative.get(code), HelperForm()
    if request.form.get("act") == "stop":
        need.stop_helping(collaborative=found, by=reader().person_id)
        say("You are named no more.")
        return see_other("needs.show", code=code, anchor="people")
    if form.sent():
        with form.trying():
            topics, by = form.topics.data or "", reader().person_id
            need.offer_to_help(collaborative=found, topics=topics, by=by)
    if form.accepted:
        say("Members may ask you. You can take it back at any time.")
        return see_other("needs.show", code=code, anchor="people")
    return _page(code, form)

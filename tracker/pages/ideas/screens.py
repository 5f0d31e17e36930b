"""Ideas: logging one, the list, the board, one idea's page and what people say on it."""

from __future__ import annotations

import functools
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import abort, request

from tracker import (
    amendment,
    attachment,
    capacity,
    collaborative,
    council,
    gate,
    idea,
    lesson,
    place,
    portfolio,
    risk,
    tag,
    talk,
    upkeep,
    value,
)
from tracker.clock import today
from tracker.council import Can
from tracker.form import SentBeforeError
from tracker.idea import Idea, Key, Refused
from tracker.pages.ideas import drafts
from tracker.pages.ideas.cards import board_page
from tracker.pages.ideas.facts import about, files_beside, owner_page, people, track, withdrawn_on
from tracker.pages.ideas.forms import AudienceForm, SayForm, typed_idea
from tracker.pages.ideas.lines import lines, order_of
from tracker.pages.ideas.narrowing import narrowing
from tracker.pages.ideas.sharing import sharing
from tracker.pages.ideas.words import acts_on, one_thing_due
from tracker.web import OWN, Screens, allow, form_key, piece, reader, render, say, see_other
from tracker.web.numbers import whole

screens = Screens("ideas", __name__)
ASIDES = (
    value.WORTH,
    risk.OPEN_RISKS,
    lesson.LESSONS,
    tag.TAGS,
    amendment.WITHDRAWN,
    portfolio.TRIANGLE,
    collaborative.SHARED,
    attachment.FILES,
    place.PLACES,
    collaborative.CREDITS,
    capacity.THANKS,
)


@screens.screen("/ideas", needs=Can.SEE_IDEAS)
def listing() -> Any:
    """Every idea, narrowed by what is known of it; those changed last first."""
    asked, offer = narrowing(request.args)
    filters = asked.filters(mine=reader().person_id)
    after, before = (Key.read(request.args.get(end)) for end in ("after", "before"))
    page = idea.listing(reader=reader(), filters=filters, after=after, before=before)
    return render(
        "ideas/list.html",
        narrowing=asked,
        lines=lines(page.rows, offer.names),
        filters=filters,
        order=order_of(page, filters),
        older=asked.after(page.next_key) if page.next_key else None,
        newer=asked.before(page.previous_key) if page.previous_key else None,
    )


@screens.screen("/board", needs=Can.SEE_IDEAS)
def board() -> Any:
    """Where everything is, and how long it has been there."""
    return render("ideas/board.html", **board_page(request.args, reader()))


@screens.screen("/ideas/new", needs=Can.LOG_IDEA, methods=("GET", "POST"), turn=OWN, keyed=False, files=True)
def new() -> Any:
    """Log an idea: keep it as a draft, or send it. One that was saved as it was typed goes on as that draft."""
    try:
        return _new()
    except SentBeforeError as sent:
        return drafts.go_on(sent)


def _new() -> Any:
    plain = request.method == "POST" and not {"draft", "look"} & request.form.keys() and not drafts.brings_files()
    if plain and (typed := typed_idea(request.form)):
        with suppress(Refused):  # the form then says what is wrong, beside its field
            receipt = form_key.receipt("/ideas/{ref}/sent") if form_key.unused() else None
            source = idea.Provenance(idea.Origin.OWN if "origin" in request.form else None)
            return see_other("ideas.sent", ref=idea.log(me=reader(), provenance=source, receipt=receipt, **typed))
    if request.method == "POST":
        form_key.claim()
    return drafts.begin(drafts.blank_form())


@screens.screen("/ideas/<ref>/edit", needs=Can.LOG_IDEA, of=idea.corrects, methods=("GET", "POST"), files=True)
def edit(found: Idea) -> Any:
    """Go on with a draft, or put right what was sent."""
    form = drafts.form_of(found)
    if idea.is_draft(found):
        return drafts.write_on(found, form)
    form.leave_what_stands(found)
    if form.sent():
        with form.trying():
            by, version = reader().person_id, whole(form.version.data, otherwise=0)
            idea.correct(idea=found, by=by, version=version, provenance=form.provenance, **form.said)
    if form.accepted:
        say("Put right. What stood there before stays in the history.")
        return see_other("ideas.show", ref=found.ref)
    return render("ideas/correct.html", form=form, idea=found)


@screens.screen("/ideas/<ref>/sent", needs=Can.LOG_IDEA)
def sent(ref: str) -> Any:
    """Thank the author: who reads it, and when they hear."""
    found = idea.get(ref=ref, reader=reader())
    if not idea.is_author(found, reader()) or found.submitted_on is None:
        raise idea.NotFoundError(ref)
    if found.merged_into_id and (into := idea.story(ref=ref, reader=reader(), brief=True).merged_into):
        return render("ideas/joined.html", idea=found, into=into, whose=form_key.whose())
    late = upkeep.reply_late(found.reply_due_on, replied=found.first_reply_on, today=today())
    readers = council.people_who_can(Can.TRIAGE)
    return render("ideas/sent.html", idea=found, late=late, readers=readers, whose=form_key.whose())


@screens.screen("/ideas/<ref>", needs=Can.SEE_IDEAS)
def show(ref: str) -> Any:
    """What an idea is, where it stands, what it is worth, what could go wrong, what happened, and the one thing due."""
    return _page(ref)


@functools.cache
def _blank_words(open_to_all: bool) -> Any:  # noqa: FBT001 - a key of what is kept
    """The field for a comment as nobody has written in it, the same on every page."""
    return piece("ideas/_words.html", form=SayForm(formdata=None), open_to_all=open_to_all)


def _notes_from() -> UUID | None:
    """The note that an address names, from which on older ones are read."""
    try:
        return UUID(request.args["notes"])
    except (KeyError, ValueError):
        return None


def _page(ref: str, form: SayForm | None = None) -> Any:
    publishes = reader().can(Can.PUBLISH)
    asides, notes_from = (*ASIDES, *((collaborative.JOINED,) if publishes else ())), _notes_from()
    story = idea.story(ref=ref, reader=reader(), asides=asides, notes_from=notes_from)
    if idea.is_draft(story.idea):
        return see_other("ideas.edit", ref=ref)
    worth, risks, lessons = story.told(value.WORTH), story.told(risk.OPEN_RISKS), story.told(lesson.LESSONS)
    sees = worth.unseen and value.open_evidence(idea=story.idea, reader=reader())
    return render(
        "ideas/show.html",
        form=form,
        blank_words=None if form else _blank_words(story.idea.open_to_all),
        story=story,
        notes_from=notes_from,
        idea=story.idea,
        worth=worth,
        risks=risks,
        withdrawn=withdrawn_on(story),
        asks_for_scrutiny=risk.asks_for_scrutiny,
        lessons=lessons,
        triangle=story.told(portfolio.TRIANGLE),
        thanks=story.told(capacity.THANKS),
        credits=story.told(collaborative.CREDITS),
        tree=collaborative.lineage(story.idea) if story.shared else None,
        sees=sees,
        sharing=sharing(story, publishes=publishes),
        acts=acts_on(story, reader()),
        due=one_thing_due(story, worth, risks, lessons, reader()),
        track=track(story),
        people=people(story),
        owner_page=owner_page(story.idea),
        about=about(story, story.told(place.PLACES)),
        files=files_beside(story, worth),
        gate=gate.next_gate(story.idea.stage) if story.idea.stage.next else None,
    )


@screens.screen("/ideas/<ref>/messages", needs=Can.COMMENT, of=idea.speaks, methods=("POST",), endpoint="speak")
def speak(found: Idea) -> Any:
    """Say something on an idea: a comment, the author's answer to a question, or what its author gets by letter."""
    form = SayForm()
    if form.sent():
        with form.trying():
            say(_say(found, form.words.data or ""))
    if form.accepted:
        return see_other("ideas.show", ref=found.ref, anchor="conversation")
    return _page(found.ref, form)


def _say(found: Idea, words: str) -> str:
    """Say it in the way that was pressed, with colleagues named in it; return what to tell of it. Raises Refused."""
    by = reader().person_id
    if "answer" in request.form:
        said, done = idea.answer_question(idea=found, answer=words, by=by), "Your answer is with the person who asked."
    elif "reply" in request.form:
        allow(idea.replies(found, reader()))
        said, done = idea.reply(idea=found, words=words, by=by), "Your words are on their way to the author."
    else:
        said, done = idea.comment(idea=found, words=words, by=by), "Your comment is here now."
    named = talk.name_colleagues(message=said, idea=found, by=by)
    return f"{done} {talk.naming_told(named)}".strip()


@screens.screen("/ideas/<ref>/messages/<uuid:message_id>/redact", needs=Can.COMMENT, methods=("GET", "POST"))
def redact(ref: str, message_id: UUID) -> Any:
    """Take away the words of a message: its writer may, and a lead. A page shows them before."""
    found = idea.get(ref=ref, reader=reader())
    message = idea.message(idea=found, message_id=message_id)
    if not idea.reads(message, found, reader()):
        raise idea.NotFoundError(ref)
    allow(idea.redacts(message, reader()))
    if request.method == "GET" and not message.redacted_at:
        return render("ideas/redact.html", idea=found, message=message, own=message.by_id == reader().person_id)
    if request.method == "GET":
        say("These words were taken away already.")
        return see_other("ideas.show", ref=ref, anchor="conversation")
    idea.redact(message=message, idea=found, by=reader().person_id)
    say("The words are gone. That something stood there remains.")
    return see_other("ideas.show", ref=ref, anchor="conversation")


@screens.screen("/ideas/<ref>/follow", needs=Can.COMMENT, of=idea.speaks, methods=("POST",))
def follow(found: Idea) -> Any:
    """Hear what becomes of an idea, or no longer."""
    if request.form.get("follow", "yes") not in {"yes", "no"}:
        abort(400)
    if request.form.get("follow") == "no":
        idea.unfollow(idea=found, person_id=reader().person_id)
        say("You no longer follow this idea.")
    else:
        idea.follow(idea=found, person_id=reader().person_id)
        say("You follow this idea: you hear what becomes of it, as you chose under your account.")
    return see_other("ideas.show", ref=found.ref)


@screens.screen(
    "/ideas/<ref>/confidence",
    needs=Can.LOG_IDEA,
    of=idea.keeps_confidence,
    methods=("GET", "POST"),
    endpoint="confidence",
)
def confidence(found: Idea) -> Any:
    """Set who sees an idea, and name who may see it besides; or open it to everybody again."""
    named = [str(person) for person in idea.confidants(idea=found)]
    form = AudienceForm(data={"audience": found.audience, "people": named})
    form.offer(council.people(), found)
    if form.sent():
        with form.trying():
            say(form.act(found, by=reader().person_id))
    if form.accepted:
        return see_other("ideas.show", ref=found.ref)
    return render(
        "ideas/confidence.html",
        form=form,
        idea=found,
        restricted=idea.RESTRICTED,
        published=collaborative.publications_of(found),
    )

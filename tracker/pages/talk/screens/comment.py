"""A comment with colleagues named in it, perhaps on another; a note among those who keep an idea; a change of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, request

from tracker import council, idea, talk
from tracker.council import Can
from tracker.idea import Idea, Message, MessageKind
from tracker.pages.talk.forms import ChangeForm, CommentForm
from tracker.web import Screens, allow, reader, render, say, see_other
from tracker.web.forms import identifier

screens = Screens("talk", __name__)


@screens.screen("/ideas/<ref>/comment", needs=Can.COMMENT, of=idea.speaks, methods=("GET", "POST"))
def comment(found: Idea) -> Any:
    """Say something on an idea and tell colleagues: a comment, on another's perhaps, or a note for its keepers."""
    above, form = _above(found), _offered(found)
    if form.sent():
        with form.trying():
            said = _said(found, form.words.data or "", above)
            named = talk.name_colleagues(message=said, idea=found, by=reader().person_id, picked=form.picked)
            say(f"{_done(said)} {talk.naming_told(named)}".strip())
    if form.accepted:
        return see_other("ideas.show", ref=found.ref, anchor="conversation")
    return render("talk/comment.html", form=form, idea=found, above=above, keeps=idea.keeps(found, reader()))


def _offered(found: Idea) -> CommentForm:
    form, people = CommentForm(), [one for one in council.people() if one.id != reader().person_id]
    form.offer(people, seeing=idea.those_who_see(found, [one.id for one in people]))
    return form


def _above(found: Idea) -> Message | None:
    """What it is said about, where the address names that."""
    talk.check_sent(found)
    if "to" not in request.args:
        return None
    above = idea.message(idea=found, message_id=identifier(request.args["to"]) or abort(404))
    if above.kind is MessageKind.NOTE:
        raise idea.NotFoundError(found.ref)
    return above


def _said(found: Idea, words: str, above: Message | None) -> Message:
    by = reader().person_id
    if "note" in request.form:
        allow(idea.keeps(found, reader()))
        return idea.note(idea=found, words=words, by=by)
    return idea.comment(idea=found, words=words, by=by, reply_to=above.id if above else None)


def _done(said: Message) -> str:
    is_note = said.kind is MessageKind.NOTE
    return "Kept as a note. Only who looks after the idea reads it." if is_note else "Your comment is here now."


@screens.screen("/ideas/<ref>/messages/<uuid:message_id>/edit", needs=Can.COMMENT, methods=("GET", "POST"))
def edit(ref: str, message_id: UUID) -> Any:
    """Change what one wrote, shortly after."""
    found = idea.get(ref=ref, reader=reader())
    message = idea.message(idea=found, message_id=message_id)
    allow(message.by_id == reader().person_id and message.kind in talk.EDITED)
    form, late = ChangeForm(data={"words": message.text}), not talk.edits(message, reader())
    if form.sent():
        with form.trying():
            talk.edit(message=message, idea=found, words=form.words.data or "", by=reader().person_id)
            named = talk.name_colleagues(message=message, idea=found, by=reader().person_id)
            say(f"Changed. What stood there before can be read. {talk.naming_told(named)}".strip())
    if form.accepted:
        return see_other("ideas.show", ref=ref, anchor="conversation")
    return render("talk/edit.html", form=form, idea=found, late=late, minutes=talk.EDIT_TIME.seconds // 60)


@screens.screen("/ideas/<ref>/messages/<uuid:message_id>/history", needs=Can.SEE_IDEAS)
def versions(ref: str, message_id: UUID) -> Any:
    """What a message said before its writer changed it."""
    found = idea.get(ref=ref, reader=reader())
    message = idea.message(idea=found, message_id=message_id)
    if not idea.reads(message, found, reader()):
        raise idea.NotFoundError(ref)
    by = council.names([message.by_id])[message.by_id]
    return render("talk/versions.html", idea=found, message=message, by=by, versions=talk.versions_of(message=message))

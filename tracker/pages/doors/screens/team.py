"""A team's door: the short form that a poster opens, without an account."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from tracker import attachment, contact, voice
from tracker.contact import AnswerWay, Poster, TokenKind
from tracker.pages.doors.forms import TeamForm
from tracker.pages.doors.opening import (
    TOO_MANY,
    WAIT,
    about_council,
    is_taken,
    link_of,
    remember,
    remembered,
    sent_page,
    unknown,
)
from tracker.tenancy import as_council, directory
from tracker.web import ANYONE, Screens, render
from tracker.web.signed_in import reader_or_nobody

screens = Screens("team", __name__)


@screens.screen("/t/<token>", needs=ANYONE, methods=("GET", "POST"), files=True)
def door(token: str) -> Any:
    """Say in two minutes what gets in the way, and hear what becomes of it."""
    link, form = link_of(token, TokenKind.POSTER), TeamForm()
    if link is None:
        return unknown()
    sends = form.sent()
    taken = is_taken(link.subject_id) if sends else True
    mail = _mail(form) if sends and taken else True
    with as_council(link.council_id):
        poster = contact.the_poster(link.subject_id)
        if poster is None:
            return unknown()
        if sends and taken and not poster.ended_at and _log(form, poster, mail=mail):
            return redirect(url_for(".sent", token=token), 303)
        if not taken:
            form.refuse(WAIT)
        return _page(form, poster, status=200 if taken else TOO_MANY)


def _mail(form: TeamForm) -> bool:
    """Whether a letter may go to the address that was typed: anybody might have typed it."""
    if form.way.data != AnswerWay.EMAIL:
        return True
    with directory():
        return contact.take_mail(email=form.email.data or "")


def _log(form: TeamForm, poster: Poster, *, mail: bool) -> bool:
    with form.trying():
        draft = form.draft(poster.id)
        before = contact.contact_sent(draft.sent_key)
        sent = voice.log_from_poster(poster=poster, draft=draft, thanks=mail)
        if before is None:
            attachment.attach(idea=voice.said_by(sent), uploads=form.files.uploads, by=None)
    if form.accepted:
        remember(sent)
    return form.accepted


def _page(form: TeamForm, poster: Poster, *, status: int) -> Any:
    shown = about_council()
    if poster.ended_at:
        return render("doors/ended.html", form=form, poster=poster, **shown)
    who = reader_or_nobody()
    if not form.is_submitted() and not (who and who.council_id == poster.council_id):
        contact.note_opened(poster)
    return render("doors/team.html", form=form, poster=poster, **shown), status


@screens.screen("/t/<token>/sent", needs=ANYONE)
def sent(token: str) -> Any:
    """The code, and by when there is an answer: what this browser sent last."""
    link = link_of(token, TokenKind.POSTER)
    if link is None:
        return unknown()
    with as_council(link.council_id):
        found = remembered(poster_id=link.subject_id)
        if found is None:
            return redirect(url_for(".door", token=token), 303)
        again = url_for(".door", token=token)
        return sent_page(found, idea=voice.said_by(found), again=again, **about_council())

"""A claim code: what became of what somebody without an account said, and what they add to it."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from tracker import contact, voice
from tracker.contact import Contact, DoorLink, TidingEntry, TokenKind
from tracker.council import clean_email
from tracker.pages.doors.forms import CodeForm, MoreForm
from tracker.pages.doors.opening import NOT_FOUND, TOO_MANY, WAIT, about_council, address, hold, holds, is_taken
from tracker.tenancy import as_council, directory
from tracker.web import ANYONE, Screens, render, say
from tracker.web.signed_in import reader_or_nobody

screens = Screens("code", __name__)
UNKNOWN = (
    "No answer is kept under this code: it is mistyped, or it has ended. Look at the letters again, or ask those whom"
    " you told."
)
LATER = (
    "Many codes that nobody has were tried from your network, perhaps by somebody else, so none is looked up from there"
    " for five minutes. A code that works goes on working: try it again then."
)


@screens.screen("/code", needs=ANYONE, methods=("GET", "POST"))
def look() -> Any:
    """Type a code."""
    form = CodeForm()
    if form.sent():
        token = contact.claim_address(form.code.data or "")
        link, waits = _found(token)
        if link:
            return redirect(url_for(".show", token=token), 303)
        return _not_found(form, waits=waits)
    return render("doors/code.html", form=form)


@screens.screen("/code/<token>", needs=ANYONE, methods=("GET", "POST"))
def show(token: str) -> Any:
    """What became of it, for whoever has its code; what they add goes to those who read it."""
    link, waits = _found(token)
    if link is None:
        return _not_found(CodeForm(None), waits=waits)
    form = MoreForm()
    sends = form.sent() and form.press.data in form.press.offered
    taken = is_taken(link.subject_id) if sends else True
    mail = _mail(form) if sends and taken else True
    with as_council(link.council_id):
        found = contact.the_contact(link.subject_id)
        if found is None:
            return _not_found(CodeForm(None), waits=False)
        hold(found)
        if sends and taken and _keep(form, found, mail=mail):
            return redirect(url_for(".show", token=token), 303)
        if not taken:
            form.refuse(WAIT)
        return _page(form, found, token), 200 if taken else TOO_MANY


def _found(token: str) -> tuple[DoorLink | None, bool]:
    """What a code opens, and whether nothing is looked up from here for now: wrong ones are counted.

    A browser that sent it, or has opened it, goes on: what somebody else on its network tries is not its doing.
    """
    reader_or_nobody()
    with directory():
        waits, link = contact.must_wait(address=address()), contact.find(token, kind=TokenKind.CLAIM)
        if waits:
            return (link, False) if link and holds(link) else (None, True)
        if link is None:
            contact.note_miss(address=address())
        return link, False


def _not_found(form: CodeForm, *, waits: bool) -> Any:
    """Tell of a code that is nobody's: never given, ended or mistyped, in the same words."""
    form.refuse(LATER if waits else UNKNOWN, field="code")
    return render("doors/code.html", form=form), TOO_MANY if waits else NOT_FOUND


def _mail(form: MoreForm) -> bool:
    """Whether a letter may go to the address that was typed: anybody might have typed it."""
    if form.press.data != "email":
        return True
    with directory():
        return contact.take_mail(email=form.email.data or "")


def _keep(form: MoreForm, found: Contact, *, mail: bool) -> bool:
    with form.trying():
        if form.press.data == "email":
            voice.hear_by_email(made=found, email=clean_email(form.email.data or ""), thanks=mail)
            say(f"You hear by email too, at {contact.masked(found.email or '')}. Is it not yours? Put it right below.")
        elif form.press.data == "out":
            voice.hear_by_code(made=found)
            say("Your address is taken out. You hear by your code alone.")
        else:
            voice.add_from_contact(made=found, words=form.words.data or "")
            say("It is with those who read your idea.")
    return form.accepted


def _thread(found: Contact, answers: list[TidingEntry]) -> list[TidingEntry]:
    """What a contact was told and what they wrote since, the newest first."""
    own = [
        TidingEntry(one.id, "You answered" if one.kind == "answer" else "You added", one.text, None, None, one.at)
        for one in voice.own_words(found)
    ]
    return sorted([*answers, *own], key=lambda one: (one.at, one.id), reverse=True)


def _page(form: MoreForm, found: Contact, token: str) -> str:
    said, answers = voice.said_by(found), contact.answers_to(found)
    shown = about_council()
    return render(
        "doors/became.html",
        form=form,
        idea=said,
        contact=found,
        address=contact.masked(found.email) if found.email else None,
        answers=answers,
        thread=_thread(found, answers),
        question=voice.open_question(said),
        code=contact.code_in_words(token.upper()),
        **shown,
    )

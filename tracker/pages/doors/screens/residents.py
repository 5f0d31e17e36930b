"""The residents' door, and what anybody may read: we asked, you said, we did."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for

from tracker import contact, council, voice
from tracker.clock import start_of, today
from tracker.contact import MOST_TOLD, TokenKind
from tracker.council import clean_email
from tracker.pages.doors.forms import ConfirmForm, ResidentForm, sent_key
from tracker.pages.doors.opening import (
    NOT_FOUND,
    TOO_MANY,
    WAIT,
    about_council,
    forget,
    is_taken,
    link_of,
    remember,
    remembered,
    sent_page,
)
from tracker.tenancy import as_council, directory
from tracker.web import ANYONE, Screens, render
from tracker.web.numbers import whole
from tracker.web.signed_in import reader_or_nobody

screens = Screens("residents", __name__)
TOO_MANY_LETTERS = (
    "So many letters wait for this address that yours could not go for days. Your words are still here: give another"
    " address, or send them tomorrow."
)


def _council(code: str) -> UUID:
    """The council of a door for anybody; there being one is no secret. Raises NoSuchCouncilError."""
    reader_or_nobody()
    with directory():
        return council.by_code(code).id


@screens.screen("/say/<council_code>", needs=ANYONE, methods=("GET", "POST"))
def door(council_code: str) -> Any:
    """Tell the council something: it is passed on once its sender presses the link in a letter."""
    council_id, form = _council(council_code), ResidentForm()
    with as_council(council_id):
        if not contact.door_settings().residents:
            return render("doors/closed.html", form=form, **about_council())
    sends = form.sent()
    taken = is_taken(council_id) if sends else True
    if sends and taken and _submit(form, council_id):
        forget()
        return redirect(url_for(".sent", council_code=council_code), 303)
    if not taken:
        form.refuse(WAIT)
    status = TOO_MANY if sends and not form.accepted else 200
    with as_council(council_id):
        return render("doors/resident.html", form=form, **about_council()), status


def _submit(form: ResidentForm, council_id: UUID) -> bool:
    """Keep the words until they are confirmed; where so many letters wait for their address, they stay in the form."""
    email = clean_email(form.email.data or "")
    with directory():
        goes_at = contact.mail_moment(email=email)
    if goes_at is None:
        form.refuse(TOO_MANY_LETTERS, field="email")
        return False
    with as_council(council_id):
        contact.submit_words(
            problem=form.problem.data or "",
            proposal=form.proposal.data or "",
            place=form.place.data or "",
            email=email,
            may_show=bool(form.may_show.data),
            sent_key=sent_key(council_id),
            goes_at=goes_at,
        )
    form.accepted = True
    return True


@screens.screen("/say/<council_code>/sent", needs=ANYONE)
def sent(council_code: str) -> Any:
    """What is left to do: press the link in the letter; once that was done, the code."""
    with as_council(_council(council_code)):
        found = remembered()
        if found is None:
            return render("doors/letter.html", most=contact.MAILS, wait=contact.LONGEST_WAIT, **about_council())
        again = url_for(".door", council_code=council_code)
        return sent_page(found, idea=voice.said_by(found), again=again, **about_council())


@screens.screen("/say/<council_code>/confirm/<token>", needs=ANYONE, methods=("GET", "POST"))
def confirm(council_code: str, token: str) -> Any:
    """What the link in the letter opens: one press passes it on. Opening it changes nothing."""
    council_id, form = _council(council_code), ConfirmForm()
    link = link_of(token, TokenKind.CONFIRMATION)
    with as_council(council_id):
        sends = form.sent()
        held = contact.submission(link.subject_id, hold=sends) if link and link.council_id == council_id else None
        if held is None:
            return render("doors/confirmed.html", **about_council()), NOT_FOUND
        if not sends:
            return render("doors/confirm.html", form=form, submission=held, **about_council())
        remember(voice.log_confirmed(submission=held))
        return redirect(url_for(".sent", council_code=council_code), 303)


@screens.screen("/we-asked/<council_code>", needs=ANYONE)
def told(council_code: str) -> Any:
    """What became of what people said, in words that a lead approved."""
    before = whole(request.args.get("before", ""), otherwise=0) or None
    with as_council(_council(council_code)):
        found = contact.tellings(before=before)
        more = found[MOST_TOLD - 1].number if len(found) > MOST_TOLD else None
        counted = contact.counted(since=start_of(today().replace(month=1, day=1)))
        return render(
            "doors/told.html",
            tellings=found[:MOST_TOLD],
            more=more,
            counted=counted,
            most=contact.MOST_COUNTED,
            before=before,
            **about_council(),
        )

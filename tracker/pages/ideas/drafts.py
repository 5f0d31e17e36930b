"""An idea while it is written: begun, saved as it is typed, gone on with, sent, or thrown away."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import jsonify, request

from tracker import attachment, council, idea, place
from tracker import form as forms
from tracker.clock import add_working_days, today
from tracker.council import Can
from tracker.form import SentBeforeError
from tracker.idea import Idea, NotFoundError, Origin
from tracker.pages.ideas.alike import before_sending, like
from tracker.pages.ideas.forms import IdeaForm, IdeaPlacesForm
from tracker.tenancy import together
from tracker.web import OWN, Screens, allow, form_key, reader, render, say, see_other, warn
from tracker.web.problem import problem, wants_json

screens = Screens("drafts", __name__)
LOGGED_AT = "/ideas/new"
_DRAFT_AT = re.compile(r"/ideas/([^/]+)/edit")
UNREADABLE, GONE = 422, 409


def brings_files() -> bool:
    """Whether a form came with a file."""
    return any(each.filename for each in request.files.values())


def blank_form() -> IdeaForm:
    """The form as nobody has written in it but whose idea it is, where a link said that, or as it was sent."""
    said = request.args.get("origin")
    written = IdeaForm(data={"origin": said if said in set(Origin) else Origin.OWN})
    written.offer(*place.services_and_places())
    return written


def form_of(found: Idea) -> IdeaForm:
    """The form as an idea stands, or as it was sent."""
    offered, there = place.offered_query(kept=found.service_id), place.places_on_query(idea=found)
    answers = together((offered, there))
    named = answers.of(there) if request.method == "GET" else []
    written = IdeaForm(data=_as_typed(found) | {"place": str(named[0].id) if named else ""})
    written.offer(*answers.of(offered))
    return written


def _as_typed(found: Idea) -> dict[str, Any]:
    notes = {Origin.RESIDENT: "told_by", Origin.ELSEWHERE: "seen_at"}
    note = {notes[found.origin]: found.origin_note} if found.origin in notes else {}
    return {
        "title": found.title,
        "problem": found.problem,
        "proposal": found.proposal,
        "service": str(found.service_id or ""),
        "origin": found.origin or Origin.OWN,
        "behalf_of": found.credit_name or _email_of(found.credit_id),
        "version": str(found.version),
        **note,
    }


def _email_of(person_id: UUID | None) -> str | None:
    """By what a colleague who is credited is told from all others."""
    to = council.to(person_id) if person_id else None
    return to.email if to else None


def begin(written: IdeaForm) -> Any:
    """Log an idea as it was sent; else keep it as a draft: where that was asked, another looks close, or files came."""
    if request.method == "POST" and "draft" in request.form and written.can_be_kept:
        return write_on(idea.log_draft(by=reader().person_id, **_said(written)), written)
    ref = ""
    if before_sending(written):
        draft = _kept(written)
        return _hold_back(draft) if written.accepted else _page(draft, written)
    if written.sent():
        with written.trying():
            ref = _log(written)
    if written.accepted:
        return see_other("ideas.sent", ref=ref)
    return _page(_kept_files(written), written)


def _kept_files(written: IdeaForm) -> Idea | None:
    """A draft of what cannot be sent yet, where files came that would have to be chosen anew."""
    return _kept(written) if written.can_be_kept and written.files.taken else None


def _hold_back(draft: Idea) -> Any:
    """Show what is close to a draft before it is sent."""
    return see_other("ideas.edit", ref=draft.ref, held="y")


def _kept(written: IdeaForm) -> Idea:
    """A draft of what is not sent yet, with the files that are taken."""
    draft = idea.log_draft(by=reader().person_id, **_said(written))
    with written.trying():
        _keep_beside(draft, written)
    return draft


def _said(written: IdeaForm) -> dict[str, Any]:
    return {**written.said, "provenance": written.provenance}


def _log(written: IdeaForm) -> str:
    ref = idea.log(me=reader(), **_said(written))
    if written.place_ids or written.files.uploads:
        _keep_beside(idea.get(ref=ref, reader=reader()), written)
    return ref


def _keep_beside(found: Idea, written: IdeaForm) -> None:
    """Keep where an idea would be tried, and those of its files that are taken. Raises Refused."""
    if written.place_ids or idea.is_draft(found):
        place.set_places(idea=found, place_ids=written.place_ids, by=reader().person_id)
    attachment.attach(idea=found, uploads=written.files.taken, by=reader().person_id)


def write_on(draft: Idea, written: IdeaForm) -> Any:
    """Keep what was written in a draft, and send it where that was pressed."""
    if request.method == "POST" and not written.can_be_kept:
        written.sent()
    elif request.method == "POST":
        idea.save_draft(idea=draft, by=reader().person_id, **_said(written))
        with written.trying():
            _keep_beside(draft, written)
        for fault in written.files.faults():  # of the files that are not taken
            written.accepted = False
            written.refuse_all(fault)
        if "draft" in request.form and written.accepted:
            say(f"Kept as a draft, {draft.ref}. Only you can see it until you send it.")
            return see_other("ideas.edit", ref=draft.ref)
        if written.accepted and before_sending(written):
            return _hold_back(draft)
        if written.accepted and _submitted(draft, written):
            return see_other("ideas.sent", ref=draft.ref)
    return _page(draft, written)


def _submitted(draft: Idea, written: IdeaForm) -> bool:
    written.accepted = False
    if written.sent():
        with written.trying():
            idea.submit(idea=draft, by=reader().person_id)
    return written.accepted


def _page(draft: Idea | None, written: IdeaForm) -> str:
    who, held_back = reader(), request.method == "GET" and "held" in request.args
    similar = (
        like(written, draft=draft) if held_back else idea.similar(**idea.told(draft), but=draft.id) if draft else []
    )
    return render(
        "ideas/write.html",
        form=written,
        draft=draft,
        similar=similar,
        files=attachment.files_on(idea=draft) if draft else [],
        held_back=held_back and bool(similar),
        due=add_working_days(today(), who.promise_days, who.nation),
        whose=form_key.whose(),
    )


@screens.screen("/ideas/<ref>/join", needs=Can.LOG_IDEA, of=idea.speaks, methods=("POST",), files=True)
def join(found: Idea) -> Any:
    """Join an idea that says the same: one's own is sent and goes on as one with it, with all that is its own."""
    written = blank_form()
    named = request.form.get("draft_ref", "")
    draft = _own_draft(named) if named.isascii() and named.isprintable() and named else None
    if named and draft is None:
        warn("What you wrote was sent, or thrown away, in another window. It is not sent twice.")
        return see_other("home.home")
    if not written.sent():
        return _page(draft or _kept_files(written), written)
    with written.trying():
        mine = draft or idea.log_draft(by=reader().person_id, **_said(written))
        if draft:
            idea.save_draft(idea=draft, by=reader().person_id, **_said(written))
        _keep_beside(mine, written)
        idea.join(idea=mine, into=found, by=reader().person_id)
    if written.accepted:
        return see_other("ideas.sent", ref=mine.ref)
    return _page(draft, written)


def go_on(sent: SentBeforeError) -> Any:
    """Go on with the draft that the key of a form was used for as it was typed. Raises what it was given otherwise."""
    draft = _draft_of(sent)
    if draft is None:
        raise sent
    answer = write_on(draft, form_of(draft))
    if getattr(answer, "status_code", None) == form_key.SEE_OTHER and (receipt := form_key.receipt(at=LOGGED_AT)):
        forms.drop(receipt)  # the key leads on from here, with what was sent now
        forms.claim(receipt)
        forms.settle(receipt, location=answer.headers["Location"])
    return answer


def _draft_of(sent: SentBeforeError) -> Idea | None:
    """The draft that a key led to, held; None where it led elsewhere, or was sent or thrown away since."""
    found = _DRAFT_AT.fullmatch(sent.location)
    return _own_draft(found[1]) if found else None


def _own_draft(ref: str) -> Idea | None:
    idea.hold([ref])
    with suppress(NotFoundError):
        found = idea.get(ref=ref, reader=reader())
        return found if idea.is_draft(found) and idea.is_author(found, reader()) else None
    return None


@screens.screen("/ideas/drafts", needs=Can.LOG_IDEA, methods=("POST",), turn=OWN, keyed=False)
def keep() -> Any:
    """Keep what is being typed: the key of the page names the draft, so that it is one however often it is sent."""
    written = blank_form()
    if not written.can_be_kept:
        written.sent()
        return problem(UNREADABLE) if wants_json() else _page(None, written)
    draft = _typed_draft(written)
    if draft is None:
        return _gone()
    address = f"/ideas/{draft.ref}/edit"
    return jsonify(ref=draft.ref, address=address) if wants_json() else see_other("ideas.edit", ref=draft.ref)


def _gone() -> Any:
    """The draft was sent or thrown away in another window."""
    return problem(GONE) if wants_json() else see_other("ideas.new")


def _typed_draft(written: IdeaForm) -> Idea | None:
    """The draft with what was typed now; the first time it is begun. None where it is none any longer."""
    by = reader().person_id
    if named := request.form.get("ref"):
        draft = _own_draft(named) if named.isascii() and named.isprintable() else None
    else:
        try:
            return _begun(written)
        except SentBeforeError as sent:
            draft = _draft_of(sent)
    if draft is not None:
        idea.save_draft(idea=draft, by=by, **_said(written))
        place.set_places(idea=draft, place_ids=written.place_ids, by=by)
    return draft


def _begun(written: IdeaForm) -> Idea:
    """Begin a draft under the key of its page. Raises SentBeforeError where it was begun, or sent, before."""
    receipt = form_key.receipt(at=LOGGED_AT)
    if receipt:
        forms.claim(receipt)
    draft = idea.log_draft(by=reader().person_id, **_said(written))
    place.set_places(idea=draft, place_ids=written.place_ids, by=reader().person_id)
    if receipt:
        forms.settle(receipt, location=f"/ideas/{draft.ref}/edit")
    return draft


@screens.screen("/ideas/<ref>/discard", needs=Can.LOG_IDEA, of=idea.is_author, methods=("POST",))
def discard(found: Idea) -> Any:
    """Throw a draft away."""
    allow(idea.is_draft(found))
    place.set_places(idea=found, place_ids=(), by=reader().person_id)
    idea.discard_draft(idea=found, by=reader().person_id)
    say("The draft is thrown away. Nobody else had seen it.")
    return see_other("home.home")


@screens.screen("/ideas/<ref>/places", needs=Can.LOG_IDEA, of=idea.corrects, methods=("GET", "POST"))
def places(found: Idea) -> Any:
    """Name the wards or areas that an idea is about."""
    named = place.places_on(idea=found)
    form = IdeaPlacesForm(data={"places": [str(each.id) for each in named]})
    form.offer(named, place.places())
    if form.sent():
        with form.trying():
            place.set_places(idea=found, place_ids=form.place_ids, by=reader().person_id)
    if form.accepted:
        say("Where it is, is saved.")
        return see_other("ideas.edit" if idea.is_draft(found) else "ideas.show", ref=found.ref)
    return render("ideas/places.html", form=form, idea=found)

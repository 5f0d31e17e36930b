"""What is done about an idea's capacity beside its parts: a promise settled, a partnership ended, a sign-off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, request, url_for

from tracker import capacity, idea
from tracker.capacity import Office
from tracker.council import Can
from tracker.idea import Idea, Refused, State
from tracker.pages.upkeep.forms import SignOffForm
from tracker.web import OvertakenError, Screens, allow, reader, render, say, see_other

screens = Screens("capacity", __name__)
WORKED_ON = {State.ACTIVE, State.PARKED}


def _worked_on(found: Idea) -> None:
    """Raises NotFoundError of an idea that nobody works on."""
    if found.state not in WORKED_ON:
        raise idea.NotFoundError(found.ref)


@screens.screen("/ideas/<ref>/commitments/<uuid:activity_id>", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("POST",))
def settle(found: Idea, activity_id: UUID) -> Any:
    """Say whether a partner kept what it promised."""
    _worked_on(found)
    kept = request.form.get("kept", "")
    if kept not in {"yes", "no"}:
        abort(400)
    try:
        capacity.settle_commitment(idea=found, activity_id=activity_id, kept=kept == "yes", by=reader().person_id)
    except Refused as why:
        raise OvertakenError(str(why), see=url_for("current.show", ref=found.ref, part="partners")) from why
    say("Noted: they kept it." if kept == "yes" else "Noted: they did not keep it.")
    return see_other("current.show", ref=found.ref, part="partners", anchor="partners")


@screens.screen("/ideas/<ref>/partners/<uuid:partner_id>/end", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("POST",))
def end(found: Idea, partner_id: UUID) -> Any:
    """Note that a partner works on the idea no more."""
    _worked_on(found)
    capacity.end_partnership(idea=found, partner_id=partner_id, by=reader().person_id)
    say("It works on the idea no more. What it did stays in the record.")
    return see_other("current.show", ref=found.ref, part="partners", anchor="partners")


@screens.screen("/ideas/<ref>/sign-offs/<office>", needs=Can.SEE_IDEAS, methods=("GET", "POST"))
def sign(ref: str, office: str) -> Any:
    """Sign an idea off for finance, human resources, IT or performance: the person named for it does."""
    found = idea.get(ref=ref, reader=reader())
    _worked_on(found)
    entry = capacity.capacity_of(idea=found).sign_offs.get(office) or abort(404)
    allow(capacity.signs(entry, reader()))
    form = SignOffForm(data={"word": entry.word, "note": entry.note})
    if form.sent():
        with form.trying():
            form.save(found, office=Office(office), by=reader().person_id)
    if form.accepted:
        say("Kept, under your name. You can say it anew here whenever it changes.")
        return see_other("ideas.show", ref=ref)
    return render("upkeep/sign.html", form=form, idea=found, entry=entry)

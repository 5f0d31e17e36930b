"""Collaboratives: what councils try together, the cards they share, and taking one in."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from tracker import collaborative, council
from tracker.collaborative import TO_BE_OPENED
from tracker.council import Can
from tracker.idea import NotFoundError
from tracker.pages.sharing.forms import AdaptForm
from tracker.pages.sharing.screens.pipeline import joint_board
from tracker.pages.sharing.worth import card_words
from tracker.tenancy import together
from tracker.web import OWN, Screens, reader, render, say, see_other
from tracker.web.rendering import back_to

screens = Screens("collaboratives", __name__)


@screens.screen("/collaboratives", needs=Can.SEE_CARDS)
def listing() -> Any:
    """The collaboratives that this council belongs to, and what other councils have told it."""
    unseen, waiting = collaborative.unseen_query(reader=reader()), collaborative.proposed_query()
    answers = together((unseen, waiting))
    asks = collaborative.waiting_asks() if reader().can(Can.PUBLISH) else ()
    asked = collaborative.invitations() if reader().can(Can.CONVENE) else ()
    proposed = answers.of(waiting) if reader().can(Can.CONVENE) else ()
    asking = {"asks": asks, "asked": asked, "proposed": proposed}
    return render("sharing/list.html", mine=collaborative.mine(), told_us=answers.of(unseen), **asking)


@screens.screen("/collaboratives/notices", needs=Can.PUBLISH, methods=("POST",), turn=OWN)
def read() -> Any:
    """Note that somebody who may act on it has read what other councils told."""
    collaborative.mark_seen([told.id for told in collaborative.unseen_notices(reader=reader())])
    say("Marked as read. What was told stands on each idea’s own page.")
    return redirect(back_to(request.form.get("back"), url_for("collaboratives.listing")), 303)


@screens.screen("/collaboratives/<code>", needs=Can.SEE_CARDS)
def show(code: str) -> Any:
    """What the councils of a collaborative try together, by stage, and what can be taken."""
    return render("sharing/show.html", **joint_board(code))


@screens.screen("/collaboratives/<code>/cards/<int:number>", needs=Can.SEE_CARDS)
def card(code: str, number: int) -> Any:
    """One card, with the question whether it could work here."""
    asked = collaborative.card_query(TO_BE_OPENED, number)
    made = collaborative.versions_query(TO_BE_OPENED, number, reader=reader())
    found, answers = collaborative.opened(code, asked, made)
    if (shown := answers.of(asked)) is None:
        raise NotFoundError(f"{code} {number}")
    here, versions = reader().council_id, answers.of(made)
    return render(
        "sharing/card.html",
        collaborative=found,
        card=shown,
        versions=versions,
        ours=shown.council_id == here,
        taken=next((one.adopter_ref for one in versions if one.council_id == here), None),
        health=shown.health if collaborative.health_of_stage(shown.health, shown.shown) else None,
        strand=shown.strand,
        **card_words(),
    )


@screens.screen("/collaboratives/<code>/cards/<int:number>/adapt", needs=Can.ADAPT, methods=("GET", "POST"), turn=OWN)
def adapt(code: str, number: int) -> Any:
    """Take a card into our own pipeline: what is kept, changed and dropped."""
    found = collaborative.get(code)
    shown = collaborative.card(found, number)
    form = AdaptForm.about(shown, council.services())
    if form.sent():
        with form.trying():
            fit, by = form.fit(shown.parts), reader().person_id
            title, service_id = form.title.data, form.service_id
            taken = collaborative.adapt(
                card=shown, collaborative=found, fit=fit, by=by, title=title, service_id=service_id
            )
    if form.accepted:
        say(f"{taken.ref} is yours, and at its design gate. {shown.shown['council']} is told.")
        return see_other("ideas.show", ref=taken.ref)
    return render("sharing/adapt.html", form=form, collaborative=found, card=shown)

"""What a guest of a collaborative sees: the invitation, signing in by a link, the joint board and a card."""

from __future__ import annotations

from typing import Any

from flask import request

from tracker import collaborative, guest
from tracker.collaborative import Collaborative
from tracker.idea import Key, NotFoundError
from tracker.pages.sharing.guest_forms import GuestSignInForm
from tracker.pages.sharing.narrowing import CardBox, CardNarrowing, narrowed
from tracker.pages.sharing.worth import card_words
from tracker.tenancy import directory, together
from tracker.web import ANYONE, GUEST, Screens, render, say, see_other, the_guest
from tracker.web.forms import Form
from tracker.web.guests import let_guest_in, let_guest_out
from tracker.web.signed_in import reader_or_nobody

screens = Screens("guest_room", __name__)
BOTH = ("GET", "POST")
GONE = 404
AT = "/guests"


# --- coming in --------------------------------------------------------------------------------------------------------
@screens.screen("/guests/invitation/<token>", needs=ANYONE, methods=BOTH)
def invitation(token: str) -> Any:
    """Say who asks whom to read what, and answer."""
    reader_or_nobody()
    with directory():
        offer = guest.open_invitation(token)
        accepted = guest.accept(token) if offer and request.method == "POST" else None
    if offer is None or (request.method == "POST" and accepted is None):
        return _gone()
    if accepted:
        return _come_in(accepted)
    return render("guests/invitation.html", form=Form(), offer=offer, token=token)


@screens.screen("/guests/invitation/<token>/no", needs=ANYONE, methods=("POST",))
def decline(token: str) -> Any:
    """Decline: who asked reads it, and the link is good for nothing from now on."""
    reader_or_nobody()
    with directory():
        declined = guest.decline(token)
    if not declined:
        return _gone()
    say("You declined. Who asked you reads that, and nothing else.")
    return see_other(".sign_in")


@screens.screen("/guests/sign-in", needs=ANYONE, methods=BOTH)
def sign_in() -> Any:
    """Send a link to sign in; the page says the same whether or not the address is a guest’s."""
    form = GuestSignInForm()
    if form.sent():
        with directory():
            guest.ask_for_link(email=form.email.data or "", address=request.remote_addr or "")
        return render("guests/link_sent.html", email=form.email.data)
    return render("guests/sign_in.html", form=form)


@screens.screen("/guests/link/<token>", needs=ANYONE, methods=BOTH)
def link(token: str) -> Any:
    """Sign in by a link: opening it changes nothing, one press signs in, once."""
    reader_or_nobody()
    with directory():
        named = guest.link_leads_to(token)
        signed_in = guest.sign_in(token) if named and request.method == "POST" else None
    if named is None or (request.method == "POST" and signed_in is None):
        return _gone()
    return _come_in(signed_in) if signed_in else render("guests/link.html", form=Form(), named=named)


@screens.screen("/guests/sign-out", needs=ANYONE, methods=("POST",))
def sign_out() -> Any:
    """End this browser’s sign-in as a guest."""
    reader_or_nobody()
    let_guest_out()
    say("You are signed out.")
    return see_other(".sign_in")


def _come_in(token: str) -> Any:
    let_guest_in(token)
    say("You are signed in as a guest.")
    return see_other(".board")


def _gone() -> Any:
    return render("guests/link_gone.html"), GONE


# --- reading ----------------------------------------------------------------------------------------------------------
@screens.screen(AT, needs=GUEST)
def board() -> Any:
    """The joint board: what the councils try together, by stage."""
    found, members, asked, boxes = _asked()
    cards, counts = collaborative.board_queries(found, asked.sieve)
    answers = together((cards, counts))
    columns = collaborative.columns_of(answers.of(cards), answers.of(counts))
    return _read(
        "guests/board.html",
        found,
        members=members,
        columns=columns,
        total=sum(column.count for column in columns),
        uncounted=any(column.cut for column in columns),
        narrowing=asked,
        boxes=boxes,
    )


@screens.screen(f"{AT}/cards", needs=GUEST)
def cards() -> Any:
    """Every card that fits what is asked, the newest first, fifty on a page."""
    found, _, asked, boxes = _asked()
    page = collaborative.page_query(found, asked.sieve, after=Key.read(request.args.get("after"))).answer()
    at = f"{AT}/cards"
    return _read(
        "guests/cards.html",
        found,
        page_of=page,
        narrowing=asked,
        boxes=boxes,
        next=asked.address(at, after=str(page.next_key)) if page.next_key else None,
        first=asked.address(at) if request.args.get("after") else None,
    )


@screens.screen(f"{AT}/cards/<int:number>", needs=GUEST)
def card(number: int) -> Any:
    """One card, as its council shows it."""
    found = guest.read_here(the_guest())
    try:
        shown = collaborative.card(found, number)
    except NotFoundError:
        return _read("guests/card_gone.html", found), GONE
    health = shown.health if collaborative.health_of_stage(shown.health, shown.shown) else None
    return _read("guests/card.html", found, card=shown, health=health, ours=False, strand=None, **card_words())


def _asked() -> tuple[Collaborative, list[str], CardNarrowing, list[CardBox]]:
    """What the guest reads, its members by name, and what an address narrows its cards to: nothing by words."""
    found = guest.read_here(the_guest())
    members = collaborative.members_of(found)
    asked = narrowed({name: said for name, said in request.args.items() if name not in {"words", "about"}}, members)
    return found, list(dict.fromkeys(one.member for one in members)), asked, asked.boxes(members)


def _read(template: str, found: Collaborative, **shown: Any) -> str:
    return render(template, collaborative=found, guest=the_guest(), door_council=found.called, **shown)

"""My account, switching council, and belonging to none."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_login import current_user

from tracker import council
from tracker.council import Digest
from tracker.form import discard_sealed
from tracker.pages.account.forms import AboutMeForm, ChangePasswordForm, SignInsForm
from tracker.tenancy import directory
from tracker.web import SIGNED_IN, Screens, reader, render, say, see_other
from tracker.web.sealing import kept_words
from tracker.web.signed_in import let_in

screens = Screens("account", __name__)
UNNAMED = "A browser"


@screens.screen("/account", needs=SIGNED_IN, methods=("GET", "POST"), door=False)
def show() -> Any:
    """My name, how I hear from the product, my password, and signing out everywhere."""
    with directory():
        person = council.profile_of(reader().person_id)
        form = AboutMeForm(name=person.name, digest=str(person.digest))
        if form.sent():
            council.rename(person_id=person.id, name=form.name.data or person.name)
            council.set_digest(person_id=person.id, digest=Digest(form.digest.data))
            say("Your account is saved.")
            return see_other("account.show")
    return render("account/show.html", form=form, password_form=ChangePasswordForm(formdata=None))


@screens.screen("/account/password", needs=SIGNED_IN, methods=("GET", "POST"), door=False)
def password() -> Any:
    """Change my password; every other browser is signed out."""
    form, token = ChangePasswordForm(), None
    if form.sent():
        with directory():
            if not council.check_password(person_id=reader().person_id, password=form.current.data or ""):
                form.refuse("That is not the password you use now.", field="current")
            else:
                token = _choose(form)
    if token:
        let_in(token)
        say("Your password is changed. Every other browser is signed out.")
        return see_other("account.show")
    return render("account/password.html", form=form)


def _choose(form: ChangePasswordForm) -> str | None:
    who = reader()
    try:
        council.choose_password(person_id=who.person_id, password=form.password.data or "")
    except ValueError as why:
        form.refuse(str(why), field="password")
        return None
    return council.start(person_id=who.person_id, council_id=who.council_id)


@screens.screen("/account/words", needs=SIGNED_IN, methods=("GET", "POST"), door=False)
def words() -> Any:
    """What I sent when my sign-in had ended: to be sent now, or thrown away."""
    with directory():
        if request.method == "POST":
            discard_sealed(person_id=reader().person_id)
        kept = kept_words(reader().person_id)
    if request.method == "POST":
        say("They are thrown away.")
        return see_other("account.show")
    return render("account/words.html", kept=kept)


@screens.screen("/account/sign-ins", needs=SIGNED_IN, methods=("GET", "POST"), door=False)
def sign_ins() -> Any:
    """Where I am signed in, and ending some of it, with my password."""
    with directory():
        found = council.sign_ins_of(reader().person_id, token=current_user.get_id())
        if not found or not found[0].is_this:
            return see_other("sign_in.sign_in")  # ended a moment ago, in another browser
        others = {each.key: each for each in found[1:]}
        form = SignInsForm()
        form.ended.choices = [(key, each.browser or UNNAMED) for key, each in others.items()]
        if others and form.sent():
            if council.check_password(person_id=reader().person_id, password=form.current.data or ""):
                council.end_sign_ins(person_id=reader().person_id, keys=form.ended.data)
                say("They are signed out.")
                return see_other("account.sign_ins")
            form.refuse("That is not the password you use now.", field="current")
    return render(
        "account/sign_ins.html", form=form, this=found[0], others=others, unnamed=UNNAMED, ends=council.sign_in_ends()
    )


@screens.screen("/account/sign-out-everywhere", needs=SIGNED_IN, methods=("POST",), door=False)
def sign_out_everywhere() -> Any:
    """End every signed-in browser of mine, this one too."""
    with directory():
        council.sign_out_everywhere(person_id=reader().person_id)
    say("You are signed out everywhere.")
    return see_other("sign_in.sign_in")


@screens.screen("/switch", needs=SIGNED_IN, methods=("GET", "POST"), door=False)
def switch() -> Any:
    """Choose the council to work in, of those I belong to; the browser gets a new token."""
    with directory():
        places = council.places_of(reader().person_id)
        wanted = next((place for place in places if place.code == request.form.get("council")), None)
        token = council.start(person_id=reader().person_id, council_id=wanted.id) if wanted else None
    if wanted and token:
        let_in(token)
        say(f"You are working in {wanted.name}.")
        return see_other("home.home")
    if request.method == "POST":
        abort(404)
    return render("account/switch.html", places=places)


@screens.screen("/no-council", needs=SIGNED_IN, door=False)
def no_council() -> Any:
    """Say what to do to somebody who belongs to no council."""
    return see_other("operations.show") if reader().is_operator else render("account/no_council.html")

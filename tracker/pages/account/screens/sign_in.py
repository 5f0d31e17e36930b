"""Signing in and out, and choosing a password by a link."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask_login import current_user

from tracker import council
from tracker.pages.account.forms import ForgottenForm, PasswordForm, SignInForm
from tracker.tenancy import directory
from tracker.web import ANYONE, Screens, back_to, render, say, see_other
from tracker.web.signed_in import let_in, let_out

screens = Screens("sign_in", __name__)
TOO_MANY = 429


@screens.screen("/sign-in", needs=ANYONE, methods=("GET", "POST"))
def sign_in() -> Any:
    """Sign in with email and password, and go where one wanted to."""
    form, wanted = SignInForm(), back_to(request.args.get("next"), url_for("home.home"))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(wanted, 303)
    waits = False
    if form.sent():
        try:
            let_in(_check(form))
        except council.SignInError as why:
            waits = why.wait
            form.refuse(str(why), field="email")
        else:
            return redirect(wanted, 303)
    return render("account/sign_in/sign_in.html", form=form), TOO_MANY if waits else 200


def _check(form: SignInForm) -> str:
    """Return the token of a new browser. A failed try is counted although sign-in is refused."""
    refused: council.SignInError | None = None
    with directory():
        try:
            token = council.sign_in(
                email=form.email.data or "", password=form.password.data or "", address=request.remote_addr or ""
            )
        except council.SignInError as why:
            refused = why
    if refused:
        raise refused
    return token


@screens.screen("/sign-out", needs=ANYONE, methods=("POST",))
def sign_out() -> Any:
    """End this browser's sign-in."""
    let_out()
    say("You are signed out.")
    return see_other("sign_in.sign_in")


@screens.screen("/forgotten", needs=ANYONE, methods=("GET", "POST"))
def forgotten() -> Any:
    """Send a link to choose a new password; the page says the same whether or not the email is known."""
    form = ForgottenForm()
    if form.sent():
        with directory():
            council.ask_for_reset(email=form.email.data or "", address=request.remote_addr or "")
        return render("account/sign_in/link_sent.html", email=form.email.data)
    return render("account/sign_in/forgotten.html", form=form)


@screens.screen("/reset/<token>", needs=ANYONE, methods=("GET", "POST"))
def reset(token: str) -> Any:
    """Choose a new password by a reset link."""
    form, new_token = PasswordForm(), None
    with directory():
        link = council.open_link(token)
        if link and form.sent():
            try:
                new_token = council.use_link(link, password=form.password.data or "")
            except ValueError as why:
                form.refuse(str(why), field="password")
    if new_token:
        let_in(new_token)
        say("Your password is set, and you are signed in.")
        return see_other("home.home")
    if link is None and request.method == "POST":
        abort(404)
    return render("account/sign_in/password.html", form=form, link=link), 200 if link else 404

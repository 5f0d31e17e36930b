"""Screens: addresses that must say who may open them, each inside the door of the council that was chosen."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, NoReturn

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker import idea, inbox
from tracker.council import Can, Reader
from tracker.idea import Idea
from tracker.tenancy import abandon
from tracker.web import form_key
from tracker.web.conflict import once, once_more
from tracker.web.guests import guest_arrived
from tracker.web.problem import wants_json
from tracker.web.rendering import warn
from tracker.web.sealing import keep_words
from tracker.web.signed_in import arrived, expected, reader
from tracker.web.turns import ActTurn, wait_for

View = Callable[..., Any]
OK, SEE_OTHER, FIRST_ERROR = 200, 303, 400
ACT = "POST"
LONG_SECONDS = 20  # for one statement; the web server ends a page after 30 (config/gunicorn.py)
Predicate = Callable[[Idea, Reader], bool]


class Admission(Enum):
    """Who is admitted to a screen that needs no permission in a council."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    GUEST = "a guest of a collaborative"


ANYONE = Admission.ANYONE
SIGNED_IN = Admission.SIGNED_IN
GUEST = Admission.GUEST


class Screens(Blueprint):
    """A family of screens. `.screen(rule, needs=...)` is the only way to declare one."""

    def screen(
        self,
        rule: str,
        *,
        needs: Can | Admission | frozenset[Can],
        of: Predicate | None = None,
        methods: Sequence[str] = ("GET",),
        door: bool = True,
        endpoint: str | None = None,
        turn: ActTurn | None = None,
        also: tuple[str, ...] = (),
        keyed: bool = True,
        files: bool = False,
        bears_its_right: bool = False,
        works_long: bool | str = False,
    ) -> Callable[[View], View]:
        """Declare a screen: its address, what it needs (one permission, or any of a set), of which idea, and its door.

        With `of` the idea that `<ref>` names is found for its reader (404 where they may not see it) and handed to the
        view in place of the reference; who may not do this with it is refused (403).
        With `door` the view runs inside the chosen council's door, which commits when it answers below 400. Without,
        the view opens doors itself, one after the other.

        An act behind its door is done once for each key of a form, and takes its turn: on the idea that its address
        names, and those that the fields `also` name; any other declares its `turn`. With `keyed=False` the view uses
        the key itself. With `files` its form may bring files. An address that `bears_its_right` is a secret that
        permits what is done there: no form of ours need have sent it.
        A screen for a guest is read, inside the wall of guests, and acts on nothing.
        One that `works_long` asks of all that a council has, always or where its address gives the parameter that is
        named: a statement of it may take LONG_SECONDS, where others end as the settings say.
        """
        acted_on = door and _acts(rule, needs, methods, turn)

        def register(view: View) -> View:
            @functools.wraps(view)
            def guarded(**arguments: Any) -> Any:
                if needs is GUEST:
                    return _as_guest(view, arguments)
                if not door or needs is ANYONE:
                    return _turn_away(needs) or once(functools.partial(acts, **arguments))
                _let_take_long(works_long)
                if acted_on and request.method == ACT:
                    return once_more(functools.partial(_entered, needs, in_turn, arguments))
                return _entered(needs, acts, arguments)

            acts = view if of is None else _on_idea(view, of)
            in_turn = _in_turn(acts, turn, also, keyed=keyed)
            guarded.needs = needs  # type: ignore[attr-defined]  # read by the tenancy matrix
            guarded.bears_its_right = bears_its_right  # type: ignore[attr-defined]  # read by tracker/web/browser.py
            guarded.takes_files = files  # type: ignore[attr-defined]  # read by tracker/web/uploads.py
            super(Screens, self).route(rule, methods=methods, endpoint=endpoint)(guarded)
            return guarded

        return register

    def route(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse: an address without a permission cannot be declared."""
        msg = "declare screens with .screen(rule, needs=...)"
        raise TypeError(msg)


def _acts(rule: str, needs: Can | Admission | frozenset[Can], methods: Sequence[str], turn: ActTurn | None) -> bool:
    """Say whether somebody acts there. Raises TypeError for an act without a turn, and for any of a guest."""
    if needs is ANYONE or ACT not in methods:
        return False
    if needs is GUEST:
        msg = f"{rule}: a guest reads, and acts on nothing"
        raise TypeError(msg)
    if turn is None and "<ref>" not in rule:
        msg = f"{rule}: say what its acts take turns on: turn=COUNCIL, or OWN where each holds what it changes"
        raise TypeError(msg)
    return True


def _let_take_long(works_long: bool | str) -> None:  # noqa: FBT001 - as a screen declares it
    if works_long is True or (works_long and request.args.get(works_long)):
        g.may_take = LONG_SECONDS


def _entered(needs: Can | Admission | frozenset[Can], view: View, arguments: dict[str, Any]) -> Any:
    with arrived():
        return _turn_away(needs) or _inside(view, arguments)


def _as_guest(view: View, arguments: dict[str, Any]) -> Any:
    """What a guest reads; whoever is none, or no longer one, is led to where guests sign in."""
    with guest_arrived() as who:
        return _kept(view(**arguments)) if who else _lead_to("guest_room.sign_in", otherwise=401)


def _in_turn(view: View, turn: ActTurn | None, also: tuple[str, ...], *, keyed: bool) -> View:
    """An act: once for each key, in turn with all others on the same thing."""

    def acts(**arguments: Any) -> Any:
        if keyed:
            form_key.claim()
        wait_for(turn, arguments, also)
        answer = view(**arguments)
        form_key.settle(answer)
        if keyed and getattr(answer, "status_code", OK) == SEE_OTHER:
            _count_again()
        return answer

    return acts


def _count_again() -> None:
    """Count what is asked of whoever acted, now that they did: the next page says it."""
    who = reader()
    if who.council_id:
        inbox.count_again(reader=who, kept=who.asked)


def _on_idea(view: View, of: Predicate) -> View:
    """Find the idea of an address for its reader, and refuse who may not do this with it."""

    def acts(ref: str, **arguments: Any) -> Any:
        who = reader()
        found = idea.get(ref=ref, reader=who)
        allow(of(found, who))
        return view(found, **arguments)

    return acts


def allow(permitted: bool) -> None:  # noqa: FBT001 - reads as the sentence it is: allow(meets(condition, reader()))
    """Refuse (403) unless a predicate permits what is asked."""
    if not permitted:
        abort(403)


def _turn_away(needs: Can | Admission | frozenset[Can]) -> Response | None:
    """Return where to go instead of the screen: to sign in; 403 where a permission lacks."""
    if needs is ANYONE:
        return None
    who = expected()
    if who is None:
        return _to_sign_in()
    if needs is SIGNED_IN:
        return None
    wanted = needs if isinstance(needs, frozenset) else frozenset([needs])
    if not wanted & who.allowed:
        abort(403)
    return None


def _to_sign_in() -> Response:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    if request.method == ACT and not wants_json() and keep_words():
        warn("You were signed out before this could be sent. Sign in: what you wrote is kept for you.")
    return _lead_to("sign_in.sign_in", otherwise=401, next=wanted if wanted != "/" else None)


def _lead_to(endpoint: str, *, otherwise: int, **values: Any) -> Response:
    """Lead a person to another page first; a program, which reads no pages, is told a status."""
    if wants_json():
        abort(otherwise)
    return redirect(url_for(endpoint, **values), 303)


def _inside(view: View, arguments: dict[str, Any]) -> Any:
    if reader().council_id is None:
        return _lead_to("account.no_council", otherwise=403)
    return _kept(view(**arguments))


def _kept(answer: Any) -> Any:
    """An answer; where it tells of an error, what was done behind the open door is taken back."""
    if getattr(answer, "status_code", 200) >= FIRST_ERROR or (
        isinstance(answer, tuple) and isinstance(answer[1], int) and answer[1] >= FIRST_ERROR
    ):
        abandon()
    return answer

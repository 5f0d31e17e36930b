"""Screens: addresses that must say who may open them, each inside the door of the council that was chosen."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, NoReturn

from flask import Blueprint, abort, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.council import Can
from tracker.tenancy import abandon, as_council

View = Callable[..., Any]
FIRST_ERROR = 400


class Who(Enum):
    """Who may open a screen that needs no permission in a council."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"


ANYONE = Who.ANYONE
SIGNED_IN = Who.SIGNED_IN


class Screens(Blueprint):
    """A family of screens. `.screen(rule, needs=...)` is the only way to declare one."""

    def screen(
        self,
        rule: str,
        *,
        needs: Can | Who | frozenset[Can],
        methods: Sequence[str] = ("GET",),
        door: bool = True,
        endpoint: str | None = None,
    ) -> Callable[[View], View]:
        """Declare a screen: its address, what it needs (one permission, or any of a set) and whether a door is open.

        With `door` the view runs inside the chosen council's door, which commits when it answers below 400. Without,
        the view opens doors itself, one after the other.
        """

        def register(view: View) -> View:
            @functools.wraps(view)
            def guarded(**arguments: Any) -> Any:
                if turned_away := _turn_away(needs):
                    return turned_away
                return _inside(view, arguments) if door and needs is not ANYONE else view(**arguments)

            guarded.needs = needs  # type: ignore[attr-defined]  # read by the tenancy matrix
            super(Screens, self).route(rule, methods=methods, endpoint=endpoint)(guarded)
            return guarded

        return register

    def route(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse: an address without a permission cannot be declared."""
        msg = "declare screens with .screen(rule, needs=...)"
        raise TypeError(msg)


def _turn_away(needs: Can | Who | frozenset[Can]) -> Response | None:
    """Return where to go instead of the screen: to sign in, or to choose a council; 403 where a permission lacks."""
    if needs is ANYONE:
        return None
    if not current_user.is_authenticated:
        return _to_sign_in()
    if needs is SIGNED_IN:
        return None
    wanted = needs if isinstance(needs, frozenset) else frozenset([needs])
    if not wanted & current_user.me.allowed:
        abort(403)
    return None


def _to_sign_in() -> Response:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.sign_in", next=wanted if wanted != "/" else None), 303)


def _inside(view: View, arguments: dict[str, Any]) -> Any:
    if current_user.me.council_id is None:
        return redirect(url_for("account.no_council"), 303)
    with as_council(current_user.me.council_id):
        answer = view(**arguments)
        if getattr(answer, "status_code", 200) >= FIRST_ERROR or (
            isinstance(answer, tuple) and isinstance(answer[1], int) and answer[1] >= FIRST_ERROR
        ):
            abandon()
        return answer

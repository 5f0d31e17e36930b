"""How a letter is worded: from its template and particulars, when it is carried, in the words of its council."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from config.settings import settings
from tracker import direction

TEMPLATES = Path(__file__).parents[2] / "templates"
SECRET = frozenset({"token", "link", "stop_address"})  # particulars by which one acts as whoever the letter is for
HIDDEN = "[in the letter alone]"


class LetterWords(NamedTuple):
    """What a letter says: in plain words, and as a browser shows it."""

    text: str
    html: str


@functools.cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.do"],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=direction.held,
    )


def word_with(
    *,
    called: Callable[..., str],
    capital: Callable[[str], str],
    message: Callable[[str], str],
    secrets: Mapping[str, Callable[[str], str | None]],
) -> None:
    """Have letters call the values of closed lists as the council that sends them does, large where a line begins.

    `message` gives what a message says now: a letter only names it, so that words which were taken away meanwhile do
    not go out; nor does it keep any of the `secrets`, each made of what it names. They are given by tracker.listening.
    The first takes the context so that Jinja asks it for each letter, constant values too.
    """
    _pages().filters["capital"] = capital
    _pages().filters["called"] = pass_context(lambda _letter, *asked, **given: called(*asked, **given))
    _pages().filters["message"] = message
    _pages().filters.update({name: _secret(made) for name, made in secrets.items()})


def _secret(made: Callable[[str], str | None]) -> Callable[..., str | None]:
    """A filter that makes a secret for the letter that goes, and tells only that there is one where it is looked at."""

    @pass_context
    def told(letter: Context, named: str) -> str | None:
        secret = made(named)
        return HIDDEN if secret and letter["is_shown"] else secret

    return told


def words_of(
    template: str, *, to_name: str, subject: str, particulars: Mapping[str, object], is_shown: bool = False
) -> LetterWords:
    """Word a letter behind the door of the council that sends it; behind the directory's, one that belongs to none.

    One that is only shown, to somebody else than it is for, holds no secret: with a code or a link of another one
    answers in their place.
    """
    given = {"to": {"name": to_name}, "subject": subject, "base_url": settings().base_url, "is_shown": is_shown}
    told = {name: _hidden(name, value) for name, value in particulars.items()} if is_shown else particulars
    shown = {"stop_address": None, **told, **given}
    return LetterWords(
        text=direction.in_plain_words(_pages().get_template(f"post/{template}.txt").render(shown)),
        html=direction.on_a_page(_pages().get_template(f"post/{template}.html").render(shown)),
    )


def _hidden(name: str, value: object) -> object:
    """What a letter that is only shown says in the place of a particular, and of what that is made of."""
    if isinstance(value, Mapping):
        return {each: _hidden(each, said) for each, said in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(name, each) for each in value]
    return HIDDEN if value and name in SECRET else value

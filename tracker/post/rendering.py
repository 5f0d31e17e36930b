"""How a letter is worded: from its template and particulars, when it is carried, in the words of its council."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape

from config.settings import settings
from tracker import direction

TEMPLATES = Path(__file__).parents[2] / "templates"


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
    _pages().filters.update(secrets)


def words_of(template: str, *, to_name: str, subject: str, particulars: Mapping[str, object]) -> LetterWords:
    """Word a letter behind the door of the council that sends it; behind the directory's, one that belongs to none."""
    given = {"to": {"name": to_name}, "subject": subject, "base_url": settings().base_url}
    shown = {"stop_address": None, **particulars, **given}
    return LetterWords(
        text=direction.in_plain_words(_pages().get_template(f"post/{template}.txt").render(shown)),
        html=direction.on_a_page(_pages().get_template(f"post/{template}.html").render(shown)),
    )

"""What things are called on the page at hand: in the words of the council that the page is of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask, g, has_request_context
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.local import LocalProxy
from wtforms import SelectChoice

from tracker import wording
from tracker.web.filters import day
from tracker.web.signed_in import reader_or_nobody
from tracker.wording import BUILT_IN, Reading, Vocabulary


def vocabulary() -> Vocabulary:
    """The words of the reader's council, or of the one that the page was opened for; the built-in ones for nobody."""
    if not has_request_context():
        return BUILT_IN
    words: Vocabulary | None = g.get("vocabulary")
    if words is None:
        reader = reader_or_nobody()
        words = g.vocabulary = Vocabulary(reader.own_words) if reader else BUILT_IN
    return words


def speak_as(words: Vocabulary) -> None:
    """Call things as another council does than the reader's: a page that a link of a letter opened."""
    g.vocabulary = words


def called(value: object, words_of: str, reading: str = Reading.LEAD, **particulars: object) -> str:
    """What a value of a closed list is called on this page; a day among its particulars reads as any day does."""
    if not particulars:
        return vocabulary().called(value, words_of, reading)
    given = {name: day(given) if isinstance(given, date) else given for name, given in particulars.items()}
    return vocabulary().called(value, words_of, reading, **given)


def choices_of(words_of: str, *values: object, blank: str = "") -> Callable[[], list[SelectChoice]]:
    """Choices of a field: the values of a list, or those named, before them one for none; made with each form."""

    def made() -> list[SelectChoice]:
        nothing = [SelectChoice("", blank)] if blank else []
        pairs = vocabulary().choices(words_of, values or None)
        return [*nothing, *(SelectChoice(value, words) for value, words in pairs)]

    return made


def worded(text: str) -> str:
    """A sentence that names entries, such as "Its {role.owner}", in the words of this page."""
    return vocabulary().filled(text)


def label(text: str) -> str:
    """A label that names entries, such as "The {role.owner}’s name", worded anew on each page; it begins large."""
    return LocalProxy(lambda: wording.capital(worded(text)))  # type: ignore[return-value]  # reads as str


@pass_context
def _called_here(
    page: Context, value: object, words_of: str, reading: str = Reading.LEAD, **particulars: object
) -> str:
    words: Vocabulary | None = page.parent.get("own_vocabulary")  # asked hundreds of times: each page carries its own
    if words is None or particulars:
        return called(value, words_of, reading, **particulars)
    return words.called(value, words_of, reading)


def init(app: Flask) -> None:
    """Give every template the filter that says what a value is called, the one for sentences, and the words.

    They take the context so that Jinja asks them on each page: what is called alike for ever it works out once.
    """
    app.jinja_env.filters["called"] = _called_here
    app.jinja_env.filters["worded"] = pass_context(lambda _page, text: worded(text))
    app.jinja_env.globals["vocabulary"] = vocabulary

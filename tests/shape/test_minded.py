"""Every form that takes a sentence asks before it takes what looks like personal data, or says why not."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from wtforms import StringField, TextAreaField
from wtforms.fields.core import UnboundField

from tracker import pages
from tracker.web.forms import MINDED, Form, MindfulForm

UNMINDED = {
    "PlacesForm": "names of places, one a line",
    "RedactForm": "words are taken away there that should not stand",
    "ReplyForm": "the words of letters, for any idea",
    "GalleryForm": "nothing is kept of it",
}


def every_form() -> Iterator[type[Form]]:
    for module in pkgutil.walk_packages(pages.__path__, f"{pages.__name__}."):
        for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(found, Form) and found.__module__ == module.name:
                yield found


def takes_sentences(form: type[Form]) -> bool:
    fields = {name: one for name in dir(form) if isinstance(one := getattr(form, name, None), UnboundField)}
    many = any(issubclass(one.field_class, TextAreaField) for one in fields.values())
    return many or any(name in MINDED and issubclass(one.field_class, StringField) for name, one in fields.items())


def test_every_form_that_takes_a_sentence_minds_what_looks_like_personal_data():
    plain = {form.__name__ for form in every_form() if takes_sentences(form) and not issubclass(form, MindfulForm)}
    assert plain == set(UNMINDED)


def test_what_a_form_minds_in_are_its_fields():
    for form in every_form():
        named = getattr(form, "minds_in", ())
        assert [name for name in named if not isinstance(getattr(form, name, None), UnboundField)] == [], form

"""What may come into a field at all: text that the database can hold, of a length; of a list, what is offered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from types import MappingProxyType
from typing import Any, Self

from flask import flash, g, request
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import (
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    PasswordField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectFieldBase
from wtforms.validators import Length

from tracker.text import as_text, as_written, has_unseen, is_text

LONG = 300  # characters from which on a field says how many it takes
LONGEST = 10_000  # characters of a text whose field names no other limit
NO_FILE = "Write this as text: a file cannot be taken here"
TAKEN_OUT = "A character that cannot be kept was taken out. Look at the words, and send them again"
NOT_OFFERED = "Choose one of those offered"
OTHERWISE = "This cannot be read: look at it again"
UNSEEN = "Marks that nobody can see were taken out of what you wrote. The words are as you see them."


class Blemish(str):
    """What is left of something sent that was no text to keep, with the sentence that says so beside its field."""

    __slots__ = ("sentence",)
    sentence: str

    def __new__(cls, text: str, sentence: str) -> Self:
        """Keep what can be kept."""
        made = super().__new__(cls, text)
        made.sentence = sentence
        return made


def _text(sent: str) -> str:
    """A text as its writer sees it; that marks were taken out of it is said once."""
    if not is_text(sent):
        return Blemish(as_text(sent), TAKEN_OUT)
    if has_unseen(sent) and not g.get("unseen_told"):
        g.unseen_told = True
        flash(UNSEEN, "warn")
    return as_written(sent)


def sent_to(fields: Iterable[Field]) -> MultiDict[str, str | FileStorage]:
    """What was sent to a form: texts as their writers see them, secrets to the letter, files for fields that take one.

    No JSON is read.
    """
    taking = {field.name for field in fields if isinstance(field, FileField)}
    secret = {field.name for field in fields if isinstance(field, PasswordField)}
    sent: MultiDict[str, str | FileStorage] = MultiDict(
        (name, _text(value) if name not in secret or not is_text(value) else value)
        for name, value in request.form.items(multi=True)
    )
    for name, file in request.files.items(multi=True):
        sent.add(name, file if name in taking else Blemish("", NO_FILE))
    return sent


def single(fields: Iterable[Field]) -> Iterator[Field]:
    """Every field that is typed or chosen in, those within lists and parts among them."""
    for field in fields:
        if isinstance(field, FieldList | FormField):
            yield from single(field)
        else:
            yield field


def unreadable(field: Field) -> str | None:
    """What is wrong with a field that no page of ours sends so; None where nothing is.

    A file or a character that no text can hold, or a value that is not among those offered.
    """
    for sent in field.raw_data or ():
        if isinstance(sent, Blemish):
            return sent.sentence
    if isinstance(field, SelectFieldBase) and field.raw_data:
        offered = {str(choice.value) for choice in field.iter_choices()}
        nothing = set() if isinstance(field, SelectMultipleField) else {""}  # that, the field's own rules judge
        if not {str(sent) for sent in field.raw_data} <= offered | nothing:
            return field.invalid_choice_message or NOT_OFFERED
    if isinstance(field, PressField) and not set(field.raw_data or ()) <= field.offered:
        return NOT_OFFERED
    return None


def can_be_kept(field: Field) -> bool:
    """Whether what was sent for a field is text that a column holds, and no endless one; whatever its rules say."""
    sent = field.raw_data or ()
    return not any(isinstance(value, Blemish) or (isinstance(value, str) and len(value) > LONGEST) for value in sent)


def too_long(field: Field) -> str | None:
    """What is wrong with a text that is longer than any page asks for, where its field names no other limit."""
    limited = any(isinstance(rule, Length) for rule in field.validators)
    if isinstance(field, StringField) and not limited and any(len(sent) > LONGEST for sent in field.raw_data or ()):
        return at_most(LONGEST)
    return None


def at_most(characters: int) -> str:
    """What is said of a text that is too long."""
    return f"Use {characters:,} characters or fewer"


def most_of(field: Field) -> int | None:
    """How many characters a field takes, where it is a long one: one of several lines, or of a sentence and more."""
    named = min((rule.max for rule in field.validators if isinstance(rule, Length) and rule.max > 0), default=LONGEST)
    return named if isinstance(field, TextAreaField) or LONG <= named < LONGEST else None


class Sentences:
    """What WTForms says by itself of a field, said as we do."""

    _OWN = MappingProxyType(
        {
            "Not a valid choice.": NOT_OFFERED,
            "Invalid Choice: could not coerce.": NOT_OFFERED,
            "'%(value)s' is not a valid choice for this field.": NOT_OFFERED,
            "'%(value)s' are not valid choices for this field.": NOT_OFFERED,
            "This field is required.": "Fill this in",
            "Number must be at least %(min)s.": "Enter %(min)s or more",
            "Number must be at most %(max)s.": "Enter %(max)s or less",
            "Number must be between %(min)s and %(max)s.": "Enter a number from %(min)s to %(max)s",
        }
    )
    _AT_MOST = "Field cannot be longer than"

    def gettext(self, sentence: str) -> str:
        """A sentence in our words; what the library alone has words for is told as what it is."""
        return self._OWN.get(sentence, OTHERWISE)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """A sentence about one or many in our words; `count` is the most that a field takes, where it has a most."""
        if singular.startswith(self._AT_MOST):
            return at_most(count)
        return self.gettext(singular if count == 1 else plural)


class PressField(HiddenField):  # type: ignore[misc]  # WTForms ships no types
    """One of a few values, each sent by a button of its own."""

    def __init__(self, label: str, offered: Collection[str], **more: Any) -> None:
        super().__init__(label, **more)
        self.offered = frozenset(offered)


class EntryList(FieldList):  # type: ignore[misc]  # WTForms ships no types
    """A list of parts, each sent under its number; what is no number of a list names none of them."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        named = re.compile(rf"{re.escape(prefix)}{self._separator}(\d{{1,4}})(?:\D|$)", re.ASCII)
        return (int(found[1]) for name in formdata if (found := named.match(name)))

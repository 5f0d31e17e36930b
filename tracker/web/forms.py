"""What every form does: a refusal by a rule becomes an error beside its field, and what was typed stays typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, SelectChoice

from tracker.council import PersonError
from tracker.idea import Refused, personal_data_in
from tracker.tenancy import attempt
from tracker.web.manuscript import NotKeptError, manuscript
from tracker.web.rendering import say, warn

WRITES = {"POST"}


def choices(words: Mapping[Any, str] | Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Choices of a field, from values and the words that people read."""
    pairs = words.items() if isinstance(words, Mapping) else words
    return [SelectChoice(str(value), told) for value, told in pairs]


def identifier(given: str | None) -> UUID | None:
    """Read an identifier from what was sent; None for none, or for what is not one."""
    try:
        return UUID(given or "")
    except ValueError:
        return None


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of the product.

    In a view: `if form.sent(): with form.trying(): act(...)`, then `if form.accepted: return see_other(...)`. Where
    the form stands on another page, `form.report("Saved.")` says there what was done or what is wrong.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accepted = False

    @property
    def files(self) -> list[FileField]:
        """The fields that take a file."""
        return [field for field in self if isinstance(field, FileField)]

    def sent(self, button: str | None = None) -> bool:
        """Whether the form was sent (by the named button) and every field is in order."""
        pressed = request.method in WRITES and (button is None or button in request.form)
        return pressed and bool(self.validate())

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Try one act in a savepoint; where a rule refuses, the refusal stands beside its field and nothing is kept."""
        try:
            with attempt():
                yield
        except (Refused, PersonError) as why:
            self.refuse(str(why), field=why.field)
        else:
            self.accepted = True

    def refuse(self, sentence: str, *, field: str = "") -> None:
        """Show a sentence beside a field, or above the form where it belongs to none."""
        target = self._fields.get(field)
        if target is None:
            self.form_errors.append(sentence)
        else:
            target.errors = [*target.errors, sentence]

    def report(self, done: str) -> None:
        """Say on the next page what was done, or what is wrong where the form was refused and nothing was written.

        Raises NotKeptError for what was written, which is given back.
        """
        if self.accepted:
            say(done)
        elif (written := manuscript()) and written.words:
            raise NotKeptError(self.form_errors_text())
        else:
            warn(self.form_errors_text())

    def form_errors_text(self) -> str:
        """The first thing that is wrong, for a form that shows no errors of its own."""
        return next((error for errors in self.errors.values() for error in errors), "That could not be saved.")


class MindfulForm(Form):
    """A form that asks before it takes what looks like personal data; the writer may say that it is none."""

    minds_in: tuple[str, ...] = ()
    not_real = BooleanField("Leave it: this is not about a real person")

    @property
    def minds(self) -> dict[str, list[str]]:
        """What looks like personal data, by field, until the writer says that it is none."""
        if self.not_real.data or not self.is_submitted():
            return {}
        found = {name: personal_data_in(self[name].data) for name in self.minds_in}
        return {name: what for name, what in found.items() if what}

    def sent(self, button: str | None = None) -> bool:
        """Whether the form was sent, is in order, and nothing in it wants a second look."""
        return super().sent(button) and not self.minds

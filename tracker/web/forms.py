"""What every form does: a refusal by a rule becomes an error beside its field, and what was typed stays typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from flask import abort, g, make_response, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from sqlalchemy.exc import IntegrityError
from wtforms import BooleanField, Field, FieldList, FileField, SelectChoice, TextAreaField

from tracker.council import PersonError
from tracker.idea import Refused, personal_data_in
from tracker.tenancy import attempt
from tracker.web.constraints import refusal_of
from tracker.web.fields import Sentences, can_be_kept, sent_to, single, too_long, unreadable
from tracker.web.manuscript import NotKeptError, manuscript
from tracker.web.rehearsal import LetterShown, letters_of
from tracker.web.rendering import render, say, warn
from tracker.wording import stopped

WRITES = {"POST"}
UNREADABLE = 422


class FieldFault(NamedTuple):
    """What is wrong with a field, by its label or its id."""

    field: str
    sentence: str


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

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """How a form is filled: from the texts that were sent, and from files where its fields take them."""

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """What was sent, as a form can be filled with it."""
            sent = formdata is _Auto and form.is_submitted()
            return sent_to(form) if sent else super().wrap_formdata(form, formdata)

        def get_translations(self, _form: Form) -> Sentences:
            """What is wrong with a field, in our words."""
            return Sentences()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accepted = False

    @property
    def can_be_kept(self) -> bool:
        """Whether all that was sent is text to keep, whatever is still missing: a draft needs no more."""
        return all(map(can_be_kept, single(self)))

    def validate(self, **kwargs: Any) -> bool:
        """Check each field by its own rules, then for what no page of ours sends (which answers 422)."""
        good = bool(super().validate(**kwargs))
        for field in single(self):
            sentence = unreadable(field)
            g.unreadable = g.get("unreadable", False) or sentence is not None
            if sentence := sentence or too_long(field):
                field.errors, good = [sentence], False
        self._gather()
        try:
            self.rules()
        except Refused as why:
            good = False
            self.refuse_all(why)
        return good

    def rules(self) -> None:
        """What the rules say of what was written, beside what each field says of itself. Raises Refused with all of it.

        It is asked whatever else is wrong, so that everything is told at once: a field may hold nothing that is good.
        """

    def _gather(self) -> None:
        """Have each list of parts know what is wrong with them, beside what is wrong with the list itself."""
        for several in self:
            if isinstance(several, FieldList):
                of_list = [error for error in several.errors if isinstance(error, str)]
                several.errors = [part.errors for part in several if part.errors] + of_list

    @property
    def faults(self) -> list[FieldFault]:
        """Everything that is wrong, in the order of the fields, each by the id of its field; last what is of none."""
        found = []
        for field in self:
            of_list = field.errors if isinstance(field, FieldList) else ()
            found += [FieldFault(field.id, error) for error in of_list if isinstance(error, str)]
            found += [FieldFault(one.id, error) for one in single([field]) for error in one.errors]
        return found + [FieldFault("", error) for error in self.form_errors]

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
        except Refused as why:
            self.refuse_all(why)
        except PersonError as why:
            self.refuse(str(why), field=why.field)
        except IntegrityError as why:
            if (refusal := refusal_of(why)) is None:
                raise
            self.refuse(str(refusal), field=refusal.field)
        else:
            self.accepted = True

    def rehearse(self, act: Callable[[], object], *, to: UUID | None) -> list[LetterShown]:
        """The letters to a person that an act would write; where a rule refuses it, none, and the refusal is shown."""
        try:
            return letters_of(act, to=to)
        except Refused as why:
            self.refuse_all(why)
            return []

    def refuse_all(self, why: Refused) -> None:
        """Show everything that a refusal holds, each beside its field; what a field says of itself comes first."""
        for fault in (why, *why.others):
            target = self._field(fault.field)
            if target is None or not target.errors:
                self.refuse(str(fault), field=fault.field)

    def _field(self, name: str) -> Field | None:
        return self._fields.get(name) or next((one for one in single(self) if one.name == name), None)

    def refuse(self, sentence: str, *, field: str = "") -> None:
        """Show a sentence beside a field, or above the form where it belongs to none."""
        target = self._field(field)
        if target is None:
            self.form_errors.append(sentence)
        else:
            target.errors = [*target.errors, sentence]
            self._gather()

    def report(self, done: str) -> None:
        """Say on the next page what was done, or what is wrong where the form was refused and nothing was written.

        What no page of ours sends is said at once (422). Raises NotKeptError for what was written, which is given back.
        """
        if self.accepted:
            say(done)
        elif g.get("unreadable"):
            faults = [FieldFault(field.label.text, field.errors[0]) for field in single(self) if field.errors]
            abort(make_response(render("errors/422.html", faults=faults), UNREADABLE))
        elif (written := manuscript()) and written.words:
            raise NotKeptError(self.form_errors_text())
        else:
            warn(self.form_errors_text())

    def form_errors_text(self) -> str:
        """Everything that is wrong, in sentences, for a form that shows no errors of its own."""
        found = dict.fromkeys(fault.sentence for fault in self.faults)
        return " ".join(map(stopped, found)) or "That could not be saved."


# Fields of a line that take a sentence, whichever form they are of.
MINDED = frozenset({"agreement_note", "because", "evaluator", "note", "others"})


class MindfulForm(Form):
    """A form that asks before it takes what looks like personal data; the writer may say that it is none.

    It looks into every field of many words, into those of a line called as `MINDED` has it, and into `minds_in`. What
    it minds stands below the field by itself (templates/components/field/mind.html).
    """

    minds_in: tuple[str, ...] = ()
    not_real = BooleanField("Leave it: this is not about a real person")

    @property
    def minds(self) -> dict[str, list[str]]:
        """What looks like personal data, by field, until the writer says that it is none."""
        return {} if self.not_real.data or not self.is_submitted() else self._found()

    def _found(self) -> dict[str, list[str]]:
        minded = {*MINDED, *self.minds_in}
        free = (name for name, one in self._fields.items() if isinstance(one, TextAreaField) or name in minded)
        found = {name: personal_data_in(str(self[name].data or "")) for name in free}
        return {name: what for name, what in found.items() if what}

    def validate(self, **kwargs: Any) -> bool:
        """Check each field, and have those that look like personal data say so; the first asks whether it is."""
        good = super().validate(**kwargs)
        for place, (name, what) in enumerate(self._found().items()):
            self[name].mind = MindedText(() if self.not_real.data else tuple(what), None if place else self.not_real)
        return good

    def sent(self, button: str | None = None) -> bool:
        """Whether the form was sent, is in order, and nothing in it wants a second look."""
        return super().sent(button) and not self.minds

    def form_errors_text(self) -> str:
        """The same, and what is minded, for a form of a line that has no place for a question."""
        looks = (f"It looks like {' and '.join(what)}: take it out, others read it." for what in self.minds.values())
        wrong = [super().form_errors_text()] if self.errors or not self.minds else []
        return " ".join([*looks, *wrong])


class MindedText(NamedTuple):
    """What a text looks like, in a few words each, and the tick that says that it is not about a real person."""

    looks_like: tuple[str, ...]
    tick: Field | None

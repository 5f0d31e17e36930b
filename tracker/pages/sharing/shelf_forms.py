"""Forms about what members note for each other, and who brokers a theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker import clock
from tracker.collaborative import ShelfKind, check_note
from tracker.council import Colleague
from tracker.web.days import DayField
from tracker.web.forms import Form, MindfulForm, choices, identifier
from tracker.web.people import choices_of_people
from tracker.web.wording import choices_of

WORDS = Length(max=4000, message="Use 4,000 characters or fewer")


class NoteForm(MindfulForm):
    """Something is noted for all members."""

    kind = RadioField("What is it?", choices=choices_of("shelf_kind"), validators=[InputRequired("Choose what it is")])
    title = StringField("What is it called, or what is asked or given?")
    address = StringField("Where does it lead?", description="An address that begins with https://. A link needs one.")
    words = TextAreaField("What should the others know of it?", validators=[WORDS])
    strand = SelectField("Which strand does it belong to?", validate_choice=False)
    on = DayField("Of which day?", description="Leave it empty for today.")

    @classmethod
    def about(cls, kind: str | None, strands: Sequence[Any]) -> NoteForm:
        """Make the form, with what was asked for chosen, and the strands that there are."""
        form = cls(data={"kind": kind if kind in set(ShelfKind) else None})
        named = ((entry.note.id, entry.note.title) for entry in strands)
        form.strand.choices = choices([("", "None of them"), *named])
        return form

    def rules(self) -> None:
        """What a note says."""
        check_note(
            kind=ShelfKind(self.kind.data) if self.kind.data in set(ShelfKind) else None,
            title=self.title.data or "",
            address=self.address.data or "",
            on=self.on.data,
            today=clock.today(),
        )

    @property
    def note(self) -> dict[str, Any]:
        """What was noted."""
        texts = {name: getattr(self, name).data or "" for name in ("title", "address", "words")}
        return {
            "kind": ShelfKind(self.kind.data),
            "on": self.on.data,
            "strand_id": identifier(self.strand.data),
            **texts,
        }


class BrokerForm(Form):
    """Somebody is named as broker of a theme."""

    person = SelectField("Who is asked first?", validate_choice=False)
    theme = StringField("About what?", description="A theme in a few words. Others may broker the same one.")

    @classmethod
    def among(cls, people: Sequence[Colleague]) -> BrokerForm:
        """Make the form with those who may be named."""
        form = cls()
        form.person.choices = choices_of_people(people, blank="Choose somebody")
        return form

    @property
    def person_id(self) -> UUID | None:
        """Who was chosen."""
        return identifier(self.person.data)

"""Forms about the people on an idea: somebody who works on it, and notes for whoever has it next."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from tracker import capacity
from tracker.council import Colleague
from tracker.idea import LONGEST_TEXT, refuse_all
from tracker.web.forms import Form, MindfulForm, identifier
from tracker.web.people import choices_of_people
from tracker.web.wording import choices_of


class TeamMemberForm(Form):
    """Somebody who works on an idea, here or elsewhere."""

    role = SelectField(
        "What are they here?",
        choices=choices_of("team_role", blank="Choose one"),
        validators=[InputRequired("Choose one")],
    )
    person_id = SelectField("Who?", default="")
    name = StringField(
        "Or somebody who is not in the list",
        description="Their name and where they work, as they would like to be named.",
        validators=[Length(max=120)],
    )
    does = StringField("What do they do?", description="In a few words. You need not.", validators=[Length(max=200)])

    def offer(self, people: Iterable[Colleague]) -> None:
        """Offer everybody here."""
        self.person_id.choices = choices_of_people(people, blank="Choose somebody")

    def rules(self) -> None:
        """Somebody is named, once."""
        refuse_all(capacity.team_faults(person_id=identifier(self.person_id.data), name=self.name.data or ""))


class NotesForm(MindfulForm):
    """What whoever has an idea next needs to know."""

    words = TextAreaField(
        "Your notes for whoever has it next",
        description="Who to ring first, what was promised by word of mouth, what comes next. No names of residents.",
        validators=[DataRequired("Write what whoever has it next should know"), Length(max=LONGEST_TEXT)],
    )

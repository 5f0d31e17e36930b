"""Forms about the people of a council, its services, its promise and its own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wtforms import BooleanField, EmailField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange

from tracker.grouping import GroupingEntry
from tracker.idea import Refused, refuse_all
from tracker.web.forms import Form, choices
from tracker.web.numbers import WholeField
from tracker.web.wording import choices_of
from tracker.wording import BUILT_IN, capital, own_names, own_words_faults

LONGEST_NAME = 120
MOST_PLACES = 200  # added at once


class InviteForm(Form):
    """Somebody to invite."""

    name = StringField("Name", validators=[DataRequired("Enter their name"), Length(max=120)])
    email = EmailField("Work email address", validators=[DataRequired("Enter their work email address")])
    job_title = StringField("Job title", validators=[Length(max=120)])
    roles = SelectMultipleField(
        "What they do here",
        choices=choices_of("role"),
        validators=[DataRequired("Choose at least one")],
    )
    again = BooleanField("Send another letter: the link of the one before works no longer")


class RolesForm(Form):
    """What a person does here."""

    roles = SelectMultipleField(
        "What they do here",
        choices=choices_of("role"),
        validators=[DataRequired("Choose at least one, or end their membership")],
    )


class ElectedForm(Form):
    """Whether a person holds their place by an election."""

    elected = BooleanField("Holds their place by an election, such as a councillor")


class ServiceForm(Form):
    """A service of the council."""

    name = StringField("Name of the service", validators=[DataRequired("Enter its name"), Length(max=120)])
    senior_owner = StringField("Its senior owner", validators=[Length(max=120)])


class PlacesForm(Form):
    """Wards or areas of the council."""

    names = TextAreaField(
        "Wards or areas to add",
        description="One a line.",
        validators=[DataRequired("Enter the name of a ward or area"), Length(max=MOST_PLACES * LONGEST_NAME)],
    )

    @property
    def named(self) -> list[str]:
        """The names that were written, each once."""
        lines = (" ".join(line.split()) for line in (self.names.data or "").splitlines())
        named: dict[str, str] = {}
        for name in filter(None, lines):
            named.setdefault(name.casefold(), name)
        return list(named.values())

    def rules(self) -> None:
        """Each is a name, and there are not too many at once."""
        if len(self.named) > MOST_PLACES:
            raise Refused(f"Add {MOST_PLACES} or fewer at once", field="names")
        if long := next((name for name in self.named if len(name) > LONGEST_NAME), None):
            raise Refused(f"Shorten {long[:40]} ... to {LONGEST_NAME} characters", field="names")


class GroupingForm(Form):
    """What a place is called; a service has its senior owner besides."""

    name = StringField(
        "Name",
        description="Who still writes the old name, in a file or a search, means this one.",
        validators=[DataRequired("Enter its name"), Length(max=120)],
    )


class ServiceNameForm(GroupingForm):
    """What a service is called, and who answers for it."""

    senior_owner = StringField(
        "Its senior owner",
        description="Their name as under People: an idea that is passed on to this service reaches them by email.",
        validators=[Length(max=120)],
    )


class MergeForm(Form):
    """Which other one a service or a place becomes part of."""

    into = SelectField("Becomes part of")

    def offer(self, others: Iterable[GroupingEntry]) -> None:
        """Offer the others of its kind that have not ended."""
        self.into.choices = choices([("", "Choose one"), *((each.id, each.name) for each in others)])

    @property
    def chosen(self) -> str:
        """What the chosen one is called."""
        return next((one.label for one in self.into.choices if one.value == self.into.data), "")

    def rules(self) -> None:
        """One is chosen."""
        if not self.into.data:
            raise Refused("Choose which one it becomes part of", field="into")


class PromiseForm(Form):
    """The council's promise of a first reply."""

    days = WholeField(
        "Working days to a first reply",
        validators=[DataRequired("Enter a number of days"), NumberRange(1, 60, "Enter a number from 1 to 60")],
    )


class OwnWordsForm(Form):
    """What the council calls roles and stages. Its fields are made by `own_words_form`; an empty one is as it comes."""

    @property
    def words(self) -> dict[str, str]:
        """What was written, by "role.owner"."""
        return {name: self[name].data or "" for name in own_names()}

    def rules(self) -> None:
        """Each word goes with the others."""
        refuse_all(Refused(fault, field=name) for name, fault in own_words_faults(self.words).items())


def own_words_form(own: Mapping[str, str]) -> OwnWordsForm:
    """Make the form of a council's own words: each labelled with the word as it comes."""
    built_in = {name: BUILT_IN.called(value, words_of) for name in own_names() for words_of, value in [name.split(".")]}
    fields = {name: StringField(capital(words)) for name, words in built_in.items()}
    form: OwnWordsForm = type("OwnWordsForm", (OwnWordsForm,), fields)(data=dict(own))
    return form

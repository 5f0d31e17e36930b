"""Forms about the people of a council, its services and its promise."""

from __future__ import annotations

from wtforms import EmailField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

from tracker.council import Role
from tracker.web.forms import Form, choices

ROLE_WORDS = {
    Role.CONTRIBUTOR: "Contributor: logs ideas and hears what became of them",
    Role.OWNER: "Owner: keeps ideas current and asks for decisions",
    Role.LEAD: "Lead: answers new ideas and decides at gates",
    Role.SPONSOR: "Sponsor: has the authority to act, and stays in contact with the team",
    Role.OBSERVER: "Observer: reads the portfolio",
    Role.ADMIN: "Admin: people, roles and services",
}


class InviteForm(Form):
    """Somebody to invite."""

    name = StringField("Name", validators=[DataRequired("Enter their name"), Length(max=120)])
    email = EmailField("Work email address", validators=[DataRequired("Enter their work email address")])
    job_title = StringField("Job title", validators=[Length(max=120)])
    roles = SelectMultipleField(
        "What they do here",
        choices=choices(ROLE_WORDS),
        validators=[DataRequired("Choose at least one")],
    )


class RolesForm(Form):
    """What a person does here."""

    roles = SelectMultipleField(
        "What they do here",
        choices=choices(ROLE_WORDS),
        validators=[DataRequired("Choose at least one, or end their membership")],
    )


class ServiceForm(Form):
    """A service of the council."""

    name = StringField("Name of the service", validators=[DataRequired("Enter its name"), Length(max=120)])
    senior_owner = StringField("Its senior owner", validators=[Length(max=120)])


class PromiseForm(Form):
    """The council's promise of a first reply."""

    days = IntegerField(
        "Working days to a first reply",
        validators=[DataRequired("Enter a number of days"), NumberRange(1, 60, "Enter a number from 1 to 60")],
    )

"""Forms about signing in, one's account, and the people of a council."""

from __future__ import annotations

from wtforms import EmailField, IntegerField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

from tracker.council import SHORTEST_PASSWORD, Digest, Role
from tracker.pages.forms.base import Form, choices

ROLE_WORDS = {
    Role.CONTRIBUTOR: "Contributor: logs ideas and hears what became of them",
    Role.OWNER: "Owner: keeps ideas current and asks for decisions",
    Role.LEAD: "Lead: answers new ideas and decides at gates",
    Role.SPONSOR: "Sponsor: has the authority to act, and stays in contact with the team",
    Role.OBSERVER: "Observer: reads the portfolio",
    Role.ADMIN: "Admin: people, roles and services",
}
DIGEST_WORDS = {
    Digest.DAILY: "Every working day, in one email",
    Digest.WEEKLY: "Once a week, on Monday",
    Digest.NEVER: "Never: only the one email that asks something of me",
}


class SignInForm(Form):
    """Email and password."""

    email = EmailField("Work email address", validators=[DataRequired("Enter your work email address")])
    password = PasswordField("Password", validators=[DataRequired("Enter your password")])


class ForgottenForm(Form):
    """The email to send a link to."""

    email = EmailField("Work email address", validators=[DataRequired("Enter your work email address")])


class PasswordForm(Form):
    """A new password, chosen by a link."""

    password = PasswordField(
        "Choose a password",
        description=f"{SHORTEST_PASSWORD} characters or more. Three words that you remember will do.",
        validators=[DataRequired("Choose a password")],
    )


class ChangePasswordForm(PasswordForm):
    """A new password, with the one used so far."""

    current = PasswordField("The password you use now", validators=[DataRequired("Enter the password you use now")])


class AboutMeForm(Form):
    """A person's name and how they hear from us."""

    name = StringField("Your name", validators=[DataRequired("Enter your name"), Length(max=120)])
    digest = RadioField(
        "What else waits for me",
        description="You get at most one nudge a day. When more waits, how shall we tell you?",
        choices=choices(DIGEST_WORDS),
    )


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

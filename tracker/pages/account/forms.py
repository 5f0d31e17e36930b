"""Forms about signing in and one's account."""

from __future__ import annotations

from wtforms import EmailField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length

from tracker.council import SHORTEST_PASSWORD
from tracker.web.forms import Form
from tracker.web.wording import choices_of


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


class FirstPasswordForm(PasswordForm):
    """The password of a new account, chosen with an invitation."""


class ChangePasswordForm(PasswordForm):
    """A new password, with the one used so far."""

    current = PasswordField("The password you use now", validators=[DataRequired("Enter the password you use now")])


class SignInsForm(Form):
    """Some of my sign-ins, to be ended, and the password that shows that it is me."""

    ended = SelectMultipleField("Sign out", validators=[DataRequired("Tick the sign-ins to end")])
    current = PasswordField("The password you use now", validators=[DataRequired("Enter the password you use now")])


class AboutMeForm(Form):
    """A person's name and how they hear from us."""

    name = StringField("Your name", validators=[DataRequired("Enter your name"), Length(max=120)])
    digest = RadioField(
        "What else waits for me",
        description="You get at most one nudge a day. When more waits, how shall we tell you?",
        choices=choices_of("digest"),
    )

"""Forms about signing in and one's account."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import EmailField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import clock, council
from tracker.council import SHORTEST_PASSWORD, Colleague
from tracker.idea import Refused, refuse_all
from tracker.web.days import DayField
from tracker.web.forms import Form, MindfulForm
from tracker.web.people import choices_of_people
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


class CoverForm(MindfulForm):
    """Who is asked in place of somebody who is away, and on which days."""

    cover_id = SelectField("Who is asked instead?", default="", validators=[DataRequired("Choose somebody")])
    since = DayField("First day away", description="Like 18 December 2026. Empty is today.")
    until = DayField("Last day away", description="Like 4 January 2027. On the day after, it is over by itself.")
    note = TextAreaField(
        "What should they know?",
        description="You need not. It goes with the letter that they get. No names of residents.",
        validators=[Length(max=1000)],
    )

    def offer(self, people: Iterable[Colleague], *, of: Colleague) -> None:
        """Offer those who may do here what is asked of the person who is away."""
        able = [one for one in people if one.id != of.id and council.may_cover(one.can, of=of.can)]
        self.cover_id.choices = choices_of_people(able, blank="Choose somebody")

    def rules(self) -> None:
        """The days are in order, and not over."""
        if self.until.errors or self.since.errors:
            return
        faults = council.cover_faults(since=self.since.data, until=self.until.data, today=clock.today())
        refuse_all(Refused(sentence, field=field) for field, sentence in faults)

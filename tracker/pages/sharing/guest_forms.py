"""Forms about guests of a collaborative: whom to ask in, and where a guest’s link is sent."""

from __future__ import annotations

from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length

from tracker import guest
from tracker.web.forms import Form


class GuestForm(Form):
    """Somebody of another body is asked to read along."""

    name = StringField("Name")
    body = StringField(
        "Which body are they from?", description="A charity, a police force, a department: as they call it themselves."
    )
    email = EmailField(
        "Work email address", validators=[DataRequired("Enter their work email address"), Length(max=254)]
    )

    def rules(self) -> None:
        """What is said of a guest."""
        guest.check_guest(name=self.name.data or "", body=self.body.data or "")


class GuestSignInForm(Form):
    """The address to which a link goes."""

    email = EmailField(
        "Work email address",
        description="The one that your invitation came to.",
        validators=[DataRequired("Enter your work email address"), Length(max=254)],
    )

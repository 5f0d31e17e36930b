"""One field of each kind, for the gallery of components."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.web.days import DayField
from tracker.web.forms import Form, choices
from tracker.web.wording import choices_of


class GalleryForm(Form):
    """Every kind of field. Sent empty, it shows how each looks when it is wrong; nothing is kept."""

    email = EmailField("Work email address", validators=[DataRequired("Enter your work email address")])
    problem = TextAreaField(
        "What is the problem, and who has it?",
        description="Leave out names. “A woman in her eighties” is enough.",
        validators=[DataRequired("Write what the problem is, and who has it"), Length(max=400)],
    )
    whose = RadioField(
        "Whose idea is it?",
        choices={"mine": "Mine, or my team’s", "resident": "A resident told me"},
        validators=[InputRequired("Choose whose idea it is")],
    )
    roles = SelectMultipleField("What they do here", choices=choices_of("role", "lead", "owner"))
    service = SelectField("Which service is it about?", choices={"care": "Adult social care", "books": "Libraries"})
    when = DayField("When?", description="Like 18 December 2026.", validators=[InputRequired("Enter a day")])
    consent = BooleanField("Other councils may take it up")
    password = PasswordField("Password")
    paper = FileField("A photo or paper")
    until = StringField("Until", validators=[DataRequired("Enter a day")])
    owner = SelectField("Owner", choices=choices({"bev": "Bev Carter", "liam": "Liam Doherty"}), validate_choice=False)
    reply = TextAreaField("Your words to Darren", description="What happens next, and why. He gets it today.")

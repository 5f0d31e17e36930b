"""The replies that a council keeps to begin from."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField

from tracker import triage
from tracker.idea import refuse_all
from tracker.web.forms import Form
from tracker.web.wording import choices_of


class ReplyForm(Form):
    """A reply to begin from: what it is called, when it is used, what it says."""

    name = StringField("What is it called?", description="As you will look for it, such as “Goes on, with thanks”.")
    outcome = SelectField("For which answer?", default="", choices=choices_of("triage", blank="Any"))
    words = TextAreaField("What does it say?")

    def rules(self) -> None:
        """It has a name, and words that can be filled in."""
        refuse_all(triage.template_faults(name=self.name.data or "", words=self.words.data or ""))

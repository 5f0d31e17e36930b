"""The form with which an operator proposes a collaborative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from tracker import clock
from tracker.collaborative import check_terms
from tracker.web.days import DayField
from tracker.web.forms import MindfulForm, choices

WORDS = Length(max=2000, message="Use 2,000 characters or fewer")


class ProposalForm(MindfulForm):
    """A collaborative, and the council that would convene it."""

    council = SelectField(
        "Which council would convene it?",
        description="A lead of it has to agree: until then there is no collaborative.",
        validate_choice=False,
    )
    name = StringField("What is it called?", validators=[Length(max=120, message="Use 120 characters or fewer")])
    theme = StringField("What is it about?", description="A theme in a few words. You may leave it empty.")
    shared_target = TextAreaField("What would they reach together?", validators=[WORDS])
    ends_on = DayField("Until when?", description="A day like 18 December 2027. Who convenes can change it.")
    words = TextAreaField("What do you write to them?", description="You may leave it empty.", validators=[WORDS])

    @classmethod
    def asking(cls, councils: Sequence[Any]) -> ProposalForm:
        """Make the form with the councils that may be asked."""
        form = cls()
        form.council.choices = choices([("", "Choose a council"), *((one.id, one.name) for one in councils)])
        return form

    def rules(self) -> None:
        """What a collaborative says of itself."""
        said = {"name": self.name.data or "", "shared_target": self.shared_target.data or ""}
        check_terms(**said, ends_on=self.ends_on.data, today=clock.today())

    @property
    def told(self) -> dict[str, Any]:
        """What was said."""
        lines = {name: self[name].data or "" for name in ("name", "theme", "shared_target", "words")}
        return lines | {"ends_on": self.ends_on.data}

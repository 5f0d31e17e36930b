"""Forms about a collaborative itself: what it is for, who is asked, who convenes it, leaving and closing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from tracker import clock
from tracker.collaborative import Collaborative, check_asked, check_closing, check_founding, check_terms
from tracker.web.days import DayField
from tracker.web.forms import MindfulForm, choices, identifier

LONG = Length(max=10_000, message="Use 10,000 characters or fewer")
SHORT = Length(max=120, message="Use 120 characters or fewer")
WORDS = Length(max=2000, message="Use 2,000 characters or fewer")


class TermsForm(MindfulForm):
    """What a collaborative is called, what it is for, and until when."""

    name = StringField(
        "What is it called?", description="Say it so that a council knows from it what it joins.", validators=[SHORT]
    )
    theme = StringField(
        "What is it about?",
        description="A theme in a few words, such as “warm, dry homes”. You may leave it empty.",
        validators=[SHORT],
    )
    shared_target = TextAreaField(
        "What do you want to reach together?",
        description="Something each council can measure from its own start: “halve the second visits for damp”.",
        validators=[WORDS],
    )
    ends_on = DayField("Until when?", description="A day like 18 December 2027. It is no alarm: you can change it.")

    @classmethod
    def about(cls, known: Collaborative) -> TermsForm:
        """Fill in what stands."""
        names = ("name", "theme", "shared_target", "ends_on")
        return cls(data={name: getattr(known, name) for name in names})

    def rules(self) -> None:
        """What a collaborative says of itself."""
        check_terms(**self._checked)

    @property
    def _checked(self) -> dict[str, Any]:
        said = {"name": self.name.data or "", "shared_target": self.shared_target.data or ""}
        return said | {"ends_on": self.ends_on.data, "today": clock.today()}

    @property
    def terms(self) -> dict[str, Any]:
        """What was said."""
        said = {"name": self.name.data or "", "theme": self.theme.data or ""}
        return said | {"shared_target": self.shared_target.data or "", "ends_on": self.ends_on.data}


class CouncilsForm(MindfulForm):
    """Councils are asked to join."""

    councils = SelectMultipleField(
        "Which councils do you ask?",
        description="Each answers for itself. Until then it sees what you write here, and no card.",
        validate_choice=False,
    )
    words = TextAreaField("What do you write to them?", validators=[WORDS])

    @classmethod
    def asking(cls, councils: Sequence[Any]) -> Self:
        """Make the form with the councils that may be asked."""
        form = cls()
        form.councils.choices = choices((one.id, one.name) for one in councils)
        return form

    def rules(self) -> None:
        """Who is asked."""
        check_asked(self.chosen)

    @property
    def chosen(self) -> list[UUID]:
        """The councils that were chosen."""
        return [found for one in self.councils.data or () if (found := identifier(one))]


class FoundForm(TermsForm, CouncilsForm):
    """A collaborative is founded, and councils are asked to join it."""

    def rules(self) -> None:
        """What a collaborative says of itself, and who is asked: all of it at once."""
        check_founding(**self._checked, council_ids=self.chosen)


class ProposalForm(TermsForm):
    """An operator proposes a collaborative to the council that would convene it."""

    council = SelectField(
        "Which council would convene it?",
        description="A lead of it has to agree: until then there is no collaborative.",
        validate_choice=False,
    )
    shared_target = TextAreaField("What would they reach together?", validators=[WORDS])
    words = TextAreaField("What do you write to them?", description="You may leave it empty.", validators=[WORDS])

    @classmethod
    def asking(cls, councils: Sequence[Any]) -> ProposalForm:
        """Make the form with the councils that may be asked."""
        form = cls()
        form.council.choices = choices([("", "Choose a council"), *((one.id, one.name) for one in councils)])
        return form

    @property
    def told(self) -> dict[str, Any]:
        """What was said."""
        return {**self.terms, "council_id": identifier(self.council.data), "words": self.words.data or ""}


class HandOnForm(MindfulForm):
    """Another member is asked to convene."""

    council = SelectField("Which council convenes from now on?", validate_choice=False)
    words = TextAreaField("What do you write to them?", validators=[WORDS])

    @classmethod
    def asking(cls, councils: Sequence[Any]) -> HandOnForm:
        """Make the form with the members that may be asked."""
        form = cls()
        form.council.choices = choices([("", "Choose a member"), *((one.id, one.name) for one in councils)])
        return form

    @property
    def chosen(self) -> UUID | None:
        """The member that was chosen."""
        return identifier(self.council.data)


class LeaveForm(MindfulForm):
    """The council leaves a collaborative."""

    because = TextAreaField(
        "Why do you leave?", description="The other members are told this. You may leave it empty.", validators=[WORDS]
    )


class CloseForm(MindfulForm):
    """A collaborative is closed with a report."""

    came_of_it = TextAreaField(
        "What came of the shared target?",
        description="Each council from its own start, in figures where you have them. No ranking.",
        validators=[LONG],
    )
    learned = TextAreaField(
        "What did the councils learn?",
        description="What worked, what did not, and what you would tell the next who try.",
        validators=[LONG],
    )
    goes_on = TextAreaField(
        "What goes on, and where?",
        description="Who keeps what, who can be asked, what nobody does any more.",
        validators=[LONG],
    )

    def rules(self) -> None:
        """What a report says."""
        check_closing(**self.told)

    @property
    def told(self) -> dict[str, str]:
        """What was reported."""
        fields = (self.came_of_it, self.learned, self.goes_on)
        return {field.name: field.data or "" for field in fields}

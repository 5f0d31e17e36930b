"""Forms about talk: a comment, a change of it, when to be told, thanks, the answer to a letter's question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.capacity import LONGEST_THANKS
from tracker.council import Colleague
from tracker.idea import LONGEST_TEXT, Refused
from tracker.inbox import Wishes
from tracker.web.days import DayField
from tracker.web.forms import Form, MindfulForm, choices, identifier
from tracker.web.people import named
from tracker.web.wording import called, choices_of

UNSEEN = "{} (may not see this idea, and is not told)"


class CommentForm(MindfulForm):
    """What somebody says on an idea, and which colleagues are to hear of it."""

    words = TextAreaField(
        "Your words",
        description="Name a colleague with @ and their name, or tick them below. Leave out names of residents.",
        validators=[DataRequired("Write something first"), Length(max=LONGEST_TEXT)],
    )
    people = SelectMultipleField(
        "Which colleagues should hear of it?",
        description="Each has a letter, or finds it in their inbox, as they chose.",
    )

    def offer(self, people: Sequence[Colleague], *, seeing: Collection[UUID]) -> None:
        """Offer colleagues; of who may not see the idea it is said."""
        told = [(one.id, named(one) if one.id in seeing else UNSEEN.format(one.name)) for one in people]
        self.people.choices = choices(told)

    @property
    def picked(self) -> list[UUID]:
        """Those who were ticked."""
        return [known for known in map(identifier, self.people.data or ()) if known]


class ChangeForm(MindfulForm):
    """A comment as its writer changes it."""

    words = TextAreaField(
        "Your words",
        description="What stood there before stays readable.",
        validators=[DataRequired("Write something first"), Length(max=LONGEST_TEXT)],
    )


class LookoutForm(Form):
    """When somebody is to be told of an idea."""

    stage = BooleanField()
    evidence = BooleanField()
    on = DayField("On a day", description="A day like 18 December 2026. Leave it empty for none.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.stage.label.text = f"When {called('stage', 'lookout')}"
        self.evidence.label.text = f"When {called('evidence', 'lookout')}"

    @property
    def wishes(self) -> Wishes:
        """What was ticked and written."""
        return Wishes(stage=self.stage.data, evidence=self.evidence.data, on=self.on.data)


class ThanksForm(MindfulForm):
    """Thanks said in public."""

    person = SelectField("Whom do you thank?", default="")
    name = StringField(
        "Or somebody who is not in the list",
        description="By name and where they work, as they would like to be named.",
        validators=[Length(max=120)],
    )
    words = TextAreaField(
        "What for?",
        description="One sentence. Everybody who sees the idea reads it, other councils that take it up too.",
        validators=[DataRequired("Say in a sentence what you thank them for"), Length(max=LONGEST_THANKS)],
    )

    def offer(self, people: Sequence[Colleague], *, but: UUID) -> None:
        """Offer colleagues, not oneself."""
        named = [(one.id, one.name) for one in people if one.id != but]
        self.person.choices = choices([("", "Choose a colleague"), *named])

    def rules(self) -> None:
        """Somebody is named."""
        faults = list(self._named())
        if faults:
            raise Refused.of(faults)

    def _named(self) -> Iterator[Refused]:
        if not self.person.data and not (self.name.data or "").strip():
            yield Refused("Choose a colleague, or write whom you thank", field="person")


class TakeBackForm(MindfulForm):
    """Why thanks are taken back."""

    because = StringField("Why?", validators=[DataRequired("Say why"), Length(max=300)])


class QuestionForm(MindfulForm):
    """The answer to a question that a letter asked."""

    words = TextAreaField(
        "Your answer",
        description="Everybody who sees your idea can read it. Leave out names of residents.",
        validators=[DataRequired("Write your answer"), Length(max=LONGEST_TEXT)],
    )


class NewsForm(Form):
    """How somebody hears of what they follow, and of what names them."""

    followed = RadioField("Ideas that I follow", choices=choices_of("news_by"))
    naming = RadioField("Comments that name me, and thanks", choices=choices_of("news_by"))

"""Forms about nudges: the answer, another day, the lead's withholding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from tracker import nudge
from tracker.council import Colleague
from tracker.idea import Refused, refuse_all
from tracker.nudge import WATCHED, Reply
from tracker.web.days import DayField
from tracker.web.fields import PressField
from tracker.web.forms import Form, MindfulForm
from tracker.web.people import choices_of_people
from tracker.web.wording import choices_of

REPLIES = {str(reply) for reply in Reply}


class AnswerForm(MindfulForm):
    """One press, and what two of the four answers ask besides: a day to park until, a person to hand over to."""

    reply = PressField("Your answer", REPLIES)
    note = TextAreaField(
        "Anything to add?",
        description="You need not. No names of residents.",
        validators=[Optional(), Length(max=1000)],
    )
    until = DayField("Let it rest until")
    to = SelectField("Who could take it over?", default="")

    def offer(self, people: Sequence[Colleague], *, but: UUID) -> None:
        """Offer those who may have it, and that somebody be found."""
        somebody = [one for one in people if one.id != but]
        self.to.choices = choices_of_people(somebody, blank="I do not know: please find somebody")

    @property
    def said(self) -> dict[str, Any]:
        """What was answered, as the domain takes it."""
        return {
            "reply": Reply(self.reply.data),
            "note": self.note.data or "",
            "until": self.until.data,
            "to": UUID(self.to.data) if self.to.data else None,
        }

    @property
    def asks_more(self) -> bool:
        """Whether the press was the first of two: the day or the person is asked on the next page."""
        return self.reply.data in {Reply.PARK_IT, Reply.HAND_OVER} and not (self.until.raw_data or self.to.raw_data)


class LaterForm(MindfulForm):
    """Another day, with a reason."""

    day = DayField("Ask me again on")
    because = StringField("Because", validators=[Optional(), Length(max=300)])

    def rules(self) -> None:
        """Another day is one to come, and has a reason."""
        refuse_all(nudge.snooze_faults(until=self.day.data, because=self.because.data or ""))


class WithholdForm(MindfulForm):
    """One nudge that should not go, with a reason."""

    rule = PressField("Rule", WATCHED)
    subject = HiddenField("About")
    because = StringField("Why should it not go?", validators=[Optional(), Length(max=300)])


class LeadAskForm(MindfulForm):
    """Whom a lead asks about an idea, and what."""

    minds_in = ("words",)
    person = SelectField("Whom do you ask?", default="")
    words = TextAreaField(
        "What do you ask?",
        description="One thing, in a sentence. It goes with their next email from us. No names of residents.",
        validators=[Length(max=300)],
    )
    back = HiddenField("What is taken back")

    def offer(self, people: Sequence[Colleague]) -> None:
        """Offer those who may see the idea."""
        self.person.choices = choices_of_people(people, blank="Choose somebody")

    def rules(self) -> None:
        """Somebody is asked something; what is taken back needs neither."""
        if self.back.data:
            return
        nobody = [] if self.person.data else [Refused("Choose whom you ask", field="person")]
        refuse_all(nobody, nudge.ask_faults(words=self.words.data or ""))


class MineForm(Form):
    """What somebody is asked about by letter; about the rest they are asked in their inbox alone."""

    by_letter = SelectMultipleField("Email me about", choices=choices_of("rule_about"))


class CallForm(MindfulForm):
    """What a lead answers who asked for help."""

    words = TextAreaField("Your answer", description="They get it by letter today.", validators=[Length(max=2000)])

"""Forms about panels and their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from tracker import clock, council
from tracker.gate import LONGEST_NAME, Meeting, MeetingFacts, PanelEntry, meeting_faults, minutes_faults
from tracker.idea import refuse_all
from tracker.web.days import DayField
from tracker.web.fields import PressField
from tracker.web.forms import Form, MindfulForm, choices

WHERE = "When and where (may be left empty)"
PLACE = Length(max=120)


def people_offered() -> list[object]:
    """Everybody of the council, before them nobody."""
    return [*choices([("", "Nobody for now"), *((one.id, one.name) for one in council.people())])]


class PanelForm(Form):
    """What a panel is called, and somebody who is to sit on it."""

    name = StringField(
        "What is it called?", description="Such as Housing and care panel.", validators=[Length(max=LONGEST_NAME)]
    )
    person = SelectField("Add somebody", choices=people_offered)


class SeatForm(Form):
    """Somebody sits on a panel no longer."""

    person = HiddenField()


class MeetingCallForm(Form):
    """A panel is called together."""

    panel = SelectField("Which panel?")
    on = DayField("On which day?", description="A day like 18 December 2026. What is asked by then is on the table.")
    place = StringField(WHERE, description="Such as 14:00, Room 2.", validators=[PLACE])

    @classmethod
    def about(cls, panels: Sequence[PanelEntry]) -> MeetingCallForm:
        """Make the form for the panels that there are."""
        form = cls()
        form.panel.choices = choices((one.id, one.name) for one in panels)
        return form

    def rules(self) -> None:
        """The day is still to come."""
        refuse_all(meeting_faults(self.on.data, today=clock.today()))


class MoveForm(Form):
    """A meeting is on another day, elsewhere, or called off."""

    on = DayField("On which day?")
    place = StringField(WHERE, validators=[PLACE])
    act = PressField("Meeting", {"keep", "off"})
    found: Meeting

    @classmethod
    def about(cls, found: Meeting) -> MoveForm:
        """Make the form for a meeting."""
        form = cls(data={"on": found.on, "place": found.place or ""})
        form.found = found
        return form

    def rules(self) -> None:
        """Another day is still to come."""
        if self.act.data != "off" and self.on.data != self.found.on:
            refuse_all(meeting_faults(self.on.data, today=clock.today()))


class MinutesForm(MindfulForm):
    """Who was at a meeting, and what was said there."""

    present = SelectMultipleField("Who was there?")
    others = StringField(
        "Who else was there? (may be left empty)",
        description="People without an account here, such as a tenant who was invited. By what they do, not by name.",
        validators=[Length(max=300)],
    )
    words = TextAreaField(
        "What was said?",
        description="In a few sentences. What was decided stands there by itself. Everybody in the council reads this:"
        " no names with health or crime, and nothing of what is confidential.",
        validators=[Length(max=10_000)],
    )
    found: MeetingFacts

    @classmethod
    def about(cls, found: MeetingFacts, sitting: Sequence[UUID]) -> MinutesForm:
        """Make the form for a meeting: from its minutes as they stand, else with its panel ticked."""
        stands = next(iter(found.minutes), None)
        there = stands.present_ids if stands else [str(one) for one in sitting]
        told = {"others": stands.others or "", "words": stands.words} if stands else {}
        form = cls(data={"present": there, **told})
        form.present.choices = choices((one.id, one.name) for one in council.people())
        form.found = found
        return form

    def rules(self) -> None:
        """Its day has come, and something was said."""
        refuse_all(minutes_faults(self.words.data or "", on=self.found.on, off=self.found.off, today=clock.today()))


class PanelLetterForm(Form):
    """The panel is told what is on its table."""


class ItemForm(Form):
    """A request for a decision is put before a panel, or taken off its table."""

    request = HiddenField()
    act = PressField("Item", {"add", "off"})

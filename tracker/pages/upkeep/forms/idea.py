"""Parts of "keep it current" on the idea itself: its sponsor, extent, involvement, cost of nothing, lesson, since."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import clock, council, gate, idea, lesson, value
from tracker.council import Colleague, Role
from tracker.idea import LONGEST_TEXT, Fact, Idea, Story
from tracker.pages.upkeep.forms.fields import ContactFields
from tracker.pages.upkeep.forms.part import KeptPart
from tracker.value import Worth
from tracker.web.days import DayField, read_day
from tracker.web.forms import choices, identifier
from tracker.web.people import choices_of_people
from tracker.web.wording import choices_of

SOMEBODY_ELSE = "else"


class SponsorPart(KeptPart):
    """The sponsor and the last contact."""

    name = "sponsor"
    offers = staticmethod(lambda: council.people(with_role=Role.SPONSOR))
    sponsor_id = SelectField("Who has the authority to act on it?", default="")
    sponsor_name = StringField("Their name, if somebody else", validators=[Length(max=120)])
    on = DayField("When did you last speak?", description="Like 18 December 2026. Leave it empty if you have not yet.")
    note = StringField("What about?", validators=[Length(max=500)])
    evidence = BooleanField("We went through the evidence")

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG004 - the same question of every part
        """The sponsor as named now."""
        found = story.idea
        chosen = str(found.sponsor_id) if found.sponsor_id else SOMEBODY_ELSE if found.sponsor_name else ""
        return {"sponsor_id": chosen, "sponsor_name": found.sponsor_name}

    def offer(self, story: Story, worth: Worth, people: list[Colleague]) -> None:  # noqa: ARG002
        """Offer the council's sponsors."""
        named = choices_of_people(people, blank="Choose somebody")
        self.sponsor_id.choices = [*named, *choices([(SOMEBODY_ELSE, "Somebody else")])]

    def rules(self) -> None:
        """Somebody is named, and a contact was on a day that has been."""
        chosen = identifier(self.sponsor_id.data)
        idea.refuse_all(
            idea.sponsor_faults(person_id=chosen, name=self.sponsor_name.data or ""),
            idea.contact_faults(on=self.on.data, today=clock.today()),
        )

    def save(self, found: Idea, *, by: UUID) -> None:
        """Name the sponsor, and record the contact where one was."""
        chosen = identifier(self.sponsor_id.data)
        idea.name_sponsor(idea=found, by=by, person_id=chosen, name="" if chosen else self.sponsor_name.data or "")
        if self.on.data or self.evidence.data:
            record_contact(found, self, by=by)


def record_contact(found: Idea, form: SponsorPart | ContactForm, *, by: UUID) -> None:
    """Record a contact, today's where no day is given; and that the evidence was gone through, where it was."""
    on = form.on.data or clock.today()
    idea.record_contact(idea=found, on=on, by=by, note=form.note.data or "")
    if form.evidence.data:
        value.tell_sponsor(idea=found, on=on, by=by)


class FactPart(KeptPart):
    """One of a closed list, stated on the idea as a dated fact; the part, its field and the fact are named alike."""

    @classmethod
    def begins(cls, story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG003 - the same question of every part
        """The fact as stated now."""
        return {cls.name: getattr(story.idea, cls.name)}

    def save(self, found: Idea, *, by: UUID) -> None:
        """State the fact."""
        idea.set_fact(idea=found, fact=Fact(self.name), value=self[self.name].data, by=by)


def one_of(label: str, words_of: str) -> RadioField:
    """A field in which one value of a list is chosen."""
    return RadioField(
        label,
        choices=choices_of(words_of),
        validators=[DataRequired("Choose one")],
        invalid_choice_message="Choose one",
    )


class ExtentPart(FactPart):
    """How big a change it is."""

    name = "extent"
    extent = one_of("How big a change is it?", "extent")


class InvolvementPart(FactPart):
    """What part the people who use it have."""

    name = "involvement"
    involvement = one_of("What part do the people who use it have?", "involvement")


class NothingPart(KeptPart):
    """What happens if nobody does anything."""

    name = "nothing"
    risk_of_nothing = TextAreaField(
        "What happens if nobody does anything?",
        validators=[DataRequired("Say what happens if nobody does anything"), Length(max=LONGEST_TEXT)],
    )

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG004 - the same question of every part
        """What was said so far."""
        return {"risk_of_nothing": story.idea.risk_of_nothing}

    def save(self, found: Idea, *, by: UUID) -> None:
        """State the risk of doing nothing."""
        gate.say_what_nothing_costs(idea=found, words=self.risk_of_nothing.data or "", by=by)


class LessonPart(KeptPart):
    """What others should know before they try it."""

    name = "lesson"
    is_asked = False
    lesson = TextAreaField(
        "What should others know before they try it?",
        validators=[DataRequired("Write what others should know"), Length(max=LONGEST_TEXT)],
    )
    worked = one_of("Did it work?", "worked")
    at_home = BooleanField("Keep this lesson in the council", description="It then stands on no card for others.")

    def save(self, found: Idea, *, by: UUID) -> None:
        """Write the lesson down."""
        shared = not self.at_home.data
        lesson.write_lesson(
            idea=found, by=by, lesson=self.lesson.data or "", worked=self.worked.data, may_be_shared=shared
        )


class SincePart(KeptPart):
    """Since when the need is known, when somebody decided to act on it, and what set it off."""

    name = "since"
    is_asked = False
    known_since = DayField("Known since", description="The earliest that anybody remembers. Like 1 April 2024.")
    decided_to_act_on = DayField("Decided to act on", description="Leave it empty if nobody has decided yet.")
    trigger = StringField(
        "What set it off?", description="An inspection, a complaint, a cut.", validators=[Length(max=500)]
    )
    trigger_date = StringField(
        "When was that?", description="A day like 18 December 2026, or 2026-12, or 2026.", validators=[Length(max=40)]
    )

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG004 - the same question of every part
        """What was said so far."""
        said = ("known_since", "decided_to_act_on", "trigger", "trigger_date")
        return {name: getattr(story.idea, name) for name in said}

    def save(self, found: Idea, *, by: UUID) -> None:
        """State both days, and what set it off."""
        known, decided = self.known_since.data, self.decided_to_act_on.data
        idea.say_since_when(idea=found, by=by, known_since=known, decided_to_act_on=decided)
        when = _given_day(self.trigger_date.data or "", field="trigger_date")
        idea.say_what_set_it_off(idea=found, by=by, trigger=self.trigger.data or "", trigger_date=when)


def _given_day(typed: str, *, field: str) -> str:
    """A day, month or year as it is kept; a day in any of the usual ways. Raises Refused where it names none."""
    day = read_day(" ".join(typed.split()))
    given = day.isoformat() if day else typed.strip()
    if given and value.last_day_of(given) is None:
        raise idea.Refused("Write a day like 18 December 2026, or 2026-12, or 2026", field=field)
    return given


class ContactForm(ContactFields):
    """A contact between the sponsor and the team."""

    evidence = BooleanField("We went through the evidence")

    def save(self, found: Idea, *, by: UUID) -> None:
        """Record the contact."""
        record_contact(found, self, by=by)

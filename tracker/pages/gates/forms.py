"""Forms at a gate: answers, a view, the request, the decision, a condition met or given another date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Part
from wtforms.validators import DataRequired, InputRequired, Length

from tracker import clock
from tracker.council import Colleague
from tracker.gate import (
    GATE_WORDS,
    Condition,
    DecisionDraft,
    Objection,
    PanelEntry,
    Paper,
    StopReason,
    Term,
    Word,
    earlier_stages,
    extension_objections,
    objections,
    request_objections,
    words_open,
)
from tracker.idea import Stage
from tracker.web.days import DayField
from tracker.web.fields import EntryList, PressField, single
from tracker.web.forms import Form, MindfulForm, choices, identifier
from tracker.web.people import choices_of_people
from tracker.web.wording import choices_of, label, vocabulary

LONG = Length(max=10_000, message="Use 10,000 characters or fewer")
MOST_CONDITIONS = 8


class ViewForm(MindfulForm):
    """What a panel member thinks."""

    leaning = RadioField(
        "What would you do?", [InputRequired("Choose what you would do")], choices=choices_of("decision", *GATE_WORDS)
    )
    because = TextAreaField("Why?", validators=[DataRequired("Say in a sentence why you think so"), LONG])


class AskForm(MindfulForm):
    """An owner asks for a decision."""

    note = TextAreaField(
        label("Anything the {role.lead} should know?"),
        description="What has changed, or why now.",
        validators=[Length(max=2000)],
    )
    due_on = DayField("Decide by", description=label("A day like 18 December 2026. The {role.lead} is reminded of it."))
    panel = SelectField("Which panel looks at it first?")

    @classmethod
    def about(cls, panels: Sequence[PanelEntry]) -> AskForm:
        """Make the form; where the council has no panel, none is asked for, and where it has one, that is meant."""
        form = cls(data={"panel": str(panels[0].id)} if len(panels) == 1 else None)
        if panels:
            form.panel.choices = choices([("", "None"), *((one.id, one.name) for one in panels)])
        else:
            del form.panel
        return form

    @property
    def for_panel(self) -> UUID | None:
        """The panel that was chosen."""
        return identifier(self.panel.data) if "panel" in self else None

    def validate(self, **kwargs: Any) -> bool:
        """Check the fields and the day, each fault beside its field."""
        good = super().validate(**kwargs)
        return beside_fields(self, request_objections(self.due_on.data, today=clock.today())) and good


class MetForm(MindfulForm):
    """A condition is met."""

    note = StringField("How can it be seen?", validators=[DataRequired("Say how it can be seen"), Length(max=500)])


class ReopenForm(MindfulForm):
    """A closed idea is taken up again."""

    because = TextAreaField(
        "Why is it taken up again?",
        [DataRequired("Say why it is taken up again"), LONG],
        description="Its author and everybody who follows it reads this.",
    )


class DateForm(MindfulForm):
    """Another date is asked for, for a condition."""

    due_on: date
    wanted_on = DayField("Which day instead?", description="A day like 18 December 2026.")
    because = TextAreaField("Why does it need another day?", validators=[Length(max=2000)])

    @classmethod
    def about(cls, condition: Condition) -> DateForm:
        """Make the form for a condition: the day it is due on is no other."""
        form = cls()
        form.due_on = condition.due_on
        return form

    def validate(self, **kwargs: Any) -> bool:
        """Check the fields, the day and the reason, each fault beside its field."""
        good, said = super().validate(**kwargs), self.because.data or ""
        found = extension_objections(self.wanted_on.data, said, due_on=self.due_on, today=clock.today())
        return beside_fields(self, found) and good


class DateAnswerForm(MindfulForm):
    """Another date for a condition is granted, or the date stays."""

    reply = TextAreaField(
        "Anything to say?", description="They read it. If the date stays, say why.", validators=[Length(max=2000)]
    )
    answer = PressField("Answer", {"grant", "stay"})


def beside_fields(form: Form, found: Iterable[Objection]) -> bool:
    """Show each objection beside its field, where that says nothing yet; whether there were none."""
    objected = list(found)
    wrong = {one.name for one in single(form) if one.errors}
    for one in objected:
        if one.field not in wrong:
            form.refuse(one.sentence, field=one.field)
    return not objected


class TermForm(Part):  # type: ignore[misc]  # WTForms ships no types
    """One condition: what, who, by when."""

    text = StringField("Condition", validators=[Length(max=500)])
    owner_id = SelectField(label("{role.owner}"), validate_choice=False)
    due_on = DayField("By")


class DecisionForm(MindfulForm):
    """A decision, in the words of the person who makes it."""

    word = RadioField(
        "The decision",
        choices=choices_of("decision", *GATE_WORDS),
        validators=[InputRequired("Choose what you decide")],
    )
    conditions = EntryList(FormField(TermForm), min_entries=1, max_entries=MOST_CONDITIONS)
    until = DayField("Until")
    to_stage = SelectField("To", validate_choice=False)
    stop_reason = SelectField(
        "Reason",
        choices=choices_of("stop_reason", blank="Choose one"),
        validate_choice=False,
    )
    lesson = TextAreaField(
        "What we learnt", description="A stop needs it. Any other decision may carry it.", validators=[LONG]
    )
    lesson_at_home = BooleanField("Keep this lesson in the council")
    archive_consent = BooleanField("We agree that other councils take it up")
    because = TextAreaField(
        "Reasons",
        description="Somebody will read this in five years. Say what you weighed.",
        validators=[LONG],
    )
    waiver_because = TextAreaField(
        "Why it may go on although this is not met", description="One reason may cover several.", validators=[LONG]
    )
    seen = HiddenField()
    paper: Paper

    @classmethod
    def about(cls, paper: Paper, people: Sequence[Colleague]) -> DecisionForm:
        """Make the form for an idea at a gate: the words open to it, the stages it may return to, who may own."""
        form = cls(data={"seen": str(paper.made)})
        open_now = words_open(paper.idea.stage)
        form.word.choices = choices_of("decision", *(word for word in Word if word in open_now))()
        form.to_stage.choices = choices(vocabulary().choices("stage", earlier_stages(paper.idea.stage)))
        form.paper = paper
        form.offer(people)
        return form

    def offer(self, people: Sequence[Colleague]) -> None:
        """Offer the people of the council as owners of each condition."""
        offered = choices_of_people(people, blank="Choose one")
        for entry in self.conditions:
            entry.form.owner_id.choices = offered

    def add_condition(self, people: Sequence[Colleague]) -> None:
        """Show one more empty condition."""
        if len(self.conditions) < MOST_CONDITIONS:
            self.conditions.append_entry()
            self.offer(people)

    def validate(self, **kwargs: Any) -> bool:
        """Check the fields, and everything that the rules of a decision object to, each beside its field."""
        good, paper = super().validate(**kwargs), self.paper
        found = objections(self.draft(), stage=paper.idea.stage, missing=paper.unmet, today=clock.today())
        return beside_fields(self, found) and good

    def draft(self) -> DecisionDraft:
        """The decision as it was written."""
        return DecisionDraft(
            word=Word(self.word.data) if self.word.data in set(Word) else None,
            because=self.because.data or "",
            waiver_because=self.waiver_because.data,
            terms=self._terms(),
            until=self.until.data,
            to_stage=Stage(self.to_stage.data) if self.to_stage.data in set(Stage) else None,
            stop_reason=StopReason(self.stop_reason.data) if self.stop_reason.data in set(StopReason) else None,
            lesson=self.lesson.data,
            lesson_at_home=bool(self.lesson_at_home.data),
            archive_consent=bool(self.archive_consent.data),
        )

    def _terms(self) -> list[Term]:
        """The conditions that have something written in them."""
        rows = {int(entry.name.rpartition("-")[2]): entry.form for entry in self.conditions}
        offered = {one.value for row in rows.values() for one in row.owner_id.choices or () if one.value}
        return [
            Term(
                text=row.text.data or "",
                owner_id=UUID(row.owner_id.data) if row.owner_id.data in offered else None,
                due_on=row.due_on.data,
                row=number,
            )
            for number, row in rows.items()
            if row.text.data or row.owner_id.data or any(map(str.strip, row.due_on.raw_data or ()))
        ]

"""Forms at a gate: answers, a view, the request, the decision, a condition met."""

from __future__ import annotations

from collections.abc import Sequence
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
    FITTING,
    NO_REASONS,
    AnswerDraft,
    DecisionDraft,
    Gate,
    GateItem,
    Paper,
    Question,
    QuestionKind,
    Status,
    StopReason,
    Term,
    Word,
    asked_at,
    earlier_stages,
    objections,
    words_open,
)
from tracker.idea import Refused, Stage, refuse_all
from tracker.web.days import DayField
from tracker.web.fields import EntryList
from tracker.web.forms import Form, choices
from tracker.web.wording import choices_of, label, vocabulary

LONG = Length(max=10_000, message="Use 10,000 characters or fewer")
MOST_CONDITIONS = 8


class AnswersForm(Form):
    """The answers at one gate. Its fields are made for the gate's questions by `answers_form`."""

    questions: Sequence[Question] = ()

    def said(self) -> dict[str, AnswerDraft]:
        """What was said to each question."""
        return {q.id: self._said(q) for q in self.questions}

    def _said(self, question: Question) -> AnswerDraft:
        if question.kind is QuestionKind.QUESTION:
            return AnswerDraft(words=self[f"{question.id}_words"].data)
        status = self[f"{question.id}_status"].data
        return AnswerDraft(status=Status(status) if status else None, note=self[f"{question.id}_note"].data)


class MaybeOneOf(RadioField):  # type: ignore[misc]  # WTForms ships no types
    """One of a few, or none yet."""

    def pre_validate(self, form: Part) -> None:
        """Hold what was chosen, if anything was, to the list."""
        if self.data:
            super().pre_validate(form)


def _fields(question: Question) -> dict[str, Any]:
    if question.kind is QuestionKind.QUESTION:
        return {f"{question.id}_words": TextAreaField(question.text, description=question.help, validators=[LONG])}
    fitting = choices_of("answer", *FITTING[question.kind])
    return {
        f"{question.id}_status": MaybeOneOf(question.text, description=question.help, choices=fitting),
        f"{question.id}_note": StringField("How it can be seen", validators=[LONG]),
    }


def _standing_answer(item: GateItem) -> dict[str, str | None]:
    given, name = item.answer, item.question.id
    if given is None:
        return {}
    return {f"{name}_words": given.words, f"{name}_status": given.status, f"{name}_note": given.note}


def answers_form(gate: Gate, items: Sequence[GateItem]) -> AnswersForm:
    """Make the form of a gate's questions, filled in with the newest answers."""
    fields = {name: made for question in asked_at(gate) for name, made in _fields(question).items()}
    made = type("AnswersForm", (AnswersForm,), {**fields, "questions": asked_at(gate)})
    kept = {name: value for item in items for name, value in _standing_answer(item).items()}
    form: AnswersForm = made(data=kept)
    return form


class ViewForm(Form):
    """What a panel member thinks."""

    leaning = RadioField(
        "What would you do?",
        choices=choices_of("decision"),
        validators=[InputRequired("Choose what you would do")],
    )
    because = TextAreaField("Why?", validators=[DataRequired("Say in a sentence why you think so"), LONG])


class AskForm(Form):
    """An owner asks for a decision."""

    note = TextAreaField(
        label("Anything the {role.lead} should know?"),
        description="What has changed, or why now.",
        validators=[Length(max=2000)],
    )
    due_on = DayField("Decide by", description=label("A day like 18 December 2026. The {role.lead} is reminded of it."))


class MetForm(Form):
    """A condition is met."""

    note = StringField("How can it be seen?", validators=[DataRequired("Say how it can be seen"), Length(max=500)])


class TermForm(Part):  # type: ignore[misc]  # WTForms ships no types
    """One condition: what, who, by when."""

    text = StringField("Condition", validators=[Length(max=500)])
    owner_id = SelectField(label("{role.owner}"), validate_choice=False)
    due_on = DayField("By")


class DecisionForm(Form):
    """A decision, in the words of the person who makes it."""

    word = RadioField(
        "The decision",
        choices=choices_of("decision"),
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
    lesson = TextAreaField("What we learnt", validators=[LONG])
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
        offered = choices([("", "Choose one"), *((one.id, one.name) for one in people)])
        for entry in self.conditions:
            entry.form.owner_id.choices = offered

    def add_condition(self, people: Sequence[Colleague]) -> None:
        """Show one more empty condition."""
        if len(self.conditions) < MOST_CONDITIONS:
            self.conditions.append_entry()
            self.offer(people)

    def validate(self, **kwargs: Any) -> bool:
        """Check the fields and the rules; what is wrong with conditions is told once for all of them."""
        good = super().validate(**kwargs)
        if any(entry.errors for entry in self.conditions):
            self.conditions.errors = ["Give every condition its words, an owner and a day like 18 December 2026."]
        return good

    def rules(self) -> None:
        """Everything that the rules of a decision object to."""
        if self.word.data in set(Word):
            paper: Paper = self.paper
            found = objections(self.draft(), stage=paper.idea.stage, missing=paper.unmet, today=clock.today())
            refuse_all(Refused(one.sentence, field=one.field) for one in found)
        elif not (self.because.data or "").strip():
            raise Refused(NO_REASONS, field="because")

    def draft(self) -> DecisionDraft:
        """The decision as it was written."""
        return DecisionDraft(
            word=Word(self.word.data),
            because=self.because.data or "",
            waiver_because=self.waiver_because.data,
            terms=self._terms(),
            until=self.until.data,
            to_stage=Stage(self.to_stage.data) if self.to_stage.data in set(Stage) else None,
            stop_reason=StopReason(self.stop_reason.data) if self.stop_reason.data in set(StopReason) else None,
            lesson=self.lesson.data,
            archive_consent=bool(self.archive_consent.data),
        )

    def _terms(self) -> list[Term]:
        """The conditions that have something written in them."""
        rows = [entry.form for entry in self.conditions]
        offered = {one.value for row in rows for one in row.owner_id.choices or () if one.value}
        return [
            Term(
                text=row.text.data or "",
                owner_id=UUID(row.owner_id.data) if row.owner_id.data in offered else None,
                due_on=row.due_on.data,
            )
            for row in rows
            if row.text.data or row.owner_id.data or row.due_on.data
        ]

"""Forms of an idea that becomes normal work: what it replaces, an award, and the review of a year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import Form as Part
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import gate, routine
from tracker.council import Colleague
from tracker.gate import FITTING, Question, QuestionKind, ReviewAnswer, ReviewDraft, Status, review_questions
from tracker.idea import LONGEST_TEXT, Idea
from tracker.routine import LONGEST_LINE
from tracker.web.days import DayField
from tracker.web.forms import Form, MindfulForm, choices, identifier
from tracker.web.numbers import whole
from tracker.web.wording import choices_of

LIKE = "Like 18 December 2026."
LONG = Length(max=LONGEST_TEXT)
SCORE = "A whole number from 0 to 10"


class OldServiceForm(Form):
    """What stops, until when it runs, who ends it."""

    service = StringField(
        "Which service or task stops?",
        description="The same one again is told anew: another day, or that it has ended.",
        validators=[Length(max=LONGEST_LINE)],
    )
    ends_on = DayField("On which day is it to end?", description=LIKE)
    owner_id = SelectField("Who ends it?", default="")
    ended_on = DayField("Has it ended? On which day?", description="Empty while it still runs.")

    def offer(self, people: list[Colleague]) -> None:
        """Offer everybody here."""
        self.owner_id.choices = choices([("", "Not said yet"), *((each.id, each.name) for each in people)])

    def save(self, found: Idea, *, by: UUID) -> None:
        """Keep what was said."""
        routine.name_old_service(
            idea=found,
            by=by,
            service=self.service.data or "",
            ends_on=self.ends_on.data,
            owner_id=identifier(self.owner_id.data),
            ended_on=self.ended_on.data,
        )


class RecognitionForm(MindfulForm):
    """An award or a prize."""

    minds_in = ("title",)
    title = StringField(
        "What was it?",
        description="An award, a prize, a mention. It is kept apart, and is no evidence of value.",
        validators=[Length(max=LONGEST_LINE)],
    )
    giver = StringField("Who gave it?", validators=[Length(max=LONGEST_LINE)])
    on = DayField("On which day?", description=LIKE)
    note = StringField("A note, or where it can be seen", validators=[Length(max=500)])

    def save(self, found: Idea, *, by: UUID) -> None:
        """Keep it."""
        routine.note_recognition(
            idea=found,
            by=by,
            title=self.title.data or "",
            giver=self.giver.data or "",
            on=self.on.data,
            note=self.note.data or "",
        )


class RoutineWithdrawal(MindfulForm):
    """Why something should not stand there."""

    because = StringField(
        "Why is it withdrawn?",
        description="It is shown no more. The history keeps it, with this reason.",
        validators=[DataRequired("Say why it is withdrawn"), Length(max=500)],
    )


class YearlyReviewForm(MindfulForm):
    """The review of a year. Its fields for the questions are made by `review_form`."""

    improvement = StringField("Did it get better for people?", description=f"{SCORE}. More than 5: it is better.")
    innovation = StringField("Is it a new way of doing it?", description=f"{SCORE}. More than 5: it is new.")
    lesson = TextAreaField(
        "What did the year teach?", description="One sentence helps the next who tries.", validators=[LONG]
    )

    def save(self, found: Idea, *, by: UUID) -> None:
        """Keep the review."""
        gate.hold_review(idea=found, by=by, draft=self.draft())

    def draft(self) -> ReviewDraft:
        """The review as it was written."""
        return ReviewDraft(
            answers={each.id: self._said(each) for each in review_questions()},
            improvement=_score(self.improvement.data),
            innovation=_score(self.innovation.data),
            lesson=self.lesson.data or "",
        )

    def _said(self, question: Question) -> ReviewAnswer:
        if question.kind is QuestionKind.QUESTION:
            return ReviewAnswer(words=self[f"{question.id}_words"].data or "")
        status, note = self[f"{question.id}_status"].data, self[f"{question.id}_note"].data or ""
        return ReviewAnswer(status=Status(status) if status else None, note=note)


class MaybeChosen(RadioField):  # type: ignore[misc]  # WTForms ships no types
    """One of a few, or none yet."""

    def pre_validate(self, form: Part) -> None:
        """Hold what was chosen, if anything was, to the list."""
        if self.data:
            super().pre_validate(form)


def _score(typed: str | None) -> int | None:
    found = whole(typed, otherwise=-1)
    return found if found >= 0 else None


def review_form() -> YearlyReviewForm:
    """Make the form of a yearly review, with the fields of its questions."""
    fields = {name: field for each in review_questions() for name, field in _fields(each).items()}
    form: YearlyReviewForm = type("YearlyReviewForm", (YearlyReviewForm,), fields)()
    return form


def _fields(question: Question) -> dict[str, Any]:
    if question.kind is QuestionKind.QUESTION:
        return {f"{question.id}_words": TextAreaField(question.text, description=question.help, validators=[LONG])}
    fitting = choices_of("answer", *FITTING[question.kind])
    return {
        f"{question.id}_status": MaybeChosen(question.text, description=question.help, choices=fitting),
        f"{question.id}_note": StringField("How it can be seen", validators=[LONG]),
    }

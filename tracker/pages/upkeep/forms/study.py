"""How it is known: one form for each kind, where it is entered and where it is put right."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import lesson, study
from tracker.amendment import RecordKind
from tracker.idea import LONGEST_TEXT, Idea
from tracker.lesson import Assumption, Lesson
from tracker.pages.upkeep.forms.correction import Correction, texts
from tracker.study import Agreement, Evaluation, Manual, ScaleSum, SourceLink, Theory
from tracker.web.days import DayField
from tracker.web.numbers import AmountField, WholeField
from tracker.web.wording import choices_of

LIKE = "Like 18 December 2026"
SHORT, LONG = Length(max=300), Length(max=LONGEST_TEXT)


class Study(Correction):
    """One kind that is entered and put right by the same fields, and counts on the page of the claims."""

    page: ClassVar[str] = "/claims"
    about: UUID | None = None  # the claim that it is entered for

    @property
    def said(self) -> dict[str, Any]:
        """What was written."""
        raise NotImplementedError

    def add(self, found: Idea, *, by: UUID) -> None:
        """Record it. Raises Refused."""
        raise NotImplementedError


class TheoryForm(Study):
    """Why it should work, step by step."""

    record_kind, model, anchor = RecordKind.THEORY, Theory, "theory"
    steps = TextAreaField(
        "Why should it work?",
        description="One step to a line, from what you do to what gets better. Two to twelve steps.",
        validators=[DataRequired("Write two steps or more, one to a line"), LONG],
    )

    @staticmethod
    def begins(row: Theory) -> dict[str, Any]:
        """What stands in the row."""
        return texts(row, "steps")

    @property
    def said(self) -> dict[str, Any]:
        """The steps."""
        return {"steps": self.steps.data or ""}

    def add(self, found: Idea, *, by: UUID) -> None:
        """Say why it should work; where it is said already, that is put right."""
        study.say_theory(idea=found, by=by, because=self.because.data or "", **self.said)

    def save(self, found: Idea, row: Theory, *, by: UUID) -> None:
        """Keep the steps."""
        study.correct_theory(idea=found, theory=row, by=by, because=self.because.data or "", **self.said)


class EvaluationForm(Study):
    """Who evaluates it, since when, with which data, and when the report is due."""

    record_kind, model, anchor = RecordKind.EVALUATION, Evaluation, "evaluation"
    evaluator = StringField(
        "Who evaluates it?",
        description="An organisation, or a role: a university, the audit team.",
        validators=[DataRequired("Say who evaluates it"), SHORT],
    )
    since = DayField("Since when?", description=LIKE)
    agreement = SelectField("May they have the data?", choices=choices_of("agreement", blank="Not said"), default="")
    agreement_note = StringField(
        "Which data, under which agreement?", description="What, from whom, until when.", validators=[SHORT]
    )
    due_on = DayField("When is the report due?", description=LIKE)
    reported_on = DayField("When did it come?", description="Empty until it is there.")
    note = TextAreaField("In your words", validators=[LONG])

    @staticmethod
    def begins(row: Evaluation) -> dict[str, Any]:
        """What stands in the row."""
        days = {name: getattr(row, name) for name in ("since", "due_on", "reported_on")}
        return {**texts(row, "evaluator", "agreement", "agreement_note", "note"), **days}

    @property
    def said(self) -> dict[str, Any]:
        """The evaluation."""
        days = {name: self[name].data for name in ("since", "due_on", "reported_on")}
        typed = {name: self[name].data or "" for name in ("evaluator", "agreement_note", "note")}
        return {**typed, **days, "agreement": Agreement(self.agreement.data) if self.agreement.data else None}

    def add(self, found: Idea, *, by: UUID) -> None:
        """Record the evaluation."""
        study.add_evaluation(idea=found, by=by, **self.said)

    def save(self, found: Idea, row: Evaluation, *, by: UUID) -> None:
        """Keep the evaluation."""
        study.correct_evaluation(idea=found, evaluation=row, by=by, because=self.because.data or "", **self.said)


class AssumptionForm(Study):
    """What is believed, and how it is tested."""

    record_kind, model, anchor = RecordKind.ASSUMPTION, Assumption, "assumptions"
    believed = TextAreaField(
        "What do you believe?",
        description="Something that could turn out to be wrong: “people will open the door to a stranger”.",
        validators=[DataRequired("Say what you believe"), LONG],
    )
    test = TextAreaField("How will you test it?", validators=[LONG])
    held = SelectField("Did it hold?", choices=choices_of("held", blank="Not tested yet"), default="")

    @staticmethod
    def begins(row: Assumption) -> dict[str, Any]:
        """What stands in the row."""
        return texts(row, "believed", "test", "held")

    @property
    def said(self) -> dict[str, Any]:
        """The assumption."""
        return {"believed": self.believed.data or "", "test": self.test.data or ""}

    def add(self, found: Idea, *, by: UUID) -> None:
        """Write it down."""
        lesson.assume(idea=found, by=by, **self.said)

    def save(self, found: Idea, row: Assumption, *, by: UUID) -> None:
        """Keep the assumption."""
        said = {**self.said, "held": self.held.data or None}
        lesson.correct_assumption(idea=found, assumption=row, by=by, because=self.because.data or "", **said)

    @classmethod
    def withdraw(cls, found: Idea, row: Assumption, *, by: UUID, because: str) -> None:
        """Take the assumption back, with what testing it found."""
        lesson.withdraw_assumption(idea=found, assumption=row, by=by, because=because)


class LessonForm(Correction):
    """A lesson is put right."""

    record_kind, model, anchor = RecordKind.LESSON, Lesson, "lessons"
    lesson = TextAreaField("What should others know?", validators=[DataRequired("Write what others should know"), LONG])
    worked = SelectField("Did it work?", choices=choices_of("worked", blank="Not said"), default="")
    may_be_shared = BooleanField("Councils that we publish to may read it")

    @staticmethod
    def begins(row: Lesson) -> dict[str, Any]:
        """What stands in the row."""
        return {**texts(row, "lesson", "worked"), "may_be_shared": row.may_be_shared is not False}

    def save(self, found: Idea, row: Lesson, *, by: UUID) -> None:
        """Keep the lesson."""
        lesson.correct_lesson(
            idea=found,
            lesson=row,
            by=by,
            because=self.because.data or "",
            words=self.lesson.data or "",
            worked=self.worked.data or None,
            may_be_shared=bool(self.may_be_shared.data),
        )


class SumForm(Study):
    """What it cost for how many, who needs it, and what is assumed."""

    record_kind, model, anchor = RecordKind.SCALE_SUM, ScaleSum, "sums"
    numbers = ("spent_least", "spent_most", "results", "wanted_least", "wanted_most")
    unit = StringField(
        "The cost of what?",
        description="One person, one home, one visit less: in the singular.",
        validators=[DataRequired("Say for what you count the cost"), Length(max=100)],
    )
    spent_least = AmountField("What was spent, at least", description="Like 18,000")
    spent_most = AmountField("At most", description="Empty where it is the same.")
    results = WholeField("For how many was that?", description="As the evidence counts them.")
    wanted_least = WholeField("How many need it, at least")
    wanted_most = WholeField("At most", description="Empty where it is the same.")
    assumptions = TextAreaField(
        "What does this assume?",
        description="What would be cheaper or dearer for more people, and where the figures come from.",
        validators=[DataRequired("Say what these sums assume"), LONG],
    )

    @staticmethod
    def begins(row: ScaleSum) -> dict[str, Any]:
        """What stands in the row."""
        return {**texts(row, "unit", "assumptions"), **{name: getattr(row, name) for name in SumForm.numbers}}

    @property
    def said(self) -> dict[str, Any]:
        """The sums."""
        typed = {name: self[name].data or "" for name in ("unit", "assumptions")}
        return {**typed, **{name: self[name].data for name in self.numbers}}

    def add(self, found: Idea, *, by: UUID) -> None:
        """Record the sums."""
        study.add_scale_sum(idea=found, by=by, **self.said)

    def save(self, found: Idea, row: ScaleSum, *, by: UUID) -> None:
        """Keep the sums."""
        study.correct_scale_sum(idea=found, scale_sum=row, by=by, because=self.because.data or "", **self.said)


class ManualForm(Study):
    """The procedure by which others can do it again."""

    record_kind, model, anchor = RecordKind.MANUAL, Manual, "manuals"
    minds_in = ("title",)
    title = StringField("What is it called?", validators=[DataRequired("Say what it is called"), SHORT])
    place = StringField(
        "Where can it be read?",
        description="An address, a folder, a shelf.",
        validators=[DataRequired("Say where it can be read"), Length(max=2000)],
    )
    written_on = DayField("When was it written?", description=LIKE)

    @staticmethod
    def begins(row: Manual) -> dict[str, Any]:
        """What stands in the row."""
        return {**texts(row, "title", "place"), "written_on": row.written_on}

    @property
    def said(self) -> dict[str, Any]:
        """The procedure."""
        return {"title": self.title.data or "", "place": self.place.data or "", "written_on": self.written_on.data}

    def add(self, found: Idea, *, by: UUID) -> None:
        """Record the procedure."""
        study.add_manual(idea=found, by=by, **self.said)

    def save(self, found: Idea, row: Manual, *, by: UUID) -> None:
        """Keep the procedure."""
        study.correct_manual(idea=found, manual=row, by=by, because=self.because.data or "", **self.said)


class LinkForm(Study):
    """A page outside, with the day on which somebody last looked at it."""

    record_kind, model, anchor = RecordKind.LINK, SourceLink, "links"
    address = StringField(
        "The address of the page",
        description="The whole of it, beginning with https://",
        validators=[DataRequired("Paste the address of the page"), Length(max=2000)],
    )
    minds_in = ("title",)
    title = StringField("What is there?", validators=[SHORT])
    looked_on = DayField("When did you last look at it?", description=f"{LIKE}. Empty is today.")

    @staticmethod
    def begins(row: SourceLink) -> dict[str, Any]:
        """What stands in the row."""
        return {**texts(row, "address", "title"), "looked_on": row.looked_on}

    @property
    def said(self) -> dict[str, Any]:
        """The link."""
        return {"address": self.address.data or "", "title": self.title.data or "", "looked_on": self.looked_on.data}

    def add(self, found: Idea, *, by: UUID) -> None:
        """Record the link, on a claim where it is about one."""
        study.add_link(idea=found, by=by, claim_id=self.about, **self.said)

    def save(self, found: Idea, row: SourceLink, *, by: UUID) -> None:
        """Keep the link."""
        study.correct_link(idea=found, link=row, by=by, because=self.because.data or "", **self.said)


# Each kind by the word that stands for it in an address.
STUDIES: dict[str, type[Correction]] = {
    "theory": TheoryForm,
    "evaluations": EvaluationForm,
    "assumptions": AssumptionForm,
    "lessons": LessonForm,
    "sums": SumForm,
    "manuals": ManualForm,
    "links": LinkForm,
}

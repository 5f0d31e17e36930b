"""Forms of tandem trials: what is tried together, what a council tries, a figure, a lesson."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker import clock, idea
from tracker.council import Reader
from tracker.idea import Idea, NotFoundError, Refused, refuse_all
from tracker.trial import TrialPlan, VariantDraft, VariantEntry, figure_faults, plan_faults, variant_faults
from tracker.web.days import DayField
from tracker.web.forms import MindfulForm
from tracker.web.numbers import FigureField
from tracker.web.wording import choices_of

SHORT = Length(max=120, message="Use 120 characters or fewer")
LONG = Length(max=2000, message="Use 2,000 characters or fewer")

STANDS = {"name": "name", "differs": "differs", "measured": "measured", "idea": "ref"}


class TrialForm(MindfulForm):
    """What is tried together."""

    title = StringField("What is tried?", validators=[SHORT])
    target = TextAreaField(
        "The shared target",
        description="What all of you want to reach, whatever way each goes.",
        validators=[LONG],
    )
    indicator = StringField(
        "What does each council measure?",
        description="One figure that all can take, such as days from the report to the repair.",
        validators=[SHORT],
    )
    unit = StringField("In what unit?", description="Days, households, per cent.", validators=[Length(max=40)])
    starts_on = DayField("From")
    ends_on = DayField("Until")

    @property
    def plan(self) -> TrialPlan:
        """What was written."""
        words = {name: self[name].data or "" for name in ("title", "target", "indicator", "unit")}
        return TrialPlan(**words, starts_on=self.starts_on.data, ends_on=self.ends_on.data)

    def rules(self) -> None:
        """What a trial says."""
        refuse_all(plan_faults(self.plan))


class VariantForm(MindfulForm):
    """What our council tries."""

    name = StringField("What do you call your version?", validators=[SHORT])
    differs = TextAreaField(
        "What do you do otherwise than the others?",
        description="Where it is tried, with whom, and what is not done. The others read this.",
        validators=[LONG],
    )
    measured = TextAreaField(
        "How do you measure?", description="From which records, of whom, by whom.", validators=[LONG]
    )
    idea = StringField(
        "Is it an idea of yours? Its reference",
        description="Such as KNW-42. It stands in the idea’s history; the others see nothing of the idea.",
        validators=[Length(max=40)],
    )

    @classmethod
    def about(cls, stands: VariantEntry | None) -> VariantForm:
        """Fill in what stands there."""
        return cls(data={name: getattr(stands, of) for name, of in STANDS.items()} if stands else {})

    @property
    def draft(self) -> VariantDraft:
        """What was written."""
        return VariantDraft(**{name: self[name].data or "" for name in ("name", "differs", "measured")})

    def idea_for(self, reader: Reader) -> Idea | None:
        """The idea that was named. Raises Refused for none that the reader sees."""
        if not (self.idea.data or "").strip():
            return None
        try:
            return idea.get_named(self.idea.data, reader=reader)
        except NotFoundError as why:
            raise Refused("There is no idea with this reference: look at the top of its page", field="idea") from why

    def rules(self) -> None:
        """What a variant says."""
        refuse_all(variant_faults(self.draft))


class TrialFigureForm(MindfulForm):
    """A figure of our council on a day."""

    began: date | None = None
    baseline = RadioField(
        "What is it?",
        choices=choices_of("trial_figure"),
        validators=[InputRequired("Choose what it is")],
    )
    value = FigureField("The figure")
    on = DayField("Of which day?")
    note = TextAreaField("What should others know of it?", validators=[LONG])

    def rules(self) -> None:
        """What a figure says."""
        if not self.value.errors and not self.on.errors:
            refuse_all(figure_faults(**self.said, today=clock.today(), began=self.began))

    @property
    def said(self) -> dict[str, Any]:
        """What was written."""
        return {"value": self.value.data, "on": self.on.data, "baseline": self.baseline.data == "yes"}


class FigureWithdrawal(MindfulForm):
    """A figure was wrong."""

    because = TextAreaField(
        "What was wrong with it?",
        description="It stands there no more; it can be read with this reason.",
        validators=[LONG],
    )


class TrialLessonForm(MindfulForm):
    """What was learnt."""

    words = TextAreaField(
        "What did you learn?",
        description="What you would tell a council that begins tomorrow.",
        validators=[LONG],
    )

"""Who looks after an idea, and who is asked what they think of it."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker import triage
from tracker.council import Colleague
from tracker.idea import LONGEST_TEXT, refuse_all
from tracker.triage import Criterion
from tracker.web.days import DayField
from tracker.web.forms import Form, MindfulForm
from tracker.web.people import choices_of_people
from tracker.web.wording import choices_of, label


class OwnerForm(MindfulForm):
    """Who looks after an idea from now on."""

    owner_id = SelectField("Who looks after it?", default="", validators=[DataRequired("Choose somebody")])
    note = TextAreaField("A few words to them", description="They get a letter today.")

    def offer(self, owners: Sequence[Colleague]) -> None:
        """Offer those who may look after an idea."""
        self.owner_id.choices = choices_of_people(owners, blank="Choose somebody")


class HandBackForm(MindfulForm):
    """An idea is given back, with a few words if one likes."""

    because = TextAreaField(
        "A few words on why", description="You need not.", validators=[Optional(), Length(max=1000)]
    )


class AssessorsForm(Form):
    """Who is asked what they think of an idea, and by when."""

    people = SelectMultipleField("Who is asked?", description="Each gets a letter.")
    due_on = DayField("By when?", description="Like 18 December 2026. Left empty, three working days.")

    def offer(self, people: Sequence[Colleague]) -> None:
        """Offer those who may be asked."""
        self.people.choices = choices_of_people(people, job=True)


class AssessmentForm(MindfulForm):
    """What an assessor says of an idea: a judgement for each criterion, and a note. Its fields: `assessment_form`."""

    note = TextAreaField(
        "A note to those who answer new ideas",
        description="Nobody else reads it until it is decided what becomes of the idea. No names of residents.",
        validators=[Length(max=LONGEST_TEXT)],
    )

    @property
    def judgements(self) -> dict[str, str]:
        """What was chosen, by criterion."""
        return {str(criterion): self[criterion].data or "" for criterion in Criterion}

    def rules(self) -> None:
        """It says something."""
        refuse_all(triage.assessment_faults(judgements=self.judgements, note=self.note.data or ""))


def assessment_form(said: triage.AssessorEntry | None) -> AssessmentForm:
    """Make the form of an assessment, with what its assessor said before."""
    fields = {
        str(criterion): RadioField(
            label(f"{{criterion.{criterion}}}"), choices=choices_of("judgement"), validators=[Optional()]
        )
        for criterion in Criterion
    }
    kept = {**said.judgements, "note": said.note} if said else {}
    form: AssessmentForm = type("AssessmentForm", (AssessmentForm,), fields)(data=kept)
    return form

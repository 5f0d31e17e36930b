"""What is recorded on an idea on a page of its own: a claim, a figure of it, and how it is known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import attachment, idea, lesson, value
from tracker.idea import LONGEST_TEXT, Idea
from tracker.lesson import Assumption
from tracker.pages.upkeep.forms.fields import LIKE, ClaimDetailFields, EvidenceFields
from tracker.pages.upkeep.forms.study import STUDIES, Study
from tracker.value import Claim
from tracker.web.begun import BegunForm
from tracker.web.days import DayField
from tracker.web.forms import Form
from tracker.web.uploads import FilesField
from tracker.web.wording import choices_of


class ClaimEntry(ClaimDetailFields):
    """One more claim of an idea."""

    about: UUID | None = None

    def add(self, found: Idea, *, by: UUID) -> None:
        """Make the claim; one of the same indicator is put right on its own page."""
        said = {**self.said}
        there = {claim.indicator for claim in value.worth_of(idea=found).claims}
        if said["indicator"].strip() in there:
            raise idea.Refused("This is said of the idea already: put that claim right instead", field="indicator")
        value.claim(idea=found, by=by, **said)


class FigureEntry(EvidenceFields):
    """One more figure, or what somebody says, on a claim."""

    about: UUID | None = None
    comparator = StringField("Compared with what?", validators=[Length(max=300)])
    pictures = FilesField("Pictures or files of it")

    def rules(self) -> None:
        """What is wrong with its files is told beside them."""
        super().rules()
        idea.refuse_all(self.pictures.faults())

    def add(self, found: Idea, *, by: UUID) -> None:
        """Record it with its files."""
        if self.about is None:
            raise idea.Refused("Say first what should get better", field="note")
        said = {**self.said, "comparator": self.comparator.data or ""}
        made = value.add_evidence(idea=found, by=by, claim_id=self.about, **said)
        attachment.attach(idea=found, uploads=self.pictures.uploads, by=by, evidence_id=made.id)


# Each kind by the word that stands for it in an address.
ENTRIES: dict[str, Any] = {
    "claims": ClaimEntry,
    "evidence": FigureEntry,
    **{word: form for word, form in STUDIES.items() if issubclass(form, Study)},
}


class FindingForm(BegunForm):
    """What testing an assumption found."""

    test = TextAreaField(
        "How did you test it?", validators=[DataRequired("Say how you tested it"), Length(max=LONGEST_TEXT)]
    )
    held = RadioField(
        "Did it hold?",
        choices=choices_of("held"),
        validators=[DataRequired("Choose whether it held")],
        invalid_choice_message="Choose whether it held",
    )
    lesson = TextAreaField(
        "What did you find?",
        description="It counts as a lesson: in words that others can use on their own.",
        validators=[DataRequired("Write what you found"), Length(max=LONGEST_TEXT)],
    )
    at_home = BooleanField("Keep this lesson in the council", description="It then stands on no card for others.")

    def save(self, found: Idea, row: Assumption, *, by: UUID) -> None:
        """Keep what was found."""
        lesson.try_assumption(
            idea=found,
            assumption=row,
            by=by,
            test=self.test.data or "",
            found=self.lesson.data or "",
            held=self.held.data,
            may_be_shared=not self.at_home.data,
        )


class ClaimReviewForm(BegunForm):
    """A claim is looked at again, and the next day is named."""

    note = StringField("What did you see?", validators=[Length(max=500)])
    review_on = DayField("Look at it again on", description=LIKE)

    def save(self, found: Idea, row: Claim, *, by: UUID) -> None:
        """Keep the day."""
        if self.review_on.data is None:
            raise idea.Refused("Say when it is looked at again", field="review_on")
        value.review_claim(idea=found, claim=row, by=by, review_on=self.review_on.data, note=self.note.data or "")


class ClaimFilesForm(Form):
    """Files for a claim."""

    papers = FilesField("Pictures or files")

    def rules(self) -> None:
        """Something is chosen, and nothing is wrong with it."""
        nothing = [] if self.papers.uploads else [idea.Refused("Choose a file", field="papers")]
        idea.refuse_all(nothing, self.papers.faults())

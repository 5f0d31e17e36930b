"""What is typed of each thing that is recorded on an idea: the same where it is entered and where it is put right."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.council import Colleague
from tracker.idea import LONGEST_TEXT
from tracker.value import Certainty, Direction
from tracker.web.begun import BegunForm
from tracker.web.days import DayField, GivenDayField
from tracker.web.forms import identifier
from tracker.web.numbers import AmountField
from tracker.web.people import choices_of_people
from tracker.web.wording import choices_of

# What a person records; a case file knows more kinds.
EVIDENCE_KINDS = (
    "figure",
    "account",
    "public_feedback",
    "user_feedback",
    "agency_feedback",
    "inspection",
    "independent_study",
)
LEVELS = (1, 2, 3, 4, 5)
LIKE = "Like 18 December 2026"


class ClaimFields(BegunForm):
    """What should get better, from where to where."""

    indicator = StringField(
        "What should get better?",
        description="Something that can be counted or seen.",
        validators=[DataRequired("Say what should get better"), Length(max=300)],
    )
    need = TextAreaField("What is the need behind it?", validators=[Length(max=LONGEST_TEXT)])
    who_benefits = StringField("For whom?", validators=[Length(max=300)])
    unit = StringField("Counted in", description="Days, pounds, per cent ...", validators=[Length(max=60)])
    baseline = StringField("Where it starts", validators=[Length(max=120)])
    baseline_date = GivenDayField("When that was measured", description=f"{LIKE}. A month or a year will do.")
    target = StringField("Where it should get to", validators=[Length(max=120)])
    target_on = DayField("By when", description=f"{LIKE}.")
    comparison_group = BooleanField("There is a group without it that we compare with")
    level_asked = SelectField(
        "How well do you say it is known?",
        description="What the records support is worked out beside it.",
        choices=choices_of("level", *LEVELS, blank="Not said"),
        default="",
    )

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as a claim takes it."""
        typed = ("indicator", "need", "who_benefits", "unit", "baseline", "baseline_date", "target")
        return {
            **{name: self[name].data or "" for name in typed},
            "target_on": self.target_on.data,
            "comparison_group": bool(self.comparison_group.data),
            "level_asked": int(self.level_asked.data) if self.level_asked.data else None,
        }


class ClaimDetailFields(ClaimFields):
    """A claim in full: also how it is known, what is said of it outside, and when it is looked at again."""

    comparator = StringField("Which group is that?", validators=[Length(max=300)])
    method = StringField(
        "Or by which other method is it known?",
        description="Figures month by month from before, places that began at different times, a matched sample ...",
        validators=[Length(max=300)],
    )
    method_because = TextAreaField(
        "Why does that method show that it was this idea?", validators=[Length(max=LONGEST_TEXT)]
    )
    stated_change = StringField(
        "What is said of the change outside?",
        description="As it stands in a bulletin, a bid or a speech: “one third fewer”.",
        validators=[Length(max=300)],
    )
    stated_in = StringField("Where is that said?", validators=[Length(max=300)])
    review_on = DayField("Look at it again on", description=f"{LIKE}.")

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as a claim takes it."""
        more = ("comparator", "method", "method_because", "stated_change", "stated_in")
        return {**super().said, **{name: self[name].data or "" for name in more}, "review_on": self.review_on.data}


class EvidenceFields(BegunForm):
    """What was seen, heard or measured."""

    kind = SelectField("What is it?", choices=choices_of("evidence_kind", *EVIDENCE_KINDS), default="account")
    value = StringField("What is it now?", validators=[Length(max=120)])
    value_on = DayField("Measured or heard on", description=f"{LIKE}. Empty is today.")
    direction = SelectField(
        "Is that better than at the start?",
        description="Where it is told in words, this makes it a follow-up.",
        choices=choices_of("direction", blank="Not said"),
        default="",
    )
    note = TextAreaField(
        "In your words",
        description="A count, a complaint, a thank-you, something that went wrong, and where it comes from. No names.",
        validators=[Length(max=LONGEST_TEXT)],
    )

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as evidence takes it."""
        return {
            "kind": self.kind.data or "account",
            "value": self.value.data or "",
            "value_on": self.value_on.data,
            "direction": Direction(self.direction.data) if self.direction.data else None,
            "note": self.note.data or "",
        }


class FundingFields(BegunForm):
    """A line of money."""

    instrument = SelectField(
        "What kind of money is it?", choices=choices_of("instrument", blank="Not said"), default=""
    )
    funder = StringField("From whom?", validators=[Length(max=200)])
    amount_gbp = AmountField("How much?", description="Like 18,000 or 212.50")
    start = DayField("Paid from", description="Like 1 April 2026")
    end = DayField("Paid for until", description="Like 31 March 2027. Without a day, how long it lasts is unknown.")
    granted = BooleanField("It has been promised in writing", default=True)

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as a line of money takes it."""
        return {
            "instrument": self.instrument.data or "",
            "funder": self.funder.data or "",
            "amount_gbp": self.amount_gbp.data,
            "start": self.start.data,
            "end": self.end.data,
            "certainty": Certainty.GRANTED if self.granted.data else Certainty.INDICATIVE,
        }


class ContactFields(BegunForm):
    """A contact between the sponsor and the team."""

    on = DayField("When did you last speak?", description=LIKE)
    note = StringField("What about?", validators=[Length(max=500)])


class RiskFields(BegunForm):
    """What could go wrong, and what is done about it."""

    description = TextAreaField(
        "What could go wrong?", validators=[DataRequired("Say what could go wrong"), Length(max=LONGEST_TEXT)]
    )
    category = SelectField(
        "What kind of risk is it?", choices=choices_of("risk_category", blank="Not said"), default=""
    )
    cause = TextAreaField("What would bring it about?", validators=[Length(max=LONGEST_TEXT)])
    likelihood = SelectField("How likely?", coerce=int, choices=choices_of("likelihood"), default=3)
    impact = SelectField("How bad would it be?", coerce=int, choices=choices_of("impact"), default=3)
    mitigation = TextAreaField(
        "What do you do about it?",
        description="Several things: each on a line of its own.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    accepted_because = StringField("Or you live with it, because", validators=[Length(max=500)])
    owner_id = SelectField("Who watches it?", default="")
    review_on = DayField("Look at it again on", description=LIKE)

    def offer_people(self, people: list[Colleague]) -> None:
        """Offer who may watch it: whoever works here."""
        self.owner_id.choices = choices_of_people(people, blank="Whoever writes this down")

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as a risk takes it."""
        typed = ("description", "category", "cause", "mitigation", "accepted_because")
        return {
            **{name: self[name].data or "" for name in typed},
            "likelihood": self.likelihood.data,
            "impact": self.impact.data,
            "owner_id": identifier(self.owner_id.data),
            "review_on": self.review_on.data,
        }

"""Parts of "keep it current" on value, risk and money: a claim, what was seen of it, what could go wrong, funds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import idea, risk, value
from tracker.council import Colleague
from tracker.idea import LONGEST_TEXT, Fact, Idea, Story
from tracker.pages.upkeep.forms.part import KeptPart
from tracker.value import Certainty, Worth
from tracker.web.days import DayField, GivenDayField
from tracker.web.forms import choices, identifier
from tracker.web.numbers import AmountField
from tracker.web.wording import choices_of

# What a person records; a case file knows more kinds.
KINDS = (
    "figure",
    "account",
    "public_feedback",
    "user_feedback",
    "agency_feedback",
    "inspection",
    "independent_study",
)


class ClaimPart(KeptPart):
    """What should get better, from where to where."""

    name = "claim"
    indicator = StringField(
        "What should get better?",
        description="Something that can be counted or seen. Another one is kept beside the first.",
        validators=[DataRequired("Say what should get better"), Length(max=300)],
    )
    who_benefits = StringField("For whom?", validators=[Length(max=300)])
    unit = StringField("Counted in", description="Days, pounds, people ...", validators=[Length(max=60)])
    baseline = StringField("Where it starts", validators=[Length(max=120)])
    baseline_date = GivenDayField(
        "When that was measured", description="Like 18 December 2026. A month or a year will do."
    )
    target = StringField("Where it should get to", validators=[Length(max=120)])
    target_on = DayField("By when", description="Like 18 December 2026.")
    comparison_group = BooleanField("There is a group without it that we compare with")

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG004 - the same question of every part
        """The first claim, as it stands."""
        if not worth.claims:
            return {}
        first = worth.claims[0]
        kept = {name: getattr(first, name) for name in ("indicator", "who_benefits", "unit", "baseline", "target")}
        return {
            **kept,
            "baseline_date": first.baseline_date,
            "target_on": first.target_on,
            "comparison_group": first.comparison_group,
        }

    def save(self, found: Idea, *, by: UUID) -> None:
        """Make the claim, or change the one of the same indicator."""
        value.claim(
            idea=found,
            by=by,
            indicator=self.indicator.data or "",
            who_benefits=self.who_benefits.data or "",
            unit=self.unit.data or "",
            baseline=self.baseline.data or "",
            baseline_date=self.baseline_date.data or "",
            target=self.target.data or "",
            target_on=self.target_on.data,
            comparison_group=bool(self.comparison_group.data),
        )


class EvidencePart(KeptPart):
    """What was seen, heard or measured; or that what is known still holds."""

    name = "evidence"
    minds_in = ("note",)
    claim_id = SelectField("About", validate_choice=False)
    kind = SelectField("What is it?", choices=choices_of("evidence_kind", *KINDS), default="account")
    value = StringField("What is it now?", validators=[Length(max=120)])
    value_on = DayField("Measured or heard on", description="Like 18 December 2026. Empty is today.")
    note = TextAreaField(
        "In your words",
        description="A count, a complaint, a thank-you, something that went wrong, and where it comes from. No names.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    holds = BooleanField("Nothing new: what is recorded still holds")

    def offer(self, story: Story, worth: Worth, sponsors: list[Colleague]) -> None:  # noqa: ARG002
        """Offer the claims of the idea."""
        self.claim_id.choices = choices([(each.id, each.indicator) for each in worth.claims])

    def save(self, found: Idea, *, by: UUID) -> None:
        """Record the evidence, or its review."""
        if self.holds.data:
            value.review_evidence(idea=found, by=by, note=self.note.data or "")
            return
        about = identifier(self.claim_id.data)
        if about is None:
            raise idea.Refused("Say first what should get better", field="note")
        value.add_evidence(
            idea=found,
            by=by,
            claim_id=about,
            kind=self.kind.data or "account",
            value=self.value.data or "",
            value_on=self.value_on.data,
            note=self.note.data or "",
        )


class RiskPart(KeptPart):
    """What could go wrong, and what is done about it."""

    name = "risk"
    minds_in = ("description",)
    description = TextAreaField(
        "What could go wrong?", validators=[DataRequired("Say what could go wrong"), Length(max=LONGEST_TEXT)]
    )
    likelihood = SelectField("How likely?", coerce=int, choices=choices_of("likelihood"), default=3)
    impact = SelectField("How bad would it be?", coerce=int, choices=choices_of("impact"), default=3)
    mitigation = TextAreaField("What do you do about it?", validators=[Length(max=LONGEST_TEXT)])
    accepted_because = StringField("Or you live with it, because", validators=[Length(max=500)])
    review_on = DayField("Look at it again on", description="Like 18 December 2026")

    def save(self, found: Idea, *, by: UUID) -> None:
        """Note the risk."""
        risk.raise_risk(
            idea=found,
            by=by,
            description=self.description.data or "",
            likelihood=self.likelihood.data,
            impact=self.impact.data,
            mitigation=self.mitigation.data or "",
            accepted_because=self.accepted_because.data or "",
            review_on=self.review_on.data,
        )


class MoneyPart(KeptPart):
    """A line of money, or that none is needed."""

    name = "money"
    needs = RadioField(
        "Does it need money?",
        choices=choices_of("money_needed"),
        validators=[DataRequired("Choose one")],
        invalid_choice_message="Choose one",
    )
    instrument = SelectField("What kind of money?", choices=choices_of("instrument", blank="Not said"), default="")
    funder = StringField("From whom?", validators=[Length(max=200)])
    amount_gbp = AmountField("How much?")
    start = DayField("Paid from", description="Like 1 April 2026. Empty is from now on.")
    end = DayField("Paid for until", description="Like 31 March 2027. Without a day, how long it lasts is unknown.")
    granted = BooleanField("It has been promised in writing", default=True)

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:
        """Whether it needs money, as said now."""
        return {"needs": "no" if story.idea.needs_no_money else "yes" if worth.funding else None}

    def save(self, found: Idea, *, by: UUID) -> None:
        """State that it needs none, or add the line."""
        needs = self.needs.data == "yes"
        idea.set_fact(idea=found, fact=Fact.NEEDS_NO_MONEY, value="no" if needs else "yes", by=by)
        if needs:
            certainty = Certainty.GRANTED if self.granted.data else Certainty.INDICATIVE
            value.add_funding(
                idea=found,
                by=by,
                instrument=self.instrument.data or "",
                funder=self.funder.data or "",
                amount_gbp=self.amount_gbp.data,
                start=self.start.data,
                end=self.end.data,
                certainty=certainty,
            )

"""What is gained, what it came to by period, and hours that were granted: entered, put right, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import amendment, benefit, clock, hours, value
from tracker.amendment import RecordKind
from tracker.benefit import BenefitPeriod, CheckWord
from tracker.council import Colleague
from tracker.hours import HoursGrant, HoursUse
from tracker.idea import LONGEST_TEXT, Idea, refuse_all
from tracker.pages.upkeep.forms.correction import Correction, texts
from tracker.value import Benefit, BenefitCategory, BenefitClass, BenefitState, Confidence
from tracker.web.begun import BegunForm
from tracker.web.days import DayField
from tracker.web.forms import MindfulForm, choices
from tracker.web.numbers import AmountField, FigureField
from tracker.web.wording import called, choices_of
from tracker.wording import capital

LIKE = "Like 18 December 2026"
CLAIMED = ("description", "category", "benefit_class", "beneficiary", "period", "unit", "payer", "paid", "loser")
SURE = ("confidence", "confidence_because")


# --- a benefit --------------------------------------------------------------------------------------------------------
class BenefitFields(BegunForm):
    """What is gained, by whom, and who pays."""

    description = TextAreaField("What is gained?", validators=[Length(max=LONGEST_TEXT)])
    disbenefit = BooleanField("It is a loss: something that gets worse, or costs somebody more")
    category = SelectField("Who gains?", choices=choices_of("benefit_category", blank="Choose one"), default="")
    beneficiary = StringField("Which organisation or people?", validators=[Length(max=200)])
    benefit_class = SelectField(
        "What kind of gain is it?", choices=choices_of("benefit_class", blank="Choose one"), default=""
    )
    unit = StringField(
        "Counted in",
        description="Hours, visits, doses ... Empty is pounds, where it is money.",
        validators=[Length(max=60)],
    )
    amount_gbp = AmountField("How much in all, where it is money?", description="Like 18,000 or 212.50")
    period = StringField("In which time?", description="Like 2026/27", validators=[Length(max=60)])
    payer = StringField("Who pays for it?", description="Which organisation.", validators=[Length(max=200)])
    paid = StringField("What does it cost them?", description="Like £11,000 a year.", validators=[Length(max=200)])
    loser = StringField("Who may lose by it?", validators=[Length(max=300)])
    confidence = SelectField(
        "How sure are you of it?", choices=choices_of("benefit_confidence", blank="Not said"), default=""
    )
    confidence_because = StringField("What makes you say so?", validators=[Length(max=300)])

    def rules(self) -> None:
        """A benefit says what is gained, for whom and of what kind."""
        named = {name: self[name].data or "" for name in ("description", "category", "benefit_class", "unit")}
        refuse_all(value.benefit_faults(**named))

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as a benefit takes it."""
        category, kind, sure = self.category.data, self.benefit_class.data, self.confidence.data
        typed = ("description", "beneficiary", "period", "unit", "payer", "paid", "loser", "confidence_because")
        return {
            **{name: self[name].data or "" for name in typed},
            "disbenefit": bool(self.disbenefit.data),
            "category": BenefitCategory(category) if category else None,
            "benefit_class": BenefitClass(kind) if kind else None,
            "confidence": Confidence(sure) if sure else None,
            "amount_gbp": self.amount_gbp.data,
        }


class BenefitForm(BenefitFields):
    """A benefit is claimed."""

    def save(self, found: Idea, *, by: UUID) -> Benefit:
        """Keep it."""
        return value.add_benefit(idea=found, by=by, **self.said)


class BenefitCorrection(BenefitFields, Correction):
    """A benefit is put right, or taken back with its periods."""

    record_kind, model = RecordKind.BENEFIT, Benefit

    @classmethod
    def counts_at(cls, ref: str, row: Mapping[str, Any], *, stands: bool) -> str:
        """Its own page, while it stands."""
        return f"/ideas/{ref}/benefits/{row['id']}" if stands else f"/ideas/{ref}/benefits"

    @staticmethod
    def begins(row: Benefit) -> dict[str, Any]:
        """What stands in the row."""
        return {**texts(row, *CLAIMED, *SURE), "amount_gbp": row.amount_gbp, "disbenefit": row.disbenefit}

    def save(self, found: Idea, row: Benefit, *, by: UUID) -> None:
        """Keep the benefit."""
        value.correct_benefit(idea=found, benefit=row, by=by, because=self.because.data or "", **self.said)
        self.notice = self.amount_gbp.notice

    @classmethod
    def withdraw(cls, found: Idea, row: Benefit, *, by: UUID, because: str) -> None:
        """Take the benefit back, with its periods."""
        benefit.withdraw_benefit(idea=found, benefit=row, by=by, because=because)


class StandingForm(MindfulForm):
    """How a benefit stands now, and why."""

    state = RadioField("How does it stand?", choices=[], validators=[DataRequired("Choose how it stands")])
    because = TextAreaField("Why?", validators=[DataRequired("Say why, in a sentence"), Length(max=LONGEST_TEXT)])

    def offer(self, states: list[BenefitState]) -> None:
        """Offer how this reader may say that it stands."""
        self.state.choices = choices([(one, capital(called(one, "benefit_state"))) for one in states])


# --- a period ---------------------------------------------------------------------------------------------------------
class PeriodFields(BegunForm):
    """What is forecast of a benefit in a period, and what came."""

    of: Benefit | None = None
    starts_on = DayField("From", description=f"{LIKE}.")
    ends_on = DayField("Until", description="The last day of the period.")
    forecast = FigureField("What is forecast?", description="Like 6,000 or 90.")
    hoped = TextAreaField("What is hoped for, in words?", validators=[Length(max=LONGEST_TEXT)])
    actual = FigureField("What came?", description="Once the period has ended. Empty is not yet.")
    came = TextAreaField("What came, in words?", validators=[Length(max=LONGEST_TEXT)])
    why = TextAreaField("Why do they differ?", validators=[Length(max=LONGEST_TEXT)])
    source = StringField(
        "Where can the figure be looked up?", description="A ledger, a count, a link.", validators=[Length(max=500)]
    )

    def rules(self) -> None:
        """A period has days in order, and something is forecast or came."""
        if self.of is None or not self.is_submitted():
            return
        said = {name: self.said[name] for name in ("forecast", "hoped", "actual", "came", "ends_on")}
        figures = benefit.figure_faults(benefit_class=self.of.benefit_class, today=clock.today(), **said)
        refuse_all(benefit.day_faults(self.starts_on.data, self.ends_on.data), figures)

    @property
    def in_words_only(self) -> bool:
        """Whether its benefit is told in words."""
        return self.of is not None and benefit.in_words_only(self.of.benefit_class)

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as a period takes it."""
        words = {name: self[name].data or "" for name in ("hoped", "came", "why", "source")}
        return {**{name: self[name].data for name in ("starts_on", "ends_on", "forecast", "actual")}, **words}


class PeriodForm(PeriodFields):
    """A period is added."""

    def save(self, found: Idea, *, by: UUID) -> None:
        """Keep it."""
        if self.of:
            benefit.add_period(idea=found, benefit=self.of, by=by, **self.said)


class PeriodCorrection(PeriodFields, Correction):
    """A period is put right, or its figure entered once it came."""

    record_kind, model = RecordKind.PERIOD, BenefitPeriod

    @classmethod
    def counts_at(cls, ref: str, row: Mapping[str, Any], *, stands: bool) -> str:  # noqa: ARG003 - kinds differ
        """The page of its benefit."""
        return f"/ideas/{ref}/benefits/{row['benefit_id']}"

    @staticmethod
    def begins(row: BenefitPeriod) -> dict[str, Any]:
        """What stands in the row."""
        figures = {name: getattr(row, name) for name in ("starts_on", "ends_on", "forecast", "actual")}
        return {**texts(row, "hoped", "came", "why", "source"), **figures}

    def offer(self, row: BenefitPeriod, people: list[Colleague]) -> None:  # noqa: ARG002 - the same of every kind
        """Know of which benefit it is: that says what it is counted in."""
        self.of = benefit.benefit_of(row)

    def save(self, found: Idea, row: BenefitPeriod, *, by: UUID) -> None:
        """Keep the period."""
        of = amendment.standing(Benefit, idea=found, row_id=row.benefit_id)
        why = self.because.data or ""
        benefit.correct_period(idea=found, benefit=of, period=row, by=by, because=why, **self.said)


class CheckForm(MindfulForm):
    """What somebody who did not claim a figure found."""

    of: Benefit | None = None
    word = RadioField("What did you find?", choices=choices_of("figure_check"))
    figure = FigureField("Which figure is it?", description="Where it is another.")
    note = TextAreaField(
        "What did you look at?",
        description="The ledger, the list, whom you asked. Where it is another figure, why; else what is missing.",
        validators=[Length(max=LONGEST_TEXT)],
    )

    @property
    def found(self) -> CheckWord | None:
        """What was chosen."""
        return CheckWord(self.word.data) if self.word.data in set(CheckWord) else None

    def save(self, found: Idea, row: BenefitPeriod, *, by: UUID) -> None:
        """Keep what was found."""
        word, figure, note = self.found, self.figure.data, self.note.data or ""
        if self.of:
            benefit.check_figure(idea=found, benefit=self.of, period=row, by=by, word=word, figure=figure, note=note)

    def rules(self) -> None:
        """A check says what it looked at."""
        if self.of:
            kind, note = self.of.benefit_class, self.note.data or ""
            refuse_all(benefit.check_faults(self.found, figure=self.figure.data, note=note, benefit_class=kind))


# --- hours ------------------------------------------------------------------------------------------------------------
class HoursFields(BegunForm):
    """Hours a week that somebody was given for an idea."""

    granted_to = StringField("Who is given the hours?", description="By their job.", validators=[Length(max=200)])
    granted_by = StringField("Who granted them?", description="By their job.", validators=[Length(max=200)])
    hours_a_week = FigureField("How many hours a week?", description="Like 4 or 3.5.")
    since = DayField("From", description=f"{LIKE}.")
    until = DayField("Until", description="Empty is until further notice.")
    used = SelectField("Are they used?", choices=choices_of("hours_use", blank="Not said"), default="")
    note = StringField("In words", description="Such as why they are not.", validators=[Length(max=500)])

    def rules(self) -> None:
        """Somebody gives somebody some hours."""
        said = {name: self.said[name] for name in ("granted_by", "granted_to", "hours_a_week", "since", "until")}
        refuse_all(hours.hours_faults(**said))

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as hours take it."""
        return {
            **{name: self[name].data or "" for name in ("granted_to", "granted_by", "note")},
            **{name: self[name].data for name in ("hours_a_week", "since", "until")},
            "used": HoursUse(self.used.data) if self.used.data else None,
        }


class HoursForm(HoursFields):
    """Hours are granted."""

    def save(self, found: Idea, *, by: UUID) -> None:
        """Keep them."""
        hours.grant_hours(idea=found, by=by, **self.said)


class HoursCorrection(HoursFields, Correction):
    """Hours are put right."""

    record_kind, model = RecordKind.HOURS, HoursGrant

    @classmethod
    def counts_at(cls, ref: str, row: Mapping[str, Any], *, stands: bool) -> str:  # noqa: ARG003 - kinds differ
        """The page of the idea's money."""
        return f"/ideas/{ref}/money#hours"

    @staticmethod
    def begins(row: HoursGrant) -> dict[str, Any]:
        """What stands in the row."""
        when = {"hours_a_week": row.hours_a_week, "since": row.since, "until": row.until}
        return {**texts(row, "granted_to", "granted_by", "used", "note"), **when}

    def save(self, found: Idea, row: HoursGrant, *, by: UUID) -> None:
        """Keep the hours."""
        hours.correct_hours(idea=found, grant=row, by=by, because=self.because.data or "", **self.said)

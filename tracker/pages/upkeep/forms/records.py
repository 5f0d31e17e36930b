"""What is recorded on an idea is put right or taken back: one form for each kind, all of one shape."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from tracker import amendment, council, idea, risk, value
from tracker.amendment import RecordKind
from tracker.council import Colleague, Reader
from tracker.idea import Idea, SponsorContact
from tracker.pages.upkeep.forms.capacity import ActivityCorrection
from tracker.pages.upkeep.forms.context_corrections import CONTEXT_CORRECTIONS
from tracker.pages.upkeep.forms.correction import Correction, keep_offered, texts
from tracker.pages.upkeep.forms.fields import (
    LEVELS,
    ClaimDetailFields,
    ContactFields,
    EvidenceFields,
    FundingFields,
    RiskFields,
)
from tracker.pages.upkeep.forms.gains import BenefitCorrection, HoursCorrection, PeriodCorrection
from tracker.pages.upkeep.forms.study import STUDIES
from tracker.risk import Risk, RiskEnd
from tracker.value import Certainty, Claim, Evidence, Funding
from tracker.web.begun import BegunForm
from tracker.web.days import DayField, GivenDayField
from tracker.web.forms import MindfulForm
from tracker.web.wording import choices_of


class ClaimCorrection(ClaimDetailFields, Correction):
    """A claim is put right, or taken back with the evidence on it."""

    record_kind, model = RecordKind.CLAIM, Claim

    @staticmethod
    def begins(row: Claim) -> dict[str, Any]:
        """What stands in the row."""
        typed = texts(row, "indicator", "need", "who_benefits", "unit", "baseline", "baseline_date", "target")
        known = texts(row, "comparator", "method", "method_because", "level_asked", "stated_change", "stated_in")
        days = {"target_on": row.target_on, "review_on": row.review_on}
        return {**typed, **known, **days, "comparison_group": row.comparison_group}

    def save(self, found: Idea, row: Claim, *, by: UUID) -> None:
        """Keep the claim."""
        value.correct_claim(idea=found, claim=row, by=by, because=self.because.data or "", **self.said)

    @classmethod
    def withdraw(cls, found: Idea, row: Claim, *, by: UUID, because: str) -> None:
        """Take the claim back, with the evidence on it."""
        value.withdraw_claim(idea=found, claim=row, by=by, because=because)

    @classmethod
    def undo(cls, found: Idea, row_id: UUID, *, by: UUID) -> None:
        """Put back what stood there, unless a follow-up would come before its start."""
        super().undo(found, row_id, by=by)
        value.refuse_early_follow_ups(idea=found)


class EvidenceCorrection(EvidenceFields, Correction):
    """Evidence is put right; it may have a start of its own."""

    record_kind, model = RecordKind.EVIDENCE, Evidence
    baseline = StringField(
        "Where it started", description="Empty is the start of what it is about.", validators=[Length(max=120)]
    )
    baseline_date = GivenDayField(
        "When that was measured", description="Like 18 December 2026. A month or a year will do."
    )
    comparator = StringField("Compared with what?", validators=[Length(max=300)])
    level_stated = SelectField(
        "How well does its teller say it is known?", choices=choices_of("level", *LEVELS, blank="Not said"), default=""
    )

    @staticmethod
    def begins(row: Evidence) -> dict[str, Any]:
        """What stands in the row."""
        typed = texts(row, "value", "baseline", "baseline_date", "comparator", "note")
        chosen = texts(row, "kind", "direction", "level_stated")
        return {**typed, **chosen, "value_on": row.value_on}

    def offer(self, row: Evidence, people: list[Colleague]) -> None:  # noqa: ARG002 - the same of every kind
        """Offer the kind that stands there."""
        keep_offered(self.kind, row.kind, "evidence_kind")

    def save(self, found: Idea, row: Evidence, *, by: UUID) -> None:
        """Keep the evidence."""
        level = int(self.level_stated.data) if self.level_stated.data else None
        more = {name: self[name].data or "" for name in ("baseline", "baseline_date", "comparator")}
        said = {**self.said, **more, "level_stated": level}
        value.correct_evidence(idea=found, evidence=row, by=by, because=self.because.data or "", **said)

    @classmethod
    def undo(cls, found: Idea, row_id: UUID, *, by: UUID) -> None:
        """Put back what stood there, unless it would come before its start."""
        super().undo(found, row_id, by=by)
        value.refuse_early_follow_ups(idea=found)


class FundingCorrection(FundingFields, Correction):
    """A line of money is put right."""

    record_kind, model, anchor = RecordKind.FUNDING, Funding, "money"
    note = StringField("In words", validators=[Length(max=500)])

    @staticmethod
    def begins(row: Funding) -> dict[str, Any]:
        """What stands in the row; a part of a date as the day that it counts by."""
        days = {"start": value.last_day_of(row.start), "end": row.ends_on}
        granted = row.certainty == Certainty.GRANTED
        return {**texts(row, "instrument", "funder", "note"), **days, "amount_gbp": row.amount_gbp, "granted": granted}

    def offer(self, row: Funding, people: list[Colleague]) -> None:  # noqa: ARG002 - the same of every kind
        """Offer the kind of money that stands there."""
        keep_offered(self.instrument, row.instrument, "instrument")

    def save(self, found: Idea, row: Funding, *, by: UUID) -> None:
        """Keep the line; what was never said to be promised or not is left so until it is."""
        said = {**self.said, "note": self.note.data or ""}
        if row.certainty is None and not self.granted.data:
            said["certainty"] = None
        value.correct_funding(idea=found, funding=row, by=by, because=self.because.data or "", **said)
        self.notice = self.amount_gbp.notice


class ContactCorrection(ContactFields, Correction):
    """A contact is put right; its sponsor may, too."""

    record_kind, model, anchor = RecordKind.CONTACT, SponsorContact, "people"

    @staticmethod
    def may(found: Idea, reader: Reader) -> bool:
        """Who is in touch puts right when they were."""
        return idea.in_touch(found, reader)

    @staticmethod
    def begins(row: SponsorContact) -> dict[str, Any]:
        """What stands in the row."""
        return {"on": row.on, "note": row.note or ""}

    def save(self, found: Idea, row: SponsorContact, *, by: UUID) -> None:
        """Keep the contact."""
        day: date | None = self.on.data
        if day is None:
            raise idea.Refused("Give the day on which you spoke", field="on")
        why, note = self.because.data or "", self.note.data or ""
        amendment.correct_contact(idea=found, contact=row, by=by, because=why, on=day, note=note)


class RiskCorrection(RiskFields, Correction):
    """A risk is put right."""

    record_kind, model, anchor = RecordKind.RISK, Risk, "risks"
    offers = staticmethod(council.people)

    @staticmethod
    def begins(row: Risk) -> dict[str, Any]:
        """What stands in the row."""
        typed = texts(row, "description", "category", "cause", "mitigation", "accepted_because", "owner_id")
        return {**typed, "likelihood": row.likelihood, "impact": row.impact, "review_on": row.review_on}

    def offer(self, row: Risk, people: list[Colleague]) -> None:
        """Offer who may watch it, and the category that stands there."""
        watcher = council.person(row.owner_id) if row.owner_id else None
        gone = [watcher] if watcher and watcher.left else []
        self.offer_people([*people, *gone])
        keep_offered(self.category, row.category, "risk_category")

    def save(self, found: Idea, row: Risk, *, by: UUID) -> None:
        """Keep the risk."""
        # Whom only a file names goes on watching it, until a member is chosen.
        said = {**self.said, "owner_id": self.said["owner_id"] or (None if row.owner_given else by)}
        risk.correct_risk(idea=found, risk=row, by=by, because=self.because.data or "", **said)


# Each kind by the word that stands for it in an address.
CORRECTIONS: dict[str, type[Correction]] = {
    "claims": ClaimCorrection,
    "evidence": EvidenceCorrection,
    "funding": FundingCorrection,
    "contacts": ContactCorrection,
    "risks": RiskCorrection,
    "benefits": BenefitCorrection,
    "periods": PeriodCorrection,
    "hours": HoursCorrection,
    "activities": ActivityCorrection,
    **STUDIES,
    **CONTEXT_CORRECTIONS,
}


class ClosingForm(MindfulForm):
    """How a risk ended."""

    closed_as = RadioField(
        "How did it end?", choices=choices_of("risk_end"), default=RiskEnd.NO_LONGER_POSSIBLE, validators=[Optional()]
    )
    because = StringField(
        "What happened, and what was done?",
        description="Needed where it came true. It is kept with the risk.",
        validators=[Length(max=500)],
    )

    def rules(self) -> None:
        """What is missing is told beside its field."""
        super().rules()
        idea.refuse_all(risk.closing_faults(self.end, self.because.data or ""))

    @property
    def end(self) -> RiskEnd:
        """How it ended; that it can no longer happen where nothing else is said."""
        return RiskEnd.CAME_TRUE if self.closed_as.data == RiskEnd.CAME_TRUE else RiskEnd.NO_LONGER_POSSIBLE

    def save(self, found: Idea, row: Risk, *, by: UUID) -> None:
        """Close the risk."""
        risk.close_risk(idea=found, risk=row, by=by, closed_as=self.end, because=self.because.data or "")


class WithdrawalForm(MindfulForm):
    """Why a row is taken back."""

    because = StringField(
        "Why is it withdrawn?",
        description="It counts nowhere from now on. It stays here, struck through, with this reason.",
        validators=[DataRequired("Say why it is withdrawn"), Length(max=500)],
    )


class ReviewForm(BegunForm):
    """A risk is looked at again: how likely and how bad it is now, and when it is looked at next."""

    likelihood = SelectField("How likely is it now?", coerce=int, choices=choices_of("likelihood"))
    impact = SelectField("How bad would it be now?", coerce=int, choices=choices_of("impact"))
    note = StringField("What has changed?", validators=[Length(max=500)])
    review_on = DayField("Look at it again on", description="Like 18 December 2026")

    @staticmethod
    def begins(row: Risk) -> dict[str, Any]:
        """The score that stands there."""
        return {"likelihood": row.likelihood or 3, "impact": row.impact or 3}

    def save(self, found: Idea, row: Risk, *, by: UUID) -> None:
        """Keep the new score beside the old one."""
        if self.review_on.data is None:
            raise idea.Refused("Say when it is looked at again", field="review_on")
        risk.review_risk(
            idea=found,
            risk=row,
            by=by,
            review_on=self.review_on.data,
            likelihood=self.likelihood.data,
            impact=self.impact.data,
            note=self.note.data or "",
        )

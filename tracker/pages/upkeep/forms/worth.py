"""Parts of "keep it current" on value, risk and money: a claim, what was seen of it, what could go wrong, funds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from tracker import attachment, council, idea, risk, value
from tracker.council import Colleague
from tracker.idea import Fact, Idea, Story
from tracker.pages.upkeep.forms.fields import ClaimFields, EvidenceFields, FundingFields, RiskFields
from tracker.pages.upkeep.forms.part import KeptPart
from tracker.value import ClaimWorth, Worth
from tracker.web.forms import choices, identifier
from tracker.web.uploads import FilesField
from tracker.web.wording import choices_of

CLAIMED = (
    "indicator",
    "need",
    "who_benefits",
    "unit",
    "baseline",
    "baseline_date",
    "target",
    "target_on",
    "comparison_group",
)


class ClaimPart(ClaimFields, KeptPart):
    """What should get better, from where to where."""

    name = "claim"
    claim_id = HiddenField()
    because = StringField(
        "Why is it changed?",
        description="Needed where something that stands here is said otherwise.",
        validators=[Length(max=500)],
    )

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG004 - the same question of every part
        """The first claim, as it stands."""
        return {**_claimed(worth.claims[0]), "claim_id": str(worth.claims[0].id)} if worth.claims else {}

    def stands(self, story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG002 - the same question of every part
        """The claim that this form began from, as it stands by now."""
        return _claimed(next((one for one in worth.claims if str(one.id) == self.claim_id.data), None))

    def save(self, found: Idea, *, by: UUID) -> None:
        """Make the claim, or correct the one of the same indicator."""
        value.claim(idea=found, by=by, because=self.because.data or "", **self.said)


def _claimed(claim: ClaimWorth | None) -> dict[str, Any]:
    if claim is None:
        return {}
    return {**{name: getattr(claim, name) for name in CLAIMED}, "level_asked": str(claim.level_asked or "")}


class EvidencePart(EvidenceFields, KeptPart):
    """What was seen, heard or measured; or that what is known still holds."""

    name = "evidence"
    claim_id = SelectField("About", validate_choice=False)
    holds = BooleanField("Nothing new: what is recorded still holds")
    pictures = FilesField("Pictures or files of it")

    def offer(self, story: Story, worth: Worth, people: list[Colleague]) -> None:  # noqa: ARG002
        """Offer the claims of the idea."""
        self.claim_id.choices = choices([(each.id, each.indicator) for each in worth.claims])

    def rules(self) -> None:
        """What is wrong with its files is told beside them."""
        super().rules()
        idea.refuse_all(self.pictures.faults())

    def save(self, found: Idea, *, by: UUID) -> None:
        """Record the evidence with its files, or its review."""
        if self.holds.data:
            value.review_evidence(idea=found, by=by, note=self.note.data or "")
            return
        about = identifier(self.claim_id.data)
        if about is None:
            raise idea.Refused("Say first what should get better", field="note")
        made = value.add_evidence(idea=found, by=by, claim_id=about, **self.said)
        attachment.attach(idea=found, uploads=self.pictures.uploads, by=by, evidence_id=made.id)


class RiskPart(RiskFields, KeptPart):
    """What could go wrong, and what is done about it."""

    name = "risk"
    offers = staticmethod(council.people)

    def offer(self, story: Story, worth: Worth, people: list[Colleague]) -> None:  # noqa: ARG002
        """Offer who may watch it."""
        self.offer_people(people)

    def save(self, found: Idea, *, by: UUID) -> None:
        """Note the risk."""
        risk.raise_risk(idea=found, by=by, **self.said)


class MoneyPart(FundingFields, KeptPart):
    """A line of money, or that none is needed."""

    name = "money"
    needs = RadioField(
        "Does it need money?",
        choices=choices_of("money_needed"),
        validators=[DataRequired("Choose one")],
        invalid_choice_message="Choose one",
    )

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:
        """Whether it needs money, as said now."""
        return {"needs": "no" if story.idea.needs_no_money else "yes" if worth.funding else None}

    def save(self, found: Idea, *, by: UUID) -> None:
        """State that it needs none, or add the line."""
        needs = self.needs.data == "yes"
        idea.set_fact(idea=found, fact=Fact.NEEDS_NO_MONEY, value="no" if needs else "yes", by=by)
        if needs:
            value.add_funding(idea=found, by=by, **self.said)
            self.notice = self.amount_gbp.notice

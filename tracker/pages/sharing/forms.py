"""Forms about sharing: what others see, what is kept, changed and dropped, how it went, taking a card back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as OnePart
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.collaborative import (
    AdaptationStatus,
    CardField,
    Choice,
    Evaluator,
    Fit,
    Level,
    OwnCard,
    PartFit,
    PartVerdict,
    Publication,
    Statement,
    StrandLine,
    WhyNot,
    check_fit,
    check_result,
    parts_in,
    weigh_questions,
)
from tracker.web.fields import EntryList
from tracker.web.forms import MindfulForm, choices, identifier
from tracker.web.wording import choices_of

LONG = Length(max=10_000, message="Use 10,000 characters or fewer")
USUAL = (CardField.PROPOSAL, CardField.CLAIMS, CardField.EVIDENCE, CardField.LESSONS, CardField.HEALTH)


class PublishForm(MindfulForm):
    """What a card shows."""

    level = RadioField("How much", choices=choices_of("card_level"), default="full")
    chosen = SelectMultipleField("What goes on the card", choices=choices_of("card_field"))
    parts = TextAreaField(
        "The parts of the idea",
        description="One to a line, at most twelve. Others say of each whether they keep, change or drop it.",
        validators=[Length(max=4000)],
    )
    strand = SelectField("Which strand of the work does it belong to?", validate_choice=False)
    says = RadioField("What you say of it", choices=choices_of("saying"), default="tried")
    waiver = TextAreaField(
        "If you choose proven below level 3: why may it be called so?",
        description="This is a waiver. It stands on the card under your name and today’s date.",
        validators=[Length(max=2000)],
    )

    @classmethod
    def about(cls, card: OwnCard | None, strands: Sequence[StrandLine] = ()) -> PublishForm:
        """Fill in what stands there now, or what is usual, with the strands that there are."""
        form = cls(data=cls._standing(card))
        form.strand.choices = choices([("", "None of them"), *((one.id, one.title) for one in strands)])
        return form

    @classmethod
    def _standing(cls, card: OwnCard | None) -> dict[str, Any]:
        if card is None:
            return {"level": "full", "chosen": [one.value for one in USUAL], "says": "tried"}
        saying = card.shown.get("saying", {})
        kept = {"level": card.level, "chosen": card.shown.get("chosen", []), "parts": "\n".join(card.parts)}
        said = {"says": "proven" if saying.get("proven") else "tried", "waiver": saying.get("waiver")}
        return kept | said | {"strand": str(card.strand_id or "")}

    def choice(self) -> Choice:
        """What was chosen. Raises Refused where the parts are too many."""
        return Choice(
            level=Level(self.level.data) if self.level.data in set(Level) else Level.FULL,
            chosen=frozenset(CardField(one) for one in self.chosen.data or () if one in set(CardField)),
            parts=tuple(parts_in(self.parts.data)),
            saying=Statement(proven=self.says.data == "proven", waiver=(self.waiver.data or "").strip() or None),
            strand_id=identifier(self.strand.data),
        )


class WithdrawForm(MindfulForm):
    """A card is taken back."""

    because = TextAreaField(
        "Why do you take it back?",
        description="Councils that adapted it are told this.",
        validators=[DataRequired("Say why you take it back"), Length(max=2000)],
    )


class PartFitForm(OnePart):  # type: ignore[misc]  # WTForms ships no types
    """One part: keep, change or drop."""

    does = RadioField("Keep, change or drop", choices=choices_of("part_verdict"), default="keep")
    why = StringField("Why, or what differs", validators=[Length(max=500)])


class AdaptForm(MindfulForm):
    """What is kept, changed and dropped, and why it fits here; `named` are the parts of the card."""

    named: Sequence[str] = ()
    title = StringField("What you call it here", validators=[DataRequired("Give it a few words"), Length(max=120)])
    service = SelectField("Which service is it for?", validate_choice=False)
    parts = EntryList(FormField(PartFitForm))
    kept = TextAreaField("What do you keep?", validators=[LONG])
    changed = TextAreaField("What do you change?", validators=[LONG])
    dropped = TextAreaField("What do you drop?", validators=[LONG])
    fits_because = TextAreaField(
        "Why does it fit here?",
        description="What is alike, and what is not: the people, the place, the staff, the partners, the money.",
        validators=[DataRequired("Say why it fits here"), LONG],
    )
    spoken_to = TextAreaField(
        "Whom there did you speak to?",
        description="An office or a team, and when. “Nobody yet” is an answer too: a visit tells what no card does.",
        validators=[Length(max=1000)],
    )
    straight_copy = BooleanField("We copy it as it is, and know that straight copies seldom work")

    @classmethod
    def about(cls, card: Publication, services: Sequence[Any]) -> AdaptForm:
        """Make the form for a card: one choice for each part that it names."""
        form = cls(data={"title": card.title, "parts": [{"does": "keep"} for _ in card.parts]})
        form.service.choices = choices([("", "Choose one, if it is known"), *((one.id, one.name) for one in services)])
        form.named = card.parts
        return form

    def rules(self) -> None:
        """What an adaptation says."""
        check_fit(self.fit(self.named))

    def fit(self, named: Sequence[str]) -> Fit:
        """What was said, part by part and in all."""
        rows = [entry.form for entry in self.parts]
        return Fit(
            fits_because=self.fits_because.data or "",
            kept=self.kept.data or "",
            changed=self.changed.data or "",
            dropped=self.dropped.data or "",
            parts=[
                PartFit(part=part, does=_verdict(row.does.data), why=row.why.data or "")
                for part, row in zip(named, rows, strict=False)
            ],
            straight_copy=bool(self.straight_copy.data),
            weighed={code: field.data or "" for code, field in self.weighing.items()},
            spoken_to=self.spoken_to.data or "",
        )

    @property
    def weighing(self) -> Mapping[str, Any]:
        """The fields of what is weighed, by the code of their question."""
        return {one.code: self[f"weigh_{one.code}"] for one in weigh_questions()}

    @property
    def service_id(self) -> UUID | None:
        """The service that was chosen from those offered."""
        offered = {one.value for one in self.service.choices or () if one.value}
        return UUID(self.service.data) if self.service.data in offered else None


for asked in weigh_questions():
    field = TextAreaField(asked.question, description=asked.help, validators=[Length(max=2000)])
    setattr(AdaptForm, f"weigh_{asked.code}", field)


def _verdict(chosen: str | None) -> PartVerdict:
    return PartVerdict(chosen) if chosen in set(PartVerdict) else PartVerdict.KEEP


class ResultForm(MindfulForm):
    """How an adaptation went."""

    status = RadioField(
        "How did it go?",
        choices=choices_of("adaptation_status"),
        validators=[InputRequired("Choose how it went")],
    )
    why_not = SelectField(
        "If not, or only in part: what stood in the way most?",
        choices=choices_of("why_not", blank="Nothing"),
        validate_choice=False,
    )
    result = TextAreaField(
        "What came of it?",
        description="A figure if you have one, and what you would tell the next council.",
        validators=[LONG],
    )

    evaluator = SelectField(
        "Who judged how it went?",
        description="That it worked counts for the origin’s evidence where somebody other than its owner says so.",
        choices=choices_of("evaluator", blank="Not said"),
        validate_choice=False,
    )
    evaluated_by = StringField(
        "If somebody else: who?", description="An organisation, an office, a team.", validators=[Length(max=200)]
    )

    def rules(self) -> None:
        """What a result says."""
        if self.status.data in set(AdaptationStatus):
            check_result(**self.particulars())

    def particulars(self) -> dict[str, Any]:
        """What was told."""
        why_not, judge = self.why_not.data, self.evaluator.data
        return {
            "status": AdaptationStatus(self.status.data),
            "why_not": WhyNot(why_not) if why_not in set(WhyNot) else None,
            "result": self.result.data or "",
            "evaluator": Evaluator(judge) if judge in set(Evaluator) else None,
            "evaluated_by": self.evaluated_by.data or "",
        }

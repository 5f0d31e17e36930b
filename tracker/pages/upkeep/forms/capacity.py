"""Parts of "keep it current" on what an idea is done with: partners, handover, sign-offs, thanks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from tracker import capacity, council, idea
from tracker.amendment import RecordKind
from tracker.capacity import CAPACITY, Layer, Office, PartnerActivity, SignOffWord, Thanks
from tracker.council import Can, Colleague
from tracker.idea import LONGEST_TEXT, Idea, Story
from tracker.pages.upkeep.forms.correction import Correction, texts
from tracker.pages.upkeep.forms.part import KeptPart
from tracker.value import Worth
from tracker.web.days import DayField
from tracker.web.forms import MindfulForm, choices, identifier
from tracker.web.people import choices_of_people
from tracker.web.wording import choices_of

CHOOSE = "Choose somebody"
KEPT = {"": "Not said yet", "yes": "They did", "no": "They did not"}


class PartnersPart(KeptPart):
    """Who works on it from outside: what they did, or promised until when."""

    name = "partners"
    is_asked = False
    organisation = StringField(
        "Which organisation?",
        description="A name that is here already is not written twice.",
        validators=[DataRequired("Say which organisation"), Length(max=200)],
    )
    layer = SelectField(
        "Where does it stand?",
        description="So that the picture of who works with whom shows whom we are missing.",
        choices=choices_of("layer", blank="As it was said before"),
        default="",
    )
    what = TextAreaField(
        "What did they do, or promise?",
        validators=[DataRequired("Say what they did or promised"), Length(max=LONGEST_TEXT)],
    )
    on = DayField("On which day?", description="Like 18 December 2026. Empty is today.")
    due_on = DayField("If it is a promise: until when?")

    def save(self, found: Idea, *, by: UUID) -> None:
        """Record what they did or promised."""
        capacity.add_activity(
            idea=found,
            organisation=self.organisation.data or "",
            layer=Layer(self.layer.data) if self.layer.data in set(Layer) else None,
            what=self.what.data or "",
            on=self.on.data,
            due_on=self.due_on.data,
            by=by,
        )


class ActivityCorrection(Correction):
    """What a partner did or promised is put right, or whether it kept that."""

    record_kind, model, page = RecordKind.ACTIVITY, PartnerActivity, "/people"
    anchor = "partners"
    what, on, due_on = PartnersPart.what, PartnersPart.on, PartnersPart.due_on
    kept = SelectField("Did they keep it?", choices=choices(KEPT))

    @staticmethod
    def begins(row: PartnerActivity) -> dict[str, Any]:
        """What stands in the row."""
        kept = "" if row.kept is None else "yes" if row.kept else "no"
        return {**texts(row, "what"), "on": row.on, "due_on": row.due_on, "kept": kept}

    def save(self, found: Idea, row: PartnerActivity, *, by: UUID) -> None:
        """Keep what they did or promised."""
        capacity.correct_activity(
            idea=found,
            activity=row,
            by=by,
            because=self.because.data or "",
            what=self.what.data or "",
            on=self.on.data,
            due_on=self.due_on.data,
            kept=self.kept.data == "yes" if self.kept.data else None,
        )


class HandoverPart(KeptPart):
    """Who keeps it beside its owner, and how it goes from its founder to who runs it."""

    name = "handover"
    is_asked = False
    offers = staticmethod(council.people)
    deputy_id = SelectField("Who keeps it when its owner is away?", default="")
    plan = TextAreaField("How will it be handed over?", validators=[Length(max=LONGEST_TEXT)])
    on = DayField("On which day?", description="Like 18 December 2026.")
    nobody = BooleanField("Nobody else could keep it going")

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG004 - the same question of every part
        """What was said last."""
        said = story.told(CAPACITY).handover
        deputy = str(story.idea.deputy_id or "")
        return {"deputy_id": deputy, **(said._asdict() if said else {})}

    def offer(self, story: Story, worth: Worth, people: list[Colleague]) -> None:  # noqa: ARG002
        """Offer those who may keep ideas, beside its owner."""
        able = [each for each in people if Can.KEEP_CURRENT in each.can and each.id != story.idea.owner_id]
        self.deputy_id.choices = choices_of_people(able, blank="Nobody yet")

    def save(self, found: Idea, *, by: UUID) -> None:
        """Say who takes it over."""
        capacity.plan_handover(
            idea=found,
            by=by,
            deputy_id=identifier(self.deputy_id.data),
            plan=self.plan.data or "",
            on=self.on.data,
            nobody=bool(self.nobody.data),
        )


class SignOffsPart(KeptPart):
    """Who signs it off for finance, human resources, IT and performance."""

    name = "sign_offs"
    is_asked = False
    offers = staticmethod(council.people)
    office = SelectField("For whom?", choices=choices_of("office"), validators=[InputRequired("Choose one")])
    person_id = SelectField("Who signs for them?", default="", validators=[DataRequired("Choose somebody")])

    def offer(self, story: Story, worth: Worth, people: list[Colleague]) -> None:  # noqa: ARG002
        """Offer everybody here."""
        self.person_id.choices = choices_of_people(people, blank=CHOOSE)

    def save(self, found: Idea, *, by: UUID) -> None:
        """Name the person, who is asked by letter."""
        person_id = identifier(self.person_id.data)
        if person_id is None:
            raise idea.Refused("Choose somebody", field="person_id")
        capacity.name_signer(idea=found, office=Office(self.office.data), person_id=person_id, by=by)


class ThanksPart(KeptPart):
    """Which frontline managers worked on it, and whether they were thanked."""

    name = "thanks"
    is_asked = False
    minds_in = ("how",)
    manager = StringField(
        "Which frontline manager worked on it?",
        description="By their job, like the depot manager. The same one again is told anew.",
        validators=[DataRequired("Say who, by their job"), Length(max=200)],
    )
    thanks = SelectField(
        "Were they thanked or credited?", choices=choices_of("thanks"), validators=[InputRequired("Choose one")]
    )
    how = StringField("How?", description="A letter, a mention in the bulletin, a prize.", validators=[Length(max=500)])

    def save(self, found: Idea, *, by: UUID) -> None:
        """Record whether they were thanked."""
        capacity.credit_manager(
            idea=found,
            manager=self.manager.data or "",
            thanks=Thanks(self.thanks.data),
            how=self.how.data or "",
            by=by,
        )


class SignOffForm(MindfulForm):
    """What the person named for an office says."""

    word = SelectField(
        "Do you sign it off?",
        choices=choices_of("sign_off", blank="Choose one"),
        validators=[DataRequired("Choose one")],
    )
    note = TextAreaField(
        "The conditions, or why not",
        validators=[Length(max=LONGEST_TEXT)],
        description="Empty where it is a plain yes.",
    )

    def save(self, found: Idea, *, office: Office, by: UUID) -> None:
        """Keep what was said."""
        capacity.sign_off(idea=found, office=office, word=SignOffWord(self.word.data), note=self.note.data or "", by=by)

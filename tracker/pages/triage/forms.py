"""What is decided about a new idea, and what its author is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import clock, idea
from tracker.council import Colleague, ListOffer, Reader
from tracker.idea import LONGEST_TEXT, Idea
from tracker.web.days import DayField
from tracker.web.forms import Form, choices, identifier
from tracker.web.wording import called, choices_of, label


class TriageForm(Form):
    """One outcome, the few fields that it needs, and the words that the author gets."""

    outcome = RadioField(
        "What happens to it",
        invalid_choice_message="Choose what happens to it",
        choices=choices_of("triage"),
        validators=[DataRequired("Choose what happens to it")],
    )
    owner_id = SelectField(label("{role.owner}"), default="")
    gate_by = DayField("By when?", description="Like 18 December 2026. Leave it empty if any day will do.")
    into = StringField("Into", description="The reference of the idea it says the same as, such as NOR-22.")
    until = DayField("Until")
    to_whom = StringField("To whom", description="A service, a council or a collaborative.")
    service = SelectField("Service", default="")
    words = TextAreaField(
        "Your words",
        description="What happens next, and why. The author gets them today, in a letter with your name.",
        validators=[DataRequired("Write a few words to the author"), Length(max=LONGEST_TEXT)],
    )

    def offer(self, offered: ListOffer) -> None:
        """Offer those who may look after an idea, and the council's services."""
        keepers = sorted(offered.names.items(), key=lambda each: (each[1].lower(), each[0]))
        self.owner_id.choices = choices([("", "Choose somebody"), *keepers])
        self.service.choices = choices([("", "Not sure yet"), *((each.id, each.name) for each in offered.services)])

    def rules(self) -> None:
        """What the chosen outcome needs."""
        today = clock.today()
        needs: dict[str, Callable[[], Iterator[idea.Refused]]] = {
            "gate": lambda: idea.gate_faults(
                owner_id=identifier(self.owner_id.data), gate_by=self.gate_by.data, today=today
            ),
            "park": lambda: idea.rest_faults(until=self.until.data, today=today),
            "refer": lambda: idea.referral_faults(to_whom=self.to_whom.data or ""),
            "merge": lambda: into_faults(self.into.data or ""),
        }
        if needed := needs.get(self.outcome.data or ""):
            idea.refuse_all(needed())

    def act(self, found: Idea, *, reader: Reader) -> str:
        """Put it with the service that was chosen, do what was chosen, and return what to say of it."""
        if self.service.raw_data:
            idea.place(idea=found, service_id=identifier(self.service.data), by=reader.person_id)
        decided: dict[str, Callable[..., Any]] = {
            "gate": partial(
                idea.send_to_design_gate, owner_id=identifier(self.owner_id.data), gate_by=self.gate_by.data
            ),
            "improve": idea.improve_instead,
            "resource": idea.resource_instead,
            "park": partial(idea.park, until=self.until.data),
            "refer": partial(idea.refer, to_whom=self.to_whom.data or ""),
            "decline": idea.decline,
            "merge": partial(self._merge, reader=reader),
        }
        words, by = self.words.data or "", reader.person_id
        if act := decided.get(self.outcome.data):
            act(idea=found, because=words, by=by)
            return f"{found.ref} {called(self.outcome.data, 'triage_done')}. Its author is told."
        if self.outcome.data == "ask":
            idea.ask_author(idea=found, question=words, by=by)
            return f"Your question about {found.ref} is on its way."
        idea.reply(idea=found, words=words, by=by)
        return f"Your reply about {found.ref} is on its way."

    def _merge(self, *, idea: Idea, because: str, by: UUID, reader: Reader) -> None:  # noqa: ARG002 - as every outcome
        merge_into(idea, self.into.data or "", because=because, reader=reader)


def into_faults(ref: str) -> Iterator[idea.Refused]:
    """What an idea is joined with is named."""
    if not ref.strip():
        yield idea.Refused("Name the idea that it says the same as", field="into")


def merge_into(found: Idea, ref: str, *, because: str, reader: Reader) -> None:
    """Join an idea with the one of a reference. Raises Refused where there is none."""
    try:
        into = idea.get(ref=ref.strip().upper(), reader=reader)
    except idea.NotFoundError:
        raise idea.Refused("There is no idea with that reference here", field="into") from None
    idea.merge(idea=found, into=into, because=because, by=reader.person_id)


class OwnerForm(Form):
    """Who looks after an idea from now on."""

    owner_id = SelectField("Who looks after it?", default="", validators=[DataRequired("Choose somebody")])
    note = TextAreaField("A few words to them", description="They get a letter today.")

    def offer(self, owners: Sequence[Colleague]) -> None:
        """Offer those who may look after an idea."""
        self.owner_id.choices = choices([("", "Choose somebody"), *((each.id, each.name) for each in owners)])

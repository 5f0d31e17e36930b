"""What is decided about a new idea, and what its author is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker import clock, collaborative, council, idea, lesson
from tracker.collaborative import TriageOffer
from tracker.council import Colleague, NamedThing, Reader
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
    passed_to = SelectField("To", default="")
    to_whom = StringField("Or elsewhere: who was told?", description="The council or body, and the person there.")
    service = SelectField("Service", default="")
    words = TextAreaField(
        "Your words",
        description="What happens next, and why. The author gets them today, in a letter with your name.",
        validators=[DataRequired("Write a few words to the author"), Length(max=LONGEST_TEXT)],
    )

    lesson = TextAreaField(
        "What did it teach?",
        description="Leave it empty if nothing yet: it can be written later. No names of residents.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    lesson_at_home = BooleanField("Keep this lesson in the council")

    def offer(self, offer: TriageOffer) -> None:
        """Offer those who may look after an idea, and to whom it may be passed on."""
        self.offered = offer
        self.owner_id.choices = choices([("", "Choose somebody"), *((each.id, each.name) for each in offer.owners)])
        to = ((each.id, each.name) for each in (*offer.services, *offer.collaboratives))
        self.passed_to.choices = choices([("", "Choose one, or write below"), *to])
        of = ((each.id, each.name) for each in (*offer.services, *offer.ended))
        self.service.choices = choices([("", "Not sure yet"), *of])

    def rules(self) -> None:
        """What the chosen outcome needs."""
        today, chosen = clock.today(), identifier(self.owner_id.data)
        needs: dict[str, Iterable[idea.Refused]] = {
            "gate": idea.gate_faults(owner_id=chosen, gate_by=self.gate_by.data, today=today),
            "park": idea.rest_faults(until=self.until.data, today=today),
            "refer": () if self.passed_to.data else idea.referral_faults(to_whom=self.to_whom.data or ""),
            "merge": into_faults(self.into.data or ""),
        }
        idea.refuse_all(needs.get(self.outcome.data or "", ()))

    def act(self, found: Idea, *, reader: Reader) -> str:
        """Put it with its service, do what was chosen, keep the lesson written with it; return what to say of it."""
        by = reader.person_id
        if self.service.raw_data:
            idea.place(idea=found, service_id=identifier(self.service.data), by=by)
        done = self._decide(found, reader)
        if taught := (self.lesson.data or "").strip():
            lesson.write_lesson(idea=found, by=by, lesson=taught, may_be_shared=not self.lesson_at_home.data)
        return done

    def _decide(self, found: Idea, reader: Reader) -> str:
        decided: dict[str, Callable[..., Any]] = {
            "gate": partial(
                idea.send_to_design_gate, owner_id=identifier(self.owner_id.data), gate_by=self.gate_by.data
            ),
            "improve": idea.improve_instead,
            "resource": idea.resource_instead,
            "park": partial(idea.park, until=self.until.data),
            "refer": self._refer,
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

    def _refer(self, *, idea: Idea, because: str, by: UUID) -> None:
        """Pass it on to the service or the collaborative that was chosen or named, else to who was told."""
        chosen, written = identifier(self.passed_to.data), self.to_whom.data or ""
        refer(idea, self.offered.of(chosen) if chosen else self.offered.named(written), written, because=because, by=by)

    def _merge(self, *, idea: Idea, because: str, by: UUID, reader: Reader) -> None:  # noqa: ARG002 - as every outcome
        merge_into(idea, self.into.data or "", because=because, reader=reader)


def into_faults(ref: str) -> Iterator[idea.Refused]:
    """What an idea is joined with is named."""
    if not ref.strip():
        yield idea.Refused("Name the idea that it says the same as", field="into")


def merge_into(found: Idea, ref: str, *, because: str, reader: Reader) -> None:
    """Join an idea with the one of a reference. Raises Refused where there is none."""
    try:
        into = idea.get_named(ref, reader=reader)
    except idea.NotFoundError:
        raise idea.Refused("There is no idea with that reference here", field="into") from None
    idea.merge(idea=found, into=into, because=because, by=reader.person_id)


def refer(found: Idea, to: NamedThing | None, told: str, *, because: str, by: UUID) -> None:
    """Pass an idea on: to a service's senior owner, before a collaborative's convenor, or to whom it names."""
    if to is None:
        idea.refer(idea=found, to_whom=told, because=because, by=by)
    elif to.kind == "service":
        service = next(one for one in council.services() if one.id == to.id)
        idea.refer_to_service(idea=found, service=service, because=because, by=by)
    else:
        shared = next(each.collaborative for each in collaborative.mine() if each.collaborative.id == to.id)
        collaborative.refer(idea=found, collaborative=shared, because=because, by=by)


class OwnerForm(Form):
    """Who looks after an idea from now on."""

    owner_id = SelectField("Who looks after it?", default="", validators=[DataRequired("Choose somebody")])
    note = TextAreaField("A few words to them", description="They get a letter today.")

    def offer(self, owners: Sequence[Colleague]) -> None:
        """Offer those who may look after an idea."""
        self.owner_id.choices = choices([("", "Choose somebody"), *((each.id, each.name) for each in owners)])


class HandBackForm(Form):
    """An idea is given back, with a few words if one likes."""

    because = TextAreaField(
        "A few words on why", description="You need not.", validators=[Optional(), Length(max=1000)]
    )

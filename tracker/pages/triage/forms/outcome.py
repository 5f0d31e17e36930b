"""What is decided about new ideas, and what their authors are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import clock, collaborative, council, idea, lesson, triage
from tracker.collaborative import TriageOffer
from tracker.council import NamedThing, SignedInReader
from tracker.idea import LONGEST_TEXT, Idea, Refused, Story
from tracker.triage import ReplyEntry
from tracker.web.days import DayField
from tracker.web.forms import MindfulForm, choices, identifier
from tracker.web.wording import called, choices_of, label

GOES_ON = ("gate", "ask", "reply", "park")  # after these somebody looks after it


class OutcomeForm(MindfulForm):
    """One outcome, the few fields that it needs, and the words that the author gets."""

    no_owner, no_service = "Choose somebody", "Not sure yet"  # what stands first
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
    template = SelectField("Begin from a reply you keep", default="")
    words = TextAreaField(
        "Your words",
        description="What happens next, and why. The author gets them today, in a letter with your name.",
        validators=[DataRequired("Write a few words to the author"), Length(max=LONGEST_TEXT)],
    )

    def offer(self, offer: TriageOffer, replies: Sequence[ReplyEntry]) -> None:
        """Offer those who may look after an idea, to whom it may be passed on, and replies to begin from."""
        self.offered, self.replies = offer, replies
        self.owner_id.choices = choices([("", self.no_owner), *((each.id, each.name) for each in offer.owners)])
        to = ((each.id, each.name) for each in (*offer.services, *offer.collaboratives))
        self.passed_to.choices = choices([("", "Choose one, or write below"), *to])
        of = ((each.id, each.name) for each in (*offer.services, *offer.ended))
        self.service.choices = choices([("", self.no_service), *of])
        self.template.choices = choices([("", "Choose one"), *((each.code, each.name) for each in replies)])

    def begin(self, facts: dict[str, str | None]) -> None:
        """Put the reply that was chosen behind what is written already, filled in as far as can be."""
        chosen = next((each for each in self.replies if each.code == self.template.data), None)
        if chosen is None:
            self.refuse("Choose a reply to begin from", field="template")
            return
        written = (self.words.data or "").strip()
        self.words.data = "\n\n".join(filter(None, [written, triage.filled(chosen.words, facts)]))
        self.outcome.data = self.outcome.data or chosen.outcome
        self.template.data = ""

    def rules(self) -> None:
        """What the chosen outcome needs."""
        today, chosen = clock.today(), identifier(self.owner_id.data)
        needs: dict[str, Iterable[Refused]] = {
            "gate": idea.gate_faults(owner_id=chosen, gate_by=self.gate_by.data, today=today),
            "park": idea.rest_faults(until=self.until.data, today=today),
            "refer": () if self.passed_to.data else idea.referral_faults(to_whom=self.to_whom.data or ""),
            "merge": into_faults(self.into.data or ""),
        }
        idea.refuse_all(needs.get(self.outcome.data or "", ()), triage.unknown_faults(self.words.data or ""))

    def act(self, found: Idea, *, reader: SignedInReader) -> None:
        """Put it with its service and its owner, and do what was chosen. Raises Refused."""
        typed = (self.words.data or "").strip()
        words = triage.filled(typed, self.facts(found, reader=reader))
        idea.refuse_all(triage.unknown_faults(typed), triage.place_faults(words))
        if self.outcome.data in GOES_ON:
            self.assign(found, reader=reader)
        else:
            self.place(found, reader=reader)
        self._decide(found, reader, words)

    def assign(self, found: Idea, *, reader: SignedInReader) -> None:
        """Put it with the service that was chosen, and give it the owner. Raises Refused."""
        self.place(found, reader=reader)
        if (chosen := identifier(self.owner_id.data)) and self.outcome.data != "gate":
            idea.assign_owner(idea=found, owner_id=chosen, by=reader.person_id)

    def place(self, found: Idea, *, reader: SignedInReader) -> None:
        """Put it with the service that was chosen, where one could be: the form began with the one that it has."""
        if self.service.raw_data:
            idea.place(idea=found, service_id=identifier(self.service.data), by=reader.person_id)

    def facts(self, found: Idea, *, reader: SignedInReader) -> dict[str, str | None]:
        """What can stand in the places of a reply about an idea, as it is with what was chosen.

        Who said it without an account is greeted without a name: words are kept for good, and a contact is forgotten.
        """
        author = council.to(found.author_id) if found.author_id else None
        service, owner = identifier(self.service.data), identifier(self.owner_id.data) or found.owner_id
        service = service or found.service_id
        return {
            "author": author.name.split()[0] if author and author.name else None,
            "title": found.title,
            "ref": found.ref,
            "service": next((each.name for each in self.offered.services if each.id == service), None),
            "owner": next((each.name for each in self.offered.owners if each.id == owner), None),
            "me": reader.name,
        }

    def _decide(self, found: Idea, reader: SignedInReader, words: str) -> None:
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
        by = reader.person_id
        if act := decided.get(self.outcome.data or ""):
            act(idea=found, because=words, by=by)
        elif self.outcome.data == "ask":
            idea.ask_author(idea=found, question=words, by=by)
        else:
            idea.reply(idea=found, words=words, by=by)

    def _refer(self, *, idea: Idea, because: str, by: UUID) -> None:
        """Pass it on to the service or the collaborative that was chosen or named, else to who was told."""
        chosen, written = identifier(self.passed_to.data), self.to_whom.data or ""
        refer(idea, self.offered.of(chosen) if chosen else self.offered.named(written), written, because=because, by=by)

    def _merge(self, *, idea: Idea, because: str, by: UUID, reader: SignedInReader) -> None:  # noqa: ARG002 - as every outcome
        merge_into(idea, self.into.data or "", because=because, reader=reader)


class TriageForm(OutcomeForm):
    """What happens to one idea, with the lesson that it taught."""

    lesson = TextAreaField(
        "What did it teach?",
        description="Leave it empty if nothing yet: it can be written later. No names of residents.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    lesson_at_home = BooleanField("Keep this lesson in the council")

    def act(self, found: Idea, *, reader: SignedInReader) -> None:
        """Do what was chosen, and keep the lesson written with it. Raises Refused."""
        super().act(found, reader=reader)
        if taught := (self.lesson.data or "").strip():
            at_home = bool(self.lesson_at_home.data)
            lesson.write_lesson(idea=found, by=reader.person_id, lesson=taught, may_be_shared=not at_home)

    def told(self, story: Story) -> str:
        """What is said once it was done, of an idea as it stood before."""
        found = story.idea
        if said := {"ask": "question", "reply": "reply"}.get(self.outcome.data or ""):
            return _told_of(story, said)
        done = f"{found.ref} {called(self.outcome.data, 'triage_done')}."
        return f"{done} Its author is told." if found.author_id else done


def _told_of(story: Story, said: str) -> str:
    """How words to an author reach them; who said it without an account may read them by their code alone."""
    ref = story.idea.ref
    if not story.idea.door or story.way_outside == "letter":
        return f"Your {said} about {ref} is on its way."
    if story.way_outside:
        return f"Whoever has the code of {ref} reads your {said} from now on."
    return f"Your {said} is kept with {ref}. Who said it hears nothing any more."


class SeveralForm(OutcomeForm):
    """The same outcome for several ideas, in the same words; places in them are filled in for each.

    It begins with no owner and no service, since each idea may have another: what is not chosen, each keeps.
    """

    no_owner = no_service = "Leave as it is"
    refs = SelectMultipleField("Which ideas?", validators=[DataRequired("Choose at least one idea")])

    def place(self, found: Idea, *, reader: SignedInReader) -> None:
        """Put it with the service that was chosen; where none was, each stays with its own."""
        if self.service.data:
            super().place(found, reader=reader)

    def offer_ideas(self, refs: Sequence[str]) -> None:
        """Offer the ideas that wait in triage."""
        self.refs.choices = choices((ref, ref) for ref in refs)


def into_faults(ref: str) -> Iterator[Refused]:
    """What an idea is joined with is named."""
    if not ref.strip():
        yield Refused("Name the idea that it says the same as", field="into")


def merge_into(found: Idea, ref: str, *, because: str, reader: SignedInReader) -> None:
    """Join an idea with the one of a reference. Raises Refused where there is none."""
    try:
        into = idea.get_named(ref, reader=reader)
    except idea.NotFoundError:
        raise Refused("There is no idea with that reference here", field="into") from None
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

"""Forms about an idea: what somebody says, and what others say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import idea
from tracker.council import Can, Colleague
from tracker.idea import LONGEST_TEXT, LONGEST_TITLE, Audience, Idea, Origin, Provenance, Refused
from tracker.place import PlaceEntry
from tracker.text import as_written, has_unseen, is_text
from tracker.web.forms import Form, MindfulForm, choices, identifier
from tracker.web.uploads import FilesField
from tracker.web.wording import called, choices_of
from tracker.wording import capital

LONGEST_NOTE = 200


class IdeaForm(MindfulForm):
    """An idea in its author's words."""

    minds_in = ("title", "problem", "proposal")
    problem = TextAreaField(
        "What is the problem, and who has it?",
        description="Leave out names. “A woman in her eighties” is enough.",
        validators=[DataRequired("Write what the problem is, and who has it"), Length(max=LONGEST_TEXT)],
    )
    proposal = TextAreaField(
        "What could we try?",
        description="However small. Leave it empty if you only know the problem.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    title = StringField(
        "Give it a short name",
        validators=[
            DataRequired("Give it a few words that others will know it by"),
            Length(max=LONGEST_TITLE, message=f"Shorten the name to {LONGEST_TITLE} characters"),
        ],
    )
    service = SelectField(
        "Which service is it about?", description="Not sure? Leave it, and we will pass it on.", default=""
    )
    place = SelectField("Where is it?", description="Leave it where it is the same everywhere.", choices=(), default="")
    origin = RadioField("Whose idea is it?", choices=choices_of("origin"), default=Origin.OWN)
    told_by = StringField("Who told you, without a name?", validators=[Length(max=LONGEST_NOTE)])
    seen_at = StringField("Where did you see it?", validators=[Length(max=LONGEST_NOTE)])
    behalf_of = StringField(
        "Whose is it?",
        description="Their name, or their work email. They are named on it, and hear what becomes of it.",
        validators=[Length(max=LONGEST_NOTE)],
    )
    files = FilesField("Pictures or files")
    version = HiddenField()

    def offer(self, services: Sequence[Any], places: Sequence[Any] = ()) -> None:
        """Offer the council's services, and its places where it has any."""
        self.service.choices = choices([("", "Not sure"), *((each.id, each.name) for each in services)])
        self.place.choices = choices([("", "Everywhere, or not sure"), *((each.id, each.name) for each in places)])

    def rules(self) -> None:
        """What is wrong with files is told beside them; whose idea it is, is said."""
        unnamed = self.origin.data == Origin.BEHALF and not (self.behalf_of.data or "").strip()
        nobody = [Refused("Write whose idea it is: their name, or work email", field="behalf_of")] if unnamed else []
        idea.refuse_all(nobody, self.files.faults())

    def leave_what_stands(self, found: Idea) -> None:
        """Ask nothing of what is sent as it stands: an idea may have come with a longer name, or without a problem."""
        for name in self.minds_in:
            if (self[name].data or "").splitlines() == (getattr(found, name) or "").splitlines():
                self[name].validators = [Length(min=0)]

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as the idea takes it."""
        texts = {name: self[name].data or "" for name in self.minds_in}
        offered = {str(one.value) for one in self.service.choices or ()}
        return {**texts, "service_id": identifier(self.service.data) if self.service.data in offered else None}

    @property
    def provenance(self) -> Provenance:
        """Whose idea it is, as it was said; what was written for another answer is left out."""
        said = self.origin.data if self.origin.data in set(Origin) else Origin.OWN
        notes = {Origin.RESIDENT: self.told_by.data, Origin.ELSEWHERE: self.seen_at.data}
        behalf = self.behalf_of.data if said == Origin.BEHALF else None
        return Provenance(Origin(said), (notes.get(said) or "").strip() or None, None, (behalf or "").strip() or None)

    @property
    def place_ids(self) -> list[UUID]:
        """The place that was chosen, if one was."""
        offered = {str(one.value) for one in self.place.choices or ()}
        chosen = identifier(self.place.data) if self.place.data in offered else None
        return [chosen] if chosen else []


class TypedIdea(TypedDict):
    """An idea as it was typed, in order."""

    title: str
    problem: str
    proposal: str
    service_id: UUID | None


def typed_idea(sent: Mapping[str, str]) -> TypedIdea | None:
    """What was sent, where IdeaForm would take it as it stands; else the form itself is to say what is wrong.

    Ideas are logged without a form being made. Whether the service is one of the council's is left to be seen.
    """
    given = [sent.get(name, "") for name in ("title", "problem", "proposal")]
    title, problem, proposal = map(as_written, given)
    texts = {"title": title, "problem": problem, "proposal": proposal}
    service, chosen = sent.get("service", ""), identifier(sent.get("service"))
    if not all(map(is_text, given)) or any(map(has_unseen, given)):
        return None
    if sent.get("place") or sent.get("origin", Origin.OWN) != Origin.OWN:
        return None
    if idea.faults(texts) or any(map(idea.personal_data_in, texts.values())):
        return None
    if str(chosen or "") != service:
        return None
    return TypedIdea(title=title, problem=problem, proposal=proposal, service_id=chosen)


class SayForm(MindfulForm):
    """A comment, or an answer to a question."""

    words = TextAreaField(
        "Your words",
        description="Everybody in the council can read this. Name a colleague with @. Leave out names of residents.",
        validators=[DataRequired("Write something first"), Length(max=LONGEST_TEXT)],
    )


class AudienceForm(Form):
    """Who sees an idea: its audience, one to a button, and who is named beside its author and who keeps it."""

    audience = SelectField(choices=choices_of("audience"))
    people = SelectMultipleField("Who else may see it?", description="Leave it empty and nobody else does.")

    def offer(self, people: Sequence[Colleague], found: Idea) -> None:
        """Offer the people of the council; who sees it anyway need not be named. The first button keeps what is."""
        others = [person for person in people if person.id != found.author_id and Can.TRIAGE not in person.can]
        self.people.choices = choices([(person.id, person.name) for person in others])
        kept = {} if found.open_to_all else {found.audience: "Save who sees it"}
        others_of = (each for each in Audience if each is not found.audience)
        self.buttons = kept | {each: capital(called(each, "audience_act")) for each in others_of}

    def act(self, found: Idea, *, by: UUID) -> str:
        """Set the audience whose button was pressed; return what to say of it. Raises Refused."""
        audience, named = Audience(self.audience.data), [UUID(person) for person in self.people.data or ()]
        idea.set_audience(idea=found, audience=audience, people=named, by=by)
        return called(audience, "audience_done", ref=found.ref)


class IdeaPlacesForm(Form):
    """The wards or areas that an idea names."""

    places = SelectMultipleField("Where is it?", description="Choose none where it is the same everywhere.")

    def offer(self, named: Sequence[PlaceEntry], offered: Sequence[PlaceEntry]) -> None:
        """Offer the council's places, and those that the idea names already though they are ended."""
        every = {each.id: each.name for each in (*named, *offered)}
        self.places.choices = choices(
            [(known_as, name) for known_as, name in sorted(every.items(), key=lambda one: one[1].lower())]
        )

    @property
    def place_ids(self) -> list[UUID]:
        """Those that were chosen."""
        return [UUID(each) for each in self.places.data or ()]

"""Forms about an idea: what somebody says, what others say about it, and how a long list is narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import idea
from tracker.council import Can, Colleague
from tracker.idea import LONGEST_TEXT, LONGEST_TITLE, Filters, Idea, Stage, State
from tracker.web.forms import Form, MindfulForm, choices, identifier
from tracker.web.wording import choices_of, label


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
        description="However small. A first guess will do.",
        validators=[DataRequired("Write what could be tried, however small"), Length(max=LONGEST_TEXT)],
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
    version = HiddenField()

    def offer(self, services: Sequence[Any]) -> None:
        """Offer the council's services."""
        self.service.choices = choices([("", "Not sure"), *((each.id, each.name) for each in services)])

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as the idea takes it."""
        texts = {name: self[name].data or "" for name in self.minds_in}
        offered = {str(one.value) for one in self.service.choices or ()}
        return {**texts, "service_id": identifier(self.service.data) if self.service.data in offered else None}


class SayForm(MindfulForm):
    """A comment, or an answer to a question."""

    minds_in = ("words",)
    words = TextAreaField(
        "Your words",
        description="Everybody in the council can read this. Leave out names of residents.",
        validators=[DataRequired("Write something first"), Length(max=LONGEST_TEXT)],
    )


class FiltersForm(Form):
    """What a list is narrowed to, kept in the address."""

    class Meta:
        """Read from the address: nothing is changed by it, so no token is needed."""

        csrf = False

    q = StringField("Words or reference")
    stage = SelectField("Stage", choices=choices_of("stage", blank="Every stage"))
    state = SelectField("State", choices=choices_of("state", blank="All"))
    service = SelectField("Service", validate_choice=False)
    owner = SelectField(label("{role.owner}"), validate_choice=False)
    mine = BooleanField("Only mine")

    def offer(self, services: Sequence[Any], owners: Sequence[Any]) -> None:
        """Offer the council's services and owners."""
        self.service.choices = choices([("", "Every service"), *((each.id, each.name) for each in services)])
        self.owner.choices = choices([("", "Everybody"), *((each.id, each.name) for each in owners)])

    def filters(self, *, mine: UUID) -> Filters:
        """The filters as the list takes them; what is not on offer is left out."""
        stage, state = self.stage.data, self.state.data
        return Filters(
            stage=Stage(stage) if stage in set(Stage) else None,
            state=State(state) if state in set(State) else None,
            service_id=identifier(self.service.data),
            owner_id=identifier(self.owner.data),
            mine=mine if self.mine.data else None,
            text=(self.q.data or "").strip()[:LONGEST_TITLE],
        )


class ConfidenceForm(Form):
    """Who sees a confidential idea besides its author and who keeps it."""

    people = SelectMultipleField("Who else may see it?", description="Leave it empty and nobody else does.")

    def offer(self, people: Sequence[Colleague], found: Idea) -> None:
        """Offer the people of the council; who sees it anyway need not be named."""
        others = [person for person in people if person.id != found.author_id and Can.TRIAGE not in person.can]
        self.people.choices = choices([(person.id, person.name) for person in others])

    def act(self, found: Idea, *, by: UUID) -> str:
        """Open the idea where that was pressed, else keep it confidential; return what to say of it. Raises Refused."""
        if "open" in request.form:
            idea.open_again(idea=found, by=by)
            return f"Everybody in the council sees {found.ref} again."
        named = [UUID(person) for person in self.people.data or ()]
        idea.keep_confidential(idea=found, people=named, by=by)
        return f"{found.ref} is confidential: others read “a confidential idea”."

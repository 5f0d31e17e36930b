"""The form of the answers at a gate, made of what its policy asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Form as Part
from wtforms import (
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from tracker import gate
from tracker.gate import (
    ANSWER_FIELDS,
    FITTING,
    AnswerDraft,
    GateItem,
    Paper,
    Question,
    QuestionKind,
    Status,
)
from tracker.pages.gates.forms import LONG
from tracker.pages.gates.words import in_a_line
from tracker.web.forms import MindfulForm, choices, identifier
from tracker.web.wording import choices_of


class AnswersForm(MindfulForm):
    """The answers at one gate. Its fields are made for the gate's questions by `answers_form`."""

    questions: Sequence[Question] = ()

    def said(self) -> dict[str, AnswerDraft]:
        """What was said to each question."""
        return {q.id: self._said(q) for q in self.questions}

    def _said(self, question: Question) -> AnswerDraft:
        told = {name: self[f"{question.id}_{name}"].data for name in ANSWER_FIELDS if f"{question.id}_{name}" in self}
        status = told.get("status")
        evidence = frozenset(filter(None, map(identifier, told.get("evidence") or ())))
        return AnswerDraft(told.get("words"), Status(status) if status else None, told.get("note"), evidence)


class MaybeOneOf(RadioField):  # type: ignore[misc]  # WTForms ships no types
    """One of a few, or none yet."""

    def pre_validate(self, form: Part) -> None:
        """Hold what was chosen, if anything was, to the list."""
        if self.data:
            super().pre_validate(form)


def _fields(item: GateItem, evidence: Sequence[SelectChoice]) -> dict[str, Any]:
    """The fields of a question: words, or how it stands; a note, and the evidence that there is to point at."""
    question = item.question
    if question.kind is QuestionKind.QUESTION:
        made: dict[str, Any] = {"words": TextAreaField(question.text, description=question.help, validators=[LONG])}
        note = StringField("A note beside it", validators=[LONG])
    else:
        fitting = choices_of("answer", *FITTING[question.kind])
        made = {"status": MaybeOneOf(question.text, description=question.help, choices=fitting)}
        note = StringField("How it can be seen", validators=[LONG])
    made["note"] = note
    if evidence:
        made["evidence"] = SelectMultipleField("Evidence that shows it", choices=list(evidence))
    return {f"{question.id}_{name}": field for name, field in made.items()}


def _standing_answer(item: GateItem) -> dict[str, Any]:
    given = item.answer
    told = {name: getattr(given, name) for name in ANSWER_FIELDS} if given else {}
    told["evidence"] = [str(one.entry.id) for one in item.evidence]
    return {f"{item.question.id}_{name}": value for name, value in told.items()}


def _evidence(paper: Paper) -> list[SelectChoice]:
    """The records of the idea that an answer may point at: on what, what was seen, of which day."""
    return choices((known_as, in_a_line(one)) for known_as, one in gate.records_of(paper.worth).items())


def answers_form(paper: Paper) -> AnswersForm:
    """Make the form of a gate's questions, filled in with the newest answers."""
    evidence = _evidence(paper)
    fields = {name: made for item in paper.items for name, made in _fields(item, evidence).items()}
    questions = [item.question for item in paper.items]
    notes = tuple(name for name in fields if name.endswith("_note"))
    made = type("AnswersForm", (AnswersForm,), {**fields, "questions": questions, "minds_in": notes})
    kept = {name: value for item in paper.items for name, value in _standing_answer(item).items()}
    form: AnswersForm = made(data=kept)
    return form

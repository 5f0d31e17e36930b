"""The form of a draft of a gate policy, a gate at a time: how each question is asked, the council's own among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange

from tracker.gate import (
    CORNERS,
    Gate,
    GatePolicy,
    Manner,
    OwnQuestion,
    Question,
    QuestionKind,
    is_own,
    numbered,
    own_objections,
)
from tracker.idea import refuse_all
from tracker.web.begun import BegunForm
from tracker.web.forms import MindfulForm, choices
from tracker.web.numbers import WholeField
from tracker.web.wording import called, choices_of
from tracker.wording import Reading, capital

LEVELS = {0: "None", **{level: f"Level {level}" for level in range(1, 6)}}
DECIDES = ("lead", "sponsor")
LONGEST = 300
TAKE_OUT = "out"
TEXT = Length(max=LONGEST)


class ForceForm(MindfulForm):
    """Why the next version comes into force."""

    because = TextAreaField(
        "Why it changes",
        description="It stands beside the version, for whoever asks in later years.",
        validators=[DataRequired("Say why it changes"), Length(max=1000)],
    )
    seen = HiddenField()


class PolicyForm(BegunForm):
    """What a gate asks in the draft, which `stands`. The fields of its questions are made by `policy_form`."""

    decides = SelectField(
        "Who may decide at this gate",
        choices=lambda: choices((who, capital(called(who, "decides"))) for who in DECIDES),
    )
    days = WholeField(
        "Working days to a decision at this gate",
        validators=[DataRequired("Enter a number of days"), NumberRange(1, 60, "Enter a number from 1 to 60")],
    )
    level = SelectField("Evidence asked at this gate", choices=choices(LEVELS))
    own_text = TextAreaField("What do you ask?", validators=[TEXT])
    own_help = TextAreaField("Help beside it", description="What a good answer names.", validators=[TEXT])
    own_corner = SelectField("What it is about", choices=choices_of("corner", *CORNERS))
    own_kind = SelectField(
        "How it is answered",
        choices=lambda: choices((kind, capital(called(kind, "question_kind", Reading.ABOUT))) for kind in QuestionKind),
    )
    own_how = SelectField("How it is asked", choices=lambda: _manners(Manner.NEEDED, Manner.ASKED))

    gate: Gate
    policy: GatePolicy
    stands: Mapping[str, object]

    def rules(self) -> None:
        """A question of the council's own is new to the gate."""
        if text := _line(self.own_text.data):
            refuse_all(own_objections(text, known=self.policy.known(self.gate), own=len(self.policy.own)))

    def drafted(self) -> GatePolicy:
        """The policy that was written, as far as this form goes; the other gates stay as they were drafted."""
        gate, policy = self.gate, self._with_own()
        manners = {q.id: self._manner(q) for q in policy.known(gate) if not q.every_gate}
        always = {q.id for q in policy.known(gate) if q.every_gate} & policy.needed[gate]
        off = frozenset(known for known, how in manners.items() if how == Manner.OFF)
        needed = frozenset(known for known, how in manners.items() if how == Manner.NEEDED)
        sponsors = policy.sponsor_decides - {gate} | ({gate} if self.decides.data == "sponsor" else set())
        return replace(
            policy,
            sponsor_decides=sponsors,
            days={**policy.days, gate: self.days.data or policy.days[gate]},
            level={**policy.level, gate: int(self.level.data)},
            needed={**policy.needed, gate: needed | always},
            off={**policy.off, gate: off},
            texts=self._texts(),
        )

    def _with_own(self) -> GatePolicy:
        """The drafted policy with the questions of its own as this form has them, what it adds the last of them."""
        kept = [q if q.gate != self.gate else self._edited(q) for q in self.policy.own if not self._taken_out(q)]
        if text := _line(self.own_text.data):
            kind, about = QuestionKind(self.own_kind.data), _line(self.own_help.data)
            kept.append(numbered(OwnQuestion(text, self.own_corner.data, kind, about), self.gate, own=self.policy.own))
        return replace(self.policy, own=tuple(kept))

    def _edited(self, question: Question) -> Question:
        text = _line(self[f"text-{question.id}"].data) or question.text
        return replace(question, text=text, headline=text, help=_line(self[f"help-{question.id}"].data))

    def _taken_out(self, question: Question) -> bool:
        """Whether a question that no version ever held is taken out of the draft again."""
        return question.gate == self.gate and self[f"how-{question.id}"].data == TAKE_OUT

    def _manner(self, question: Question) -> str:
        how = f"how-{question.id}"
        return str(self[how].data if how in self else self.own_how.data)

    def _texts(self) -> dict[str, str]:
        """The council's own words for built-in questions: at this gate where they differ from what is built in."""
        built_in = {q.id: q for q in GatePolicy.of(0, {}, edition=self.policy.edition).known(self.gate)}
        said = {known: _line(self[f"text-{known}"].data) for known, q in built_in.items() if not q.every_gate}
        kept = {known: text for known, text in self.policy.texts.items() if known not in said}
        return kept | {known: text for known, text in said.items() if text and text != built_in[known].text}


def _line(written: str | None) -> str:
    return " ".join((written or "").split())


def _manners(*offered: Manner, out: bool = False) -> list[object]:
    """How a question can be asked, in words; one that no version holds yet can be taken out again."""
    told = [(manner, capital(called(manner, "manner"))) for manner in offered]
    return [*choices(told), *choices([(TAKE_OUT, "Take it out of the draft")] if out else [])]


def policy_form(gate: Gate, policy: GatePolicy, *, in_force: GatePolicy) -> PolicyForm:
    """Make the form of a gate: how each question is asked, and in which words; what every gate asks is fixed."""
    fields: dict[str, object] = {"gate": gate, "policy": policy}
    data: dict[str, object] = {}
    held = {q.id for q in in_force.own}
    for q in policy.known(gate):
        if q.every_gate:
            continue
        fields[f"how-{q.id}"] = SelectField(q.text, choices=_manners(*Manner, out=is_own(q) and q.id not in held))
        fields[f"text-{q.id}"] = TextAreaField("Our words for it", validators=[TEXT])
        data |= {f"how-{q.id}": str(policy.manner(q, gate)), f"text-{q.id}": q.text}
        if is_own(q):
            fields[f"help-{q.id}"] = TextAreaField("Help beside it", validators=[TEXT])
            data[f"help-{q.id}"] = q.help
    data |= {
        "decides": "sponsor" if gate in policy.sponsor_decides else "lead",
        "days": policy.days[gate],
        "level": str(policy.level[gate]),
    }
    form: PolicyForm = type("PolicyForm", (PolicyForm,), {**fields, "stands": data})(data=data)
    if not form.began.data:
        form.begin(data)
    return form

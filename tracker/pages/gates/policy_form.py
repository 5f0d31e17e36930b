"""The form of a draft of a gate policy: one gate at a time, and what holds for all of them."""

from __future__ import annotations

from dataclasses import replace

from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange

from tracker.gate import Gate, GatePolicy, Manner, asked_at
from tracker.web.forms import Form, choices
from tracker.web.numbers import WholeField
from tracker.web.wording import called
from tracker.wording import capital

LEVELS = {0: "None", **{level: f"Level {level}" for level in range(1, 6)}}
DECIDES = ("lead", "sponsor")
LONGEST = 300


class ForceForm(Form):
    """Why the next version comes into force."""

    because = TextAreaField(
        "Why it changes",
        description="It stands beside the version, for whoever asks in later years.",
        validators=[DataRequired("Say why it changes"), Length(max=1000)],
    )


class PolicyForm(Form):
    """What a gate asks in the draft. The fields of its questions are made by `policy_form`."""

    decides = SelectField(
        "Who may decide, at every gate",
        choices=lambda: choices((who, capital(called(who, "decides"))) for who in DECIDES),
    )
    days = WholeField(
        "Working days to a decision, at every gate",
        validators=[DataRequired("Enter a number of days"), NumberRange(1, 60, "Enter a number from 1 to 60")],
    )
    level = SelectField("Evidence asked at this gate", choices=choices(LEVELS))

    gate: Gate
    policy: GatePolicy

    def drafted(self) -> GatePolicy:
        """The policy that was written, as far as this form goes; the other gates stay as they were drafted."""
        asked = asked_at(self.gate, self.policy.edition)
        manners = {q.id: self[f"how-{q.id}"].data for q in asked if not q.every_gate}
        always = self.policy.needed[self.gate] & {q.id for q in asked if q.every_gate}
        needed = frozenset(known for known, how in manners.items() if how == Manner.NEEDED) | always
        off = frozenset(known for known, how in manners.items() if how == Manner.OFF)
        own = {q.id: " ".join((self[f"text-{q.id}"].data or "").split()) for q in asked if not q.every_gate}
        as_it_comes = {q.id: q.text for q in asked}
        kept = {known: text for known, text in self.policy.texts.items() if known not in own}
        return replace(
            self.policy,
            sponsor_decides=self.decides.data == "sponsor",
            days_to_decide=self.days.data or self.policy.days_to_decide,
            level={**self.policy.level, self.gate: int(self.level.data)},
            needed={**self.policy.needed, self.gate: needed},
            off={**self.policy.off, self.gate: off},
            texts=kept | {known: text for known, text in own.items() if text and text != as_it_comes[known]},
        )


def policy_form(gate: Gate, policy: GatePolicy) -> PolicyForm:
    """Make the form of a gate: how each question is asked, and in which words; what every gate asks is fixed."""
    fields: dict[str, object] = {"gate": gate, "policy": policy}
    data: dict[str, object] = {}
    for q in asked_at(gate, policy.edition):
        if q.every_gate:
            continue
        how, text = f"how-{q.id}", f"text-{q.id}"
        manners = {manner: capital(called(manner, "manner")) for manner in Manner}
        fields[how] = SelectField(f"{policy.worded(q).text}", choices=choices(manners))
        fields[text] = TextAreaField("Our words for it", validators=[Length(max=LONGEST)])
        data |= {how: str(policy.manner(q, gate)), text: policy.worded(q).text}
    data |= {
        "decides": "sponsor" if policy.sponsor_decides else "lead",
        "days": policy.days_to_decide,
        "level": str(policy.level[gate]),
    }
    form: PolicyForm = type("PolicyForm", (PolicyForm,), fields)(data=data)
    return form

"""The form of a council's rules: for each, after how many days it speaks, how often, and whether it does."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.validators import Length

from tracker import nudge
from tracker.idea import refuse_all
from tracker.nudge import Rule, RuleWish
from tracker.web.fields import PressField
from tracker.web.forms import MindfulForm, choices
from tracker.web.numbers import WholeField

ON, OFF = "on", "off"
LOOK, KEEP = "look", "keep"


class RulesForm(MindfulForm):
    """How every rule should be, and why. Its fields are made by `rules_form`; days left empty are as they come."""

    because = TextAreaField(
        "A sentence for your colleagues",
        description="Kept with every change. Past days keep the settings of their day.",
        validators=[Length(max=500)],
    )
    act = PressField("Keep the change", {LOOK, KEEP})

    @property
    def wishes(self) -> dict[str, RuleWish]:
        """What is wished of each rule, by its code."""
        return {
            code: RuleWish(
                after=self._days(f"{code}__after"),
                large=self._days(f"{code}__large"),
                again=self._days(f"{code}__again"),
                on=self[f"{code}__on"].data != OFF,
            )
            for code in nudge.rule_book()
        }

    def _days(self, name: str) -> int | None:
        return self[name].data if name in self else None

    @property
    def looks(self) -> bool:
        """Whether it was sent to see whom a change would reach, and not to be kept."""
        return bool(self.act.data == LOOK)

    def rules(self) -> None:
        """The days will do; a reason is asked for once the change is to be kept."""
        faults = nudge.rules_faults(self.wishes, self.because.data or "")
        refuse_all(fault for fault in faults if not (self.looks and fault.field == "because"))


def rules_form() -> RulesForm:
    """Make the form of the open council's rules as they stand."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for code, rule in nudge.rule_book().items():
        for name, words, value in _numbers(rule):
            fields[f"{code}__{name}"] = WholeField(f"{words}: {rule.when}")
            data[f"{code}__{name}"] = value
        fields[f"{code}__on"] = SelectField(f"On or off: {rule.when}", choices=choices({ON: "On", OFF: "Off"}))
        data[f"{code}__on"] = ON if rule.on else OFF
    form: RulesForm = type("RulesForm", (RulesForm,), fields)(data=data)
    return form


def _numbers(rule: Rule) -> list[tuple[str, str, int]]:
    """The fields of days that a rule has: what each is called, what its label says, how many stand there."""
    _small, large = nudge.shares(rule)
    numbers = [("after", "Days", rule.days)] if rule.counts_days else []
    if large:
        numbers.append(("large", "Days where the idea is radical or changes a system", rule.after_days_large))
    return [*numbers, ("again", "Again every, days", rule.repeat_days)]

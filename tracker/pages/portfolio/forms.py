"""The items of an idea's triangle that a person is asked to answer, from 0 to 4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from tracker import clock
from tracker.idea import refuse_all, shield_faults
from tracker.portfolio import ItemAnswer, TriangleItem
from tracker.web.days import DayField
from tracker.web.fields import PressField
from tracker.web.forms import Form, MindfulForm, choices


class ItemsForm(Form):
    """One question per asked item; the fields are made for the idea's stage and the person's roles."""

    keys: tuple[str, ...] = ()
    before: Mapping[str, ItemAnswer]

    def changed(self) -> Iterator[tuple[str, int, str]]:
        """Every answer that was given and differs from the newest: its item, its value, its note."""
        for key in self.keys:
            value, note = self[key].data, (self[f"{key}_note"].data or "").strip()
            kept = self.before.get(key)
            if value not in {None, ""} and (kept is None or (kept.value, kept.note or "") != (int(value), note)):
                yield key, int(value), note


def items_form(items: Sequence[TriangleItem], before: Mapping[str, ItemAnswer]) -> ItemsForm | None:
    """Make the form for some asked items, with the answers that stand; None where nothing is asked of this person."""
    if not items:
        return None
    fields: dict[str, object] = {"keys": tuple(item.key for item in items), "before": before}
    for item in items:
        fields[item.key] = RadioField(item.text, choices=_words(item), validators=[Optional()])
        fields[f"{item.key}_note"] = StringField(
            "What makes you say so (may be left empty)",
            validators=[Length(max=500, message="Use 500 characters or fewer")],
        )
    made: type[ItemsForm] = type("AskedItems", (ItemsForm,), fields)
    given = {key: str(answer.value) for key, answer in before.items()}
    notes = {f"{key}_note": answer.note or "" for key, answer in before.items()}
    return made(data={**given, **notes})


def _words(item: TriangleItem) -> list[object]:
    between = "Between the two"
    words = {0: item.zero, 1: between, 2: item.two, 3: between, 4: item.four}
    return [*choices({value: f"{value}: {told}" for value, told in words.items()})]


class ShieldForm(MindfulForm):
    """An idea is left out of reports until a day, or counted again from now on."""

    until = DayField("Until", description="A day like 18 December 2026. On that day it counts again by itself.")
    because = TextAreaField(
        "Why?",
        description="Everybody who can read the idea can read this.",
        validators=[Length(max=2000)],
    )
    act = PressField("Shield", {"shield", "end"})

    def rules(self) -> None:
        """The day is still to come, and there is a reason."""
        ends, because = self.act.data == "end", self.because.data or ""
        refuse_all(shield_faults(None if ends else self.until.data, because, today=clock.today(), ends=ends))

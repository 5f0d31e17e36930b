"""What a form began from: what others changed meanwhile is taken along, or told where both changed the same field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import Field, HiddenField, SelectField, SelectMultipleField

from tracker.value import in_pounds
from tracker.web.filters import day
from tracker.web.forms import MindfulForm

LONGEST_SHOWN = 300  # characters of what somebody else wrote, beside a field


class BegunForm(MindfulForm):
    """A form that begins from what stands there: it carries a mark of each value, and is held to what stands by then.

    In a view: `form.begin(stands)` where it is shown; `form.sent() and form.meets(stands)` before it is acted on.
    """

    began = HiddenField()

    def begin(self, stands: Mapping[str, Any]) -> None:
        """Note what the fields begin from."""
        self.began.data = json.dumps({name: _mark(said) for name, said in stands.items()})

    def meets(self, stands: Mapping[str, Any]) -> bool:
        """Take along what others changed in fields that were left alone; tell what both changed, each with both words.

        Sent once more, the form then keeps its own. A form that does not say what it began from is taken as it is.
        """
        marks, both = self._marks(), []
        for name, stood in stands.items():
            if name not in self._fields or marks.get(name, _mark(stood)) == _mark(stood):
                continue
            field = self._fields[name]
            if _mark(field.data) == marks[name]:
                field.data, field.raw_data = stood if stood is not None else "", None
            elif _mark(field.data) != _mark(stood):
                both.append(name)
                told = f"Somebody else wrote {_told(field, stood)} here meanwhile. Save again to have yours instead."
                self.refuse(told, field=name)
        if both:
            self.begin(stands)
        return not both

    def _marks(self) -> dict[str, str]:
        try:
            read = json.loads(self.began.data or "{}")
        except ValueError:
            return {}
        return {str(name): str(mark) for name, mark in read.items()} if isinstance(read, dict) else {}


def _plain(said: Any) -> str:
    """A value as it is compared: the same however it was typed."""
    if said is None or said is False:
        return ""
    if isinstance(said, Decimal):
        return in_pounds(said)
    return said.isoformat() if isinstance(said, date) else "\n".join(str(said).strip().splitlines())


def _mark(said: Any) -> str:
    return hashlib.sha256(_plain(said).encode()).hexdigest()[:16]


def _told(field: Field, said: Any) -> str:
    """What somebody else wrote or chose, as its page shows it."""
    if isinstance(field, SelectField) and not isinstance(field, SelectMultipleField):
        said = next((choice.label for choice in field.iter_choices() if str(choice.value) == str(said)), said)
    words = day(said) if isinstance(said, date) else "yes" if said is True else _plain(said)
    if not words:
        return "nothing"
    return f"“{words[:LONGEST_SHOWN]}{'…' if len(words) > LONGEST_SHOWN else ''}”"

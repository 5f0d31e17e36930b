"""The limits of every form of the product: how long a text may be, between which numbers a figure lies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import Form
from wtforms.fields.core import UnboundField
from wtforms.validators import Length, NumberRange


def limits() -> list[tuple[str, dict[str, Any]]]:
    """Each limit by the field that has it: the least, the most, and what is said where it is passed."""
    return sorted((where, vars(rule)) for form in set(_forms(Form)) for where, rule in _rules(form))


def _forms(of: type[Any]) -> Iterator[type[Any]]:
    for one in of.__subclasses__():
        if one.__module__.startswith("tracker."):
            yield one
        yield from _forms(one)


def _rules(form: type[Any]) -> Iterator[tuple[str, Length | NumberRange]]:
    for name, field in vars(form).items():
        if isinstance(field, UnboundField):
            for given in (*field.args, *field.kwargs.values()):
                for rule in given if isinstance(given, list | tuple) else ():
                    if isinstance(rule, Length | NumberRange):
                        yield f"{form.__name__}.{name}", rule

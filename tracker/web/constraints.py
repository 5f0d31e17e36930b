"""What a constraint of the database refuses, said as a rule says it: a sentence beside the field it is about."""

from __future__ import annotations

import re

import psycopg
from sqlalchemy.exc import IntegrityError

from tracker.clock import OUT_OF_RANGE
from tracker.idea import Refused

NO_AMOUNT = "Enter an amount of pounds, 0 or more"


def refusal_of(error: IntegrityError) -> Refused | None:
    """The refusal that a constraint of a day or an amount stands for (tracker/db.py); None for any other."""
    cause = error.orig
    if not isinstance(cause, psycopg.errors.CheckViolation):
        return None
    name, table = cause.diag.constraint_name or "", cause.diag.table_name or ""
    held = re.fullmatch(rf"ck_{re.escape(table)}_(\w+)_(day|pounds)", name)
    if held is None:
        return None
    return Refused(OUT_OF_RANGE if held[2] == "day" else NO_AMOUNT, field=held[1])

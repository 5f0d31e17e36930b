"""Words of the desk of triage: what assessors are asked, and how they judge it."""

from __future__ import annotations

import enum
from datetime import timedelta

# While an outcome given to several ideas can be undone; its letters wait as long.
UNDO_TIME = timedelta(minutes=10)
DAYS_TO_ASSESS = 3  # working days, where nobody says by when
MOST_AT_ONCE = 100
LONGEST_NAME = 80
LONGEST_REPLY = 4_000


class Criterion(enum.StrEnum):
    """What an assessor looks at. A council may word each otherwise."""

    NEED = "need"
    VALUE = "value"
    FEASIBLE = "feasible"
    FIT = "fit"


class Judgement(enum.StrEnum):
    """How an assessor finds one of them."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSURE = "unsure"

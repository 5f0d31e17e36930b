"""Who sees which ideas: one clause, and a reader always asked for.

Every statement that finds ideas for somebody holds `VISIBLE`, filled with its name for the table of ideas, and gives
the reader's parameters with `seen_by`; one of the ORM holds `visible_to`. What counts in figures, whoever reads them,
is `SUBMITTED`. A second rule of visibility is a change of this file.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import TextClause, text

from tracker.council import Reader

# A draft is its author's alone, and counts nowhere until it is sent.
SUBMITTED = "{0}.state <> 'draft'"

# What is offered as close to another, whoever looks.
MATCHED = SUBMITTED

_OWN = "{0}.author_id = CAST(:reader_id AS uuid)"
_DRAFT = f"({SUBMITTED} OR {_OWN})"

VISIBLE = f"({_DRAFT})"


def seen_by(reader: Reader) -> dict[str, Any]:
    """The parameters of `VISIBLE` for a reader."""
    return {"reader_id": reader.person_id}


def visible_to(reader: Reader) -> TextClause:
    """The clause for a statement of the ORM over the table of ideas."""
    return text(VISIBLE.format("idea")).bindparams(**seen_by(reader))

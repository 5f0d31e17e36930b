"""The replies that a council keeps to begin from, and what stood in them before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tracker.council import FORMER, NAME
from tracker.idea import Aside
from tracker.tenancy import rows
from tracker.triage.rules import ReplyEntry, with_built_in

MOST_VERSIONS = 50

_NEWEST = (
    "SELECT DISTINCT ON (t.code) t.code, t.name, t.outcome, t.words, t.ended FROM reply_template t"
    " ORDER BY t.code, t.number DESC"
)


class _ReplyRow(NamedTuple):
    """The newest version of a reply, as it is read."""

    code: str
    name: str
    outcome: str | None
    words: str
    ended: bool


def _entries(found: Sequence[_ReplyRow]) -> Sequence[ReplyEntry]:
    return with_built_in({row.code: None if row.ended else ReplyEntry(*row[:4]) for row in found})


def reply_templates() -> Sequence[ReplyEntry]:
    """The replies that a council may begin from: the built-in ones, and its own in their place."""
    return _entries(rows(_ReplyRow, _NEWEST))


# The same beside the story of an idea.
REPLIES: Aside[Sequence[ReplyEntry]] = Aside(
    "replies",
    f"SELECT json_agg(json_build_array(n.code, n.name, n.outcome, n.words, n.ended)) FROM ({_NEWEST}) AS n",  # noqa: S608 - constants
    lambda told: _entries([_ReplyRow(*each) for each in told or ()]),
)


class ReplyVersion(NamedTuple):
    """What a reply said from a moment on, and who wrote it; `ended` says that it was taken out."""

    number: int
    name: str
    words: str
    ended: bool
    at: datetime
    by_name: str


_VERSIONS = f"""
SELECT t.number, t.name, t.words, t.ended, t.at, coalesce({NAME.format("t.by_id")}, '{FORMER}') AS by_name
FROM reply_template t WHERE t.code = CAST(:code AS text)
ORDER BY t.number DESC LIMIT {MOST_VERSIONS}"""  # noqa: S608 - made of constants only


def reply_versions(*, code: str) -> list[ReplyVersion]:
    """What a council wrote in place of a reply, the newest first."""
    return rows(ReplyVersion, _VERSIONS, code=code)

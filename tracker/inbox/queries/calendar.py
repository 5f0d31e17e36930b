"""What is due of a person here, with its day: what their calendar lists."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from tracker import clock
from tracker.council import Can, Reader
from tracker.idea.visible import OPEN, VISIBLE, seen_by
from tracker.inbox.words import DueKind
from tracker.tenancy import rows
from tracker.upkeep import days

MOST = 500  # of one person in one council
_ME = "CAST(:reader_id AS uuid)"
_LIVE = "i.source IS NULL AND i.state IN ('triage', 'active', 'parked')"


class DueEntry(NamedTuple):
    """One thing that is due on a day. Of an idea that not everybody sees it tells no more than its reference."""

    kind: str
    id: UUID
    day: date
    ref: str | None
    title: str | None
    words: str | None


def _of(kind: DueKind, columns: str, rest: str) -> str:
    about = f"i.ref, CASE WHEN {OPEN.format('i')} THEN i.title END AS title"
    key, day, words = columns.split(", ")
    told = f"CASE WHEN {OPEN.format('i')} THEN CAST({words} AS text) END AS words"
    seen = f"{_LIVE} AND {VISIBLE.format('i')}"
    return f"SELECT '{kind}' AS kind, {key} AS id, {day} AS day, {about}, {told} FROM {rest} AND {seen}"


_DUE = " UNION ALL ".join(
    (
        _of(
            DueKind.CONDITION,
            "c.id, c.due_on, c.text",
            f"condition c JOIN idea i ON i.id = c.idea_id WHERE c.owner_id = {_ME} AND c.met_on IS NULL"
            " AND c.fallen_on IS NULL",
        ),
        _of(
            DueKind.RISK,
            "r.id, r.review_on, r.description",
            f"risk r JOIN idea i ON i.id = r.idea_id WHERE r.owner_id = {_ME} AND r.closed_at IS NULL",
        ),
        _of(
            DueKind.MEASURE,
            "c.id, c.review_on, c.indicator",
            f"claim c JOIN idea i ON i.id = c.idea_id WHERE i.owner_id = {_ME}",
        ),
        _of(DueKind.GATE, "i.id, i.gate_by, NULL", f"idea i WHERE i.owner_id = {_ME}"),
        _of(DueKind.PARKED, "i.id, i.parked_until, NULL", f"idea i WHERE i.owner_id = {_ME} AND i.state = 'parked'"),
        _of(
            DueKind.DECISION,
            "q.id, q.due_on, q.note",
            "decision_request q JOIN idea i ON i.id = q.idea_id WHERE CAST(:decides AS boolean)"
            " AND q.decided_at IS NULL",
        ),
        _of(DueKind.HOLD, "i.id, i.held_until, NULL", "idea i WHERE CAST(:decides AS boolean)"),
        _of(
            DueKind.REPLY,
            "i.id, i.reply_due_on, NULL",
            "idea i WHERE CAST(:triages AS boolean) AND i.state = 'triage' AND i.first_reply_on IS NULL",
        ),
        _of(
            DueKind.ASSESSMENT,
            "a.id, a.due_on, NULL",
            f"assessor a JOIN idea i ON i.id = a.idea_id WHERE a.person_id = {_ME} AND a.given_at IS NULL"
            " AND a.released_at IS NULL",
        ),
        _of(
            DueKind.HELP,
            "n.id, n.help_due_on, NULL",
            "nudge n JOIN idea i ON i.id = n.idea_id WHERE CAST(:nudges AS boolean) AND n.helped_at IS NULL",
        ),
        f"""
SELECT '{DueKind.MEETING}', m.id, m.on, NULL, p.name, m.place FROM meeting m JOIN panel p ON p.id = m.panel_id
 WHERE m.off_at IS NULL AND EXISTS (
  SELECT FROM panel_member s WHERE s.panel_id = m.panel_id AND s.person_id = {_ME})""",
    )
)
_LISTED = f"""
SELECT * FROM ({_DUE}) AS due WHERE day >= CAST(:since AS date) ORDER BY day, kind, id LIMIT {MOST}"""


def due_of(*, reader: Reader) -> list[DueEntry]:
    """What is due of somebody in the open council, by its day; what is past and not done as long as news is news."""
    asked = {"decides": Can.DECIDE, "triages": Can.TRIAGE, "nudges": Can.NUDGE}
    given = {name: reader.can(permission) for name, permission in asked.items()}
    since = clock.today() - timedelta(days=days().news)
    return rows(DueEntry, _LISTED, **given, since=since, **seen_by(reader))

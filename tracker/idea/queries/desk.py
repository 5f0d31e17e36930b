"""What waits for somebody: the triage desk, the board, one's own ideas, and ideas close to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from tracker.clock import start_of, today, working_days_between
from tracker.council import Reader
from tracker.history import Event, event_of
from tracker.idea.visible import OPEN, SUBMITTED, VISIBLE, seen_by
from tracker.idea.words import Stage
from tracker.tenancy import session

CLOSE_ENOUGH = 0.72
ON_A_COLUMN = 30
_NAME = (
    "(SELECT CASE WHEN m.ended_at IS NULL THEN p.name ELSE 'a former colleague' END FROM person p"
    " JOIN membership m ON m.person_id = p.id AND m.council_id = i.council_id WHERE p.id = {})"
)
_LAST_TURN = (
    "(SELECT g.kind FROM message g WHERE g.idea_id = i.id AND g.kind IN ('question', 'answer')"
    " ORDER BY g.at DESC, g.id DESC LIMIT 1)"
)
_SERVICE = "coalesce((SELECT s.name FROM service s WHERE s.id = i.service_id), i.service_area)"

_WAITING = text(
    f"""
SELECT i.id, i.ref, i.title, i.problem, i.submitted_on, i.reply_due_on, i.first_reply_on, i.author_id,
 {_SERVICE} AS service, {_NAME.format("i.author_id")} AS author, {_LAST_TURN} AS last_turn,
 count(*) OVER () AS all_waiting
FROM idea i WHERE i.state = 'triage' AND {VISIBLE.format("i")}
ORDER BY i.first_reply_on IS NOT NULL, i.reply_due_on NULLS LAST, i.ref LIMIT CAST(:most AS int)"""  # noqa: S608 - made of constants only
)


def waiting_in_triage(*, reader: Reader, most: int = 200) -> Sequence[Row[Any]]:
    """Ideas in triage, those without a first reply first and the oldest promise at the top."""
    return session().execute(_WAITING, {"most": most, **seen_by(reader)}).all()


def median_first_reply(*, nation: str | None, days: int) -> float | None:
    """The median of working days to a first reply over ideas sent in the last days; None for none."""
    rows = session().execute(
        text(
            "SELECT submitted_on, first_reply_on FROM idea WHERE first_reply_on IS NOT NULL"
            " AND submitted_on >= CAST(:today AS date) - CAST(:days AS int)"
        ),
        {"today": today(), "days": days},
    )
    waits = sorted(working_days_between(row.submitted_on, row.first_reply_on, nation) for row in rows)
    middle = len(waits) // 2
    if not waits:
        return None
    return float(waits[middle]) if len(waits) % 2 else (waits[middle - 1] + waits[middle]) / 2


_SIMILAR = text(
    f"""
SELECT i.id, i.ref, i.title, i.stage, i.state, i.outcome, i.source IS NOT NULL AS historical, {_SERVICE} AS service,
 i.title <-> CAST(:title AS text) AS distance
FROM idea i WHERE {OPEN.format("i")} ORDER BY i.title <-> CAST(:title AS text) LIMIT CAST(:most AS int)"""  # noqa: S608 - made of constants only
)


def similar(*, title: str, but: UUID | None = None, most: int = 5) -> list[Row[Any]]:
    """Ideas whose title is close to this one, nearest first, and none that only looks alike by chance."""
    if not title.strip():
        return []
    rows = session().execute(_SIMILAR, {"title": title, "most": most + 1})
    return [row for row in rows if row.id != but and row.distance <= CLOSE_ENOUGH][:most]


@dataclass(frozen=True)
class BoardColumn:
    """One stage on the board: how many are in it, and those longest in it."""

    stage: Stage
    count: int
    cards: Sequence[Row[Any]]

    @property
    def more(self) -> int:
        """How many stand in the stage beyond those shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    """Where everything is: a column per stage; parked, closed and historical ideas are counted aside."""

    columns: list[BoardColumn]
    parked: int
    closed: int
    historical: int

    @property
    def total(self) -> int:
        """Ideas on the board itself."""
        return sum(column.count for column in self.columns)


_COUNTS = text(
    f"""
SELECT i.stage, i.state, i.source IS NOT NULL AS historical, count(*) AS n FROM idea i
WHERE {SUBMITTED.format("i")} AND (CAST(:service AS uuid) IS NULL OR i.service_id = :service)
 AND (CAST(:owner AS uuid) IS NULL OR i.owner_id = :owner) GROUP BY 1, 2, 3"""  # noqa: S608 - made of constants only
)

_CARDS = text(
    f"""
SELECT i.stage, i.ref, i.title, i.state, i.stage_since, i.reply_due_on, i.first_reply_on, i.shielded_until, i.imported,
 i.source IS NOT NULL AS historical, {_SERVICE} AS service, {_NAME.format("i.owner_id")} AS owner,
 (SELECT v.decision FROM stage_move v WHERE v.idea_id = i.id ORDER BY v.number DESC LIMIT 1) AS last_move,
 {VISIBLE.format("i")} AS visible
FROM unnest(CAST(:stages AS text[])) WITH ORDINALITY AS wanted(stage, place) CROSS JOIN LATERAL (
 SELECT * FROM idea j WHERE j.stage = wanted.stage AND j.state IN ('triage', 'active')
  AND (j.source IS NULL OR CAST(:historical AS boolean))
  AND (CAST(:service AS uuid) IS NULL OR j.service_id = :service)
  AND (CAST(:owner AS uuid) IS NULL OR j.owner_id = :owner)
 ORDER BY j.stage_since NULLS LAST, j.id LIMIT CAST(:most AS int)) i
ORDER BY wanted.place, i.stage_since NULLS LAST, i.id"""  # noqa: S608 - made of constants only
)


def board(
    *,
    reader: Reader,
    service_id: UUID | None = None,
    owner_id: UUID | None = None,
    historical: bool = False,
    most: int = ON_A_COLUMN,
) -> Board:
    """Everything by stage, longest in the stage first: two statements, whatever is on it.

    What the reader may not see counts all the same, and has a card that says no more than that it is there.
    """
    narrowed = {"service": service_id, "owner": owner_id}
    counts = session().execute(_COUNTS, narrowed).all()
    shown = {"stages": [str(stage) for stage in Stage], "historical": historical, "most": most}
    cards = session().execute(_CARDS, {**narrowed, **seen_by(reader), **shown}).all()
    on_board = [row for row in counts if row.state in {"triage", "active"} and (historical or not row.historical)]
    return Board(
        columns=[
            BoardColumn(
                stage=stage,
                count=sum(row.n for row in on_board if row.stage == stage),
                cards=[card for card in cards if card.stage == stage],
            )
            for stage in Stage
        ],
        parked=sum(row.n for row in counts if row.state == "parked"),
        closed=sum(row.n for row in counts if row.state == "closed"),
        historical=sum(row.n for row in counts if row.historical and row.state in {"triage", "active"}),
    )


_SAID_BY = text(
    f"""
SELECT i.id, i.ref, i.title, i.stage, i.state, i.outcome, i.submitted_on, i.reply_due_on, i.first_reply_on,
 i.parked_until, i.stage_since, i.changed_at, {_LAST_TURN} AS last_turn, {_NAME.format("i.owner_id")} AS owner,
 (SELECT json_build_object('ref', t.ref, 'title', t.title) FROM idea t
   WHERE t.id = i.merged_into_id AND {VISIBLE.format("t")}) AS merged_into,
 (SELECT w.because FROM idea_state w WHERE w.idea_id = i.id ORDER BY w.number DESC LIMIT 1) AS because,
 (SELECT json_build_object('text', left(g.text, 300), 'by_name', {_NAME.format("g.by_id")}, 'at', g.at, 'kind', g.kind)
   FROM message g WHERE g.idea_id = i.id AND g.by_id <> i.author_id ORDER BY g.at DESC, g.id DESC LIMIT 1) AS last_said
FROM idea i WHERE i.author_id = :reader_id ORDER BY i.changed_at DESC, i.id DESC LIMIT CAST(:most AS int)"""  # noqa: S608 - made of constants only
)


def said_by(*, reader: Reader, most: int = 50) -> Sequence[Row[Any]]:
    """What became of what somebody said: their ideas, those that changed last first, drafts included."""
    return session().execute(_SAID_BY, {"most": most, **seen_by(reader)}).all()


_OWNED_BY = text(
    f"""
SELECT i.id, i.ref, i.title, i.stage, i.stage_since
FROM idea i WHERE i.owner_id = :reader_id AND i.state = 'active' AND i.source IS NULL AND {VISIBLE.format("i")}
ORDER BY i.stage_since, i.id LIMIT CAST(:most AS int)"""  # noqa: S608 - made of constants only
)


def owned_by(*, reader: Reader, most: int = 50) -> Sequence[Row[Any]]:
    """The active ideas that somebody keeps, longest in their stage first."""
    return session().execute(_OWNED_BY, {"most": most, **seen_by(reader)}).all()


_SPONSORED_BY = text(
    f"""
SELECT i.id, i.ref, i.title, i.stage, i.stage_since, {_NAME.format("i.owner_id")} AS owner,
 (SELECT max(c.on) FROM sponsor_contact c WHERE c.idea_id = i.id) AS last_contact
FROM idea i WHERE i.sponsor_id = :reader_id AND i.state = 'active' AND i.source IS NULL AND {VISIBLE.format("i")}
ORDER BY last_contact NULLS FIRST, i.ref LIMIT 50"""  # noqa: S608 - made of constants only
)


def sponsored_by(*, reader: Reader) -> Sequence[Row[Any]]:
    """The active ideas that somebody sponsors, those without contact for longest first."""
    return session().execute(_SPONSORED_BY, seen_by(reader)).all()


@dataclass(frozen=True)
class Headline:
    """One thing that happened to an idea, as it is shown."""

    event: Event
    at: datetime
    by_name: str | None
    ref: str
    title: str


_MOVED = text(
    f"""
SELECT e.what, e.at, e.particulars, i.ref, i.title, {_NAME.format("e.by_id")} AS by_name
FROM event e JOIN idea i ON i.id = e.idea_id
WHERE e.at >= CAST(:since AS timestamptz) AND {SUBMITTED.format("i")} AND {VISIBLE.format("i")}
 AND e.what IN ('gate_decided', 'sent_to_design_gate', 'improved_instead', 'resourced_instead', 'declined',
  'referred', 'merged', 'parked', 'idea_submitted', 'sponsor_named', 'idea_adapted', 'card_published',
  'evidence_added', 'lesson_written', 'adaptation_reported')
ORDER BY e.at DESC, e.number DESC LIMIT CAST(:most AS int)"""  # noqa: S608 - made of constants only
)


def moved_since(*, reader: Reader, day: date, most: int = 8) -> Sequence[Headline]:
    """What happened to ideas since a day, newest first: moves, outcomes, sponsors named. For "what moved this week"."""
    rows = session().execute(_MOVED, {"since": start_of(day), "most": most, **seen_by(reader)})
    return [Headline(event_of(row.what, row.particulars), row.at, row.by_name, row.ref, row.title) for row in rows]

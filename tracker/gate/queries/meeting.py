"""What is asked about the table of a meeting: what is on it, and what was decided there.

A meeting has what is asked of its panel by its day: what waits, and what was decided from that day until the panel met
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker import value
from tracker.council import FORMER, NAME, Reader
from tracker.gate.models import DecisionRequest
from tracker.gate.queries.desk import AT_ITS_GATE
from tracker.gate.queries.panels import MeetingFacts
from tracker.gate.queries.policy import POLICY_UNDER, RULES_UNDER
from tracker.gate.rules.policy import GATES, GatePolicy, Unmet, unmet
from tracker.gate.rules.questions import editions, kept_once
from tracker.gate.rules.recorded import KnownFacts
from tracker.gate.words import Gate, Status, Word
from tracker.idea.visible import VISIBLE, seen_by
from tracker.idea.words import Stage
from tracker.tenancy import rows, session
from tracker.value import Worth

MOST_ITEMS = 50
PAGE = MOST_ITEMS + 1  # as it is read: with the first of the next
MOST_COUNTED = 500


def request_of(request_id: UUID | None) -> DecisionRequest | None:
    """A request for a decision, or None."""
    return session().scalar(select(DecisionRequest).where(DecisionRequest.id == request_id)) if request_id else None


class TableRow(NamedTuple):
    """A request as it is read: its idea, what was asked and answered, the policy that holds, what became of it."""

    id: UUID
    idea_id: UUID
    ref: str
    title: str
    gate: str
    note: str | None
    due_on: date
    asked_by: str | None
    owner: str | None
    ours: bool
    nothing: str | None
    answers: list[list[Any]]
    views: list[list[str]]
    silent: list[str]
    silent_ids: list[UUID]
    risks: int
    worst: int | None
    stops: bool
    written: bool
    version: int
    edition: int
    rules: dict[str, Any]
    left: bool
    decided: list[Any] | None

    @property
    def behind(self) -> Stage:
        """The stage behind the gate, as addresses name it."""
        return GATES[Gate(self.gate)]


class TableAnswer(NamedTuple):
    """What the rules need to know of an answer."""

    words: str | None
    status: Status | None
    note: str | None
    evidence: tuple[UUID, ...]


class TableDecision(NamedTuple):
    """What was decided at the table: its number, the word, where the idea went, why and by whom."""

    number: int
    word: Word
    to_stage: Stage
    because: str
    by: str


class TableView(NamedTuple):
    """What a member of the panel, or another, thinks before the decision."""

    leaning: Word
    because: str
    by: str | None


@dataclass(frozen=True)
class TableItem:
    """One decision on the table: what is asked, what is known and missing, what was said of it, what became of it."""

    row: TableRow
    gate: Gate
    needed: int
    missing: tuple[Unmet, ...]
    level_asked: int
    level_supported: int
    views: list[TableView]
    decision: TableDecision | None


_RULES = RULES_UNDER.replace("{}", "{{}}")  # it is filled in below
# What was said of a gate belongs to a request where no decision was made there between the two.
_OF_ROUND = """o.idea_id = r.idea_id AND o.gate = r.gate AND NOT EXISTS (SELECT FROM decision t
     WHERE t.idea_id = r.idea_id AND t.gate = r.gate
      AND ROW(t.at, t.id) BETWEEN SYMMETRIC ROW(o.at, o.id) AND ROW(r.at, r.id))"""
# Told by who they are, not by name: two who are called the same are two.
_SAT = f"""(SELECT s.person_id, {NAME.format("s.person_id")} AS name FROM panel_member s
   WHERE s.panel_id = r.panel_id AND NOT EXISTS (SELECT FROM panel_view o
    WHERE {_OF_ROUND} AND o.by_id = s.person_id)) AS sat"""  # noqa: S608 - constants only
_SILENT = f"""coalesce((SELECT json_agg(sat.name ORDER BY sat.name, sat.person_id) FROM {_SAT}
 WHERE sat.name IS NOT NULL), '[]')"""  # noqa: S608 - made of constants only
_TABLE = f"""
SELECT r.id, i.id AS idea_id, i.ref, i.title, r.gate, r.note, r.due_on, {NAME.format("r.by_id")} AS asked_by,
 {NAME.format("i.owner_id")} AS owner, r.panel_id IS NOT NULL AS ours, i.risk_of_nothing AS nothing,
 coalesce((SELECT json_agg(json_build_array(a.question, a.words, a.status, a.note, a.evidence)) FROM (
   SELECT DISTINCT ON (w.question) w.question, w.words, w.status, w.note,
    (SELECT coalesce(json_agg(s.evidence_id), '[]') FROM answer_evidence s
       JOIN evidence e ON e.council_id = s.council_id AND e.id = s.evidence_id WHERE s.answer_id = w.id) AS evidence
     FROM answer w WHERE w.idea_id = i.id AND (w.gate = r.gate OR w.question = ANY (CAST(:kept_once AS text[])))
    ORDER BY w.question, w.number DESC) AS a), '[]') AS answers,
 coalesce((SELECT json_agg(json_build_array(v.leaning, v.because, {NAME.format("v.by_id")}) ORDER BY v.at, v.id) FROM (
   SELECT DISTINCT ON (o.by_id) o.id, o.leaning, o.because, o.by_id, o.at FROM panel_view o
    WHERE {_OF_ROUND} ORDER BY o.by_id, o.at DESC, o.id DESC) AS v), '[]') AS views,
 {_SILENT} AS silent, ARRAY(SELECT sat.person_id FROM {_SAT}) AS silent_ids,
 (SELECT count(*) FROM risk k WHERE k.idea_id = i.id AND k.closed_at IS NULL) AS risks,
 (SELECT max(k.likelihood * k.impact) FROM risk k WHERE k.idea_id = i.id AND k.closed_at IS NULL) AS worst,
 EXISTS (SELECT FROM old_service o WHERE o.idea_id = i.id AND o.withdrawn_at IS NULL) AS stops,
 EXISTS (SELECT FROM manual m WHERE m.idea_id = i.id) AS written,
 under.version, under.edition, {_RULES} AS rules, r.decided_at IS NOT NULL AS left,
 (SELECT json_build_array(d.number, d.word, d.to_stage, d.because, {NAME.format("d.by_id")}) FROM decision d
   WHERE r.decided_at IS NOT NULL AND d.idea_id = i.id AND d.gate = r.gate AND d.at >= r.at
   ORDER BY d.number LIMIT 1) AS decided
FROM (SELECT * FROM ({{page}}) AS q ORDER BY q.due_on, q.id LIMIT {PAGE} OFFSET CAST(:beyond AS bigint)) AS r
CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = r.idea_id LIMIT 1) AS i {POLICY_UNDER}
ORDER BY r.due_on, r.id"""  # noqa: S608 - made of constants only
_COUNT = f"""
SELECT count(*) AS whole, count(*) FILTER (WHERE r.decided_at IS NULL) AS waiting
FROM (SELECT q.decided_at FROM ({{whole}}) AS q LIMIT {MOST_COUNTED}) AS r"""  # noqa: S608 - made of constants only
# Each request looks its idea up, in the order in which they are due, and no more of them than are shown or counted.
_SEEN = f"""SELECT q.* FROM decision_request q
CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = q.idea_id AND {VISIBLE.format("idea")} LIMIT 1) AS i
WHERE {{}}"""  # noqa: S608 - made of constants only
_WAITS = f"q.decided_at IS NULL AND i.state = 'active'{AT_ITS_GATE.replace('idea.', 'i.').replace('r.', 'q.')}"
_AGAIN = """coalesce((SELECT timezone('Europe/London', CAST(min(n."on") AS timestamp)) FROM meeting n
  WHERE n.panel_id = CAST(:panel AS uuid) AND n."on" > CAST(:day AS date) AND n.off_at IS NULL), 'infinity')"""
_DECIDED = f"""q.decided_at >= timezone('Europe/London', CAST(CAST(:day AS date) AS timestamp))
 AND q.decided_at < {_AGAIN}"""
_THEIRS = "q.panel_id = CAST(:panel AS uuid) AND q.due_on {} CAST(:day AS date) AND {}"
# What waits and what was decided are found each by its own index: a panel's requests of years are not read.
_HERE = (_THEIRS.format("<=", _WAITS), _THEIRS.format("<=", _DECIDED))
_ELSEWHERE = (_THEIRS.format(">", _WAITS), f"q.panel_id IS NULL AND {_WAITS}")


def _table(kinds: Sequence[str]) -> str:
    """The statement of a page of requests: of each kind no more are read than the page may end with."""
    most = f"ORDER BY q.due_on, q.id LIMIT {PAGE} + CAST(:beyond AS bigint)"
    return _TABLE.format(page=" UNION ALL ".join(f"({_SEEN.format(kind)} {most})" for kind in kinds))


def _count(kinds: Sequence[str]) -> str:
    return _COUNT.format(whole=" UNION ALL ".join(_SEEN.format(kind) for kind in kinds))


class TableCount(NamedTuple):
    """How many requests there are, and how many of them wait: counted up to 500."""

    whole: int
    waiting: int


@dataclass(frozen=True)
class MeetingTable:
    """A page of the table of a meeting, at most 50 requests; how many are on the whole table, how many of them wait.

    Those are counted up to 500, and there may be more (`uncounted`).
    """

    items: list[TableItem]
    page: int
    whole: int
    waiting: int
    goes_on: bool

    @property
    def before(self) -> int:
        """How many are on the pages before this one."""
        return (self.page - 1) * MOST_ITEMS

    @property
    def uncounted(self) -> bool:
        """Whether there may be more than were counted."""
        return self.whole == MOST_COUNTED


class TableBeside(NamedTuple):
    """What waits beside a table, at most 50 requests, and how many more there are; or more than that (`uncounted`)."""

    entries: list[TableRow]
    more: int

    @property
    def uncounted(self) -> bool:
        """Whether there may be more than were counted."""
        return len(self.entries) + self.more == MOST_COUNTED


def table_of(*, found: MeetingFacts, reader: Reader, page: int = 1) -> MeetingTable:
    """What is on the table of a meeting, what is due first comes first, a page of 50."""
    read, counted = _read(_HERE, found, reader, page=page)
    return MeetingTable(_items(read[:MOST_ITEMS]), page, *counted, goes_on=len(read) > MOST_ITEMS)


def beside(*, found: MeetingFacts, reader: Reader) -> TableBeside:
    """What waits beside a table: asked of the panel for a later day (`ours`), or of no panel; at most 50."""
    read, counted = _read(_ELSEWHERE, found, reader)
    shown = read[:MOST_ITEMS]
    return TableBeside(shown, counted.whole - len(shown))


def _read(
    kinds: Sequence[str], found: MeetingFacts, reader: Reader, *, page: int = 1
) -> tuple[list[TableRow], TableCount]:
    """A page of requests with the first of the next, and how many there are: counted where a page holds not all."""
    given = _given(found, reader)
    read = rows(TableRow, _table(kinds), beyond=(page - 1) * MOST_ITEMS, **given)
    if page == 1 and len(read) <= MOST_ITEMS:
        return read, TableCount(len(read), sum(not row.left for row in read))
    named = {name: one for name, one in given.items() if name not in {"editions", "kept_once"}}
    return read, rows(TableCount, _count(kinds), **named)[0]


def _given(found: MeetingFacts, reader: Reader) -> dict[str, Any]:
    return {
        "panel": found.panel_id,
        "day": found.on,
        "editions": list(editions()),
        "kept_once": sorted(kept_once()),
        **seen_by(reader),
    }


def _items(found: Sequence[TableRow]) -> list[TableItem]:
    worths = value.worths(idea_ids=[row.idea_id for row in found])
    return [_item(row, worths[row.idea_id]) for row in found]


def _item(row: TableRow, worth: Worth) -> TableItem:
    gate = Gate(row.gate)
    policy = GatePolicy.of(row.version, row.rules, edition=row.edition)
    answers = {told[0]: _answer(told) for told in row.answers}
    recorded = KnownFacts.of(old_service=row.stops, manual=row.written, heard=worth.heard)
    return TableItem(
        row=row,
        gate=gate,
        needed=policy.needed_at(gate),
        missing=unmet(gate, policy, answers, supported=worth.level, recorded=recorded),
        level_asked=policy.level[gate],
        level_supported=worth.level,
        views=[TableView(Word(leaning), because, by) for leaning, because, by in row.views],
        decision=_decision(row.decided) if row.decided else None,
    )


def _decision(told: Sequence[Any]) -> TableDecision:
    number, word, to_stage, because, by = told
    return TableDecision(number, Word(word), Stage(to_stage), because, by or FORMER)


def _answer(told: Sequence[Any]) -> TableAnswer:
    _, words, status, note, evidence = told
    return TableAnswer(words, Status(status) if status else None, note, tuple(map(UUID, evidence)))

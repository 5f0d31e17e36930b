"""Registers as pages show them: which were brought, how far one is, and what became of its rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from config.settings import settings
from tracker.clock import day_of, now
from tracker.idea.visible import OPEN
from tracker.idea.words import NotFoundError, Stage
from tracker.later import Job, ask
from tracker.register.models import Register, RegisterRow
from tracker.register.queries.idea_work import CAME, SPOKEN, WHO, WORKED, since
from tracker.register.rules.faults import faults_stored
from tracker.register.words import RegisterState, RowFate, RowFault
from tracker.tenancy import Query, rows, session

A_PAGE = 50  # rows of a list
STILL = timedelta(seconds=20)  # without a move, after which the worker is asked again


class RegisterEntry(NamedTuple):
    """A register in the list of those that were brought."""

    number: int
    file_name: str
    state: str
    at: datetime
    by: str
    came: int
    stayed: int


_LISTED = """
SELECT r.number, r.file_name, r.state, r.at, m.name AS by,
       (SELECT count(*) FROM register_row w WHERE w.register_id = r.id AND w.fate = 'new') AS came,
       (SELECT count(*) FROM register_row w WHERE w.register_id = r.id AND w.fate IN ('not', 'here')) AS stayed
  FROM register r JOIN membership m ON m.council_id = r.council_id AND m.person_id = r.by_id
 WHERE r.state <> 'ended' ORDER BY r.number DESC LIMIT 30"""


def registers() -> list[RegisterEntry]:
    """The newest registers that were brought, those thrown away before anything came in left out."""
    return rows(RegisterEntry, _LISTED)


def register(number: int) -> Register:
    """The register of a number. Raises NotFoundError."""
    found = session().scalar(select(Register).where(Register.number == number))
    if found is None or found.state == RegisterState.ENDED:
        raise NotFoundError(str(number))
    return found


def content_of(found: Register) -> bytes | None:
    """The file as it was given, while it is kept."""
    return session().scalar(select(Register.content).where(Register.id == found.id))


class FateCounts(NamedTuple):
    """How many rows came in, were here already, did not come in and were taken back, and how many ideas that made.

    `staying` are ideas of rows that were taken back, on which rows of another register hang.
    """

    new: int
    here: int
    no: int
    back: int
    ideas: int
    staying: int

    @property
    def all(self) -> int:
        """How many rows there are."""
        return self.new + self.here + self.no + self.back


_COUNTED = """
SELECT count(*) FILTER (WHERE w.fate = 'new') AS new, count(*) FILTER (WHERE w.fate = 'here') AS here,
       count(*) FILTER (WHERE w.fate = 'not') AS no, count(*) FILTER (WHERE w.fate = 'back') AS back,
       count(DISTINCT w.idea_id) FILTER (WHERE w.fate = 'new') AS ideas,
       (SELECT count(DISTINCT i.id) FROM register_row b
          JOIN idea i ON i.council_id = b.council_id AND i.id = b.idea_id AND i.given_key = b.identity
          JOIN register_row o ON o.council_id = b.council_id AND o.idea_id = b.idea_id AND o.fate = 'new'
         WHERE b.register_id = CAST(:register AS uuid) AND b.fate = 'back'
           AND o.register_id <> b.register_id) AS staying
  FROM register_row w WHERE w.register_id = CAST(:register AS uuid)"""


def counts_query(found: Register) -> Query[FateCounts]:
    """What became of the rows so far."""
    return Query(FateCounts, _COUNTED, {"register": found.id}, lambda counted: counted[0])


class RowEntry(NamedTuple):
    """A row with its idea, as a page shows it: who worked on that since, if somebody did."""

    line: int
    title: str | None
    ref: str | None
    stage: str | None
    state: str | None
    column: str | None
    cell: str | None
    reason: str | None
    worked: bool
    worked_by: str | None
    worked_at: datetime | None

    @property
    def told(self) -> list[RowFault]:
        """Why it did not come in, and of one that was here where it says otherwise."""
        return faults_stored(self.line, self.column, self.cell, self.reason)


# A page of rows of one fate. What is given bears the name of that, so that rows of several can be asked together. Of
# rows that were here already those come first that say otherwise than what is here.
_PAGE = """
SELECT r.* FROM register_row r
 WHERE r.register_id = CAST(:register AS uuid) AND r.fate = '{fate}' AND r.line > CAST(:after_{fate} AS bigint)
 ORDER BY (r."column" IS NULL AND '{fate}' = 'here'), r.line, r.id LIMIT CAST(:most_{fate} AS bigint)"""
_COLUMNS = """
SELECT w.line, w.title, w.ref, w.stage, w.state, w."column", w.cell, w.reason, w.worked, work.by AS worked_by,
       work.at AS worked_at"""
_OF_IDEA = "LEFT JOIN idea i ON i.council_id = w.council_id AND i.id = w.idea_id"
_STAYED = f"""
SELECT w.line, w.title, i.ref, i.stage, i.state, w."column", w.cell, w.reason, false AS worked, NULL AS worked_by,
       NULL AS worked_at FROM ({_PAGE}) AS w {_OF_IDEA}
 ORDER BY (w."column" IS NULL AND '{{fate}}' = 'here'), w.line, w.id"""  # noqa: S608 - made of constants only
_CAME = f"""
WITH mine AS MATERIALIZED ({_PAGE}), {SPOKEN}
{_COLUMNS} FROM (SELECT w.*, i.ref, i.stage, i.state, coalesce({WORKED}, false) AS worked FROM mine w {_OF_IDEA}) AS w
{WHO} ORDER BY w.line, w.id"""  # noqa: S608 - made of constants only
_OF_FATE = {fate: (_CAME if fate is RowFate.NEW else _STAYED).format(fate=fate) for fate in RowFate}
_WORKED_ON = f"""
WITH mine AS MATERIALIZED ({CAME}), {SPOKEN}
{_COLUMNS} FROM (SELECT f.* FROM (
   SELECT DISTINCT ON (w.idea_id) w.*, i.ref, i.stage, i.state, true AS worked FROM mine w {_OF_IDEA}
    WHERE {WORKED} ORDER BY w.idea_id, w.line, w.id) AS f ORDER BY f.line, f.id LIMIT 21) AS w
{WHO} ORDER BY w.line, w.id"""  # noqa: S608 - made of constants only


def rows_query(found: Register, fate: RowFate, *, after: int = 0, most: int = A_PAGE) -> Query[list[RowEntry]]:
    """Rows of one fate behind a line, in their order, one more than a page holds where there are more."""
    given = {"register": found.id, f"after_{fate}": after, f"most_{fate}": most}
    return Query(RowEntry, _OF_FATE[fate], given | ({"since": since(found)} if fate is RowFate.NEW else {}), list)


def worked_on(found: Register) -> list[RowEntry]:
    """Ideas of a register that somebody worked on since it came in, the first of them, by whom and when."""
    return worked_on_query(found).answer()


def worked_on_query(found: Register) -> Query[list[RowEntry]]:
    """The same, to be asked together with others."""
    return Query(RowEntry, _WORKED_ON, {"register": found.id, "since": since(found)}, list)


_BROUGHT_BY = """
SELECT r.number, count(*) AS rows FROM register_row w
  JOIN register r ON r.council_id = w.council_id AND r.id = w.register_id AND r.state = 'done'
 WHERE w.identity = ANY(CAST(:identities AS text[])) AND w.fate = 'new'
 GROUP BY r.council_id, r.id, r.number
HAVING count(*) = (SELECT count(*) FROM register_row a
                    WHERE a.council_id = r.council_id AND a.register_id = r.id AND a.fate = 'new')
 ORDER BY r.number"""


class _BroughtBy(NamedTuple):
    number: int
    rows: int


def brought_by(identities: Collection[str]) -> list[Register]:
    """The registers with which some rows came in and no others, if each can be taken back as a whole; else none."""
    by = rows(_BroughtBy, _BROUGHT_BY, identities=list(identities))
    found = [register(one.number) for one in by] if sum(one.rows for one in by) == len(identities) else []
    return [] if any(worked_on(one) for one in found) else found


class StageCount(NamedTuple):
    """How many ideas of a register stand where, and how many of them nobody looks after."""

    stage: str
    state: str
    ideas: int
    unowned: int


_STAGES = """
SELECT i.stage, i.state, count(*) AS ideas, count(*) FILTER (WHERE i.owner_id IS NULL) AS unowned FROM idea i
 WHERE i.id IN (SELECT w.idea_id FROM register_row w WHERE w.register_id = CAST(:register AS uuid) AND w.fate = 'new')
 GROUP BY i.stage, i.state"""


def stage_counts_query(found: Register) -> Query[list[StageCount]]:
    """Where the ideas of a register stand now, by stage and state."""
    return Query(StageCount, _STAGES, {"register": found.id}, _by_stage)


def _by_stage(counted: Sequence[StageCount]) -> list[StageCount]:
    return sorted(counted, key=lambda one: (Stage(one.stage).rank, one.state))


class LeadRow(NamedTuple):
    """An idea without an owner, and who is suggested as its owner by the file."""

    idea_id: UUID
    lead: str


_LEADS = """
SELECT DISTINCT ON (w.idea_id) w.idea_id, w.lead FROM register_row w
  JOIN idea i ON i.council_id = w.council_id AND i.id = w.idea_id
 WHERE w.register_id = CAST(:register AS uuid) AND w.fate = 'new' AND w.lead IS NOT NULL
   AND i.owner_id IS NULL AND i.state = 'active' AND i.source IS NULL
 ORDER BY w.idea_id, w.line, w.id"""


def suggested_query(found: Register) -> Query[list[LeadRow]]:
    """Ideas of a register that nobody looks after yet, with whom the file names."""
    return Query(LeadRow, _LEADS, {"register": found.id}, list)


class TitledIdea(NamedTuple):
    """An idea that is called like one of some titles."""

    ref: str
    title: str


_TITLED = f"""
SELECT i.ref, i.title FROM ideas_called(CAST(:titles AS text[])) AS c JOIN idea i ON i.id = c.idea_id
 WHERE {OPEN.format("i")} ORDER BY i.ref, i.id"""  # noqa: S608 - made of constants only


def ideas_titled(titles: Sequence[str]) -> list[TitledIdea]:
    """Ideas that everybody sees and that are called like one of some titles, by reference: a hundred at most."""
    return rows(TitledIdea, _TITLED, titles=list(titles))


class KeptFile(NamedTuple):
    """Whether the file of a register is still kept."""

    kept: bool


_KEPT = "SELECT r.content IS NOT NULL AS kept FROM register r WHERE r.id = CAST(:register AS uuid)"


def kept_query(found: Register) -> Query[bool]:
    """Whether its file is still kept."""
    return Query(KeptFile, _KEPT, {"register": found.id}, lambda read: any(one.kept for one in read))


def kept_until(found: Register) -> date:
    """The last day on which its file is kept."""
    return day_of(found.at) + timedelta(days=settings().register_file_days)


def hint(found: Register) -> None:
    """Ask for it to go on, where nothing moved for a while: whoever was at it may be gone."""
    if now() - (found.moved_at or found.at) > STILL:
        ask(Job.BRING_ROWS)


def has_line(found: Register, line: int) -> bool:
    """Whether a line of a register is one of its rows."""
    asked = select(RegisterRow.id).where(RegisterRow.register_id == found.id, RegisterRow.line == line)
    return session().scalar(asked) is not None

"""Nudges as they are shown: by a link, in a person's inbox, on the lead's page."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from tracker import clock, council
from tracker.council import NAME, Reader
from tracker.idea import VISIBLE, seen_by
from tracker.idea.models import Idea
from tracker.idea.words import Stage, State
from tracker.nudge.models import WANTS_HELP
from tracker.nudge.rules import link_works, rule_book
from tracker.nudge.words import ANSWERABLE, OPEN, NudgeState, Rule
from tracker.tenancy import Query, rows

MONTH = timedelta(days=30)
WEEK = timedelta(days=7)
SETTLED = [state for state in NudgeState if state not in {*OPEN, NudgeState.WITHHELD}]


@dataclass(frozen=True)
class NudgeLink:
    """What a mail's link opens: one nudge of one council, for one person; `good` until it has run out."""

    council_id: UUID
    nudge_id: UUID
    person_id: UUID
    good: bool


class NudgeEntry(NamedTuple):
    """A nudge as a page shows it: what it says, the idea it is about, the person asked."""

    id: UUID
    code: str
    subject_id: UUID
    idea_id: UUID | None
    person_id: UUID
    repeat: int
    due_on: date
    fact: str
    state: str
    sent_on: date | None
    reply: str | None
    reply_note: str | None
    snoozed_until: date | None
    because: str | None
    settled_at: datetime | None
    escalated_at: datetime | None
    help_due_on: date | None
    helped_at: datetime | None
    help_words: str | None
    ref: str | None
    title: str
    stage: str | None
    person: str
    helper: str | None

    @property
    def page(self) -> str:
        """Where what it is about stands: its idea, or the page where what is asked can be done."""
        return f"/ideas/{self.ref}" if self.ref else self.way

    @property
    def rule(self) -> Rule:
        """The rule that asks."""
        return rule_book()[self.code]

    @property
    def way(self) -> str:
        """Where what is asked can be done."""
        stage = Stage(self.stage) if self.stage else None
        gate = (stage.next or stage) if stage else ""
        return self.rule.way.format(ref=self.ref, gate=gate, subject=self.subject_id)

    @property
    def open(self) -> bool:
        """Whether an answer still counts."""
        return self.state in ANSWERABLE

    @property
    def asks(self) -> bool:
        """Whether it asks now: it is open, and not put off to another day."""
        return self.state in OPEN

    @property
    def settled_on(self) -> date | None:
        """The day it was answered, withdrawn, withheld or put off."""
        return clock.day_of(self.settled_at) if self.settled_at else None


def by_token(token: str) -> NudgeLink | None:
    """Find what a mail's link opens, None for a link that never was. Asked in the directory."""
    return by_tokens([token]).get(token)


class _TokenRow(NamedTuple):
    """The link that a digest is of."""

    token_digest: str
    council_id: UUID
    nudge_id: UUID
    person_id: UUID
    made_at: datetime


_TOKENS = f"""
SELECT {", ".join(_TokenRow._fields)} FROM nudge_token WHERE token_digest = ANY(CAST(:digests AS text[]))"""  # noqa: S608 - made of constants only


def by_tokens(tokens: Iterable[str]) -> dict[str, NudgeLink]:
    """Find what several links open, by their token; one that never was is not among them. Asked in the directory."""
    digests = {council.digest_of_token(token): token for token in tokens}
    found = rows(_TokenRow, _TOKENS, digests=list(digests))
    return {
        digests[row.token_digest]: NudgeLink(
            row.council_id, row.nudge_id, row.person_id, link_works(made_at=row.made_at, now=clock.now())
        )
        for row in found
    }


MOST = 50  # of what is open, and of what is settled

_ENTRIES = f"""
SELECT n.id, n.rule AS code, n.subject_id, n.idea_id, n.person_id, n.repeat, n.due_on, n.fact, n.state, n.sent_on,
 n.reply, n.reply_note, n.snoozed_until, n.because, n.settled_at, n.escalated_at, n.help_due_on, n.helped_at,
 n.help_words, i.ref,
 coalesce(i.title, (SELECT name FROM council WHERE council.id = n.council_id)) AS title, i.stage,
 coalesce({NAME.format("n.person_id")}, '{council.FORMER}') AS person,
 {NAME.format("n.helped_by_id")} AS helper
FROM nudge n
LEFT JOIN LATERAL (SELECT * FROM idea WHERE idea.id = n.idea_id AND {VISIBLE.format("idea")} LIMIT 1) i ON true
WHERE (i.id IS NOT NULL OR n.idea_id IS NULL) AND {{where}}"""  # noqa: S608 - made of constants only


def _entries(where: str) -> str:
    """The statement of nudges about ideas that a reader may see, and of those about no idea."""
    return _ENTRIES.format(where=where)


def _words(states: Iterable[str]) -> str:
    return ", ".join(f"'{state}'" for state in states)


_OF_PERSON = _entries("n.id = CAST(:nudge AS uuid) AND n.person_id = CAST(:person AS uuid)")


def entry(*, nudge_id: UUID, asked: council.Colleague | None) -> NudgeEntry | None:
    """One nudge, for the person it asks while they are here; None for anybody else."""
    if asked is None or asked.left:
        return None
    given = {"nudge": nudge_id, "person": asked.id}
    return next(iter(rows(NudgeEntry, _OF_PERSON, **given, **seen_by(asked.reader))), None)


@functools.cache
def _asked_of(most: int, settled: int) -> str:
    """What was asked of a person, in the place of others only while they stand in for them.

    Either kind is read in the order of its index, whatever was asked before.
    """
    due = (
        "(n.state <> 'waiting' OR n.due_on <= CAST(:today AS date)) AND n.person_id = CAST(:reader_id AS uuid)"
        " AND (n.for_id IS NULL OR n.for_id = ANY (CAST(:reader_covers AS uuid[])))"
    )
    each = (
        f"({_entries(f'n.state IN ({_words(kind)}) AND {due}')} ORDER BY n.due_on DESC, n.id DESC LIMIT {limit})"
        for kind, limit in ((OPEN, most), (SETTLED, settled))
        if limit
    )
    return (
        f"SELECT * FROM ({' UNION ALL '.join(each)}) AS asked"  # noqa: S608 - made of constants only
        f" ORDER BY state IN ({_words(OPEN)}) DESC, due_on DESC, id DESC"
    )


def for_person(*, reader: Reader) -> list[NudgeEntry]:
    """What was asked of a person here, what is open first and the newest first within, at most 50 of either."""
    return for_person_query(reader=reader, settled=MOST).answer()


def for_person_query(*, reader: Reader, settled: int) -> Query[list[NudgeEntry]]:
    """The same, to be asked together with others; of what is settled, only the last few or none."""
    given = {"today": clock.today(), "reader_covers": list(reader.covers.people), **seen_by(reader)}
    return Query(NudgeEntry, _asked_of(MOST, int(settled)), given, list)


_ON_IDEA = (
    _entries(f"n.idea_id = CAST(:idea AS uuid) AND n.state IN ({_words(OPEN)})") + " ORDER BY n.due_on, n.id LIMIT 50"
)


def open_on(*, idea: Idea, reader: Reader) -> list[NudgeEntry]:
    """What is asked of anybody about one idea and nobody answered yet, the first due first."""
    return rows(NudgeEntry, _ON_IDEA, idea=idea.id, **seen_by(reader))


_UNHEARD = f"n.escalated_at IS NOT NULL AND n.state IN ({_words(OPEN)})"
_HELP = f"{WANTS_HELP} AND i.state <> '{State.CLOSED}'"
_WITH_LEAD = f"{_entries(f'({_UNHEARD} OR {_HELP})')} ORDER BY n.due_on, n.id LIMIT {MOST + 1}"
_HELP_WANTED = f"{_entries(_HELP)} ORDER BY n.help_due_on, n.id LIMIT 50"
_ASKED_FOR_HELP = _entries("n.id = CAST(:nudge AS uuid) AND n.help_due_on IS NOT NULL")
_QUIET = _words((NudgeState.WITHDRAWN, NudgeState.WITHHELD, NudgeState.SNOOZED))
_RESTING = (
    _entries(f"n.state IN ({_QUIET}) AND n.settled_at > CAST(:since AS timestamptz)")
    + " ORDER BY n.settled_at DESC, n.id LIMIT 20"
)
_BECAME = """
WITH recent AS (SELECT coalesce(n.reply, n.state) AS outcome, n.person_id FROM nudge n
                 WHERE n.sent_on > CAST(:sent_since AS date))
SELECT outcome, count(*) AS nudges, (SELECT count(DISTINCT person_id) FROM recent) AS people
  FROM recent GROUP BY outcome"""


def waits_for_lead(*, reader: Reader) -> list[NudgeEntry]:
    """What is with a lead now: what two in a row left unanswered, and what help or a new person was asked for.

    The first due first, at most 50, and one more to tell that there are more.
    """
    return waits_for_lead_query(reader=reader).answer()


def waits_for_lead_query(*, reader: Reader) -> Query[list[NudgeEntry]]:
    """The same, to be asked together with others."""
    return Query(NudgeEntry, _WITH_LEAD, seen_by(reader), list)


def help_wanted(*, reader: Reader) -> list[NudgeEntry]:
    """What help, or somebody to take over, was asked for and nobody has answered: at most 50, the first due first."""
    return help_query(reader=reader).answer()


def help_query(*, reader: Reader) -> Query[list[NudgeEntry]]:
    """The same, to be asked together with others."""
    return Query(NudgeEntry, _HELP_WANTED, seen_by(reader), list)


def call_for_help(*, nudge_id: UUID, reader: Reader) -> NudgeEntry | None:
    """One call for help, answered or not; None where there is none, or its idea is not the reader's to see."""
    return next(iter(rows(NudgeEntry, _ASKED_FOR_HELP, nudge=nudge_id, **seen_by(reader))), None)


def settled(*, reader: Reader) -> list[NudgeEntry]:
    """What was due and did not go, or rests: withdrawn, withheld or snoozed in the last week, the 20 newest."""
    return settled_query(reader=reader).answer()


def settled_query(*, reader: Reader) -> Query[list[NudgeEntry]]:
    """The same, to be asked together with others."""
    return Query(NudgeEntry, _RESTING, {"since": clock.now() - WEEK, **seen_by(reader)}, list)


class _Outcome(NamedTuple):
    outcome: str
    nudges: int
    people: int


def last_month() -> tuple[Counter[str], int]:
    """What became of the nudges sent in the last 30 days, by answer or state, and to how many people they went."""
    return last_month_query().answer()


def last_month_query() -> Query[tuple[Counter[str], int]]:
    """The same, to be asked together with others."""

    def read(found: list[_Outcome]) -> tuple[Counter[str], int]:
        return Counter({row.outcome: row.nudges for row in found}), max((row.people for row in found), default=0)

    return Query(_Outcome, _BECAME, {"sent_since": clock.today() - MONTH}, read)

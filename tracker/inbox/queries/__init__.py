"""What is asked of a person, on one desk; and what they missed: what others did with ideas that are theirs somehow."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from tracker import clock, collaborative, council, gate, idea, nudge, triage, upkeep
from tracker.council import NAME, Can, Reader
from tracker.history import event_of
from tracker.idea import Headline, Idea, Stage, spoken
from tracker.idea.visible import SUBMITTED, TOLD, VISIBLE, seen_by
from tracker.inbox.rules import DeskFacts, Wishes, asked_once, sentence
from tracker.inbox.words import CoveredDesk, Desk, LookoutKind, NewsKind
from tracker.nudge import NudgeEntry
from tracker.tenancy import Answers, Query, rows, together
from tracker.upkeep import days
from tracker.wording import Vocabulary

MANY = 200  # places on ideas, and events where somebody has more places
UNINTERESTING = (
    "nudge_sent",
    "nudge_withheld",
    "nudge_snoozed",
    "imported",
    "note_written",
    "comment_edited",
    "colleague_named",
)


_ME = "CAST(:reader_id AS uuid)"
_TOLD = (
    f"e.what, e.at, e.number, e.by_name, {NAME.format('e.by_id')} AS member, {TOLD.format('e')} AS particulars,"
    " i.ref, i.title"
)
_LEFT_OUT = ", ".join(f"'{what}'" for what in UNINTERESTING)
_NEWS = f"e.at > CAST(:oldest AS timestamptz) AND e.by_id IS DISTINCT FROM {_ME} AND e.what NOT IN ({_LEFT_OUT})"
_IDEA = (
    f"SELECT ref, title FROM idea i WHERE i.source IS NULL AND {SUBMITTED.format('i')} AND {VISIBLE.format('i')}"
    " AND i.id = {0}"
)
_THEIRS = (
    f"({_ME} IN (i.author_id, i.owner_id, i.sponsor_id)"
    f" OR (SELECT true FROM follower f WHERE f.idea_id = i.id AND f.person_id = {_ME}))"
)
_PLACES = " UNION ALL ".join(
    f"SELECT {idea} AS id FROM {table} WHERE {person} = {_ME}"
    for idea, table, person in (
        ("id", "idea", "author_id"),
        ("id", "idea", "owner_id"),
        ("id", "idea", "sponsor_id"),
        ("idea_id", "follower", "person_id"),
    )
)
# News is found on the ideas where somebody has a place; who is on more than can be read finds what happened on so many
# of them, and among the last things that happened to any other. Little is read, however much happens in the council.
# An idea is looked up for each event by itself.
_ASKED = f"""
WITH place AS MATERIALIZED (SELECT id FROM ({_PLACES}) AS every LIMIT {MANY})
SELECT * FROM (
 SELECT each.* FROM (SELECT DISTINCT id FROM place) AS theirs CROSS JOIN LATERAL (
  SELECT {_TOLD} FROM event e CROSS JOIN ({_IDEA.format("theirs.id")} LIMIT 1) AS i
  WHERE e.idea_id = theirs.id AND {_NEWS} ORDER BY e.at DESC, e.number DESC LIMIT {{most}}) AS each
 ORDER BY at DESC, number DESC LIMIT {{most}}) AS on_few
UNION ALL
SELECT * FROM (
 SELECT {_TOLD} FROM (
  SELECT * FROM event e WHERE {_NEWS} AND (SELECT count(*) FROM place) = {MANY}
  ORDER BY e.at DESC, e.number DESC LIMIT {MANY}) AS e
 CROSS JOIN LATERAL ({_IDEA.format("e.idea_id")} AND {_THEIRS} LIMIT 1) AS i
 WHERE NOT e.idea_id IN (SELECT id FROM place) ORDER BY e.at DESC, e.number DESC LIMIT {{most}}) AS on_many
ORDER BY at DESC, number DESC LIMIT {{most}}"""


@functools.cache
def _asked(most: int) -> str:
    return _ASKED.format(most=int(most))


class NewsRow(NamedTuple):
    """Something that happened to an idea, as it is read; by whom, as they were named then or are called now."""

    what: str
    at: datetime
    number: int
    by_name: str | None
    member: str | None
    particulars: dict[str, Any]
    ref: str
    title: str


def news(*, reader: Reader, limit: int = 30) -> Sequence[Headline]:
    """What others did lately with the ideas of a person here, newest first, at most `limit`."""
    return news_query(reader=reader, limit=limit).answer()


def news_query(*, reader: Reader, limit: int = 30) -> Query[Sequence[Headline]]:
    """The same, to be asked together with others."""
    oldest = clock.now() - timedelta(days=days().news)
    return Query(NewsRow, _asked(limit), {"oldest": oldest, **seen_by(reader)}, _headlines)


def _headlines(found: Sequence[NewsRow]) -> Sequence[Headline]:
    return [
        Headline(
            event=event_of(row.what, row.particulars),
            at=row.at,
            by_name=row.by_name or row.member,
            ref=row.ref,
            title=row.title,
        )
        for row in found
    ]


class NewsEntry(NamedTuple):
    """What names somebody, or what they asked to be told: of what kind, about which idea, and the words said."""

    kind: NewsKind
    particulars: dict[str, Any]
    at: datetime
    ref: str
    title: str
    words: str | None

    def sentence(self, words: Vocabulary) -> str:
        """What it is, in one sentence, in the words of the council that reads it."""
        return sentence(self.kind, self.particulars, words, day=lambda day: spoken(day, today=clock.today()))


# By the person alone, of whom little is noted; the newest of it.
_FOR_ME = f"""
SELECT n.kind, n.particulars, n.at, i.ref, i.title,
 (SELECT left(g.text, 300) FROM message g WHERE g.id = CAST(n.particulars ->> 'message_id' AS uuid)) AS words
FROM (SELECT * FROM news_item x WHERE x.person_id = {_ME} AND x.at > CAST(:for_me_since AS timestamptz)
       AND (x.kind IN ('named', 'thanked') OR x.particulars ? 'asked') ORDER BY x.number DESC LIMIT 20) AS n
JOIN idea i ON i.id = n.idea_id AND {VISIBLE.format("i")}
ORDER BY n.number DESC"""


def for_me_query(*, reader: Reader) -> Query[Sequence[NewsEntry]]:
    """What names somebody and what they asked to be told, lately, the newest first; to be asked with others."""
    oldest = clock.now() - timedelta(days=days().news)
    return Query(NewsEntry, _FOR_ME, {"for_me_since": oldest, **seen_by(reader)}, _entries)


def _entries(found: Sequence[NewsEntry]) -> Sequence[NewsEntry]:
    return [one._replace(kind=NewsKind(one.kind)) for one in found]


class _WishRow(NamedTuple):
    """One wish that stands."""

    what: str
    on: date | None


_WISHES = f"""
SELECT l.what, l.on FROM lookout l WHERE l.idea_id = CAST(:idea AS uuid) AND l.person_id = {_ME}
 AND l.fired_at IS NULL ORDER BY l.since, l.id"""


def lookouts_of(*, found: Idea, reader: Reader) -> Wishes:
    """When somebody is to be told of an idea."""
    standing = {one.what: one.on for one in rows(_WishRow, _WISHES, idea=found.id, reader_id=reader.person_id)}
    return Wishes(
        stage=LookoutKind.STAGE in standing,
        evidence=LookoutKind.EVIDENCE in standing,
        on=standing.get(LookoutKind.DAY),
    )


# --- the desk ---------------------------------------------------------------------------------------------------------
SHOWN = 8  # of what waits in triage, with its particulars; all of it is counted


class DeskQueries:
    """What is asked for somebody's desk: of each thing that they may do, what waits; and the last few settled."""

    def __init__(self, reader: Reader, *, settled: int = 0) -> None:
        self.reader = reader
        self.triage = idea.triage_query(reader=reader, shown=SHOWN) if reader.can(Can.TRIAGE) else None
        self.gates = gate.desk_query(reader=reader) if reader.can(Can.DECIDE) else None
        self.calls = nudge.help_query(reader=reader) if reader.can(Can.NUDGE) else None
        self.notices = collaborative.unseen_query(reader=reader) if reader.can(Can.PUBLISH) else None
        self.kept = upkeep.kept_query(reader=reader) if reader.can(Can.KEEP_CURRENT) else None
        self.sponsored = idea.sponsored_by_query(reader=reader) if reader.can(Can.RECORD_CONTACT) else None
        decides = reader.can(Can.RECORD_CONTACT) and not reader.can(Can.DECIDE)
        self.decisions = gate.sponsor_query(reader=reader) if decides else None
        self.assessments = triage.assessments_query(reader=reader)
        self.questions = idea.questions_query(reader=reader)
        self.reminders = nudge.for_person_query(reader=reader, settled=settled)

    def __iter__(self) -> Any:
        lead = (self.triage, self.gates, self.calls, self.notices)
        rest = (self.kept, self.sponsored, self.decisions, self.assessments, self.questions, self.reminders)
        return (query for query in (*lead, *rest) if query)

    def desk(self, found: Answers) -> Desk:
        """Join what was found: nothing stands there twice."""
        triage = found.of(self.triage) if self.triage else None
        gates = found.of(self.gates) if self.gates else None
        kept = found.of(self.kept) if self.kept else []
        sponsored = found.of(self.sponsored) if self.sponsored else []
        mine = {one.id for one in kept}
        sponsored = [one for one in sponsored if one.id not in mine]
        silent = [one for one in sponsored if upkeep.sponsor_silent(one.last_contact, today=clock.today())]
        needs = [one for one in kept if one.parts and one.stage != "latent"]
        covered = covered_desks(self.reader, kept=mine, sponsored=[one.id for one in sponsored])
        assessments = found.of(self.assessments)
        facts = DeskFacts(
            leads=triage is not None,
            conditions={row.id for row in (*gates.lapsed, *gates.dates)} if gates else frozenset(),
            orphans={row.id for row in gates.orphans} if gates else frozenset(),
            silent={one.id for each in (silent, *(desk.silent for desk in covered)) for one in each},
            parts={one.id: one.parts for each in (needs, *(desk.needs for desk in covered)) for one in each},
            assessments={one.id for one in assessments},
        )
        asked = found.of(self.reminders)
        waiting = asked_once(one for one in asked if one.asks)
        return Desk(
            triage=triage,
            gates=gates,
            calls=found.of(self.calls) if self.calls else [],
            decisions=found.of(self.decisions) if self.decisions else [],
            assessments=assessments,
            questions=found.of(self.questions),
            needs=needs,
            getting_ready=[one for one in kept if one.stage == "latent" and not one.decision_asked],
            current=[one for one in kept if one not in needs and (one.stage != "latent" or one.decision_asked)],
            silent=silent,
            in_touch=[one for one in sponsored if one not in silent],
            reminders=[one for one in waiting if not facts.holds(one)],
            notices=found.of(self.notices) if self.notices else [],
            mails=_by_subject(one for one in waiting if facts.holds(one)),
            settled=[one for one in asked if not one.asks],
            covered=covered,
        )


class _Held(NamedTuple):
    """The ideas that a desk asks of already: to keep current, and to be in touch with, which who keeps one is too."""

    kept: set[UUID]
    teams: set[UUID]


def covered_desks(reader: Reader, *, kept: Collection[UUID], sponsored: Collection[UUID]) -> list[CoveredDesk]:
    """What is asked of each for whom somebody stands in, but for what is theirs anyway; nothing is read for others."""
    if not reader.covers:
        return []
    held, found = _Held(set(kept), {*kept, *sponsored}), list[CoveredDesk]()
    for person in council.people():
        if person.id in reader.covers and person.away:
            found.append(_covered(reader, person, until=person.away.until, held=held))
    return found


def _covered(reader: Reader, away: council.Colleague, *, until: date, held: _Held) -> CoveredDesk:
    """What is asked of one of them; what is `held` by then stands on the desk already."""
    kept = upkeep.kept_query(reader=reader, holder_id=away.id)
    sponsored = idea.sponsored_by_query(reader=reader, holder_id=away.id)
    found, covers = together((kept, sponsored)), reader.covers
    keeps, sponsors = reader.can(Can.KEEP_CURRENT) and away.id in covers.keepers, away.id in covers.sponsors
    theirs = [one for one in found.of(kept) if keeps and one.id not in held.kept]
    held.kept.update(one.id for one in theirs)
    held.teams.update(one.id for one in theirs)
    teams = [one for one in found.of(sponsored) if sponsors and one.id not in held.teams]
    held.teams.update(one.id for one in teams)
    return CoveredDesk(
        name=away.name,
        until=until,
        needs=[one for one in theirs if one.parts and one.stage != Stage.LATENT],
        getting_ready=[one for one in theirs if one.stage == Stage.LATENT and not one.decision_asked],
        silent=[one for one in teams if upkeep.sponsor_silent(one.last_contact, today=clock.today())],
    )


def _by_subject(reminders: Iterable[NudgeEntry]) -> dict[Any, NudgeEntry]:
    """The newest reminder about each thing, and about each idea."""
    found: dict[Any, NudgeEntry] = {}
    for reminder in reminders:
        found.setdefault(reminder.subject_id, reminder)
        found.setdefault(reminder.idea_id, reminder)
    return found


def desk(*, reader: Reader) -> Desk:
    """Everything that is asked of somebody here, in one statement."""
    asked = DeskQueries(reader)
    return asked.desk(together(asked))

"""Nudges as they are shown: by a link, in a person's inbox, on the lead's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from tracker import clock, council
from tracker.council import Reader
from tracker.idea import visible_to
from tracker.idea.models import Idea
from tracker.nudge.models import Nudge, NudgeToken
from tracker.nudge.rules import link_works, rule_book
from tracker.nudge.words import ANSWERABLE, OPEN, IdeaTitle, NudgeState, PlannedNudge, Reply, Rule
from tracker.tenancy import session

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


@dataclass(frozen=True)
class NudgeEntry:
    """A nudge as a page shows it: the row, its rule, the idea it is about, the person asked."""

    nudge: Nudge
    ref: str
    title: str
    person: str

    @property
    def rule(self) -> Rule:
        """The rule that asks."""
        return rule_book()[self.nudge.rule]

    @property
    def open(self) -> bool:
        """Whether an answer still counts."""
        return self.nudge.state in ANSWERABLE

    @property
    def settled_on(self) -> date | None:
        """The day it was answered, withdrawn, withheld or put off."""
        return clock.day_of(self.nudge.settled_at) if self.nudge.settled_at else None


def by_token(token: str) -> NudgeLink | None:
    """Find what a mail's link opens, None for a link that never was. Asked in the directory."""
    row = session().get(NudgeToken, council.digest_of_token(token))
    if row is None:
        return None
    return NudgeLink(row.council_id, row.nudge_id, row.person_id, link_works(made_at=row.made_at, now=clock.now()))


def _select(reader: Reader) -> Select[Any]:
    """Nudges about ideas that a reader may see."""
    return select(Nudge, Idea.ref, Idea.title).join(Idea, Idea.id == Nudge.idea_id).where(visible_to(reader))


def _entries(rows: Sequence[Row[Any]]) -> list[NudgeEntry]:
    names = council.names(row.Nudge.person_id for row in rows)
    return [NudgeEntry(row.Nudge, row.ref, row.title, names[row.Nudge.person_id]) for row in rows]


def entry(*, nudge_id: UUID, person_id: UUID) -> NudgeEntry | None:
    """One nudge, for the person it asks while they are here; None for anybody else."""
    if council.to(person_id) is None:
        return None
    mine = _select(council.reader(person_id)).where(Nudge.id == nudge_id, Nudge.person_id == person_id)
    return next(iter(_entries(session().execute(mine).all())), None)


def for_person(*, reader: Reader, limit: int = 50) -> list[NudgeEntry]:
    """What was asked of a person here, what is open first and the newest first within, at most `limit`.

    The first of either kind are read in the order of an index, whatever was asked before.
    """
    due = or_(Nudge.state != NudgeState.WAITING, Nudge.due_on <= clock.today())
    seen = select(Idea.id).where(Idea.id == Nudge.idea_id, visible_to(reader)).limit(literal_column("1")).lateral()
    mine = select(Nudge.id).join(seen, true()).where(Nudge.person_id == reader.person_id, due)
    last = (Nudge.due_on.desc(), Nudge.id.desc())
    most: ColumnElement[int] = literal_column(str(limit))
    first = [mine.where(_is_one_of(kind)).order_by(*last).limit(most).subquery() for kind in (OPEN, SETTLED)]
    chosen = union_all(*(select(found.c.id) for found in first))
    is_open = Nudge.state.in_(OPEN)
    shown = _select(reader).where(Nudge.id.in_(chosen)).order_by(is_open.desc(), *last).limit(most)
    return _entries(session().execute(shown).all())


def _is_one_of(states: Sequence[NudgeState]) -> ColumnElement[bool]:
    """Whether a nudge is in one of some states, which stand in the statement: its index holds those alone."""
    return Nudge.state.in_(bindparam(None, list(states), expanding=True, literal_execute=True))


def waits_for_lead(*, reader: Reader) -> list[NudgeEntry]:
    """What is with a lead now: what two in a row left unanswered, and what help or a new person was asked for."""
    unheard = Nudge.escalated_at.is_not(None) & Nudge.state.in_(OPEN)
    wanted = Nudge.reply.in_([Reply.NEED_HELP, Reply.HAND_OVER]) & (Nudge.settled_at > clock.now() - MONTH)
    rows = session().execute(_select(reader).where(unheard | wanted).order_by(Nudge.due_on, Nudge.id)).all()
    return _entries(rows)


def settled(*, reader: Reader, limit: int = 20) -> list[NudgeEntry]:
    """What was due and did not go, or rests: withdrawn, withheld or snoozed in the last week, newest first."""
    quiet = [NudgeState.WITHDRAWN, NudgeState.WITHHELD, NudgeState.SNOOZED]
    recent = _select(reader).where(Nudge.state.in_(quiet), Nudge.settled_at > clock.now() - WEEK)
    return _entries(session().execute(recent.order_by(Nudge.settled_at.desc(), Nudge.id).limit(limit)).all())


def last_month() -> tuple[Counter[str], int]:
    """What became of the nudges sent in the last 30 days, by answer or state, and to how many people they went."""
    outcome = func.coalesce(cast(Nudge.reply, Text), cast(Nudge.state, Text))
    recent = Nudge.sent_on > clock.today() - MONTH
    counts = session().execute(select(outcome, func.count()).where(recent).group_by(outcome)).tuples()
    people = session().scalar(select(func.count(Nudge.person_id.distinct())).where(recent)) or 0
    return Counter({str(name): number for name, number in counts}), people


def ideas_of(planned: Iterable[PlannedNudge], *, reader: Reader) -> dict[UUID, IdeaTitle]:
    """The reference and title of each idea that is asked about and that a reader may see."""
    wanted = {nudge.reason.idea_id for nudge in planned}
    rows = session().execute(select(Idea.id, Idea.ref, Idea.title).where(Idea.id.in_(wanted), visible_to(reader)))
    return {row.id: IdeaTitle(row.ref, row.title) for row in rows}

"""What became of what somebody said, in plain words: one telling for each of their ideas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from tracker import clock, upkeep
from tracker.idea import OwnIdeaRow, State
from tracker.web.filters import NAMELESS, day
from tracker.web.wording import called
from tracker.wording import capital


@dataclass(frozen=True, kw_only=True)
class OwnIdea:
    """One's own idea as it is told at home: where it stands, what was said last, what comes next, and what is asked."""

    title: str
    href: str
    stage: str
    words: str
    when: str | None = None
    telling: str = ""
    next: str | None = None
    settled: bool = False
    asked: bool = False
    act: str | None = None
    act_href: str | None = None


class Shelf(NamedTuple):
    """Own ideas that stand together, under a heading; `folded` are those that one need not read."""

    id: str
    title: str
    ideas: Sequence[OwnIdea]
    folded: bool = False


NEWS = timedelta(days=14)


def shelves(rows: Iterable[OwnIdeaRow]) -> list[Shelf]:
    """One's own ideas in a few groups, what to read first above: what asks, then what others lately said of it."""
    groups: dict[str, list[OwnIdeaRow]] = {name: [] for name in ("first", "under_way", "drafts", "at_rest", "settled")}
    for row in sorted(rows, key=lambda row: not _asks(row)):
        groups[_shelf_of(row)].append(row)
    return [
        Shelf(name, called(name, "own_shelf"), own_ideas(found), folded=name == "settled")
        for name, found in groups.items()
        if found
    ]


def _asks(row: OwnIdeaRow) -> bool:
    return row.state == State.TRIAGE and row.last_turn == "question"


def _shelf_of(row: OwnIdeaRow) -> str:
    if row.state == State.DRAFT:
        return "drafts"
    said = row.last_said
    if _asks(row) or (said and datetime.fromisoformat(said["at"]) > clock.now() - NEWS):
        return "first"
    if row.state == State.CLOSED:
        return "settled"
    return "at_rest" if row.state == State.PARKED else "under_way"


def own_ideas(rows: Iterable[OwnIdeaRow]) -> list[OwnIdea]:
    """Tell what became of each of somebody's ideas, in the order given."""
    return [_own_idea(row) for row in rows]


def _own_idea(row: OwnIdeaRow) -> OwnIdea:
    if row.state == State.DRAFT:
        return _draft(row)
    if row.state == State.TRIAGE and row.last_turn == "question":
        return _question(row)
    if row.state == State.TRIAGE and not row.first_reply_on:
        return _unanswered(row)
    return _standing(row)


def _draft(row: OwnIdeaRow) -> OwnIdea:
    at = f"/ideas/{row.ref}/edit"
    return OwnIdea(
        title=row.title or NAMELESS,
        href=at,
        stage=row.stage,
        words=capital(called(row.state, "state", "staff")),
        telling="Nobody reads it until you send it.",
        act="Carry on with it",
        act_href=at,
    )


def _question(row: OwnIdeaRow) -> OwnIdea:
    said = row.last_said or {}
    asker = said["by_name"]
    return OwnIdea(
        title=row.title,
        href=f"/ideas/{row.ref}",
        stage=row.stage,
        words=capital(called("question", "standing", "staff")),
        telling=f"{asker} asks: “{said['text']}”",
        next="once you answer, you hear what becomes of it.",
        asked=True,
        act=f"Answer {asker.split()[0]}",
        act_href=f"/ideas/{row.ref}#conversation",
    )


def _unanswered(row: OwnIdeaRow) -> OwnIdea:
    late = upkeep.reply_late(row.reply_due_on, replied=None, today=clock.today())
    return OwnIdea(
        title=row.title,
        href=f"/ideas/{row.ref}",
        stage=row.stage,
        words=capital(called(row.state, "state", "staff")),
        when=f"sent {day(row.submitted_on)}",
        telling="Thank you for it.",
        next=called("past" if late else "kept", "promise", by=day(row.reply_due_on, weekday=True)),
    )


def _standing(row: OwnIdeaRow) -> OwnIdea:
    rests = row.state in {State.CLOSED, State.PARKED}
    return OwnIdea(
        title=row.title,
        href=f"/ideas/{row.ref}",
        stage=row.stage,
        words=_where_it_stands(row),
        when=f"since {day(row.stage_since)}" if row.stage_since and not rests else None,
        telling=_last_words(row, rests=rests),
        next=_next(row),
        settled=row.state == State.CLOSED,
    )


def _next(row: OwnIdeaRow) -> str | None:
    """What comes next: of a decision that is held, when; of what is worked on, by whom."""
    if row.state != State.ACTIVE:
        return None
    if row.held_until:
        return f"its decision is held until {day(row.held_until)}. You hear of it then."
    return f"{row.owner} looks after it. You hear of every decision." if row.owner else None


def _where_it_stands(row: OwnIdeaRow) -> str:
    standing = row.stage if row.state == State.ACTIVE else row.outcome or row.state
    who = row.merged_into["ref"] if row.merged_into else ""
    by = row.parked_until if row.state == State.PARKED else None
    return capital(called(standing, "standing", "staff", who=who, by=by))


def _last_words(row: OwnIdeaRow, *, rests: bool) -> str:
    """What was said last; of an idea that rests, why it does."""
    if row.last_said and not (row.because and rests):
        return f"{row.last_said['by_name']}: “{row.last_said['text']}”"
    return f"“{row.because}”" if row.because else ""

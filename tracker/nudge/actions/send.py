"""How nudges go: at most one mail a person a day, across all their councils; each nudge with its own link."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, select

from tracker import clock, council, fault, post
from tracker.db import any_of
from tracker.fault import FaultKind
from tracker.history import record
from tracker.history.events.nudge import NudgeSent
from tracker.idea.models import Idea
from tracker.nudge.models import Nudge
from tracker.nudge.rules import LINK_DAYS, rule_book, tells_the_rest
from tracker.nudge.words import NudgeState, Rule
from tracker.tenancy import current_council, rows, run, session

DueNudge = Row[tuple[Nudge, str | None, str | None]]


@dataclass(frozen=True)
class NudgeLine:
    """One nudge as a letter tells it; `token` is the secret of its link, kept nowhere but in the letter."""

    nudge: Nudge
    ref: str
    title: str
    token: str

    @property
    def rule(self) -> Rule:
        """The rule that asks."""
        return rule_book()[self.nudge.rule]

    @property
    def action(self) -> str:
        """What is asked, in the words of the rule book."""
        return self.rule.action

    @property
    def particulars(self) -> dict[str, str]:
        """What the letter is worded from."""
        words = {"title": self.title, "fact": self.nudge.fact, "action": self.action}
        return {"ref": self.ref, **words, "token": self.token}


def send_due() -> int:
    """Write today's letters of the open council to the outbox and return how many. Nothing goes on a day off.

    A person who had a nudge today from any of their councils waits for the next working day. A nudge that cannot be
    told is set aside and named.
    """
    day, place = clock.today(), council.here()
    if not clock.is_working_day(day, place.nation):
        return 0
    people, letters = {person.id: person for person in council.people()}, list[int]()

    def send(only: Sequence[WaitingNudge] | None) -> None:
        mails = groupby(_due(day, only), key=lambda row: row.Nudge.person_id)
        letters.append(
            sum(
                _write(people[who], _for_letters(people[who], mine, day=day), day=day, place=place)
                for who, mine in mails
                if who in people
            )
        )

    faults = fault.work_out(send, lambda: rows(WaitingNudge, _WAITING, day=day))
    fault.keep(FaultKind.NUDGE_LETTER, {f"{nudge.rule}, {nudge.ref}": error for nudge, error in faults.items()})
    return sum(letters)


class WaitingNudge(NamedTuple):
    """A nudge that is due, by nothing but its names."""

    id: UUID
    rule: str
    ref: str


_WAITING = f"""
SELECT n.id, n.rule, coalesce(i.ref, '') AS ref FROM nudge n LEFT JOIN idea i ON i.id = n.idea_id
 WHERE n.state = '{NudgeState.WAITING}' AND n.due_on <= CAST(:day AS date) ORDER BY n.person_id, n.due_on, n.id"""  # noqa: S608 - made of constants only


def _due(day: date, only: Sequence[WaitingNudge] | None) -> Sequence[DueNudge]:
    """What waits, or some of it, by person and the longest due first; what another sweep holds is left to it.

    In the order of persons, so that two councils' sweeps that write to the same people never wait in a circle.
    """
    waiting = (
        select(Nudge, Idea.ref, Idea.title)
        .join(Idea, Idea.id == Nudge.idea_id, isouter=True)
        .where(Nudge.state == NudgeState.WAITING, Nudge.due_on <= day)
        .order_by(Nudge.person_id, Nudge.due_on, Nudge.id)
        .with_for_update(of=Nudge, skip_locked=True)
    )
    if only is not None:
        waiting = waiting.where(Nudge.id == any_of(nudge.id for nudge in only))
    return session().execute(waiting).all()  # type: ignore[return-value]  # without an idea there is no title


def _for_letters(person: council.Colleague, waiting: Iterable[DueNudge], *, day: date) -> list[DueNudge]:
    """What goes by letter; what a person wants to be asked about without one stands in their inbox from now on."""
    quiet, loud = list[DueNudge](), list[DueNudge]()
    stopped = post.MailKind.REMINDERS in person.stopped
    for row in waiting:
        (quiet if stopped or rule_book()[row.Nudge.rule].about in person.quiet_nudges else loud).append(row)
    if quiet:
        _mark([row.Nudge for row in quiet], day=day, letter_id=None)
    return loud


def _write(person: council.Colleague, waiting: list[DueNudge], *, day: date, place: council.Council) -> bool:
    """Write one letter that asks one thing, and tells what else waits if its reader wants that today.

    Nothing is written where they had one today: from another council, or in an earlier sweep.
    """
    if not waiting or post.has_nudge_on(person_id=person.id, day=day):
        return False
    shown = waiting if tells_the_rest(person.digest, day, nation=place.nation) else waiting[:1]
    lines = [NudgeLine(row.Nudge, row.ref or "", row.title or place.name, secrets.token_urlsafe(32)) for row in shown]
    key = f"nudge:{current_council()}:{person.id}:{day}"
    written = post.write(
        "nudge",
        to=post.Addressee(name=person.name, email=person.email, person_id=person.id),
        kind=post.LetterKind.NUDGE,
        key=key,
        subject=_subject(lines[0]),
        mail_day=day,
        stops=post.MailKind.REMINDERS,
        first=lines[0].particulars,
        others=[line.particulars for line in lines[1:]],
        untold=len(waiting) - len(lines),
        council_name=place.name,
        good_days=LINK_DAYS,
    )
    if written:
        _mark([line.nudge for line in lines], day=day, letter_id=written)
        run(
            _LINK,
            digests=[council.digest_of_token(line.token) for line in lines],
            nudges=[line.nudge.id for line in lines],
            council=current_council(),
            person=person.id,
            at=clock.now(),
        )
    return written is not None


def _subject(line: NudgeLine) -> str:
    if line.rule.asks_for_life:
        return f"Is “{line.title}” still going?"
    return f"{line.action.rstrip('.')}: {line.title}"


_LINK = """
INSERT INTO nudge_token (token_digest, council_id, nudge_id, person_id, made_at)
SELECT digest, CAST(:council AS uuid), nudge_id, CAST(:person AS uuid), CAST(:at AS timestamptz)
  FROM unnest(CAST(:digests AS text[]), CAST(:nudges AS uuid[])) AS link(digest, nudge_id)"""
_MARK = f"""
UPDATE nudge SET state = '{NudgeState.SENT}', sent_on = CAST(:day AS date), letter_id = CAST(:letter AS uuid)
 WHERE id = ANY (CAST(:told AS uuid[]))"""  # noqa: S608 - made of constants only


def _mark(told: Sequence[Nudge], *, day: date, letter_id: UUID | None) -> None:
    run(_MARK, day=day, letter=letter_id, told=[nudge.id for nudge in told])
    for row in told:
        sent = NudgeSent(rule=row.rule, to=str(row.person_id), fact=row.fact)
        record(sent, idea_id=row.idea_id, about_id=row.id)

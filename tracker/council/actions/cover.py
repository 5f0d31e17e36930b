"""Cover: until a day, what is asked of somebody who is away is asked of somebody else; then it is over by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB

from tracker import later, post
from tracker.clock import now, spoken, today
from tracker.council.models import Cover
from tracker.council.queries.covers import COVERED
from tracker.council.queries.people import Colleague, names, person, to
from tracker.council.rules import Stint, cover_faults, may_cover, stints
from tracker.council.words import PersonError
from tracker.history import record
from tracker.history.events.council import CoverEnded, CoverNamed
from tracker.later import Job
from tracker.tenancy import current_council, session, take_turn

_STANDING = select(Cover).where(Cover.ended_at.is_(None))
_KEEP = text(
    "UPDATE membership m SET covers = CAST(:covers AS jsonb) -> CAST(m.person_id AS text),"
    " away = CAST(:away AS jsonb) -> CAST(m.person_id AS text)"
    " WHERE m.council_id = CAST(:here AS uuid) AND (m.covers IS NOT NULL OR m.away IS NOT NULL"
    " OR CAST(:covers AS jsonb) ? CAST(m.person_id AS text) OR CAST(:away AS jsonb) ? CAST(m.person_id AS text))"
).bindparams(bindparam("covers", type_=JSONB), bindparam("away", type_=JSONB))


def name_cover(
    *, person_id: UUID, cover_id: UUID, by: UUID, until: date | None, since: date | None = None, note: str = ""
) -> Cover:
    """Name who is asked in place of somebody who is away, until a day and from another, today where none is given.

    It takes the place of one named before. The cover is told by letter, and the person where somebody else named it.
    Raises PersonError.
    """
    take_turn(f"council {current_council()}")
    for field, sentence in cover_faults(since=since, until=until, today=today()):
        raise PersonError(sentence, field=field)
    who, cover = _both(person_id, cover_id)
    made = Cover(person_id=person_id, cover_id=cover_id, note=note.strip() or None, by_id=by, at=now())
    made.since, made.until = since or today(), until or today()
    before, asked = session().scalar(_STANDING.where(Cover.person_id == person_id)), _asked()
    if before and _same(before, made):
        return before
    if before:
        before.ended_at, before.ended_by_id = now(), by
        session().flush()
    session().add(made)
    session().flush()
    _keep()
    if not any(each.person_id == person_id for each in _stints()):
        whom = "you" if person_id == by else who.name
        raise PersonError(f"{cover.name} is away then, and {whom} would be asked in their place", field="cover_id")
    named = CoverNamed(person=who.name, cover=cover.name, since=made.since.isoformat(), until=made.until.isoformat())
    record(named, about_id=person_id, by=by)
    if before and before.until >= today() and before.cover_id != cover_id:
        _tell(before, before.cover_id, by=by, over=True)
    _tell(made, cover_id, by=by)
    _tell(made, person_id, by=by)
    _tell_in_turn(made, asked, by=by)
    return made


def _both(person_id: UUID, cover_id: UUID) -> tuple[Colleague, Colleague]:
    """The person and their cover. Raises PersonError where somebody is not here, or may not do what is asked."""
    who, cover = person(person_id), person(cover_id)
    if who is None or cover is None or who.left or cover.left:
        raise PersonError("Choose somebody who works here", field="cover_id")
    if cover_id == person_id:
        raise PersonError("Choose somebody else", field="cover_id")
    if not may_cover(cover.can, of=who.can):
        raise PersonError(f"{cover.name} may not do here what is asked of {who.name}", field="cover_id")
    return who, cover


def _same(before: Cover, made: Cover) -> bool:
    facts = ("cover_id", "since", "until", "note")
    return all(getattr(before, name) == getattr(made, name) for name in facts)


def end_cover(*, person_id: UUID, by: UUID | None) -> None:
    """End a cover before its day: somebody is asked themselves again. Nothing where none stands. Twice is once."""
    take_turn(f"council {current_council()}")
    standing = session().scalar(_STANDING.where(Cover.person_id == person_id, Cover.until >= today()))
    if standing is not None:
        _end([standing], by=by)


def end_covers_of(person_id: UUID, *, by: UUID | None, gone: bool = False) -> None:
    """End each cover of somebody or by somebody who may no longer do what is asked, or has gone."""
    with_them = _STANDING.where(Cover.until >= today(), (Cover.person_id == person_id) | (Cover.cover_id == person_id))
    found = session().scalars(with_them.order_by(Cover.id)).all()
    _end([each for each in found if gone or not _fits(each)], by=by)
    if found:
        _keep()


def _fits(standing: Cover) -> bool:
    who, cover = person(standing.person_id), person(standing.cover_id)
    return bool(who and cover and may_cover(cover.can, of=who.can))


def _end(covers: Iterable[Cover], *, by: UUID | None) -> None:
    for each in covers:
        each.ended_at, each.ended_by_id = now(), by
        session().flush()
        who = names([each.person_id, each.cover_id])
        record(CoverEnded(person=who[each.person_id], cover=who[each.cover_id]), about_id=each.person_id, by=by)
        for told in (each.cover_id, each.person_id):
            _tell(each, told, by=by, over=True)
        _keep()


def _stints() -> list[Stint]:
    standing = session().scalars(_STANDING.where(Cover.until >= today()).order_by(Cover.id))
    return stints([Stint(each.person_id, each.cover_id, each.since, each.until, each.until) for each in standing])


def _keep() -> None:
    """Work out anew who is asked for whom when, and keep it with their memberships, where every page reads it.

    With it goes what the person who is away may do, as their roles are now: their cover may do no more.
    """
    covers: dict[str, list[list[Any]]] = {}
    away: dict[str, list[list[str]]] = {}
    standing = _stints()
    away_now = {one.person_id: person(one.person_id) for one in standing}
    may = {each: sorted(who.can.intersection(COVERED)) if who else [] for each, who in away_now.items()}
    for one in standing:
        days = [one.since.isoformat(), one.until.isoformat()]
        covers.setdefault(str(one.cover_id), []).append([str(one.person_id), *days, may[one.person_id]])
        away.setdefault(str(one.person_id), []).append([str(one.cover_id), *days, one.back.isoformat()])
    session().execute(_KEEP, {"covers": covers, "away": away, "here": current_council()})
    later.ask(Job.COUNT_ASKED)


def _asked() -> set[tuple[UUID, UUID]]:
    """Who is asked for whom, by the covers that stand."""
    return {(each.person_id, each.cover_id) for each in _stints()}


def _tell_in_turn(made: Cover, asked: set[tuple[UUID, UUID]], *, by: UUID) -> None:
    """Write to who is asked for somebody since a cover is away, and is covered in turn: they were asked for no such."""
    told = asked | {(made.person_id, made.cover_id)}
    for each in _stints():
        pair = (each.person_id, each.cover_id)
        if pair not in told and (addressee := to(each.cover_id)):
            told.add(pair)
            who = names([*pair, by])
            post.write(
                "cover",
                to=addressee,
                kind=post.LetterKind.NOTICE,
                key=f"cover:{made.id}:{each.cover_id}:for:{each.person_id}",
                subject=f"You are asked while {who[each.person_id]} is away",
                over=False,
                yours=False,
                away=who[each.person_id],
                asked=who[each.cover_id],
                since=spoken(each.since, today=today()),
                until=spoken(each.until, today=today()),
                note=None,
                by=who[by],
            )


def _tell(cover: Cover, person_id: UUID, *, by: UUID | None, over: bool = False) -> None:
    """Write to somebody that a cover begins, or is over; not to whoever did it, nor to who has gone."""
    addressee = to(person_id)
    if addressee is None or person_id == by:
        return
    who = names([cover.person_id, cover.cover_id, by])
    yours = person_id == cover.person_id
    away, asked = who[cover.person_id], who[cover.cover_id]
    begins = f"{asked} is asked while you are away" if yours else f"You are asked while {away} is away"
    ends = f"{asked} is no longer asked in your place" if yours else f"You are no longer asked in place of {away}"
    post.write(
        "cover",
        to=addressee,
        kind=post.LetterKind.NOTICE,
        key=f"cover:{cover.id}:{person_id}:{'over' if over else 'begins'}",
        subject=ends if over else begins,
        over=over,
        yours=yours,
        away=away,
        asked=asked,
        since=spoken(cover.since, today=today()),
        until=spoken(cover.until, today=today()),
        note=cover.note,
        by=who[by] if by else None,
    )

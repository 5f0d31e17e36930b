"""A team's poster: made, worded anew, opened, ended."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from tracker import council
from tracker.clock import now, today
from tracker.contact import rules
from tracker.contact.actions.tokens import give_token
from tracker.contact.models import Poster, PosterUse
from tracker.contact.words import TokenKind
from tracker.council import PersonError
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.contact import PosterChanged, PosterEnded, PosterMade, PosterReopened
from tracker.tenancy import session


def make_poster(*, team: str, line: str, service_id: UUID | None, by: UUID) -> Poster:
    """Make a poster for a team, with an address of its own. Raises PersonError for a gap."""
    _refuse(team, line, service_id)
    number = (session().scalar(select(func.max(Poster.number))) or 0) + 1
    made = Poster(number=number, team=team.strip(), line=line.strip(), service_id=service_id, by_id=by, made_at=now())
    session().add(made)
    session().flush()
    give_token(TokenKind.POSTER, made.id)
    record(PosterMade(team=made.team, number=made.number), about_id=made.id, by=by)
    return made


def change_poster(*, poster: Poster, team: str, line: str, service_id: UUID | None, by: UUID) -> None:
    """Word a poster anew, or give it to another team; its address stays. Twice is once. Raises PersonError."""
    if poster.ended_at:
        raise PersonError("This poster has ended. Make another one.")
    _refuse(team, line, service_id)
    wanted = (team.strip(), line.strip(), service_id)
    if (poster.team, poster.line, poster.service_id) == wanted:
        return
    poster.team, poster.line, poster.service_id = wanted
    record(PosterChanged(team=poster.team, number=poster.number), about_id=poster.id, by=by)


def end_poster(*, poster: Poster, by: UUID) -> None:
    """End a poster's address: it takes nothing more and says so; codes already given still work. Twice is once."""
    if poster.ended_at:
        return
    poster.ended_at, poster.ended_by_id = now(), by
    record(PosterEnded(team=poster.team, number=poster.number), about_id=poster.id, by=by)


def reopen_poster(*, poster: Poster, by: UUID) -> None:
    """Have an ended poster take ideas again under its old address: the paper on the wall works. Twice is once."""
    if not poster.ended_at:
        return
    poster.ended_at = poster.ended_by_id = None
    record(PosterReopened(team=poster.team, number=poster.number), about_id=poster.id, by=by)


_OPENED = insert(PosterUse)
_OPENED = _OPENED.on_conflict_do_update(
    index_elements=["council_id", "poster_id", "day"], set_={"opened": PosterUse.opened + 1}
)


def note_opened(poster: Poster) -> None:
    """Count that a poster's form was opened."""
    session().execute(_OPENED, {"id": new_id(), "poster_id": poster.id, "day": today(), "opened": 1})


def _refuse(team: str, line: str, service_id: UUID | None) -> None:
    for fault in rules.poster_faults(team=team, line=line):
        raise PersonError(fault.sentence, field=fault.field)
    if service_id and service_id not in {service.id for service in council.services()}:
        raise PersonError("Choose one of the services", field="service")

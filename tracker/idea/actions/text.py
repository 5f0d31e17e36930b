"""An idea is written, sent in and put right."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, update

from tracker import post
from tracker.clock import add_working_days, now, today
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.idea import IdeaCorrected, IdeaSubmitted
from tracker.idea.actions.credit import resolved, tell_credited
from tracker.idea.actions.intake import thanks
from tracker.idea.actions.life import note_state, touch
from tracker.idea.actions.people import follow
from tracker.idea.actions.reference import take_reference
from tracker.idea.models import Confidant, Idea
from tracker.idea.queries.lookup import author_and_promise
from tracker.idea.rules import faults
from tracker.idea.words import UNKNOWN, NotFoundError, Origin, Provenance, Refused, State
from tracker.tenancy import session

TEXTS = ("title", "problem", "proposal")


def log_draft(
    *,
    by: UUID,
    title: str = "",
    problem: str = "",
    proposal: str = "",
    service_id: UUID | None = None,
    provenance: Provenance = UNKNOWN,
) -> Idea:
    """Begin an idea: it has its reference at once, and only its author sees it until it is sent."""
    begun = Idea(
        id=new_id(),
        ref=take_reference(),
        author_id=by,
        service_id=service_id,
        **provenance.as_columns,
        state=State.DRAFT,
        title=title.strip(),
        problem=problem.strip(),
        proposal=proposal.strip(),
        created_at=now(),
        changed_at=now(),
    )
    session().add(begun)
    session().flush()
    return begun


def save_draft(
    *,
    idea: Idea,
    by: UUID,
    title: str,
    problem: str,
    proposal: str,
    service_id: UUID | None = None,
    provenance: Provenance = UNKNOWN,
) -> None:
    """Keep what the author has written so far; nothing is needed yet. Raises NotFoundError for anybody else."""
    if idea.state is not State.DRAFT or idea.author_id != by:
        raise NotFoundError(idea.ref)
    idea.title, idea.problem, idea.proposal = title.strip(), problem.strip(), proposal.strip()
    idea.service_id, idea.changed_at = service_id, now()
    _set_provenance(idea, provenance)


def _set_provenance(idea: Idea, provenance: Provenance) -> None:
    for name, value in provenance.as_columns.items():
        setattr(idea, name, value)


def discard_draft(*, idea: Idea, by: UUID) -> None:
    """Throw a draft away, with what hangs on it: nobody else has seen it. Raises NotFoundError for anybody else."""
    if idea.state is not State.DRAFT or idea.author_id != by:
        raise NotFoundError(idea.ref)
    session().execute(delete(Confidant).where(Confidant.idea_id == idea.id))
    session().delete(idea)
    session().flush()


def submit(*, idea: Idea, by: UUID) -> None:
    """Send a draft to triage; the author is thanked and told by when a person replies. Raises Refused for a gap.

    The automatic thanks are no reply.
    """
    author, due = hand_in(idea=idea, by=by)
    to = post.Addressee(author.name, author.email, by)
    told = {"council_name": author.council_name, "title": idea.title, "ref": idea.ref}
    post.put(thanks(to, idea_id=idea.id, due=due, **told))


def hand_in(*, idea: Idea, by: UUID) -> tuple[Row[Any], date]:
    """Have a draft be an idea in triage, without a letter to its author: who that is, and by when an answer is due.

    What is promised is the council's working days, by its nation's calendar. Raises Refused for a gap.
    """
    if idea.state is not State.DRAFT or idea.author_id != by:
        raise NotFoundError(idea.ref)
    for fault in faults({name: getattr(idea, name) for name in TEXTS}):
        raise fault
    source = resolved(Provenance(idea.origin, idea.origin_note, idea.credit_id, idea.credit_name), by=by)
    _set_provenance(idea, source)
    author = author_and_promise(by)
    due = add_working_days(today(), author.promise_days, author.nation)
    idea.submitted_at, idea.submitted_on, idea.there_from, idea.stage_since = now(), today(), today(), today()
    idea.reply_due_on, idea.state, idea.changed_at = due, State.TRIAGE, now()
    session().flush()
    note_state(idea, State.TRIAGE, by=by)
    follow(idea=idea, person_id=by)
    record(IdeaSubmitted(reply_due_on=due.isoformat()), idea_id=idea.id, by=by, by_name=author.name)
    if source.credit_id:
        tell_credited(source.credit_id, idea_id=idea.id, ref=idea.ref, title=idea.title, by_name=author.name)
    return author, due


def correct(
    *,
    idea: Idea,
    by: UUID,
    version: int,
    title: str,
    problem: str,
    proposal: str,
    service_id: UUID | None = None,
    provenance: Provenance | None = None,
) -> None:
    """Put right what was written; what stood there before stays in the history.

    What stays as it was is not asked for anew: an idea may have come with a longer name, or without a problem.
    Raises Refused where something needed is missing, or where somebody else changed the idea since `version` was read.
    """
    said = {"title": title.strip(), "problem": problem.strip(), "proposal": proposal.strip()}
    said = {name: _as_it_stands(getattr(idea, name), words) for name, words in said.items()}
    for fault in faults(said):
        if said[fault.field] != (getattr(idea, fault.field) or ""):
            raise fault
    wanted = {**said, "service_id": service_id}
    if provenance is not None and (
        idea.origin or provenance.origin is not Origin.OWN
    ):  # that it is one's own may go unsaid
        wanted |= resolved(provenance, by=idea.author_id).as_columns
    changes = {name: value for name, value in wanted.items() if (getattr(idea, name) or None) != (value or None)}
    if not changes:
        return
    _take_version(idea, version)
    before = {name: _plain(getattr(idea, name)) for name in changes}
    for name, value in changes.items():
        setattr(idea, name, value)
    after = {name: _plain(value) for name, value in changes.items()}
    record(IdeaCorrected(before=before, after=after), idea_id=idea.id, by=by)
    touch(idea)


def place(*, idea: Idea, service_id: UUID | None, by: UUID) -> None:
    """Put an idea with a service of the council, or with none."""
    if idea.service_id == service_id:
        return
    before, idea.service_id = _plain(idea.service_id), service_id
    corrected = IdeaCorrected(before={"service_id": before}, after={"service_id": _plain(service_id)})
    record(corrected, idea_id=idea.id, by=by)
    touch(idea)


def _as_it_stands(before: str | None, sent: str) -> str:
    """What stands there, where what was sent differs from it by nothing but line ends and blanks around it."""
    return before if before and before.strip().splitlines() == sent.splitlines() else sent


def _take_version(idea: Idea, version: int) -> None:
    taken = session().execute(
        update(Idea)
        .where(Idea.id == idea.id, Idea.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise Refused("Somebody changed this idea while you were writing. Copy your words, look again, then save.")
    session().refresh(idea, ["version"])


def _plain(value: object) -> str | None:
    return str(value) if value else None

"""An idea is written, sent in and put right."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text, update

from tracker import post
from tracker.clock import add_working_days, now, today
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.idea import IdeaCorrected, IdeaSubmitted
from tracker.idea.actions.life import note_state, touch
from tracker.idea.actions.people import follow
from tracker.idea.models import Idea
from tracker.idea.queries.lookup import author_and_promise
from tracker.idea.rules import faults
from tracker.idea.words import NotFoundError, Refused, State
from tracker.tenancy import current_council, session

TEXTS = ("title", "problem", "proposal")
_REF = "coalesce(c.prefix, upper(left(c.code, 3))) || '-' || (c.next_number - 1)"
_NEXT = text(
    "UPDATE council c SET next_number = next_number + 1 FROM membership p"  # noqa: S608 - made of constants only
    " WHERE c.id = :here AND p.council_id = c.id AND p.person_id = :by"
    f" RETURNING {_REF} AS ref, p.name, p.email, c.name AS council_name, c.nation, c.promise_days"
)
_TAKEN = text("SELECT id FROM idea WHERE ref = :ref")
_SKIP = text(
    "UPDATE council c SET next_number = greatest(c.next_number, 1 +"
    " (SELECT max(substring(ref, '-([0-9]{1,9})$')::bigint) FROM idea"
    " WHERE ref LIKE coalesce(c.prefix, upper(left(c.code, 3))) || '-%')) WHERE c.id = :here"
)


def log_draft(
    *, by: UUID, title: str = "", problem: str = "", proposal: str = "", service_id: UUID | None = None
) -> Idea:
    """Begin an idea: it has its reference at once, and only its author sees it until it is sent."""
    begun = _begun(_take_number(by).ref, by, {"title": title, "problem": problem, "proposal": proposal}, service_id)
    session().flush()
    return begun


def log(*, by: UUID, title: str, problem: str, proposal: str, service_id: UUID | None = None) -> Idea:
    """Log an idea and send it at once, as `log_draft` and `submit` do one after the other. Raises Refused."""
    texts = {"title": title, "problem": problem, "proposal": proposal}
    for fault in faults(texts):
        raise fault
    taken = _take_number(by)
    begun = _begun(taken.ref, by, texts, service_id)
    _send(begun, by, taken)
    return begun


def _begun(ref: str, by: UUID, texts: dict[str, str], service_id: UUID | None) -> Idea:
    begun = Idea(
        id=new_id(),
        ref=ref,
        author_id=by,
        service_id=service_id,
        state=State.DRAFT,
        created_at=now(),
        changed_at=now(),
        **{name: words.strip() for name, words in texts.items()},
    )
    session().add(begun)
    return begun


def _take_number(by: UUID) -> Row[Any]:
    """Take the council's next free number, with what its author is promised; one that a case bears is passed over."""
    here = {"here": current_council()}
    while True:
        row = session().execute(_NEXT, {**here, "by": by}).one()
        # asked by itself: as part of the update the planner would read every reference of the council
        if session().scalar(_TAKEN, {"ref": row.ref}) is None:
            return row
        session().execute(_SKIP, here)


def save_draft(
    *, idea: Idea, by: UUID, title: str, problem: str, proposal: str, service_id: UUID | None = None
) -> None:
    """Keep what the author has written so far; nothing is needed yet. Raises NotFoundError for anybody else."""
    if idea.state is not State.DRAFT or idea.author_id != by:
        raise NotFoundError(idea.ref)
    idea.title, idea.problem, idea.proposal = title.strip(), problem.strip(), proposal.strip()
    idea.service_id, idea.changed_at = service_id, now()


def submit(*, idea: Idea, by: UUID) -> None:
    """Send a draft to triage; the author is thanked and told by when a person replies. Raises Refused for a gap.

    The automatic thanks are no reply.
    """
    if idea.state is not State.DRAFT or idea.author_id != by:
        raise NotFoundError(idea.ref)
    for fault in faults({name: getattr(idea, name) for name in TEXTS}):
        raise fault
    _send(idea, by, author_and_promise(by))


def _send(idea: Idea, by: UUID, author: Row[Any]) -> None:
    """Send an idea in, with what is promised to its author: the council's working days, by its nation's calendar."""
    due = add_working_days(today(), author.promise_days, author.nation)
    idea.submitted_at, idea.submitted_on, idea.there_from, idea.stage_since = now(), today(), today(), today()
    idea.reply_due_on, idea.state, idea.changed_at = due, State.TRIAGE, now()
    session().flush()
    note_state(idea, State.TRIAGE, by=by)
    follow(idea=idea, person_id=by)
    record(IdeaSubmitted(reply_due_on=due.isoformat()), idea_id=idea.id, by=by, by_name=author.name)
    _thank(idea, post.Addressee(author.name, author.email, by), author.council_name, due)


def _thank(idea: Idea, to: post.Addressee, council_name: str, due: date) -> None:
    post.write(
        "idea_received",
        to=to,
        kind=post.LetterKind.REPLY,
        key=f"idea-received:{idea.id}",
        subject=f"Thank you for {idea.title}",
        ref=idea.ref,
        title=idea.title,
        council_name=council_name,
        due=f"{due:%A} {due.day} {due:%B}",
    )


def correct(
    *,
    idea: Idea,
    by: UUID,
    version: int,
    title: str,
    problem: str,
    proposal: str,
    service_id: UUID | None = None,
) -> None:
    """Put right what was written; what stood there before stays in the history.

    Raises Refused where something needed is missing, or where somebody else changed the idea since `version` was read.
    """
    said = {"title": title.strip(), "problem": problem.strip(), "proposal": proposal.strip()}
    for fault in faults(said):
        raise fault
    wanted = {**said, "service_id": service_id}
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

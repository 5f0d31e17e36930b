"""What a register brought is taken back: as a whole until somebody works on it, then only what nobody worked on.

The record is append-only, so an idea that is taken back leaves an empty shell that is nobody's: a draft without an
author, a word or a number, which nobody sees and nothing counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, text, update

from tracker.clock import now, today
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.exchange import RegisterUndone
from tracker.idea.models import Follower, Idea, IdeaState, Message
from tracker.idea.words import MessageKind, Refused, State
from tracker.later import Job, ask
from tracker.register.models import Register, RegisterRow
from tracker.register.queries.idea_work import CAME, SPOKEN, WORKED, since
from tracker.register.queries.standing import worked_on
from tracker.register.words import RegisterState, RowFate, brought_from
from tracker.risk.models import Risk
from tracker.tenancy import as_council, session
from tracker.value.models import Benefit, Funding

AT_ONCE = 500  # rows that a page takes back by itself: more is the worker's
HANGING = (Risk, Funding, Benefit)
# Rows of a register whose idea nobody worked on since it came in: the first of them, by their lines.
_UNTOUCHED = text(
    f"WITH mine AS MATERIALIZED ({CAME} AND (CAST(:line AS bigint) IS NULL OR r.line = CAST(:line AS bigint))),"  # noqa: S608 - constants
    f" {SPOKEN} SELECT w.id FROM mine w JOIN idea i ON i.council_id = w.council_id AND i.id = w.idea_id"
    f" WHERE NOT {WORKED} ORDER BY w.line, w.id LIMIT CAST(:most AS bigint)"
)
# Ideas that a row made which was taken back, of whatever register and at whatever time, and on which no row hangs more.
_MADE_BY = (RegisterRow.idea_id == Idea.id, RegisterRow.identity == Idea.given_key, RegisterRow.fate == RowFate.BACK)
_LEFT_ALONE = select(Idea.id).where(
    Idea.imported,
    Idea.state != State.DRAFT,
    select(RegisterRow.id).where(*_MADE_BY).exists(),
    ~select(RegisterRow.id).where(RegisterRow.idea_id == Idea.id, RegisterRow.fate == RowFate.NEW).exists(),
)


def undo(found: Register, *, because: str, by: UUID, rest: bool = False) -> int:
    """Take back what a register brought, and return how many rows that were at once; the worker does what is left.

    As a whole while nobody worked on it; then the `rest`, what nobody worked on. Raises Refused.
    """
    if found.state != RegisterState.DONE:
        raise Refused("There is nothing to take back.")
    if not because.strip():
        raise Refused("Say why: it is kept in the council's record", field="because")
    worked = worked_on(found)
    if worked and not rest:
        who = worked[0].worked_by or "Somebody"
        raise Refused(f"{who} has worked on {worked[0].ref} since. Take back the rows that nobody worked on instead.")
    found.undone_by_id, found.undone_because, found.state = by, because.strip(), RegisterState.LEAVING
    return _go_on(found)


def undo_row(found: Register, line: int, *, by: UUID) -> bool:
    """Take back one row that nobody worked on, and say whether an idea went with it. Raises Refused that names who did.

    An idea stays as long as another row hangs on it, and so does one that was here before.
    """
    if found.state == RegisterState.RUNNING:
        raise Refused("It is still coming in. Wait until it is done.")
    if not (taken := _untouched(found, line=line, most=1)):
        worked = next((one for one in worked_on(found) if one.line == line), None)
        who = f"{worked.worked_by} has worked on {worked.ref} since." if worked else "Somebody has worked on it since."
        raise Refused(f"{who} It can only be closed, as any idea.")
    gone = _take_back(found, taken)
    record(RegisterUndone(file=found.file_name, rows=1, because=""), by=by)
    return gone > 0


def take_back_more(council_id: UUID, register_id: UUID) -> bool:
    """Take back some more rows of a register that is being undone; whether there are more. It opens the door itself."""
    with as_council(council_id):
        asked = select(Register).where(Register.id == register_id)
        found = session().scalars(asked.with_for_update()).one()
        if found.state == RegisterState.LEAVING:
            _go_on(found)
        return found.state == RegisterState.LEAVING


def _go_on(found: Register) -> int:
    taken = _untouched(found, line=None, most=AT_ONCE)
    _take_back(found, taken)
    if len(taken) < AT_ONCE:
        _settle(found)
    else:
        ask(Job.BRING_ROWS)
    return len(taken)


def _settle(found: Register) -> None:
    """Say that all is taken back that can be."""
    left = session().scalar(
        select(RegisterRow.id).where(RegisterRow.register_id == found.id, RegisterRow.fate == RowFate.NEW).limit(1)
    )
    found.state = RegisterState.DONE if left else RegisterState.UNDONE
    back = RegisterRow.register_id == found.id, RegisterRow.fate == RowFate.BACK
    count = session().scalar(select(func.count()).select_from(RegisterRow).where(*back)) or 0
    record(RegisterUndone(file=found.file_name, rows=count, because=found.undone_because or ""), by=found.undone_by_id)
    ask(Job.COMPUTE_HEALTH)


def _untouched(found: Register, *, line: int | None, most: int) -> Sequence[UUID]:
    given = {"register": found.id, "since": since(found), "line": line, "most": most}
    return session().scalars(_UNTOUCHED, given).all()


def _take_back(found: Register, row_ids: Sequence[UUID]) -> int:
    """Take rows back: what they added to ideas goes, and so do ideas that are left with nothing of any register.

    Returns how many ideas went.
    """
    if not row_ids:
        return 0
    acts = session()
    asked = select(RegisterRow.idea_id, RegisterRow.identity, RegisterRow.line).where(RegisterRow.id.in_(row_ids))
    taken = acts.execute(asked).all()
    ideas = [row.idea_id for row in taken if row.idea_id]
    keys = [row.identity for row in taken if row.identity]
    for model in HANGING:
        acts.execute(delete(model).where(model.idea_id.in_(ideas), model.given_key.in_(keys)))
    _take_notes_back(found, ideas, [row.line for row in taken])
    gone = {"fate": RowFate.BACK}
    acts.execute(update(RegisterRow).where(RegisterRow.id.in_(row_ids)).values(gone))
    born = acts.scalars(_LEFT_ALONE.where(Idea.id.in_(ideas)).order_by(Idea.id)).all()
    _empty(born, found)
    return len(born)


def _take_notes_back(found: Register, ideas: Sequence[UUID], lines: Sequence[int]) -> None:
    """Take away the notes that rows left on ideas, which may stay for other rows."""
    named = [brought_from(found.file_name, line) for line in lines]
    theirs = (Message.kind == MessageKind.COMMENT, Message.by_id == found.by_id, Message.edited_at.is_(None))
    when = Message.at.between(found.begun_at or found.at, since(found))
    beginning = func.split_part(Message.text, "\n", 1)
    session().execute(delete(Message).where(Message.idea_id.in_(ideas), *theirs, when, beginning.in_(named)))


def _empty(ideas: Sequence[UUID], found: Register) -> None:
    """Leave nothing of ideas but a shell that nobody sees: what was said of them, their words and their numbers go."""
    if not ideas:
        return
    acts = session()
    for model in (*HANGING, Message, Follower):
        acts.execute(delete(model).where(model.idea_id.in_(ideas)))
    nothing = dict.fromkeys(
        ("their_number", "problem", "proposal", "service_id", "service_area", "outcome", "given_outcome", "first_date",
         "parked_until", "woken_on", "held_until", "submitted_at", "submitted_on", "source", "owner_id")
    )  # fmt: skip
    shell = {"state": State.DRAFT, "title": "", "ref": text("'gone-' || id::text"), "changed_at": now()}
    acts.execute(update(Idea).where(Idea.id.in_(ideas)).values({**nothing, **shell}))
    row = {
        "state": State.DRAFT,
        "on": today(),
        "counts_from": today(),
        "recorded_at": now(),
        "by_id": found.undone_by_id,
    }
    acts.add_all(IdeaState(id=new_id(), idea_id=one, **row) for one in ideas)

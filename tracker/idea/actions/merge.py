"""Two ideas that say the same are joined into one, and taken apart again where that was a mistake."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, text

from tracker.clock import now
from tracker.history import record
from tracker.history.events.triage import IdeaJoined, IdeaMerged, JoinUndone, MergeUndone
from tracker.idea.actions.conversation import comment, note_first_reply, say_outcome
from tracker.idea.actions.letters import tell_authors, tell_authors_again
from tracker.idea.actions.life import change_state, touch
from tracker.idea.actions.text import hand_in
from tracker.idea.actions.triage import check_outcome
from tracker.idea.models import Idea, IdeaMerge, IdeaState
from tracker.idea.rules import LONGEST_TEXT
from tracker.idea.words import UNDECIDED, Outcome, Refused, State
from tracker.tenancy import session


def merge(*, idea: Idea, into: Idea, because: str, by: UUID) -> None:
    """Join an idea into an open one that says the same; its author and followers go along, with their credit.

    Raises Refused, also for what triage no longer decides.
    """
    if into.id == idea.id or into.state not in UNDECIDED or into.historical:
        raise Refused("Choose another idea of this council that is being worked on", field="into")
    if not (into.open_to_all and idea.open_to_all):  # each tells of the other, and not everybody may see both
        raise Refused("A confidential idea is not joined with another: let both stand, or open it first.", field="into")
    check_outcome(idea, because)
    _take_followers(idea, into)
    session().add(IdeaMerge(idea_id=idea.id, into_id=into.id, at=now(), by_id=by, woken_on=idea.woken_on))
    change_state(idea=idea, state=State.CLOSED, by=by, outcome=Outcome.MERGED, because=because.strip())
    idea.merged_into_id = into.id
    touch(into)
    _tell_of(idea, into, because.strip(), by)


def join(*, idea: Idea, into: Idea, by: UUID) -> None:
    """Send a draft whose author says that it is the same as another idea: the two go on as one.

    Its words stand on the other as a comment, so that whoever works on that hears of it. Raises Refused.
    """
    hand_in(idea=idea, by=by)
    merge(idea=idea, into=into, because="It is the same.", by=by)
    said = "\n\n".join(filter(None, (idea.title, idea.problem, idea.proposal)))
    comment(idea=into, words=said[:LONGEST_TEXT], by=by)


def _tell_of(idea: Idea, into: Idea, because: str, by: UUID) -> None:
    said = say_outcome(idea, because, by)
    note_first_reply(idea, by=by)
    merged = IdeaMerged(into=into.ref, into_title=into.title, because=because)
    record(merged, idea_id=idea.id, about_id=said.id, by=by)
    record(IdeaJoined(ref=idea.ref, title=idea.title), idea_id=into.id, about_id=idea.id, by=by)
    next_step = f"It says the same as {into.ref}, {into.title}, so the two go on as one. You are named on it."
    headline = "Your idea is joined with another"
    outside = "Somebody else here said the same, so the two go on as one."
    tell_authors(idea, said, template="triage_outcome", headline=headline, next_step=next_step, outside=outside)


def _take_followers(idea: Idea, into: Idea) -> None:
    """Have the followers of one idea, and its author, follow the other."""
    asked = text(
        "INSERT INTO follower (idea_id, person_id, since, from_idea_id)"
        " SELECT CAST(:into AS uuid), p.person_id, CAST(:now AS timestamptz), CAST(:idea AS uuid) FROM"
        " (SELECT person_id FROM follower WHERE idea_id = :idea UNION SELECT CAST(:author AS uuid)) p"
        " WHERE p.person_id IS NOT NULL ON CONFLICT DO NOTHING"
    )
    told = {"into": into.id, "idea": idea.id, "author": idea.author_id, "now": now()}
    session().execute(asked, told)


# Another idea that was joined into the same, with which a follower would have come along too.
_CAME_WITH = """
 SELECT j.id FROM idea j WHERE j.merged_into_id = f.idea_id AND j.id <> f.from_idea_id
  AND (j.author_id = f.person_id
   OR EXISTS (SELECT FROM follower g WHERE g.idea_id = j.id AND g.person_id = f.person_id))
 ORDER BY j.ref LIMIT 1"""
# Who came along with an idea: all of them, or of one that was joined onward these; its author came by themselves.
_FROM_HERE = """
 f.idea_id = CAST(:into AS uuid) AND f.from_idea_id = CAST(:idea AS uuid) AND (CAST(:people AS uuid[]) IS NULL
  OR f.person_id = ANY (CAST(:people AS uuid[]))
   AND NOT EXISTS (SELECT FROM idea o WHERE o.id = CAST(:idea AS uuid) AND o.author_id = f.person_id))"""
_LEAVE = text(f"DELETE FROM follower f WHERE {_FROM_HERE} AND NOT EXISTS ({_CAME_WITH}) RETURNING f.person_id")  # noqa: S608 - constants only
_STAY = text(f"UPDATE follower f SET from_idea_id = ({_CAME_WITH}) WHERE {_FROM_HERE} AND EXISTS ({_CAME_WITH})")  # noqa: S608 - constants only


def _let_followers_go(idea: Idea, into: Idea) -> None:
    """Have those who came along with one idea follow the other no longer, but for who came with a third as well.

    Where the other was joined onward, those who left it leave there too, as far as they came along with it.
    """
    left: list[UUID] | None = None
    while left is None or left:
        given = {"into": into.id, "idea": idea.id, "people": left}
        left = list(session().scalars(_LEAVE, given))
        session().execute(_STAY, given)
        if into.merged_into_id is None:
            return
        idea, into = into, session().get_one(Idea, (into.council_id, into.merged_into_id))


def undo_merge(*, idea: Idea, by: UUID) -> None:
    """Take two joined ideas apart again: the idea goes back to the state that it had, its author is told.

    Raises Refused.
    """
    if idea.merged_into_id is None:
        raise Refused("This idea is not joined with another.")
    into = session().get_one(Idea, (idea.council_id, idea.merged_into_id))
    _let_followers_go(idea, into)
    stood = _stand_again(idea, by=by)
    touch(into)
    _record_undone(idea, into, by=by)
    session().flush()
    tell_authors_again(
        idea,
        headline="Your idea stands by itself again",
        happened="It had been joined with another idea. The two are taken apart again.",
        next_step="A person reads it again, and you hear what becomes of it.",
        because="",
        by=by,
        key=f"apart:{stood.id}",
    )


def _stand_again(idea: Idea, *, by: UUID) -> IdeaState:
    """Give an idea back what stood before it was joined, from the rows that tell it. Raises Refused."""
    joins = select(IdeaMerge).where(IdeaMerge.idea_id == idea.id, IdeaMerge.undone_at.is_(None))
    states = select(IdeaState).where(IdeaState.idea_id == idea.id, IdeaState.outcome.is_distinct_from(Outcome.MERGED))
    joined = session().scalars(joins).one_or_none()
    before = session().scalars(states.order_by(IdeaState.number.desc()).limit(1)).one()
    stood = change_state(idea=idea, state=before.state, by=by, outcome=before.outcome, until=before.until)
    idea.merged_into_id = None
    if joined:
        idea.woken_on, joined.undone_at, joined.undone_by_id = joined.woken_on, now(), by
    return stood


def _record_undone(idea: Idea, into: Idea, *, by: UUID) -> None:
    # what not everybody sees any longer is not named in the history of the other
    undone = MergeUndone(into.ref, into.title) if into.open_to_all else MergeUndone(into="", into_title="")
    record(undone, idea_id=idea.id, by=by)
    gone = JoinUndone(idea.ref, idea.title) if idea.open_to_all else JoinUndone(ref="", title="")
    record(gone, idea_id=into.id, about_id=idea.id, by=by)

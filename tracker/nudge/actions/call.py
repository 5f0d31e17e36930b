"""Help that was asked for from a nudge: an item on the leads' desk until one of them answers."""

from __future__ import annotations

from uuid import UUID

from tracker import clock, council, post
from tracker import idea as ideas
from tracker.history import record
from tracker.history.events.nudge import HelpGiven
from tracker.idea.models import Idea
from tracker.idea.words import Refused
from tracker.nudge.models import Nudge
from tracker.nudge.words import Reply
from tracker.tenancy import current_council, session

SHORTEST_ANSWER = 2


def answer_call(*, nudge_id: UUID, words: str, by: UUID) -> None:
    """Answer who asked for help, by letter, and clear the item. Raises Refused without words, or once answered."""
    said = words.strip()
    if len(said) < SHORTEST_ANSWER:
        raise Refused("Say what you do, or who can help", field="words")
    row = session().get(Nudge, (current_council(), nudge_id), with_for_update=True, populate_existing=True)
    if row is None or row.idea_id is None or row.help_due_on is None or row.helped_at is not None:
        raise Refused("Somebody has answered this already.")
    idea = session().get_one(Idea, (current_council(), row.idea_id))
    row.helped_at, row.helped_by_id, row.help_words = clock.now(), by, said
    names = council.names([by, row.person_id])
    record(HelpGiven(to=names[row.person_id]), idea_id=idea.id, about_id=row.id, by=by)
    ideas.touch(idea)
    if to := council.to(row.person_id):
        post.write(
            "help_given",
            to=to,
            kind=post.LetterKind.REPLY,
            key=f"help:{row.id}",
            subject=f"{names[by]} answers about {idea.title}",
            ref=idea.ref,
            title=idea.title,
            by=names[by],
            words=said,
            wanted=row.reply or Reply.NEED_HELP,
        )

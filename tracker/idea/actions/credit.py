"""Who is credited with an idea that somebody else logs for them: a colleague here, or a name."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from tracker import council, post
from tracker.clock import now
from tracker.idea.words import Origin, Provenance, Refused
from tracker.tenancy import current_council, rows, session


class _ColleagueRow(NamedTuple):
    """A colleague whose name or email somebody typed."""

    id: UUID


_CALLED = """
SELECT m.person_id AS id FROM membership m
 WHERE m.council_id = :here AND m.ended_at IS NULL AND lower(CAST(:typed AS text)) IN (lower(m.email), lower(m.name))
 ORDER BY m.person_id LIMIT 2"""


def resolved(source: Provenance, *, by: UUID | None) -> Provenance:
    """Where an idea comes from, with the colleague found whose name or email was typed; one's own idea is one's own.

    Raises Refused for nobody, for a name that two people here have, and for an email that nobody here has.
    """
    if source.origin is not Origin.BEHALF:
        return source._replace(credit_id=None, credit_name=None)
    typed = " ".join((source.credit_name or "").split())
    if not typed:
        raise Refused("Write whose idea it is: their name, or work email", field="behalf_of")
    found = rows(_ColleagueRow, _CALLED, here=current_council(), typed=typed)
    if len(found) > 1:
        raise Refused(
            f"Two people here are called {typed}. Write the work email of the one you mean", field="behalf_of"
        )
    if found:
        return _of_colleague(source, found[0].id, by)
    if "@" in typed:
        raise Refused("Nobody here has this email. Write their name instead", field="behalf_of")
    return source._replace(credit_id=None, credit_name=typed)


def _of_colleague(source: Provenance, person_id: UUID, by: UUID | None) -> Provenance:
    if person_id == by:
        return Provenance(Origin.OWN)
    return source._replace(credit_id=person_id, credit_name=None)


_FOLLOW = text("INSERT INTO follower (idea_id, person_id, since) VALUES (:idea, :person, :now) ON CONFLICT DO NOTHING")


def tell_credited(person_id: UUID, *, idea_id: UUID, ref: str, title: str, by_name: str) -> None:
    """Have a colleague follow the idea that was logged for them, and write to them that it was."""
    session().execute(_FOLLOW, {"idea": idea_id, "person": person_id, "now": now()})
    if to := council.to(person_id):
        post.write(
            "idea_credited",
            to=to,
            kind=post.LetterKind.REPLY,
            key=f"idea-credited:{idea_id}:{person_id}",
            subject=f"Your idea is in: {title}",
            ref=ref,
            title=title,
            by=by_name,
        )

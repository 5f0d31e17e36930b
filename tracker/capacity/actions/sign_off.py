"""Sign-offs: finance, human resources, IT and performance say by the person named for them whether an idea may stay."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tracker import council, post
from tracker.capacity.models import SignOff
from tracker.capacity.words import Office, SignOffWord
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.capacity import SignerNamed, SignOffGiven
from tracker.idea import Idea, Refused, refuse_all, sight_faults, touch
from tracker.tenancy import session


def name_signer(*, idea: Idea, office: Office, person_id: UUID, by: UUID) -> SignOff | None:
    """Name the person who signs for an office, and ask them by letter. Returns None where they are named already.

    Raises Refused for somebody who is not here, or may not see the idea.
    """
    if _named(idea.id, office) == person_id:
        return None
    to = council.to(person_id)
    if to is None:
        raise Refused("Choose somebody who works here", field="person_id")
    refuse_all(sight_faults(idea, {"person_id": person_id}))
    made = _added(idea, office, person_id, by=by)
    stored = record(SignerNamed(office=office, person=to.name), idea_id=idea.id, about_id=person_id, by=by)
    touch(idea)
    if person_id != by:
        session().flush()
        post.write(
            "sign_off_asked",
            to=to,
            kind=post.LetterKind.NOTICE,
            key=f"sign_off:{stored.id}",
            subject=f"{idea.ref} asks you to sign it off: {idea.title}",
            ref=idea.ref,
            title=idea.title,
            office=office.value,
            by=council.names([by]).get(by, "Its owner"),
        )
    return made


def _named(idea_id: UUID, office: Office) -> UUID | None:
    """Who is named for an office on an idea."""
    asked = select(SignOff.person_id).where(SignOff.idea_id == idea_id, SignOff.office == office)
    return session().scalar(asked.order_by(SignOff.number.desc()).limit(1))


def sign_off(*, idea: Idea, office: Office, word: SignOffWord, by: UUID, note: str = "") -> SignOff:
    """Say what an office says of an idea: signed, with conditions that are written down, or no, with the reason.

    Raises Refused for anybody but the person named, and without the words that a condition or a no needs.
    """
    if _named(idea.id, office) != by:
        raise Refused("Only the person named for it signs this off.")
    if word is SignOffWord.CONDITIONAL and not note.strip():
        raise Refused("Write down the conditions", field="note")
    if word is SignOffWord.REFUSED and not note.strip():
        raise Refused("Say why not", field="note")
    made = _added(idea, office, by, by=by, word=word, note=note)
    record(SignOffGiven(office=office, word=word, note=made.note), idea_id=idea.id, about_id=by, by=by)
    touch(idea)
    return made


def _added(
    idea: Idea, office: Office, person_id: UUID, *, by: UUID, word: SignOffWord | None = None, note: str = ""
) -> SignOff:
    made = SignOff(
        idea_id=idea.id,
        office=office,
        person_id=person_id,
        word=word,
        note=note.strip() or None,
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    return made

"""The people on an idea: its owner, its sponsor and their contact with the team, those who follow it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from tracker import council, post
from tracker.clock import add_working_days, now, spoken, today
from tracker.council import Can
from tracker.db import Base
from tracker.history import record
from tracker.history.events.idea import IdeaHandedBack, OwnerAssigned, SponsorContacted, SponsorNamed
from tracker.idea.actions.life import touch
from tracker.idea.models import Follower, Idea, SponsorContact
from tracker.idea.permissions import hands_back
from tracker.idea.rules import BACK_DAYS, contact_faults, counts_from, sponsor_faults
from tracker.idea.words import Refused, refuse_all
from tracker.tenancy import session

# Who came along with a joined idea follows by themselves from now on: taken apart again, they stay.
_FOLLOW = insert(Base.metadata.tables["follower"]).on_conflict_do_update(
    index_elements=["council_id", "idea_id", "person_id"],
    set_={"from_idea_id": None},
    where=Base.metadata.tables["follower"].c.from_idea_id.is_not(None),
)


def follow(*, idea: Idea, person_id: UUID) -> None:
    """Have somebody hear what becomes of an idea, by themselves. Twice is once."""
    session().execute(_FOLLOW, {"idea_id": idea.id, "person_id": person_id, "since": now()})


def unfollow(*, idea: Idea, person_id: UUID) -> None:
    """Stop hearing of an idea. Its author still hears of every decision on it."""
    session().execute(delete(Follower).where(Follower.idea_id == idea.id, Follower.person_id == person_id))


def assign_owner(*, idea: Idea, owner_id: UUID, by: UUID, note: str = "") -> None:
    """Give an idea an owner, who answers for it from then on, follows it and is told by letter.

    Who was given it by somebody else may hand it back within 5 working days. Raises Refused for who may not keep ideas.
    """
    if idea.owner_id == owner_id:
        return
    to = council.to(owner_id)
    if to is None:
        raise Refused("Choose an owner who works here", field="owner_id")
    if not council.reader(owner_id).can(Can.KEEP_CURRENT):
        raise Refused(f"{to.name} may not keep ideas here. Choose somebody who may.", field="owner_id")
    before, idea.owner_id = idea.owner_id, owner_id
    if idea.deputy_id == owner_id:
        idea.deputy_id = None
    given = owner_id != by
    idea.handed_from_id = before if given else None
    idea.back_until = add_working_days(today(), BACK_DAYS, council.here().nation) if given else None
    follow(idea=idea, person_id=owner_id)
    assigned = OwnerAssigned(owner=to.name, handed_over=before is not None)
    stored = record(assigned, idea_id=idea.id, about_id=owner_id, by=by)
    touch(idea)
    if not given:
        return
    session().flush()
    post.write(
        "owner_assigned",
        to=to,
        kind=post.LetterKind.NOTICE,
        key=f"owner:{stored.id}",
        subject=f"{idea.ref} is yours: {idea.title}",
        ref=idea.ref,
        title=idea.title,
        note=note,
        by=council.names([by]).get(by, "Your innovation lead"),
        back_until=spoken(idea.back_until, today=today()) if idea.back_until else None,
    )


def hand_back(*, idea: Idea, because: str, by: UUID) -> None:
    """Give an idea back to whom had it before; it is nobody's where nobody had it, or who had it may no longer keep it.

    Whoever has it again is told, of nobody's idea the leads are. Raises Refused once the days for it are over.
    """
    if not hands_back(idea, council.reader(by)):
        raise Refused("The days to hand it back are over. Hand it over to somebody else, or ask a lead.")
    before = idea.handed_from_id
    back_to = before if before and council.reader(before).can(Can.KEEP_CURRENT) else None
    idea.owner_id, idea.handed_from_id, idea.back_until = back_to, None, None
    told = [back_to] if back_to else [lead.id for lead in council.people(with_role=council.Role.LEAD) if lead.id != by]
    names = council.names([by, back_to])
    event = IdeaHandedBack(owner=names[back_to] if back_to else None, because=because.strip())
    stored = record(event, idea_id=idea.id, about_id=back_to, by=by)
    touch(idea)
    session().flush()
    for to in filter(None, map(council.to, told)):
        post.write(
            "idea_handed_back",
            to=to,
            kind=post.LetterKind.NOTICE,
            key=f"handed-back:{stored.id}:{to.person_id}",
            subject=f"{idea.ref} was handed back: {idea.title}",
            ref=idea.ref,
            title=idea.title,
            because=because.strip(),
            by=names[by],
            yours=back_to is not None,
        )


def name_sponsor(*, idea: Idea, by: UUID, person_id: UUID | None = None, name: str = "") -> None:
    """Name the person with authority to act: somebody here, or elsewhere by name. Raises Refused for nobody."""
    who = council.person(person_id) if person_id else None
    if person_id and (who is None or who.left):
        raise Refused("Choose a sponsor who works here, or write a name", field="sponsor_id")
    refuse_all(sponsor_faults(person_id=person_id, name=name))
    new = (person_id, None if person_id else name.strip())
    if (idea.sponsor_id, idea.sponsor_name) == new:
        return
    idea.sponsor_id, idea.sponsor_name = new
    named = SponsorNamed(sponsor=who.name if who else name.strip())
    record(named, idea_id=idea.id, about_id=person_id, by=by)
    touch(idea)


def _nobody_faults(idea: Idea) -> Iterator[Refused]:
    if not idea.sponsor_id and not idea.sponsor_name:
        yield Refused("Name the sponsor first", field="sponsor_name")


def record_contact(*, idea: Idea, on: date, by: UUID, how: str = "", note: str = "") -> None:
    """Record a contact between the sponsor and the team, on its day. Raises Refused for a day to come."""
    refuse_all(contact_faults(on=on, today=today()), _nobody_faults(idea))
    made = SponsorContact(
        idea_id=idea.id,
        on=on,
        how=how.strip() or None,
        note=note.strip() or None,
        by_id=by,
        counts_from=counts_from(on, today()),
        recorded_at=now(),
    )
    session().add(made)
    idea.last_contact = max(filter(None, (idea.last_contact, on)))
    record(SponsorContacted(on=on.isoformat(), note=made.note), idea_id=idea.id, by=by)
    touch(idea)

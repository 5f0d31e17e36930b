"""What is done with councils and people: made, invited, given roles, ended. Asked in the directory, but for roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Update, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from tracker.clock import now, today
from tracker.council.actions.cover import end_covers_of
from tracker.council.models import Council, Credential, JobRun, Membership, Person, ReplyPromise, Service, StepDismissal
from tracker.council.rules import council_fault, free_prefix, prefix_for
from tracker.council.words import Digest, FoundingStep, NewsBy, PersonError, Role
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.council import (
    ElectedNoted,
    MembershipBegun,
    MembershipEnded,
    OwnWordsSet,
    PromiseSet,
    RolesSet,
    SeniorOwnerNamed,
    ServiceAdded,
)
from tracker.post import MailKind
from tracker.tenancy import current_council, door, session, take_turn
from tracker.wording import own_words, own_words_faults

NAME_TAKEN = "There is a service called {} already."


def clean_email(email: str) -> str:
    """Return an address in its usual form. Raises PersonError where it cannot be one."""
    try:
        return validate_email(email.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        msg = "Enter an email address like name@council.gov.uk"
        raise PersonError(msg, field="email") from None


def create(
    *, code: str, name: str, nation: str | None = None, prefix: str | None = None, kind: str | None = None
) -> Council:
    """Make a council. Asked in the directory. Raises PersonError when its code or the prefix given is taken or no good.

    Without a prefix it gets letters of its code that begin no other council's references.
    """
    if fault := council_fault(code=code, name=name, prefix=prefix):
        raise PersonError(fault[0], field=fault[1])
    taken = prefixes_taken()
    if session().scalar(select(Council.id).where(Council.code == code)):
        raise PersonError(f"There is a council with the code {code!r} already.", field="code")
    if prefix and (theirs := taken.get(prefix.lower())):
        raise PersonError(f"The references of {theirs} begin with {prefix} already. Choose others.", field="prefix")
    chosen = free_prefix(prefix_for(code, prefix), taken)
    made = Council(code=code, name=name.strip(), nation=nation or None, prefix=chosen, kind=kind)
    session().add(made)
    session().flush()
    return made


def prefixes_taken() -> dict[str, str]:
    """What references begin with, in lower case, and the code of the council that they are of.

    Asked in the directory, whose transaction then is the only one that makes councils until it ends.
    """
    take_turn("councils")
    asked = select(Council.prefix, Council.code).order_by(Council.created_at.desc(), Council.code.desc())
    return {prefix_for(row.code, row.prefix).lower(): row.code for row in session().execute(asked)}


def add_person(
    *, council_id: UUID, email: str, name: str, roles: Iterable[Role], job_title: str | None = None
) -> Person:
    """Make somebody a member of a council with roles, unasked: for whoever runs the platform. Others `invite`.

    A person known from another council stays one person. Asked in the directory. Who is here already stays as they
    are; raises PersonError for somebody who left: they come back by accepting an invitation.
    """
    person = add_account(email=email, name=name)
    here = (Membership.council_id == council_id, Membership.person_id == person.id)
    if session().scalar(select(Membership.ended_at).where(*here)):
        msg = f"{person.name} was here before and left: invite them, and they come back once they accept."
        raise PersonError(msg, field="email")
    values = {"roles": sorted(str(role) for role in roles), "job_title": job_title}
    joining = insert(Membership).values(council_id=council_id, person_id=person.id, **values)
    session().execute(joining.on_conflict_do_nothing())
    return person


def add_account(*, email: str, name: str) -> Person:
    """Make somebody a person of no council yet, or find who has the address already. Asked in the directory."""
    email = clean_email(email)
    person = session().scalar(select(Person).where(func.lower(Person.email) == email.lower()))
    if person is None:
        person = Person(email=email, name=name.strip())
        session().add(person)
        session().flush()
    return person


def note_member(*, person_id: UUID, roles: Iterable[Role], by: UUID | None = None) -> None:
    """Record that somebody was made a member of the open council, with these roles."""
    record(MembershipBegun(roles=sorted(str(role) for role in roles)), about_id=person_id, by=by)


def person_of(*, email: str) -> UUID:
    """Whose address this is. Raises PersonError for nobody's. Asked in the directory."""
    found = session().scalar(select(Person.id).where(func.lower(Person.email) == clean_email(email).lower()))
    if found is None:
        raise PersonError(f"Nobody here has the address {email}.", field="email")
    return found


def has_password(*, email: str) -> bool:
    """Whether somebody signs in with an address and a password of their own. Asked in the directory."""
    known = select(Credential.person_id).join(Person, Person.id == Credential.person_id)
    return session().scalar(known.where(func.lower(Person.email) == clean_email(email).lower())) is not None


def set_roles(*, person_id: UUID, roles: Iterable[Role], by: UUID) -> None:
    """Give a person of the open council these roles. The council keeps at least one admin. Twice is once."""
    chosen = sorted(str(role) for role in roles)
    _keep_an_admin(person_id, still_admin=Role.ADMIN.value in chosen)
    if not _changed(_membership(person_id).where(Membership.roles != chosen).values(roles=chosen)):
        return
    record(RolesSet(roles=chosen), about_id=person_id, by=by)
    end_covers_of(person_id, by=by)


def end_membership(*, person_id: UUID, by: UUID) -> None:
    """End somebody's membership of the open council: they can no longer sign in to it, what they did stays.

    Twice is once.
    """
    _keep_an_admin(person_id, still_admin=False)
    if not _changed(_membership(person_id).where(Membership.ended_at.is_(None)).values(ended_at=now())):
        return
    record(MembershipEnded(), about_id=person_id, by=by)
    end_covers_of(person_id, by=by, gone=True)


def _membership(person_id: UUID) -> Update:
    return update(Membership).where(Membership.council_id == current_council(), Membership.person_id == person_id)


def _changed(act: Update) -> bool:
    """Say whether a change found anything that was not so already."""
    return bool(session().execute(act).rowcount)  # type: ignore[attr-defined]  # a result of an update has it


def _keep_an_admin(person_id: UUID, *, still_admin: bool) -> None:
    take_turn(f"council {current_council()}")  # two admins may not each count on the other
    others = session().scalar(
        text(
            "SELECT count(*) FROM membership WHERE council_id = :here AND person_id <> :who"
            " AND ended_at IS NULL AND 'admin' = ANY (roles)"
        ),
        {"here": current_council(), "who": person_id},
    )
    if not still_admin and not others:
        msg = "A council keeps at least one admin. Make somebody else an admin first."
        raise PersonError(msg, field="roles")


def set_digest(*, person_id: UUID, digest: Digest) -> None:
    """Note how often a person wants a digest. Asked in the directory."""
    session().execute(update(Person).where(Person.id == person_id).values(digest=digest))


def set_news(*, person_id: UUID, followed: NewsBy, naming: NewsBy) -> None:
    """Note how a person here hears of ideas that they follow, and of words that name them."""
    session().execute(_membership(person_id).values(news_followed=followed, news_naming=naming))


def set_elected(*, person_id: UUID, elected: bool, by: UUID) -> None:
    """Note that a person here holds their place by an election, or does not: they are asked anew after one."""
    if _changed(_membership(person_id).where(Membership.elected != elected).values(elected=elected)):
        record(ElectedNoted(elected=elected), about_id=person_id, by=by)


def set_quiet_nudges(*, person_id: UUID, about: Collection[str]) -> None:
    """Note what a person here is asked about in their inbox alone, without a letter."""
    session().execute(_membership(person_id).values(quiet_nudges=sorted(about)))


def stop_mail(*, person_id: UUID, kind: MailKind, stopped: bool) -> None:
    """Have letters of a kind stop for a person here, or come again. Twice is once."""
    kept = func.array_remove(Membership.stopped, str(kind))
    session().execute(_membership(person_id).values(stopped=func.array_append(kept, str(kind)) if stopped else kept))


def rename(*, person_id: UUID, name: str) -> None:
    """Change a person's name. Asked in the directory."""
    session().execute(update(Person).where(Person.id == person_id).values(name=name.strip()))


def add_service(*, name: str, by: UUID, senior_owner: str | None = None) -> Service:
    """Add a service to the open council. Raises PersonError when there is one of that name, or was until it ended."""
    known = select(Service.ended_at).where(func.lower(Service.name) == name.strip().lower())
    if found := session().execute(known).first():
        told = "There was a service called {}, which ended. Offer that again." if found.ended_at else NAME_TAKEN
        raise PersonError(told.format(name.strip()), field="name")
    made = Service(name=name.strip(), senior_owner=senior_owner or None)
    session().add(made)
    session().flush()
    record(ServiceAdded(name=made.name), about_id=made.id, by=by)
    return made


def name_senior_owner(*, service_id: UUID, senior_owner: str, by: UUID) -> None:
    """Name the senior owner of a service: ideas that are passed on to it reach whoever here is called so.

    Twice is once; an empty name is nobody's. Raises PersonError where there is no such service.
    """
    found = session().scalar(select(Service).where(Service.id == service_id))
    if found is None:
        raise PersonError("There is no such service any more.", field="senior_owner")
    if (found.senior_owner or "") == senior_owner.strip():
        return
    found.senior_owner = senior_owner.strip() or None
    record(SeniorOwnerNamed(service=found.name, owner=senior_owner.strip()), about_id=found.id, by=by)


def set_promise(*, days: int, by: UUID) -> None:
    """Set within how many working days the open council promises a first reply (1-60). Twice is once.

    It holds from today: figures of earlier days keep the promise of their day. Who keeps what it was says so once.
    """
    here = update(Council).where(Council.id == current_council())
    before = session().scalar(select(Council.promise_days).where(Council.id == current_council()))
    changed = _changed(here.where(Council.promise_days != days).values(promise_days=days))
    if before is None or (not changed and session().scalar(select(ReplyPromise.id).limit(1))):
        return
    session().add(ReplyPromise(days=days, before=before, by_id=by, counts_from=today(), recorded_at=now()))
    record(PromiseSet(days=days), by=by)


def dismiss_step(*, step: FoundingStep, by: UUID) -> None:
    """Note that the open council does not need a first step. Twice is once."""
    dismissed = insert(StepDismissal).values(id=new_id(), step=step, by_id=by, at=now())
    session().execute(dismissed.on_conflict_do_nothing(index_elements=["council_id", "step"]))


def recall_step(*, step: FoundingStep) -> None:
    """Have a first step be told again that was dismissed."""
    session().execute(delete(StepDismissal).where(StepDismissal.step == step))


def set_own_words(*, words: Mapping[str, str], by: UUID) -> None:
    """Set what the open council calls roles and stages, by "role.owner"; an empty word is the built-in one again.

    Raises PersonError, with the name of the word, for one that will not do. Twice is once.
    """
    for name, fault in own_words_faults(words).items():
        raise PersonError(fault, field=name)
    chosen = own_words(words)
    here = update(Council).where(Council.id == current_council())
    if not _changed(here.where(Council.own_words != chosen).values(own_words=chosen)):
        return
    door().own_words = None  # whoever words something behind this door reads them anew
    record(OwnWordsSet(words=chosen), by=by)


def ran(job: str, *, council_id: UUID | None = None, detail: str | None = None, failed: bool = False) -> None:
    """Note that a recurring job ran just now; one that failed keeps the time of its last success."""
    ended = {"running_since": None, "deaths": 0}
    values = {"started_at": now(), "detail": detail, **ended, **({} if failed else {"finished_at": now()})}
    session().execute(
        insert(JobRun)
        .values(id=new_id(), job=job, council_id=council_id, **values)
        .on_conflict_do_update(index_elements=["job", "council_id"], set_=values)
    )

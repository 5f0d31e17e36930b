"""Signing in, and the links that let a person choose a password. All of it is asked in the directory."""

from __future__ import annotations

import functools
import secrets
from uuid import UUID

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from config.settings import settings
from tracker import post
from tracker.clock import now
from tracker.council import rules
from tracker.council.actions.browsers import sign_out_everywhere, start
from tracker.council.models import AccountLink, Attempt, Credential, Person, ResetRequest
from tracker.council.queries.arrival import digest_of_token
from tracker.council.words import LinkPurpose
from tracker.later import Job, ask
from tracker.tenancy import directory, session

log = structlog.get_logger(__name__)

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class SignInError(Exception):
    """Sign-in was refused. `wait` says that there were too many tries."""

    def __init__(self, message: str, *, wait: bool = False) -> None:
        super().__init__(message)
        self.wait = wait


@functools.cache
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe())


def sign_in(*, email: str, password: str, address: str) -> str:
    """Check a password and return the token of a new signed-in browser.

    Raises SignInError, the same for an unknown email as for a wrong password, and after too many tries.
    """
    who, address = email.strip().lower(), digest_of_token(rules.network_of(address))
    _refuse_too_many(who, address)
    row = (
        session()
        .execute(
            select(Person.id, Credential.password_hash)
            .join(Credential, Credential.person_id == Person.id)
            .where(func.lower(Person.email) == who)
        )
        .one_or_none()
    )
    if not _matches(row.password_hash if row else _nobodys_hash(), password) or row is None:
        _count(_subject(who, address), address)
        msg = "The email or the password is not right. Try again, or ask for a new password."
        raise SignInError(msg)
    return start(person_id=row.id)


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _count(*subjects: str) -> None:
    """Count a try, and forget those that count no more: nobody's address is kept for longer."""
    session().execute(delete(Attempt).where(Attempt.at < now() - rules.TRIES_WINDOW))
    session().add_all([Attempt(subject=subject, at=now()) for subject in subjects])


def _subject(who: str, address: str) -> str:
    return digest_of_token(f"{who} from {address}")


def _refuse_too_many(who: str, address: str) -> None:
    since = now() - rules.TRIES_WINDOW
    tries = dict(
        session()
        .execute(
            select(Attempt.subject, func.count())
            .where(Attempt.subject.in_([_subject(who, address), address]), Attempt.at > since)
            .group_by(Attempt.subject)
        )
        .tuples()
        .all()
    )
    if rules.must_wait(tries_here=tries.get(_subject(who, address), 0), tries_from_address=tries.get(address, 0)):
        msg = "There were too many tries. Wait five minutes, or ask for a new password."
        raise SignInError(msg, wait=True)


def choose_password(*, person_id: UUID, password: str) -> None:
    """Set a person's password, and end every signed-in browser and every link that was sent before.

    Raises ValueError, saying what to do, for a weak one.
    """
    person = session().get_one(Person, person_id)
    if fault := rules.password_fault(password, name=person.name, email=person.email):
        raise ValueError(fault)
    values = {"password_hash": HASHER.hash(password), "changed_at": now()}
    session().execute(
        insert(Credential)
        .values(person_id=person_id, **values)
        .on_conflict_do_update(index_elements=["person_id"], set_=values)
    )
    session().execute(
        update(AccountLink)
        .where(AccountLink.person_id == person_id, AccountLink.used_at.is_(None))
        .values(used_at=now())
    )
    sign_out_everywhere(person_id=person_id)


def check_password(*, person_id: UUID, password: str) -> bool:
    """Whether this is the person's password, asked again before a change."""
    stored = session().scalar(select(Credential.password_hash).where(Credential.person_id == person_id))
    return _matches(stored or _nobodys_hash(), password) and stored is not None


def send_link(*, person: Person, purpose: LinkPurpose = LinkPurpose.RESET) -> None:
    """Send a person a link to choose another password, good once, for two hours."""
    token = secrets.token_urlsafe(32)
    digest = digest_of_token(token)
    session().add(
        AccountLink(
            token_digest=digest,
            purpose=purpose,
            person_id=person.id,
            made_at=now(),
            until=now() + rules.RESET_LASTS,
        )
    )
    post.write(
        "reset",
        to=post.Addressee(name=person.name, email=person.email, person_id=person.id),
        kind=post.LetterKind.ACCOUNT,
        key=f"{purpose}:{digest}",
        subject="Choose a new password",
        link=f"{settings().base_url}/reset/{token}",
    )


def ask_for_reset(*, email: str, address: str) -> None:
    """Note that somebody asked for a new password; the worker answers, so that a known email costs what any other does.

    Twenty in five minutes are noted from one address.
    """
    if tries_from("a reset", address) >= rules.MOST_RESETS_FROM_ONE_ADDRESS:
        return
    session().add(ResetRequest(email=email.strip().lower(), asked_at=now()))
    ask(Job.DELIVER_LETTERS)


def answer_resets() -> None:
    """Send whoever asked for a new password a link, where the email is known; forget all that was asked.

    At most one in five minutes to a person. Opens its own doors, one a request: one that fails keeps none waiting, and
    is tried again while its link would still be good.
    """
    with directory():
        waiting = session().execute(select(ResetRequest.id).order_by(ResetRequest.asked_at, ResetRequest.id)).scalars()
        asked = waiting.all()
    for request_id in asked:
        try:
            with directory():
                _answer_reset(request_id)
        except Exception as why:  # noqa: BLE001 - the others are answered all the same
            log.warning("a reset waits: it could not be answered", request=str(request_id), error=type(why).__name__)


def _answer_reset(request_id: UUID) -> None:
    taken = delete(ResetRequest).where(ResetRequest.id == request_id)
    request = session().execute(taken.returning(ResetRequest.email, ResetRequest.asked_at)).one_or_none()
    if request is None or request.asked_at < now() - rules.RESET_LASTS:
        return
    person = session().scalar(select(Person).where(func.lower(Person.email) == request.email).with_for_update())
    if person is None:
        return
    recent = session().scalar(
        select(func.count()).where(
            AccountLink.person_id == person.id,
            AccountLink.purpose == LinkPurpose.RESET,
            AccountLink.made_at > now() - rules.TRIES_WINDOW,
        )
    )
    if not recent:
        send_link(person=person)


def tries_from(what: str, address: str) -> int:
    """How often something was asked for from an address in the last five minutes; counts this time."""
    asker = _subject(what, digest_of_token(rules.network_of(address)))
    lately = (Attempt.subject == asker, Attempt.at > now() - rules.TRIES_WINDOW)
    before = session().scalar(select(func.count()).select_from(Attempt).where(*lately)) or 0
    _count(asker)
    return before


def open_link(token: str, *, purpose: LinkPurpose = LinkPurpose.RESET) -> AccountLink | None:
    """The link of a token while it is good; None once it was used or ran out."""
    asked = select(AccountLink).where(
        AccountLink.token_digest == digest_of_token(token), AccountLink.purpose == purpose
    )
    found = session().scalar(asked.with_for_update())
    return found if found and found.used_at is None and found.until > now() else None


def use_link(link: AccountLink, *, password: str) -> str:
    """Choose a password by a good link and start a signed-in browser. Raises ValueError for a weak password."""
    choose_password(person_id=link.person_id, password=password)
    link.used_at = now()
    session().flush()
    return start(person_id=link.person_id, council_id=link.council_id)

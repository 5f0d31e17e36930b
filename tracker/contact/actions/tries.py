"""How often somebody without an account sends something: counted in the directory, by digests, for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from tracker.clock import now
from tracker.contact import rules
from tracker.contact.models import DoorTry
from tracker.council import digest_of_token, network_of
from tracker.tenancy import session


def take_form(*, door_id: UUID, address: str) -> bool:
    """Count a form that is sent at a door; say whether it is taken, or too many came from there, or at all."""
    everybody, network = f"forms at {door_id}", f"forms at {door_id} from {network_of(address)}"
    is_few = _count(network, rules.FORMS_WINDOW) < rules.FORMS
    is_taken = is_few and _count(everybody, rules.ALL_FORMS_WINDOW) < rules.ALL_FORMS
    if is_taken:
        _note(network, everybody)
    return is_taken


def must_wait(*, address: str) -> bool:
    """Whether so many codes that nobody has were tried from an address that it waits, whatever it tries next."""
    return _count(_misses(address), rules.MISSES_WINDOW) >= rules.MISSES


def note_miss(*, address: str) -> None:
    """Count a code that nobody has."""
    _note(_misses(address))


def take_mail(*, email: str) -> bool:
    """Count a letter that nobody here asked for; say whether it goes, or the address had enough of them today."""
    subject = _mails(email)
    goes = _count(subject, rules.MAILS_WINDOW) < rules.MAILS
    if goes:
        _note(subject)
    return goes


def mail_moment(*, email: str) -> datetime | None:
    """Count a letter that nobody here asked for, and say when it goes: now, or once its address had few enough lately.

    None where it would wait too long, since others wait before it. Which of these moments it is, is told to nobody: it
    would tell who sent something today.
    """
    subject = _mails(email)
    counted = select(DoorTry.at).where(DoorTry.subject == digest_of_token(subject))
    last = session().scalars(counted.order_by(DoorTry.at.desc(), DoorTry.id.desc()).limit(rules.MAILS)).all()
    goes_at = max(now(), last[-1] + rules.MAILS_WINDOW) if len(last) == rules.MAILS else now()
    if goes_at > now() + rules.LONGEST_WAIT:
        return None
    _note(subject, at=goes_at)
    return goes_at


def forget_tries() -> None:
    """Forget what no span of time counts any more."""
    session().execute(delete(DoorTry).where(DoorTry.at < now() - rules.TRIES_KEPT))


def _mails(email: str) -> str:
    return f"mail to {email.lower()}"


def _misses(address: str) -> str:
    return f"codes from {network_of(address)}"


def _count(subject: str, window: timedelta) -> int:
    lately = (DoorTry.subject == digest_of_token(subject), DoorTry.at > now() - window)
    return session().scalar(select(func.count()).select_from(DoorTry).where(*lately)) or 0


def _note(*subjects: str, at: datetime | None = None) -> None:
    session().add_all([DoorTry(subject=digest_of_token(subject), at=at or now()) for subject in subjects])
    session().flush()

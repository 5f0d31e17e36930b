"""Contacts are let go of: some days after their last answer, or at once; so is the address on letters to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, select, text, update

from tracker.clock import now, today
from tracker.contact import rules
from tracker.contact.actions.tokens import end_tokens
from tracker.contact.models import Contact, ContactAnswer, Submission
from tracker.contact.queries import door_settings
from tracker.contact.words import TokenKind
from tracker.db import any_of
from tracker.history import record
from tracker.history.events.contact import ContactEnded, ContactsEnded
from tracker.tenancy import session

_KNOWN = Contact.name.is_not(None) | Contact.email.is_not(None)
_FORGET = text("SELECT forget_addresses(CAST(:keys AS text[]))")


def forget_due() -> None:
    """Let go of contacts, codes and unconfirmed words whose days are over. Safe to run twice at once."""
    kept = door_settings()
    since = rules.kept_since(kept.contact_days, today=today())
    _forget(_those(Contact.answered_on <= since, _KNOWN))
    ended = _those(Contact.code_until < today())
    if ended:
        end_tokens(TokenKind.CLAIM, *ended)
        session().execute(update(Contact).where(Contact.id == any_of(ended)).values(code_until=None))
    _forget_unconfirmed()


def end_contact(contact: Contact, *, by: UUID) -> None:
    """Let go of one contact at once, its code too: they hear no more. Twice is once."""
    ended = end_tokens(TokenKind.CLAIM, contact.id)
    if not ended and contact.name is None and contact.email is None:
        return
    _forget([contact.id])
    contact.code_until = None
    record(ContactEnded(), idea_id=contact.idea_id, about_id=contact.id, by=by)


def end_contacts(*, by: UUID) -> int:
    """Let go of every name and address of people without an account at once; return of how many. Codes stay."""
    known = _those(_KNOWN)
    _forget(known)
    if known:
        record(ContactsEnded(kind="contacts", count=len(known)), by=by)
    return len(known)


def forget_words_of(submission: Submission) -> None:
    """Take away what waited to be confirmed, and the link that confirms it."""
    end_tokens(TokenKind.CONFIRMATION, submission.id)
    session().execute(delete(Submission).where(Submission.id == submission.id))


def _those(*which: object) -> Sequence[UUID]:
    asked = select(Contact.id).where(*which).order_by(Contact.id)  # type: ignore[arg-type]  # clauses, all of them
    return session().scalars(asked).all()


def _forget(contacts: Sequence[UUID]) -> None:
    """Take away names and addresses, here and on letters, also on those that still wait to go."""
    if not contacts:
        return
    gone = {"name": None, "email": None, "forgotten_at": now()}
    session().execute(update(Contact).where(Contact.id == any_of(contacts)).values(**gone))
    _forget_letters_to(contacts)
    session().expire_all()


def let_go_of_address(contact: Contact) -> None:
    """Write to the address of a contact no more, as they ask: it goes from letters too, also from those that wait."""
    contact.email = None
    session().flush()
    _forget_letters_to([contact.id])


def thanks_keys(contact_id: UUID) -> list[str]:
    """The names of the letters that thank a contact: one for each address that they gave, one after another."""
    return [
        f"contact:{contact_id}:thanks",
        *(f"contact:{contact_id}:thanks:{n}" for n in range(2, rules.MOST_THANKS + 1)),
    ]


def _forget_letters_to(contacts: Sequence[UUID]) -> None:
    answers = session().scalars(
        select(ContactAnswer.id).where(ContactAnswer.contact_id == any_of(contacts)).order_by(ContactAnswer.id)
    )
    _forget_letters([*contacts, *answers], [key for one in contacts for key in thanks_keys(one)])


def _forget_letters(about: Iterable[UUID], thanks: Iterable[str] = ()) -> None:
    keys = [*(f"contact:{one}" for one in about), *thanks]
    session().execute(_FORGET, {"keys": keys})


def _forget_unconfirmed() -> None:
    old = Submission.made_at < now() - rules.CONFIRMATION_LASTS
    gone = session().scalars(select(Submission.id).where(old).order_by(Submission.made_at, Submission.id)).all()
    if gone:
        end_tokens(TokenKind.CONFIRMATION, *gone)
        session().execute(delete(Submission).where(Submission.id == any_of(gone)))
        _forget_letters(gone)

"""What a council says of its doors, and how it ends at once what it keeps of people without an account."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from tracker.clock import now
from tracker.contact import rules
from tracker.contact.actions.tokens import end_tokens
from tracker.contact.models import Contact, DoorSettings
from tracker.contact.queries import door_settings
from tracker.contact.words import TokenKind
from tracker.council import PersonError
from tracker.history import record
from tracker.history.events.contact import ContactsEnded, DoorsSet
from tracker.tenancy import current_council, session


@dataclass(frozen=True, kw_only=True)
class DoorChoice:
    """What a council chooses for its doors."""

    residents: bool
    ask_whom: str
    contact_centre: str
    report_link: str
    complaint_link: str
    contact_days: int | None
    code_days: int | None


def set_doors(*, choice: DoorChoice, by: UUID) -> None:
    """Open or close the residents' door, and set what doors say and how long contacts are kept. Twice is once.

    Raises PersonError for days or a link that will not do.
    """
    days = {"contact_days": choice.contact_days, "code_days": choice.code_days}
    links = {"report_link": choice.report_link, "complaint_link": choice.complaint_link}
    for fault in rules.settings_faults(days=days, links=links):
        raise PersonError(fault.sentence, field=fault.field)
    texts = {name: getattr(choice, name).strip() or None for name in ("ask_whom", "contact_centre", *links)}
    wanted = {"residents": choice.residents, **texts, **days}
    stands = door_settings()
    if all(getattr(stands, name) == value for name, value in wanted.items()):
        return
    row = session().scalar(select(DoorSettings).where(DoorSettings.council_id == current_council()))
    if row is None:
        row = DoorSettings()
        session().add(row)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.changed_at, row.by_id = now(), by
    record(DoorsSet(residents=choice.residents, **{name: value or 0 for name, value in days.items()}), by=by)


def end_codes(*, by: UUID) -> int:
    """End every claim code of the open council at once; return how many there were."""
    ended = end_tokens(TokenKind.CLAIM)
    session().execute(update(Contact).where(Contact.code_until.is_not(None)).values(code_until=None))
    if ended:
        record(ContactsEnded(kind="codes", count=ended), by=by)
    return ended

"""What is asked about doors and people without an account."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.contact.models import Contact, DoorSettings, Poster
from tracker.contact.rules import CODE_DAYS, CONTACT_DAYS, known_as
from tracker.council import NAME
from tracker.tenancy import Query, current_council, rows, session


def door_settings() -> DoorSettings:
    """What the open council says of its doors; as they come where it never said anything."""
    found = session().scalar(select(DoorSettings).where(DoorSettings.council_id == current_council()))
    return found or DoorSettings(residents=False, contact_days=CONTACT_DAYS, code_days=CODE_DAYS)


def the_poster(poster_id: UUID) -> Poster | None:
    """A poster of the open council."""
    return session().get(Poster, (current_council(), poster_id))


def poster_numbered(number: int) -> Poster | None:
    """A poster of the open council by its number."""
    return session().scalar(select(Poster).where(Poster.number == number))


MOST_COUNTED = 500


class PosterRow(NamedTuple):
    """A poster with its use: how often it was opened; of the last 500 ideas, how many came and were answered."""

    id: UUID
    number: int
    team: str
    line: str
    service: str | None
    made_at: datetime
    ended_at: datetime | None
    opened: int
    ideas: int
    answered: int


_POSTERS = f"""
SELECT p.id, p.number, p.team, p.line, s.name AS service, p.made_at, p.ended_at,
 coalesce((SELECT sum(u.opened) FROM poster_use u WHERE u.poster_id = p.id), 0)::bigint AS opened,
 c.ideas, c.answered
FROM poster p CROSS JOIN LATERAL (
 SELECT count(*) AS ideas, count(k.answered_on) AS answered
  FROM (SELECT answered_on FROM contact WHERE poster_id = p.id
   ORDER BY made_at DESC, id DESC LIMIT {MOST_COUNTED}) AS k) AS c
LEFT JOIN service s ON s.id = p.service_id AND s.council_id = p.council_id
WHERE CAST(:number AS bigint) IS NULL OR p.number = :number
ORDER BY p.ended_at IS NOT NULL, p.number DESC, p.id LIMIT 200"""  # noqa: S608 - made of constants only


def posters(*, number: int | None = None) -> list[PosterRow]:
    """The posters of the open council with their use, those that stand first; one where its number is named."""
    return posters_query(number=number).answer()


def posters_query(*, number: int | None = None) -> Query[list[PosterRow]]:
    """The same, to be asked together with others."""
    return Query(PosterRow, _POSTERS, {"number": number}, list)


def the_contact(contact_id: UUID) -> Contact | None:
    """Somebody without an account who said an idea of the open council."""
    return session().get(Contact, (current_council(), contact_id))


def contact_of(idea_id: UUID) -> Contact | None:
    """Who said an idea without an account; None where nobody did."""
    return session().scalar(select(Contact).where(Contact.idea_id == idea_id))


def called(contact: Contact | None) -> str:
    """What who said an idea without an account is called, to those who read it."""
    return known_as(door=contact.door, team=contact.team, name=contact.name) if contact else "Somebody"


class KeptCount(NamedTuple):
    """How many people without an account have a name or an address here, and how many a code: each up to 500."""

    contacts: int
    codes: int


_KEPT = f"""
SELECT (SELECT count(*) FROM (SELECT FROM contact WHERE name IS NOT NULL OR email IS NOT NULL
  LIMIT {MOST_COUNTED} + 1) AS n) AS contacts,
 (SELECT count(*) FROM (SELECT FROM contact WHERE code_until IS NOT NULL LIMIT {MOST_COUNTED} + 1) AS c) AS codes"""  # noqa: S608 - the same


def kept_count() -> KeptCount:
    """How much would end, if everything that is kept of people without an account ended now."""
    [found] = rows(KeptCount, _KEPT)
    return found


def contact_sent(sent_key: str | None) -> Contact | None:
    """Whom a form that was sent before belongs to."""
    return session().scalar(select(Contact).where(Contact.sent_key == sent_key)) if sent_key else None


class ToldContact(NamedTuple):
    """Somebody without an account who hears of an idea: their own, by its title, or one that it was joined into."""

    id: UUID
    title: str
    name: str | None
    email: str | None


class TidingEntry(NamedTuple):
    """What a contact was told: the words of a message as they stand now."""

    id: UUID
    headline: str
    words: str | None
    next_step: str | None
    by: str | None
    at: datetime


_ANSWERS = f"""
SELECT a.id, a.headline, coalesce(g.text, a.words) AS words, a.next_step, {NAME.format("a.by_id")} AS by, a.at
FROM contact_answer a LEFT JOIN message g ON g.id = a.message_id AND g.council_id = a.council_id
WHERE a.contact_id = CAST(:contact AS uuid) ORDER BY a.number DESC, a.id LIMIT 200"""  # noqa: S608 - made of constants only


def answers_to(contact: Contact) -> list[TidingEntry]:
    """What a contact was told, the newest first."""
    return answers_query(contact).answer()


def answers_query(contact: Contact | None) -> Query[list[TidingEntry]]:
    """The same, to be asked together with others; without a contact nothing."""
    return Query(TidingEntry, _ANSWERS, {"contact": contact.id if contact else None}, list)


class TellingEntry(NamedTuple):
    """One telling, as everybody may read it."""

    id: UUID
    number: int
    asked: str
    said: str
    did: str
    stands: str | None
    on: date
    by: str | None


_SHOWN = f"""
SELECT t.id, t.number, t.asked, t.said, t.did, t.stands, t.on, {NAME.format("t.by_id")} AS by FROM telling t
WHERE t.withdrawn_at IS NULL AND {{0}} ORDER BY t.on DESC, t.number DESC, t.id LIMIT :most"""  # noqa: S608 - the same
_ALL_SHOWN = _SHOWN.format("(CAST(:before AS bigint) IS NULL OR t.number < :before)")
_OF_IDEA = _SHOWN.format("t.idea_id = CAST(:idea AS uuid)")
MOST_TOLD = 20


def tellings(*, before: int | None = None) -> list[TellingEntry]:
    """What is told to anybody, the newest first: at most 20, and one more where there are more."""
    return rows(TellingEntry, _ALL_SHOWN, before=before, most=MOST_TOLD + 1)


def tellings_query(idea_id: UUID) -> Query[list[TellingEntry]]:
    """What is told of one idea."""
    return Query(TellingEntry, _OF_IDEA, {"idea": idea_id, "most": MOST_TOLD}, list)


class VoiceCount(NamedTuple):
    """How much was said at the doors since a day, answered, and told to anybody: each counted up to 500."""

    said: int
    answered: int
    told: int


_COUNTED = f"""
SELECT count(*) AS said, count(k.answered_on) AS answered,
 (SELECT count(*) FROM (SELECT FROM telling WHERE withdrawn_at IS NULL LIMIT {MOST_COUNTED}) AS t) AS told
FROM (SELECT answered_on FROM contact WHERE made_at >= CAST(:since AS timestamptz)
 ORDER BY made_at DESC, id DESC LIMIT {MOST_COUNTED}) AS k"""  # noqa: S608 - made of constants only


def counted(*, since: datetime) -> VoiceCount:
    """How much was said, answered and told."""
    [found] = rows(VoiceCount, _COUNTED, since=since)
    return found

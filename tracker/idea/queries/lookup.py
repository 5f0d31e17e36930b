"""One idea, found by its reference or identifier; its messages and its people."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, bindparam, select, text

from tracker.contact import ToldContact
from tracker.council import NAME, Reader
from tracker.idea.models import Idea, Message
from tracker.idea.queries.aside import aside_of_rows
from tracker.idea.queries.desk import SERVICE
from tracker.idea.visible import SUBMITTED, VISIBLE, seen_by
from tracker.idea.words import NotFoundError
from tracker.tenancy import Query, current_council, rows, session

MOST_CONTACTS = 50


class IdeaName(NamedTuple):
    """An idea by what names it, and nothing else."""

    id: UUID
    ref: str


_BY_REF = select(Idea).where(Idea.ref == bindparam("ref"), text(VISIBLE.format("idea")))


def get(*, ref: str, reader: Reader) -> Idea:
    """The idea of a reference, for who may see it. Raises NotFoundError, the same for what never was."""
    found = session().scalar(_BY_REF, {"ref": ref, **seen_by(reader)})
    if found is None:
        raise NotFoundError(ref)
    return found


def may_be_named(typed: str) -> tuple[str, str]:
    """The references that somebody may mean: as it is typed, and in capitals."""
    return typed.strip(), typed.strip().upper()


class NamedIdea(NamedTuple):
    """An idea as a list of a few tells it."""

    ref: str
    title: str
    stage: str
    service: str | None
    audience: str


_TITLES = f"""
SELECT i.ref, i.title, i.stage, {SERVICE} AS service, i.audience FROM idea i
 WHERE i.ref = ANY (CAST(:refs AS text[])) AND {SUBMITTED.format("i")} AND {VISIBLE.format("i")}"""  # noqa: S608 - constants only


def titles_named(typed: Iterable[str], *, reader: Reader) -> dict[str, NamedIdea]:
    """The ideas whose references somebody typed, in whatever capitals, by what was typed; drafts are none.

    What the reader may not see, and what never was, is left out.
    """
    meant = {each: may_be_named(each) for each in typed}
    refs = list({ref for each in meant.values() for ref in each})
    found = {one.ref: one for one in rows(NamedIdea, _TITLES, refs=refs, **seen_by(reader))} if refs else {}
    first = {each: next((ref for ref in refs if ref in found), None) for each, refs in meant.items()}
    return {each: found[ref] for each, ref in first.items() if ref}


def get_named(typed: str, *, reader: Reader) -> Idea:
    """The idea whose reference somebody typed, in whatever capitals, for who may see it. Raises NotFoundError."""
    exact, capitals = may_be_named(typed)
    with suppress(NotFoundError):
        return get(ref=exact, reader=reader)
    return get(ref=capitals, reader=reader)


def by_id(*, idea_id: UUID) -> Idea:
    """The idea of an identifier. Raises NotFoundError."""
    found = session().get(Idea, (current_council(), idea_id))
    if found is None:
        raise NotFoundError(str(idea_id))
    return found


def message(*, idea: Idea, message_id: UUID) -> Message:
    """One message on an idea. Raises NotFoundError."""
    found = session().get(Message, (current_council(), message_id))
    if found is None or found.idea_id != idea.id:
        raise NotFoundError(idea.ref)
    return found


class ContactEntry(NamedTuple):
    """One contact between the sponsor and the team: its day, what about, who wrote it down."""

    id: UUID
    on: date
    note: str | None
    by: str | None


_CONTACTS = f"""
SELECT c.id, c.on, c.note, {NAME.format("c.by_id")} AS by FROM sponsor_contact c
 WHERE c.idea_id = idea.id ORDER BY c.on DESC, c.id DESC LIMIT {MOST_CONTACTS}"""  # noqa: S608 - constants only
CONTACTS = aside_of_rows("contacts", ContactEntry, _CONTACTS)  # the last contacts of an idea, the newest first


def words_of(message_id: str) -> str:
    """What a message says now, by its identifier as a letter keeps it. Raises NotFoundError."""
    found = session().get(Message, (current_council(), UUID(message_id)))
    if found is None:
        raise NotFoundError(message_id)
    return found.text


def author_and_promise(person_id: UUID) -> Row[Any]:
    """A person's name and email with the council's name, nation and promise, in one statement."""
    asked = text(
        "SELECT p.name, p.email, c.name AS council_name, c.nation, c.promise_days"
        " FROM membership p JOIN council c ON c.id = p.council_id WHERE p.person_id = :person AND c.id = :here"
    )
    return session().execute(asked, {"person": person_id, "here": current_council()}).one()


class AuthorEntry(NamedTuple):
    """Somebody who said an idea: this one, or one that was joined into it, by its title.

    `credited` is a colleague for whom its author wrote it down.
    """

    person_id: UUID
    title: str
    joined: bool
    credited: bool


# What is joined into an idea may have had others joined into it before: each is looked up, the others are not read.
_SAID = """
WITH RECURSIVE said AS (
 SELECT i.id, i.ref, i.title, i.author_id, i.credit_id, false AS joined FROM idea i WHERE i.id = CAST(:idea AS uuid)
 UNION SELECT o.id, o.ref, o.title, o.author_id, o.credit_id, true FROM said
  CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.merged_into_id = said.id OFFSET 0) AS o)
"""
_AUTHORS = f"""{_SAID}
SELECT p.person_id, title, joined, p.credited
  FROM said CROSS JOIN LATERAL (VALUES (author_id, false), (credit_id, true)) AS p (person_id, credited)
 WHERE p.person_id IS NOT NULL ORDER BY joined, p.credited, ref"""  # noqa: S608 - made of constants only
_CONTACTS_OF = f"""{_SAID}
SELECT k.id, said.title, k.name, k.email FROM said JOIN contact k ON k.idea_id = said.id
 ORDER BY joined, ref, k.id"""  # noqa: S608 - the same


def authors_of(*, idea: Idea) -> list[AuthorEntry]:
    """Everybody who said an idea, once: its own author first, then those of ideas that were joined into it."""
    found = rows(AuthorEntry, _AUTHORS, idea=idea.id)
    return list({author.person_id: author for author in reversed(found)}.values())[::-1]


def contacts_of(*, idea: Idea) -> list[ToldContact]:
    """Everybody without an account who said an idea: it, or what was joined into it."""
    return rows(ToldContact, _CONTACTS_OF, idea=idea.id)


class PersonOn(NamedTuple):
    """Somebody on an idea."""

    person_id: UUID


# Of the followers those who chose to hear by letter at once; the others have their digest, or look into their inbox.
_PEOPLE_ON = f"""{_SAID}
SELECT DISTINCT p.person_id FROM said CROSS JOIN LATERAL (VALUES (author_id), (credit_id)) AS p (person_id)
 WHERE p.person_id IS NOT NULL
UNION SELECT w.person_id FROM idea i CROSS JOIN LATERAL (VALUES (i.owner_id), (i.sponsor_id)) AS w (person_id)
 WHERE i.id = CAST(:idea AS uuid) AND w.person_id IS NOT NULL
UNION SELECT f.person_id FROM follower f
  JOIN membership m ON m.council_id = f.council_id AND m.person_id = f.person_id
 WHERE f.idea_id = CAST(:idea AS uuid) AND m.news_followed = 'at_once'
   AND NOT m.stopped @> ARRAY['followed']"""  # noqa: S608 - made of constants only


def people_on(*, idea: Idea) -> set[UUID]:
    """Everybody on an idea who hears by letter at once: its authors, owner, sponsor, followers who chose so."""
    return people_on_query(idea).answer()


def people_on_query(idea: Idea) -> Query[set[UUID]]:
    """The same, to be asked together with others."""
    return Query(PersonOn, _PEOPLE_ON, {"idea": idea.id}, lambda found: {one.person_id for one in found})

"""Ideas that are here and that rows of a register may mean: by what came before, by number, by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, any_, cast, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from tracker.idea.models import Idea
from tracker.idea.visible import OPEN
from tracker.idea.words import BROUGHT
from tracker.register.models import RegisterRow
from tracker.register.rules.differing import IdeaHere
from tracker.register.words import RowFate
from tracker.tenancy import rows, session


class IdeaFound(NamedTuple):
    """An idea that is here already."""

    id: UUID
    ref: str
    stage: str
    source: str | None
    version: int


def _columns() -> tuple[Any, ...]:
    return (Idea.id, Idea.ref, Idea.stage, Idea.source, Idea.version)


def _one_of(words: Collection[str]) -> Any:
    """Any of some words, given as one list: there may be thousands."""
    return any_(cast(list(words), ARRAY(Text)))


def ideas_known(identities: Collection[str]) -> dict[str, IdeaFound]:
    """The ideas of rows that came in before, by what these are known by."""
    asked = select(RegisterRow.identity, *_columns()).join(
        Idea, (Idea.council_id == RegisterRow.council_id) & (Idea.id == RegisterRow.idea_id)
    )
    named = RegisterRow.identity == _one_of(identities)
    found = session().execute(asked.where(named, RegisterRow.fate == RowFate.NEW))
    return {row[0]: IdeaFound(*row[1:]) for row in found}


def ideas_numbered(numbers: Iterable[str]) -> dict[str, IdeaFound]:
    """Ideas that bear one of some numbers, as their reference or beside it, by that in small letters."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        return {}
    named = or_(Idea.ref == _one_of(wanted), Idea.their_number == _one_of(wanted))
    asked = select(*_columns(), Idea.their_number).where(named)
    found: dict[str, IdeaFound] = {}
    for *row, their_number in session().execute(asked.order_by(Idea.ref, Idea.id)):
        one = IdeaFound(*row)
        for name in (one.ref, their_number):
            if name in wanted:
                found.setdefault(name.lower(), one)
    return found


def ideas_named(names: set[str]) -> dict[str, list[IdeaFound]]:
    """Ideas that everybody sees and that are called so, by reference, number or title, in small letters."""
    small = [" ".join(name.lower().split()) for name in names]
    asked = select(*_columns(), Idea.their_number, Idea.title).where(
        or_(*(func.lower(one) == _one_of(small) for one in (Idea.ref, Idea.their_number, Idea.title))),
        text(OPEN.format("idea")),
    )
    found: dict[str, list[IdeaFound]] = {}
    for *row, their_number, title in session().execute(asked.order_by(Idea.ref, Idea.id)):
        one = IdeaFound(*row)
        for name in {one.ref.lower(), (their_number or "").lower(), " ".join(title.lower().split())} & set(small):
            found.setdefault(name, []).append(one)
    return found


_AS_THEY_ARE = f"""
SELECT i.id, i.title, i.problem, i.proposal, i.stage, i.outcome, i.first_date,
       coalesce(s.name, i.service_area) AS service,
       ARRAY(SELECT m.name FROM membership m WHERE m.council_id = i.council_id AND m.person_id = i.owner_id
             UNION SELECT w.lead FROM register_row w WHERE w.council_id = i.council_id AND w.idea_id = i.id
                      AND w.fate = 'new' AND w.lead IS NOT NULL) AS leads,
       ARRAY(SELECT concat_ws(chr(10), coalesce(f.instrument, ''), coalesce(f.amount_gbp::text, ''), f.funder)
               FROM funding f WHERE f.council_id = i.council_id AND f.idea_id = i.id ORDER BY f.id) AS money,
       ARRAY(SELECT concat_ws(chr(10), coalesce(b.description, ''), coalesce(b.amount_gbp::text, ''))
               FROM benefit b WHERE b.council_id = i.council_id AND b.idea_id = i.id ORDER BY b.id) AS savings,
       ARRAY(SELECT concat_ws(chr(10), r.category, r.description, r.owner_given, r.likelihood, r.impact, r.mitigation,
                              r.raised_given, r.review_on)
               FROM risk r WHERE r.council_id = i.council_id AND r.idea_id = i.id ORDER BY r.id) AS risks,
       (SELECT string_agg(g.text, chr(10) ORDER BY g.at, g.id) FROM message g
         WHERE g.council_id = i.council_id AND g.idea_id = i.id AND g.redacted_at IS NULL
           AND starts_with(g.text, '{BROUGHT}')) AS notes
  FROM idea i LEFT JOIN service s ON s.council_id = i.council_id AND s.id = i.service_id
 WHERE i.id = ANY(CAST(:ideas AS uuid[])) AND {OPEN.format("i")}"""  # noqa: S608 - made of constants only


def ideas_as_they_are(ideas: Collection[UUID]) -> dict[UUID, IdeaHere]:
    """Ideas as they stand now, those alone that everybody sees: what another says is for nobody else to read."""
    return {one.id: one for one in rows(IdeaHere, _AS_THEY_ARE, ideas=list(ideas))}

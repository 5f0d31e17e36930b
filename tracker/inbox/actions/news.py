"""Whoever follows an idea, is named, or asked to be told, is to hear: a row for each of them, written once.

They are written in the transaction of what they tell of; the worker writes the letters (inbox/actions/telling).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tracker import clock, later, post
from tracker.council import NAME, NewsBy
from tracker.history import Event, StoredEvent
from tracker.history.events.capacity import ThanksSaid
from tracker.history.events.conversation import ColleagueNamed, QuestionAnswered
from tracker.history.events.gate import GateDecided
from tracker.history.events.triage import OutcomeTakenBack
from tracker.history.events.value import EvidenceAdded
from tracker.idea import by_id
from tracker.idea.queries.lookup import authors_of
from tracker.inbox.rules import NewsDraft, news_of
from tracker.inbox.words import LookoutKind, NewsKind
from tracker.later import Job
from tracker.tenancy import session

# One row for each person, once about one thing. What nobody is to have by letter is told already.
_NOTE = f"""
INSERT INTO news_item (id, idea_id, person_id, about_id, kind, particulars, by, at, told_at)
SELECT gen_random_uuid(), to_hear.idea_id, m.person_id, CAST(:about AS uuid), CAST(:kind AS text),
       CAST(:particulars AS jsonb) || jsonb_strip_nulls(jsonb_build_object('by',
        coalesce({NAME.format("CAST(:by AS uuid)")}, CAST(:by_name AS text)),
        'message_id', to_hear.message_id, 'asked', to_hear.asked)),
       to_hear.how, CAST(:now AS timestamptz),
       CASE WHEN to_hear.how = '{NewsBy.NEVER}' OR CAST(:hushed AS boolean)
             OR EXISTS (SELECT FROM letter l WHERE l.key = 'decision:' || CAST(:decision AS text) || ':' || m.person_id)
            THEN CAST(:now AS timestamptz) END
  FROM ({{to_hear}}) AS to_hear
  JOIN membership m ON m.council_id = to_hear.council_id AND m.person_id = to_hear.person_id AND m.ended_at IS NULL
ON CONFLICT DO NOTHING"""  # noqa: S608 - made of constants only
# Followers, but for those who have a letter of their own about it: who decided, authors, and whoever follows since this
# very act, as a new owner does.
_FOLLOWERS = text(
    _NOTE.format(
        to_hear=f"""
 SELECT f.council_id, f.idea_id, f.person_id, k.news_followed AS how, CAST(:message AS uuid) AS message_id,
        CAST(NULL AS boolean) AS asked
   FROM follower f JOIN membership k ON k.council_id = f.council_id AND k.person_id = f.person_id
  WHERE f.idea_id = CAST(:idea AS uuid) AND NOT f.person_id = ANY (CAST(:but AS uuid[]))
    AND f.xmin <> CAST(pg_current_xact_id() AS xid)
    AND k.news_followed <> '{NewsBy.NEVER}' AND NOT (k.news_followed = '{NewsBy.AT_ONCE}' AND CAST(:direct AS boolean))
  ORDER BY f.person_id"""  # noqa: S608 - the same
    )
)
_NAMED = text(
    _NOTE.format(
        to_hear="""
 SELECT n.council_id, n.idea_id, n.person_id, k.news_naming AS how, n.message_id, CAST(NULL AS boolean) AS asked
   FROM mention n JOIN membership k ON k.council_id = n.council_id AND k.person_id = n.person_id
  WHERE n.id = CAST(:about AS uuid) AND n.told"""
    )
)
_THANKED = text(
    _NOTE.format(
        to_hear="""
 SELECT n.council_id, n.idea_id, n.person_id, k.news_naming AS how, CAST(NULL AS uuid) AS message_id,
        CAST(NULL AS boolean) AS asked
   FROM thank_you n JOIN membership k ON k.council_id = n.council_id AND k.person_id = n.person_id
  WHERE n.id = CAST(:about AS uuid) AND n.person_id <> CAST(:by AS uuid)"""
    )
)
# Who asked to be told of an idea, or of one that is joined into it: their wish is fulfilled, and over.
_WISHED = f"""
 SELECT DISTINCT fired.council_id, CAST(:idea AS uuid) AS idea_id, fired.person_id, '{NewsBy.AT_ONCE}' AS how,
        CAST(NULL AS uuid) AS message_id, true AS asked FROM fired"""  # noqa: S608 - the same
_FIRE = """
WITH RECURSIVE here AS (
 SELECT CAST(:idea AS uuid) AS id UNION SELECT o.id FROM here
  CROSS JOIN LATERAL (SELECT id FROM idea WHERE idea.merged_into_id = here.id OFFSET 0) AS o),
fired AS (
 UPDATE lookout l SET fired_at = CAST(:now AS timestamptz)
  WHERE l.idea_id IN (SELECT id FROM here) AND l.what = CAST(:what AS text) AND l.fired_at IS NULL
   AND l.person_id IS DISTINCT FROM CAST(:by AS uuid)
 RETURNING l.council_id, l.person_id)
"""
_FIRED = text(_FIRE + _NOTE.format(to_hear=_WISHED))


# News that waits with the letters of what can still be undone.
_TAKE_BACK = text("DELETE FROM news_item WHERE idea_id = CAST(:idea AS uuid) AND at > CAST(:now AS timestamptz)")


def hear_of_news(event: Event, stored: StoredEvent) -> None:
    """Note for whom something that happened to an idea is news."""
    if stored.idea_id is None:
        return
    if isinstance(event, OutcomeTakenBack):
        session().execute(_TAKE_BACK, {"idea": stored.idea_id, "now": clock.now()})
    elif isinstance(event, ColleagueNamed):
        _write(_NAMED, stored, NewsKind.NAMED, {}, about=stored.about_id)
    elif isinstance(event, ThanksSaid):
        _write(_THANKED, stored, NewsKind.THANKED, {}, about=stored.about_id)
    elif isinstance(event, EvidenceAdded):
        _write(_FIRED, stored, NewsKind.EVIDENCE, {}, what=LookoutKind.EVIDENCE)
    elif draft := news_of(event):
        if isinstance(event, GateDecided) and event.from_stage != event.to_stage:
            _write(_FIRED, stored, draft.kind, draft.particulars, what=LookoutKind.STAGE)
        _tell_followers(event, stored, draft, idea_id=stored.idea_id)


def _tell_followers(event: Event, stored: StoredEvent, draft: NewsDraft, *, idea_id: UUID) -> None:
    """Tell who follows an idea, but for who did it and who has a letter of their own about it."""
    but = {stored.by_id} if stored.by_id else set[UUID]()
    if draft.authors:
        but |= {author.person_id for author in authors_of(idea=by_id(idea_id=idea_id))}
    if isinstance(event, QuestionAnswered):
        but |= set(session().scalars(_ASKER, {"idea": idea_id}))
    message = None if draft.direct else stored.about_id
    _write(_FOLLOWERS, stored, draft.kind, draft.particulars, but=list(but), direct=draft.direct, message=message)


_ASKER = text(
    "SELECT g.by_id FROM message g WHERE g.idea_id = CAST(:idea AS uuid) AND g.kind = 'question'"
    " ORDER BY g.at DESC, g.id DESC LIMIT 1"
)


def _write(
    statement: Any,
    stored: StoredEvent,
    kind: NewsKind,
    particulars: Mapping[str, Any],
    *,
    about: UUID | None = None,
    **more: object,
) -> None:
    """Note news of an event for whom the statement finds, and have the worker tell them."""
    session().flush()
    given = {
        "idea": stored.idea_id,
        "about": about or stored.id,
        "decision": stored.about_id,
        "kind": kind,
        "particulars": json.dumps(particulars),
        "by": stored.by_id,
        "by_name": stored.by_name,
        "now": post.earliest(),
        "hushed": post.hushed(),
        **more,
    }
    used = {name: value for name, value in given.items() if f":{name}" in statement.text}
    if session().execute(statement, used).rowcount:  # type: ignore[attr-defined]  # a result of an insert has it
        later.ask(Job.TELL_NEWS)

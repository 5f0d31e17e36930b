"""The archive of stopped ideas: why each was stopped, what it taught, and whether others may take it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from tracker.council import Reader
from tracker.gate.words import StopReason
from tracker.idea import VISIBLE, Idea, Key, seen_by
from tracker.tenancy import rows

PAGE = 20


class StoppedIdea(NamedTuple):
    """An idea that was stopped: when, at which stage, why in a word and in words, its lessons, and the consent."""

    id: UUID
    ref: str
    title: str
    stage: str
    service: str | None
    historical: bool
    changed_at: datetime
    stopped_on: date | None
    stop_reason: str | None
    because: str | None
    lessons: Sequence[str] | None
    consent: bool

    @property
    def key(self) -> Key:
        """Where the page after it begins."""
        return Key(self.changed_at, self.id)


# What was said of a stop is said of that one alone: an idea that is stopped anew is asked for anew.
CONSENT = """
coalesce((SELECT c.given FROM archive_consent c WHERE c.idea_id = i.id
   AND NOT EXISTS (SELECT FROM decision s WHERE s.idea_id = i.id AND s.word = 'stop' AND s.at > c.at)
  ORDER BY c.number DESC LIMIT 1),
 (SELECT d.archive_consent FROM decision d WHERE d.idea_id = i.id AND d.word = 'stop' ORDER BY d.number DESC LIMIT 1),
 false)"""
_WITH_WORDS = """
 AND i.id IN (SELECT h.idea_id FROM search_words(CAST(:text AS text), ARRAY['idea', 'lesson'],
  CAST(:reader_id AS uuid), CAST(:reader_leads AS boolean), CAST(:reader_owns AS boolean)) AS h)"""
_AFTER = " AND (i.changed_at, i.id) < (CAST(:key_at AS timestamptz), CAST(:key_id AS uuid))"
_STOPPED = f"""
SELECT i.id, i.ref, i.title, i.stage, (SELECT s.name FROM service s WHERE s.id = i.service_id) AS service,
 i.source IS NOT NULL AS historical, i.changed_at, w.on AS stopped_on, w.stop_reason, w.because,
 (SELECT array_agg(l.lesson ORDER BY l.position, l.id DESC) FROM lesson l WHERE l.idea_id = i.id) AS lessons,
 {CONSENT} AS consent
FROM idea i LEFT JOIN LATERAL (SELECT x.on, x.stop_reason, x.because FROM idea_state x
  WHERE x.idea_id = i.id AND x.outcome = 'stopped' ORDER BY x.number DESC LIMIT 1) AS w ON true
WHERE i.outcome = 'stopped' AND i.state = 'closed' AND {VISIBLE.format("i")}
 AND (CAST(:reason AS text) IS NULL OR w.stop_reason = CAST(:reason AS text)){{more}}
ORDER BY i.changed_at DESC, i.id DESC LIMIT {PAGE + 1}"""  # noqa: S608 - made of constants only


class StoppedPage(NamedTuple):
    """A page of the archive, and where the next one begins, if there is more."""

    ideas: Sequence[StoppedIdea]
    next_key: Key | None


def stopped_ideas(
    *, reader: Reader, reason: StopReason | None = None, text: str = "", after: Key | None = None
) -> StoppedPage:
    """The ideas that were stopped and their reader may see, those that changed last first: one statement."""
    more = (_WITH_WORDS if text else "") + (_AFTER if after else "")
    given = {"reason": reason, **({"text": text} if text else {})}
    key = {"key_at": after.changed_at, "key_id": after.id} if after else {}
    found = rows(StoppedIdea, _STOPPED.format(more=more), **given, **key, **seen_by(reader))
    shown = found[:PAGE]
    return StoppedPage(shown, shown[-1].key if len(found) > PAGE else None)


class _Consent(NamedTuple):
    consent: bool


def may_be_taken_up(*, idea: Idea) -> bool:
    """Whether other councils may take up an idea that was stopped."""
    asked = f"SELECT {CONSENT} AS consent FROM (SELECT CAST(:idea AS uuid) AS id) AS i"  # noqa: S608 - the same
    return rows(_Consent, asked, idea=idea.id)[0].consent

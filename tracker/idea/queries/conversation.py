"""What was said on an idea, as its story asks for it: all that people said, and some notes that rows of files left.

A note that somebody answered is among what people said: its answer stands below it.
"""

# ruff: noqa: S608 - the statement is made of constants only

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.council import FORMER, NAME
from tracker.idea.queries.happenings import MessageEntry
from tracker.idea.words import BROUGHT, MessageKind

MOST_NOTES = 50  # of those that rows of spreadsheets left: a list of payments leaves thousands on one idea
LEFT_BY_ROW = (
    f"(s.kind = 'comment' AND starts_with(s.text, '{BROUGHT}') AND s.id NOT IN (SELECT a.reply_to_id FROM message a"
    " WHERE a.idea_id = idea.id AND a.reply_to_id IS NOT NULL))"
)
# Rows come as arrays, in the order of the fields that they are read into.
_ENTRY = (
    f"json_build_array(g.id, g.kind, g.text, g.by_id, {NAME.format('g.by_id')}, g.at, g.redacted_at IS NOT NULL,"
    " g.edited_at IS NOT NULL, g.reply_to_id, g.brought)"
)
# From a note on; from the newest where none of these is named.
_FROM = (
    "coalesce((s.at, s.id) <= (SELECT s.at, s.id FROM message s"
    f" WHERE s.id = CAST(:notes_from AS uuid) AND s.idea_id = idea.id AND {LEFT_BY_ROW}), true)"
)
# What people said of an idea but what is `unseen`; and the newest notes, or those from one on, one more than is shown.
SAID = (
    f"SELECT json_agg({_ENTRY} ORDER BY g.at, g.id) FROM ("
    "SELECT s.*, false AS brought FROM message s"
    f" WHERE s.idea_id = idea.id AND NOT {LEFT_BY_ROW} AND NOT {{unseen}}"
    f" UNION ALL (SELECT s.*, true FROM message s WHERE s.idea_id = idea.id AND {LEFT_BY_ROW} AND {_FROM}"
    f" ORDER BY s.at DESC, s.id DESC LIMIT {MOST_NOTES + 1})) AS g"
)


class Conversation(NamedTuple):
    """What was said, in the order in which it is shown; the newest of the older notes of rows."""

    messages: list[MessageEntry]
    older_notes: UUID | None


def conversation(stored: Sequence[Sequence[Any]], contact: str | None) -> Conversation:
    """What was said as it is shown: of the notes of rows without the one that only tells that there are more."""
    said = [_message_entry(each, contact) for each in stored]
    brought = [each for each in said if each.brought]
    if len(brought) <= MOST_NOTES:
        return Conversation(_in_threads(said), None)
    return Conversation(_in_threads([each for each in said if each is not brought[0]]), brought[0].id)


def _message_entry(stored: Sequence[Any], contact: str | None) -> MessageEntry:
    """A message as it is shown; one by nobody here is by the contact who said the idea."""
    row_id, kind, text, by_id, by_name, at, redacted, edited, above, brought = stored
    return MessageEntry(
        UUID(row_id),
        MessageKind(kind),
        text,
        UUID(by_id) if by_id else None,
        by_name or (FORMER if by_id else contact or FORMER),
        datetime.fromisoformat(at),
        redacted,
        edited,
        UUID(above) if above else None,
        brought,
    )


def _in_threads(said: Sequence[MessageEntry]) -> list[MessageEntry]:
    """What was said, oldest first, each with what was said about it right below."""
    if not any(each.reply_to_id for each in said):
        return list(said)
    place = {each.id: (each.at, each.id) for each in said}
    return sorted(said, key=lambda each: (place.get(each.reply_to_id or each.id, place[each.id]), place[each.id]))

"""What is asked about attachments: those of an idea, and what a file holds."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from config.settings import settings
from tracker.attachment import store
from tracker.attachment.models import Attachment
from tracker.attachment.rules import size_in_words
from tracker.attachment.words import FileKind
from tracker.council import NAME
from tracker.idea import Aside, Idea, NotFoundError
from tracker.tenancy import Query, current_council, rows, session


class FileEntry(NamedTuple):
    """A file as a list shows it; removed, with who did and why."""

    id: UUID
    name: str
    kind: str
    size: str
    evidence_id: UUID | None
    at: datetime
    by: str | None
    removed_at: datetime | None
    removed_by: str | None
    removed_because: str | None


class _FileRow(NamedTuple):
    """A file as its statement tells it."""

    id: UUID
    name: str
    kind: str
    size: int
    evidence_id: UUID | None
    at: datetime
    by: str | None
    removed_at: datetime | None
    removed_by: str | None
    removed_because: str | None


_ON = f"""
SELECT a.id, a.name, a.kind, a.size, a.evidence_id, a.at, {NAME.format("a.by_id")} AS by, a.removed_at,
       {NAME.format("a.removed_by_id")} AS removed_by, a.removed_because
  FROM attachment a WHERE a.idea_id = CAST(:idea AS uuid) ORDER BY a.at, a.id"""  # noqa: S608 - constants only


def files_on(*, idea: Idea) -> list[FileEntry]:
    """The files of an idea, oldest first; those that were removed too."""
    found = (each._asdict() for each in rows(_FileRow, _ON, idea=idea.id))
    return [FileEntry(**{**each, "size": size_in_words(each["size"])}) for each in found]


def get_file(*, idea: Idea, attachment_id: UUID) -> Attachment:
    """One file of an idea that was found for its reader. Raises NotFoundError, also for one that was removed."""
    found = session().get(Attachment, (current_council(), attachment_id))
    if found is None or found.idea_id != idea.id or found.removed_at is not None:
        raise NotFoundError(idea.ref)
    return found


def content_of(*, attachment: Attachment) -> bytes:
    """What a file holds. Raises NotFoundError where the store has lost it, StoreAwayError where it does not answer."""
    content = store.get(attachment.council_id, attachment.id)
    if content is None:
        raise NotFoundError(attachment.name)
    return content


class FileLine(NamedTuple):
    """A file as the page of its idea shows it."""

    id: UUID
    name: str
    kind: FileKind
    size: str
    evidence_id: str | None
    claim_id: str | None


FILES: Aside[list[FileLine]] = Aside(
    "files",
    """
    SELECT json_agg(json_build_array(a.id, a.name, a.kind, a.size, a.evidence_id, a.claim_id)
                    ORDER BY a.at, a.id)
      FROM attachment a WHERE a.idea_id = idea.id AND a.removed_at IS NULL""",
    lambda told: [FileLine(of, name, kind, size_in_words(size), *at) for of, name, kind, size, *at in told or ()],
)


class _FileRoom(NamedTuple):
    """What the files of a council take, in bytes."""

    bytes: int


def room_query() -> Query[str]:
    """What the council's files take, of what they may, to be asked together with others: "12 MB of 2,000 MB"."""
    most = f"{settings().files_quota_mb:,} MB"
    taken = "SELECT coalesce((SELECT bytes FROM file_use), 0) AS bytes"
    return Query(_FileRoom, taken, {}, lambda found: f"{size_in_words(found[0].bytes)} of {most}")

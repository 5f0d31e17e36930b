"""What is done with attachments: attached, removed, and their bytes cleared away after them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from config.settings import settings
from tracker import later
from tracker.attachment import store
from tracker.attachment.models import Attachment
from tracker.attachment.rules import MEGABYTE, file_faults, folded_name, kind_of, reason_fault
from tracker.attachment.words import FileKind, Upload
from tracker.clock import now
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.attachment import FileAttached, FileRemoved
from tracker.idea import Idea, Refused, is_draft, refuse_all, touch
from tracker.later import Job
from tracker.tenancy import current_council, rows, session

LEFT_ALONE = timedelta(days=1)  # a file whose row is not kept yet may still be on its way


class _FileUseRow(NamedTuple):
    """How many bytes a council's files take, and how many files an idea has."""

    bytes: int
    there: int


_USE = """
SELECT coalesce((SELECT bytes FROM file_use), 0) AS bytes,
       (SELECT count(*) FROM attachment a WHERE a.idea_id = CAST(:idea AS uuid) AND a.removed_at IS NULL) AS there"""


def attach(
    *,
    idea: Idea,
    uploads: Sequence[Upload],
    by: UUID | None,
    evidence_id: UUID | None = None,
    claim_id: UUID | None = None,
) -> list[Attachment]:
    """Attach files to an idea, or to a claim or a record of it: all, or none. `by` is None for who has no account.

    Raises Refused, with all that is wrong with them, each sentence for the field `files`. A draft keeps no history.
    """
    if not uploads:
        return []
    refuse_all(file_faults(uploads, there=_use(idea).there))
    _refuse_beyond_quota(idea, sum(len(each.content) for each in uploads))
    if not is_draft(idea):
        touch(idea)
    made = [_stored(idea, each, by=by) for each in uploads]
    for file in made:
        file.evidence_id, file.claim_id = evidence_id, claim_id
    session().add_all(made)
    session().flush()
    _refuse_beyond_quota(idea, 0)  # the council's row is ours by now: nobody attached beside us
    for file in made if not is_draft(idea) else ():
        record(FileAttached(name=file.name, kind=file.kind), idea_id=idea.id, about_id=file.id, by=by)
    return made


def _use(idea: Idea) -> _FileUseRow:
    [found] = rows(_FileUseRow, _USE, idea=idea.id)
    return found


def _refuse_beyond_quota(idea: Idea, more: int) -> None:
    """Raise Refused where a council's files would take more room than it has."""
    if _use(idea).bytes + more > settings().files_quota_mb * MEGABYTE:
        raise Refused("There is no room for more files here. Ask who runs this place for more", field="files")


def _stored(idea: Idea, upload: Upload, *, by: UUID | None) -> Attachment:
    """Put the bytes of a file into the store, and return its row. Raises Refused where the store is away."""
    kind = kind_of(upload) or FileKind.TEXT
    made = Attachment(
        id=new_id(),
        idea_id=idea.id,
        name=folded_name(upload.name, kind),
        kind=kind,
        size=len(upload.content),
        digest=hashlib.sha256(upload.content).hexdigest(),
        by_id=by,
        at=now(),
    )
    try:
        store.put(current_council(), made.id, upload.content)
    except store.StoreAwayError as why:
        raise Refused(
            "Files cannot be kept just now. Try again later, or send it without the file", field="files"
        ) from why
    return made


def remove(*, attachment: Attachment, idea: Idea, because: str, by: UUID) -> None:
    """Remove a file, with a reason: its bytes go, that it was there remains. Of a draft it goes without a word.

    Raises Refused where no reason is given.
    """
    later.ask(Job.CLEAR_FILES)
    if is_draft(idea):
        session().delete(attachment)
        return
    if fault := reason_fault(because):
        raise Refused(fault, field="because")
    attachment.removed_at, attachment.removed_by_id, attachment.removed_because = now(), by, because.strip()
    record(FileRemoved(name=attachment.name, because=because.strip()), idea_id=idea.id, about_id=attachment.id, by=by)
    touch(idea)


def clear_files() -> None:
    """Let go of the bytes of a council's files that were removed, and of files without a row that are a day old.

    Twice is once. Raises StoreAwayError: the next run goes on.
    """
    removed = select(Attachment).where(Attachment.removed_at.is_not(None), Attachment.gone_at.is_(None))
    for file in session().scalars(removed.order_by(Attachment.id)):
        store.delete(file.council_id, file.id)
        file.gone_at = now()
    for some in store.files_of(current_council()):
        old = [file.id for file in some if now() - file.since >= LEFT_ALONE]
        for gone in set(old) - _kept_among(old):
            store.delete(current_council(), gone)


_KEPT = text("SELECT id FROM attachment WHERE id = ANY(:ids)")


def _kept_among(ids: Sequence[UUID]) -> set[UUID]:
    return set(session().scalars(_KEPT, {"ids": list(ids)}))

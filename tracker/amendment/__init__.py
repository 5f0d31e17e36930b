"""Amendments: nothing recorded on an idea is overwritten; it is corrected or withdrawn, and what stood there is kept.

One mechanism for all that `RecordKind` names. Their tables hold what stands now, so whatever
counts rows counts nothing that was withdrawn; an amendment holds what stood there before, who changed it, when and why.
A past day reads a row as it stood by the end of that day (`AS_IT_WAS`).
"""

from tracker.amendment.actions import WHY, amend, correct_contact, keep_rows, plain, undo, withdraw
from tracker.amendment.models import Amendment
from tracker.amendment.queries import (
    AS_IT_WAS,
    WITHDRAWN,
    AmendmentEntry,
    ChangeEntry,
    Recorded,
    RecordHistory,
    WithdrawnEntry,
    changes_of_claim,
    newest_amendment,
    record_history,
    standing,
    withdrawn_keys,
    withdrawn_on,
)
from tracker.amendment.rules import changed_fields, title_of
from tracker.amendment.words import FIELDS, AmendmentAct, RecordKind

__all__ = [
    "AS_IT_WAS",
    "FIELDS",
    "WHY",
    "WITHDRAWN",
    "Amendment",
    "AmendmentAct",
    "AmendmentEntry",
    "ChangeEntry",
    "RecordHistory",
    "RecordKind",
    "Recorded",
    "WithdrawnEntry",
    "amend",
    "changed_fields",
    "changes_of_claim",
    "correct_contact",
    "keep_rows",
    "newest_amendment",
    "plain",
    "record_history",
    "standing",
    "title_of",
    "undo",
    "withdraw",
    "withdrawn_keys",
    "withdrawn_on",
]

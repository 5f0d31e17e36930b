"""Attachments: pictures and files on an idea, seen exactly where the idea is seen.

What a file is, its content says; it is kept under a name of ours in the store, and served as a download alone. Whoever
brings one in, with an account or without, `attach` is the way.
"""

from tracker.attachment.actions import attach, clear_files, remove
from tracker.attachment.models import Attachment, FileUse
from tracker.attachment.queries import FILES, FileEntry, FileLine, content_of, files_on, get_file, room_query
from tracker.attachment.rules import (
    KINDS_TAKEN,
    LARGEST_FILE,
    MEGABYTE,
    MOST_AT_ONCE,
    MOST_ON_IDEA,
    file_fault,
    file_faults,
    folded_name,
    kind_of,
    name_in_header,
    reason_fault,
    size_in_words,
)
from tracker.attachment.store import StoreAwayError, try_store
from tracker.attachment.words import FORMS, PICTURES, FileKind, Upload

__all__ = [
    "FILES",
    "FORMS",
    "KINDS_TAKEN",
    "LARGEST_FILE",
    "MEGABYTE",
    "MOST_AT_ONCE",
    "MOST_ON_IDEA",
    "PICTURES",
    "Attachment",
    "FileEntry",
    "FileKind",
    "FileLine",
    "FileUse",
    "StoreAwayError",
    "Upload",
    "attach",
    "clear_files",
    "content_of",
    "file_fault",
    "file_faults",
    "files_on",
    "folded_name",
    "get_file",
    "kind_of",
    "name_in_header",
    "reason_fault",
    "remove",
    "room_query",
    "size_in_words",
    "try_store",
]

"""What may be attached, of which kind it is, and what it is called. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.attachment.rules.kinds import kind_of
from tracker.attachment.rules.names import folded_name, name_in_header
from tracker.attachment.words import Upload
from tracker.idea import Refused

MEGABYTE = 1024 * 1024
LARGEST_FILE = 8 * MEGABYTE
MOST_AT_ONCE = 5
MOST_ON_IDEA = 30
SHORTEST_REASON = 3

KINDS_TAKEN = "a picture (JPEG, PNG, GIF, WebP, HEIC), a PDF, a Word, Excel, PowerPoint or OpenDocument file, or a text"


def size_in_words(size: int) -> str:
    """A size as people read it: "3.4 MB", "8 MB", "12 KB", "nothing"."""
    if not size:
        return "nothing"
    if size >= MEGABYTE:
        return f"{f'{size / MEGABYTE:.1f}'.removesuffix('.0')} MB"
    return f"{max(1, round(size / 1024))} KB"


def file_fault(upload: Upload) -> str | None:
    """Say why a file is not taken, in a sentence that tells what to do; None when it is."""
    called = folded_name(upload.name, None)
    if not upload.content:
        return f"{called} is empty. Choose another file"
    if len(upload.content) > LARGEST_FILE:
        return f"{called} is larger than {size_in_words(LARGEST_FILE)}. Choose a smaller one"
    if kind_of(upload) is None:
        return f"{called} is no file that can be taken. Choose {KINDS_TAKEN}"
    return None


def file_faults(uploads: Sequence[Upload], *, there: int = 0, field: str = "files") -> Iterator[Refused]:
    """All that is wrong with files sent to an idea that has some, as one refusal: of each, then of their number."""
    told = [fault for upload in uploads if (fault := file_fault(upload))]
    if len(uploads) > MOST_AT_ONCE:
        told.append(f"Send {MOST_AT_ONCE} files or fewer at once")
    elif there + len(uploads) > MOST_ON_IDEA:
        told.append(f"An idea has {MOST_ON_IDEA} files at most. Remove some first")
    if told:
        yield Refused(". ".join(told), field=field)


def reason_fault(because: str) -> str | None:
    """Whoever removes a file says why."""
    return None if len(because.strip()) >= SHORTEST_REASON else "Say why it is removed"


__all__ = [
    "KINDS_TAKEN",
    "LARGEST_FILE",
    "MEGABYTE",
    "MOST_AT_ONCE",
    "MOST_ON_IDEA",
    "file_fault",
    "file_faults",
    "folded_name",
    "kind_of",
    "name_in_header",
    "reason_fault",
    "size_in_words",
]

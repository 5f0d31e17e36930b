"""Words about attachments: what kinds of files are taken, and how each is named and served."""

from __future__ import annotations

import enum
from typing import NamedTuple


class FileKind(enum.StrEnum):
    """The kinds of files that an idea may bring; whatever else there is could do something when it is opened."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    TEXT = "text"
    CSV = "csv"


class FileForm(NamedTuple):
    """How a kind of file is named and served: the endings that it may have, ours first, and its media type."""

    endings: tuple[str, ...]
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

FORMS: dict[FileKind, FileForm] = {
    FileKind.JPEG: FileForm(("jpg", "jpeg"), "image/jpeg"),
    FileKind.PNG: FileForm(("png",), "image/png"),
    FileKind.GIF: FileForm(("gif",), "image/gif"),
    FileKind.WEBP: FileForm(("webp",), "image/webp"),
    FileKind.HEIC: FileForm(("heic", "heif"), "image/heic"),
    FileKind.PDF: FileForm(("pdf",), "application/pdf"),
    FileKind.DOCX: FileForm(("docx",), f"{_OFFICE}wordprocessingml.document"),
    FileKind.XLSX: FileForm(("xlsx",), f"{_OFFICE}spreadsheetml.sheet"),
    FileKind.PPTX: FileForm(("pptx",), f"{_OFFICE}presentationml.presentation"),
    FileKind.ODT: FileForm(("odt",), f"{_OPEN}text"),
    FileKind.ODS: FileForm(("ods",), f"{_OPEN}spreadsheet"),
    FileKind.ODP: FileForm(("odp",), f"{_OPEN}presentation"),
    FileKind.TEXT: FileForm(("txt", "md", "text"), "text/plain;charset=utf-8"),
    FileKind.CSV: FileForm(("csv",), "text/csv;charset=utf-8"),
}
PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.GIF, FileKind.WEBP, FileKind.HEIC})


class Upload(NamedTuple):
    """A file as somebody sent it: its name, and its bytes; of one too large, one more than is taken will do."""

    name: str
    content: bytes

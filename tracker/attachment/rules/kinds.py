"""Of which kind a file is, told by its content; what its name says decides between kinds of text alone."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import filetype

from tracker.attachment.words import FORMS, FileKind, Upload

# What filetype calls them; office files are archives, looked into below.
_BY_ENDING = {
    "jpg": FileKind.JPEG,
    "png": FileKind.PNG,
    "gif": FileKind.GIF,
    "webp": FileKind.WEBP,
    "heic": FileKind.HEIC,
    "pdf": FileKind.PDF,
}
_PARTS = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_OPEN_TYPES = {FORMS[kind].media_type.encode(): kind for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP)}
_ARCHIVE = b"PK\x03\x04"
_MOST_PARTS = 5_000
_LONGEST_TYPE = 100
_MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|Basic/.*|Scripts/.*)$", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, ValueError, LookupError, EOFError)
_BROKEN_TOO = (RuntimeError, ArithmeticError, MemoryError)  # NotImplementedError is one of these
# A page, a drawing or a program is no text for people, whatever it is called.
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|\?php|html|head|body|svg|script|iframe|style)\b", re.IGNORECASE)
_PROGRAM = re.compile(r"\s*#!")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_ENDINGS = {ending: kind for kind in (FileKind.TEXT, FileKind.CSV) for ending in FORMS[kind].endings}


def kind_of(upload: Upload) -> FileKind | None:
    """Of which kind a file is, by its content; None where it is of none that is taken."""
    content = upload.content
    if content.startswith(_ARCHIVE):
        return _office_kind(content)
    found = filetype.guess(content)
    known = (
        _BY_ENDING.get(found.extension) if found else None
    )  # the marks of others are two letters: a text may have them
    return known or _text_kind(upload)


def _office_kind(content: bytes) -> FileKind | None:
    """Which office file an archive is; None for any other archive, for a broken one, and where macros are in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > _MOST_PARTS or any(map(_MACROS.search, names)):
                return None
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in _PARTS.items() if part in names), None)
            return _open_kind(archive) if names[:1] == ["mimetype"] else None
    except (*_BROKEN, *_BROKEN_TOO):
        return None


def _open_kind(archive: zipfile.ZipFile) -> FileKind | None:
    """Which OpenDocument file an archive is, by what its first part says."""
    with archive.open("mimetype") as part:
        return _OPEN_TYPES.get(part.read(_LONGEST_TYPE).strip())


def _text_kind(upload: Upload) -> FileKind | None:
    """A text, where its name says so and nothing in it is for machines: in UTF-8 or 16, or as Windows wrote it."""
    ending = upload.name.rpartition(".")[2].strip().lower()
    kind = _ENDINGS.get(ending)
    if kind is None:
        return None
    text = _decoded(upload.content)
    if text is None or _NO_TEXT.search(text) or _MARKUP.match(text) or _PROGRAM.match(text):
        return None
    return kind


def _decoded(content: bytes) -> str | None:
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return None

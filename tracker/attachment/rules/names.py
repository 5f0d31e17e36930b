"""What a file is called: as its sender called it, without what leads elsewhere, hides or deceives."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from tracker.attachment.words import FORMS, FileKind
from tracker.text import as_text, without_marks

LONGEST_NAME = 120
NO_NAME = "file"

_WAYS = re.compile(r"[/\\]")
# What some system takes for part of a way, of a command or of a header; and what nobody sees.
_SIGNS = re.compile(r'[<>:"|?*%;\x00-\x1f\x7f-\x9f]')
_BLANKS = re.compile(r"\s+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_KNOWN = {ending for form in FORMS.values() for ending in form.endings}


def folded_name(given: str, kind: FileKind | None) -> str:
    """The name of a file as it is kept and shown: no way, no unseen mark, and the ending of what it really is.

    "../../photo.PNG" that is a JPEG is "photo.jpg"; "bill.exe" that is a PDF is "bill.exe.pdf".
    """
    name = _WAYS.split(given)[-1]
    name = unicodedata.normalize("NFC", without_marks(as_text(name)))
    name = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    name = _BLANKS.sub(" ", _SIGNS.sub("_", _BLANKS.sub(" ", name))).strip(" .")
    if kind is None:
        return name[:LONGEST_NAME] or NO_NAME
    stem, ending = _parted(name, kind)
    stem = stem[: LONGEST_NAME - len(ending) - 1].strip(" .") or NO_NAME
    stem = f"_{stem}" if _RESERVED.match(stem) else stem
    return f"{stem}.{ending}"


def _parted(name: str, kind: FileKind) -> tuple[str, str]:
    """The name without its ending, and the ending that is true; an ending that we know nothing of stays in the name."""
    stem, dot, ending = name.rpartition(".")
    ending = ending.lower()
    if not dot or ending not in _KNOWN:
        return name, FORMS[kind].endings[0]
    return stem, ending if ending in FORMS[kind].endings else FORMS[kind].endings[0]


def name_in_header(name: str) -> str:
    """A name as the header of an answer says it: a download, in ASCII for old programs and in full for others."""
    plain = (
        unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "_").strip(" .") or NO_NAME
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

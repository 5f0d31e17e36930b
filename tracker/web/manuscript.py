"""Your words, kept: what somebody wrote into a form that was not taken, given back by the page that says why.

Whatever form it was: what a person typed is shown to be copied, and where sending it once more may help, everything
that was sent is a form again, with its once-only key, so that it is kept once even if it was kept before. Passwords
are never given back. Nothing is asked of the database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from flask import request
from werkzeug.exceptions import HTTPException

from tracker.web.browser import FIELD, KEY, SAFE, SEALED

SECRETS = ("csrf", "password", "current", "token")
SHORT = 20  # what was chosen, not written


class TypedWords(NamedTuple):
    """What somebody wrote into one field: the name of the field, what it is called, the words."""

    name: str
    label: str
    text: str


class NotKeptError(Exception):
    """A form that shows no errors of its own was refused, with a sentence that says why: the words are given back."""


@dataclass(frozen=True)
class Manuscript:
    """What was sent and is not kept: where to, the words, and all else, which goes along where it is sent again."""

    address: str
    words: list[TypedWords]
    rest: list[tuple[str, str]]
    whole: bool  # no secret was among it, and no file: it may be sent again as it stands

    @property
    def title(self) -> str:
        """What it is called: by the idea that it is about, where its address names one."""
        found = re.match(r"/ideas/([^/?]+-\d+)(?:/|$)", self.address)
        return f"About {found[1]}" if found else "What you wrote"

    @property
    def keyed(self) -> bool:
        """Whether it came with a once-only key, which it keeps when it is sent again."""
        return any(name == KEY for name, _ in self.rest)


def manuscript(*, files_apart: bool = False) -> Manuscript | None:
    """What the reader sent just now; None where they sent nothing, or nothing that can be read.

    With `files_apart` the words are whole without the files that came with them: those are chosen again.
    """
    if request.method in SAFE:
        return None
    try:
        pairs = [(name, text) for name, text in request.form.items(multi=True) if name != FIELD]
        files = any(each.filename for each in request.files.values())
    except HTTPException:  # larger than is taken
        return None
    whole = (files_apart or not files) and request.url_rule is not None
    return manuscript_of(request.full_path.rstrip("?"), pairs, whole=whole)


def manuscript_of(address: str, pairs: list[tuple[str, str]], *, whole: bool = True) -> Manuscript:
    """What was sent to an address, as names and texts."""
    open_pairs = [(name, text) for name, text in pairs if not any(secret in name for secret in SECRETS)]
    words = [TypedWords(name, _label(name), text) for name, text in open_pairs if _is_typed(name, text)]
    rest = [(name, text) for name, text in open_pairs if not _is_typed(name, text)]
    return Manuscript(address, words, rest, whole and len(open_pairs) == len(pairs))


def with_key(given: Manuscript | None, key: str) -> Manuscript | None:
    """The same under another key: sent again, it is another act."""
    if given is None:
        return None
    return replace(given, rest=[*((name, text) for name, text in given.rest if name != KEY), (KEY, key)])


def _label(name: str) -> str:
    return name.rpartition("-")[2].replace("_", " ").strip().capitalize() or name


def _is_typed(name: str, text: str) -> bool:
    """Whether a person wrote it: a choice is one short word, or an identifier."""
    if name in {KEY, SEALED}:
        return False
    words = text.strip()
    return " " in words or "\n" in words or (len(words) > SHORT and not _is_identifier(words))


def _is_identifier(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

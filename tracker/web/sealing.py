"""Words of somebody whose sign-in had ended when they sent them: sealed for that person, offered once they are back.

Whose they are is what the form's key says, or the row of the browser that had signed in. What is stored can be opened
by this site alone, and only for that person: with a key that is made of the site's secret and of theirs
(docs/decisions/0017). The page that offers them sends the form as it was, under the key that it came with.
"""

from __future__ import annotations

import base64
import hmac
import json
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from flask import current_app, request

from tracker import council, form
from tracker.tenancy import directory, is_open
from tracker.web import browser
from tracker.web.browser import FIELD
from tracker.web.form_key import NOBODY, sent_key
from tracker.web.manuscript import Manuscript, manuscript, manuscript_of

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class KeptWords(NamedTuple):
    """What is kept for somebody: by which row, and what they sent."""

    id: UUID
    manuscript: Manuscript


def keep_words() -> bool:
    """Keep what was sent for the person whose sign-in had ended; say whether there was anything, and anybody."""
    sent = manuscript(files_apart=True)
    if sent is None or not sent.words or not sent.whole:
        return False
    key, token = sent_key(), browser.token()
    if key is None and token is None:
        return False
    with nullcontext() if is_open() else directory():
        person_id = key.person_id if key else council.bearer(token or "")
        if person_id is None or person_id == NOBODY:
            return False
        form.keep_sealed(person_id=person_id, sealed=seal(_written(sent), person_id))
    return True


def kept_words(person_id: UUID) -> list[KeptWords]:
    """What is kept for somebody who is signed in, oldest first. Asked in the directory."""
    found = ((row, unseal(sealed, person_id)) for row, sealed in form.sealed_words(person_id=person_id))
    return [KeptWords(row, _read(text)) for row, text in found if text is not None]


def _written(sent: Manuscript) -> bytes:
    pairs = [pair for pair in request.form.items(multi=True) if pair[0] != FIELD]
    return json.dumps({"address": sent.address, "pairs": pairs}).encode()


def _read(text: bytes) -> Manuscript:
    kept = json.loads(text)
    return manuscript_of(kept["address"], [(name, said) for name, said in kept["pairs"]])


def seal(text: bytes, person_id: UUID) -> bytes:
    """Seal a text for a person."""
    return _lock(person_id).encrypt(text)


def unseal(sealed: bytes, person_id: UUID) -> bytes | None:
    """Open what was sealed for this person; None for anything else, or where it was changed."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - loaded where something is sealed: 6 MB

    try:
        return _lock(person_id).decrypt(sealed)
    except InvalidToken:
        return None


def _lock(person_id: UUID) -> Fernet:
    from cryptography.fernet import Fernet  # noqa: PLC0415 - as above

    secret = str(current_app.secret_key).encode()
    key = hmac.digest(secret, b"words kept for " + person_id.bytes, "sha256")
    return Fernet(base64.urlsafe_b64encode(key))

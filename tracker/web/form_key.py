"""The once-only key of a form: whoever sends it twice, by Back, a slow line or a second press, does one thing.

Each form is shown with a key of its own, beside its token: a random word and, masked, the person whom the page was made
for, both signed. So a key says whose it is also where a sign-in has ended since, and no other person can use it. What
it was used for is a receipt, stored with the act (tracker/form). A form sent again without change leads where the first
led; one that was changed since is given back, to be sent as another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import itertools
import secrets
from typing import NamedTuple
from uuid import UUID

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from tracker import form
from tracker.form import ReceiptDraft
from tracker.web.browser import FIELD, KEY, SEALED
from tracker.web.forms import identifier
from tracker.web.signed_in import reader, reader_or_nobody

WORD, PERSON, SIGNED = 8, 16, 12
WHOSE = 16
NOBODY = UUID(int=0)
SEE_OTHER = 303


class FormKey(NamedTuple):
    """A key that we gave: its random word, with the number of the form, and the person who was shown it."""

    word: bytes
    person_id: UUID


def new_key() -> str:
    """A key for one form on this page: the page's own with the number of the form, so that many make no page larger."""
    if "page_key" not in g:
        who = reader_or_nobody()
        g.page_key, g.forms = key_for(who.person_id if who else NOBODY), itertools.count(1)
    return f"{g.page_key}.{next(g.forms)}"


def key_for(person_id: UUID) -> str:
    """A key for a page that is shown to a person."""
    word = secrets.token_bytes(WORD)
    masked = _masked(word, person_id.bytes)
    return base64.urlsafe_b64encode(word + masked + _signature(word + masked)).decode()


def sent_key() -> FormKey | None:
    """The key that the form was sent with, whoever sends it; None for none, or for one that we never gave."""
    page_key, _, number = request.form.get(KEY, "").partition(".")
    try:
        given = base64.urlsafe_b64decode(page_key.encode("ascii"))
    except (binascii.Error, ValueError):
        return None
    word, masked, signed = given[:WORD], given[WORD : WORD + PERSON], given[WORD + PERSON :]
    if len(given) != WORD + PERSON + SIGNED or not hmac.compare_digest(signed, _signature(word + masked)):
        return None
    return FormKey(word + number.encode(), UUID(bytes=_masked(word, masked)))


def _masked(word: bytes, person: bytes) -> bytes:
    mask = hmac.digest(str(current_app.secret_key).encode(), b"whose form " + word, hashlib.sha256)
    return bytes(one ^ other for one, other in zip(person, mask[:PERSON], strict=True))


def _signature(signed: bytes) -> bytes:
    return hmac.digest(str(current_app.secret_key).encode(), b"form key " + signed, hashlib.sha256)[:SIGNED]


def receipt(location: str | None = None, *, at: str | None = None) -> ReceiptDraft | None:
    """The receipt of the key that came with the reader's form; None where none came, or somebody else's.

    A key is used once at each address: this one, or that of the form which it was sent in place of.
    """
    key = sent_key()
    if key is None or key.person_id != reader().person_id:
        return None
    place = f"{key.person_id} {reader().council_id} {at or request.path}".encode()
    digest = hashlib.sha256(key.word + place).hexdigest()
    return ReceiptDraft(digest, key.person_id, _content(), location)


def _content() -> str:
    sent = sorted((name, text) for name, text in request.form.items(multi=True) if name not in {FIELD, KEY, SEALED})
    files = sorted((name, each.filename or "") for name, each in request.files.items(multi=True))
    return hashlib.sha256(repr((sent, files)).encode()).hexdigest()


def whose() -> str:
    """A word for whoever reads in this council, by which their browser tells their words from a colleague's."""
    who = reader()
    return hmac.digest(
        str(current_app.secret_key).encode(), f"whose words {who.person_id} {who.council_id}".encode(), hashlib.sha256
    ).hex()[:WHOSE]


def claim() -> None:
    """Use the key of the form, first thing in the transaction of its act. Raises SentBeforeError where it was used."""
    if draft := receipt():
        form.claim(draft)
        g.receipt = draft


def unused() -> bool:
    """Whether the key of the form was not claimed yet, so that a larger statement may store its receipt."""
    return "receipt" not in g


def settle(answer: object) -> None:
    """Note where an act led; a form that is shown again, or was refused, gives its key back.

    Words that had been kept, and now were sent, are let go of.
    """
    draft = g.pop("receipt", None)
    done = isinstance(answer, Response) and answer.status_code == SEE_OTHER and "warned" not in g
    if done and (row := identifier(request.form.get(SEALED))):
        form.discard_sealed(person_id=reader().person_id, row=row)
    if draft is None:
        return
    if done:
        form.settle(draft, location=answer.headers["Location"])  # type: ignore[attr-defined]  # it is a response
    else:
        form.drop(draft)


def init(app: Flask) -> None:
    """Let every template give its forms keys."""
    app.jinja_env.globals["form_key"] = new_key

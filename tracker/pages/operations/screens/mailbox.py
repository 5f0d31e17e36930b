"""The demonstration's mailbox: every letter that would have been sent. It is not there in production."""

from __future__ import annotations

import email
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path
from typing import Any

from flask import abort, make_response

from config.settings import settings
from tracker.web import ANYONE, Screens, render

screens = Screens("mailbox", __name__)

MOST = 100
AS_SENT = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none';"
    " sandbox allow-top-navigation-by-user-activation allow-popups"
)


@dataclass(frozen=True)
class SentLetter:
    """A letter as the mail server took it; `key` names its file."""

    key: str
    subject: str
    to: str
    sender: str
    at: datetime | None
    text: str
    html: str


@screens.screen("/dev/mailbox", needs=ANYONE)
def listing() -> Any:
    """The letters, newest first."""
    return render("operations/mailbox/list.html", letters=[_read(path) for path in _files()[:MOST]])


@screens.screen("/dev/mailbox/<key>", needs=ANYONE)
def show(key: str) -> Any:
    """One letter in plain words, its links to be pressed."""
    return render("operations/mailbox/show.html", letter=_letter(key))


@screens.screen("/dev/mailbox/<key>/as-sent", needs=ANYONE)
def as_sent(key: str) -> Any:
    """One letter as a mail program shows it, in a page that may load and run nothing."""
    answer = make_response(_letter(key).html)
    answer.headers["Content-Security-Policy"] = AS_SENT
    return answer


def _files() -> Sequence[Path]:
    """The files of the mailbox, newest first. 404 where there is no mailbox: the settings refuse one in production."""
    folder = settings().dev_mailbox
    if folder is None:
        abort(404)
    return sorted(folder.glob("*.eml"), reverse=True)


def _letter(key: str) -> SentLetter:
    found = next((path for path in _files() if path.stem == key), None)
    return _read(found) if found else abort(404)


def _read(path: Path) -> SentLetter:
    message = email.message_from_bytes(path.read_bytes(), policy=policy)
    return SentLetter(
        key=path.stem,
        subject=str(message["subject"] or "(no subject)"),
        to=str(message["to"] or ""),
        sender=str(message["from"] or ""),
        at=getattr(message["date"], "datetime", None),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""

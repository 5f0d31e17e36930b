"""The demonstration's mail server and its letters: `python -m local.mailbox --port PORT --folder FOLDER`.

It accepts letters over SMTP on loopback and keeps each as a file, written whole before it says that it has it.
"""

from __future__ import annotations

import argparse
import email
import os
import signal
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Letter:
    """A letter as it was accepted; `key` names it in the mailbox."""

    key: str
    subject: str
    sender: str
    to: str
    date: datetime | None
    message_id: str
    text: str
    html: str


def keep(folder: Path, content: bytes) -> str:
    """Keep a letter as a file in the folder, on disk before this returns; return its key, which sorts by time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}"
    draft = folder / f".{key}"
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / f"{key}.eml")
    return key


def letters(folder: Path, *, limit: int = 200) -> list[Letter]:
    """Return the letters of a mailbox, newest first, at most `limit`."""
    newest = sorted(folder.glob("*.eml"), reverse=True)[:limit]
    return [_read(path) for path in newest]


def letter(folder: Path, key: str) -> Letter | None:
    """Return one letter by its key, None where there is none."""
    found = {path.stem: path for path in folder.glob("*.eml")}.get(key)
    return _read(found) if found else None


def _read(path: Path) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=policy)
    return Letter(
        key=path.stem,
        subject=str(message["subject"] or "(no subject)"),
        sender=str(message["from"] or ""),
        to=str(message["to"] or ""),
        date=getattr(message["date"], "datetime", None),
        message_id=str(message["message-id"] or ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


class Keeper:
    """What aiosmtpd calls for each letter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Keep the letter, and only then say so."""
        content = envelope.original_content or b""
        return f"250 Kept as {keep(self._folder, content)}"


def main() -> None:
    """Serve until asked to end."""
    parser = argparse.ArgumentParser(prog="local.mailbox", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    asked = parser.parse_args()
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    server = Controller(Keeper(asked.folder), hostname="127.0.0.1", port=asked.port)
    server.start()
    signal.sigwait(signals)
    server.stop()


if __name__ == "__main__":
    main()

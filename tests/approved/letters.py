"""Letters as they are kept: to whom, about what, in plain words and as HTML.

What went out is read from the mail server, for a letter with a secret keeps no words in the outbox once it is sent.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from bench.witness.masking import mask
from local import mailbox
from tests.approved import canonical
from tracker.post.delivery import worded
from tracker.post.outbox import OutboxLetter

TABLE = "CREATE SCHEMA mail CREATE TABLE letter (key text, who text, words text, content bytea)"
MOST = 1_000
OUTBOX = (
    "SELECT id, council_id, to_name, to_email, subject, template, particulars, body, html, created_at, attempts"
    " FROM letter WHERE particulars IS NOT NULL AND id <> ALL (%s) AND (%s = '' OR split_part(to_email, '.', 1) = %s)"
    " ORDER BY created_at, to_email, id"
)
Admin = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, order=True)
class Letter:
    """One letter."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def who(self) -> str:
        """The first name of whom it goes to, as the people of the town are called."""
        return re.split("[<.]", self.to)[1]

    def read(self) -> str:
        """The letter in the form that is kept."""
        plain = "\n".join(f"| {line}".rstrip() for line in self.text.strip().splitlines())
        return f"to {self.to}\nabout {self.subject}\n{canonical.letter(self.html)}{mask(plain)}\n"


def keep(folder: Path) -> None:
    """Keep beside a town what its mail server accepted."""
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as admin:
        admin.execute(TABLE)
        for key, letter in _accepted(folder).items():
            content = (folder / f"{key}.eml").read_bytes()
            admin.execute("INSERT INTO mail.letter VALUES (%s, %s, %s, %s)", [key, letter.who, letter.text, content])


def carried(folder: Path) -> list[Letter]:
    """Every letter that a mail server accepted, in the order of whom it went to and what it is about."""
    return sorted(_accepted(folder).values())


def _accepted(folder: Path) -> dict[str, Letter]:
    found = mailbox.letters(folder, limit=MOST)
    return {each.key: Letter(each.to, each.subject, each.text, each.html) for each in found}


def sent_before(admin: Admin, folder: Path) -> list[Letter]:
    """What went out while the town was planted."""
    for key, content in admin.execute("SELECT key, content FROM mail.letter ORDER BY key"):
        (folder / f"{key}.eml").write_bytes(content)
    return carried(folder)


def written(admin: Admin) -> list[UUID]:
    """Which letters are in the outbox."""
    return [key for (key,) in admin.execute("SELECT id FROM letter")]


def outbox(admin: Admin, *, to: str = "", besides: Sequence[UUID] = ()) -> list[Letter]:
    """The letters of the outbox that can still be worded, the oldest first, each as it would be carried now."""
    with admin.cursor(row_factory=class_row(OutboxLetter)) as waiting:
        letters = [worded(row) for row in waiting.execute(OUTBOX, [list(besides), to, to])]
    return [Letter(f"{one.to_name} <{one.to_email}>", one.subject, one.body or "", one.html or "") for one in letters]

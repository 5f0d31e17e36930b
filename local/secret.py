"""Secrets of this machine: files that only their owner reads."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

OWNER_ONLY = 0o600


def write(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def kept(path: Path) -> str:
    """Return the secret in a file, made at random on first use."""
    if not path.exists():
        write(path, secrets.token_urlsafe(36))
    return path.read_text(encoding="utf-8").strip()

"""Where the bytes of files are: a folder of this machine, or an S3-compatible store (FILES_AT).

A file is there before its row is kept, and goes after its row is gone or removed: a kill between the two leaves a file
without a row, which the sweep finds, and never a row without its file (docs/decisions/0030).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from config.settings import Settings, settings

SECONDS = 10  # for one request to a store elsewhere


class StoreAwayError(Exception):
    """The store did not answer, or has no room: nothing was kept, and it may go well later."""


class StoredFile(NamedTuple):
    """A file as the store has it: whose and which, and since when."""

    council_id: UUID
    id: UUID
    since: datetime


@functools.cache
def _opened(wanted: Settings) -> Any:
    """Open the store, once; obstore is loaded where a file is handled."""
    from obstore.store import LocalStore, S3Store  # noqa: PLC0415 - loaded by who handles a file

    if folder := wanted.files_folder:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return LocalStore(folder)
    where = urlsplit(wanted.files_at)
    return S3Store(
        where.netloc,
        prefix=where.path.strip("/") or None,
        region=wanted.files_region,
        access_key_id=wanted.files_key,
        secret_access_key=wanted.files_secret,
        client_options={"timeout": f"{SECONDS}s", "allow_http": wanted.files_endpoint.startswith("http://")},
        retry_config={"max_retries": 2},
        endpoint=wanted.files_endpoint or f"https://s3.{wanted.files_region}.amazonaws.com",
    )


def _store() -> Any:
    return _opened(settings())


def _way(council_id: UUID, attachment_id: UUID) -> str:
    """Where a file is: made of our own identifiers, and of nothing that anybody typed."""
    return f"{council_id}/{attachment_id}"


def put(council_id: UUID, attachment_id: UUID, content: bytes) -> None:
    """Keep the bytes of a file. Raises StoreAwayError."""
    try:
        _store().put(_way(council_id, attachment_id), content)
    except Exception as why:
        raise StoreAwayError from why


def get(council_id: UUID, attachment_id: UUID) -> bytes | None:
    """The bytes of a file; None where the store has none. Raises StoreAwayError."""
    try:
        return bytes(_store().get(_way(council_id, attachment_id)).bytes())
    except FileNotFoundError:
        return None
    except Exception as why:
        raise StoreAwayError from why


def delete(council_id: UUID, attachment_id: UUID) -> None:
    """Let the bytes of a file go; that they are gone already is well. Raises StoreAwayError."""
    try:
        _store().delete(_way(council_id, attachment_id))
    except FileNotFoundError:
        return
    except Exception as why:
        raise StoreAwayError from why


def try_store() -> None:
    """Keep a few bytes, read them and let them go: whether files can be kept. Raises StoreAwayError."""
    way, said = f"tried/{uuid4()}", b"kept"
    try:
        _store().put(way, said)
        read = bytes(_store().get(way).bytes())
        _store().delete(way)
    except Exception as why:
        raise StoreAwayError from why
    if read != said:
        raise StoreAwayError


def files_of(council_id: UUID) -> Iterator[list[StoredFile]]:
    """Every file that the store has of a council, some hundreds at a time. Raises StoreAwayError."""
    try:
        for some in _store().list(f"{council_id}/", chunk_size=500):
            yield [file for each in some if (file := _read(council_id, each["path"], each["last_modified"]))]
    except Exception as why:
        raise StoreAwayError from why


def _read(council_id: UUID, path: str, since: datetime) -> StoredFile | None:
    """A file of ours by its way; None for what somebody else put there."""
    try:
        return StoredFile(council_id, UUID(path.rpartition("/")[2]), since)
    except ValueError:
        return None

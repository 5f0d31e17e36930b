"""Tasks that end the process that they run in: counted by the process that started it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from billiard.exceptions import WorkerLostError
from celery.worker.request import Request

from tracker import council, tenancy


class CountedRequest(Request):
    """A council's task as the worker's main process sees it, which outlives the process that the task ran in."""

    def on_failure(self, exc_info: Any, send_failed_event: bool = True, return_ok: bool = False) -> Any:  # noqa: FBT001, FBT002 - as Celery calls it
        """Count the death, then do as Celery does: the message comes back, and the task itself says when it is enough.

        A task that ran out of memory in Python ended in order; Celery would end the main process with it.
        """
        why = getattr(exc_info.exception, "exc", exc_info.exception)
        if isinstance(why, MemoryError):
            return self.acknowledge()
        if isinstance(why, WorkerLostError):
            self._count()
        return super().on_failure(exc_info, send_failed_event=send_failed_event, return_ok=return_ok)

    def _count(self) -> None:
        with suppress(
            Exception
        ):  # without the database nothing can be counted, and the message comes back all the same
            with tenancy.directory():
                council.note_death(self.name, council_id=_council_of(self.request_dict))
            tenancy.engine().dispose()  # processes to come must not share a connection


def _council_of(headers: Any) -> UUID | None:
    named = headers.get("council") or (headers.get("headers") or {}).get("council")
    return UUID(str(named)) if named else None

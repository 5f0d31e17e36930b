"""Which door a task works behind, and what is noted of its run.

A council's task finds its council in the message's header; without one it raises before anything is asked. Tasks of the
directory, and the one that opens its own doors, say so. What a message says beyond a task's own parameters is ignored,
so that an older worker bears a newer sender.
"""

from __future__ import annotations

import inspect
import time
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg
import structlog
from celery import Task
from sqlalchemy import exc

from config import errand
from tracker import council
from tracker.later import Job
from tracker.tenancy import NoCouncilError, as_council, directory

log = structlog.get_logger(__name__)


class _Behind(Task):  # type: ignore[type-arg]
    """What every task does: opens its door, takes only what it knows, notes its run, writes one line to the log."""

    typing = False
    throws = (psycopg.OperationalError, exc.OperationalError)  # a database that is away: a line, no trace

    @abstractmethod
    def door(self) -> AbstractContextManager[object]:
        """Open the door that the task works behind."""

    def council(self) -> UUID | None:
        """Return the council in the message's header, where the task works in one."""
        return None

    def __call__(self, *_: Any, **given: Any) -> Any:
        """Run the task behind its door."""
        told = {"job": self.name, "council": str(self.council() or ""), errand.NAME: self.asked_by()}
        with structlog.contextvars.bound_contextvars(**told), _told():
            if not self.begins():
                log.warning("task set aside: its process died of it so often")
                return None
            with self.door():
                result = self.run(**self._known(given))
            self._note(None)
            return result

    def begins(self) -> bool:
        """Say whether the task may begin."""
        return True

    def asked_by(self) -> str:
        """Return the name of the request that asked for it; of one that nobody asked for, its own."""
        found = getattr(self.request, errand.NAME, None) or (self.request.headers or {}).get(errand.NAME)
        return errand.named(str(found or self.request.id or ""))

    def _known(self, given: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in given.items() if name in inspect.signature(self.run).parameters}

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:  # noqa: ARG002
        """Note what went wrong, by its kind alone: a message may hold what people wrote."""
        with suppress(Exception):  # the failure itself was logged; that it cannot be noted as well must not hide it
            self._note(type(exc).__name__, failed=True)

    def _note(self, detail: str | None, *, failed: bool = False) -> None:
        """Note the run where its operator reads it; the sweeps themselves are not worth a row."""
        if self.name == Job.SWEEP_COUNCILS:
            return
        with directory():
            council.ran(self.name, council_id=self.council(), detail=detail, failed=failed)


class CouncilTask(_Behind):
    """A task in one council, named in the message's header.

    One that ended its process three times is set aside for an hour: the others go on, and its operator is told.
    """

    Request = "worker.deaths:CountedRequest"

    def council(self) -> UUID:
        """Return the council in the header. Raises NoCouncilError without one."""
        named = getattr(self.request, "council", None) or (self.request.headers or {}).get("council")
        try:
            return UUID(str(named))
        except ValueError:
            raise NoCouncilError(f"{self.name}: the message names no council") from None

    def begins(self) -> bool:
        """Note that the task begins in its council, unless it is set aside there."""
        with directory():
            return council.begin_run(self.name, council_id=self.council())

    def door(self) -> AbstractContextManager[object]:
        """Open the council's door."""
        return as_council(self.council())


class CouncilDoorsTask(CouncilTask):
    """A task in one council that opens its door anew for each piece of its work, so that each is kept by itself."""

    @contextmanager
    def door(self) -> Iterator[object]:
        """Open nothing."""
        yield None


class DirectoryTask(_Behind):
    """A task of no single council."""

    def door(self) -> AbstractContextManager[object]:
        """Open the directory."""
        return directory()


class OwnDoorsTask(_Behind):
    """A task that opens its own doors, one after the other."""

    @contextmanager
    def door(self) -> Iterator[object]:
        """Open nothing."""
        yield None


@contextmanager
def _told() -> Iterator[None]:
    """Write one line when a task ended, with how long it took and, where it failed, by what kind of error."""
    began = time.monotonic()
    try:
        yield
    except BaseException as why:
        log.error(  # noqa: TRY400 - the trace may hold what people wrote
            "task failed", error=type(why).__name__, ms=round((time.monotonic() - began) * 1000)
        )
        raise
    log.info("task done", ms=round((time.monotonic() - began) * 1000))

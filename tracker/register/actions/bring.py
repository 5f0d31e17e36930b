"""Registers come in, slice by slice: each slice is kept with its place, so that whatever ends us, the next goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from uuid import UUID

import structlog
from sqlalchemy import select, update

from config.settings import settings
from tracker import council, fault, post
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.exchange import RegisterBrought
from tracker.later import Job, ask
from tracker.register.actions.file import register_file
from tracker.register.actions.undo import take_back_more
from tracker.register.actions.write import SliceWriter
from tracker.register.models import Register
from tracker.register.queries.check import services
from tracker.register.queries.standing import FateCounts, content_of, counts_query
from tracker.register.rules.reading import RegisterReader
from tracker.register.words import RegisterChoices, RegisterState, RowFault, RowReading
from tracker.tenancy import as_council, attempt, session

SLICE = 250  # rows that are kept at a time
LONGEST_SECONDS = 60  # of one run: what is left then is asked for anew (tracker/later.py: SHORT_RUNS)

log = structlog.get_logger(__name__)


def bring_rows(council_id: UUID) -> None:
    """Have a council's registers come in that were begun, and take back what was undone. It opens its doors itself.

    Two at once do nothing twice: each slice holds the register's row, and begins where the last one ended.
    """
    until = time.monotonic() + LONGEST_SECONDS
    with as_council(council_id):
        forget_files()
        waiting = _ids(RegisterState.RUNNING)
        leaving = _ids(RegisterState.LEAVING)
    for register_id in waiting:
        _bring(council_id, register_id, until)
    for register_id in leaving:
        while take_back_more(council_id, register_id) and time.monotonic() < until:
            pass


def _ids(state: RegisterState) -> Sequence[UUID]:
    asked = select(Register.id).where(Register.state == state).order_by(Register.number, Register.id)
    return session().scalars(asked).all()


def _bring(council_id: UUID, register_id: UUID, until: float) -> None:
    """Bring one register's rows: read once, kept in slices."""
    with as_council(council_id):
        found = session().get_one(Register, (council_id, register_id))
        content, name, sheet, place = content_of(found), found.file_name, found.sheet, found.place
        choices, ours = RegisterChoices.of(found.choices), services()
    if content is None:
        return
    with register_file(content, name) as file:
        opened = file.sheet(sheet, choices.heading)
        reader = RegisterReader(opened.columns, choices, ours, today=today(), figures=file.workbook is not None)
        readings = (row for row in map(reader.read, opened.lines()) if row.line > place)
        for some in _slices(readings):
            if not _keep(council_id, register_id, choices, some):
                return
            if time.monotonic() > until:
                with as_council(council_id):
                    ask(Job.BRING_ROWS)
                return
    _complete(council_id, register_id)


def _slices(readings: Iterator[RowReading]) -> Iterator[list[RowReading]]:
    while some := list(islice(readings, SLICE)):
        yield some


def _keep(council_id: UUID, register_id: UUID, choices: RegisterChoices, some: Sequence[RowReading]) -> bool:
    """Keep a slice with its place, unless somebody else did; whether to go on."""
    with as_council(council_id):
        found = _held(register_id)
        if found.state != RegisterState.RUNNING:
            return False
        left = [row for row in some if row.line > found.place]
        if left:
            _write(found, choices, council.here().code, left)
            found.place, found.moved_at = left[-1].line, now()
        return True


def _held(register_id: UUID) -> Register:
    asked = select(Register).where(Register.id == register_id)
    return session().scalars(asked.with_for_update().execution_options(populate_existing=True)).one()


def _write(found: Register, choices: RegisterChoices, code: str, some: Sequence[RowReading]) -> None:
    """Write some rows at once; where that fails by a row, one by one, and what fails alone stays out."""
    try:
        with attempt():
            SliceWriter(found, choices, code).write(some)
    except Exception as why:
        if not fault.is_by_a_row(why):
            raise
        log.warning("rows are written one by one", error=type(why).__name__)
        for row in some:
            _write_alone(found, choices, code, row)


def _write_alone(found: Register, choices: RegisterChoices, code: str, row: RowReading) -> None:
    try:
        with attempt():
            SliceWriter(found, choices, code).write([row])
    except Exception as why:
        if not fault.is_by_a_row(why):
            raise
        log.error("a row could not be kept", line=row.line, error=type(why).__name__)  # noqa: TRY400 - the trace may hold what people wrote
        refused = RowFault(row.line, "", "", "It could not be kept: the database refused it.")
        kept = RowReading(line=row.line, title=row.title, faults=row.faults or (refused,))
        with attempt():
            SliceWriter(found, choices, code).write([kept])


def _complete(council_id: UUID, register_id: UUID) -> None:
    """Say that all is in: to the record, and to who brought it."""
    with as_council(council_id):
        found = _held(register_id)
        if found.state != RegisterState.RUNNING:
            return
        found.state, found.ended_at = RegisterState.DONE, now()
        became = counts_query(found).answer()
        record(
            RegisterBrought(file=found.file_name, ideas=became.ideas, rows=became.new, not_in=became.no + became.here),
            by=found.by_id,
        )
        _write_letter(found, became)
        ask(Job.COMPUTE_HEALTH)
        ask(Job.DELIVER_LETTERS)


def _write_letter(found: Register, became: FateCounts) -> None:
    to = council.to(found.by_id)
    if to is None:
        return
    post.write(
        "register_brought",
        to=to,
        kind=post.LetterKind.NOTICE,
        key=f"register:{found.id}",
        subject=f"What came in from {found.file_name}",
        file_name=found.file_name,
        ideas=became.ideas,
        rows=became.new,
        stayed=became.no,
        here=became.here,
        path=f"/council/import/{found.number}",
    )


def forget_files() -> None:
    """Let go of files that are no longer needed: so many days after they were brought, whatever became of them."""
    kept_from = now() - timedelta(days=settings().register_file_days)
    old = Register.content.is_not(None), Register.at < kept_from, Register.state != RegisterState.RUNNING
    session().execute(update(Register).where(*old).values(content=None))
    never = Register.state == RegisterState.OPEN, Register.at < kept_from
    session().execute(update(Register).where(*never).values(state=RegisterState.ENDED))

"""Letters that come back: taken by a carrier, and told of later that they did not arrive (docs/decisions/0055).

A report counts once: it names the attempt, and a letter goes under the name of each of its attempts once.
"""

from __future__ import annotations

import enum
from collections.abc import Collection

import structlog

from tracker.clock import now
from tracker.post.carriers import Carrier, ReturnedLetter, UnreachableError, read_report, the_carrier
from tracker.post.outbox import LetterOut, letters_out, take_back
from tracker.post.rules import LetterReturn, step_after_return
from tracker.tenancy import directory

log = structlog.get_logger(__name__)


class ReportEnd(enum.StrEnum):
    """What a report came to. `held`: a process carries the letter just now, so that nothing can be said of it yet."""

    NO_REPORT = "no report"
    NOT_OURS = "not ours"
    NO_FAILURE = "no failure"
    NOT_OUT = "not out"
    HELD = "held"
    AGAIN = "again"
    GIVEN_UP = "given up"


def look_for_returns(*, seconds: int = 60, carrier: Carrier | None = None) -> int:
    """Ask the carrier which letters did not arrive after all, take them back, and return how many there were.

    A carrier that is away is asked at the next sweep. Opens its own doors; two at once count nothing twice.
    """
    found = 0
    try:
        with carrier or the_carrier() as carries:
            for told in carries.returned(seconds=seconds):
                ends = _take_back(told)
                found += sum(end in {ReportEnd.AGAIN, ReportEnd.GIVEN_UP} for end in ends)
    except UnreachableError as why:
        log.warning("nobody says which letters came back", error=type(why).__name__)
    return found


def take_report(raw: bytes) -> ReportEnd:
    """Read what a mail server sends back, and take the letter back that it is about. Opens its own door."""
    try:
        report = read_report(raw)
    except Exception as why:  # noqa: BLE001 - whatever somebody wrote there, it is no report that anybody can read
        log.warning("a message could not be read", error=type(why).__name__)
        return ReportEnd.NO_REPORT
    if report is None:
        return ReportEnd.NO_REPORT
    if report.id is None:
        return ReportEnd.NOT_OURS
    return next(iter(_take_back([report.returned])), ReportEnd.NOT_OUT) if report.returned else ReportEnd.NO_FAILURE


def _take_back(told: Collection[ReturnedLetter]) -> list[ReportEnd]:
    """Take back those letters that are out, by that very attempt, and say what becomes of each."""
    with directory():
        outside = letters_out({one.id for one in told})
        return [_judge(out, one) for out in outside for one in told if one.id == out.id and _is_about(one, out)]


def _is_about(told: ReturnedLetter, out: LetterOut) -> bool:
    """Whether something is told of a letter as it went last; what names no attempt is believed once in its life."""
    return out.is_held or told.name == out.handed_as or not (told.name or out.came_back)


def _judge(out: LetterOut, told: ReturnedLetter) -> ReportEnd:
    if out.is_held:
        return ReportEnd.HELD
    is_ours = told.address.lower() in {"", out.to_email.lower()}
    step = step_after_return(LetterReturn(told.fate, out.has_words, is_ours), out.attempt, at=now())
    reason = told.reason.replace(told.address, "this address") if told.address else told.reason
    take_back(out, told.fate, reason=reason, step=step)
    log.info("letter came back", letter=str(out.id), kind=out.kind, fate=str(told.fate), given_up=step.gives_up)
    return ReportEnd.GIVEN_UP if step.gives_up else ReportEnd.AGAIN

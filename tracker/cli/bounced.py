"""Read what a mail server sends back, as it pipes it: its exit code says whether the mail server keeps it."""

from __future__ import annotations

import sys

from tracker.cli.command import at_work, say, seedbed

KEEP_IT = 75  # EX_TEMPFAIL of sysexits.h: the mail server hands it in again later
MOST_BYTES = 4_000_000  # what comes back may hold a whole letter; what is said of it comes first
ENDS = {
    "no report": "This is no report about a letter that did not arrive: nothing is changed.",
    "not ours": "The report names no letter of ours: nothing is changed.",
    "no failure": "The report tells of no failure: nothing is changed.",
    "not out": "No letter that is out is the one of this report, or it was counted already: nothing is changed.",
    "held": "The letter is on its way again just now: hand the report in once more.",
    "again": "The letter came back, and is tried again.",
    "given up": "The letter came back, and is given up: `seedbed letters` tells why.",
}


@seedbed.command("bounced")
def bounced() -> None:
    """Read one report that a letter did not arrive, from stdin, as a mail server pipes it.

    Whatever it reads, it exits with 0, so that nothing bounces that bounced; with 75 while the database is away.
    """
    said = _stdin()
    try:
        from tracker import post

        with at_work():
            end = post.take_report(said)
    except Exception as why:  # noqa: BLE001 - whatever is wrong here is not the report's fault
        say(f"seedbed: {_in_a_sentence(why)}")
        sys.exit(KEEP_IT)
    say(ENDS[end])
    sys.exit(KEEP_IT if end is post.ReportEnd.HELD else 0)


def _stdin() -> bytes:
    """Read a message to its end: a mail server takes a pipe that breaks for a failure."""
    stream = sys.stdin.buffer
    said = stream.read(MOST_BYTES)
    while stream.read(MOST_BYTES):
        pass
    return said


def _in_a_sentence(why: Exception) -> str:
    import psycopg
    from sqlalchemy.exc import SQLAlchemyError

    from tracker.cli.sentence import in_a_sentence

    if isinstance(why, SQLAlchemyError | psycopg.Error):
        return in_a_sentence(why)
    return " ".join(str(why).split()) or type(why).__name__

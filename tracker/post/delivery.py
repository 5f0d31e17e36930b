"""How letters leave the outbox: one held at a time, worded, marked the moment it is accepted."""

from __future__ import annotations

import time
from dataclasses import replace

from tracker.post.carriers import Carrier, Handover, the_carrier
from tracker.post.outbox import OutboxLetter, claim, mark
from tracker.post.rendering import words_of
from tracker.tenancy import as_council, directory


def deliver(*, seconds: float = 60) -> int:
    """Send what waits in the outbox, of every council, and return how many letters were accepted.

    Opens its own doors; safe to run many times at once. One letter is held at a time, so that a worker killed here
    keeps no other waiting, and its lease always outlasts the carrier's time-outs. Ends after `seconds`, or when the
    carrier cannot be reached: the next sweep goes on.
    """
    sent, ends = 0, time.monotonic() + seconds
    with the_carrier() as carries:
        while time.monotonic() < ends and (letter := claim()):
            handover = _hand_over(carries, letter)
            mark(letter, error=handover.error, counts=handover.judged)
            sent += handover.error is None
            if not handover.judged:
                break
    return sent


def _hand_over(carries: Carrier, letter: OutboxLetter) -> Handover:
    """Word a letter and carry it; before a second attempt ask first whether the first one got through."""
    if letter.attempts > 1 and carries.already_there(letter):
        return Handover(None, judged=True)
    try:
        worded_letter = worded(letter)
    except Exception as why:  # noqa: BLE001 - a letter that cannot be worded must not stop those behind it
        return Handover(f"it could not be worded ({type(why).__name__})", judged=True)
    return carries.carry(worded_letter)


def worded(letter: OutboxLetter) -> OutboxLetter:
    """Return a letter with its words, read behind the door of its council; one that was written out keeps its own."""
    if letter.template is None:
        return letter
    with as_council(letter.council_id) if letter.council_id else directory():
        words = words_of(
            letter.template, to_name=letter.to_name, subject=letter.subject, particulars=letter.particulars or {}
        )
    return replace(letter, body=words.text, html=words.html)

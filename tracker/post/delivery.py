"""How letters leave the outbox: one held at a time, worded, marked the moment its fate is known."""

from __future__ import annotations

import time

import psycopg
import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from config import errand
from config.settings import settings
from tracker.post.carriers import Carrier, Handover, TakenError, UnreachableError, the_carrier
from tracker.post.outbox import OutboxLetter, claim, hand, mark
from tracker.post.rendering import words_of
from tracker.post.rules import MOST_LAPSES, Fate
from tracker.tenancy import as_council, directory, only_one

log = structlog.get_logger(__name__)
# A database that is away, or would not wait: said by the driver itself, or behind a session.
GAVE_UP = (psycopg.OperationalError, psycopg.InterfaceError, OperationalError, InterfaceError)
MOST_CUTS = 2  # conversations in a row that broke off: one may be a letter's doing, two are the mail server's
DIED = f"the process that carried it ended without a word, {MOST_LAPSES} times"


def deliver(*, seconds: int = 60, carrier: Carrier | None = None) -> int:
    """Send what waits in the outbox, of every council, and return how many letters were accepted.

    They go as the settings say, or by a carrier that is given.

    Opens its own doors; asked for many times at once, one run goes and the others end: a mail server that hangs holds
    one process. One letter is held at a time, so that a worker killed here keeps no other waiting. Ends after
    `seconds`, when the carrier cannot be reached, or when it broke off twice in a row: the next sweep goes on. A letter
    that fails ends nothing.
    """
    with (
        carrier or the_carrier() as carries,
        only_one(f"letters by {carries.where}", seconds=longest_run(seconds)) as ours,
    ):
        return _deliver(carries, time.monotonic() + seconds) if ours else 0


def longest_run(seconds: int = 60) -> int:
    """Return after how many seconds a run has ended for sure: its last letter may take what the mail server may."""
    return seconds + 3 * settings().mail_timeout_seconds + settings().mail_data_timeout_seconds


def _deliver(carries: Carrier, ends: float) -> int:
    sent = cuts = 0
    while time.monotonic() < ends and cuts < MOST_CUTS and (letter := claim()):
        try:
            handover = Delivery(carries, letter).run()
        except TakenError:
            continue
        sent += handover.fate is Fate.ACCEPTED
        cuts = cuts + 1 if handover.cut else 0
        if handover.fate is Fate.UNREACHED:
            break
    return sent


class Delivery:
    """One attempt to carry one letter that is held."""

    def __init__(self, carries: Carrier, letter: OutboxLetter) -> None:
        self._carries, self._letter = carries, letter
        self._surely_absent = self._handed = False

    def run(self) -> Handover:
        """Word the letter and carry it, and mark what became of it. Raises TakenError where another has taken it."""
        over = self._letter.lapses >= MOST_LAPSES
        with errand.done_for((self._letter.particulars or {}).get(errand.NAME)):
            handover = Handover(Fate.UNFIT, DIED) if over else self._attempt()
            mark(
                self._letter,
                handover.fate,
                error=handover.error,
                name=handover.name,
                handed=self._handed,
                over=over,
            )
            log.info("letter tried", letter=str(self._letter.id), kind=self._letter.kind, fate=str(handover.fate))
        return handover

    def _attempt(self) -> Handover:
        """Ask first, where somebody can be asked, whether an attempt whose end nobody saw got through."""
        try:
            if self._letter.doubts and (name := self._carries.already_there(self._letter)) is not None:
                if name:
                    return Handover(Fate.ACCEPTED, name=name)
                self._surely_absent = True
            worded_letter = worded(self._letter)
        except UnreachableError as why:
            return Handover(Fate.UNREACHED, str(why), cut=True)
        except GAVE_UP as why:
            said = type(getattr(why, "orig", why)).__name__
            return Handover(Fate.DEFERRED, f"the database gave up while it was worded ({said})")
        except Exception as why:  # noqa: BLE001 - a letter that cannot be worded must not stop those behind it
            return Handover(Fate.UNFIT, f"it could not be worded ({type(why).__name__})")
        return self._carries.carry(worded_letter, self._goes)

    def _goes(self) -> bool:
        """From now on the letter is perhaps delivered, whatever becomes of us."""
        self._handed = hand(self._letter, surely_absent=self._surely_absent)
        return self._handed


def worded(letter: OutboxLetter) -> OutboxLetter:
    """Return a letter with its words, read behind the door of its council; one that was written out keeps its own."""
    if letter.template is None:
        return letter
    with as_council(letter.council_id) if letter.council_id else directory():
        words = words_of(
            letter.template,
            to_name=letter.to_name,
            subject=letter.subject,
            particulars={**(letter.particulars or {}), "stop_address": letter.stop_address},
        )
    return letter._replace(body=words.text, html=words.html)

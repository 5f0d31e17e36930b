"""Letters: written to the outbox in the transaction of the change they tell of, worded and delivered by the worker.

A letter is claimed with a committed lease, sent, and marked the moment the mail server accepts it. Where nobody saw
whether it was accepted, it is repeated once the lease has run out, under the same Message-ID, and then its operator
decides (docs/decisions/0020).
"""

from tracker.post.carriers import UnreachableError, the_carrier
from tracker.post.delivery import deliver, longest_run
from tracker.post.letters import (
    LETTER_ROW,
    Addressee,
    Letter,
    LetterBatch,
    LetterDraft,
    LetterKind,
    earliest,
    hush,
    hushed,
    overhear,
    put,
    wait,
    withdraw,
    write,
)
from tracker.post.outbox import (
    FarAhead,
    Outbox,
    Trouble,
    far_ahead,
    has_nudge_on,
    leave,
    outbox,
    troubled,
    try_again,
    try_all_again,
)
from tracker.post.rendering import LetterWords, word_with, words_of
from tracker.post.returning import ReportEnd, look_for_returns, take_report
from tracker.post.stopping import MailKind, StopLink, stop_address, stop_link, stop_secret

__all__ = [
    "LETTER_ROW",
    "Addressee",
    "FarAhead",
    "Letter",
    "LetterBatch",
    "LetterDraft",
    "LetterKind",
    "LetterWords",
    "MailKind",
    "Outbox",
    "ReportEnd",
    "StopLink",
    "Trouble",
    "UnreachableError",
    "deliver",
    "earliest",
    "far_ahead",
    "has_nudge_on",
    "hush",
    "hushed",
    "leave",
    "longest_run",
    "look_for_returns",
    "outbox",
    "overhear",
    "put",
    "stop_address",
    "stop_link",
    "stop_secret",
    "take_report",
    "the_carrier",
    "troubled",
    "try_again",
    "try_all_again",
    "wait",
    "withdraw",
    "word_with",
    "words_of",
    "write",
]

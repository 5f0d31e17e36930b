"""Letters: written to the outbox in the transaction of the change they tell of, worded and delivered by the worker.

A letter is claimed with a committed lease, sent, and marked the moment the mail server accepts it. A worker killed in
between repeats the letter once the lease has run out, under the same Message-ID (design.md §4).
"""

from tracker.post.carriers import UnreachableError, the_carrier
from tracker.post.delivery import deliver
from tracker.post.letters import LETTER_ROW, Addressee, Letter, LetterDraft, LetterKind, has_nudge_on, hush, put, write
from tracker.post.outbox import MOST_ATTEMPTS, FarAhead, Outbox, Trouble, far_ahead, outbox, troubled, try_again
from tracker.post.rendering import word_with

__all__ = [
    "LETTER_ROW",
    "MOST_ATTEMPTS",
    "Addressee",
    "FarAhead",
    "Letter",
    "LetterDraft",
    "LetterKind",
    "Outbox",
    "Trouble",
    "UnreachableError",
    "deliver",
    "far_ahead",
    "has_nudge_on",
    "hush",
    "outbox",
    "put",
    "the_carrier",
    "troubled",
    "try_again",
    "word_with",
    "write",
]

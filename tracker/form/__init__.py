"""A form that was sent: the receipt of its once-only key, and words that could not be taken, kept sealed for a while.

A key is used once: its receipt is stored in the transaction of the act and says where the result stands, so that a form
sent twice is one act with one result. Words that somebody sent after their sign-in had ended are sealed, kept for that
person alone, and offered once they signed in.
"""

from tracker.form.actions import (
    NO_RECEIPT,
    RECEIPT_ROW,
    ReceiptDraft,
    SentBeforeError,
    claim,
    discard_sealed,
    drop,
    forget,
    keep_sealed,
    refuse_used,
    sealed_words,
    settle,
)

__all__ = [
    "NO_RECEIPT",
    "RECEIPT_ROW",
    "ReceiptDraft",
    "SentBeforeError",
    "claim",
    "discard_sealed",
    "drop",
    "forget",
    "keep_sealed",
    "refuse_used",
    "sealed_words",
    "settle",
]

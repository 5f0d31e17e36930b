"""Wording: what closed lists, roles, stages and sources are called, by page, letter and history alike.

One entry a value, in config/reference/wording.csv, with a second reading for staff where the field's own name is for
leads and owners. A council's own words stand above it, and never in an address, an export or a stored key.
"""

from tracker.wording.rules import (
    BUILT_IN,
    LONGEST_OWN,
    OWN_TO_STAFF,
    Reading,
    UnknownWordWarning,
    Vocabulary,
    capital,
    entries,
    in_words,
    own_names,
    own_words,
    own_words_faults,
    spaced,
    stopped,
    with_article,
)
from tracker.wording.sources import told_in

__all__ = [
    "BUILT_IN",
    "LONGEST_OWN",
    "OWN_TO_STAFF",
    "Reading",
    "UnknownWordWarning",
    "Vocabulary",
    "capital",
    "entries",
    "in_words",
    "own_names",
    "own_words",
    "own_words_faults",
    "spaced",
    "stopped",
    "told_in",
    "with_article",
]

"""A historical case names the report that tells of it."""

from __future__ import annotations

import pytest

from tracker.wording.sources import told_in


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("001_1f18599d5d9872be.txt:1404-1412", "Transformers (NESTA, 2008), lines 1404-1412"),
        ("001_1f18599d5d9872be.txt:549", "Transformers (NESTA, 2008), line 549"),
        ("004_d5fb86d7828c259d.txt", "Creating greater innovation in public services (CLES, 2009)"),
        ("our own notes", "our own notes"),
        (None, ""),
    ],
)
def test_a_source_is_read_as_its_report(source, words):
    assert told_in(source) == words

"""A pytest plugin (`-p bench.mutants.patience`): begins no further test once MUTANTS_SECONDS are over, and says so.

So a mutant is shown to as many of its tests as its time allows, whatever they were measured to take.
"""

from __future__ import annotations

import os
from time import monotonic

import pytest

TIME_IS_UP = "no time is left for further tests"
_begun = monotonic()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Look at the clock after each test."""
    if monotonic() - _begun > float(os.environ["MUTANTS_SECONDS"]):
        item.session.shouldstop = TIME_IS_UP

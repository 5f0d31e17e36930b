"""Nothing is lost, whatever is killed: the reduced runs of `make chaos`."""

from __future__ import annotations

import pytest

from tests.terminal import measured

# Each trial with its reduced counts, its seed, and what it must have counted.
TRIALS = {
    "nudges": (("--nudges", "40", "--kills", "2", "--clocks", "1", "--restarts", "1"), "tried 40, lost 0"),
    "storm": (("--posts", "40", "--faults", "5", "--clients", "1"), "lost 0, twice 0; letters lost 0"),
    "mail": (("--letters", "8", "--gaps", "1"), "tried 8, lost 0"),
    "poison": (("--ideas", "5", "--letters", "6"), "beside the poisoned one 4 of 4"),
}


@pytest.mark.faults
@pytest.mark.parametrize("trial", TRIALS)
def test_nothing_is_lost_whatever_breaks(trial):
    counts, counted = TRIALS[trial]
    assert counted in measured("bench.chaos", trial, *counts)

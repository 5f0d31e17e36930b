"""Whether the installation is well: facts, asked in one place, and what follows from them, by one pure function.

The page of operations, `seedbed doctor` and the metrics all say the same: none says that all is well while something
failed, is late, never succeeded, is stuck, given up, set aside or waits longer than it should.
"""

from tracker.vitals.queries import facts
from tracker.vitals.rules import (
    KINDS,
    CouncilRuns,
    Facts,
    JobStanding,
    LetterFacts,
    RowsAside,
    VitalFinding,
    by_council,
    findings,
    standings,
)

__all__ = [
    "KINDS",
    "CouncilRuns",
    "Facts",
    "JobStanding",
    "LetterFacts",
    "RowsAside",
    "VitalFinding",
    "by_council",
    "facts",
    "findings",
    "standings",
]

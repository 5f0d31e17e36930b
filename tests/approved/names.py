"""The names of all approved files, as the tests keep them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.approved.files import lines_of, name_of
from tests.approved.forms import FORMS
from tests.approved.states import STATES
from tests.approved.visits import plain

CHOSEN = list(lines_of(Path(__file__).parent / "letters.txt"))
SECRET = "letters/sent-in-the-morning"


def file_of(line: str) -> str:
    """What a letter of letters.txt is kept under."""
    return name_of(*line.split(" ", 1)[::-1])


def names() -> Counter[str]:
    """Every name, and how often it is given."""
    found = Counter(visit.name for visit in [*plain(), *FORMS])
    found.update(name for state in STATES for name, _ in state.named())
    found.update(f"letters/{file_of(line)}" for line in CHOSEN)
    found[SECRET] += 1
    return found

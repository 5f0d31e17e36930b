"""The names of all approved files, as the tests keep them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.approved.files import lines_of, name_of
from tests.approved.forms import FORMS
from tests.approved.states import STATES
from tests.approved.visits import Visit, plain

CHOSEN = list(lines_of(Path(__file__).parent / "letters.txt"))
MARKED = [Visit(*line.split()) for line in lines_of(Path(__file__).parent / "marked.txt")]
COMMANDS = [
    "health --council knowsley",
    "health --council knowsley --json",
    "health --council oldham --as-of 2026-08-31 --json",
    "health --council knowsley --as-of 2030-01-01",
    "health --council nowhere",
    "import CASES --dry-run",
    "doctor",
]
EXPORTED = [
    f"commands/export/{name}"
    for name in ("collaboratives", "councils", "evidence", "funding", "ideas", "lessons", "risks", "stage_moves")
]
FRAMED = [Visit(who, "/account") for who in ("amina", "dan", "ruth", "colin", "farah@oldham", "oona", "adam", "omar")]
FRAMED.append(Visit("visitor", "/sign-in"))
EDGES = [
    "edges/too-old_ideas_KNW-20_messages.dan",
    "edges/too-old_sign-in.visitor",
    "edges/too-old_nowhere.dan",
    "edges/fault-sent.dan",
    "edges/fault.dan",
    "edges/no-database.visitor",
    "edges/no-database-sent.visitor",
    *(f"edges/operations-{name}.omar" for name in ("failing", "lost", "trying", "doubtful", "silent", "again")),
    *(f"edges/mailbox{name}.visitor" for name in ("-empty", "", "-letter", "-as-sent")),
]
WORDS = "reference/wording"
LIMITS = "reference/limits"
OF_WORKER = "reference/worker"
REFERENCE = ("nudges", "gate-questions", "health-items", "health-weights", "health-defaults", "days", "reports")
SECRET = "letters/sent-in-the-morning"


def file_of(line: str) -> str:
    """What a letter of letters.txt is kept under."""
    return name_of(*line.split(" ", 1)[::-1])


def file_of_command(line: str) -> str:
    """What the output of a command is kept under."""
    return name_of(line.replace(" --", " ").replace(" ", "-"))


def names() -> Counter[str]:
    """Every name, and how often it is given."""
    found = Counter(visit.name for visit in [*plain(), *FORMS])
    found.update(state.kept_under for state in STATES)
    found.update(f"marked/{visit.name.removeprefix('pages/')}" for visit in MARKED)
    found.update(f"letters/{file_of(line)}" for line in CHOSEN)
    found.update(f"commands/{file_of_command(line)}" for line in COMMANDS)
    found.update(f"frames/{visit.who}" for visit in FRAMED)
    found.update(f"reference/{table}" for table in REFERENCE)
    found.update(EXPORTED)
    found.update([SECRET, WORDS, LIMITS, OF_WORKER, "frames/of-the-demonstration", *EDGES])
    return found

"""THE DOORS: the only ways to the database, and the only place that commits.

absence   what tells that the database is away, and how long a connection waits for it
pool      the one engine of a process, whom it binds, and what no error may tell
reading   how a constant statement is read
bundle    several constant statements, read as one
doors     as_council(), as_collaborative(), directory(), arriving(); rows() for reads, session() for acts
turns     work that only one does at a time
"""

from tracker.tenancy.absence import in_a_line, is_away
from tracker.tenancy.bundle import Answers, Query, given_to_all, reader_of, together
from tracker.tenancy.doors import (
    Door,
    DoorError,
    NoCouncilError,
    abandon,
    arriving,
    as_collaborative,
    as_council,
    attempt,
    copy_out,
    current_council,
    directory,
    door,
    is_open,
    listen,
    rows,
    run,
    session,
    unlisten,
    write,
)
from tracker.tenancy.pool import UnsafeRoleError, engine, forget_engine, refuse_unsafe_role
from tracker.tenancy.reading import spelled
from tracker.tenancy.turns import alone, only_one, take_turn

__all__ = [
    "Answers",
    "Door",
    "DoorError",
    "NoCouncilError",
    "Query",
    "UnsafeRoleError",
    "abandon",
    "alone",
    "arriving",
    "as_collaborative",
    "as_council",
    "attempt",
    "copy_out",
    "current_council",
    "directory",
    "door",
    "engine",
    "forget_engine",
    "given_to_all",
    "in_a_line",
    "is_away",
    "is_open",
    "listen",
    "only_one",
    "reader_of",
    "refuse_unsafe_role",
    "rows",
    "run",
    "session",
    "spelled",
    "take_turn",
    "together",
    "unlisten",
    "write",
]

"""The `seedbed` command, one module a group.

Without DATABASE_URL it joins this machine's own servers, or starts and stops them.
"""

from __future__ import annotations

import sys

from config.settings import SettingsError
from tracker.cli import backups, bounced, cases, doctor, health, letters, people, processes, similar, simulate
from tracker.cli.command import say, seedbed

__all__ = [
    "backups",
    "bounced",
    "cases",
    "doctor",
    "health",
    "letters",
    "main",
    "people",
    "processes",
    "seedbed",
    "similar",
    "simulate",
]


def main() -> None:
    """Run the command; what is wrong with the machine is said in one sentence, not in a trace."""
    import psycopg
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from local.postgres import ServerError
    from local.programs import MissingProgramError
    from local.stopping import Stopped
    from tracker.cli.sentence import in_a_sentence
    from tracker.tenancy import UnsafeRoleError

    try:
        seedbed(prog_name="seedbed")
    except (SettingsError, ServerError, MissingProgramError, UnsafeRoleError) as wrong:
        say(f"seedbed: {str(wrong).strip()}")
        sys.exit(2)
    except (psycopg.OperationalError, psycopg.ProgrammingError, OperationalError, ProgrammingError) as wrong:
        say(f"seedbed: {in_a_sentence(wrong)}")
        sys.exit(2)
    except Stopped:
        sys.exit(130)

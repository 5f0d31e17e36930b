"""The `seedbed` command. Without DATABASE_URL it joins this machine's own servers, or starts and stops them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from config.settings import Settings, SettingsError, settings

NATIONS = ["england", "scotland", "wales", "northern_ireland"]
ROLES = ["contributor", "owner", "lead", "sponsor", "observer", "admin"]


def say(line: str) -> None:
    """Tell the person at the terminal, on stderr: stdout carries results alone."""
    click.echo(line, err=True)


@contextmanager
def ready() -> Iterator[Settings]:
    """Hold servers to work with, logging set up, and turn what the domain refuses into one plain sentence."""
    from config import logging

    with _servers():
        logging.set_up()
        try:
            yield settings()
        except (ValueError, LookupError) as refused:
            raise click.ClickException(str(refused)) from refused


@contextmanager
def at_work() -> Iterator[Settings]:
    """Work on what councils keep, as a role that row-level security binds, with a worker's patience."""
    from config import processes
    from tracker import tenancy

    os.environ.setdefault("STATEMENT_TIMEOUT_MS", processes.WORKER_STATEMENT_TIMEOUT_MS)
    with ready() as wanted:
        tenancy.refuse_unsafe_role()
        yield wanted


@contextmanager
def _servers() -> Iterator[None]:
    """Use the servers that DATABASE_URL names; without it those of this machine, for as long as the command runs."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from local import servers, stopping

    stopping.listen()
    home = servers.default_home()
    with servers.joined(home) as found:
        servers.lead_to(found, home)
        settings.cache_clear()
        yield


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def seedbed() -> None:
    """Run Seedbed, the innovation-pipeline tracker for councils."""


@seedbed.command()
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True)
def demo(port: int) -> None:
    """Run everything on this machine with real cases and made-up people; Ctrl-C stops it."""
    from local import demo as demonstration

    sys.exit(demonstration.run(port))


@seedbed.command()
def serve() -> None:
    """Run the web server."""
    from config import processes

    _become(processes.web())


@seedbed.command()
def worker() -> None:
    """Run the worker, which delivers letters and computes figures."""
    from config import processes

    os.environ.setdefault("STATEMENT_TIMEOUT_MS", processes.WORKER_STATEMENT_TIMEOUT_MS)
    _become(processes.worker(int(os.environ.get("WORKER_PROCESSES") or 2)))


@seedbed.command()
def beat() -> None:
    """Run the clock that asks the worker for recurring work; two at once are harmless."""
    from config import processes

    _become(processes.beat())


def _become(command: list[str]) -> None:
    """Run a process in our place, or, beside servers of our own, under our watch until it is stopped."""
    if os.environ.get("DATABASE_URL"):
        os.chdir(Path(__file__).parent.parent)
        os.execv(command[0], command)  # noqa: S606 - our own command line, no shell
    from local.supervisor import Command, Supervisor

    with ready():
        kept = Supervisor([Command(command[2], command)], say=say)
        with kept.running():
            kept.watch()


@seedbed.command()
@click.option(
    "--to", default="head", show_default=True, help="A revision, `head`, or `base` (which empties everything)."
)
def migrate(to: str) -> None:
    """Bring the database's tables to this code's shape."""
    from alembic.util import CommandError

    from migrations import runner

    with ready() as wanted:
        if not wanted.database_owner_url:
            msg = "Set DATABASE_OWNER_URL: the address of the database as seedbed_owner."
            raise click.ClickException(msg)
        try:
            runner.migrate(wanted.database_owner_url, to)
        except CommandError as unknown:
            raise click.ClickException(str(unknown)) from unknown
        say(f"The database is at {runner.current(wanted.database_owner_url) or 'base'}.")


@seedbed.group("council")
def council_() -> None:
    """Make councils."""


@council_.command("create")
@click.option("--code", required=True, help="Short, lower case, for ever: knowsley")
@click.option("--name", required=True)
@click.option("--prefix", help="What its references begin with: KNW")
@click.option("--nation", type=click.Choice(NATIONS), help="Whose bank holidays it keeps; none: weekends only")
@click.option("--admin-email", required=True)
@click.option("--admin-name", required=True)
@click.option(
    "--password-stdin", is_flag=True, help="Read the admin's password from stdin instead of inviting by email"
)
def council_create(
    *,
    code: str,
    name: str,
    prefix: str | None,
    nation: str | None,
    admin_email: str,
    admin_name: str,
    password_stdin: bool,
) -> None:
    """Make a council and its first admin, who is invited by email."""
    from tracker import council, tenancy

    with at_work(), tenancy.directory():
        made = council.create(code=code, name=name, prefix=prefix, nation=nation)
        _add(made, email=admin_email, name=admin_name, roles=("admin", "lead"), password_stdin=password_stdin)


@seedbed.group("person")
def person_() -> None:
    """Make people."""


@person_.command("create")
@click.option("--council", "code", required=True, help="The council's code")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), default=["contributor"], show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin instead of inviting by email")
def person_create(*, code: str, email: str, name: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Make somebody a member of a council."""
    from tracker import council, tenancy

    with at_work(), tenancy.directory():
        _add(council.by_code(code), email=email, name=name, roles=roles, password_stdin=password_stdin)


def _add(place: object, *, email: str, name: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    from tracker import council

    if not isinstance(place, council.Council):
        raise TypeError(place)
    person = council.add_person(
        council_id=place.id, email=email, name=name, roles=[council.Role(role) for role in roles]
    )
    if password_stdin:
        council.choose_password(person_id=person.id, password=sys.stdin.readline().rstrip("\n"))
        say(f"{person.name} can sign in to {place.name} as {person.email}.")
    else:
        council.send_link(person=person, purpose=council.LinkPurpose.INVITATION, council=place)
        say(f"An invitation to {place.name} goes to {person.email} when the worker next runs.")


@seedbed.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report only; change nothing")
@click.option("--strict", is_flag=True, help="Exit with 1 when a row is bad")
def import_(*, folder: Path, dry_run: bool, strict: bool) -> None:
    """Bring in the case files of FOLDER; importing them again changes nothing."""
    from tracker import exchange

    with at_work():
        report = exchange.import_folder(folder, dry_run=dry_run)
        click.echo("\n".join(report.lines))
    sys.exit(1 if strict and report.errors else 0)


@seedbed.command()
@click.argument("folder", type=click.Path(path_type=Path))
def export(folder: Path) -> None:
    """Write everything submitted as case files into FOLDER, in one canonical form."""
    from tracker import exchange

    with at_work():
        exchange.export_folder(folder)
        say(f"Written to {folder}.")


@seedbed.command()
@click.option("--council", "code", required=True, help="The council's code")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="A past day, YYYY-MM-DD; otherwise today")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout, and nothing else there")
def health(*, code: str, as_of: datetime | None, as_json: bool) -> None:
    """Show the eight parts of a council's profile, each with its reason."""
    from tracker import council, portfolio, tenancy

    with at_work():
        with tenancy.directory():
            asked = council.by_code(code).id
        with tenancy.as_council(asked):
            profile = portfolio.profile_json(as_of=as_of.date() if as_of else None)
    if as_json:
        click.echo(json.dumps(profile, ensure_ascii=False, indent=2))
        return
    for part in profile["parts"]:
        click.echo(f"{part['name']:<12} {part['value'] if part['value'] is not None else part['why']}")


@seedbed.command()
def doctor() -> None:
    """Say what is wrong and how to mend it: database, migrations, broker, mail, worker."""
    from tracker import doctor as surgery

    wrong = 0
    with ready():
        for finding in surgery.findings():
            wrong += bool(finding.mend)
            click.echo(f"{'WRONG' if finding.mend else 'ok':<6}{finding.part:<11} {finding.found}")
            if finding.mend:
                click.echo(f"{'':<17} To mend it: {finding.mend}")
    sys.exit(1 if wrong else 0)


def main() -> None:
    """Run the command; what is wrong with the machine is said in one sentence, not in a trace."""
    from psycopg import OperationalError
    from sqlalchemy.exc import OperationalError as NoDatabaseError
    from sqlalchemy.exc import ProgrammingError

    from local.postgres import ServerError
    from local.programs import MissingProgramError
    from local.stopping import Stopped
    from tracker.doctor import in_a_sentence
    from tracker.tenancy import UnsafeRoleError

    try:
        seedbed(prog_name="seedbed")
    except (SettingsError, ServerError, MissingProgramError, UnsafeRoleError) as wrong:
        say(f"seedbed: {str(wrong).strip()}")
        sys.exit(2)
    except (OperationalError, NoDatabaseError, ProgrammingError) as wrong:
        say(f"seedbed: {in_a_sentence(wrong)}")
        sys.exit(2)
    except Stopped:
        sys.exit(130)


if __name__ == "__main__":
    main()

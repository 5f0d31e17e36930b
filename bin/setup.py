"""Makes the virtual environment, installs what the locks name, builds the assets; with nothing to do it takes no time.

A step is stamped when it is done, by the hash of what it was made from: an unfinished or outdated one is done again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".seedbed"
KINDS = ("demo", "dev")
COMMAND = """#!/bin/sh
# Finds its Python beside itself: a path with spaces would break a plain first line.
exec "$(dirname "$0")/python" -P -c 'from tracker.cli import main; main()' "$@"
"""


class SetUpError(Exception):
    """What is missing, and what to do about it."""


def say(line: str) -> None:
    """Tell the person at the terminal, in order with what the programs print."""
    print(line, flush=True)


def works(*command: str | Path) -> bool:
    """Run a command silently and say whether it succeeded."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.run([str(part) for part in command], check=False, **quiet).returncode == 0
    except OSError:
        return False


def runs(*command: str | Path) -> bool:
    """Run a command where the person sees it and say whether it succeeded."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode == 0


def make_venv() -> None:
    """Make the virtual environment, where there is none that works; Debian may lack the part that brings pip."""
    if works(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    say("Making the virtual environment in .venv ...")
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv and works(uv, "venv", "--python", sys.executable, VENV):
        return
    if works(sys.executable, "-m", "venv", VENV):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not works(sys.executable, "-m", "venv", "--without-pip", VENV):
        msg = "This Python cannot make virtual environments: install its venv part (Debian: apt install python3-venv)."
        raise SetUpError(msg)


def installers() -> list[list[str]]:
    """Return the ways to install into the virtual environment, best first."""
    ways = []
    if uv := shutil.which("uv"):
        ways.append([uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode", "--quiet"])
    pip = ["-m", "pip", "--disable-pip-version-check"]
    if works(PYTHON, *pip, "--version") or works(PYTHON, "-m", "ensurepip"):
        ways.append([str(PYTHON), *pip, "install", "--quiet"])
    elif works(sys.executable, *pip, "--version"):
        ways.append([sys.executable, *pip, "--python", str(PYTHON), "install", "--quiet"])
    return ways


def install(kind: str) -> None:
    """Install what a lock names, each file checked against its hash."""
    lock = ROOT / "requirements" / f"{kind}.lock"
    if is_done(kind, lock) or (kind == "demo" and is_done("dev", ROOT / "requirements" / "dev.lock")):
        return
    say(f"Installing what requirements/{kind}.lock names (a minute or so the first time) ...")
    for way in installers():
        if runs(*way, "--require-hashes", "--no-deps", "-r", lock):
            done(kind, lock)
            return
    msg = "The packages could not be installed (see above). Is the package index reachable, and pip or uv there?"
    raise SetUpError(msg)


def is_done(step: str, *made_from: Path) -> bool:
    """Say whether a step was finished with what it is made from as it is now."""
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint(*made_from)


def done(step: str, *made_from: Path) -> None:
    """Stamp a step as finished."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / step).write_text(fingerprint(*made_from), encoding="ascii")


def fingerprint(*files: Path) -> str:
    """Return the hash of some files and of the Python they are for."""
    found = hashlib.sha256(str((VENV / "pyvenv.cfg").read_bytes()).encode())
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()


def place_command() -> None:
    """Put the `seedbed` command into the virtual environment, and this folder on its Python's path."""
    (packages,) = (VENV / "lib").glob("python3*/site-packages")
    (packages / "seedbed.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = VENV / "bin" / "seedbed"
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def build_assets() -> None:
    """Build style sheet, script and font, with the machine's npm or one of our own; the builder skips what is done."""
    if not (shutil.which("node") and shutil.which("npm")):
        install("node")
    if not runs(PYTHON, Path("assets") / "build.py"):
        msg = "The assets could not be built (see above)."
        raise SetUpError(msg)


def main() -> None:
    """Do all steps, while no other set-up of this folder runs."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "demo"
    if kind not in KINDS:
        sys.exit(f"bin/setup {' | '.join(KINDS)}")
    os.environ.pop("PYTHONHOME", None)
    os.environ.pop("VIRTUAL_ENV", None)
    (ROOT / ".setup").mkdir(exist_ok=True)
    with (ROOT / ".setup" / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this folder runs; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        make_venv()
        install(kind)
        place_command()
        build_assets()


if __name__ == "__main__":
    try:
        main()
    except SetUpError as wrong:
        sys.exit(f"Set-up stopped: {wrong}")
    except KeyboardInterrupt:
        sys.exit(130)

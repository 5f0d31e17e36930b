"""Copies of the product in which mutants run: each with its own servers, kept up for as long as the copy is used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from bench.mutants.product import HOME, ROOT
from local import servers
from local.servers import Addresses

LEFT_OUT = frozenset({"var", ".git", ".venv", ".setup", "node_modules"})
CACHES = shutil.ignore_patterns("__pycache__", "node_modules", ".*_cache", ".hypothesis")
KEPT = ("postgres", "template0", "template1", servers.DATABASE)
PATIENCE = 10


class TimeUpError(Exception):
    """A run took longer than it may."""


@dataclass(frozen=True)
class Tree:
    """One copy: where it is, and where its servers are."""

    root: Path
    addresses: Addresses

    def pytest(self, *words: str, seconds: float | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run tests here. Raises TimeUpError when it takes longer; nothing of it is left running."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
        started = subprocess.Popen(
            command,
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            printed, _ = started.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TimeUpError(" ".join(words)) from None
        finally:
            _end(started)
        return subprocess.CompletedProcess(command, started.returncode, printed)

    def ready(self) -> None:
        """Start the servers again where a mutant stopped them."""
        home = self.root / "var" / "tests"
        if not servers.running(home):
            servers.start(home, durable=False)
            (home / "on-demand").touch()  # so that whoever leaves last stops them

    def sweep(self) -> None:
        """Drop the databases that finished runs left behind."""
        with psycopg.connect(self.addresses.named("postgres").admin_url, autocommit=True) as server:
            found = server.execute(
                "SELECT datname FROM pg_database WHERE datname <> ALL(%s) AND datname !~ '^template_'", [list(KEPT)]
            )
            for (name,) in found.fetchall():
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _end(started: subprocess.Popen[str]) -> None:
    """Kill a run that goes on, with all that it started."""
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(started.pid).children(recursive=True) if started.poll() is None else []
        for process in (*family, *([psutil.Process(started.pid)] if family or started.poll() is None else [])):
            with suppress(psutil.NoSuchProcess):
                process.kill()
    started.wait(PATIENCE)


@contextmanager
def tree(name: str) -> Iterator[Tree]:
    """A fresh copy of the product as it stands, with its servers running."""
    root = HOME / name
    _copy(root)
    with servers.joined(root / "var" / "tests", durable=False) as addresses:
        yield Tree(root, addresses)


def _copy(root: Path) -> None:
    """Copy everything but data, packages and caches; servers' data of an earlier copy stays, to start quickly."""
    root.mkdir(mode=servers.MODE_OF_HOME, parents=True, exist_ok=True)
    for old in root.iterdir():
        if old.name not in LEFT_OUT:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path in ROOT.iterdir():
        if path.name in LEFT_OUT:
            continue
        if path.is_dir():
            shutil.copytree(path, root / path.name, ignore=CACHES)
        else:
            shutil.copy2(path, root / path.name)

"""What is broken and where it stands: the folders of the product, and the text files in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("tracker", "worker", "config", "local", "templates")
MEASURED_WITH = (*FOLDERS, "tests", "migrations", "demo", "requirements", "pyproject.toml")
LEFT_OUT = ("local/*/*", "templates/dev/*")  # made-up people and the gallery of components: nobody is promised anything
KINDS = frozenset({".py", ".html", ".txt", ".csv"})
HOME = ROOT / "var" / "mutants"


def files(root: Path = ROOT) -> list[str]:
    """The product's files that can be broken, as paths from its root."""
    found = (path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in KINDS)
    names = sorted(path.relative_to(root).as_posix() for path in found)
    return [name for name in names if not any(fnmatch(name, pattern) for pattern in LEFT_OUT)]


def digest() -> str:
    """What a measurement was made of: product, tests and their data; it is made anew when any of them changed."""
    found = hashlib.sha256()
    for path in _inputs():
        found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _inputs() -> Iterator[Path]:
    for name in MEASURED_WITH:
        place = ROOT / name
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)

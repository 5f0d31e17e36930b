"""`python -m bench.witness keep FOLDER` and `... compare FOLDER [OTHER]`: see bench/witness/__init__.py."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.witness.comparison import compare
from bench.witness.pages import Pages, read, write


def main() -> int:
    """Keep or compare, and return the exit status."""
    parser = argparse.ArgumentParser(prog="bench.witness", description="Keep every page, and compare it later.")
    commands = parser.add_subparsers(dest="command", required=True)
    keeping = commands.add_parser("keep", help="keep what this code shows")
    keeping.add_argument("folder", type=Path, help="an empty folder, made where it is missing")
    comparing = commands.add_parser("compare", help="compare with what was kept")
    comparing.add_argument("folder", type=Path, help="what was kept before")
    comparing.add_argument("other", type=Path, nargs="?", help="what was kept later; without it, what this code shows")
    comparing.add_argument("--each", action="store_true", help="name every page that differs, not only kinds of change")
    asked = parser.parse_args()
    if asked.command == "keep":
        _keep(asked.folder)
        return 0
    return _compare(asked.folder, asked.other, each=asked.each)


def _keep(folder: Path) -> None:
    """Keep what this code shows, and say how many pages of which patterns. Exits where the folder holds something."""
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"{folder} holds something already: name an empty folder")
    pages = _seen_now()
    write(folder, pages)
    patterns = Counter(page.pattern for found in pages.values() for page in found.values())
    for pattern, count in sorted(patterns.items()):
        print(f"{count:5}  {pattern}")
    for visit, found in pages.items():
        print(f"{len(found):5}  pages of {visit}")
    for visit, found in pages.items():
        for page in found.values():
            if page.is_fault:
                print(f"FAULT  {page.status} {page.address}, {visit}")


def _compare(folder: Path, other: Path | None, *, each: bool) -> int:
    before = read(folder)
    if other:
        after = read(other)
    else:
        kept_in = Path(tempfile.mkdtemp(prefix="witness-"))
        after = _seen_now()
        write(kept_in, after)
        print(f"What this code shows is kept in {kept_in}")
    found = compare(before, after)
    for line in found.lines(each=each):
        print(line)
    return 1 if found else 0


def _seen_now() -> dict[str, Pages]:
    from bench.witness import demonstration, visits  # noqa: PLC0415 - a comparison of two folders needs no product

    began = time.monotonic()
    with demonstration.running() as app:
        print(f"{time.monotonic() - began:.0f} s: the demonstration is planted", file=sys.stderr)
        visits.errands(app)
        demonstration.send_again()
        demonstration.keep_promises()
        print(f"{time.monotonic() - began:.0f} s: the worker has done its part", file=sys.stderr)
        seen: dict[str, Pages] = {"letters": demonstration.letters()}
        for visit in (*visits.visits(), visits.the_operator(demonstration.OPERATOR)):
            if visit.name == "operator":
                demonstration.make_operator()
            seen[visit.name] = visit.pages(app)
            print(f"{time.monotonic() - began:.0f} s: {visit.name}, {len(seen[visit.name])} pages", file=sys.stderr)
    return seen


if __name__ == "__main__":
    sys.exit(main())

"""A page as a PDF: made in a process of its own, with an end to its time and memory, that fetches nothing.

Run as a program it reads HTML and writes a PDF. Whether it can be is asked of the system's libraries, which a package
of Python does not bring.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST = 20  # seconds
MOST_MEMORY = 1_500_000_000  # bytes of address space
LIBRARIES = {"gobject-2.0": "0", "pango-1.0": "0", "pangoft2-1.0": "0", "harfbuzz": "0", "fontconfig": "1"}


class NotPrintedError(RuntimeError):
    """The page could not be made a PDF: the libraries lack, or it took too long."""


@functools.cache
def lacking() -> tuple[str, ...]:
    """What lacks on this machine to make a PDF; nothing where it can be made."""
    package = () if importlib.util.find_spec("weasyprint") else ("the package weasyprint",)
    return (*package, *(f"lib{name}" for name, version in LIBRARIES.items() if not _is_there(name, version)))


def _is_there(name: str, version: str) -> bool:
    try:
        ctypes.CDLL(f"lib{name}.so.{version}")
    except OSError:
        return ctypes.util.find_library(name) is not None
    return True


def pdf_of(page: str) -> bytes:
    """Return a page as a PDF. Raises NotPrintedError where it cannot be made, or not within 20 seconds."""
    if lacking():
        raise NotPrintedError(", ".join(lacking()))
    try:
        made = subprocess.run(
            [sys.executable, "-m", "config.printer"],
            input=page.encode(),
            capture_output=True,
            timeout=LONGEST,
            cwd=ROOT,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as why:
        raise NotPrintedError(type(why).__name__) from None  # what it says may hold what people wrote
    return made.stdout


def main() -> None:
    """Read a page, write it as a PDF."""
    import resource  # noqa: PLC0415 - only this process needs them

    import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - the same

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    nobody = weasyprint.urls.URLFetcher(allowed_protocols=())  # fetch nothing, wherever it lies
    document = weasyprint.HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=nobody)
    sys.stdout.buffer.write(document.write_pdf() or b"")


if __name__ == "__main__":
    main()

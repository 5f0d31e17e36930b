"""A page that says how much was sent to it, for tests of the web server's front."""

from __future__ import annotations

import os
from typing import Any


def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Say how many bytes came; at /large say much."""
    came = environ["wsgi.input"].read()
    told = b"x" * 5_000_000 if environ["PATH_INFO"] == "/large" else f"{len(came)} {os.getpid()}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(told)))])
    return [told]

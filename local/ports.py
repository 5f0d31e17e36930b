"""Free loopback ports, below those that outgoing connections use."""

from __future__ import annotations

import random
import socket

FIRST, LAST = 15_000, 32_000  # from 32768 on, an outgoing connection may hold the port that a server is told to take


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen on a port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a loopback port that nobody listens on. Another may take it before its server does: try again then."""
    ports = random.SystemRandom().sample(range(FIRST, LAST), 200)
    for port in ports:
        if is_free(port):
            return port
    msg = f"no free port between {FIRST} and {LAST}"
    raise OSError(msg)

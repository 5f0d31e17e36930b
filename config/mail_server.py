"""Where letters are handed in, taken apart from an address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class MailServer:
    """A mail server: `secure` speaks TLS from the first byte, otherwise STARTTLS is used where it is offered."""

    host: str
    port: int
    secure: bool
    user: str | None
    password: str | None

    @classmethod
    def at(cls, url: str) -> MailServer:
        """Take `smtp://USER:PASSWORD@HOST:PORT` or `smtps://...` apart."""
        parts = urlsplit(url)
        secure = parts.scheme == "smtps"
        return cls(
            host=parts.hostname or "127.0.0.1",
            port=parts.port or (465 if secure else 587),
            secure=secure,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )

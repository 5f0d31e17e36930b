"""Every setting, read once from the environment into one frozen object (listed in docs/settings.md)."""

from __future__ import annotations

import functools
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from config import days_off
from config.letter_settings import LetterSettings
from config.mail_server import MailServer as MailServer  # noqa: PLC0414 - a setting's type, asked for here

HERE = Path(__file__).parents[1]
WEB_ROOT = HERE / "assets"
SHORTEST_SECRET = 32
SHORTEST_TOKEN = 16
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Environment(StrEnum):
    """Where the process runs."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class SettingsError(RuntimeError):
    """The environment says too little, or what may not be; the message names each setting and how to mend it."""


def for_psycopg(url: str) -> str:
    """Return a PostgreSQL address that SQLAlchemy opens with psycopg 3, whatever driver the given one named."""
    scheme, found, rest = url.partition("://")
    if not found or scheme.split("+")[0] not in {"postgres", "postgresql"}:
        msg = "must begin with postgresql://"
        raise ValueError(msg)
    return f"postgresql+psycopg://{rest}"


class Settings(LetterSettings):
    """The settings of one process. The name in the environment is the field's name in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    environment: Environment = Field(
        Environment.PRODUCTION,
        description="`production`, `demo` or `test`. The demo shows its mailbox and component gallery; production never"
        " does.",
    )
    database_url: str = Field(
        description="PostgreSQL 16 or newer, as the role that row-level security binds (`seedbed_app`):"
        " `postgresql://seedbed_app:PASSWORD@HOST/seedbed`.",
        repr=False,
    )
    database_owner_url: str | None = Field(
        None,
        description="The same database as `seedbed_owner`, who owns the tables; only `seedbed migrate` needs it.",
        repr=False,
    )
    database_backup_url: str | None = Field(
        None,
        description="The same database as `seedbed_backup`, who reads everything and writes nothing; only"
        " `seedbed backup` needs it.",
        repr=False,
    )
    database_admin_url: str | None = Field(
        None, description="The server as a superuser; only `seedbed restore` needs it, once.", repr=False
    )
    database_pool: int = Field(
        2, ge=1, le=100, description="Connections that each process keeps open; two more may be opened for a moment."
    )
    database_pooler: bool = Field(
        default=False,
        description="Whether `DATABASE_URL` leads to a pooler of transactions (PgBouncer): nothing is then kept on a"
        " connection between two of them (docs/scaling.md). `DATABASE_OWNER_URL` leads past it.",
    )
    statement_timeout_ms: int = Field(
        5_000,
        ge=100,
        description="Milliseconds after which a statement is given up: 5,000 for the web, 60,000 for the worker.",
    )
    broker_url: str = Field(
        "redis://127.0.0.1:6379/0",
        description="Redis or Valkey with an append-only file and `noeviction`: `redis://:PASSWORD@HOST:6379/0`."
        " Pages work without it; letters and figures then wait.",
        repr=False,
    )
    secret_key: str = Field(
        "",
        description="Signs cookies and links: 32 or more random characters, the same for every process, never shared."
        " The demo makes its own.",
        repr=False,
    )
    base_url: str = Field(
        "http://127.0.0.1:8000",
        description="The address that people type, without a path; links in letters begin with it, and requests for"
        " another host are refused, loopback apart: a proxy must pass `Host` on.",
    )
    port: int = Field(8000, ge=1, le=65535, description="The port that the web server listens on.")
    bind: str = Field("127.0.0.1", description="The address that the web server listens on; `0.0.0.0` in a container.")
    dev_mailbox: Path | None = Field(
        None,
        description="A folder where the demo keeps the letters it accepts, shown at `/dev/mailbox`. Refused in"
        " production.",
    )
    files_at: str = Field(
        "var/files",
        description="Where attached files are kept: a folder that web and worker share and no web server shows, or"
        " `s3://BUCKET/PREFIX` in an S3-compatible store. A folder is seen from that of the installation.",
    )
    files_endpoint: str = Field("", description="The address of an S3-compatible store that is not Amazon's.")
    files_region: str = Field("eu-west-2", description="The region of the store, where `FILES_AT` begins with `s3://`.")
    files_key: str = Field("", description="The name of the key with which files are kept in the store.", repr=False)
    files_secret: str = Field("", description="The secret of that key.", repr=False)
    files_quota_mb: int = Field(
        2_000, ge=1, le=1_000_000, description="Megabytes that the files of one council may take together."
    )
    days_off_file: Path | None = Field(
        None,
        description="A file of further days that are no working days, one a line: `2028-04-14`, or `2028-04-14,wales`"
        " for one nation. Promises and nudges keep them; `seedbed doctor` says until when bank holidays are known.",
    )
    register_file_days: int = Field(
        21,
        ge=1,
        le=365,
        description="Days for which a spreadsheet that a council brought is kept, so that what did not come in can be"
        " given back; what came in stays.",
    )
    metrics_token: str = Field(
        "",
        description="What a program says as `Authorization: Bearer` to read `/metrics`; without it there are none.",
        repr=False,
    )
    web_workers: int = Field(2, ge=1, le=64, description="Web processes; about twice the processor's cores.")
    worker_processes: int = Field(
        2, ge=1, le=64, description="Processes of the worker, two at least: letters hold one at most."
    )
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="Proxies in front that add `X-Forwarded-For` and `-Proto`; 0 trusts none."
    )
    log_level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="The least that is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
    )

    @field_validator("database_url", "database_owner_url", "database_backup_url", "database_admin_url")
    @classmethod
    def _psycopg(cls, url: str | None) -> str | None:
        return for_psycopg(url) if url else None

    @field_validator("days_off_file")
    @classmethod
    def _readable(cls, path: Path | None) -> Path | None:
        if path:
            days_off.read(path)
        return path

    @field_validator("files_at")
    @classmethod
    def _outside_the_web_root(cls, at: str) -> str:
        """What a web server may show is no folder for files of people."""
        folder = (HERE / at).resolve()
        if not at.startswith("s3://") and (folder == HERE or folder.is_relative_to(WEB_ROOT)):
            msg = "must be a folder of its own, outside what the web server shows: /srv/seedbed/files"
            raise ValueError(msg)
        return at

    @model_validator(mode="before")
    @classmethod
    def _at_its_port(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Without BASE_URL people type the address of this machine, with the port that is in use."""
        if given.get("port") and not given.get("base_url"):
            given["base_url"] = f"http://127.0.0.1:{given['port']}"
        return given

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            msg = "must begin with https://, or http:// on this machine"
            raise ValueError(msg)
        return url.rstrip("/")

    @model_validator(mode="after")
    def _fit_for_its_place(self) -> Self:
        if self.dev_mailbox and self.environment is Environment.PRODUCTION:
            msg = "DEV_MAILBOX shows every letter to anyone: it is for ENVIRONMENT=demo only. Take it away."
            raise ValueError(msg)
        if len(self.secret_key) < SHORTEST_SECRET and self.environment is not Environment.TEST:
            msg = (
                f"SECRET_KEY must have {SHORTEST_SECRET} random characters or more: openssl rand -base64 48 makes one."
            )
            raise ValueError(msg)
        if self.metrics_token and len(self.metrics_token) < SHORTEST_TOKEN:
            msg = f"METRICS_TOKEN must have {SHORTEST_TOKEN} random characters or more, or none: openssl rand -hex 24."
            raise ValueError(msg)
        return self

    @property
    def cookies_are_secure(self) -> bool:
        """Whether cookies are Secure: always but on plain HTTP to this machine, where browsers would refuse them."""
        return not (self.base_url.startswith("http://") and urlsplit(self.base_url).hostname in LOOPBACK)

    def cookie_called(self, name: str) -> str:
        """The whole name of a cookie of ours: where it is Secure, one that no other host can set (`__Host-`)."""
        return f"__Host-{name}" if self.cookies_are_secure else name

    @property
    def trusted_hosts(self) -> list[str]:
        """The names that requests may be for: that of BASE_URL, and this machine's own, for health checks."""
        return sorted({urlsplit(self.base_url).hostname or "", "127.0.0.1", "localhost"} - {""})

    @property
    def files_folder(self) -> Path | None:
        """The folder that attached files are kept in; None where a store elsewhere keeps them."""
        return None if self.files_at.startswith("s3://") else HERE / self.files_at

    @property
    def is_demo(self) -> bool:
        """Whether this is the demonstration, where made-up people sign in and letters can be read by anyone."""
        return self.environment is Environment.DEMO

    @property
    def is_secure(self) -> bool:
        """Whether people reach us over HTTPS, so that cookies may say so."""
        return self.base_url.startswith("https://")


def _complaint(error: ValidationError) -> str:
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        name = "_".join(str(part) for part in fault["loc"]).upper()
        lines.append(f"{name}: {fault['msg']}" if name else str(fault["msg"]).removeprefix("Value error, "))
    return "\n".join(lines)


@functools.cache
def settings() -> Settings:
    """Read the settings, once. Raises SettingsError that lists all that is wrong with them."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_complaint(error)) from None

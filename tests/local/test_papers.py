"""What is written down about settings and packages agrees with what is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import settings_page
from config.settings import Environment, Settings, SettingsError, settings

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
SOUND = {"DATABASE_URL": "postgres://app:x@db/seedbed", "SECRET_KEY": "s" * 32}


def pinned(lock):
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (REQUIREMENTS / f"{lock}.lock").read_text(), re.MULTILINE))


@pytest.fixture
def read(monkeypatch):
    """Read the settings from an environment that holds nothing else."""

    def settings_of(**environment):
        for name in Settings.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
        for name, value in (SOUND | environment).items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return settings()

    yield settings_of
    settings.cache_clear()


def test_every_setting_is_on_its_page():
    assert settings_page.PAGE.read_text(encoding="utf-8") == settings_page.page(), "python -m config.settings_page"


def test_the_larger_locks_hold_the_smaller_ones():
    assert pinned("run").items() <= pinned("demo").items() <= pinned("dev").items()


def test_every_package_is_locked_with_a_hash():
    for lock in ("run", "demo", "dev", "node"):
        for entry in re.split(r"\n(?=\S)", (REQUIREMENTS / f"{lock}.lock").read_text().strip()):
            assert "--hash=sha256:" in entry, entry


def test_any_postgresql_address_is_opened_with_psycopg(read):
    assert read().database_url == "postgresql+psycopg://app:x@db/seedbed"


def test_production_is_what_is_meant_when_nothing_is_said(read):
    assert read().environment is Environment.PRODUCTION


def test_production_refuses_a_mailbox_that_anybody_may_read(read):
    with pytest.raises(SettingsError, match="DEV_MAILBOX"):
        read(DEV_MAILBOX="/var/mail")
    assert read(DEV_MAILBOX="/var/mail", ENVIRONMENT="demo").dev_mailbox


def test_what_is_missing_is_said_by_name(read):
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read(SECRET_KEY="short")
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        read(DATABASE_URL="mysql://db/seedbed")


def test_settings_do_not_show_their_secrets(read):
    shown = repr(read(MAIL_URL="smtp://me:hush@mail:587", BROKER_URL="redis://:hush@broker/0"))

    assert "hush" not in shown
    assert "app:x" not in shown
    assert "s" * 32 not in shown

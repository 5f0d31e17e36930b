"""Every setting at its boundary, its value where nothing is said, and what is worked out from it."""

from __future__ import annotations

import pytest

from config.settings import MailServer, Settings, SettingsError, settings

SOUND = {"DATABASE_URL": "postgres://app:x@db/seedbed", "SECRET_KEY": "s" * 32}


@pytest.fixture
def read(monkeypatch):
    """Read the settings from an environment that holds nothing else."""

    def settings_of(**environment: str) -> Settings:
        for name in Settings.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
        for name, value in (SOUND | environment).items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return settings()

    yield settings_of
    monkeypatch.undo()
    settings.cache_clear()


DEFAULTS = {
    "environment": "production",
    "database_owner_url": None,
    "database_backup_url": None,
    "database_admin_url": None,
    "database_pool": 2,
    "database_pooler": False,
    "statement_timeout_ms": 5_000,
    "broker_url": "redis://127.0.0.1:6379/0",
    "base_url": "http://127.0.0.1:8000",
    "port": 8000,
    "bind": "127.0.0.1",
    "mail_url": "smtp://127.0.0.1:1025",
    "notify_key": "",
    "notify_template": "",
    "notify_url": "https://api.notifications.service.gov.uk",
    "mail_from": "Seedbed <no-reply@seedbed.invalid>",
    "mail_return": "",
    "mail_timeout_seconds": 300,
    "mail_data_timeout_seconds": 600,
    "letter_lease_seconds": 900,
    "dev_mailbox": None,
    "metrics_token": "",
    "files_at": "var/files",
    "files_endpoint": "",
    "files_region": "eu-west-2",
    "files_key": "",
    "files_secret": "",
    "files_quota_mb": 2_000,
    "register_file_days": 21,
    "days_off_file": None,
    "web_workers": 2,
    "worker_processes": 2,
    "trusted_proxies": 0,
    "log_level": "INFO",
}


def test_where_nothing_is_said_the_safe_value_stands(read):
    found = read()
    assert {name: getattr(found, name) for name in DEFAULTS} == DEFAULTS
    assert set(Settings.model_fields) == {*DEFAULTS, "database_url", "secret_key"}


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("DATABASE_POOL", 1, 100),
        ("STATEMENT_TIMEOUT_MS", 100, None),
        ("PORT", 1, 65_535),
        ("MAIL_TIMEOUT_SECONDS", 1, 300),
        ("MAIL_DATA_TIMEOUT_SECONDS", 1, 600),
        ("WEB_WORKERS", 1, 64),
        ("WORKER_PROCESSES", 1, 64),
        ("TRUSTED_PROXIES", 0, 5),
        ("FILES_QUOTA_MB", 1, 1_000_000),
    ],
)
def test_a_number_is_taken_up_to_its_boundary(read, name, least, most):
    assert getattr(read(**{name: str(least)}), name.lower()) == least
    with pytest.raises(SettingsError, match=name):
        read(**{name: str(least - 1)})
    if most is None:
        assert getattr(read(**{name: "1000000"}), name.lower()) == 1_000_000
        return
    assert getattr(read(**{name: str(most)}), name.lower()) == most
    with pytest.raises(SettingsError, match=name):
        read(**{name: str(most + 1)})


def test_a_letter_stays_held_for_longer_than_the_mail_server_may_take(read):
    assert read(LETTER_LEASE_SECONDS="601").letter_lease_seconds == 601
    assert read(LETTER_LEASE_SECONDS="86400").letter_lease_seconds == 86_400
    quick = {"MAIL_TIMEOUT_SECONDS": "1", "MAIL_DATA_TIMEOUT_SECONDS": "1"}
    assert read(LETTER_LEASE_SECONDS="3", **quick).letter_lease_seconds == 3
    for wrong in (
        {"LETTER_LEASE_SECONDS": "600"},
        {"LETTER_LEASE_SECONDS": "2", **quick},
        {"LETTER_LEASE_SECONDS": "86401"},
        {"LETTER_LEASE_SECONDS": "300", "MAIL_DATA_TIMEOUT_SECONDS": "300", "MAIL_TIMEOUT_SECONDS": "20"},
        {"LETTER_LEASE_SECONDS": "40", "MAIL_DATA_TIMEOUT_SECONDS": "30", "MAIL_TIMEOUT_SECONDS": "20"},
    ):
        with pytest.raises(SettingsError, match="LETTER_LEASE_SECONDS"):
            read(**wrong)


SERVICE, SECRET, TEMPLATE = (f"{n}" * 8 + f"-{n * 4}" * 3 + f"-{n}" * 1 + f"{n}" * 11 for n in "abc")


def test_letters_go_by_notify_where_its_key_and_template_are_whole(read):
    key = f"seedbed-live-{SERVICE}-{SECRET}"
    assert read(NOTIFY_KEY=key, NOTIFY_TEMPLATE=TEMPLATE).notify_key == key
    assert read(NOTIFY_KEY=key, NOTIFY_TEMPLATE=TEMPLATE, NOTIFY_URL="http://127.0.0.1:6011").notify_key == key
    for wrong, named in (
        ({"NOTIFY_KEY": key[1:].removeprefix("eedbed-live-")}, "NOTIFY_KEY"),
        ({"NOTIFY_KEY": key[:-1]}, "NOTIFY_KEY"),
        ({"NOTIFY_TEMPLATE": ""}, "NOTIFY_TEMPLATE"),
        ({"NOTIFY_TEMPLATE": f"{TEMPLATE}0"}, "NOTIFY_TEMPLATE"),
        ({"NOTIFY_URL": "http://notify.example.org"}, "NOTIFY_URL"),
    ):
        with pytest.raises(SettingsError, match=named):
            read(**{"NOTIFY_KEY": key, "NOTIFY_TEMPLATE": TEMPLATE} | wrong)


@pytest.mark.parametrize("environment", ["production", "demo"])
def test_a_secret_has_thirty_two_characters_or_more_everywhere_but_in_tests(read, environment):
    assert read(ENVIRONMENT=environment, SECRET_KEY="s" * 32)
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        read(ENVIRONMENT=environment, SECRET_KEY="s" * 31)
    assert read(ENVIRONMENT="test", SECRET_KEY="").secret_key == ""


def test_a_token_for_metrics_has_sixteen_characters_or_more_or_is_none(read):
    assert read(METRICS_TOKEN="t" * 16).metrics_token == "t" * 16
    with pytest.raises(SettingsError, match="METRICS_TOKEN"):
        read(METRICS_TOKEN="t" * 15)


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
def test_what_is_logged_is_one_of_four(read, level):
    assert read(LOG_LEVEL=level).log_level == level
    for wrong in ("debug", "INFORMATION", "CRITICAL", f"x{level}"):
        with pytest.raises(SettingsError, match="LOG_LEVEL"):
            read(LOG_LEVEL=wrong)


def test_files_of_people_are_kept_where_no_web_server_shows_them(read):
    assert read(FILES_AT="/srv/seedbed/files").files_at == "/srv/seedbed/files"
    assert read(FILES_AT="s3://bucket/of/files").files_at == "s3://bucket/of/files"
    for shown in ("assets/built", "assets/built/../img", ".", ""):
        with pytest.raises(SettingsError, match="FILES_AT"):
            read(FILES_AT=shown)


@pytest.mark.parametrize("environment", ["demo", "test"])
def test_a_mailbox_and_a_demonstration_are_what_they_say(read, environment):
    found = read(ENVIRONMENT=environment, DEV_MAILBOX="/var/mail")
    assert str(found.dev_mailbox) == "/var/mail"
    assert found.is_demo == (environment == "demo")


def test_everything_that_is_wrong_is_told_at_once(read):
    with pytest.raises(SettingsError) as told:
        read(PORT="0", WEB_WORKERS="many", BASE_URL="ideas.example.gov.uk")
    assert [line.partition(":")[0] for line in str(told.value).splitlines()] == ["BASE_URL", "PORT", "WEB_WORKERS"]


@pytest.mark.parametrize(
    ("url", "secure", "cookies", "hosts"),
    [
        ("https://ideas.example.gov.uk/", True, True, ["127.0.0.1", "ideas.example.gov.uk", "localhost"]),
        ("http://ideas.example.gov.uk", False, True, ["127.0.0.1", "ideas.example.gov.uk", "localhost"]),
        ("http://127.0.0.1:8000", False, False, ["127.0.0.1", "localhost"]),
        ("http://localhost:8000", False, False, ["127.0.0.1", "localhost"]),
        ("http://[::1]:8000", False, False, ["127.0.0.1", "::1", "localhost"]),
        ("https://localhost", True, True, ["127.0.0.1", "localhost"]),
    ],
)
def test_what_an_address_means_for_cookies_and_hosts(read, url, secure, cookies, hosts):
    found = read(BASE_URL=url)
    assert found.base_url == url.rstrip("/")
    assert (found.is_secure, found.cookies_are_secure, found.trusted_hosts) == (secure, cookies, hosts)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail", MailServer("mail", 587, secure=False, user=None, password=None)),
        ("smtps://mail", MailServer("mail", 465, secure=True, user=None, password=None)),
        ("smtp://me:p%40ss@mail:2525", MailServer("mail", 2525, secure=False, user="me", password="p@ss")),
        ("smtp://m%40x:hush@mail", MailServer("mail", 587, secure=False, user="m@x", password="hush")),
        ("smtp:", MailServer("127.0.0.1", 587, secure=False, user=None, password=None)),
    ],
)
def test_an_address_of_a_mail_server_is_taken_apart(read, url, server):
    assert read(MAIL_URL=url).mail == server


def test_who_is_told_that_a_letter_did_not_arrive_is_an_address_alone(read):
    assert read(MAIL_FROM="Seedbed <no-reply@northmoor.example>").mail_sender == "no-reply@northmoor.example"
    assert read(MAIL_RETURN="bounces@northmoor.example").mail_sender == "bounces@northmoor.example"
    for wrong in ("Bounces <bounces@northmoor.example>", "bounces", "a@b\r\nRCPT TO:<c@d>", "a@b c@d"):
        with pytest.raises(SettingsError, match="MAIL_RETURN"):
            read(MAIL_RETURN=wrong)


def test_the_domain_of_the_sender_is_that_of_its_address(read):
    assert read(MAIL_FROM='"Ideas @ home" <ideas@northmoor.gov.uk>').mail_domain == "northmoor.gov.uk"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_any_name_of_postgresql_opens_it(read, scheme):
    found = read(DATABASE_URL=f"{scheme}://app:x@db/seedbed", DATABASE_OWNER_URL=f"{scheme}://own:y@db/seedbed")
    assert found.database_url == "postgresql+psycopg://app:x@db/seedbed"
    assert found.database_owner_url == "postgresql+psycopg://own:y@db/seedbed"


@pytest.mark.parametrize("url", ["mysql://db/seedbed", "db/seedbed", "sqlite:///x", "postgresqlx://db"])
def test_no_other_database_is_taken(read, url):
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        read(DATABASE_URL=url)

"""What may not be set: shortcuts of the demonstration and of tests have no way into production."""

from __future__ import annotations

import pytest

from config.settings import Settings, SettingsError, settings
from tracker.app import create_app

SECRET = "a secret of the tests, long enough to sign with"


@pytest.fixture
def started(database, monkeypatch):
    """Put the application together with other settings."""

    def start(**given: str):
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return create_app()

    yield start
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(
    "given",
    [
        {"ENVIRONMENT": "production", "DEV_MAILBOX": "/anywhere"},
        {"ENVIRONMENT": "production", "SECRET_KEY": ""},
        {"ENVIRONMENT": "production", "SECRET_KEY": "short"},
        {"ENVIRONMENT": "demo", "SECRET_KEY": "short"},
        {"ENVIRONMENT": "production", "BASE_URL": "ftp://x.example"},
        {"ENVIRONMENT": "anything"},
    ],
)
def test_what_is_not_safe_does_not_start(started, given):
    with pytest.raises(SettingsError) as raised:
        started(**given)
    assert given.get("SECRET_KEY", "short") not in str(raised.value) or not given.get("SECRET_KEY")


def test_production_is_what_is_meant_where_nothing_is_said(monkeypatch):
    monkeypatch.delenv("ENVIRONMENT", raising=False)
    found = Settings(database_url="postgresql://x/y", secret_key=SECRET)
    assert found.environment == "production"
    assert not found.is_demo
    assert SECRET not in repr(found)


def test_in_production_nothing_of_the_demonstration_is_there(started):
    app = started(ENVIRONMENT="production", BASE_URL="https://ideas.example.gov.uk", SECRET_KEY=SECRET)
    browser = app.test_client()
    at = {"base_url": "https://ideas.example.gov.uk"}
    for path in ("/dev/mailbox", "/dev/mailbox/x", "/dev/mailbox/x/as-sent", "/dev/components"):
        assert browser.get(path, **at).status_code == 404
    answer = browser.get("/sign-in", **at)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-seedbed=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert browser.get("/sign-in", base_url="https://evil.example").status_code == 400
    assert browser.get("/healthz", base_url="http://127.0.0.1:8000").status_code == 200
    assert not app.debug
    assert not app.testing


def test_a_form_sent_from_another_site_over_https_is_refused(started):
    app = started(ENVIRONMENT="production", BASE_URL="https://ideas.example.gov.uk", SECRET_KEY=SECRET)
    browser, at = app.test_client(), {"base_url": "https://ideas.example.gov.uk"}
    token = (
        browser.get("/sign-in", **at).text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    )
    sent = {"email": "x@y.example", "password": "x", "csrf_token": token}
    for referer in ("https://evil.example/", "http://ideas.example.gov.uk/", None):
        told = {"Referer": referer} if referer else {}
        assert browser.post("/sign-in", data=sent, headers=told, **at).status_code == 419
    ours = {"Referer": "https://ideas.example.gov.uk/sign-in"}
    assert browser.post("/sign-in", data=sent, headers=ours, **at).status_code == 200

"""Who runs the platform: made by a command, told what is wrong, and shown no idea; and the days off that are named."""

from __future__ import annotations

import fcntl
from datetime import date

import psycopg
import pytest

from config.settings import SettingsError, settings
from local import servers
from tests.terminal import seedbed
from tracker import clock, council
from tracker.cli.checks import findings
from tracker.tenancy import directory

SAM = ("--email", "sam@platform.example.org", "--name", "Sam Okoro")


@pytest.fixture
def outbox(database):
    """Ask whatever stands in the database."""
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        yield lambda statement, *values: admin.execute(statement, values)


def person(email: str = "sam@platform.example.org"):
    with directory():
        return council.person_of(email=email)


def test_a_command_makes_an_operator_who_belongs_to_no_council_and_chooses_a_password_by_letter(world, outbox):
    made = seedbed("person", "create", "--operator", *SAM)
    assert (made.returncode, made.stdout) == (0, "")
    assert "runs the platform, at http://127.0.0.1:8000/ops" in made.stderr
    assert "A link to choose a password goes to them" in made.stderr
    told = (
        "SELECT is_operator, (SELECT count(*) FROM membership m WHERE m.person_id = p.id) FROM person p WHERE id = %s"
    )
    assert outbox(told, person()).fetchall() == [(True, 0)]
    assert outbox("SELECT count(*) FROM letter WHERE person_id = %s", person()).fetchall() == [(1,)]
    assert seedbed("person", "create", "--operator", *SAM).returncode == 0


@pytest.mark.parametrize("words", [(), ("--council", "knowsley", "--operator")])
def test_an_operator_belongs_to_no_council_and_everybody_else_to_one(world, words):
    refused = seedbed("person", "create", *SAM, *words)
    assert refused.returncode
    assert "Name a --council, or make an --operator" in refused.stderr


def test_without_the_owner_of_the_tables_nobody_becomes_an_operator(world):
    words = ("--email", "olu@platform.example.org", "--name", "Olu Ade")
    refused = seedbed("person", "create", "--operator", *words, DATABASE_OWNER_URL="")
    assert refused.returncode == 1
    assert "Set DATABASE_OWNER_URL" in refused.stderr
    with pytest.raises(council.PersonError):
        person("olu@platform.example.org")


def test_links_of_a_command_bear_the_port_in_use(world, outbox):
    words = ("--name", "Northam", "--admin-email", "ada@northam.example.org", "--admin-name", "Ada Lane")
    made = seedbed("council", "create", "--code", "northam", *words, PORT="8123")
    assert made.returncode == 0
    [(link,)] = outbox(
        "SELECT particulars ->> 'link' FROM letter WHERE to_email = 'ada@northam.example.org'"
    ).fetchall()
    assert link.startswith("http://127.0.0.1:8123/invite/")


def test_a_command_beside_a_demonstration_that_runs_takes_its_address(tmp_path):
    assert servers.demonstration_at(tmp_path) is None
    with (tmp_path / "demo.lock").open("w") as lock:
        lock.write("http://127.0.0.1:8001")
        lock.flush()
        assert servers.demonstration_at(tmp_path) is None, "it runs no more"
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert servers.demonstration_at(tmp_path) == "http://127.0.0.1:8001"


@pytest.fixture
def days_off(database, tmp_path, monkeypatch):
    """Have a file name days off."""

    def named(text: str):
        (tmp_path / "days.csv").write_text(text, encoding="utf-8")
        monkeypatch.setenv("DAYS_OFF_FILE", str(tmp_path / "days.csv"))
        settings.cache_clear()
        clock._days_off.cache_clear()

    yield named
    monkeypatch.undo()
    settings.cache_clear()
    clock._days_off.cache_clear()


def test_days_that_a_file_names_are_no_working_days_of_their_nation_or_of_all(days_off):
    monday, tuesday = date(2026, 11, 30), date(2026, 12, 1)
    assert clock.is_working_day(monday, "wales")
    days_off("# ours\n2026-11-30,wales,Our day\n\n2026-12-01\n")
    worked = [clock.is_working_day(day, nation) for nation in ("wales", "england", None) for day in (monday, tuesday)]
    assert worked == [False, False, True, False, True, False]
    assert clock.add_working_days(date(2026, 11, 27), 1, "wales") == date(2026, 12, 2)


@pytest.mark.parametrize(("text", "told"), [("1 May 2027", "line 1"), ("\n2027-05-01,france", "line 2")])
def test_a_file_of_days_that_cannot_be_read_is_said_at_once(days_off, text, told):
    days_off(text)
    with pytest.raises(SettingsError, match=rf"DAYS_OFF_FILE: .*{told}"):
        settings()


def test_doctor_says_until_when_bank_holidays_are_known_and_how_to_know_more(database, days_off):
    [known] = findings(["holidays"])
    assert (known.found, known.mend) == (f"bank holidays are known until {last():%-d %B %Y}", None)
    with clock.at(date(last().year + 1, 1, 2)):
        [behind] = findings(["holidays"])
        assert "DAYS_OFF_FILE" in (behind.mend or "")
        days_off(f"{last().year + 1}-12-27,wales\n")
        assert [one.mend is None for one in findings(["holidays"])] == [False], "the others know no more"
        days_off(f"{last().year + 1}-12-27\n")
        assert [one.mend for one in findings(["holidays"])] == [None]


def last() -> date:
    return min(max(clock._bank_holidays(nation)) for nation in clock.DIVISIONS)

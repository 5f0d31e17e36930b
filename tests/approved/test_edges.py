"""What pages say where something is wrong with the product itself, and what only its operator sees."""

from __future__ import annotations

import psycopg
import pytest

from config.settings import settings
from tests.approved import canonical
from tests.approved.letters import sent_before
from tests.approved.test_pages import read
from tests.approved.visits import Visit

WORDS = "A few words that somebody would not like to lose."
SAID = {"words": WORDS, "password": "three words that nobody else may read", "short": "yes"}


@pytest.fixture
def without_app(own_town, addresses):
    """Take the database away from the application, as a machine that stops does."""

    def gone() -> None:
        [(name,)] = own_town.admin.execute("SELECT current_database()").fetchall()
        with psycopg.connect(addresses.named("postgres").admin_url, autocommit=True) as server:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    return gone


@pytest.mark.parametrize(
    ("who", "address"), [("dan", "/ideas/KNW-20/messages"), ("visitor", "/sign-in?next=/board"), ("dan", "/nowhere")]
)
def test_a_form_that_is_too_old_gives_back_what_was_written(people, approved, who, address):
    got = people.browser(who).post(address, data=SAID)
    approved.holds(f"edges/too-old{address.partition('?')[0].replace('/', '_')}.{who}", read(got))


def test_a_fault_gives_back_what_was_written(own_town, approved):
    own_town.browser("dan")
    own_town.admin.execute("ALTER TABLE message RENAME TO message_that_was")
    visits = Visit("dan", "/ideas/KNW-20/messages", SAID), Visit("dan", "/ideas/KNW-20")
    for name, visit in zip(("edges/fault-sent.dan", "edges/fault.dan"), visits, strict=True):
        approved.holds(name, read(own_town.answer(visit)))


def test_without_a_database_a_page_says_so_and_gives_back_what_was_written(own_town, approved, without_app):
    browser = own_town.browser("visitor")
    without_app()
    approved.holds("edges/no-database.visitor", read(browser.get("/forgotten")) + read(browser.get("/readyz")))
    approved.holds(
        "edges/no-database-sent.visitor",
        read(own_town.answer(Visit("visitor", "/sign-in", {"email": WORDS, "password": "x"}), browser=browser)),
    )


def test_the_operator_reads_what_needs_somebody(own_town, approved):
    for name, change in {
        "failing": "UPDATE job_run SET detail = 'OperationalError' WHERE job LIKE '%nudge%'",
        "lost": "UPDATE letter SET sent_at = NULL, given_up_at = created_at, attempts = 8, last_error = '550 nobody'"
        " WHERE subject LIKE '%A warm room%'",
        "trying": "UPDATE letter SET sent_at = NULL, attempts = 2, last_error = '451 later'"
        " WHERE subject LIKE 'Going ahead: A map%'",
        "doubtful": "UPDATE letter SET sent_at = NULL, doubts = 2, handed_at = created_at, last_error ="
        " 'TimeoutError: no answer within 600 seconds' WHERE subject LIKE 'Going ahead: A map%'",
        "silent": "UPDATE job_run SET finished_at = NULL WHERE job LIKE '%heart%'",
    }.items():
        own_town.admin.execute(change)
        approved.holds(f"edges/operations-{name}.omar", read(own_town.answer(Visit("omar", "/ops"))))
    again = own_town.answer(Visit("omar", "/ops/letters/{letter:amina}/again", {}))
    approved.holds("edges/operations-again.omar", read(again) + read(own_town.answer(Visit("omar", "/ops"))))


def test_the_mailbox_shows_what_was_sent(people, approved, monkeypatch, tmp_path):
    monkeypatch.setenv("DEV_MAILBOX", str(tmp_path))
    settings.cache_clear()
    browser = people.browser("visitor")
    approved.holds("edges/mailbox-empty.visitor", read(browser.get("/dev/mailbox")))
    sent_before(people.admin, tmp_path)
    first = min(tmp_path.glob("*.eml")).stem
    approved.holds("edges/mailbox.visitor", read(browser.get("/dev/mailbox")))
    approved.holds("edges/mailbox-letter.visitor", read(browser.get(f"/dev/mailbox/{first}")))
    approved.holds("edges/mailbox-as-sent.visitor", canonical.answer(browser.get(f"/dev/mailbox/{first}/as-sent")))
    settings.cache_clear()

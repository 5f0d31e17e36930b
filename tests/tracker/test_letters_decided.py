"""Letters that failed, on the operations page and at the terminal: what their operator reads and decides."""

from __future__ import annotations

import psycopg
import pytest
from click.testing import CliRunner

from tests import makers
from tests.reading import Page
from tracker import post
from tracker.cli import seedbed

WORDS = {"council_name": "Northmoor", "link": "http://x", "name": "Eve", "hours": 1, "days": 7}


@pytest.fixture
def operations(browse, database):
    """The operations page while every job ran just now and no other letter waits."""
    with psycopg.connect(database.admin_url, autocommit=True) as door:
        makers.all_well(door)
    operator = makers.an_operator(database)
    return lambda: Page(browse(operator).get("/ops").text)


@pytest.fixture
def letters_of_ours(operations, world, database):
    """Letters of ours, each with a change made to it: `letters_of_ours("doubts = 2", ...)`; their identifiers."""

    def written(*changes: str) -> list[str]:
        keys = [f"ops {n} {world.ours.id}" for n in range(len(changes))]
        with world.ours.door():
            for n, key in enumerate(keys):
                to = post.Addressee("Eve", f"evelyn{n}@example.org", None)
                post.write("invitation", to=to, kind=post.LetterKind.NOTICE, key=key, subject="S", **WORDS)
        with psycopg.connect(database.admin_url, autocommit=True) as door:
            changed = "UPDATE letter SET {} WHERE key = %s RETURNING id"
            return [
                str(door.execute(changed.format(change), [key]).fetchall()[0][0])
                for change, key in zip(changes, keys, strict=True)
            ]

    return written


IN_DOUBT = "doubts = 2, attempts = 2, handed_at = now() - interval '1 day', last_error = 'TimeoutError: no answer'"
GIVEN_UP = "given_up_at = now(), attempts = 2, refusals = 2, tried_since = now(), last_error = '550 nobody'"
STANDING = (
    "SELECT sent_at IS NOT NULL, given_up_at IS NOT NULL, doubts, refusals, tried_since IS NULL, not_before <= now()"
    " FROM letter WHERE id = %s"
)


def test_the_operator_decides_upon_letters_that_are_perhaps_delivered(letters_of_ours, operations, browse, database):
    again, left = letters_of_ours(IN_DOUBT, IN_DOUBT)
    page = operations()
    assert page.heading == "1 thing needs you"
    assert page.asked.headings == ["Letters are perhaps delivered"]
    rows = page.table("Letters that are perhaps delivered")[1:]
    assert sorted((row[0], row[4], row[5]) for row in rows) == [
        (
            f"e…{n}@example.org",
            "TimeoutError: no answer",
            f"Send again to e…{n}@example.org Leave it the letter to e…{n}@example.org",
        )
        for n in range(2)
    ]
    assert page.part("vitals").facts["Given up"] == "0, perhaps delivered 2"
    assert page.part("vitals").facts["Letters waiting"] == "0"
    operator = browse(makers.an_operator(database))
    operator.post(f"/ops/letters/{again}/again")
    operator.post(f"/ops/letters/{left}/leave")
    with psycopg.connect(database.admin_url) as door:
        assert door.execute(STANDING, [again]).fetchone() == (False, False, 1, 0, True, True)
        assert door.execute(STANDING, [left]).fetchone() == (True, False, 2, 0, True, True)
    assert operations().heading == "All is well"


def test_the_operator_tries_all_letters_again_that_were_given_up_by_one_press(
    letters_of_ours, operations, browse, database
):
    letters = letters_of_ours(GIVEN_UP, GIVEN_UP, "last_error = '450 later', attempts = 1")
    page = operations()
    assert [row[3] for row in page.table("Letters that the mail server did not take")[1:]] == [
        "550 nobody",
        "550 nobody",
        "450 later",
    ]
    assert {"Try all 2 again"} <= {" ".join(button.text.split()) for button in page.root.iter("button") if button.text}
    browse(makers.an_operator(database)).post("/ops/letters/again")
    with psycopg.connect(database.admin_url) as door:
        for which in letters[:2]:
            assert door.execute(STANDING, [which]).fetchone() == (False, False, 0, 0, True, True)
    assert operations().heading == "All is well"


def test_of_a_letter_given_up_the_operator_reads_that_an_earlier_attempt_perhaps_delivered_it(
    letters_of_ours, operations
):
    letters_of_ours(GIVEN_UP, f"{GIVEN_UP}, doubts = 1, handed_at = '2026-03-09 12:00+00'")
    told = sorted(row[5] for row in operations().table("Letters that the mail server did not take")[1:])
    assert told == [
        "Perhaps delivered already, on 9 March. Try once more to e…1@example.org",
        "Try once more to e…0@example.org",
    ]


def test_at_the_terminal_letters_that_failed_are_shown_and_decided_upon(letters_of_ours, database):
    doubtful, gone, other = letters_of_ours(IN_DOUBT, GIVEN_UP, IN_DOUBT)
    told = CliRunner().invoke(seedbed, ["letters"])
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in told.stdout.splitlines()}
    assert lines[doubtful].startswith("in doubt  notice    e…0@example.org  TimeoutError")
    assert lines[gone].startswith("given up  notice    e…1@example.org  550 nobody")
    assert "0 waiting, 1 given up, 2 perhaps delivered." in told.output
    assert CliRunner().invoke(seedbed, ["letters", "leave"]).exit_code == 2
    for words, said in (
        (["leave", doubtful], "Taken as done: 1."),
        (["retry"], "Tried again from now on: 1."),
        (["send-again", "--all"], "Sent again from now on: 1."),
        (["send-again", gone], "Sent again from now on: 0."),
    ):
        assert said in CliRunner().invoke(seedbed, ["letters", *words]).output
    with psycopg.connect(database.admin_url) as door:
        assert [door.execute(STANDING, [which]).fetchone()[:3] for which in (doubtful, gone, other)] == [
            (True, False, 2),
            (False, False, 0),
            (False, False, 1),
        ]

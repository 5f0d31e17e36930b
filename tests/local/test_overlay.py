"""The demonstration's overlay gives every part of the product something to say, on any day it is planted."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import text

from local import overlay
from tests.case_files import DEMO, contents
from tests.conftest import clone, pointed_at
from tracker import clock, council, exchange, nudge, portfolio
from tracker.council import Role
from tracker.tenancy import as_council, directory

A_HOLIDAY = date(2027, 1, 2)


@contextmanager
def a_demonstration(addresses, name: str):
    """A database of the real cases, the overlay planted on them."""
    with pointed_at(clone(addresses, f"{name}_{os.getpid()}")):
        exchange.import_folder(DEMO)
        overlay.plant()
        yield


@pytest.fixture(scope="module")
def planted(addresses):
    """One demonstration, planted today, for the tests that only look at it."""
    with a_demonstration(addresses, "planted"):
        yield


def in_knowsley():
    with directory():
        found = council.by_code("knowsley").id
    return as_council(found)


def parts_of_knowsley() -> dict[str, object]:
    with in_knowsley():
        return {part.name: part.value for part in portfolio.profile_on(day=clock.today())}


def test_all_eight_parts_have_a_value(planted):
    assert len(parts_of_knowsley()) == 8
    assert None not in parts_of_knowsley().values()


def test_all_eight_parts_have_a_value_when_it_is_planted_on_a_saturday_after_new_year(addresses):
    with clock.at(A_HOLIDAY), a_demonstration(addresses, "holiday"):
        assert None not in parts_of_knowsley().values()
        the_thread_can_be_walked()


def test_planting_twice_plants_once(planted):
    count = text("SELECT (SELECT count(*) FROM idea), (SELECT count(*) FROM event), (SELECT count(*) FROM letter)")
    with in_knowsley() as door:
        before = door.execute(count).one()
    overlay.plant()
    with in_knowsley() as door:
        assert door.execute(count).one() == before
    assert overlay.is_planted()


def test_letters_of_the_past_are_not_sent_again(planted):
    with in_knowsley() as door:
        assert door.scalar(text("SELECT count(*) FROM letter")) > 50
        assert door.scalar(text("SELECT count(*) FROM letter WHERE sent_at IS NULL AND kind <> 'nudge'")) == 0


LINK = "SELECT particulars -> 'first' ->> 'token' FROM letter WHERE kind = 'nudge' AND sent_at IS NULL ORDER BY id"


def the_thread_can_be_walked() -> None:
    """From a letter that waits for the mailbox, by its link, to an answer that is kept."""
    with in_knowsley() as door:
        [token, *others] = door.scalars(text(LINK)).all()
        assert others, "to more people than one"
    with directory():
        link = nudge.by_token(token)
    assert link.good
    with as_council(link.council_id) as door:
        nudge.answer(nudge_id=link.nudge_id, by=link.person_id, reply=nudge.Reply.STILL_GOING)
        asked = door.execute(text("SELECT state, sent_on FROM nudge WHERE id = :it"), {"it": link.nudge_id}).one()
    assert asked.state == "answered"
    assert clock.is_working_day(asked.sent_on, "england")
    assert asked.sent_on < clock.today()


def test_reminders_were_sent_on_the_last_working_day_and_can_be_answered(planted):
    the_thread_can_be_walked()


def test_somebody_is_overdue_without_sponsor_or_silent(planted):
    with in_knowsley() as door:
        nudge.find_due()
        found = set(door.scalars(text("SELECT rule FROM nudge")))
    assert found >= {"reply_overdue", "no_sponsor", "sponsor_silent", "evidence_stale", "condition_due", "park_due"}


def test_six_people_of_councils_and_an_operator_sign_in_and_every_role_is_there(planted):
    with directory() as door:
        people = door.execute(text("SELECT person.name, job_title FROM person JOIN membership ON person_id = id")).all()
        roles = set(door.scalars(text("SELECT unnest(roles) FROM membership")))
        signed = door.scalar(text("SELECT count(*) FROM credential"))
        operators = door.scalars(text("SELECT name FROM person WHERE is_operator")).all()
    assert len({name for name, _ in people}) == 6
    assert (signed, operators) == (7, ["Sam Okoro"])
    assert roles == {str(role) for role in Role}
    assert all("made-up person" in job for _, job in people)
    assert any(overlay.PASSWORD in line for line in overlay.sign_ins())


def test_every_idea_says_that_it_is_made_up(planted):
    with in_knowsley() as door:
        honest = (
            "SELECT count(*) FROM idea WHERE source IS NULL AND proposal NOT LIKE '%made up, for the demonstration%'"
        )
        assert door.scalar(text(honest)) == 0


def test_what_was_planted_goes_out_and_round_in_the_same_bytes(planted, addresses, tmp_path):
    exchange.export_folder(tmp_path / "first")
    assert exchange.import_folder(tmp_path / "first").lines[:-1] == []
    with pointed_at(clone(addresses, "other_overlay")):
        assert exchange.import_folder(tmp_path / "first").errors == 0
        exchange.export_folder(tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")

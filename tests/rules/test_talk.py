"""Whom words name by @: full names first, without what people are styled, and first names that one has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tracker.talk.rules import EDIT_TIME, LINK_DAYS, Naming, link_is_good, may_be_edited, named_in, naming_told

PEOPLE = {
    UUID(int=n): name
    for n, name in enumerate(
        ["Priya Nair", "Sam Okafor", "Sam Reed", "Cllr Ann Reid", "Anne-Marie O’Neil", "Priya Nair Shah", "Łukasz Żak"]
    )
}


@pytest.mark.parametrize(
    ("words", "found", "unknown", "unclear"),
    [
        ("@Priya Nair, is this yours?", [0], (), ()),
        ("Ask @priya nair shah.", [5], (), ()),
        ("(@Sam Okafor's idea) and @Sam Reed", [1, 2], (), ()),
        ("@Sam knows", [], (), ("Sam",)),
        ("@Ann Reid and @Cllr Ann Reid", [3], (), ()),
        ("@Anne-Marie O’Neil and @Łukasz", [4, 6], (), ()),
        ("@Nobody Known", [], ("Nobody",), ()),
        ("sam@northmoor.example.org at @3pm, @work, @ Priya", [], (), ()),
        ("@Priya", [], (), ("Priya",)),
    ],
)
def test_words_name(words, found, unknown, unclear):
    named = named_in(words, PEOPLE)
    assert [person.int for person in named.people] == found
    assert (named.unknown, named.unclear) == (unknown, unclear)


def test_whoever_named_people_is_told_who_hears_and_who_does_not():
    said = naming_told(Naming(told=("Ann", "Ben", "Cal"), untold=("Di",), unknown=("Ed",), unclear=("Sam",)))
    assert said == (
        "Ann, Ben and Cal will hear of it. Di may not see this idea, and was not told. Nobody here is called “Ed”."
        " More than one person here is called “Sam”: write the whole name."
    )
    assert naming_told(Naming()) == ""


def test_a_comment_is_changed_within_its_minutes_and_a_link_works_for_its_days():
    then = datetime(2026, 11, 2, 9, tzinfo=UTC)
    for rule, span in ((may_be_edited, EDIT_TIME), (link_is_good, timedelta(days=LINK_DAYS))):
        assert rule(then, now=then + span)
        assert not rule(then, now=then + span + timedelta(seconds=1))

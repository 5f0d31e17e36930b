"""What waits for whom: the desk, the board, everybody's own ideas and the list, held against a plain restatement.

Ideas are made at random, with messages, moves and contacts of their own; the neighbour has ideas too, the same people
author, own and sponsor, and one colleague has left.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tracker.desk_rows import DAY, EVERYTHING, Desk, Made, maybe_people, often, some
from tracker import idea


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


def latest(found: Sequence[Made]) -> Made | None:
    return max(found, key=lambda row: (row["at"], row["id"]), default=None)


def last_turn(one: Made) -> str | None:
    found = latest([row for row in one["messages"] if row["kind"] in {"question", "answer"}])
    return found["kind"] if found else None


def late_last(day: date | None) -> date:
    return day or date.max


@often
@given(made=some)
@example(made=EVERYTHING)
def test_the_desk_holds_what_is_in_triage_unanswered_first_and_then_by_the_promise(desk, made):
    found = desk.look(made, lambda: idea.waiting_in_triage(reader=desk.people["lead"].reader))
    waiting = [one for one in made if one["columns"]["state"] == "triage"]
    waiting.sort(
        key=lambda one: (one["columns"]["first_reply_on"] is not None, late_last(one["columns"]["reply_due_on"]))
    )
    assert [(row.ref, row.last_turn) for row in found] == [(one["ref"], last_turn(one)) for one in waiting]


@often
@given(made=some, shown=st.integers(1, 3), most=st.integers(1, 4))
@example(made=EVERYTHING, shown=2, most=200)
def test_a_glance_counts_what_waits_for_us_and_names_the_first_of_it(desk, made, shown, most):
    lead = desk.people["lead"]
    found, waiting = desk.look(
        made,
        lambda: (
            idea.triage_query(reader=lead.reader, shown=shown, most=most).answer(),
            idea.waiting_in_triage(reader=lead.reader, most=most),
        ),
    )
    of_refs = {one["ref"]: one for one in made}
    ours = [row for row in waiting if row.last_turn != "question"]
    replies, undecided = ([row for row in ours if bool(row.first_reply_on) == answered] for answered in (False, True))
    late = [row for row in replies if row.reply_due_on and row.reply_due_on < DAY]
    assert (found.reply_count, found.late_count, found.undecided_count) == (len(replies), len(late), len(undecided))
    assert found.cut == (len(waiting) == most)
    for rows, wanted in ((found.replies, replies), (found.undecided, undecided)):
        assert [(row.ref, row.title, row.service, row.author) for row in rows] == [
            (row.ref, row.title, desk.service_of(of_refs[row.ref]), desk.name_of(of_refs[row.ref]["author"]))
            for row in wanted[:shown]
        ]


@often
@given(made=some, service=st.booleans(), owner=maybe_people, historical=st.booleans())
@example(made=EVERYTHING, service=False, owner=None, historical=False)
@example(made=EVERYTHING, service=False, owner="owner", historical=True)
def test_the_board_holds_what_is_in_play_by_stage_the_longest_there_first(desk, made, service, owner, historical):
    narrowed = {"service_id": desk.service.id if service else None, "owner_id": desk.id_of(owner)}
    board = desk.look(
        made,
        lambda: idea.board(
            reader=desk.people["lead"].reader, sieve=idea.Sieve(**narrowed, historical=historical), most=2
        ),
    )
    wanted = [one for one in made if (not service or one["service"]) and (owner is None or one["owner"] == owner)]
    states = [(one["columns"]["state"], one["columns"]["source"] is not None) for one in wanted]
    assert (board.parked, board.closed, board.historical) == (
        sum(state == "parked" for state, _ in states),
        sum(state == "closed" for state, _ in states),
        sum(told and state in {"triage", "active"} for state, told in states),
    )
    for column in board.columns:
        there = [one for one in wanted if one["columns"]["stage"] == column.stage and on_the_board(one, historical)]
        there.sort(key=lambda one: late_last(one["columns"]["stage_since"]))
        assert (column.count, column.more) == (len(there), max(0, len(there) - 2))
        assert [(row.ref, row.service, row.owner, row.last_move, row.historical) for row in column.cards] == [
            (
                one["ref"],
                desk.service_of(one),
                desk.owner_of(one),
                one["moves"][-1]["decision"] if one["moves"] else None,
                one["columns"]["source"] is not None,
            )
            for one in there[:2]
        ]


def on_the_board(one: Made, historical: bool) -> bool:  # noqa: FBT001 - it says what the board is asked for
    return one["columns"]["state"] in {"triage", "active"} and (historical or not one["columns"]["source"])


@often
@given(made=some)
@example(made=EVERYTHING)
def test_an_author_finds_what_became_of_each_idea_the_one_changed_last_first(desk, made):
    found = desk.look(made, lambda: idea.said_by(reader=desk.people["contributor"].reader))
    mine = [one for one in made if one["author"] == "contributor"]
    mine.sort(key=lambda one: (one["columns"]["changed_at"], one["id"]), reverse=True)
    assert [
        (row.ref, row.last_turn, row.owner, row.merged_into, row.because, told(row.last_said)) for row in found
    ] == [
        (
            one["ref"],
            last_turn(one),
            desk.owner_of(one),
            joined_into(one, made),
            one["states"][-1]["because"] if one["states"] else None,
            said_last(desk, one),
        )
        for one in mine
    ]


def joined_into(one: Made, made: Sequence[Made]) -> Made | None:
    """What an idea was joined into, where its author may see that: a draft of somebody else is not told of."""
    first = made[0]
    seen = first["columns"]["state"] != "draft" or first["author"] == "contributor"
    joined = one["joined"] and one is not first
    return {"ref": first["ref"], "title": first["columns"]["title"]} if joined and seen else None


def said_last(desk: Desk, one: Made) -> tuple[str, str, str] | None:
    found = latest([row for row in one["messages"] if row["by"] != one["author"]])
    return (found["text"][:300], desk.names[found["by"]], found["kind"]) if found else None


def told(said: Made | None) -> tuple[str, str, str] | None:
    return (said["text"], said["by_name"], said["kind"]) if said else None


def worked_on(made: Sequence[Made], role: str) -> list[Made]:
    """The active ideas of our own that the owner has in a role."""
    plain = [one for one in made if one["columns"]["state"] == "active" and one["columns"]["source"] is None]
    return [one for one in plain if one[role] == "owner"]


def last_contact(one: Made) -> date | None:
    return max((row["on"] for row in one["contacts"]), default=None)


@often
@given(made=some)
@example(made=EVERYTHING)
def test_an_owner_finds_the_active_ideas_that_they_keep_the_longest_in_their_stage_first(desk, made):
    found = desk.look(made, lambda: idea.owned_by(reader=desk.people["owner"].reader))
    mine = sorted(worked_on(made, "owner"), key=lambda one: late_last(one["columns"]["stage_since"]))
    assert [(row.ref, row.stage_since) for row in found] == [
        (one["ref"], one["columns"]["stage_since"]) for one in mine
    ]


@often
@given(made=some)
@example(made=EVERYTHING)
def test_a_sponsor_finds_the_teams_without_a_word_for_longest_first(desk, made):
    found = desk.look(made, lambda: idea.sponsored_by_query(reader=desk.people["owner"].reader).answer())
    mine = sorted(worked_on(made, "sponsor"), key=lambda one: last_contact(one) or date.min)
    assert [(row.ref, row.owner, row.last_contact) for row in found] == [
        (one["ref"], desk.owner_of(one), last_contact(one)) for one in mine
    ]

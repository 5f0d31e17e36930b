"""The list of ideas, those close to one, what moved and how soon people are answered, on rows that differ."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import insert

from tests import makers
from tests.tracker.desk_rows import EVERYTHING, Desk, Made, maybe_people, moment, often, one, some
from tracker import clock, council, idea
from tracker.history import StoredEvent
from tracker.idea import Filters, Stage, State
from tracker.tenancy import session

DAY = date(2026, 11, 18)
TEXTS = ["", "street", "50%", "_", "zz-101", "zz-10"]  # tests/tracker/test_search.py has more to say of words

filters = st.fixed_dictionaries(
    {
        "stage": st.sampled_from([None, None, Stage.LATENT, Stage.MOBILISE]),
        "state": st.sampled_from([None, None, State.TRIAGE, State.CLOSED, State.DRAFT]),
        "service": st.booleans(),
        "owner": maybe_people,
        "mine": maybe_people,
        "text": st.sampled_from(TEXTS),
        "historical": st.sampled_from([None, None, True, False]),
    }
)


NOTHING = {"service": False, "text": "", **dict.fromkeys(("stage", "state", "owner", "mine", "historical"))}


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


def fits(made: Made, asked: dict[str, Any]) -> bool:
    """Say in plain words whether an idea belongs on a list that the contributor asks for."""
    columns = made["columns"]
    own_draft = asked["state"] is State.DRAFT and made["author"] == "contributor" and not asked["text"]
    if columns["state"] == "draft" and not own_draft:  # no search finds a draft
        return False
    words, said = asked["text"].strip("%_"), {*columns["title"].lower().replace("%", "").split(), made["ref"].lower()}
    return (
        (asked["state"] is None or columns["state"] == asked["state"])
        and (asked["stage"] is None or columns["stage"] == asked["stage"])
        and (not asked["service"] or bool(made["service"]))
        and (asked["owner"] is None or made["owner"] == asked["owner"])
        and (asked["mine"] is None or asked["mine"] in {made["author"], made["owner"]})
        and (not asked["text"] or words in said)
        and (asked["historical"] is None or (columns["source"] is not None) == asked["historical"])
    )


@often
@given(made=some, asked=filters)
@example(made=EVERYTHING, asked=NOTHING)
@example(made=EVERYTHING, asked={**NOTHING, "state": State.DRAFT})
@example(made=EVERYTHING, asked={**NOTHING, "state": State.DRAFT, "text": "50%"})
@example(made=EVERYTHING, asked={**NOTHING, "state": State.TRIAGE})
@example(made=EVERYTHING, asked={**NOTHING, "mine": "owner", "text": "50%"})
@example(made=[one(author="owner"), one(author="lead", changed_at=moment(2))], asked={**NOTHING, "mine": "owner"})
@example(made=EVERYTHING, asked={**NOTHING, "state": State.CLOSED, "stage": Stage.MOBILISE})
@example(made=EVERYTHING, asked={**NOTHING, "text": "50%"})
@example(made=EVERYTHING, asked={**NOTHING, "stage": Stage.MOBILISE})
@example(made=EVERYTHING, asked={**NOTHING, "historical": True})
@example(made=EVERYTHING, asked={**NOTHING, "historical": False, "text": "zz-101"})
def test_a_list_holds_what_fits_the_one_changed_last_first_and_leads_on_to_the_rest(desk, made, asked):
    plain = {name: asked[name] for name in ("stage", "state", "text", "historical")}
    wanted = Filters(
        **plain,
        service_id=desk.service.id if asked["service"] else None,
        owner_id=desk.id_of(asked["owner"]),
        mine=desk.id_of(asked["mine"]),
    )

    def pages() -> list[list[Any]]:
        found, after = [], None
        while not found or after:
            page = idea.listing(reader=desk.people["contributor"].reader, filters=wanted, after=after, limit=2)
            found.append(list(page.rows))
            after = page.next_key
        names.update(council.list_offer().names)
        return found

    names: dict[Any, str] = {}
    found = desk.look(made, pages)
    expected = [row for row in made if fits(row, asked)]
    expected.sort(key=lambda row: (row["columns"]["changed_at"], row["id"]), reverse=True)
    assert [row.ref for page in found for row in page] == [row["ref"] for row in expected]
    full, rest = divmod(len(expected), 2)
    assert [len(page) for page in found] == ([2] * full + [1] * rest or [0])
    owners = {row.ref: names.get(row.owner_id) for page in found for row in page}
    assert owners == {row["ref"]: desk.owner_of(row) for row in expected}
    assert {row.ref: row.historical for page in found for row in page} == {
        row["ref"]: row["columns"]["source"] is not None for row in expected
    }


def test_ideas_equally_close_come_in_the_order_in_which_they_were_begun(world):
    ours = world.ours
    refs = [makers.a_sent_idea(ours, title="A quiet lounge") for _ in range(4)]
    with ours.door():
        for n in (0, 1):  # a row that is written anew stands last on the disk
            makers.idea_of(refs[n]).problem = "Louder than ever."
        session().flush()
        assert [row.ref for row in idea.similar(title="A quiet lounge")] == refs


def test_ideas_close_to_one_come_nearest_first_without_drafts_strangers_or_itself(world):
    ours = world.ours
    titles = ["A quiet room in the lounge", "A quiet hour in the lounge", "A quiet lounge", "Street lights by the park"]
    refs = {title: makers.a_sent_idea(ours, title=title) for title in titles}
    makers.a_sent_idea(world.theirs, title="A quiet room in the lounge")
    with ours.door():
        idea.log_draft(by=ours.contributor.id, title="A quiet room in the lounge")
        session().flush()
        itself = makers.idea_of(refs[titles[0]])
        assert [row.title for row in idea.similar(title=itself.title, but=itself.id)] == titles[1:3]
        assert [row.title for row in idea.similar(title=itself.title, but=itself.id, most=1)] == titles[1:2]
        assert next(row.title for row in idea.similar(title=itself.title)) == titles[0]
        assert idea.similar(title="  ") == []


MOVES = ("gate_decided", "idea_submitted", "parked", "lesson_written", "commented")


def test_what_moved_is_told_from_its_first_day_on_newest_first_and_no_talk(world):
    ours = world.ours
    with ours.door():
        made = idea.Idea(ref="ZZ-1", title="Damp", state=State.ACTIVE)
        draft = idea.Idea(ref="ZZ-2", title="A draft", state=State.DRAFT)
        session().add_all([made, draft])
        session().flush()
        for n, what in enumerate(MOVES):
            for hours in (-25, -1, 0, 23):
                at = datetime(2026, 11, 18, tzinfo=UTC) + timedelta(hours=hours, minutes=n)
                row = {"what": what, "at": at, "by_id": ours.lead.id}
                session().execute(insert(StoredEvent).values(idea_id=made.id, **row))
                session().execute(insert(StoredEvent).values(idea_id=draft.id, **row))
        every = idea.moved_query(reader=ours.lead.reader, day=DAY, most=50).answer()
        found = [row for row in every if row.ref.startswith("ZZ")]
        few = idea.moved_query(reader=ours.lead.reader, day=DAY, most=3).answer()
    told = [*reversed(MOVES[:4])] * 2
    assert [row.event.what for row in found] == told
    assert {(row.ref, row.by_name) for row in found} == {("ZZ-1", "Priya Nair")}
    assert [row.event.what for row in few] == told[:3]


def test_what_moved_on_a_summer_day_moved_after_its_midnight_here(world):
    ours = world.ours
    with ours.door():
        made = idea.Idea(ref="ZZ-1", title="Damp", state=State.ACTIVE)
        session().add(made)
        session().flush()
        for minutes in (-61, -59):  # of an hour that midnight in London comes before midnight in UTC
            at = datetime(2026, 7, 1, tzinfo=UTC) + timedelta(minutes=minutes)
            session().execute(insert(StoredEvent).values(idea_id=made.id, what="parked", at=at))
        [found] = idea.moved_query(reader=ours.lead.reader, day=date(2026, 7, 1), most=50).answer()
    assert found.at == datetime(2026, 6, 30, 23, 1, tzinfo=UTC)


@pytest.mark.parametrize(("waits", "median"), [([1, 4], 2.5), ([9, 0, 2], 2.0), ([7], 7.0)])
def test_the_median_first_reply_is_of_ideas_sent_in_the_last_half_year_that_were_answered(world, waits, median):
    ours, first = world.ours, DAY - timedelta(days=180)
    with clock.at(DAY), ours.door():
        for n, days in enumerate(waits):
            sent = first if n == 0 else DAY - timedelta(days=60)
            answered = clock.add_working_days(sent, days, "england")
            told = {"submitted_on": sent, "first_reply_on": answered}
            session().add(idea.Idea(ref=f"ZZ-{n}", title="Damp", state=State.ACTIVE, **told))
        before = first - timedelta(days=1)
        too_early = {"submitted_on": before, "first_reply_on": before + timedelta(days=50)}
        session().add(idea.Idea(ref="ZZ-90", title="Long ago", state=State.ACTIVE, **too_early))
        session().add(idea.Idea(ref="ZZ-91", title="Unanswered", state=State.TRIAGE, submitted_on=DAY))
        session().flush()
        assert idea.median_first_reply(nation="england", days=180) == median

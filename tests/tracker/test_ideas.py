"""An idea from its first draft on: who sees it, what is promised, what stays in the record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from tests import makers
from tests.letters import text_of
from tracker import clock, council, idea, later, listening, post, tenancy
from tracker.history import StoredEvent
from tracker.history.events.idea import IdeaSubmitted
from tracker.idea import Extent, Fact, Filters, Involvement, Move, NotFoundError, Refused, Stage, State
from tracker.idea.queries.lookup import people_on
from tracker.tenancy import session

FRIDAY = date(2026, 11, 20)


def a_draft(side, **told):
    said = {
        "title": "A quiet room for people waiting",
        "problem": "The lounge is loud.",
        "proposal": "Use the linen room",
    }
    return idea.log_draft(by=side.contributor.id, **{**said, **told})


def a_sent_idea(side, **told):
    made = a_draft(side, **told)
    idea.submit(idea=made, by=side.contributor.id)
    session().flush()
    return made


def an_active_idea(side, **told):
    made = a_sent_idea(side, **told)
    idea.send_to_design_gate(idea=made, owner_id=side.owner.id, because="It matters.", by=side.lead.id)
    session().flush()
    return made


def letters_to(person):
    return session().scalars(select(post.Letter).where(post.Letter.person_id == person.id)).all()


def test_an_idea_has_its_reference_at_once_and_no_two_have_the_same(world):
    with world.ours.door():
        first, second = a_draft(world.ours), a_draft(world.ours)
        assert first.ref == "NOR-1"
        assert second.ref == "NOR-2"


def test_numbers_that_imported_cases_bear_are_passed_over(world):
    with world.ours.door():
        for ref in ("NOR-1", "NOR-2", "NOR-007", "NOR-old", "XYZ-90"):
            session().add(idea.Idea(ref=ref, title="A case", source="001.txt:1", state=State.ACTIVE))
        session().flush()
        assert [a_draft(world.ours).ref for _ in range(2)] == ["NOR-8", "NOR-9"]


def test_a_draft_is_there_for_its_author_and_for_nobody_else(world):
    ours = world.ours
    with ours.door():
        ref = a_draft(ours).ref
        assert idea.get(ref=ref, reader=ours.contributor.reader).state is State.DRAFT
        for somebody in (ours.lead, ours.owner, ours.admin):
            with pytest.raises(NotFoundError):
                idea.get(ref=ref, reader=somebody.reader)
        assert [row.ref for row in idea.listing(reader=ours.lead.reader, filters=Filters(state=State.DRAFT)).rows] == []
        assert [row.ref for row in idea.listing(reader=ours.contributor.reader).rows] == []
        with pytest.raises(NotFoundError):
            idea.save_draft(idea=makers.idea_of(ref), by=ours.lead.id, title="", problem="", proposal="")


def test_what_is_missing_is_named_beside_its_field_and_nothing_is_sent(world):
    with world.ours.door():
        made = a_draft(world.ours, problem=" ")
        with pytest.raises(Refused) as refused:
            idea.submit(idea=made, by=world.ours.contributor.id)
        assert refused.value.field == "problem"
        assert made.state is State.DRAFT
        assert letters_to(world.ours.contributor) == []


def test_sending_promises_an_answer_in_five_working_days_and_thanks_at_once(world):
    ours = world.ours
    with clock.at(FRIDAY), ours.door():
        made = a_sent_idea(ours)
        assert (made.state, made.submitted_on, made.there_from) == (State.TRIAGE, FRIDAY, FRIDAY)
        assert made.reply_due_on == date(2026, 11, 27)
        assert made.first_reply_on is None
        letter = letters_to(ours.contributor)[0]
        assert "Friday 27 November" in text_of(letter)
        assert made.ref in text_of(letter)
        assert ours.contributor.id in people_on(idea=made)
        state = session().scalars(select(idea.IdeaState).where(idea.IdeaState.idea_id == made.id)).one()
        assert (state.state, state.counts_from) == (State.TRIAGE, FRIDAY)


def test_the_history_says_who_looks_after_an_idea_first_and_who_took_it_over(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        for person in (ours.owner, ours.lead):
            idea.assign_owner(idea=made, owner_id=person.id, by=ours.lead.id)
        told = select(StoredEvent.particulars).where(
            StoredEvent.idea_id == made.id, StoredEvent.what == "owner_assigned"
        )
        said = [(one["owner"], one["handed_over"]) for one in session().scalars(told.order_by(StoredEvent.number))]
        assert said == [(ours.owner.name, False), (ours.lead.name, True)]


def test_a_reference_that_a_case_bears_is_passed_over_behind_the_highest_one(world):
    ours = world.ours
    with ours.door():
        prefix = a_sent_idea(ours).ref.rpartition("-")[0]
        for number in (2, 40, 9):
            session().add(idea.Idea(ref=f"{prefix}-{number}", title="Of old", source="a report:1", stage=Stage.DESIGN))
            session().flush()
        begun = [idea.log_draft(by=ours.owner.id, title="Now", problem="A", proposal="B").ref for _ in range(2)]
    assert begun == [f"{prefix}-41", f"{prefix}-42"]


def test_a_correction_keeps_what_stood_there_before(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        idea.correct(
            idea=made,
            by=ours.contributor.id,
            version=made.version,
            title="A calm room",
            problem=made.problem,
            proposal=made.proposal,
        )
        session().flush()
        assert made.title == "A calm room"
        event = (
            session()
            .scalars(select(StoredEvent).where(StoredEvent.what == "idea_corrected", StoredEvent.idea_id == made.id))
            .one()
        )
        assert event.particulars["before"] == {"title": "A quiet room for people waiting"}
        assert event.particulars["after"] == {"title": "A calm room"}


def test_a_correction_of_what_somebody_else_changed_meanwhile_is_refused(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        seen = made.version
        texts = {"problem": made.problem, "proposal": made.proposal}
        idea.correct(idea=made, by=ours.lead.id, version=seen, title="A calm room", **texts)
        with pytest.raises(Refused, match="Somebody changed this idea"):
            idea.correct(idea=made, by=ours.contributor.id, version=seen, title="A loud room", **texts)
        assert made.title == "A calm room"


def test_a_correction_that_changes_nothing_leaves_no_trace(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        idea.correct(
            idea=made,
            by=ours.contributor.id,
            version=made.version,
            title=made.title,
            problem=made.problem,
            proposal=made.proposal,
        )
        assert (
            session()
            .scalars(select(StoredEvent).where(StoredEvent.what == "idea_corrected", StoredEvent.idea_id == made.id))
            .all()
            == []
        )


def test_a_move_takes_the_idea_to_its_stage_from_that_day(world):
    ours = world.ours
    with ours.door():
        with clock.at(FRIDAY):
            made = an_active_idea(ours)
        with clock.at(FRIDAY + timedelta(days=10)):
            moved = idea.move(
                idea=made, to=Stage.DESIGN, decision=Move.ADVANCE, rationale="Worth trying", by=ours.lead.id
            )
        assert (made.stage, made.stage_since) == (Stage.DESIGN, FRIDAY + timedelta(days=10))
        assert moved.counts_from == FRIDAY + timedelta(days=10)


def test_a_hold_keeps_the_stage_and_a_return_goes_back_only(world):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        idea.move(idea=made, to=Stage.DESIGN, decision=Move.ADVANCE, rationale="Go", by=ours.lead.id)
        idea.move(idea=made, to=Stage.DESIGN, decision=Move.HOLD, rationale="Wait", by=ours.lead.id)
        assert made.state is State.ACTIVE
        with pytest.raises(Refused):
            idea.move(idea=made, to=Stage.MOBILISE, decision=Move.HOLD, rationale="No", by=ours.lead.id)
        with pytest.raises(Refused):
            idea.move(idea=made, to=Stage.DESIGN, decision=Move.RETURN, rationale="No", by=ours.lead.id)
        idea.move(idea=made, to=Stage.LATENT, decision=Move.RETURN, rationale="Not yet", by=ours.lead.id)
        assert made.stage is Stage.LATENT


def test_a_dated_fact_is_stated_once_and_its_history_kept(world):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        for value in ("incremental", "incremental", "radical"):
            idea.set_fact(idea=made, fact=Fact.EXTENT, value=value, by=ours.owner.id)
        idea.set_fact(idea=made, fact=Fact.INVOLVEMENT, value="designs_with", by=ours.owner.id)
        idea.set_fact(idea=made, fact=Fact.NEEDS_NO_MONEY, value="yes", by=ours.owner.id)
        idea.set_fact(idea=made, fact=Fact.SHIELDED_UNTIL, value="2027-03-31", by=ours.lead.id)
        session().flush()
        assert (made.extent, made.involvement) == (Extent.RADICAL, Involvement.DESIGNS)
        assert (made.needs_no_money, made.shielded_until) == (True, date(2027, 3, 31))
        kept = session().scalars(
            select(idea.IdeaFact).where(idea.IdeaFact.idea_id == made.id).order_by(idea.IdeaFact.number)
        )
        assert [fact.value for fact in kept] == ["incremental", "radical", "designs_with", "yes", "2027-03-31"]
        with pytest.raises(Refused):
            idea.set_fact(idea=made, fact=Fact.EXTENT, value="enormous", by=ours.owner.id)


def test_contact_needs_a_sponsor_and_a_day_that_has_been(world):
    ours = world.ours
    with clock.at(FRIDAY), ours.door():
        made = an_active_idea(ours)
        with pytest.raises(Refused):
            idea.record_contact(idea=made, on=FRIDAY, by=ours.owner.id)
        idea.name_sponsor(idea=made, by=ours.owner.id, person_id=ours.sponsor.id)
        with pytest.raises(Refused) as refused:
            idea.record_contact(idea=made, on=FRIDAY + timedelta(days=1), by=ours.owner.id)
        assert refused.value.field == "on"
        idea.record_contact(idea=made, on=FRIDAY - timedelta(days=3), by=ours.owner.id, note="By telephone")
        session().flush()
        kept = session().scalars(select(idea.SponsorContact).where(idea.SponsorContact.idea_id == made.id)).one()
        assert (kept.on, kept.counts_from) == (FRIDAY - timedelta(days=3), FRIDAY)
        told = idea.story(ref=made.ref, reader=ours.owner.reader)
        assert (told.sponsor, told.last_contact) == ("Helen Marsh", FRIDAY - timedelta(days=3))


def test_nobody_of_another_council_can_be_made_owner_or_sponsor(world):
    ours, theirs = world.ours, world.theirs
    with ours.door():
        made = an_active_idea(ours)
        with pytest.raises(Refused):
            idea.assign_owner(idea=made, owner_id=theirs.owner.id, by=ours.lead.id)
        with pytest.raises(Refused):
            idea.name_sponsor(idea=made, by=ours.lead.id, person_id=theirs.sponsor.id)
    with theirs.door(), pytest.raises(NotFoundError):
        makers.idea_of(made.ref)


def test_a_message_is_redacted_by_its_writer_or_a_lead_and_its_words_are_gone_everywhere(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        said = idea.comment(idea=made, words="Ask Jean Hollis", by=ours.owner.id)
        assert not idea.redacts(said, ours.contributor.reader)
        assert idea.redacts(said, ours.owner.reader)
        assert idea.redacts(said, ours.lead.reader)
        idea.redact(message=said, idea=made, by=ours.lead.id)
        session().flush()
        told = idea.story(ref=made.ref, reader=ours.lead.reader)
        assert told.messages[-1].redacted
        assert "Jean" not in told.messages[-1].text
        assert "Jean" not in str([entry.event for entry in told.events])


def test_a_list_pages_through_everything_once_the_newest_change_first(world):
    ours = world.ours
    with ours.door():
        for n in range(7):
            with clock.at(FRIDAY + timedelta(days=n)):
                a_sent_idea(ours, title=f"Idea {n}")
        seen, key = [], None
        while True:
            page = idea.listing(reader=ours.lead.reader, after=key, limit=3)
            seen += [row.title for row in page.rows]
            if page.next_key is None:
                break
            key = idea.Key.read(str(page.next_key))
        assert seen == [f"Idea {n}" for n in reversed(range(7))]


def test_a_list_narrows_by_stage_state_owner_mine_and_words(world):
    ours = world.ours
    with ours.door():
        active = an_active_idea(ours, title="Street lights seen from the bin lorry")
        a_sent_idea(ours, title="A tool library")

        def refs(**wanted):
            return [row.title for row in idea.listing(reader=ours.lead.reader, filters=Filters(**wanted)).rows]

        assert refs(state=State.ACTIVE) == [active.title]
        assert refs(owner_id=ours.owner.id) == [active.title]
        assert refs(mine=ours.owner.id) == [active.title]
        assert refs(text="lorry") == [active.title]
        assert refs(text=active.ref.lower()) == [active.title]
        assert refs(text="100%") == []
        assert len(refs(stage=Stage.LATENT)) == 2
        assert refs(historical=True) == []
        row = idea.listing(reader=ours.lead.reader, filters=Filters(state=State.ACTIVE)).rows[0]
        assert (row.owner_id, row.historical) == (ours.owner.id, False)


@pytest.mark.parametrize("key", ["", "x", "2026-11-20_x", None, "2026-11-20T12:00:00+00:00"])
def test_a_key_that_is_none_begins_at_the_beginning(key):
    assert idea.Key.read(key) is None


def test_the_board_counts_every_stage_and_leaves_the_parked_and_closed_aside(world):
    ours = world.ours
    with ours.door():
        going = an_active_idea(ours)
        idea.move(idea=going, to=Stage.DESIGN, decision=Move.ADVANCE, rationale="Go", by=ours.lead.id)
        idea.park(idea=a_sent_idea(ours), until=clock.today() + timedelta(days=30), because="Later", by=ours.lead.id)
        idea.decline(idea=a_sent_idea(ours), because="No", by=ours.lead.id)
        a_sent_idea(ours)
        session().add(
            idea.Idea(ref="NOR-901", title="A case", source="001.txt:1", stage="mobilise", state=State.ACTIVE)
        )
        session().flush()
        shown = idea.board(reader=ours.lead.reader)
        assert {column.stage: column.count for column in shown.columns} == {
            "latent": 1,
            "design": 1,
            "mobilise": 0,
            "mainstream": 0,
            "embedded": 0,
        }
        assert (shown.parked, shown.closed, shown.historical, shown.total) == (1, 1, 1, 2)
        assert shown.columns[1].cards[0].owner == "Tom Baker"
        assert idea.board(reader=ours.lead.reader, sieve=idea.Sieve(historical=True)).columns[2].count == 1


def test_titles_that_are_close_are_found_and_others_are_not(world):
    ours = world.ours
    with ours.door():
        near = a_sent_idea(ours, title="A quiet hour in the discharge lounge")
        a_sent_idea(ours, title="Street trees adopted by the school", problem="They dry out.", proposal="Water them.")
        made = a_sent_idea(ours, title="A quiet room near the discharge lounge")
        assert [row.ref for row in idea.similar(title=made.title, but=made.id)] == [near.ref]
        assert idea.similar(title="  ") == []


def test_the_story_of_an_idea_takes_one_statement_however_long_it_is(world, statements):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        for n in range(5):
            idea.comment(idea=made, words=f"Comment {n}", by=ours.owner.id)
        session().flush()
        session().expunge_all()
        reader = ours.owner.reader
        with statements() as seen:
            told = idea.story(ref=made.ref, reader=reader)
        assert len(seen) == 1
        assert [entry.event.what for entry in told.events][:1] == ["commented"]
        assert {"idea_submitted", "owner_assigned", "sent_to_design_gate"} <= {
            entry.event.what for entry in told.events
        }
        assert told.following
        assert (told.author, told.owner) == ("Sam Okafor", "Tom Baker")


OF_IDEA = "SELECT to_jsonb(t) - '{id,number,ref,idea_id,key,particulars,changed_at,version}'::text[] FROM"
OF_LETTER = "FROM letter AS t WHERE key = 'idea-received:' || CAST(CAST(:idea AS uuid) AS text)"
STANDS = {
    "idea": f"{OF_IDEA} idea AS t WHERE id = :idea",
    "state": f"{OF_IDEA} idea_state AS t WHERE idea_id = :idea",
    "follower": f"{OF_IDEA} follower AS t WHERE idea_id = :idea",
    "event": f"{OF_IDEA} event AS t WHERE idea_id = :idea",
    "particulars": "SELECT particulars FROM event WHERE idea_id = :idea",
    "letter": f"{OF_IDEA} {OF_LETTER.removeprefix('FROM ')}",
    "told": f"SELECT particulars - 'ref' {OF_LETTER}",
    "moves": "SELECT id FROM stage_move WHERE idea_id = :idea",
}


def kept(ref: str) -> dict[str, list[object]]:
    """Everything that stands on an idea of the open council, but what names its row and its moment."""
    which = {"idea": makers.idea_of(ref).id}
    return {name: list(session().scalars(text(asked), which)) for name, asked in STANDS.items()}


@pytest.mark.parametrize("with_service", [True, False])
def test_an_idea_logged_in_one_go_is_the_same_as_a_draft_that_was_sent(world, with_service):
    ours = world.ours
    said = {"title": " A quiet\n room ", "problem": "It is loud ", "proposal": "Linen room"}
    with ours.door():
        service = council.add_service(name="Libraries", by=ours.admin.id)
    service_id = service.id if with_service else None
    with clock.at(FRIDAY):
        with makers.arrived(ours.contributor) as me:
            logged = idea.log(me=me, **said, service_id=service_id)
        with ours.door():
            drafted = idea.log_draft(by=ours.contributor.id, **said, service_id=service_id)
            idea.submit(idea=drafted, by=ours.contributor.id)
    with ours.door():
        assert kept(logged) == kept(drafted.ref)
        assert {name: len(rows) for name, rows in kept(logged).items()} == {**dict.fromkeys(STANDS, 1), "moves": 0}
        letters = {letter.subject for letter in letters_to(ours.contributor)}
        assert letters == {"Thank you for A quiet room"}
        texts = [text_of(one) for one in letters_to(ours.contributor)]  # of one moment: in either order
        assert sorted(ref for ref in (logged, drafted.ref) for said in texts if ref in said) == [logged, drafted.ref]
        assert (logged, drafted.ref) == ("NOR-1", "NOR-2")


@pytest.mark.parametrize("missing", ["title", "problem"])
def test_an_idea_with_a_gap_is_not_logged(world, missing):
    said = {"title": "A quiet room", "problem": "It is loud", "proposal": "Linen room", missing: " "}
    with makers.arrived(world.ours.contributor) as me:
        with pytest.raises(Refused) as refused:
            idea.log(me=me, **said)
        assert refused.value.field == missing
        assert session().scalars(select(idea.Idea)).all() == []


def test_an_idea_for_a_service_of_another_council_is_not_logged_and_takes_no_number(world):
    said = {"title": "A quiet room", "problem": "It is loud", "proposal": "Linen room"}
    with world.theirs.door():
        strange = council.add_service(name="Libraries", by=world.theirs.admin.id).id
    with makers.arrived(world.ours.contributor) as me:
        for service_id in (strange, uuid4()):
            with pytest.raises(Refused) as refused:
                idea.log(me=me, **said, service_id=service_id)
            assert refused.value.field == "service"
        assert tenancy.door().info == {}, "nobody hears of it, and no letter is to be carried"
        assert idea.log(me=me, **said) == "NOR-1"
        assert len(letters_to(world.ours.contributor)) == 1


def test_logging_passes_over_numbers_that_imported_cases_bear(world):
    said = {"title": "A quiet room", "problem": "It is loud", "proposal": "Linen room"}
    with world.ours.door():
        for ref in ("NOR-1", "NOR-2", "NOR-7"):
            session().add(idea.Idea(ref=ref, title="A case", source="001.txt:1", state=State.ACTIVE))
    with makers.arrived(world.ours.contributor) as me:
        assert [idea.log(me=me, **said) for _ in range(2)] == ["NOR-8", "NOR-9"]
        assert len(letters_to(world.ours.contributor)) == 2


def test_an_idea_that_was_logged_counts_at_once(world):
    with makers.arrived(world.ours.contributor) as me:
        idea.log(me=me, title="A quiet room", problem="It is loud", proposal="Linen room")
        asked = "SELECT sum(ideas) FROM idea_count WHERE state = 'triage' AND service_id IS NULL AND owner_id IS NULL"
        assert session().scalar(text(asked)) == 1


def test_an_idea_of_a_demonstrations_past_fills_nobodys_mailbox(world):
    with post.hush(), makers.arrived(world.ours.contributor) as me:
        idea.log(me=me, title="A quiet room", problem="It is loud", proposal="Linen room")
        assert [letter.sent_at is None for letter in letters_to(world.ours.contributor)] == [False]


def test_people_who_log_at_once_get_a_number_each(world):
    def log(_turn: int) -> str:
        with makers.arrived(world.ours.contributor) as me:
            return idea.log(me=me, title="A quiet room", problem="It is loud", proposal="Linen room")

    with ThreadPoolExecutor(4) as people:
        refs = list(people.map(log, range(12)))
    assert sorted(refs) == sorted(f"NOR-{n}" for n in range(1, 13))


def test_who_listens_hears_of_an_idea_that_was_logged(world, monkeypatch):
    heard = []
    hearing = listening.Hearing(IdeaSubmitted, lambda event, stored: heard.append((event, stored)))
    monkeypatch.setattr(listening, "EVENTS", (*listening.EVENTS, hearing))
    with clock.at(FRIDAY), makers.arrived(world.ours.contributor) as me:
        ref = idea.log(me=me, title="A quiet room", problem="It is loud", proposal="Linen room")
        assert heard == [], "not before the whole is kept"
        assert list(later.take_asked(tenancy.door())) == [(later.Job.DELIVER_LETTERS, ())]
    [(event, told)] = heard
    assert event.reply_due_on == "2026-11-27"
    with world.ours.door():
        kept_event = session().scalars(select(StoredEvent).where(StoredEvent.what == "idea_submitted")).one()
        assert (kept_event.id, kept_event.idea_id) == (told.id, makers.idea_of(ref).id)
        assert (told.what, told.idea_id, told.by_id) == (kept_event.what, kept_event.idea_id, kept_event.by_id)
        assert told.particulars == kept_event.particulars

"""Somebody who holds several roles has one desk: all that is asked stands there once, and each page counts it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests import makers
from tests.reading import Page
from tests.tracker.test_page_answers_homes import current
from tracker import clock, gate, idea, inbox, nudge
from tracker.council import Role
from tracker.db import new_id
from tracker.gate import Gate, Term, Word
from tracker.idea import Stage
from tracker.inbox.rules import OF_LEADS, PARTS, DeskFacts
from tracker.tenancy import as_council
from tracker.upkeep.rules import parts

DAY = date(2026, 11, 18)  # a Wednesday
LONG_AGO = DAY - timedelta(days=100)


def at(day: date = DAY):
    return clock.at(day)


def sweep(side, day: date) -> None:
    with at(day), side.door():
        nudge.find_due()
        nudge.send_due()


@pytest.fixture
def everything(world) -> Iterator[makers.Someone]:
    """Somebody who leads, owns, sponsors and says ideas, and of whom one thing of each kind is asked."""
    ours = world.ours
    both = makers.a_person(ours.id, Role.LEAD, Role.OWNER, Role.SPONSOR, Role.CONTRIBUTOR, name="Bo Every")
    with at(LONG_AGO):
        owned = makers.an_idea(ours, title="Owned one", stage=Stage.MOBILISE)
        sponsored = makers.an_idea(ours, title="Sponsored one", stage=Stage.MOBILISE)
        latent = makers.an_idea(ours, title="Latent one", stage=Stage.LATENT)
        asked_for = makers.an_idea(ours, title="Decision one", stage=Stage.DESIGN)
        held = makers.an_idea(ours, title="Condition one", stage=Stage.DESIGN)
        term = Term(text="Cap the overtime", owner_id=both.id, due_on=DAY - timedelta(days=1))
        makers.a_decision(ours, held, Word.CONDITIONAL, at=Gate.MOBILISE, terms=(term,))
        with ours.door():
            makers.idea_of(owned).owner_id = makers.idea_of(latent).owner_id = both.id
            for ref in (owned, sponsored):
                makers.idea_of(ref).sponsor_id = both.id
    with at(DAY - timedelta(days=1)):
        makers.a_sent_idea(ours, title="Unanswered one")
        said = makers.a_sent_idea(ours, title="Said one", by=both)
        with ours.door():
            idea.ask_author(idea=makers.idea_of(said), question="Which wards?", by=ours.lead.id)
            gate.ask_for_decision(idea=makers.idea_of(asked_for), gate=Gate.MOBILISE, by=ours.owner.id)
    sweep(ours, DAY - timedelta(days=1))
    with at():
        yield both


def asks(page: Page) -> list[tuple[str, str]]:
    """Everything that a home asks, by title and act: the first above, then group by group."""
    [first] = page.parts("ask")
    rest = [(entry.headings[0], list(entry.links)[-1].partition(":")[0]) for entry in _todos(page)]
    return [(first.headings[0], next(iter(first.links))), *rest]


def _todos(page: Page) -> list:
    return [entry for part in page.parts("todo") for entry in part.entries]


def header(html: str) -> str:
    """What every page says of the inbox."""
    return next(words for words, at in Page(html).part("door__right").links.items() if at == "/inbox")


ASKED = [
    ("Cap the overtime", "Look again"),
    ("Unanswered one", "Reply"),
    ("Decision one", "Decide"),
    ("Said one", "Answer Priya"),
    ("Owned one", "Keep it current"),
    ("Sponsored one", "Note a contact"),
    ("Latent one", "Answer the questions"),
]


def test_who_holds_several_roles_has_one_home_with_each_thing_once_and_one_next_action(browse, everything):
    page = Page(browse(everything).get("/").text)
    found = asks(page)
    assert found[: len(ASKED)] == ASKED
    reminders = [title for title, act in found[len(ASKED) :] if act == "Answer"]
    assert {"Decision one", "Latent one", "Owned one"} <= {*reminders}, "no sponsor, and twice: still going?"
    assert len(found) == len(ASKED) + len(reminders)
    assert page.heading == f"{len(found)} things need you"
    with as_council(everything.council_id):
        told = [(one.code, one.subject_id) for one in inbox.desk(reader=everything.reader).reminders]
    assert len(told) == len({*told}) == len(reminders)


def test_inbox_home_and_the_header_of_every_page_agree_on_how_much_is_asked(browse, everything):
    me = browse(everything)
    home = me.get("/").text
    number = len(asks(Page(home)))
    box = Page(me.get("/inbox").text)
    assert len(box.under("asked").entries) == number
    assert sorted(entry.headings[0] for entry in box.under("asked").entries) == sorted(
        title for title, _ in asks(Page(home))
    )
    for path in ("/", "/inbox", "/ideas", "/board", "/account", "/collaboratives"):
        assert header(me.get(path).text) == f"Inbox ({number} asked of you)", path


def test_the_header_counts_anew_with_each_act_of_ones_own(world, browse, everything):
    me = browse(everything)
    number = len(asks(Page(me.get("/").text)))
    with world.ours.door():
        said = next(row.ref for row in idea.said_by(reader=everything.reader))
    me.post(f"/ideas/{said}/messages", {"words": "Both of them.", "answer": "yes"})
    # The question is answered; what becomes of the idea is a lead's to decide, and this author is one.
    assert header(me.get("/ideas").text) == f"Inbox ({number} asked of you)"
    me.post(f"/ideas/{said}/triage", {"outcome": "decline", "words": "Two wards do it."})
    assert header(me.get("/ideas").text) == f"Inbox ({number - 1} asked of you)"


def test_what_others_do_is_counted_by_the_worker(world, browse, everything):
    me = browse(everything)
    number = len(asks(Page(me.get("/").text)))
    makers.a_sent_idea(world.ours, title="One more")
    assert header(me.get("/ideas").text) == f"Inbox ({number} asked of you)"
    with world.ours.door():
        inbox.count_all()
    assert header(me.get("/ideas").text) == f"Inbox ({number + 1} asked of you)"


def test_of_whom_nothing_is_asked_the_header_says_nothing(world, browse):
    someone = makers.a_person(world.ours.id)
    assert header(browse(someone).get("/ideas").text) == "Inbox"
    assert Page(browse(someone).get("/inbox").text).part("lede").words == "You are up to date."


@pytest.mark.parametrize("role", ["observer", "admin"])
def test_who_only_reads_finds_at_home_what_they_keep_for_an_idea(world, browse, role):
    """A condition may be anybody's: who keeps it is asked, whatever they may do besides."""
    ours = world.ours
    with at(LONG_AGO):
        ref = makers.an_idea(ours, title="Condition one", stage=Stage.DESIGN)
        term = Term(text="Cap the overtime", owner_id=ours.people[role].id, due_on=DAY)
        makers.a_decision(ours, ref, Word.CONDITIONAL, at=Gate.MOBILISE, terms=(term,))
    sweep(ours, DAY)
    with at():
        page = Page(browse(ours.people[role]).get("/").text)
        assert page.asked.headings == ["Condition one"]
        assert header(browse(ours.people[role]).get("/ideas").text) == "Inbox (1 asked of you)"


def test_a_reminder_that_was_put_off_is_not_asked_until_its_day(world, browse):
    ours = world.ours
    with at(LONG_AGO):
        makers.an_idea(ours, title="Quiet one", stage=Stage.MOBILISE)
        with ours.door():
            current(ours, makers.idea_of("NOR-1"))
    sweep(ours, DAY)
    with at():
        owner = browse(ours.owner)
        before = header(owner.get("/").text)
        with ours.door():
            mine = [one for one in nudge.for_person(reader=ours.owner.reader) if one.code == "idle"]
            nudge.snooze(nudge_id=mine[0].id, until=DAY + timedelta(days=7), because="On leave.", by=ours.owner.id)
        assert before != header(owner.get("/").text)


@pytest.mark.parametrize("who", ["contributor", "owner", "sponsor", "observer", "admin"])
def test_what_other_councils_told_is_marked_as_read_by_who_may_act_on_it_alone(world, browse, who):
    ours, theirs = world.ours, world.theirs
    code = makers.a_collaborative(ours, theirs)
    ref = makers.an_idea(ours, title="Shared one", stage=Stage.MOBILISE)
    makers.an_adaptation(theirs, code, makers.a_card(ours, code, ref))
    reader, lead = browse(ours.people[who]), browse(ours.lead)
    assert "other councils told us" in reader.get("/collaboratives").text
    assert "Mark as read" not in reader.get("/collaboratives").text
    assert reader.client.post("/collaboratives/notices", data={"csrf_token": reader.token()}).status_code == 403
    assert "From other councils" in lead.get("/inbox").text
    answer = lead.post("/collaboratives/notices", {"back": "/inbox"})
    assert answer.headers["Location"] == "/inbox"
    assert "From other councils" not in lead.get("/inbox").text


# --- a lead's desk ----------------------------------------------------------------------------------------------------
@pytest.fixture
def quiet(world) -> str:
    """An idea of the owner's that was tried 140 days ago and has been quiet since."""
    with at(DAY - timedelta(days=140)):
        return makers.an_idea(world.ours, title="Quiet one", stage=Stage.MOBILISE)


def test_a_call_for_help_stands_on_the_leads_desk_with_its_day_until_a_lead_answers(world, browse, quiet):
    ours = world.ours
    sweep(ours, DAY)
    with at():
        with ours.door():
            mine = next(one for one in nudge.for_person(reader=ours.owner.reader) if one.open)
        owner, lead = browse(ours.owner), browse(ours.lead)
        owner.post(f"/nudges/{mine.id}", {"reply": "need_help", "note": "Whom do I ring?"})
        page = Page(lead.get("/").text)
        assert page.asked.headings == ["Tom Baker asks for help"]
        assert "“Whom do I ring?” To be answered by Friday 20 November." in page.asked.words
        assert page.asked.links["Answer Tom"] == f"/nudges/{mine.id}/help"
    with at(DAY + timedelta(days=5)):
        lead = browse(ours.lead)
        assert Page(lead.get("/").text).part("ask--late").headings == ["Tom Baker asks for help"]
        before = lead.get("/ideas").text
        lead.post(f"/nudges/{mine.id}/help", {"words": "Ring Joan."})
        assert "asks for help" not in lead.get("/").text
        assert header(before) != header(lead.get("/ideas").text)


def test_what_two_in_a_row_left_unanswered_stands_on_the_leads_desk(world, browse, quiet):
    ours = world.ours
    for days in (70, 35):
        sweep(ours, DAY - timedelta(days=days))
    with at(DAY - timedelta(days=1)):
        assert "left unanswered" not in browse(ours.lead).get("/").text
    sweep(ours, DAY)
    with at():
        page = Page(browse(ours.lead).get("/").text)
        assert "Two were left unanswered by others." in page.words
        assert ("Quiet one", "Answer") in asks(page)
    with at(), ours.door():
        idle = [one.code for one in inbox.desk(reader=ours.owner.reader).reminders].count("idle")
        assert idle == 1, "three reminders of one thing ask once"


# --- a contributor's home ---------------------------------------------------------------------------------------------
def test_a_contributors_home_stands_in_a_few_groups_with_what_to_read_first_above(world, browse):
    ours, refs = world.ours, {}
    with at(DAY - timedelta(days=40)):
        for title in ("Declined long ago", "Declined lately", "Asked one", "Parked one", "Waiting one"):
            refs[title] = makers.a_sent_idea(ours, title=title)
        with ours.door():
            idea.log_draft(by=ours.contributor.id, title="Draft one")
            idea.decline(idea=makers.idea_of(refs["Declined long ago"]), because="No.", by=ours.lead.id)
            until = DAY + timedelta(days=90)
            idea.park(idea=makers.idea_of(refs["Parked one"]), until=until, because="Later.", by=ours.lead.id)
    with at(DAY - timedelta(days=2)), ours.door():
        idea.ask_author(idea=makers.idea_of(refs["Asked one"]), question="Which wards?", by=ours.lead.id)
        idea.decline(idea=makers.idea_of(refs["Declined lately"]), because="Two wards do it.", by=ours.lead.id)
    with at():
        html = browse(ours.contributor).get("/").text
    page = Page(html)
    found = {
        name: [entry.headings[0] for entry in page.under(name).entries] for name in ("first", "under_way", "drafts")
    }
    assert found == {
        "first": ["Asked one", "Declined lately"],
        "under_way": ["Waiting one"],
        "drafts": ["Draft one"],
    }
    assert [entry.headings[0] for entry in page.under("at_rest").entries][:1] == ["Parked one"]
    assert "Settled (1)" in page.words
    assert html.count(">Declined long ago<") == 1
    assert header(html) == "Inbox (1 asked of you)"


# --- the rule ---------------------------------------------------------------------------------------------------------
def test_a_desk_holds_a_reminder_of_what_stands_there_anyway():
    book = nudge.rule_book()
    assert set(PARTS) | OF_LEADS <= set(book)
    assert set(PARTS.values()) <= {name for name, _ in parts.REASONS}
    facts = DeskFacts(leads=True, conditions=(), silent=(), parts={})
    assert facts.holds(_Reminder("reply_overdue"))
    assert not DeskFacts(leads=False, conditions=(), silent=(), parts={}).holds(_Reminder("reply_overdue"))


class _Reminder:
    def __init__(self, code: str) -> None:
        self.code, self.subject_id, self.idea_id = code, new_id(), new_id()


# --- deputies, and sponsors who decide --------------------------------------------------------------------------------
def test_a_deputy_finds_on_their_desk_what_they_keep(world, browse):
    ours = world.ours
    other = makers.a_person(ours.id, Role.OWNER, name="Ola Reed")
    with at(LONG_AGO):
        ref = makers.an_idea(ours, title="Shared one", stage=Stage.MOBILISE)
        makers.an_idea(ours, title="Not theirs", stage=Stage.MOBILISE)
        with ours.door():
            makers.idea_of(ref).deputy_id = other.id
    with at():
        assert asks(Page(browse(other).get("/").text)) == [("Shared one", "Keep it current")]


def test_a_sponsor_who_may_decide_by_the_policy_of_the_idea_is_asked_on_their_desk(world, browse):
    ours = world.ours
    refs = {}
    entered = {"Before the policy": 9, "At every gate": 5, "Under the policy": 3, "Moved to it": 9, "Another's": 3}
    for title, days in (*entered.items(), ("Past that gate", 3)):
        with at(DAY - timedelta(days=days)):
            stage = Stage.MOBILISE if title == "Past that gate" else Stage.DESIGN
            refs[title] = makers.an_idea(ours, title=title, stage=stage)
    for days, where in ((6, True), (4, ["mobilise"])):
        with at(DAY - timedelta(days=days)), ours.door():
            gate.set_policy(rules={"sponsor_decides": where}, by=ours.lead.id)
    with at(DAY - timedelta(days=1)), ours.door():
        found = {title: makers.idea_of(ref) for title, ref in refs.items()}
        gate.move_to_newest_policy(idea=found["Moved to it"], by=ours.lead.id)
        for title, one in found.items():
            one.sponsor_id = None if title == "Another's" else ours.sponsor.id
            one.last_contact = DAY - timedelta(days=1)
            gate.ask_for_decision(idea=one, gate=gate.next_gate(one.stage), by=ours.owner.id)
    with at():
        decide = [title for title, act in asks(Page(browse(ours.sponsor).get("/").text)) if act == "Decide"]
        assert sorted(decide) == ["At every gate", "Moved to it", "Under the policy"]
        with ours.door():
            may = [title for title, ref in refs.items() if gate.decides(makers.idea_of(ref), ours.sponsor.reader)]
        assert sorted(may) == sorted(decide)

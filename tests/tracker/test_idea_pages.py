"""The pages of an idea, as each person meets them: logging, the list, the idea, triage, keeping it current, home."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests import makers
from tests.tracker.test_ideas import a_draft, a_sent_idea, an_active_idea
from tracker import clock, council, idea, lesson, risk, value
from tracker.council import Role
from tracker.idea import Move, Outcome, Stage, State
from tracker.pages.ideas.forms import IdeaForm, typed_idea
from tracker.tenancy import session

WRITTEN = {
    "title": "A quiet room for people waiting",
    "problem": "The lounge is loud, and people with dementia get upset.",
    "proposal": "Use the linen room.",
    "service": "",
}


def the_idea(side, ref):
    with side.door():
        return makers.idea_of(ref)


def made_in(side, make, **told):
    with side.door():
        return make(side, **told).ref


def moved_to(side, stage, **told):
    with side.door():
        made = an_active_idea(side, **told)
        idea.move(idea=made, to=stage, decision=Move.ADVANCE, rationale="Go", by=side.lead.id)
        return made.ref


# --- logging ---
def test_an_idea_is_logged_and_its_author_told_by_when_a_person_answers(world, browse):
    ours = world.ours
    person = browse(ours.contributor)
    assert "Log an idea" in person.get("/ideas/new").text
    sent = person.follow(person.post("/ideas/new", {**WRITTEN, "send": "y"}))
    assert "Thank you, Sam. Your idea is in." in sent.text
    assert "Priya Nair" in sent.text
    found = the_idea(ours, "NOR-1")
    assert found.state is State.TRIAGE
    assert f"{found.reply_due_on:%A}" in sent.text


def test_what_is_missing_is_shown_beside_it_and_nothing_that_was_typed_is_lost(world, browse):
    person = browse(world.ours.contributor)
    page = person.post("/ideas/new", {**WRITTEN, "problem": "", "send": "y"}, status=200).text
    assert "Write what the problem is, and who has it" in page
    assert "Use the linen room." in page
    assert "Error: Log an idea" in page


A_SERVICE = council.ServiceEntry(uuid4(), "Libraries", None)
TYPED = {"title": "T", "problem": "P", "proposal": "Q"}
NAMED = "On Tuesday Jean Hollis, who has dementia, waited."


@pytest.mark.parametrize(
    ("typed", "at_once", "by_form"),
    [
        ({}, True, True),
        ({"service": ""}, True, True),
        ({"service": str(A_SERVICE.id)}, True, True),
        ({"title": " T\r\n"}, True, True),
        ({"title": "T" * idea.LONGEST_TITLE, "problem": "P" * idea.LONGEST_TEXT}, True, True),
        ({"title": "T" * idea.LONGEST_TITLE + " "}, False, False),
        ({"problem": "P" * (idea.LONGEST_TEXT + 1)}, False, False),
        ({"proposal": "P" * (idea.LONGEST_TEXT + 1)}, False, False),
        ({"title": ""}, False, False),
        ({"problem": " \n\t"}, False, False),
        ({"proposal": ""}, True, True),
        ({"proposal": NAMED}, False, False),
        ({"title": NAMED}, False, False),
        ({"problem": NAMED, "not_real": "y"}, False, True),
        ({"service": "nonsense"}, False, False),
        ({"service": str(A_SERVICE.id).upper()}, False, False),
        ({"service": f" {A_SERVICE.id}"}, False, False),
        ({"version": "7", "not_real": "y", "send": "y"}, True, True),
    ],
)
def test_what_is_taken_without_its_form_is_what_the_form_would_take(app, typed, at_once, by_form):
    sent = {**TYPED, **typed}
    found = typed_idea(sent)
    with app.test_request_context(method="POST", data=sent):
        form = IdeaForm()
        form.offer([A_SERVICE])
        assert (found is not None, form.sent()) == (at_once, by_form)
        if found:
            assert found == form.said


def test_what_lacks_a_text_altogether_is_left_to_the_form():
    for name in ("title", "problem"):
        assert typed_idea({other: words for other, words in TYPED.items() if other != name}) is None


def test_a_service_that_went_meanwhile_is_said_beside_its_field_and_nothing_is_logged(world, browse):
    person = browse(world.ours.contributor)
    page = person.post("/ideas/new", {**WRITTEN, "service": str(uuid4()), "send": "y"}, status=422).text
    assert "Choose one of those offered" in page
    assert "Use the linen room." in page
    assert person.post("/ideas/new", {**WRITTEN, "send": "y"}).headers["Location"] == "/ideas/NOR-1/sent"


def test_a_draft_is_kept_without_anything_and_sent_later(world, browse):
    ours = world.ours
    person = browse(ours.contributor)
    draft = person.follow(person.post("/ideas/new", {"title": "", "problem": "It is loud", "draft": "y"}))
    assert "Go on with your draft" in draft.text
    assert "It is loud" in draft.text
    missing = person.post("/ideas/NOR-1/edit", {"problem": "It is very loud", "send": "y"}, status=200)
    assert "Give it a few words" in missing.text
    assert the_idea(ours, "NOR-1").problem == "It is very loud"
    person.post("/ideas/NOR-1/edit", {**WRITTEN, "send": "y"})
    assert the_idea(ours, "NOR-1").state is State.TRIAGE


def test_a_draft_is_a_404_for_everybody_else(world, browse):
    ref = made_in(world.ours, a_draft)
    for role in ("lead", "owner", "sponsor"):
        for path in (f"/ideas/{ref}", f"/ideas/{ref}/edit"):
            browse(world.ours.people[role]).get(path, status=404)
    browse(world.ours.contributor).get(f"/ideas/{ref}", status=303)


def test_what_looks_like_a_real_person_is_asked_about_once_and_can_be_left(world, browse):
    ours = world.ours
    person = browse(ours.contributor)
    named = {**WRITTEN, "problem": "On Tuesday Jean Hollis, who has dementia, waited.", "send": "y"}
    page = person.post("/ideas/new", named, status=200).text
    assert "Is this about a real person?" in page
    person.post("/ideas/new", {**named, "not_real": "y"})
    assert the_idea(ours, "NOR-1").problem.startswith("On Tuesday Jean")


def test_ideas_close_to_a_draft_are_shown_before_it_is_sent(world, browse):
    made_in(world.ours, an_active_idea, title="A quiet hour in the discharge lounge")
    ref = made_in(world.ours, a_draft, title="A quiet room in the discharge lounge")
    assert "1\xa0idea looks close to yours" in browse(world.ours.contributor).get(f"/ideas/{ref}/edit").text


def test_a_mistake_is_put_right_and_what_stood_there_stays_in_the_history(world, browse):
    ours = world.ours
    ref = made_in(ours, a_sent_idea)
    person = browse(ours.contributor)
    typed = {**WRITTEN, "title": "A calm room", "version": str(the_idea(ours, ref).version)}
    page = person.follow(person.post(f"/ideas/{ref}/edit", typed)).text
    assert "A calm room" in page
    assert "A quiet room for people waiting" in page
    again = browse(ours.lead).post(f"/ideas/{ref}/edit", {**typed, "title": "A loud room"}, status=200)
    assert "Somebody changed this idea while you were writing" in again.text
    browse(ours.sponsor).get(f"/ideas/{ref}/edit", status=403)


# --- the list and the board ---
def test_the_list_narrows_by_its_address_and_says_so_when_nothing_fits(world, browse):
    ours = world.ours
    ref = moved_to(ours, Stage.DESIGN, title="Street lights")
    made_in(ours, a_sent_idea)
    reader = browse(ours.observer)
    assert ref in reader.get("/ideas").text
    assert "A quiet room" in reader.get("/ideas").text
    assert "A quiet room" not in reader.get("/ideas?stage=design").text
    assert "Tom Baker" in reader.get("/ideas?q=lights").text
    assert "No idea fits" in reader.get("/ideas?q=submarine").text
    for odd in ("stage=x&state=y&service=z&owner=1", "after=nonsense", "after=2026-01-01_x"):
        reader.get(f"/ideas?{odd}")


def test_an_empty_list_and_an_empty_board_say_what_to_do_first(world, browse):
    assert "What gets in the way of your work?" in browse(world.ours.contributor).get("/ideas").text
    assert "Your board is ready for its first idea" in browse(world.ours.lead).get("/board").text


def test_the_list_leads_through_every_idea_once(world, browse):
    ours = world.ours
    with ours.door():
        for n in range(53):
            a_sent_idea(ours, title=f"Idea number {n:02}")
    reader, path, seen = browse(ours.lead), "/ideas", []
    while path:
        page = reader.get(path).text
        seen += re.findall(r"Idea number \d\d", page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        path = older[1].replace("&amp;", "&") if older else None
    assert sorted(seen) == [f"Idea number {n:02}" for n in range(53)]


@pytest.mark.parametrize(("path", "most"), [("/ideas", 5), ("/board", 7), ("/triage", 9), ("/", 8)])
def test_a_page_asks_the_database_as_often_for_many_ideas_as_for_one(world, browse, statements, path, most):
    ours = world.ours
    reader = browse(ours.lead)
    made_in(ours, a_sent_idea)
    reader.get(path)
    with statements() as one:
        reader.get(path)
    with ours.door():
        for _ in range(12):
            a_sent_idea(ours)
            an_active_idea(ours)
    reader.get(path)  # counts what is asked by now, once
    with statements() as many:
        reader.get(path)
    assert len(many) == len(one), set(many) - set(one)
    assert len(many) <= most, many


def test_the_page_of_an_idea_and_logging_one_stay_within_their_statements(world, browse, statements):
    ours = world.ours
    ref = moved_to(ours, Stage.MOBILISE)
    reader, author = browse(ours.owner), browse(ours.contributor)
    reader.get("/ideas"), author.get("/ideas/new")
    with statements() as seen:
        reader.get(f"/ideas/{ref}")
    assert len(seen) <= 7, seen
    with statements() as seen:
        author.post("/ideas/new", {**WRITTEN, "send": "y"})
    assert len(seen) == 2, "one to enter, one to log"


def test_logging_an_idea_takes_no_more_statements_where_there_are_many(world, browse, statements):
    ours, author = world.ours, browse(world.ours.contributor)
    for services, ideas in ((1, 1), (20, 50)):
        with ours.door():
            names = [f"Service {services} {n}" for n in range(services)]
            offered = [council.add_service(name=name, by=ours.admin.id).id for name in names]
        for _ in range(ideas):
            makers.a_sent_idea(ours)
        for chosen in ("", str(offered[0])):
            with statements() as seen:
                author.post("/ideas/new", {**WRITTEN, "service": chosen, "send": "y"})
            assert len(seen) == 2, seen


def test_the_board_shows_every_stage_with_what_is_in_it(world, browse):
    moved_to(world.ours, Stage.MOBILISE, title="Wardens report fly-tips")
    page = browse(world.ours.observer).get("/board").text
    assert "Wardens report fly-tips" in page
    assert "Mobilise <span>1</span>" in page


@pytest.mark.parametrize("gone", ["left", "may no longer own"])
def test_an_idea_whose_owner_left_or_may_no_longer_own_is_nobodys_wherever_it_is_shown(world, browse, gone):
    ours = world.ours
    ref = moved_to(ours, Stage.MOBILISE, title="Street lights")
    with ours.door():
        idea.name_sponsor(idea=makers.idea_of(ref), by=ours.lead.id, person_id=ours.sponsor.id)
        if gone == "left":
            council.end_membership(person_id=ours.owner.id, by=ours.admin.id)
        else:
            council.set_roles(person_id=ours.owner.id, roles=[Role.OBSERVER], by=ours.admin.id)
    lead = browse(ours.lead)
    assert f"{ref} · nobody looks after it" in " ".join(lead.get("/ideas").text.split())
    assert "Nobody yet" in lead.get("/board").text
    assert "Nobody looks after it" in lead.get(f"/ideas/{ref}").text
    assert "Choose an owner" in lead.get(f"/ideas/{ref}/owner").text
    assert "Nobody looks after it yet." in browse(ours.sponsor).get("/").text
    assert "Its owner answers, the lead decides." in browse(ours.observer).get(f"/ideas/{ref}/gates/mainstream").text
    for person, path in ((ours.lead, "/ideas"), (ours.lead, "/board"), (ours.contributor, "/")):
        page = browse(person).get(path).text
        assert "former colleague" not in page
        assert "Tom Baker" not in re.sub(r"<select.*?</select>", "", page, flags=re.DOTALL)


# --- an idea's page ---
def test_the_page_of_an_idea_tells_everything_that_was_recorded(world, browse):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        idea.move(idea=made, to=Stage.MOBILISE, decision=Move.ADVANCE, rationale="Go", by=ours.lead.id)
        claim = value.claim(
            idea=made, by=ours.owner.id, indicator="Days waiting", baseline="9", target="2", unit="days"
        )
        value.add_evidence(idea=made, by=ours.owner.id, claim_id=claim.id, value="4", note="Down by 62 per cent")
        value.add_funding(idea=made, by=ours.owner.id, funder="Improvement fund", end=date(2040, 1, 1))
        risk.raise_risk(
            idea=made, by=ours.owner.id, description="Stock walks", likelihood=4, impact=4, mitigation="Scan"
        )
        lesson.write_lesson(idea=made, by=ours.owner.id, lesson="Ask the night shift", worked="yes")
        idea.name_sponsor(idea=made, by=ours.owner.id, name="Ruth <Lindqvist>")
        idea.comment(idea=made, words="Ward 6 likes it", by=ours.sponsor.id)
        ref = made.ref
    for role in world.ours.people:
        page = browse(ours.people[role]).get(f"/ideas/{ref}").text
        for words in (
            "Days waiting",
            "-55.6 per cent",
            "What is stated differs",
            "Improvement fund",
            "Stock walks",
            "asks for scrutiny",
            "Ask the night shift",
            "Ruth &lt;Lindqvist&gt;",
            "Ward 6 likes it",
            "Goes on to its design gate",
            "Sent in.",
        ):
            assert words in page, (role, words)


def test_a_comment_an_answer_and_following_leave_the_reader_where_they_were(world, browse):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        idea.ask_author(idea=made, question="Which wards?", by=ours.lead.id)
        ref = made.ref
    author = browse(ours.contributor)
    assert "Priya Nair has a question for you" in author.get(f"/ideas/{ref}").text
    answer = author.post(f"/ideas/{ref}/messages", {"words": "Ward 6", "answer": "y"})
    assert answer.headers["Location"].endswith("#conversation")
    assert "has a question for you" not in author.get(f"/ideas/{ref}").text
    other = browse(ours.owner)
    other.post(f"/ideas/{ref}/messages", {"words": "Ward 8 too"})
    assert "Ward 8 too" in other.get(f"/ideas/{ref}").text
    other.post(f"/ideas/{ref}/follow", {"follow": "yes"})
    assert "Stop following" in other.get(f"/ideas/{ref}").text
    other.post(f"/ideas/{ref}/follow", {"follow": "no"})
    assert "Stop following" not in other.get(f"/ideas/{ref}").text
    assert "Write something first" in other.post(f"/ideas/{ref}/messages", {"words": " "}, status=200).text
    browse(ours.observer).post(f"/ideas/{ref}/messages", {"words": "x"}, status=403)


def test_words_are_taken_away_by_who_wrote_them_or_a_lead_and_nobody_else(world, browse):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        said = idea.comment(idea=made, words="Ask Jean Hollis", by=ours.owner.id)
        path = f"/ideas/{made.ref}/messages/{said.id}/redact"
    browse(ours.contributor).post(path, status=403)
    page = browse(ours.lead)
    assert "Jean" not in page.follow(page.post(path)).text


# --- triage ---
def test_the_desk_opens_the_oldest_promise_and_says_how_long_it_has_waited(world, browse):
    ours = world.ours
    with ours.door():
        with clock.at(clock.today() - timedelta(days=30)):
            a_sent_idea(ours, title="The oldest one")
        a_sent_idea(ours, title="The newest one")
    page = browse(ours.lead).get("/triage").text
    assert re.search(r'<h2 id="idea">.*The oldest one', page)
    assert "Past the promise" in page
    browse(ours.owner).get("/triage", status=403)


def test_an_empty_desk_says_so(world, browse):
    assert "Nothing waits for a first reply" in browse(world.ours.lead).get("/triage").text


@pytest.mark.parametrize(
    ("sent", "state", "outcome"),
    [
        ({"outcome": "improve"}, State.CLOSED, Outcome.IMPROVED),
        ({"outcome": "resource"}, State.CLOSED, Outcome.RESOURCED),
        ({"outcome": "decline"}, State.CLOSED, Outcome.DECLINED),
        ({"outcome": "refer", "to_whom": "Highways"}, State.CLOSED, Outcome.REFERRED),
        ({"outcome": "park", "until": "18 December 2040"}, State.PARKED, Outcome.PARKED),
        ({"outcome": "ask"}, State.TRIAGE, None),
        ({"outcome": "reply"}, State.TRIAGE, None),
        ({"outcome": "gate", "owner_id": "OWNER"}, State.ACTIVE, None),
        ({"outcome": "merge", "into": "nor-1"}, State.CLOSED, Outcome.MERGED),
    ],
)
def test_each_outcome_is_sent_from_the_desk_and_the_next_idea_opens(world, browse, sent, state, outcome):
    ours = world.ours
    made_in(ours, an_active_idea)
    ref = made_in(ours, a_sent_idea)
    told = {**sent, "words": "Because it is so."}
    if "owner_id" in told:
        told["owner_id"] = str(ours.owner.id)
    lead = browse(ours.lead)
    answer = lead.post(f"/ideas/{ref}/triage", told)
    assert answer.headers["Location"] == "/triage"
    lead.follow(answer)
    found = the_idea(ours, ref)
    assert (found.state, found.outcome) == (state, outcome)
    assert found.first_reply_on == clock.today()
    for person in (ours.contributor, ours.lead):
        browse(person).get(f"/ideas/{ref}")
        browse(person).get("/")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"words": "x"}, "Choose what happens to it"),
        ({"outcome": "decline"}, "Write a few words to the author"),
        ({"outcome": "park", "words": "x"}, "Give a day that is still to come"),
        ({"outcome": "park", "until": "soon", "words": "x"}, "Write a day like"),
        ({"outcome": "gate", "words": "x"}, "Choose who will look after it"),
        ({"outcome": "merge", "into": "NOR-999", "words": "x"}, "There is no idea with that reference here"),
        ({"outcome": "refer", "words": "x"}, "Say whom it is passed to"),
    ],
)
def test_what_is_missing_at_the_desk_is_said_and_nothing_is_decided(world, browse, sent, words):
    ours = world.ours
    ref = made_in(ours, a_sent_idea)
    assert words in browse(ours.lead).post(f"/ideas/{ref}/triage", sent, status=200).text
    assert the_idea(ours, ref).first_reply_on is None


def test_a_merge_can_be_undone_where_it_was_made(world, browse):
    ours = world.ours
    into, ref = made_in(ours, an_active_idea), made_in(ours, a_sent_idea)
    lead = browse(ours.lead)
    done = lead.follow(lead.post(f"/ideas/{ref}/triage", {"outcome": "merge", "into": into, "words": "Same"}))
    assert f"/ideas/{ref}/merge/undo" in done.text
    lead.post(f"/ideas/{ref}/merge/undo")
    assert the_idea(ours, ref).state is State.TRIAGE
    lead.post(f"/ideas/{ref}/merge/undo")


def test_a_parked_idea_is_taken_up_again(world, browse):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        idea.park(idea=made, until=clock.today() + timedelta(days=3), because="Later", by=ours.lead.id)
        ref = made.ref
    lead = browse(ours.lead)
    assert "Take it up again" in lead.get(f"/ideas/{ref}").text
    lead.post(f"/ideas/{ref}/wake")
    assert the_idea(ours, ref).state is State.TRIAGE  # it is latent
    lead.post(f"/ideas/{ref}/wake")


def test_an_idea_is_handed_over_by_who_has_it_or_a_lead(world, browse):
    ours = world.ours
    ref = made_in(ours, an_active_idea)
    browse(ours.contributor).get(f"/ideas/{ref}/owner", status=403)
    owner = browse(ours.owner)
    owner.get(f"/ideas/{ref}/owner")
    owner.post(f"/ideas/{ref}/owner", {"owner_id": str(ours.lead.id), "note": "Yours"})
    assert the_idea(ours, ref).owner_id == ours.lead.id
    owner.get(f"/ideas/{ref}/owner", status=403)


# --- keep it current ---
PARTS = {
    "claim": {"claim-indicator": "Days waiting", "claim-baseline": "9", "claim-target": "2", "claim-unit": "days"},
    "involvement": {"involvement-involvement": "designs_with"},
    "sponsor": {"sponsor-sponsor_id": "else", "sponsor-sponsor_name": "Ruth Lindqvist", "sponsor-on": "1 January 2020"},
    "risk": {"risk-description": "Stock walks", "risk-likelihood": "3", "risk-impact": "3", "risk-mitigation": "Scan"},
    "money": {"money-needs": "no"},
    "extent": {"extent-extent": "radical"},
    "nothing": {"nothing-risk_of_nothing": "Forty people a month wait."},
    "lesson": {"lesson-lesson": "Ask the night shift", "lesson-worked": "mixed"},
    "since": {"since-known_since": "1 April 2019", "since-decided_to_act_on": "2 May 2024"},
}


def test_every_part_is_due_at_first_saves_by_itself_and_is_current_then(world, browse):
    ours = world.ours
    ref = moved_to(ours, Stage.MOBILISE)
    owner = browse(ours.owner)
    assert "0 of 8 current" in owner.get(f"/ideas/{ref}/current").text
    for part, sent in PARTS.items():
        answer = owner.post(f"/ideas/{ref}/current/{part}", sent)
        assert answer.headers["Location"] == f"/ideas/{ref}/current"
    page = owner.get(f"/ideas/{ref}/current").text  # what was not said yet is open
    claim = re.search(r'name="evidence-claim_id"[^>]*>\s*<option value="([^"]+)"', page)[1]
    assert "6 of 8 current" in page
    owner.post(
        f"/ideas/{ref}/current/evidence", {"evidence-claim_id": claim, "evidence-value": "4", "evidence-kind": "figure"}
    )
    owner.post(
        f"/ideas/{ref}/current/sponsor",
        {"sponsor-sponsor_id": str(ours.sponsor.id), "sponsor-on": f"{clock.today():%d/%m/%Y}"},
    )
    page = owner.get(f"/ideas/{ref}/current").text
    assert "Everything is current" in page
    assert "8 of 8 current" in page
    owner.post(f"/ideas/{ref}/current/evidence", {"evidence-holds": "y"})
    owner.post(
        f"/ideas/{ref}/current/money",
        {
            "money-needs": "yes",
            "money-funder": "Fund",
            "money-end": "31 March 2090",
            "money-amount_gbp": "12000",
            "money-granted": "y",
        },
    )
    found = the_idea(ours, ref)
    assert (found.extent, found.involvement, found.needs_no_money) == ("radical", "designs_with", False)
    assert re.findall(r'action="/ideas/[^"]+/(?:current|close)', page) == []
    page = owner.get(f"/ideas/{ref}/current?part=risk").text
    close = re.search(r'action="(/ideas/[^"]+/close)"', page)[1]
    owner.post(close)
    assert "Nothing that could go wrong is noted yet" in owner.get(f"/ideas/{ref}/current").text


def test_a_closed_idea_takes_the_lesson_that_is_asked_for_and_nothing_else(world, browse):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        idea.park(idea=made, until=clock.today() + timedelta(days=9), because="Later", by=ours.lead.id)
        idea.wake(idea=made, by=ours.lead.id)
        idea.decline(idea=made, because="Another team does it.", by=ours.lead.id)
        ref = made.ref
    owner = browse(ours.owner)
    page = owner.get(f"/ideas/{ref}").text
    assert "What did it teach?" in page
    assert "What did it teach?" not in browse(ours.contributor).get(f"/ideas/{ref}").text
    page = owner.get(f"/ideas/{ref}/current").text
    assert "It is closed, and no lesson is written yet." in page
    assert re.findall(r'action="/ideas/[^/]+/current/(\w+)"', page) == ["lesson"]
    owner.post(f"/ideas/{ref}/current/claim", PARTS["claim"], status=404)
    owner.post(f"/ideas/{ref}/current/lesson", PARTS["lesson"])
    assert "Ask the night shift" in (page := owner.get(f"/ideas/{ref}").text)
    assert "What did it teach?" not in page
    page = owner.get(f"/ideas/{ref}/current").text
    assert "It is closed. Nothing is asked of you." in page
    assert "1\xa0lesson written." in page


@pytest.mark.parametrize(
    ("part", "sent", "words"),
    [
        ("claim", {}, "Say what should get better"),
        ("claim", {"claim-indicator": "x", "claim-baseline_date": "spring"}, "Write a day like 18 December 2026"),
        ("evidence", {}, "Say first what should get better"),
        ("sponsor", {}, "Name the person with authority to act"),
        (
            "sponsor",
            {"sponsor-sponsor_id": "else", "sponsor-sponsor_name": "R", "sponsor-on": "1 January 2090"},
            "not one to come",
        ),
        ("risk", {"risk-description": "x", "risk-likelihood": "3", "risk-impact": "3"}, "Say what is done about it"),
        ("money", {}, "Choose one"),
        ("money", {"money-needs": "yes"}, "Say who gives the money"),
        ("money", {"money-needs": "yes", "money-funder": "F", "money-amount_gbp": "lots"}, "Enter pounds in figures"),
        ("extent", {}, "Choose one"),
        ("lesson", {"lesson-lesson": ""}, "Write what others should know"),
        ("since", {"since-known_since": "1 January 2090"}, "not one to come"),
    ],
)
def test_a_part_that_cannot_be_saved_says_why_and_keeps_what_was_typed(world, browse, part, sent, words):
    ref = moved_to(world.ours, Stage.MOBILISE)
    page = browse(world.ours.owner).post(f"/ideas/{ref}/current/{part}", sent, status=200).text
    assert words in page
    assert all(typed in page for typed in sent.values())


def test_since_when_a_need_is_known_is_kept_and_shown(world, browse):
    ref = moved_to(world.ours, Stage.MOBILISE)
    owner = browse(world.ours.owner)
    owner.post(f"/ideas/{ref}/current/since", PARTS["since"])
    assert "Known since 1\xa0April 2019" in owner.get(f"/ideas/{ref}/current").text
    page = owner.get(f"/ideas/{ref}").text
    assert "Known since" in page
    assert "1\xa0April 2019" in page


def test_a_figure_stands_first_and_its_kind_beside_it(world, browse):
    ref = moved_to(world.ours, Stage.MOBILISE)
    owner = browse(world.ours.owner)
    owner.post(f"/ideas/{ref}/current/claim", PARTS["claim"])
    form = owner.get(f"/ideas/{ref}/current").text.split('name="evidence-claim_id"')[1]
    claim = re.search(r'value="([0-9a-f-]{36})"', form)[1]
    seen = {"evidence-claim_id": claim, "evidence-kind": "figure", "evidence-value": "4", "evidence-note": "By log"}
    owner.post(f"/ideas/{ref}/current/evidence", seen)
    page = owner.get(f"/ideas/{ref}").text
    assert "<h3>4 days</h3>" in page
    assert "Figure · " in page


def test_only_the_owner_of_an_idea_and_the_leads_keep_it_current(world, browse):
    ours = world.ours
    ref = moved_to(ours, Stage.MOBILISE)
    browse(ours.lead).get(f"/ideas/{ref}/current")
    browse(ours.contributor).get(f"/ideas/{ref}/current", status=403)
    with ours.door():
        idea.assign_owner(idea=makers.idea_of(ref), owner_id=ours.lead.id, by=ours.lead.id)
    browse(ours.owner).get(f"/ideas/{ref}/current", status=403)
    browse(ours.owner).post(f"/ideas/{ref}/current/nowhere", status=403)
    browse(ours.lead).post(f"/ideas/{ref}/current/nowhere", status=404)


def test_a_sponsor_notes_a_contact_on_their_own_ideas_only(world, browse):
    ours = world.ours
    ref = moved_to(ours, Stage.MOBILISE)
    browse(ours.sponsor).get(f"/ideas/{ref}/contact", status=403)
    with ours.door():
        idea.name_sponsor(idea=makers.idea_of(ref), by=ours.owner.id, person_id=ours.sponsor.id)
    sponsor = browse(ours.sponsor)
    assert "One team waits for a word from you" in (page := sponsor.get("/").text)
    assert f'href="/ideas/{ref}/contact"' in page, "the first thing asked is one press away"
    assert "When did you last speak with the team?" in sponsor.get(f"/ideas/{ref}").text
    sponsor.get(f"/ideas/{ref}/contact")
    sponsor.post(f"/ideas/{ref}/contact", {"on": "", "note": "By telephone"})
    assert "Nothing is asked of you" in sponsor.get("/").text


# --- home ---
def test_everybody_has_a_home_when_nothing_happened_yet(world, browse):
    said = {
        "contributor": "Nothing yet. What gets in the way of your work?",
        "owner": "All current",
        "lead": "Nothing needs you",
        "sponsor": "Nothing is asked of you",
        "observer": "What moved in four weeks",
        "admin": "What moved in four weeks",
    }
    for role, words in said.items():
        assert words in browse(world.ours.people[role]).get("/").text, role


def test_a_contributor_reads_what_became_of_each_idea_in_plain_words(world, browse):
    ours = world.ours
    with ours.door():
        a_draft(ours, title="")
        a_sent_idea(ours)
        asked = a_sent_idea(ours)
        idea.ask_author(idea=asked, question="Which wards?", by=ours.lead.id)
        idea.improve_instead(idea=a_sent_idea(ours), because="The kitchen sends a trolley.", by=ours.lead.id)
        idea.park(idea=a_sent_idea(ours), because="Budget", until=date(2040, 3, 3), by=ours.lead.id)
        idea.refer(idea=a_sent_idea(ours), because="Theirs", to_whom="Highways", by=ours.lead.id)
        idea.merge(idea=a_sent_idea(ours), into=an_active_idea(ours), because="Same", by=ours.lead.id)
        session().flush()
    page = browse(ours.contributor).get("/").text
    for words in (
        "A draft that only you can see",
        "a person answers by",
        "Answer Priya",
        "Put right straight away",
        "The kitchen sends a trolley.",
        "Waiting until 3\xa0March 2040",
        "Passed to Highways",
        "Joined with NOR-",
    ):
        assert words in page, words


def test_a_contributor_reads_where_an_idea_stands_in_plain_words_and_a_lead_by_its_stages(world, browse):
    ref = makers.an_idea(world.ours, stage=Stage.MOBILISE)
    page = browse(world.ours.contributor).get(f"/ideas/{ref}").text
    assert "Being tried" in page
    assert f"{world.ours.owner.name} looks after it" in page
    assert ">Latent<" not in page
    assert ">Latent<" in browse(world.ours.lead).get(f"/ideas/{ref}").text


def test_a_contributor_whose_answer_is_late_is_told_so(world, browse):
    ours = world.ours
    with ours.door(), clock.at(clock.today() - timedelta(days=20)):
        a_sent_idea(ours)
    page = browse(ours.contributor).get("/").text
    assert "an answer was promised by" in page
    assert "It is late" in page
    assert "a person answers by" not in page


def test_a_lead_of_a_council_without_ideas_is_told_how_to_begin(world, browse):
    page = browse(world.ours.lead).get("/").text
    assert "Nothing waits for you" in page
    assert 'href="/ideas/new"' in page


def test_a_queue_that_is_cut_short_is_not_told_as_if_it_were_whole(world, browse):
    with world.ours.door():
        for _ in range(11):
            a_sent_idea(world.ours)
    page = browse(world.ours.lead).get("/").text
    assert "11 things need you" in page
    assert "3 more in triage" in page


def test_an_idea_that_came_today_has_not_waited_yet(world, browse):
    with world.ours.door():
        ref = a_sent_idea(world.ours).ref
    lead = browse(world.ours.lead)
    assert "It has just come" in lead.get(f"/ideas/{ref}/triage").text
    assert "0 working days" not in lead.get("/").text


def test_a_lead_sees_the_broken_promise_first(world, browse):
    ours = world.ours
    with ours.door():
        with clock.at(clock.today() - timedelta(days=20)):
            a_sent_idea(ours, title="The oldest one")
        a_sent_idea(ours, title="The newest one")
    page = browse(ours.lead).get("/").text
    assert "Two things need you" in page
    assert "ask--late" in page
    assert page.index("The oldest one") < page.index("The newest one")


def test_an_owner_sees_which_ideas_need_five_minutes_and_why(world, browse):
    ref = moved_to(world.ours, Stage.MOBILISE)
    page = browse(world.ours.owner).get("/").text
    assert "1 idea needs five minutes" in page
    assert f"/ideas/{ref}/current" in page
    assert "is not said yet" in page


@pytest.mark.parametrize("path", ["", "/edit", "/sent", "/triage", "/current", "/owner", "/contact"])
def test_an_idea_of_another_council_is_not_there(world, browse, path):
    with world.theirs.door():
        session().add(idea.Idea(ref="NOR-777", title="Theirs alone", state=State.ACTIVE))
    browse(world.ours.lead).get(f"/ideas/NOR-777{path}", status=404)
    browse(world.theirs.lead).get("/ideas/NOR-777")

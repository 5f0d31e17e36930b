"""A letter's link is answered in one press, without signing in; the lead sees who is asked next."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select

from config.settings import settings
from tests import makers
from tests.reading import Page
from tracker import clock, council, gate, idea, nudge, post, tenancy
from tracker.council import Role
from tracker.nudge.models import Nudge


def last_working_day():
    day = clock.today()
    while not clock.is_working_day(day, "england"):
        day -= timedelta(days=1)
    return day


def overdue(side, *, title="Key safes fitted at weekends"):
    """An idea whose promise is past, not yet told to the lead."""
    with clock.at(clock.today() - timedelta(days=30)), side.door():
        made = idea.log_draft(by=side.contributor.id, title=title, problem="Nobody comes.", proposal="Ask them.")
        tenancy.session().flush()
        idea.submit(idea=made, by=side.contributor.id)
        return made.ref


def asked(side, **kwargs):
    """An idea whose lead was written to, and the secret of the link in the letter."""
    ref = overdue(side, **kwargs)
    with clock.at(last_working_day()), side.door():
        nudge.find_due()
        assert nudge.send_due() == 1
    with side.door() as door:
        letter = door.scalars(
            select(post.Letter).where(post.Letter.person_id == side.lead.id, post.Letter.kind == post.LetterKind.NUDGE)
        ).one()
        assert letter.subject == f"Send the person a first reply: {kwargs.get('title', 'Key safes fitted at weekends')}"
    return ref, letter.particulars["first"]["token"]


def states(side):
    with side.door():
        return [str(one.state) for one in nudge.for_person(reader=side.lead.reader)]


def test_opening_the_link_changes_nothing_and_needs_no_sign_in(world, browse):
    _, token = asked(world.ours)
    for _ in range(3):
        page = browse(None).get(f"/n/{token}").text
        browse(None).client.head(f"/n/{token}")
    assert "Key safes fitted at weekends" in page
    assert "One press is your answer" in page
    assert states(world.ours) == ["sent"]


def test_one_press_answers_and_the_page_then_says_when(world, browse):
    ref, token = asked(world.ours)
    somebody = browse(None)
    page = somebody.follow(somebody.post(f"/n/{token}", {"reply": "still_going"}))

    today = f"{clock.today().day} {clock.today():%B}"
    assert f"This was answered on {today}" in page.text
    assert states(world.ours) == ["answered"]
    assert "still going" in browse(world.ours.lead).get(f"/ideas/{ref}").text


def test_a_second_press_finds_it_answered(world, browse):
    _, token = asked(world.ours)
    browse(None).post(f"/n/{token}", {"reply": "still_going"})
    page = browse(None).post(f"/n/{token}", {"reply": "need_help"}, status=200)
    assert "This was answered on" in page.text
    assert "still going" in page.text


def test_park_it_asks_until_when_and_then_parks(world, browse):
    ref, token = asked(world.ours)
    more = browse(None).post(f"/n/{token}", {"reply": "park_it"}, status=200)
    assert "Until when should it rest?" in more.text
    assert states(world.ours) == ["sent"], "the first half changes nothing"

    browse(None).post(f"/n/{token}", {"reply": "park_it", "until": "yesterday", "note": ""}, status=200)
    wrong = browse(None).post(f"/n/{token}", {"reply": "park_it", "until": "1/1/2020", "note": ""}, status=200)
    assert "still to come" in wrong.text
    day = (clock.today() + timedelta(days=60)).strftime("%d/%m/%Y")
    browse(None).post(f"/n/{token}", {"reply": "park_it", "until": day, "note": "After the budget."})
    with world.ours.door():
        assert makers.idea_of(ref).state is idea.State.PARKED


def test_hand_over_offers_the_people_of_the_council_alone(world, browse):
    _, token = asked(world.ours)
    page = browse(None).post(f"/n/{token}", {"reply": "hand_over"}, status=200).text
    assert str(world.ours.owner.id) in page
    assert str(world.theirs.owner.id) not in page

    foreign = {"reply": "hand_over", "to": str(world.theirs.owner.id), "note": ""}
    browse(None).post(f"/n/{token}", foreign, status=422)
    assert states(world.ours) == ["sent"]
    browse(None).post(f"/n/{token}", {"reply": "hand_over", "to": str(world.ours.owner.id), "note": "Please."})
    assert states(world.ours) == ["answered"]


def test_another_day_with_a_reason(world, browse):
    _, token = asked(world.ours)
    day = (clock.today() + timedelta(days=7)).isoformat()
    browse(None).post(f"/n/{token}/later", {"day": day, "because": ""})
    assert states(world.ours) == ["sent"], "a reason is asked"
    browse(None).post(f"/n/{token}/later", {"day": day, "because": "We meet on the third."})
    assert states(world.ours) == ["snoozed"]


def test_a_link_that_never_was_or_ran_out_asks_nothing(world, browse):
    _, token = asked(world.ours)
    browse(None).get("/n/never-was", status=404)
    browse(None).post(f"/n/{token}x", {"reply": "still_going"}, status=404)
    with clock.at(clock.today() + timedelta(days=90)):
        assert "This link has run out" in browse(None).get(f"/n/{token}", status=410).text
        browse(None).post(f"/n/{token}", {"reply": "still_going"}, status=410)
    assert states(world.ours) == ["sent"]


def test_the_link_of_somebody_who_left_opens_nothing(world, browse):
    _, token = asked(world.ours)
    with world.ours.door():
        council.end_membership(person_id=world.ours.lead.id, by=world.ours.admin.id)
    browse(None).get(f"/n/{token}", status=404)
    browse(None).post(f"/n/{token}", {"reply": "still_going"}, status=404)


def test_a_reply_that_is_none_of_the_four_answers_nothing(world, browse):
    _, token = asked(world.ours)
    browse(None).post(f"/n/{token}", {"reply": "delete_it"}, status=422)
    assert states(world.ours) == ["sent"]


def test_signed_in_one_answers_ones_own_and_nobody_elses(world, browse):
    asked(world.ours)
    asked(world.theirs)
    with world.ours.door():
        [mine] = nudge.for_person(reader=world.ours.lead.reader)
    with world.theirs.door():
        [theirs] = nudge.for_person(reader=world.theirs.lead.reader)

    browse(world.ours.lead).get(f"/nudges/{mine.id}")
    browse(world.ours.lead).get(f"/nudges/{theirs.id}", status=404)
    browse(world.ours.owner).get(f"/nudges/{mine.id}", status=404)
    browse(world.ours.owner).post(f"/nudges/{mine.id}", {"reply": "still_going"}, status=404)
    assert states(world.ours) == ["sent"]


def test_the_lead_sees_who_hears_from_us_next_and_withholds_one(world, browse):
    asked(world.ours, title="Asked already")
    ref = overdue(world.ours)
    overdue(world.theirs, title="Of the neighbour")
    lead = browse(world.ours.lead)
    page = lead.get("/portfolio/nudges").text
    assert "Key safes fitted at weekends" in page
    assert "Of the neighbour" not in page
    assert "1\N{NO-BREAK SPACE}person" in page

    with world.ours.door():
        subject = makers.idea_of(ref).id
    lead.post("/portfolio/nudges/withhold", {"rule": "reply_overdue", "subject": str(subject), "because": ""})
    assert "Say why it should not go" in lead.get("/portfolio/nudges").text
    lead.post(
        "/portfolio/nudges/withhold", {"rule": "reply_overdue", "subject": str(subject), "because": "I ring her today."}
    )
    page = lead.get("/portfolio/nudges").text
    assert "I ring her today." in page
    assert "No answer yet" in page, "the one that was sent"


def test_the_lead_cannot_withhold_the_neighbours(world, browse):
    ref = overdue(world.theirs)
    with world.theirs.door():
        subject = makers.idea_of(ref).id
    sent = {"rule": "reply_overdue", "subject": str(subject), "because": "Not mine."}
    assert "Not mine." in browse(world.ours.lead).post("/portfolio/nudges/withhold", sent, status=422).text
    with world.theirs.door():
        assert len(nudge.plan(day=clock.add_working_days(clock.today(), 1, "england"))) == 1


def test_the_inbox_asks_first_and_then_tells_what_happened(world, browse):
    assert "You are up to date" in browse(world.ours.lead).get("/inbox").text
    ref, _ = asked(world.ours)
    assert "Asked of you" in browse(world.ours.lead).get("/inbox").text
    with world.ours.door():
        idea.reply(idea=makers.idea_of(ref), words="Thank you. I ring you.", by=world.ours.lead.id)
    page = browse(world.ours.contributor).get("/inbox").text
    assert "What happened to your ideas" in page
    assert "Asked of you" not in page


@pytest.mark.parametrize("path", ["/dev/mailbox", "/dev/mailbox/anything", "/dev/mailbox/anything/as-sent"])
def test_there_is_no_mailbox_outside_the_demonstration(browse, path):
    browse(None).get(path, status=404)


def test_the_mailbox_of_the_demonstration_shows_what_would_have_been_sent(world, browse, tmp_path, monkeypatch):
    monkeypatch.setenv("DEV_MAILBOX", str(tmp_path))
    settings.cache_clear()
    try:
        assert "No letter yet" in browse(None).get("/dev/mailbox").text
        (tmp_path / "0001-a.eml").write_bytes(
            b"Subject: Is it going? <b>\r\nTo: Tom <tom@example.org>\r\nFrom: s@example.org\r\n"
            b"Date: Fri, 20 Nov 2026 08:30:00 +0000\r\nContent-Type: text/plain\r\n\r\n"
            b"See http://127.0.0.1:8000/n/abc <script>x</script>\r\n"
        )
        assert "Is it going?" in browse(None).get("/dev/mailbox").text
        page = browse(None).get("/dev/mailbox/0001-a").text
        assert 'href="http://127.0.0.1:8000/n/abc"' in page
        assert "<script>x" not in page
        browse(None).get("/dev/mailbox/..%2f..%2fetc%2fpasswd", status=404)
        answer = browse(None).client.get("/dev/mailbox/0001-a/as-sent")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_the_operator_reads_what_needs_somebody_and_no_words_of_a_council(world, browse, database):
    operator = makers.an_operator(database)
    with world.ours.door():
        post.write(
            "nudge_passed_on",
            to=post.Addressee("Eve", "evelyn@example.org", world.ours.owner.id),
            kind=post.LetterKind.NOTICE,
            key=f"ops:{world.ours.id}",
            subject="A secret subject",
            ref="NOR-1",
            title="A secret title",
            asker="Tom",
            reply="need_help",
            note="",
            fact="",
            council_name="Northmoor",
        )
    with psycopg.connect(database.admin_url) as door:
        door.execute(
            "UPDATE letter SET attempts = 8, given_up_at = now(), last_error = '550 no such mailbox' WHERE key = %s",
            [f"ops:{world.ours.id}"],
        )
        [letter_id] = door.execute("SELECT id FROM letter WHERE key = %s", [f"ops:{world.ours.id}"]).fetchone()
    page = browse(operator).get("/ops").text
    assert "550 no such mailbox" in page
    assert "e…n@example.org" in page
    assert "secret" not in page
    browse(operator).post(f"/ops/letters/{letter_id}/again")
    assert f"/ops/letters/{letter_id}/again" not in browse(operator).get("/ops").text


def test_health_and_readiness_answer_without_a_session(browse):
    assert browse(None).get("/healthz").json == {"status": "up"}
    assert browse(None).get("/readyz").json["database"] == "up"


# --- the way to the thing that is asked -------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def asking(database):
    """A council with an idea at the mobilise gate, with a condition of a contributor's, and a way to ask anything."""
    side = makers.a_side()
    ref = makers.an_idea(side, title="Key safes", stage=idea.Stage.DESIGN)
    term = gate.Term(text="Ask the tenants", owner_id=side.contributor.id, due_on=clock.today())
    makers.a_decision(side, ref, gate.Word.CONDITIONAL, at=gate.Gate.MOBILISE, terms=(term,))

    def ask(rule: str, person, subject=None, **more):
        with side.door() as door:
            found = makers.idea_of(ref)
            found.sponsor_id = side.sponsor.id
            began = clock.today()
            when = {"began_on": began, "due_on": began, "fact": "It went quiet.", "state": "sent", "sent_on": began}
            made = Nudge(
                rule=rule, idea_id=found.id, person_id=person.id, subject_id=subject or found.id, **when, **more
            )
            made.repeat = door.query(Nudge).count()
            door.add(made)
            door.flush()
            return made.id

    with side.door():
        [condition] = gate.conditions_on(makers.idea_of(ref).id)
    return side, ref, ask, condition.id


OWNED = dict.fromkeys(("owner", "corporate_contact", "commissioner"), "owner")
ASKED = {"lead": "lead", "sponsor": "sponsor", "keeper": "contributor", "asked": "owner", **OWNED}
OF_NO_IDEA = {"election_near": "/board", "election_next": "/portfolio/settings#election"}


# Assessors are asked while an idea is in triage: test_triage_several has their reminder.
@pytest.mark.parametrize("code", [code for code in nudge.rule_book() if code != "assessment_due"])
def test_beside_the_four_answers_stands_the_way_to_the_thing_asked_and_who_is_asked_may_take_it(browse, asking, code):
    side, ref, ask, condition = asking
    rule = nudge.rule_book()[code]
    person = side.people[ASKED[rule.recipient]]
    subject = condition if code == "condition_due" else None
    if code == "help_due":
        subject = ask("idle", side.owner, reply="need_help", help_due_on=clock.today())
    asked = ask(code, person, subject)
    page = Page(browse(person).get(f"/nudges/{asked}").text)
    [(words, address)] = page.part("beside").links.items()
    assert address == OF_NO_IDEA.get(code, address)
    assert code in OF_NO_IDEA or address.startswith((f"/ideas/{ref}", "/collaboratives", "/nudges/"))
    assert "{" not in words + address
    found = browse(person).client.get(address.partition("#")[0])
    assert found.status_code in {200, 303}  # triage leads on to an idea that is no longer in it


@pytest.mark.parametrize(
    ("code", "role", "address"),
    [
        ("reply_overdue", "lead", "/ideas/{}/triage"),
        ("sponsor_silent", "sponsor", "/ideas/{}/contact"),
        ("no_evidence", "owner", "/ideas/{}/current?part=evidence#evidence"),
        ("evidence_stale", "contributor", "/ideas/{}"),
        ("decision_due", "lead", "/ideas/{}/gates/mainstream"),
        ("condition_due", "owner", "/ideas/{}"),
        ("condition_due", "contributor", "/ideas/{}/conditions/{}"),
    ],
)
def test_the_way_is_the_page_for_it_or_the_idea_for_who_may_not_open_that(browse, asking, code, role, address):
    side, ref, ask, condition = asking
    asked = ask(code, side.people[role], condition if code == "condition_due" else None)
    page = Page(browse(side.people[role]).get(f"/nudges/{asked}").text)
    assert list(page.part("beside").links.values()) == [address.format(ref, condition)]


def test_who_comes_by_the_link_of_a_letter_is_led_to_sign_in_and_from_there_to_the_thing(world, browse):
    ref, token = asked(world.ours)
    page = browse(None).get(f"/n/{token}").text
    assert f'href="/ideas/{ref}/triage">Read it and reply</a>' in page
    assert "You may be asked to sign in first." in page


@pytest.mark.parametrize(("role", "says"), [("sponsor", "You are in touch"), ("owner", "We leave you in peace")])
def test_still_going_is_offered_as_a_contact_to_the_sponsor_alone(browse, asking, role, says):
    side, _, ask, _ = asking
    asked = ask("sponsor_silent", side.people[role])
    assert says in browse(side.people[role]).get(f"/nudges/{asked}").text


def test_who_asked_for_help_reads_by_when_they_hear_and_then_what_the_lead_says(browse, asking):
    side, _, ask, _ = asking
    asked, owner = ask("idle", side.owner), browse(side.owner)
    due = clock.add_working_days(clock.today(), 2, "england")
    assert f"you hear by {due:%A} {due.day} {due:%B}" in Page(owner.get(f"/nudges/{asked}").text).words
    told = Page(owner.follow(owner.post(f"/nudges/{asked}", {"reply": "need_help", "note": "Whom to ask?"})).text)
    assert f"You hear by {due:%A} {due.day} {due:%B}." in told.words
    lead = browse(side.lead)
    call = Page(lead.get(f"/nudges/{asked}/help").text)
    assert call.heading == "Tom Baker asks for help"
    assert "“Whom to ask?”" in call.words
    lead.post(f"/nudges/{asked}/help", {"words": ""}, status=200)
    lead.post(f"/nudges/{asked}/help", {"words": "Ask Joan in Finance."})
    assert "Priya Nair answered: “Ask Joan in Finance.”" in Page(owner.get(f"/nudges/{asked}").text).words
    assert "Priya Nair answered on" in Page(lead.get(f"/nudges/{asked}/help").text).words


def test_who_was_given_an_idea_finds_on_its_page_until_when_it_can_be_handed_back(browse, asking):
    side = asking[0]
    ref, other = makers.an_idea(side, title="Meals"), makers.a_person(side.id, Role.OWNER, name="Nia Rees")
    browse(side.lead).post(f"/ideas/{ref}/owner", {"owner_id": str(other.id), "note": ""})
    until = clock.add_working_days(clock.today(), 5, "england")
    mine = Page(browse(other).get(f"/ideas/{ref}").text)
    assert mine.links["hand it back"] == f"/ideas/{ref}/hand-back"
    assert f"hand it back until {until.day} {until:%B}" in mine.words
    assert "hand it back" not in browse(side.lead).get(f"/ideas/{ref}").text
    assert f"{side.owner.name} had it before" in browse(other).get(f"/ideas/{ref}/hand-back").text
    browse(other).post(f"/ideas/{ref}/hand-back", {"because": "I am on leave."})
    with side.door():
        assert makers.idea_of(ref).owner_id == side.owner.id
    browse(other).get(f"/ideas/{ref}/hand-back", status=403)

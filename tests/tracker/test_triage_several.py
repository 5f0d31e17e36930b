"""Several ideas at once and the undo of it, replies to begin from, assessors: what the desk of triage adds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from tests import makers
from tests.letters import text_of
from tests.reading import Page
from tests.tracker.test_ideas import letters_to
from tracker import clock, contact, council, idea, inbox, nudge, triage, voice
from tracker.council import Role
from tracker.history import StoredEvent
from tracker.idea import State
from tracker.tenancy import session
from tracker.triage.actions.batches import COLUMNS

WEDNESDAY = date(2026, 11, 18)
TEN_MINUTES = timedelta(minutes=10)
KEPT = (*COLUMNS, "stage", "title", "author_id", "sponsor_id", "version", "policy_version")


@pytest.fixture
def refs(world) -> list[str]:
    with clock.at(WEDNESDAY - timedelta(days=2)):
        return [makers.a_sent_idea(world.ours, title=f"Idea {n}") for n in range(3)]


@pytest.fixture
def lead(world, browse):
    return browse(world.ours.lead)


def stands(refs) -> dict[str, object]:
    """How ideas stand with what is said of them and who follows them, but for the record of what happened."""
    found = {}
    for ref in refs:
        one = makers.idea_of(ref)
        session().refresh(one)
        asked = {"idea": one.id}
        found[ref] = (
            {name: getattr(one, name) for name in KEPT},
            session().execute(text("SELECT id, text FROM message WHERE idea_id = :idea ORDER BY id"), asked).all(),
            session()
            .execute(text("SELECT person_id, since FROM follower WHERE idea_id = :idea ORDER BY person_id"), asked)
            .all(),
        )
    return found


def waiting() -> list[tuple]:
    """Letters that wait together, by when they go."""
    return [tuple(row) for row in session().execute(text("SELECT not_before FROM letter WHERE batch_id IS NOT NULL"))]


def news() -> int:
    late = {"late": clock.now() + TEN_MINUTES}
    return session().scalar(text("SELECT count(*) FROM news_item WHERE at = :late"), late)


def outcomes(world, into: str) -> dict[str, dict[str, str]]:
    return {
        "gate": {"owner_id": str(world.ours.owner.id), "gate_by": "18 December 2026"},
        "ask": {},
        "merge": {"into": into},
        "park": {"until": "3 March 2027"},
        "refer": {"to_whom": "Highways"},
        "decline": {},
    }


@pytest.mark.parametrize("outcome", ["gate", "ask", "merge", "park", "refer", "decline"])
def test_an_outcome_for_several_is_undone_exactly_and_its_letters_wait_for_that(world, lead, refs, outcome):
    ours = world.ours
    into = makers.an_idea(ours, title="The older one")
    all_refs = [*refs, into]
    with ours.door():
        council.add_service(name="Housing", senior_owner=None, by=ours.admin.id)
        [housing] = council.services()
        for ref in refs:
            idea.follow(idea=makers.idea_of(ref), person_id=ours.observer.id)
        before, written = stands(all_refs), {letter.id for letter in letters_to(ours.contributor)}
    with clock.at(WEDNESDAY):
        sent = {"refs": refs, "outcome": outcome, "words": "Dear {author}, of {ref}.", "service": str(housing.id)}
        done = lead.post("/triage/several", {**sent, **outcomes(world, into)[outcome]})
        assert done.location == "/triage/several"
        shown = Page(lead.get("/triage/several").text)
        with ours.door():
            assert waiting() == [(clock.now() + TEN_MINUTES,)] * len(waiting())
            letters = [letter for letter in letters_to(ours.contributor) if letter.id not in written]
            assert len(letters) == 3
            texts = "".join(map(text_of, letters))  # of one moment: in either order
            assert [ref for ref in refs if f"Dear Sam, of {ref}." not in texts] == []
            assert stands(refs) != {ref: before[ref] for ref in refs}
            assert inbox.tell_news() == 0, "followers hear of it as late"
            assert (news() > 0) is (outcome != "ask")
        [undo] = {form.get("action") for form in shown.root.iter("form") if "/undo" in (form.get("action") or "")}
        lead.post(undo, {})
        told = lead.get("/triage/several").text
        assert f"Undone: {', '.join(refs)} as before, and no letter goes." in told
        with ours.door():
            assert stands(refs) == {ref: before[ref] for ref in refs}
            assert [followers for *_, followers in stands([into]).values()] == [before[into][2]]
            assert waiting() == []
            assert news() == 0
            assert {letter.id for letter in letters_to(ours.contributor)} == written
        lead.post(undo, {})
        assert "Priya Nair undid this already." in lead.get("/triage/several").text


@pytest.mark.parametrize("outcome", ["ask", "park", "decline"])
def test_several_at_once_leave_what_was_not_chosen_as_each_idea_has_it(world, lead, refs, outcome):
    ours = world.ours
    with ours.door():
        for name in ("Housing", "Libraries"):
            council.add_service(name=name, senior_owner=None, by=ours.admin.id)
        housing, libraries = (one.id for one in council.services())
        for ref, service in zip(refs, (housing, libraries, None), strict=True):
            idea.place(idea=makers.idea_of(ref), service_id=service, by=ours.lead.id)
        idea.assign_owner(idea=makers.idea_of(refs[0]), owner_id=ours.owner.id, by=ours.lead.id)
    with clock.at(WEDNESDAY):
        page = Page(lead.get("/triage/several").text)
        presets = {name: page.root.find(f".//select[@name='{name}']/option[1]") for name in ("service", "owner_id")}
        begun = dict.fromkeys(presets, "")
        sent = {"refs": refs, "outcome": outcome, "until": "3 March 2027", "words": "This is {ref}."}
        lead.post("/triage/several", {**begun, **sent})
        with ours.door():
            stood = [(one.service_id, one.owner_id) for one in map(makers.idea_of, refs)]
        assert stood == [(housing, ours.owner.id), (libraries, None), (None, None)]
    assert {(one.get("value"), one.text.strip()) for one in presets.values()} == {("", "Leave as it is")}


def test_what_came_through_a_door_is_answered_with_others_and_reads_that_it_was_taken_back(world, lead):
    ours = world.ours
    with clock.at(WEDNESDAY):
        with ours.door():
            poster = contact.make_poster(team="Bin crews", line="What is in the way?", service_id=None, by=ours.lead.id)
            drafts = [
                voice.VoiceDraft(problem="Spam.", email="sam@home.example", way=contact.AnswerWay.EMAIL),
                voice.VoiceDraft(problem="More spam.", way=contact.AnswerWay.CODE),
            ]
            sent = [voice.log_from_poster(poster=contact.the_poster(poster.id), draft=each) for each in drafts]
            refs = [voice.said_by(each).ref for each in sent]
        lead.post("/triage/several", {"refs": refs, "outcome": "decline", "words": "Not for us."})
        assert "2 ideas: each does not go ahead." in Page(lead.get("/triage/several").text).words
        with ours.door():
            [entry] = triage.open_batches()
            assert len(waiting()) == 1
            assert [len(contact.answers_to(each)) for each in sent] == [1, 1]
        lead.post(f"/triage/several/{entry.id}/undo", {})
        with ours.door():
            assert {makers.idea_of(ref).state for ref in refs} == {State.TRIAGE}
            assert waiting() == []
            for each in sent:
                again, first = contact.answers_to(each)
                assert "taken back" in again.next_step
                assert first.words == "Not for us."


def test_a_comment_after_an_outcome_does_not_stop_its_undo_by_the_real_clock(world, lead, refs):
    lead.post("/triage/several", {"refs": refs[:1], "outcome": "decline", "words": "No."})
    with world.ours.door():
        [entry] = triage.open_batches()
        idea.comment(idea=makers.idea_of(refs[0]), words="We see this too.", by=world.ours.owner.id)
    lead.post(f"/triage/several/{entry.id}/undo", {})
    assert f"Undone: {refs[0]} as before" in Page(lead.get("/triage/several").text).words
    with world.ours.door():
        assert makers.idea_of(refs[0]).state is State.TRIAGE


def test_who_answered_without_an_account_meanwhile_is_who_stops_an_undo(world, lead):
    ours = world.ours
    with ours.door():
        poster = contact.make_poster(team="Bin crews", line="What is in the way?", service_id=None, by=ours.lead.id)
        draft = voice.VoiceDraft(problem="Two keys.", way=contact.AnswerWay.CODE)
        sent = voice.log_from_poster(poster=contact.the_poster(poster.id), draft=draft)
        ref = voice.said_by(sent).ref
    lead.post("/triage/several", {"refs": [ref], "outcome": "ask", "words": "Which gate?"})
    with ours.door():
        [entry] = triage.open_batches()
        voice.add_from_contact(made=contact.contact_of(voice.said_by(sent).id), words="The north one.")
    lead.post(f"/triage/several/{entry.id}/undo", {})
    told = Page(lead.get("/triage/several").text).words
    assert f"Nothing was undone. {ref} stays as it is: Somebody in Bin crews worked on it since." in told


def test_a_group_can_be_chosen_whole_by_a_link(lead, refs):
    with clock.at(WEDNESDAY):
        page = Page(lead.get("/triage/several").text)
        [link] = [one.get("href") for one in page.root.iter("a") if "Choose all 3" in (one.text or "")]
        chosen = Page(lead.get(link).text).root.findall(".//input[@name='refs']")
    assert sorted(one.get("value") for one in chosen if one.get("checked") is not None) == sorted(refs)


def test_what_was_not_undone_is_not_said_to_be(world, lead, refs):
    ours = world.ours
    with clock.at(WEDNESDAY):
        lead.post("/triage/several", {"refs": refs[:1], "outcome": "park", "until": "3 March 2027", "words": "Later."})
        with ours.door():
            [entry] = triage.open_batches()
            meanwhile = clock.now() + timedelta(minutes=1)
        with clock.at(meanwhile), ours.door():
            idea.wake(idea=makers.idea_of(refs[0]), by=ours.owner.id)
        for _ in range(2):
            lead.post(f"/triage/several/{entry.id}/undo", {})
            told = lead.get("/triage/several").text
            assert f"Nothing was undone. {refs[0]} stays as it is: Tom Baker worked on it since." in told


def test_what_somebody_worked_on_since_stays_and_is_named_and_so_does_all_once_its_letters_went(world, lead, refs):
    ours = world.ours
    with clock.at(WEDNESDAY):
        lead.post("/triage/several", {"refs": refs, "outcome": "park", "until": "3 March 2027", "words": "Later."})
        with ours.door():
            [entry] = triage.open_batches()
            meanwhile = clock.now() + timedelta(minutes=1)
        with clock.at(meanwhile), ours.door():
            idea.comment(idea=makers.idea_of(refs[0]), words="We see this too.", by=ours.owner.id)
            idea.wake(idea=makers.idea_of(refs[1]), by=ours.owner.id)
            idea.park(idea=makers.idea_of(refs[1]), until=date(2027, 4, 1), because="Later still.", by=ours.owner.id)
        lead.post(f"/triage/several/{entry.id}/undo", {})
        told = lead.get("/triage/several").text
        assert f"Undone: {refs[0]}, {refs[2]} as before, and no letter goes." in told
        assert f"{refs[1]} stays as it is: Tom Baker worked on it since." in told
        assert "We see this too." in lead.get(f"/ideas/{refs[0]}").text
        with ours.door():
            states = [makers.idea_of(ref).state for ref in refs]
            assert states == [State.TRIAGE, State.PARKED, State.TRIAGE]
            assert len(waiting()) == 1
        lead.post("/triage/several", {"refs": [refs[0]], "outcome": "decline", "words": "No."})
        with ours.door():
            [entry] = triage.open_batches()
        makers.a_sent_idea(ours, title="Another")
        lead.post(f"/ideas/{refs[2]}/triage", {"outcome": "decline", "words": "No."})
        with ours.door():
            assert len(waiting()) == 2, "no letter but those of several waits"
    with clock.at(clock.start_of(WEDNESDAY) + timedelta(hours=12, minutes=11)):
        lead.post(f"/triage/several/{entry.id}/undo", {})
        assert "Its letters have gone: it can no longer be undone." in lead.get("/triage/several").text
        with ours.door():
            assert makers.idea_of(refs[0]).state is State.CLOSED


def test_of_several_those_for_which_it_is_refused_are_left_and_named(world, lead, refs):
    ours = world.ours
    with clock.at(WEDNESDAY):
        with ours.door():
            idea.set_audience(
                idea=makers.idea_of(refs[0]), audience=idea.Audience.CONFIDENTIAL, people=(), by=ours.lead.id
            )
        into = makers.an_idea(ours, title="The older one")
        with ours.door():
            poster = contact.make_poster(team="Bin crews", line="What is in the way?", service_id=None, by=ours.lead.id)
            draft = voice.VoiceDraft(problem="Two keys.", name="Sam", way=contact.AnswerWay.CODE)
            through = voice.said_by(voice.log_from_poster(poster=contact.the_poster(poster.id), draft=draft)).ref
        lead.post("/triage/several", {"refs": [*refs, through], "outcome": "merge", "into": into, "words": "The same."})
        told = Page(lead.get("/triage/several").text).words
        assert "3 ideas: each is joined with another." in told
        assert f"{refs[0]} was left: A confidential idea is not joined with another" in told
        unfilled = lead.post(
            "/triage/several", {"refs": [refs[0]], "outcome": "reply", "words": "{owner} looks."}, status=200
        )
        assert "Nothing is known here to stand for {owner}" in unfilled.text


def test_after_an_act_the_reader_is_at_the_next_idea_and_comes_back_with_an_undo(world, lead, refs):
    with clock.at(WEDNESDAY):
        answer = lead.post(f"/ideas/{refs[0]}/triage", {"outcome": "merge", "into": refs[2], "words": "The same."})
        assert answer.location == f"/ideas/{refs[1]}/triage"
        page = Page(lead.get(answer.location).text)
        assert f"{refs[0]} is joined with another. Its author is told." in page.words
        back = lead.post(f"/ideas/{refs[0]}/merge/undo?to=desk", {})
        assert back.location == f"/ideas/{refs[0]}/triage"
        kept = lead.post(f"/ideas/{refs[1]}/triage", {"assign": "y", "owner_id": str(world.ours.owner.id)})
        assert kept.location == f"/ideas/{refs[1]}/triage"
        with world.ours.door():
            assert makers.idea_of(refs[1]).owner_id == world.ours.owner.id
        for ref, following in ((refs[2], f"/ideas/{refs[0]}/triage"), (refs[0], "/triage")):
            led = lead.post(f"/ideas/{ref}/triage", {"outcome": "decline", "words": "No."})
            assert led.location == following


def test_the_desk_shows_what_else_the_author_said_and_begins_a_merge_from_what_is_close(world, lead, refs):
    with clock.at(WEDNESDAY):
        page = Page(lead.get(f"/ideas/{refs[0]}/triage").text)
        assert page.part("triage__idea").links["Idea 1"] == f"/ideas/{refs[1]}"
        assert "Sam’s other ideas" in page.words
        into = f"/ideas/{refs[0]}/triage?into={refs[1]}"
        assert f'href="{into}#answer"' in lead.get(f"/ideas/{refs[0]}/close").text
        form = Page(lead.get(into).text)
        chosen = [one.get("value") for one in form.root.iter("input") if "checked" in one.attrib]
        assert chosen == ["merge"]
        assert [one.get("value") for one in form.root.iter("input") if one.get("name") == "into"] == [refs[1]]


def test_an_idea_without_an_author_is_answered_at_the_desk(world, lead, refs):
    ours = world.ours
    with clock.at(WEDNESDAY):
        with ours.door():
            makers.idea_of(refs[0]).author_id = None
        page = lead.get(f"/ideas/{refs[0]}/triage").text
        assert "other ideas" not in page
        assert "No letter goes" in page
        sent = {"refs": refs[:2], "outcome": "reply", "words": "Hello {author}."}
        assert "Show the first letter" in lead.post("/triage/several", {**sent, "preview": "y"}, status=200).text
        lead.post("/triage/several", sent)
        lead.post(f"/ideas/{refs[0]}/triage", {"outcome": "decline", "words": "No, {author}.", "seen": "triage"})
        with ours.door():
            told = idea.story(ref=refs[0], reader=ours.lead.reader)
            assert [each.text for each in told.messages] == ["Hello.", "No."]


def test_a_reply_to_who_has_no_account_keeps_no_name_of_theirs_and_asks_for_what_is_not_known(world, lead):
    ours = world.ours
    with ours.door():
        poster = contact.make_poster(team="Bin crews", line="What is in the way?", service_id=None, by=ours.lead.id)
        drafts = [
            voice.VoiceDraft(problem="Two keys.", name=name, way=contact.AnswerWay.CODE) for name in ("Kit Bell", "")
        ]
        named, nameless = (voice.said_by(voice.log_from_poster(poster=poster, draft=one)).ref for one in drafts)
    words = {"outcome": "reply", "words": "Thank you, {author}. This is worth trying."}
    for ref, said in ((named, "Thank you. This"), (nameless, "Thank you. This")):
        begun = lead.post(f"/ideas/{ref}/triage", {"use": "y", "template": "thanks", "words": ""}, status=200).text
        assert ("{author}" in begun, ", there" in begun) == (False, False)
        lead.post(f"/ideas/{ref}/triage", words)
        assert said in lead.get(f"/ideas/{ref}").text
    told = lead.post(f"/ideas/{nameless}/triage", {**words, "words": "We told {author} so."}, status=200).text
    assert "Nothing is known here to stand for {author}" in told


@pytest.mark.parametrize("press", [{}, {"preview": "y"}])
def test_a_place_that_nothing_can_stand_in_is_refused_beside_the_words(lead, refs, press):
    sent = {"outcome": "reply", "words": "Thank you, {author}. See {bogus}.", **press}
    for address, also in ((f"/ideas/{refs[0]}/triage", {}), ("/triage/several", {"refs": [refs[0]]})):
        told = lead.post(address, {**sent, **also}, status=200).text
        assert "{bogus} cannot be filled in. What can: {author}, {title}" in told
        assert 'id="words-error"' in told
        told = lead.post(address, {**sent, **also, "outcome": ""}, status=200).text
        assert "Choose what happens to it" in told
        assert "{bogus} cannot be filled in" in told, "all that is wrong is told at once"
    assert "See {bogus}" not in lead.get(f"/ideas/{refs[0]}").text


def test_a_council_words_the_replies_it_begins_from_and_a_letter_that_went_stays(world, lead, refs):
    ours = world.ours
    with clock.at(WEDNESDAY):
        lead.post("/council/replies/thanks", {"name": "Our thanks", "words": "Thank you, {author}, for {title}."})
        begun = Page(
            lead.post(f"/ideas/{refs[0]}/triage", {"use": "y", "template": "thanks", "words": "Mine."}, status=200).text
        )
        [words] = [one.text.strip() for one in begun.root.iter("textarea") if one.get("name") == "words"]
        assert words == "Mine.\n\nThank you, Sam, for Idea 0."
        lead.post(f"/ideas/{refs[0]}/triage", {"outcome": "reply", "words": words})
        wrong = lead.post("/council/replies/thanks", {"name": "Our thanks", "words": "Dear {friend}"}, status=200)
        assert "{friend} cannot be filled in" in wrong.text
        lead.post("/council/replies/thanks", {"name": "Our thanks", "words": "Other words."})
        page = Page(lead.get("/council/replies/thanks").text)
        assert [part.paragraphs[0] for part in page.under("before").entries] == [
            "“Our thanks”: Other words.",
            "“Our thanks”: Thank you, {author}, for {title}.",
        ]
        lead.post("/council/replies/thanks/end", {})
        assert "Our thanks" not in Page(lead.get("/council/replies").text).part("akin").words
        with ours.door():
            letter = max(letters_to(ours.contributor), key=lambda each: each.id)
            assert "Thank you, Sam, for Idea 0." in text_of(letter)
        with world.theirs.door():
            assert "Our thanks" not in {each.name for each in triage.reply_templates()}


def test_assessors_are_asked_reminded_and_read_by_leads_alone_until_it_is_decided(world, browse, lead, refs):
    ours = world.ours
    secret = "Two teams would fight over it."
    assessor = makers.a_person(ours.id, Role.CONTRIBUTOR, name="Nia Rees")
    path = f"/ideas/{refs[0]}/assessment"
    with clock.at(WEDNESDAY):
        lead.post(f"/ideas/{refs[0]}/assessors", {"people": [str(assessor.id)]})
        me = browse(assessor)
        assert path in me.get("/").text
        assert "not said yet" in Page(lead.get(f"/ideas/{refs[0]}/triage").text).words
        with ours.door():
            [letter] = letters_to(assessor)
            assert "by 23 November" in text_of(letter)
            due = [
                one.reason.person_id
                for one in nudge.plan(day=date(2026, 11, 24))
                if one.reason.rule.code == "assessment_due"
            ]
            assert due == [assessor.id]
            assert not [one for one in nudge.plan(day=date(2026, 11, 23)) if one.reason.rule.code == "assessment_due"]
    with clock.at(date(2026, 11, 24)):
        with ours.door():
            nudge.find_due()
            assert inbox.desk(reader=assessor.reader).count == 1, "asked once, by the desk and not by the reminder too"
        me, lead = browse(assessor), browse(ours.lead)
        me.post(path, {"need": "yes", "fit": "no", "note": secret})
        with ours.door():
            assert [one for one in nudge.plan(day=date(2026, 11, 25)) if one.reason.rule.code == "assessment_due"] == []
            assert not [one for one in nudge.for_person(reader=assessor.reader) if one.asks]
            assert secret not in str(session().query(StoredEvent.particulars).all())
        assert path not in me.get("/").text
        desk = Page(lead.get(f"/ideas/{refs[0]}/triage").text).words
        assert "A real need: yes. Fits what we set out to do: no." in desk
        assert secret in desk
        for someone in (ours.owner, ours.contributor, ours.sponsor):
            browse(someone).get(path, status=403)
            assert secret not in browse(someone).get(f"/ideas/{refs[0]}").text
        sent = {"outcome": "gate", "owner_id": str(ours.owner.id), "words": "Yes."}
        lead.post(f"/ideas/{refs[0]}/triage", sent)
        assert secret in browse(ours.owner).get(path).text
        browse(ours.contributor).get(path, status=403)

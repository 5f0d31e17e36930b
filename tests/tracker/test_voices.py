"""People without an account: through a poster or the residents' door, to an answer, and to be forgotten in time."""

from __future__ import annotations

import re
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select

from tests import makers
from tests.tracker.test_attachments import by_hand
from tracker import attachment, clock, contact, council, gate, idea, post, voice
from tracker.contact import rules
from tracker.council import PersonError
from tracker.gate import DecisionDraft, Gate, Word
from tracker.idea import Refused

WORDS = "Eleven gates, one key board. Some days it is an hour."
KEY_OF_NOBODY = "VIOLET-60-KEY-13-HILL-77"


@pytest.fixture
def poster(world):
    """A poster for a team of a service, and its secret."""
    side = world.ours
    with side.door():
        service = council.add_service(name="Grounds", by=side.admin.id)
        made = contact.make_poster(
            team="Eastgate depot", line="What is in the way?", service_id=service.id, by=side.lead.id
        )
        return made, contact.token_of(contact.TokenKind.POSTER, made.id)


def said(side, poster, **more):
    """What somebody said through a poster, and their code."""
    with side.door():
        draft = voice.VoiceDraft(**{"problem": WORDS, **more})
        made = voice.log_from_poster(poster=contact.the_poster(poster.id), draft=draft)
        return voice.said_by(made).ref, contact.token_of(contact.TokenKind.CLAIM, made.id)


def letters_to(side, email):
    """The letters to an address, each as it would be carried now."""
    with side.door() as door:
        found = door.scalars(select(post.Letter).where(post.Letter.to_email == email).order_by(post.Letter.created_at))
        return [
            post.words_of(one.template, to_name=one.to_name, subject=one.subject, particulars=one.particulars).text
            for one in found
        ]


def code_in(text):
    return re.search(r"Your code is ([A-Z0-9 ]+)\.", text)[1]


# --- a team's poster --------------------------------------------------------------------------------------------------
def test_a_team_speaks_by_its_poster_hears_by_letter_and_code_and_answers_back(world, browse, poster):
    side, (_, token) = world.ours, poster
    phone, lead = browse(None), browse(side.lead)
    typed = token.lower()
    page = phone.get(f"/t/{typed}").text
    assert "Eastgate depot" in page
    assert side.lead.name in page
    browse(side.lead).get(f"/t/{token}")
    with side.door():
        assert contact.posters()[0].opened == 1, "those who make it do not count"
    sent = {"problem": WORDS, "way": "email", "email": "kit@home.example", "name": "Kit Bell"}
    after = phone.follow(phone.post(f"/t/{typed}", sent)).text
    [thanks] = letters_to(side, "kit@home.example")
    code = code_in(thanks)
    assert WORDS not in thanks, "anybody may have typed that address"
    assert code in after
    with side.door():
        [row] = idea.waiting_in_triage(reader=side.lead.reader)
        found = makers.idea_of(row.ref)
        assert (found.title, found.problem, found.author_id) == ("Eleven gates, one key board", WORDS, None)
        assert council.services()[0].id == found.service_id
    desk = lead.get(f"/ideas/{row.ref}/triage").text
    assert "Kit Bell, Eastgate depot" in desk
    question = {"outcome": "ask", "words": "Which gate is the worst?", "seen": "triage"}
    lead.post(f"/ideas/{row.ref}/triage", question)
    with side.door():
        idea.comment(idea=makers.idea_of(row.ref), words="Between ourselves.", by=side.owner.id)
    assert "Which gate is the worst?" in letters_to(side, "kit@home.example")[1]
    shown = phone.follow(phone.post("/code", {"code": code.lower().replace(" ", "")}))
    address = shown.request.path
    assert "A question for you" in shown.text
    assert "Between ourselves." not in shown.text
    assert row.ref not in shown.text
    phone.post(address, {"press": "add", "words": "The north one."})
    assert "The north one." in lead.get(f"/ideas/{row.ref}").text
    assert "The north one." in letters_to(side, side.lead.email)[-1]
    assert "A question for you" not in phone.get(address).text
    with side.door():
        assert makers.idea_of(row.ref).first_reply_on == clock.today()


def test_a_letter_that_is_only_shown_tells_no_code_and_the_one_that_goes_does(world, browse, poster):
    side, email = world.ours, "kit@home.example"
    ref, token = said(side, poster[0], email=email, way=contact.AnswerWay.EMAIL)
    desk, lead = f"/ideas/{ref}/triage", browse(side.lead)
    sent = {"outcome": "ask", "words": "Which gate is the worst?", "seen": "triage", "refs": [ref]}
    for address in (desk, "/triage/several"):
        shown = lead.post(address, {**sent, "preview": "y"}, status=200).text
        assert "Your code is [in the letter alone]. With it you can look again" in shown
        assert rules.code_in_words(token) not in shown, "whoever has it answers as the author"
    lead.post(desk, sent)
    assert code_in(letters_to(side, email)[-1]) == rules.code_in_words(token)


def test_a_photo_may_have_what_is_said_of_it_before_it_is_sent(browse, poster):
    door, phone = f"/t/{poster[1]}", browse(None)
    [largest] = re.findall(r"Up to ([0-9.]+ MB)", phone.get(door).text)
    sent = {"csrf_token": phone.token(), "problem": WORDS, "way": "code"}
    refused = phone.client.post(door, **by_hand(sent, {"gate.png": b"\x89PNG" + bytes(attachment.LARGEST_FILE)})).text
    assert f"gate.png is larger than {largest}." in refused


def test_every_decision_is_told_to_who_has_a_code_alone_and_nothing_of_the_idea_it_is_joined_with(
    world, browse, poster
):
    side, lead = world.ours, world.ours.lead.id
    ref, code = said(side, poster[0])
    with side.door():
        into = idea.log_draft(by=side.contributor.id, title="Dark secret", problem="A problem.", proposal="A try.")
        idea.submit(idea=into, by=side.contributor.id)
        idea.merge(idea=makers.idea_of(ref), into=into, because="The same.", by=lead)
        idea.send_to_design_gate(idea=into, owner_id=side.owner.id, because="Worth a try.", by=lead)
        draft = DecisionDraft(Word.GO, "It was weighed.", waiver_because="Small.")
        gate.decide(idea=into, gate=Gate.DESIGN, draft=draft, by=lead)
    page = browse(None).get(f"/code/{code}").text
    assert all(words in page for words in ("The same.", "Worth a try.", "It was weighed."))
    assert "Dark secret" not in page
    assert page.index("It was weighed.") < page.index("Worth a try.") < page.index("The same.")


def test_a_form_sent_twice_is_one_idea_and_one_changed_since_is_another(app, world, browse, poster):
    side, (_, token) = world.ours, poster
    phone = browse(None)
    key = re.search(r'name="form_key" value="([^"]+)"', phone.get(f"/t/{token}").text)[1]
    codes = set()
    for words in (WORDS, WORDS, f"{WORDS} Or two."):
        page = phone.follow(phone.post(f"/t/{token}", {"problem": words, "way": "code", "form_key": key})).text
        codes.add(re.search(r'class="code">([^<]+)', page)[1])
    assert len(codes) == 2
    with side.door():
        assert len(idea.waiting_in_triage(reader=side.lead.reader)) == 2


def test_an_ended_poster_says_whom_to_ask_keeps_the_words_and_its_codes_work(world, browse, poster):
    side, (made, token) = world.ours, poster
    _, code = said(side, made)
    browse(side.lead).post(f"/council/posters/{made.number}/end")
    phone = browse(None)
    assert f"ask {side.lead.name}" in phone.get(f"/t/{token}").text
    assert WORDS in phone.post(f"/t/{token}", {"problem": WORDS, "way": "code"}, status=200).text
    assert WORDS in phone.get(f"/code/{code}").text
    with side.door():
        assert len(idea.waiting_in_triage(reader=side.lead.reader)) == 1


def test_what_opens_nothing_is_told_alike_whether_it_never_was_was_ended_or_is_of_another_kind(world, browse, poster):
    side, (made, token) = world.ours, poster
    ref, code = said(side, made)
    browse(side.lead).post(f"/ideas/{ref}/outside/end")
    told = {browse(None).get(f"/code/{one}", status=404).text for one in (code, KEY_OF_NOBODY, token, "é" * 300)}
    told |= {browse(None).post("/code", {"code": one}, status=404).text for one in (code, KEY_OF_NOBODY)}
    assert len({re.sub(r'value="[^"]*"', "", page) for page in told}) == 1
    unknown = {browse(None).get(f"/t/{one}", status=404).text for one in (code, KEY_OF_NOBODY, "BBBBBBBB")}
    assert len(unknown) == 1


def test_doors_are_throttled_by_network_and_in_all_by_what_the_database_counts(world, browse, poster, monkeypatch):
    side, (made, token) = world.ours, poster
    monkeypatch.setattr(rules, "FORMS", 2)
    monkeypatch.setattr(rules, "ALL_FORMS", 3)
    monkeypatch.setattr(rules, "MISSES", 2)
    monkeypatch.setattr(rules, "MAILS", 1)
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    phone = browse(None)

    def send(n, status, where):
        sent = {"problem": f"{WORDS} {n}", "way": "email", "email": "many@home.example"}
        return phone.post(f"/t/{token}", sent, status=status, environ_overrides=where).text

    send(1, 303, here), send(2, 303, here)
    assert f"{WORDS} 3" in send(3, 429, here), "nothing typed is lost"
    send(4, 303, there), send(5, 429, there)
    assert len(letters_to(side, "many@home.example")) == 1, "one letter that nobody here asked for"
    with clock.at(clock.now() + timedelta(hours=1, minutes=1)):
        send(6, 303, here)
    _, code = said(side, made)
    for n in (1, 2):
        phone.post("/code", {"code": f"{KEY_OF_NOBODY}{n}"}, status=404, environ_overrides=here)
    for one in (code, KEY_OF_NOBODY):  # told alike once it waits
        told = phone.get(f"/code/{one}", status=429, environ_overrides=here).text
        assert "perhaps by somebody else" in told, "nobody is blamed for what others on their network try"
    phone.get(f"/code/{code}", environ_overrides=there)
    phone.get(f"/code/{code}", environ_overrides=here)  # the browser that opened it goes on
    browse(None).get(f"/code/{code}", status=429, environ_overrides=here)
    with clock.at(clock.now() + timedelta(minutes=6)):
        phone.get(f"/code/{code}", environ_overrides=here)


# --- the residents' door ----------------------------------------------------------------------------------------------
OPEN = {"residents": "y", "contact_centre": "0300 555 0100", "contact_days": "90", "code_days": "365"}


def link_in(side, email):
    return re.search(r"/say/\S+", letters_to(side, email)[-1])[0]


def test_the_residents_door_is_closed_until_a_council_opens_it_and_passes_on_what_was_confirmed(world, browse):
    side, resident = world.ours, browse(None)
    door, sent = (
        f"/say/{side.code}",
        {"problem": WORDS, "place": "Carr Lane", "email": "jo@home.example", "may_show": "y"},
    )
    assert "This door is closed" in resident.get(door).text
    assert WORDS in resident.post(door, sent, status=200).text
    browse(side.lead).post("/council/doors", OPEN)
    assert "look in your letters" in resident.follow(resident.post(door, sent)).text
    link = link_in(side, "jo@home.example")
    assert WORDS not in letters_to(side, "jo@home.example")[-1]
    with side.door():
        assert idea.waiting_in_triage(reader=side.lead.reader) == []
    for _ in range(2):
        assert "Yes, pass it on" in resident.get(link).text
    browse(None).get(link.replace(side.code, world.theirs.code), status=404)
    after = resident.follow(resident.post(link)).text
    resident.post(link, status=404)
    assert code_in(letters_to(side, "jo@home.example")[-1]) in after
    with side.door():
        [row] = idea.waiting_in_triage(reader=side.lead.reader)
        found = makers.idea_of(row.ref)
        assert (found.problem, found.door) == (f"{WORDS}\n\nWhere: Carr Lane", contact.DoorKind.RESIDENTS)
        assert contact.contact_of(found.id).may_show


@pytest.mark.parametrize("before", ["poster", "residents"])
def test_what_was_sent_before_at_a_browser_is_not_told_of_what_is_not_confirmed_yet(world, browse, poster, before):
    side, shared, door = world.ours, browse(None), f"/say/{world.ours.code}"
    browse(side.lead).post("/council/doors", OPEN)
    if before == "poster":
        first = shared.follow(shared.post(f"/t/{poster[1]}", {"problem": WORDS, "way": "code"})).text
    else:
        shared.post(door, {"problem": WORDS, "email": f"jo@{side.code}.example"})
        first = shared.follow(shared.post(link_in(side, f"jo@{side.code}.example"))).text
    code = re.search(r'class="code">([^<]+)<', first)[1]
    after = shared.follow(
        shared.post(door, {"problem": "Bins stand on the path.", "email": f"al@{side.code}.example"})
    ).text
    assert "look in your letters" in after
    assert code not in after
    assert f"/t/{poster[1]}" == shared.get(f"/t/{poster[1]}/sent", status=303).location
    confirmed = shared.follow(shared.post(link_in(side, f"al@{side.code}.example"))).text
    assert code_in(letters_to(side, f"al@{side.code}.example")[-1]) in confirmed
    assert shared.get(f"/t/{poster[1]}/sent", status=303).location == f"/t/{poster[1]}", "it was sent at another door"


def test_no_address_gets_more_letters_a_day_than_few_and_what_was_sent_beyond_waits_or_stays(world, browse, database):
    side, door, email = world.ours, f"/say/{world.ours.code}", f"{world.ours.code}@home.example"
    browse(side.lead).post("/council/doors", OPEN)

    def send(n, status=303):
        return browse(None).post(door, {"problem": f"Lamp {n} is out.", "email": email}, status=status)

    told = {browse(None).follow(send(n)).text for n in range(5)}
    assert len(told) == 1, "nobody learns by it who sent something today"
    assert "No address gets more than 3&nbsp;such letters a day" in told.pop().replace("\xa0", "&nbsp;")
    with side.door() as held:
        goes = held.scalars(select(post.Letter.not_before).where(post.Letter.to_email == email)).all()
        submissions = held.scalars(select(contact.Submission.made_at)).all()
    days = sorted((moment - clock.now()).total_seconds() / 86400 for moment in goes)
    assert [round(each) for each in days] == [0, 0, 0, 1, 1]
    apart = [abs(one - other) for one, other in zip(sorted(submissions), sorted(goes), strict=True)]
    assert max(apart) < timedelta(minutes=1), "its link is good for seven days from the letter"
    for n in range(5, 12):
        send(n)
    assert "Lamp 12 is out." in send(12, status=429).text, "what was typed stays"
    with clock.at(clock.now() + timedelta(days=1)):
        send(13)


def test_what_a_resident_never_confirmed_is_gone_with_its_link_and_the_address_of_its_letter(world, browse, database):
    side, resident = world.ours, browse(None)
    browse(side.lead).post("/council/doors", OPEN)
    resident.post(f"/say/{side.code}", {"problem": WORDS, "email": "jo@home.example"})
    link = link_in(side, "jo@home.example")
    for days, status in ((7, 200), (8, 404)):
        with clock.at(clock.now() + timedelta(days=days, minutes=-1)), side.door():
            contact.forget_due()
        resident.get(link, status=status)
    assert holds(database, side, "jo@home.example", WORDS) == set()


def holds(database, side, *words):
    """The tables that still hold some words of a council, whoever may read them."""
    with psycopg.connect(database.admin_url) as admin:
        tables = admin.execute(
            "SELECT table_name::text FROM information_schema.columns c JOIN pg_tables t ON t.tablename = c.table_name"
            " WHERE column_name = 'council_id' AND t.schemaname = 'public'"
        ).fetchall()
        asked = "SELECT FROM {} x WHERE council_id = %s AND to_jsonb(x)::text ~ %s LIMIT 1"
        sought = "|".join(map(re.escape, words))
        return {one for (one,) in tables if admin.execute(asked.format(one), [side.id, sought]).fetchone() is not None}


# --- how long ---------------------------------------------------------------------------------------------------------
def test_a_contact_is_kept_for_its_days_after_the_last_answer_and_a_code_for_its_own(world, browse, poster, database):
    side = world.ours
    ref, code = said(side, poster[0], name="Kit Bell", email="kit@home.example", way=contact.AnswerWay.EMAIL)
    answered = clock.now() + timedelta(days=200)
    with clock.at(answered - timedelta(days=1)), side.door():
        contact.forget_due()  # nobody answered yet: what is kept is kept for the answer
    with clock.at(answered), side.door():
        idea.reply(idea=makers.idea_of(ref), words="We look into it.", by=side.lead.id)
    for days, known in ((90, {"contact", "letter"}), (91, set())):
        with clock.at(answered + timedelta(days=days)), side.door():
            contact.forget_due()
        assert holds(database, side, "kit@home.example", "Kit Bell") == known
    for days, status in ((365, 200), (366, 404)):
        with clock.at(answered + timedelta(days=days)), side.door():
            contact.forget_due()
        browse(None).get(f"/code/{code}", status=status)


def test_a_council_sets_its_days_and_ends_contacts_and_codes_at_once(world, browse, poster, database):
    side, lead = world.ours, browse(world.ours.lead)
    lead.post("/council/doors", {**OPEN, "contact_days": "3"})
    assert "from 1 to 3,650" in lead.post("/council/doors", {**OPEN, "code_days": "0"}, status=200).text
    assert "https://" in lead.post("/council/doors", {**OPEN, "report_link": "javascript:1"}, status=200).text
    ref, _ = said(side, poster[0], email="kit@home.example", way=contact.AnswerWay.EMAIL)
    with side.door():
        idea.reply(idea=makers.idea_of(ref), words="We look into it.", by=side.lead.id)
    with clock.at(clock.now() + timedelta(days=4)), side.door():
        contact.forget_due()
    assert holds(database, side, "kit@home.example") == set()
    other, theirs = said(side, poster[0], email="jo@home.example", way=contact.AnswerWay.EMAIL)
    lead.post("/council/doors/end/contacts", {})
    assert holds(database, side, "jo@home.example") == set()
    with psycopg.connect(database.admin_url) as admin:
        waiting = (
            "SELECT FROM letter WHERE council_id = %s AND to_email = '' AND sent_at IS NULL AND given_up_at IS NULL"
        )
        assert admin.execute(waiting, [side.id]).fetchall() == []
    browse(None).get(f"/code/{theirs}")
    lead.post("/council/doors/end/codes", {})
    browse(None).get(f"/code/{theirs}", status=404)
    with side.door():
        idea.reply(idea=makers.idea_of(other), words="We look into it.", by=side.lead.id)
    assert holds(database, side, "jo@home.example") == set()


def test_what_does_not_come_back_is_asked_before_it_ends_with_how_many_it_concerns(world, browse, poster):
    side, lead = world.ours, browse(world.ours.lead)
    first, code = said(side, poster[0], name="Kit Bell", email="kit@home.example", way=contact.AnswerWay.EMAIL)
    said(side, poster[0])
    settings = lead.get("/council/doors").text
    assert 'href="/council/doors/end/codes"' in settings
    assert 'href="/council/doors/end/contacts"' in settings
    assert 'action="/council/doors/end' not in settings
    for what, many in (("codes", "2\N{NO-BREAK SPACE}codes"), ("contacts", "1\N{NO-BREAK SPACE}person")):
        asked = lead.get(f"/council/doors/end/{what}").text
        assert f"This concerns {many}" in asked
        assert "It cannot be undone." in asked
    asked = lead.get(f"/ideas/{first}/outside/end").text
    assert "Kit Bell" in asked
    assert f"/ideas/{first}/outside/end" not in re.findall(
        r'action="([^"]*)"', lead.get(f"/ideas/{first}/outside").text
    )
    browse(None).get(f"/code/{code}")  # asking ended nothing
    for what in ("codes", "contacts"):
        lead.post(f"/council/doors/end/{what}", {})
        assert "none to" in lead.get(f"/council/doors/end/{what}").text


def test_an_ended_poster_is_opened_again_under_its_address(world, browse, poster):
    lead, anybody, (made, token) = browse(world.ours.lead), browse(None), poster
    lead.post(f"/council/posters/{made.number}/end", {})
    assert "This poster has ended" in anybody.get(f"/t/{token}").text
    assert "Open it again" in lead.get(f"/council/posters/{made.number}").text
    lead.post(f"/council/posters/{made.number}/reopen", {})
    assert "What is the problem?" in anybody.get(f"/t/{token}").text
    assert contact.token_in_parts(token) in lead.get(f"/council/posters/{made.number}").text


def test_who_answers_is_told_truly_whether_a_letter_a_code_or_nobody_brings_their_words(world, browse, poster):
    side, lead, words = world.ours, browse(world.ours.lead), {"outcome": "reply", "words": "We look into it."}
    by_code, _ = said(side, poster[0])
    by_letter, _ = said(side, poster[0], email="kit@home.example", way=contact.AnswerWay.EMAIL)
    previewed = lead.post(f"/ideas/{by_code}/triage", {**words, "preview": "y"}, status=200).text
    assert "whoever has its code reads your words there" in previewed
    assert "their code shows it" in lead.get(f"/ideas/{by_code}").text
    assert "by letter" in lead.get(f"/ideas/{by_letter}").text
    lead.post("/council/doors/end/codes", {})
    assert "nobody hears" not in lead.get(f"/ideas/{by_letter}/triage").text
    lead.post("/council/doors/end/contacts", {})
    for ref in (by_code, by_letter):
        assert "nobody hears" in lead.get(f"/ideas/{ref}/triage").text
        previewed = lead.post(f"/ideas/{ref}/triage", {**words, "preview": "y"}, status=200).text
        assert "nobody hears" in previewed
        assert "reads your words there" not in previewed
        page = lead.get(f"/ideas/{ref}").text
        assert "who said it hears nothing any more" in page
        assert 'name="reply"' not in page
    assert (
        "hears nothing any more" in lead.post(f"/ideas/{by_code}/triage", words, follow_redirects=True, status=200).text
    )


def test_what_is_said_of_a_code_is_true_of_one_that_ended_and_tells_of_none_that_it_was_given(world, browse, poster):
    _, code = said(world.ours, poster[0])
    browse(world.ours.lead).post("/council/doors/end/codes", {})
    ended, never = (browse(None).get(f"/code/{one}", status=404).text for one in (code, KEY_OF_NOBODY))
    assert "it is mistyped, or it has ended" in ended
    assert re.sub(r'value="[^"]*"', "", ended) == re.sub(r'value="[^"]*"', "", never)


def test_who_has_a_code_reads_there_what_they_answered_and_added(world, browse, poster):
    side, phone = world.ours, browse(None)
    ref, code = said(side, poster[0])
    with side.door():
        idea.ask_author(idea=makers.idea_of(ref), question="Which gate is the worst?", by=side.lead.id)
    phone.post(f"/code/{code}", {"press": "add", "words": "The north one."})
    phone.post(f"/code/{code}", {"press": "add", "words": "And it rusts."})
    page = phone.get(f"/code/{code}").text
    places = [page.index(words) for words in ("And it rusts.", "You answered", "The north one.", "Which gate")]
    assert places == sorted(places)
    assert "You added" in page


def test_an_address_left_with_a_code_is_seen_put_right_and_taken_back(world, browse, poster, database):
    side, phone = world.ours, browse(None)
    ref, code = said(side, poster[0])
    page, right = f"/code/{code}", {"press": "email", "email": "kit@home.example"}
    phone.post(page, {"press": "email", "email": "kti@hoem.example"})
    shown = phone.get(page).text
    assert "By email too, at k…@hoem.example" in shown
    assert "kti@hoem.example" not in shown
    phone.post(page, right)
    assert holds(database, side, "kti@hoem.example") == set(), "a stranger's letter does not wait to go"
    [thanks] = letters_to(side, "kit@home.example")
    assert code_in(thanks)
    with side.door():
        idea.reply(idea=makers.idea_of(ref), words="We look into it.", by=side.lead.id)
    assert len(letters_to(side, "kit@home.example")) == 2
    phone.post(page, {"press": "out"})
    assert holds(database, side, "kit@home.example") == set()
    assert "Send me an email from now on" in phone.get(page).text
    phone.post(page, right)
    with side.door():
        contact.end_contacts(by=side.lead.id)
    assert holds(database, side, "kit@home.example") == set()


def test_the_letter_to_a_late_address_promises_no_answer_that_was_given(world, browse, poster):
    side = world.ours
    _, fresh = said(side, poster[0])
    asked, asked_code = said(side, poster[0])
    answered, answered_code = said(side, poster[0])
    with side.door():
        idea.ask_author(idea=makers.idea_of(asked), question="Which gate?", by=side.lead.id)
        idea.reply(idea=makers.idea_of(answered), words="We look into it.", by=side.lead.id)
    for code, name in ((fresh, "fresh"), (asked_code, "asked"), (answered_code, "answered")):
        browse(None).post(f"/code/{code}", {"press": "email", "email": f"{name}@home.example"})
    told = {name: letters_to(side, f"{name}@home.example")[0] for name in ("fresh", "asked", "answered")}
    assert [name for name, words in told.items() if "A person answers by" in words] == ["fresh"]
    assert "A question waits for your answer" in told["asked"]
    assert "question" not in told["answered"]


# --- what is told, and what is not ------------------------------------------------------------------------------------
TOLD = {"asked": "What is in the way?", "said": "The keys are far away.", "did": "A second board. <b>Done</b>"}


def test_anybody_reads_what_a_lead_approved_and_no_words_of_who_did_not_agree(world, browse, poster):
    side, lead, anybody = world.ours, browse(world.ours.lead), browse(None)
    public = f"/we-asked/{side.code}"
    assert "Nothing told yet" in anybody.get(public).text
    ref, _ = said(side, poster[0], name="Kit Bell")
    quoted = {**TOLD, "said": f"They say: {WORDS.lower()}"}
    assert "Nobody agreed" in lead.post(f"/ideas/{ref}/outside", quoted, status=200).text
    assert "Say what you did" in lead.post(f"/ideas/{ref}/outside", {**TOLD, "did": ""}, status=200).text
    lead.post(f"/ideas/{ref}/outside", TOLD)
    page = " ".join(anybody.get(public).text.split())
    assert "A second board. &lt;b&gt;Done&lt;/b&gt;" in page
    assert "1 thing said, 0 answered, 1 told here" in page
    assert not [words for words in ("Kit Bell", WORDS, ref, "Eastgate") if words in page]
    assert "A second board" not in anybody.get(f"/we-asked/{world.theirs.code}").text
    with side.door():
        [telling] = contact.tellings_query(makers.idea_of(ref).id).answer()
    lead.post(f"/ideas/{ref}/outside/{telling.id}/end")
    assert "Nothing told yet" in anybody.get(public).text
    other, _ = said(side, poster[0], may_show=True)
    lead.post(f"/ideas/{other}/outside", quoted)
    assert WORDS.lower() in anybody.get(public).text


def test_nothing_is_told_of_a_confidential_idea(world, poster):
    side = world.ours
    ref, _ = said(side, poster[0])
    with side.door():
        found = makers.idea_of(ref)
        idea.set_audience(idea=found, audience=idea.Audience.CONFIDENTIAL, people=[], by=side.lead.id)
        with pytest.raises(Refused, match="confidential"):
            voice.tell_outside(idea=found, draft=voice.TellingDraft(**TOLD), by=side.lead.id)


def test_words_that_should_not_stand_there_are_taken_away_and_kept_nowhere(world, browse, poster, database):
    side, lead = world.ours, browse(world.ours.lead)
    ref, _ = said(side, poster[0], problem="Ada Pike of Mill Lane has it. Every day.")
    put_right = {
        "title": "Keys",
        "problem": "Ada Pike of Mill Lane, 82, has it.",
        "proposal": "A board.",
        "version": "1",
    }
    lead.post(f"/ideas/{ref}/edit", {**put_right, "not_real": "y"})
    assert "event" in holds(database, side, "Ada Pike")
    lead.post(f"/ideas/{ref}/redact", {"title": "Keys", "problem": "", "proposal": "A board."})
    assert holds(database, side, "Ada Pike") == set()
    page = lead.get(f"/ideas/{ref}").text
    assert "Words that should not stand here were taken away: problem." in page
    assert "Words that stood here were taken away." in page


def test_a_poster_leads_to_the_ideas_that_came_by_it(world, browse, poster):
    side, (made, token) = world.ours, poster
    lead, address = browse(side.lead), f"/council/posters/{made.number}"
    assert "What came by it" not in lead.get(address).text
    browse(None).post(f"/t/{token}", {"problem": "Eleven gates, one key board.", "proposal": "A second board."})
    with side.door():
        [came] = idea.poster_ideas_query(made.id, reader=side.lead.reader).answer()
    assert f'href="/ideas/{came.ref}"' in lead.get(address).text


# --- small rules ------------------------------------------------------------------------------------------------------
def test_a_poster_is_for_a_team_and_its_address_outlives_its_words(world, browse, poster):
    side, (made, token) = world.ours, poster
    with side.door(), pytest.raises(PersonError, match="which team"):
        contact.make_poster(team=" ", line="x", service_id=None, by=side.lead.id)
    lead = browse(side.lead)
    lead.post(f"/council/posters/{made.number}", {"team": "West depot", "line": "Beth sydd yn y ffordd?"})
    page = lead.get(f"/council/posters/{made.number}").text
    assert contact.token_in_parts(token) in page
    assert 'class="poster__code"' in page
    assert "Beth sydd yn y ffordd?" in browse(None).get(f"/t/{token}").text
    for who in (side.contributor, side.owner, side.observer):
        browse(who).get("/council/posters", status=403)


def test_a_changed_secret_of_the_site_ends_no_poster_and_no_code(world, browse, poster, monkeypatch):
    side, (made, token) = world.ours, poster
    ref, code = said(side, made, email="kit@home.example", way=contact.AnswerWay.EMAIL)
    monkeypatch.setattr(rules, "_drawn", lambda *_: 7)
    browse(None).get(f"/t/{token}")
    browse(None).get(f"/code/{code}")
    assert "can no longer be printed" in browse(side.lead).get(f"/council/posters/{made.number}").text
    with side.door():
        idea.reply(idea=makers.idea_of(ref), words="We look into it.", by=side.lead.id)
    assert "Your code" not in letters_to(side, "kit@home.example")[-1], "no wrong code is told"

"""Whoever follows an idea, is named or asked to be told hears of it once; comments are changed; thanks go along."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select, text

from tests import makers
from tests.tracker.test_life_again import letters_to
from tracker import capacity, clock, collaborative, council, idea, inbox, talk, value
from tracker.council import Digest, NewsBy
from tracker.gate import Gate, Word
from tracker.idea import Audience, Refused, Stage
from tracker.inbox import NewsItem, Wishes
from tracker.post import Letter
from tracker.tenancy import directory, session

# The next Saturday, on which no digest goes whatever day it is today; and a day behind it on which they do.
SATURDAY = clock.today() + timedelta(days=1 + (4 - clock.today().weekday()) % 7)
WORKDAY = clock.start_of(clock.add_working_days(SATURDAY, 3, "england")) + timedelta(hours=10)


def told(side: makers.Side, person: makers.Someone) -> list[str]:
    """The subjects of letters of news to somebody, after the worker has told twice what there is."""
    for _ in range(2):
        with side.door():
            inbox.tell_news()
    with side.door():
        asked = select(Letter.subject).where(
            Letter.person_id == person.id, Letter.template.in_(["news", "news_digest"])
        )
        return list(session().scalars(asked.order_by(Letter.created_at, Letter.id)))


def choose(person: makers.Someone, **how: NewsBy) -> None:
    choice = {"followed": NewsBy.AT_ONCE, "naming": NewsBy.AT_ONCE, **how}
    council.set_news(person_id=person.id, **choice)


# --- followers ---
def test_a_follower_hears_of_moves_outcomes_and_answers_as_they_chose_and_nobody_twice(world):
    ours = world.ours
    digest, never = (makers.a_person(ours.id, name=name) for name in ("Di Gest", "Nev Er"))
    ref = makers.a_sent_idea(ours)
    with ours.door():
        found = makers.idea_of(ref)
        choose(digest, followed=NewsBy.DIGEST)
        choose(never, followed=NewsBy.NEVER)
        for person in (digest, never, ours.observer):
            idea.follow(idea=found, person_id=person.id)
    with ours.door():
        found = makers.idea_of(ref)
        idea.ask_author(idea=found, question="Which wards?", by=ours.lead.id)
        idea.comment(idea=found, words="A comment is no news.", by=ours.owner.id)
        idea.note(idea=found, words="A note even less.", by=ours.lead.id)
        idea.answer_question(idea=found, answer="The north.", by=ours.contributor.id)
        idea.send_to_design_gate(idea=found, owner_id=ours.owner.id, because="Good.", by=ours.lead.id)
    with clock.at(SATURDAY):
        assert told(ours, ours.observer) == [
            "Sam Okafor answered a question about it: One visit for damp",
            "It goes on to its design gate: One visit for damp",
        ]
    makers.a_decision(ours, ref, Word.GO, at=Gate.DESIGN)
    with clock.at(SATURDAY):
        assert len(told(ours, ours.observer)) == 2  # the decision's own letter went to who hears at once
    with ours.door():
        assert [subject for subject, _ in letters_to(ours.observer)][-1].endswith("One visit for damp")
        assert not [subject for subject, _ in letters_to(digest) if "today" in subject]
        assert letters_to(never) == []
    with clock.at(SATURDAY):
        for person in (ours.contributor, ours.owner):  # the author and the new owner have letters of their own
            assert told(ours, person) == []
    with clock.at(WORKDAY):
        assert told(ours, digest) == [f"What happened to ideas that you follow in {ours.name}"]
        with ours.door():
            words = letters_to(digest)[-1][1]
    for sentence in ("answered a question", "goes on to its design gate", "It goes on: design"):
        assert words.count(sentence) == 1


def test_a_digest_waits_for_the_day_that_its_person_chose(world):
    ours = world.ours
    with directory():
        council.set_digest(person_id=ours.observer.id, digest=Digest.WEEKLY)
        council.set_digest(person_id=ours.sponsor.id, digest=Digest.NEVER)
    ref = makers.a_sent_idea(ours)
    with ours.door():
        for person in (ours.observer, ours.sponsor):
            choose(person, followed=NewsBy.DIGEST)
            idea.follow(idea=makers.idea_of(ref), person_id=person.id)
    with ours.door():
        idea.decline(idea=makers.idea_of(ref), because="No.", by=ours.lead.id)
    monday = clock.days_after(clock.today(), 14 - clock.today().weekday())
    for day, hour, count in ((1, 10, 0), (7, 6, 0), (7, 8, 1), (8, 8, 1)):  # Tuesday; the next Monday, early and later
        with clock.at(clock.start_of(clock.days_after(monday, day)) + timedelta(hours=hour)):
            assert len(told(ours, ours.observer)) == count
    assert told(ours, ours.sponsor) == []


def test_who_may_not_see_an_idea_any_longer_hears_no_more_of_it(world):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    with ours.door():
        found = makers.idea_of(ref)
        idea.follow(idea=found, person_id=ours.observer.id)
    with ours.door():
        found = makers.idea_of(ref)
        idea.set_audience(idea=found, audience=Audience.CONFIDENTIAL, by=ours.lead.id)
        idea.decline(idea=found, because="No.", by=ours.lead.id)
    assert told(ours, ours.observer) == []
    with ours.door():
        assert session().scalars(select(NewsItem).where(NewsItem.told_at.is_(None))).all() == []


# --- tell me when ---
def test_a_wish_fires_once_and_only_once(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours)
    watcher = browse(ours.sponsor)
    day = clock.today() + timedelta(days=5)
    watcher.post(f"/ideas/{ref}/tell-me", {"stage": "y", "evidence": "y", "on": f"{day:%d/%m/%Y}"})
    assert "5 checked" not in watcher.get(f"/ideas/{ref}/tell-me").text
    wrong = watcher.post(f"/ideas/{ref}/tell-me", {"stage": "y", "on": "1 March 2020"}, status=200).text
    assert "Give a day that is still to come" in wrong
    assert told(ours, ours.sponsor) == []
    with ours.door():
        made = value.claim(idea=makers.idea_of(ref), indicator="Visits", by=ours.owner.id)
        for number in ("5", "4"):
            value.add_evidence(idea=makers.idea_of(ref), claim_id=made.id, value=number, by=ours.owner.id)
    makers.a_decision(ours, ref, Word.GO, at=Gate.DESIGN)
    makers.a_decision(ours, ref, Word.GO, at=Gate.MOBILISE)
    assert told(ours, ours.sponsor) == [
        "New evidence was recorded: One visit for damp",
        "It goes on: design: One visit for damp",
    ]
    for moment in (clock.now() + timedelta(days=4), clock.now() + timedelta(days=6), clock.now() + timedelta(days=7)):
        with clock.at(moment):
            found = told(ours, ours.sponsor)
    assert found[2:] == [f"The day has come that you named: {idea.spoken(day, today=day)}: One visit for damp"]
    assert "New evidence was recorded." in watcher.get("/inbox").text


def test_a_wish_on_an_idea_is_fulfilled_by_the_one_that_it_was_joined_into(world):
    ours = world.ours
    ref, into = makers.a_sent_idea(ours), makers.an_idea(ours, title="The older one")
    with ours.door():
        inbox.set_lookouts(idea=makers.idea_of(ref), person_id=ours.observer.id, wishes=Wishes(stage=True))
        idea.merge(idea=makers.idea_of(ref), into=makers.idea_of(into), because="Same.", by=ours.lead.id)
    makers.a_decision(ours, into, Word.GO, at=Gate.DESIGN)
    assert told(ours, ours.observer) == ["It goes on: design: The older one"]


# --- named ---
def test_a_colleague_who_is_named_hears_and_who_may_not_see_it_is_said(world, browse):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    writer = browse(ours.contributor)
    done = writer.follow(writer.post(f"/ideas/{ref}/messages", {"words": "@Tom Baker and @Helen, is this yours? @Zed"}))
    assert "Tom Baker and Helen Marsh will hear of it. Nobody here is called “Zed”." in done.text
    with ours.door():
        choose(ours.sponsor, naming=NewsBy.NEVER)
    picked = {"words": "And you?", "people": [str(ours.sponsor.id), str(ours.observer.id)]}
    assert f"{ours.observer.name}" in writer.get(f"/ideas/{ref}/comment").text
    writer.post(f"/ideas/{ref}/comment", picked)
    assert told(ours, ours.owner) == ["Sam Okafor named you in a comment: One visit for damp"]
    assert len(told(ours, ours.sponsor)) == 1  # the first; of the second she reads in her inbox
    assert browse(ours.sponsor).get("/inbox").text.count("Sam Okafor named you in a comment.") == 2
    with ours.door():
        assert "is this yours?" in letters_to(ours.owner)[-1][1]
        idea.set_audience(idea=makers.idea_of(ref), audience=Audience.CONFIDENTIAL, by=ours.lead.id)
    page = writer.get(f"/ideas/{ref}/comment").text
    assert f"{ours.observer.name} (may not see this idea, and is not told)" in page
    done = writer.follow(writer.post(f"/ideas/{ref}/messages", {"words": "@Ann Reid must not read this."}))
    assert "Cllr Ann Reid may not see this idea, and was not told." in done.text
    assert len(told(ours, ours.observer)) == 1
    assert "must not read this" not in browse(ours.observer).get("/inbox").text


# --- changed, answered, noted ---
def test_a_comment_is_changed_shortly_after_and_answered_below_and_a_note_is_for_who_keeps_it(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours)
    with ours.door():
        said = idea.comment(idea=makers.idea_of(ref), words="We see this in the noth.", by=ours.contributor.id)
        idea.comment(idea=makers.idea_of(ref), words="Last of all.", by=ours.sponsor.id)
    at = f"/ideas/{ref}/messages/{said.id}"
    writer, keeper, other = browse(ours.contributor), browse(ours.owner), browse(ours.sponsor)
    writer.post(f"{at}/edit", {"words": "We see this in the north."})
    other.get(f"{at}/edit", status=403)
    history = other.get(f"{at}/history").text
    assert "in the north." in history
    assert "in the noth." in history
    other.post(f"/ideas/{ref}/comment?to={said.id}", {"words": "In the south too."})
    keeper.post(f"/ideas/{ref}/comment", {"words": "Ring him first.", "note": "y"})
    other.post(f"/ideas/{ref}/comment", {"words": "No keeper.", "note": "y"}, status=403)
    page = other.get(f"/ideas/{ref}").text
    assert page.index("in the north.") < page.index("In the south too.") < page.index("Last of all.")
    assert "changed since" in page
    for reader, sees in ((keeper, True), (other, False), (writer, False)):
        for address in (f"/ideas/{ref}", "/inbox", "/"):
            shown = reader.get(address).text
            assert ("Ring him first." in shown) is (sees and address == f"/ideas/{ref}")
            assert "A note was written" not in shown or sees
    with ours.door(), clock.at(clock.now() + talk.EDIT_TIME + timedelta(minutes=1)):
        found = makers.idea_of(ref)
        late = idea.message(idea=found, message_id=said.id)
        with pytest.raises(Refused, match="too late"):
            talk.edit(message=late, idea=found, words="Nobody sees this.", by=ours.contributor.id)
        idea.redact(message=late, idea=found, by=ours.contributor.id)
    assert "noth" not in other.get(f"{at}/history").text


# --- answered by its letter ---
def test_a_question_is_answered_by_the_link_of_its_letter_which_shows_it_first(world, database, browse):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    with ours.door():
        said = idea.ask_author(idea=makers.idea_of(ref), question="Which wards?", by=ours.lead.id)
        session().flush()
        kept = session().scalars(select(Letter).where(Letter.key == f"author_question:{said.id}")).one()
        token = kept.particulars["token"]
        assert f"/q/{token}" in letters_to(ours.contributor)[-1][1]
        assert session().scalar(text("SELECT count(*) FROM message WHERE kind = 'answer'")) == 0
    reader = browse(None)
    assert "Which wards?" in reader.get(f"/q/{token}").text
    assert "Write your answer" in reader.post(f"/q/{token}", {"words": ""}, status=200).text
    done = reader.follow(reader.post(f"/q/{token}", {"words": "The north."})).text
    assert "Your answer is with the person who asked." in done
    assert "The north." in reader.post(f"/q/{token}", {"words": "The south."}, status=200).text
    with ours.door():
        story = idea.story(ref=ref, reader=ours.lead.reader)
        assert [one.text for one in story.messages] == ["Which wards?", "The north."]
        assert letters_to(ours.lead)[-1][0] == f"An answer about {ref}: One visit for damp"
    reader.get(f"/q/{token}x", status=404)
    with psycopg.connect(database.admin_url) as admin:  # once it was sent, the letter keeps no secret
        sent = "UPDATE letter SET sent_at = now() WHERE key = %s RETURNING particulars ? 'token', particulars ? 'ref'"
        assert admin.execute(sent, [f"author_question:{said.id}"]).fetchall() == [(False, True)]
    with clock.at(clock.now() + timedelta(days=talk.LINK_DAYS + 1)):
        reader.get(f"/q/{token}", status=410)


# --- thanks ---
def test_thanks_go_with_the_idea_to_card_and_adaptation_and_stay(world, browse):
    ours, theirs = world.ours, world.theirs
    ref, code = makers.an_idea(ours, stage=Stage.MOBILISE), makers.a_collaborative(ours, theirs)
    thanked = makers.a_person(ours.id, name="Bea Holt")
    first = browse(ours.sponsor)
    first.post(f"/ideas/{ref}/thanks", {"person": str(thanked.id), "words": "She tried it on her own rounds."})
    assert told(ours, thanked) == ["Helen Marsh thanked you: One visit for damp"]
    wrong = first.post(f"/ideas/{ref}/thanks", {"words": "Nobody"}, status=200).text
    assert "Choose a colleague, or write whom you thank" in wrong
    number = makers.a_card(ours, code, ref)
    reader = browse(theirs.lead)
    assert "Bea Holt" in reader.get(f"/collaboratives/{code}/cards/{number}").text
    adapted = makers.an_adaptation(theirs, code, number)
    first.post(f"/ideas/{ref}/thanks", {"name": "Ann Shaw, Highways", "words": "She rang everybody."})
    with ours.door():
        council.end_membership(person_id=thanked.id, by=ours.admin.id)
        shared = collaborative.get(code)
        card = collaborative.card(shared, number)
        collaborative.withdraw(card=card, collaborative=shared, by=ours.lead.id, because="It is over.")
    page = reader.get(f"/ideas/{adapted}").text
    for words in ("Bea Holt", ours.name, "She tried it on her own rounds.", "Ann Shaw, Highways"):
        assert words in page
    with ours.door():
        [_, other] = capacity.thanks_on(idea=makers.idea_of(ref))
    browse(ours.lead).post(f"/ideas/{ref}/thanks/{other.id}/take-back", {"because": "It was Ben."})
    page = reader.get(f"/ideas/{adapted}").text
    assert "Ann Shaw" not in page
    assert "Bea Holt" in page
    assert "Bea Holt" in browse(ours.observer).get(f"/ideas/{ref}").text


# --- who follows ---
def test_who_follows_is_seen_by_who_keeps_it_and_how_one_hears_is_chosen(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours)
    with ours.door():
        idea.follow(idea=makers.idea_of(ref), person_id=ours.observer.id)
    assert "Cllr Ann Reid" in browse(ours.lead).get(f"/ideas/{ref}/followers").text
    person = browse(ours.observer)
    assert 'href="/account/news"' in person.get("/account").text
    person.post("/account/news", {"followed": "digest", "naming": "never"})
    with ours.door():
        choice = council.news_choice(ours.observer.id)
        assert (choice.news_followed, choice.news_naming) == (NewsBy.DIGEST, NewsBy.NEVER)
    person.post("/account/news", {"followed": "sometimes", "naming": "never"}, status=422)

"""What triage decides reaches everybody: joined authors, services, collaboratives; and it takes a lesson."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from tests import makers
from tests.reading import Page
from tests.tracker.test_life_again import letters_to
from tracker import collaborative, council, idea, lesson, portfolio
from tracker.collaborative import Notice, NoticeKind
from tracker.council import Role
from tracker.gate import Gate, StopReason, Word
from tracker.idea import Outcome, Refused, Stage, State
from tracker.tenancy import attempt, session

WORDS = "Two wards do it already, and nobody asked them how: eighty letters of reasons, and more."


def triage(browse, side: makers.Side, ref: str, *, status: int = 303, **sent: str) -> Page:
    lead = browse(side.lead)
    return Page(lead.post(f"/ideas/{ref}/triage", {"words": WORDS, "seen": "triage", **sent}, status=status).text)


# --- two leads ---
def test_the_second_lead_is_told_who_decided_what_and_keeps_her_words(world, browse):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    second = makers.a_person(ours.id, Role.LEAD, name="Ola Reed")
    triage(browse, ours, ref, outcome="gate", owner_id=str(ours.owner.id))
    told = browse(second).post(f"/ideas/{ref}/triage", {"outcome": "decline", "words": WORDS}, status=409).text
    assert WORDS in told
    assert "Priya Nair decided that it goes to its gate." in told


# --- joined authors ---
@pytest.fixture
def joined(world) -> tuple[str, str, makers.Someone, makers.Someone]:
    """An idea in triage with another joined into it, which had a third joined into it before."""
    ours = world.ours
    second, third = (makers.a_person(ours.id, name=name) for name in ("Bea Holt", "Cal Moor"))
    first = makers.a_sent_idea(ours, title="First said")
    middle = makers.a_sent_idea(ours, title="Said again", by=second)
    last = makers.a_sent_idea(ours, title="Said a third time", by=third)
    with ours.door():
        for which, into in ((last, middle), (middle, first)):
            idea.merge(idea=makers.idea_of(which), into=makers.idea_of(into), because="Same.", by=ours.lead.id)
        for person in (second, third):
            idea.unfollow(idea=makers.idea_of(first), person_id=person.id)
    return first, middle, second, third


OUTCOMES = {
    "improve": {},
    "resource": {},
    "decline": {},
    "park": {"until": "3 March 2040"},
    "refer": {"to_whom": "Ann Shaw at Highways England"},
    "reply": {},
    "ask": {},
    "gate": {},
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_all_joined_authors_hear_what_the_author_hears(world, browse, joined, outcome):
    ours, (first, _, second, third) = world.ours, joined
    more = {"owner_id": str(ours.owner.id)} if outcome == "gate" else OUTCOMES[outcome]
    triage(browse, ours, first, outcome=outcome, **more)
    with ours.door():
        for person, title in ((ours.contributor, "First said"), (second, "Said again"), (third, "Said a third time")):
            subject, words = letters_to(person)[-1]
            assert subject.endswith(title)
            assert f'Thank you for "{title}".' in words
            assert WORDS in words
            assert (f"It goes on as one with {first}, “First said”" in words) is (person is not ours.contributor)


def test_all_joined_authors_hear_of_every_later_decision(world, joined):
    ours, (first, middle, second, third) = world.ours, joined
    with ours.door():
        idea.send_to_design_gate(idea=makers.idea_of(first), owner_id=ours.owner.id, because="Yes.", by=ours.lead.id)
    makers.a_decision(ours, first, Word.GO, at=Gate.DESIGN)
    with ours.door():
        for person in (ours.contributor, second, third):
            subject, words = letters_to(person)[-1]
            assert subject == "Going ahead: First said"
            assert "You have this because it is your idea" in words
        idea.undo_merge(idea=makers.idea_of(middle), by=ours.lead.id)
        assert "stands by itself again" in letters_to(second)[-1][0]
        before = len(letters_to(second)), len(letters_to(third))
    makers.a_decision(ours, first, Word.GO, at=Gate.MOBILISE)
    with ours.door():
        assert (len(letters_to(second)), len(letters_to(third))) == before


def test_everybody_who_said_it_is_named_on_the_idea_that_goes_on(world, browse, joined):
    ours, (first, middle, *_) = world.ours, joined
    said = Page(browse(ours.lead).get(f"/ideas/{first}").text).under("people").words
    assert "Also said by Bea Holt: Said again" in said
    assert "Also said by Cal Moor: Said a third time" in said
    of_middle = Page(browse(ours.lead).get(f"/ideas/{middle}").text).under("people").words
    assert of_middle.count("Also said by") == 1


def test_followers_who_came_along_two_joins_ago_leave_when_the_first_is_undone(world):
    ours = world.ours
    refs = [makers.a_sent_idea(ours, title=title) for title in ("A", "B", "C")]
    with ours.door():
        first, second, third = (makers.idea_of(ref) for ref in refs)
        idea.follow(idea=first, person_id=ours.observer.id)
        idea.follow(idea=second, person_id=ours.sponsor.id)
        idea.merge(idea=first, into=second, because="Same.", by=ours.lead.id)
        idea.merge(idea=second, into=third, because="Same.", by=ours.lead.id)
        idea.undo_merge(idea=first, by=ours.lead.id)
        here = set(session().scalars(select(idea.Follower.person_id).where(idea.Follower.idea_id == third.id)))
        assert ours.observer.id not in here
        assert {ours.sponsor.id, ours.contributor.id} <= here


@pytest.mark.parametrize("end", ["declined", "merged", "stopped", "draft"])
def test_only_an_open_idea_can_be_joined_and_the_words_are_kept(world, browse, end):
    ours = world.ours
    into, ref = makers.a_sent_idea(ours, title="Into"), makers.a_sent_idea(ours, title="Joined")
    with ours.door():
        found = makers.idea_of(into)
        if end == "declined":
            idea.decline(idea=found, because="No.", by=ours.lead.id)
        elif end == "merged":
            idea.merge(idea=found, into=makers.idea_of(ref), because="Same.", by=ours.lead.id)
        elif end == "draft":
            into = idea.log_draft(by=ours.lead.id, title="Not yet").ref
    if end == "stopped":
        into = makers.an_idea(ours, title="Stopped")
        makers.a_decision(ours, into, Word.STOP, at=Gate.DESIGN, stop_reason=StopReason.NO_REAL_NEED, lesson="Ask.")
    read = triage(browse, ours, ref, status=200, outcome="merge", into=into)
    assert "Choose another idea of this council that is being worked on" in read.words
    assert WORDS in read.words
    with ours.door():
        assert makers.idea_of(ref).state is State.TRIAGE


# --- replies ---
def test_an_owner_writes_to_the_author_by_letter_and_nobody_who_does_not_keep_it_can(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours)
    for person, may in ((ours.owner, True), (ours.lead, True), (ours.observer, False), (ours.contributor, False)):
        page = browse(person).get(f"/ideas/{ref}").text
        assert ("Send it to Sam Okafor by letter" in page) is may, person.name
    other = makers.a_person(ours.id, name="Bea Holt")
    browse(other).post(f"/ideas/{ref}/messages", {"words": "I answer.", "reply": "y"}, status=403)
    browse(ours.owner).post(f"/ideas/{ref}/messages", {"words": "We begin on Monday.", "reply": "y"})
    with ours.door():
        assert "We begin on Monday." in letters_to(ours.contributor)[-1][1]


def test_only_the_author_answers_for_the_author(world, browse):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    triage(browse, ours, ref, outcome="ask")
    for person in (ours.lead, ours.owner):
        page = browse(person).post(f"/ideas/{ref}/messages", {"words": "Ward 6.", "answer": "y"}, status=200).text
        assert "Its author alone answers a question to them" in page
    browse(ours.contributor).post(f"/ideas/{ref}/messages", {"words": "Ward 6.", "answer": "y"})
    with ours.door():
        assert idea.story(ref=ref, reader=ours.lead.reader).open_question is None


# --- passed on ---
def a_service(side: makers.Side, name: str, senior_owner: str | None) -> council.ServiceEntry:
    with side.door():
        council.add_service(name=name, senior_owner=senior_owner, by=side.admin.id)
        return next(one for one in council.services() if one.name == name)


@pytest.mark.parametrize("how", ["chosen", "written"])
def test_what_is_passed_on_inside_the_council_reaches_the_senior_owner_of_the_service(world, browse, how):
    ours = world.ours
    owner = makers.a_person(ours.id, Role.OBSERVER, name="Yasmin Haddad")
    a_service(ours, "Leisure", "Gareth Pugh")
    housing = a_service(ours, "Housing", "yasmin  haddad")
    ref = makers.a_sent_idea(ours)
    to = {"passed_to": str(housing.id)} if how == "chosen" else {"to_whom": " housing "}
    triage(browse, ours, ref, outcome="refer", **to)
    with ours.door():
        found = makers.idea_of(ref)
        assert (found.outcome, found.service_id) == (Outcome.REFERRED, housing.id)
        [(subject, words)] = letters_to(owner)
        assert (subject, WORDS in words) == ("Passed on to Housing: One visit for damp", True)
        assert "It is passed to Yasmin Haddad, Housing" in letters_to(ours.contributor)[-1][1]
        assert found.id in session().scalars(select(idea.Follower.idea_id).where(idea.Follower.person_id == owner.id))


def test_a_service_without_a_senior_owner_here_is_passed_nothing_until_one_is_named(world, browse):
    ours = world.ours
    leisure = a_service(ours, "Leisure", "Gareth Pugh")
    ref = makers.a_sent_idea(ours)
    read = triage(browse, ours, ref, status=200, outcome="refer", passed_to=str(leisure.id))
    assert "Leisure is written as “Gareth Pugh”, which is the name of nobody here" in read.words
    assert WORDS in read.words
    browse(ours.admin).post(f"/council/services/{leisure.id}", {"senior_owner": "Helen Marsh"})
    triage(browse, ours, ref, outcome="refer", passed_to=str(leisure.id))
    with ours.door():
        assert "Passed on to Leisure" in letters_to(ours.sponsor)[-1][0]


def test_what_is_passed_to_a_collaborative_comes_before_the_leads_of_its_convenor(world, browse):
    ours, theirs = world.ours, world.theirs
    code = makers.a_collaborative(theirs, ours)
    with ours.door():
        shared = collaborative.get(code).id
    ref = makers.a_sent_idea(ours, title="Warm rooms")
    triage(browse, ours, ref, outcome="refer", passed_to=str(shared))
    makers.a_late_reply(theirs)
    desk = Page(browse(theirs.lead).get("/").text)
    assert [line for line in desk.under("told").items if "passes “Warm rooms” on to Warm homes" in line]
    with theirs.door():
        assert collaborative.tell_of_notices() == 1
        assert WORDS in letters_to(theirs.lead)[-1][1]
    with ours.door():
        assert "It is passed to Warm homes" in letters_to(ours.contributor)[-1][1]
        assert collaborative.unseen_notices(reader=ours.lead.reader) == []


def test_the_convenor_of_a_collaborative_may_be_the_council_itself(world, browse):
    ours = world.ours
    code = makers.a_collaborative(ours, world.theirs)
    ref = makers.a_sent_idea(ours, title="Warm rooms")
    with ours.door():
        name = collaborative.get(code).name
    triage(browse, ours, ref, outcome="refer", to_whom=name.upper())
    makers.a_late_reply(ours)
    desk = Page(browse(ours.lead).get("/").text)
    assert [line for line in desk.under("told").items if "passes “Warm rooms” on to Warm homes" in line]
    assert not Page(browse(world.theirs.lead).get("/").text).has("told")


def test_a_notice_goes_to_no_council_but_a_convenor_of_ones_own_collaborative(world):
    ours, theirs = world.ours, world.theirs
    makers.a_collaborative(theirs)
    with ours.door():
        for what in (NoticeKind.REFERRED, NoticeKind.ADAPTED):
            with pytest.raises(ProgrammingError, match="row-level security"), attempt():
                session().add(Notice(to_council_id=theirs.id, what=what, particulars={}))
                session().flush()


def test_nothing_confidential_is_passed_to_a_collaborative(world):
    ours, theirs = world.ours, world.theirs
    code = makers.a_collaborative(theirs, ours)
    ref = makers.a_sent_idea(ours)
    with ours.door():
        found, shared = makers.idea_of(ref), collaborative.get(code)
        idea.set_audience(idea=found, audience=idea.Audience.CONFIDENTIAL, by=ours.lead.id)
        with pytest.raises(Refused, match="does not leave the council"):
            collaborative.refer(idea=found, collaborative=shared, because=WORDS, by=ours.lead.id)


def test_elsewhere_it_names_who_was_told(world, browse):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    assert "name who was told" in triage(browse, ours, ref, status=200, outcome="refer").words
    triage(browse, ours, ref, outcome="refer", to_whom="Ann Shaw at Highways England")
    assert "Passed to Ann Shaw at Highways England." in browse(ours.contributor).get(f"/ideas/{ref}").text


# --- lessons ---
@pytest.mark.parametrize("outcome", ["improve", "resource", "decline", "refer", "park", "gate", "merge"])
@pytest.mark.parametrize("at_home", [True, False])
def test_every_outcome_takes_a_lesson_that_may_be_kept_in_the_council(world, browse, outcome, at_home):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    more = {**OUTCOMES.get(outcome, {}), "into": makers.an_idea(ours), "owner_id": str(ours.owner.id)}
    kept = {"lesson_at_home": "y"} if at_home else {}
    triage(browse, ours, ref, outcome=outcome, lesson=" Ask the wards first. ", **more, **kept)
    with ours.door():
        [written] = lesson.lessons_on(idea=makers.idea_of(ref))
        assert (written.lesson, written.may_be_shared) == ("Ask the wards first.", not at_home)
    page = browse(ours.lead).get(f"/ideas/{ref}").text
    assert ("kept in the council" in page) is at_home


@pytest.mark.parametrize("at_home", [True, False])
def test_the_lesson_of_a_stop_or_of_later_may_be_kept_in_the_council_whatever_the_archive_shows(world, browse, at_home):
    ours = world.ours
    kept = "y" if at_home else ""
    ref = makers.an_idea(ours)
    decided = {"word": "stop", "because": "Enough.", "stop_reason": "no_real_need", "lesson": "Ask first."}
    sent = {**decided, "archive_consent": "" if not at_home else "y", **({"lesson_at_home": kept} if kept else {})}
    browse(ours.lead).post(f"/ideas/{ref}/gates/design/decision", {k: v for k, v in sent.items() if v})
    later = {"lesson-lesson": "Ask twice.", "lesson-worked": "no", **({"lesson-at_home": kept} if kept else {})}
    browse(ours.owner).post(f"/ideas/{ref}/current/lesson", later)
    with ours.door():
        written = lesson.lessons_on(idea=makers.idea_of(ref))
        assert [one.may_be_shared for one in written] == [not at_home] * 2


def test_lessons_kept_in_the_council_are_shared_with_nobody_and_count_as_shared_nowhere(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours, stage=Stage.EMBEDDED)
    makers.a_card(ours, makers.a_collaborative(ours), ref)

    def spread() -> str:
        """What counts of "local networks spread the lessons", once health was worked out."""
        with ours.door():
            portfolio.compute()
        entries = Page(browse(ours.lead).get(f"/ideas/{ref}/health").text).entries
        [entry] = [each for each in entries if each.words.startswith("Local networks spread the lessons")]
        return next(words for words in entry.paragraphs if words.endswith("of 4"))

    with ours.door():
        lesson.write_lesson(
            idea=makers.idea_of(ref), lesson="Kept.", worked="yes", may_be_shared=False, by=ours.owner.id
        )
    assert spread() == "0 of 4"
    with ours.door():
        lesson.write_lesson(idea=makers.idea_of(ref), lesson="Told.", worked="yes", by=ours.owner.id)
    assert spread() == "4 of 4"

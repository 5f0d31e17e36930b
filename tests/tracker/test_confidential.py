"""A confidential idea: seen by its author, who keeps it and those named; it counts, and tells others nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests import makers
from tests.makers import Side
from tracker import clock, collaborative, council, exchange, gate, idea, inbox, nudge, portfolio, post, tenancy
from tracker import risk as risks
from tracker.collaborative import Choice, Level
from tracker.council import Role
from tracker.gate import Word
from tracker.history import record
from tracker.history.events.idea import AudienceSet
from tracker.idea import Audience, Filters, NotFoundError, Refused, Stage
from tracker.likeness import LikenessMark

TITLE = "Zebra crossing for whistle blowers"


@pytest.fixture
def ref(world):
    """An idea in mobilise with an owner and a sponsor, kept confidential and shown to nobody besides."""
    ours = world.ours
    ref = makers.an_idea(ours, title=TITLE, stage=Stage.MOBILISE)
    with ours.door():
        idea.name_sponsor(idea=makers.idea_of(ref), by=ours.owner.id, person_id=ours.sponsor.id)
    keep_confidential(ours, ref)
    return ref


def keep_confidential(side: Side, ref: str, *people: makers.Someone) -> None:
    with side.door():
        confidential = {"audience": Audience.CONFIDENTIAL, "people": [person.id for person in people]}
        idea.set_audience(idea=makers.idea_of(ref), **confidential, by=side.lead.id)


def sees(side: Side, ref: str) -> set[str]:
    with side.door():
        found = makers.idea_of(ref)
        seen = {role for role, person in side.people.items() if finds(person, ref)}
        asked = {role: idea.Sight(found.id, person.id) for role, person in side.people.items()}
        sights = idea.sights(asked.values())
        assert {role for role, sight in asked.items() if sight in sights} == seen, "asked for all at once"
        return seen


def finds(person: makers.Someone, ref: str) -> bool:
    try:
        return idea.get(ref=ref, reader=person.reader).ref == ref
    except NotFoundError:
        return False


# --- who sees it ------------------------------------------------------------------------------------------------------
def test_its_author_who_keeps_it_and_those_named_see_it_and_sponsor_and_admin_only_if_named(world, ref):
    ours = world.ours
    assert sees(ours, ref) == {"contributor", "owner", "lead"}
    keep_confidential(ours, ref, ours.sponsor, ours.admin)
    assert sees(ours, ref) == {"contributor", "owner", "lead", "sponsor", "admin"}
    keep_confidential(ours, ref, ours.observer)
    assert sees(ours, ref) == {"contributor", "owner", "lead", "observer"}, "naming others replaces those named"
    with ours.door():
        idea.set_audience(idea=makers.idea_of(ref), audience=Audience.EVERYBODY, by=ours.lead.id)
    assert sees(ours, ref) == set(ours.people)


def test_naming_others_leaves_it_confidential_since_the_same_moment_and_opening_it_names_nobody(world):
    ours, ref = world.ours, makers.an_idea(world.ours)
    days = [clock.today() + timedelta(days=number) for number in (1, 2, 3)]
    for day, people in zip(days, ([ours.sponsor], [ours.observer]), strict=False):
        with clock.at(day):
            keep_confidential(ours, ref, *people)
    with ours.door():
        assert makers.idea_of(ref).audience_since.date() == days[0]
    with clock.at(days[2]), ours.door():
        found, people = makers.idea_of(ref), [ours.sponsor.id]
        idea.set_audience(idea=found, audience=Audience.EVERYBODY, people=people, by=ours.lead.id)
        assert idea.confidants(idea=found) == []
        assert found.audience_since.date() == days[2]
        with pytest.raises(Refused, match="already"):
            idea.set_audience(idea=found, audience=Audience.EVERYBODY, by=ours.lead.id)


def test_an_owner_who_may_no_longer_own_does_not_see_it(world, ref):
    ours = world.ours
    with ours.door():
        council.set_roles(person_id=ours.owner.id, roles=[Role.CONTRIBUTOR], by=ours.admin.id)
    assert "owner" not in sees(ours, ref)


def test_its_pages_are_a_404_for_everybody_else_whatever_they_ask(world, browse, ref):
    for who in ("sponsor", "observer", "admin"):
        browser = browse(getattr(world.ours, who))
        for path in ("", "/lineage", "/health", "/gates/mainstream", "/decisions/1"):
            assert browser.client.get(f"/ideas/{ref}{path}").status_code == 404, (who, path)
        assert TITLE not in browser.get("/ideas").text
    assert TITLE in browse(world.ours.contributor).get(f"/ideas/{ref}").text
    assert TITLE in browse(world.ours.lead).get("/ideas").text


# --- what it says to others -------------------------------------------------------------------------------------------
def test_it_counts_on_the_board_and_others_read_a_confidential_idea(world, browse, ref):
    page = browse(world.ours.sponsor).get("/board").text
    assert TITLE not in page
    assert ref not in page
    assert "A confidential idea" in page
    assert TITLE in browse(world.ours.lead).get("/board").text
    with world.ours.door():
        columns = {column.stage: column.count for column in idea.board(reader=world.ours.sponsor.reader).columns}
    assert columns[Stage.MOBILISE] == 1


def test_it_counts_in_the_parts_of_the_portfolio_and_others_read_a_confidential_idea(world, browse, ref):
    with world.ours.door():
        portfolio.compute()
        (part,) = portfolio.profile_record(until=clock.today(), of=["runway"]).parts
        lines = portfolio.part_lines(part=part, page=1, reader=world.ours.lead.reader)
    assert [line.ref for line in lines] == [ref]
    page = browse(world.ours.observer).get("/portfolio/runway").text
    assert "A confidential idea" in page
    assert ref not in page
    assert TITLE not in page
    assert TITLE in browse(world.ours.lead).get("/portfolio/runway").text


def test_nobody_else_hears_of_it_at_home_in_the_inbox_or_by_letter(world, browse, ref):
    ours = world.ours
    with ours.door():
        idea.follow(idea=makers.idea_of(ref), person_id=ours.observer.id)
        idea.comment(idea=makers.idea_of(ref), words="Ask nobody yet.", by=ours.owner.id)
        heard = {to.person_id for to in gate.hearers(makers.idea_of(ref), but=ours.lead.id)}
        assert heard == {ours.contributor.id, ours.owner.id}
        assert inbox.news(reader=ours.sponsor.reader) == []
        assert inbox.news(reader=ours.contributor.reader) != []
    for who in (ours.sponsor, ours.observer):
        browser = browse(who)
        for path in ("/", "/inbox", "/collaboratives"):
            assert TITLE not in browser.get(path).text
    makers.a_decision(ours, ref, Word.HOLD, at=gate.Gate.MAINSTREAM, until=clock.today() + timedelta(days=9))
    with ours.door():
        held = tenancy.session().scalars(select(post.Letter).where(post.Letter.subject.startswith("Waiting until")))
        told = {letter.to_email for letter in held}
    assert told == {ours.contributor.email, ours.owner.email}


def test_a_nudge_asks_the_sponsor_only_where_the_sponsor_is_named(world, ref):
    ours = world.ours

    def asked() -> set:
        later = clock.on_or_after(clock.today() + timedelta(days=80), "england")
        with clock.at(later), ours.door():
            return {one.person_id for one in nudge.plan(day=later) if one.reason.rule.code == "sponsor_silent"}

    assert asked() == {ours.owner.id}
    keep_confidential(ours, ref, ours.sponsor)
    assert asked() == {ours.sponsor.id}


def test_who_is_asked_about_confidential_ideas_and_told_of_them_is_found_as_cheaply_for_many_as_for_one(
    world, statements
):
    ours, theirs = world.ours, world.theirs
    code = makers.a_collaborative(ours, theirs)
    later = clock.on_or_after(clock.today() + timedelta(days=80), "england")

    def asked(more: int) -> tuple[int, int]:
        for _ in range(more):
            ref = makers.an_idea(ours, stage=Stage.MOBILISE)
            with ours.door():
                idea.name_sponsor(idea=makers.idea_of(ref), by=ours.owner.id, person_id=ours.sponsor.id)
            keep_confidential(ours, ref)
        with clock.at(later), ours.door(), statements() as seen:
            found = [one for one in nudge.plan(day=later) if one.reason.rule.code == "sponsor_silent"]
        assert {one.person_id for one in found} == {ours.owner.id}
        return len(found), len(seen)

    (one, few), (many, more) = asked(1), asked(4)
    assert (one, many, few) == (1, 5, more)

    def told(more: int) -> tuple[int, int]:
        for n in range(more):
            number = makers.a_card(ours, code, makers.an_idea(ours, title=f"Damp {n}"))
            makers.an_adaptation(theirs, code, number)
        with ours.door(), statements() as seen:
            return collaborative.tell_of_notices(), len([one for one in seen if "INSERT INTO letter" not in one])

    (one, few), (many, more) = told(1), told(4)
    assert (one, many, few) == (1, 4, more)


def test_a_nudge_sent_before_is_shown_to_nobody_who_may_no_longer_see_the_idea(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours, title=TITLE, stage=Stage.MOBILISE)
    with ours.door():
        idea.name_sponsor(idea=makers.idea_of(ref), by=ours.owner.id, person_id=ours.sponsor.id)
    later = clock.on_or_after(clock.today() + timedelta(days=80), "england")
    with clock.at(later):
        with ours.door():
            nudge.find_due()
            nudge.send_due()
            assert [entry.ref for entry in nudge.for_person(reader=ours.sponsor.reader)] == [ref]
        keep_confidential(ours, ref)
        with ours.door():
            assert nudge.for_person(reader=ours.sponsor.reader) == []


def test_what_waits_for_a_lead_what_rests_and_what_would_be_asked_names_it_to_nobody_who_may_not_see_it(world):
    ours = world.ours
    ref = makers.an_idea(ours, title=TITLE, stage=Stage.MOBILISE)
    keep_confidential(ours, ref)
    later = clock.on_or_after(clock.today() + timedelta(days=80), "england")
    with clock.at(later), ours.door() as door:
        plan = nudge.plan(day=later)
        nudge.find_due()
        door.execute(text("UPDATE nudge SET escalated_at = now()"))
        seen = {who: asked_of(ours.people[who].reader, plan) for who in ("lead", "observer")}
        assert [len(found) for found in seen["lead"]] == [1, len(plan)]
        assert seen["observer"] == ([], [])
        door.execute(text("UPDATE nudge SET state = 'withdrawn', settled_at = :now"), {"now": clock.now()})
        assert {entry.ref for entry in nudge.settled(reader=ours.lead.reader)} == {ref}
        assert nudge.settled(reader=ours.observer.reader) == []


def asked_of(reader: council.Reader, plan: list[nudge.PlannedNudge]) -> tuple[list[object], list[object]]:
    return list(nudge.ideas_of(plan, reader=reader)), nudge.waits_for_lead(reader=reader)


# --- never found, matched, published, taken out -----------------------------------------------------------------------
def test_it_is_found_by_its_words_by_who_sees_it_alone_and_offered_as_close_to_nothing(world, ref):
    with world.ours.door():
        lead = world.ours.lead.reader
        assert [row.ref for row in idea.listing(reader=lead).rows] == [ref]
        for reader, found in ((lead, [ref]), (world.ours.observer.reader, [])):
            assert [row.ref for row in idea.listing(reader=reader, filters=Filters(text="Zebra")).rows] == found
        assert idea.similar(title=TITLE) == []


def test_it_is_published_to_nobody_and_a_card_that_stood_is_taken_back_when_it_becomes_confidential(world):
    ours, theirs = world.ours, world.theirs
    code = makers.a_collaborative(ours, theirs)
    ref = makers.an_idea(ours, title=TITLE, stage=Stage.MOBILISE)
    number = makers.a_card(ours, code, ref)
    makers.an_adaptation(theirs, code, number)
    keep_confidential(ours, ref)
    with theirs.door():
        assert collaborative.cards(collaborative.get(code)) == []
        assert any(
            "withdrawn" in notice.sentence(council.vocabulary())
            for notice in collaborative.unseen_notices(reader=theirs.lead.reader)
        )
    with ours.door(), pytest.raises(Refused, match="confidential"):
        collaborative.publish(
            idea=makers.idea_of(ref),
            collaborative=collaborative.get(code),
            choice=Choice(level=Level.SUMMARY),
            by=ours.lead.id,
        )


def test_the_cards_of_an_idea_stand_when_it_is_said_that_everybody_sees_it(world):
    ours = world.ours
    code, ref = makers.a_collaborative(ours), makers.an_idea(ours, stage=Stage.MOBILISE)
    makers.a_card(ours, code, ref)
    with ours.door():
        record(AudienceSet(audience="everybody", people=0), idea_id=makers.idea_of(ref).id, by=ours.lead.id)
    with ours.door():
        assert len(collaborative.publications_of(makers.idea_of(ref))) == 1


def test_it_goes_out_in_no_case_file_and_its_reference_is_taken(world, ref, tmp_path):
    makers.an_idea(world.ours, title="An open one")
    exchange.export_folder(tmp_path)
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.csv")]
    ours = [line for text in texts for line in text.splitlines() if world.ours.code in line]
    assert [line for line in ours if "An open one" in line]
    assert not [line for line in ours if TITLE in line]
    folder = tmp_path / "in"
    folder.mkdir()
    header = (tmp_path / "ideas.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    cells = {"case_id": ref, "council": world.ours.code, "title": "Another", "stage": "latent"}
    (folder / "ideas.csv").write_text(
        ",".join(header) + "\n" + ",".join(cells.get(name, "") for name in header) + "\n", encoding="utf-8"
    )
    report = exchange.import_folder(folder, dry_run=True)
    assert any("is taken here" in line for line in report.lines)


def test_a_confidential_idea_is_joined_with_no_other_since_each_would_tell_of_the_other(world, ref):
    ours = world.ours
    other = makers.a_sent_idea(ours, title="Crossings")
    with ours.door():
        for one, into in ((other, ref), (ref, other)):
            with pytest.raises(Refused, match="confidential"):
                idea.merge(idea=makers.idea_of(one), into=makers.idea_of(into), because="The same.", by=ours.lead.id)


# --- the page ---------------------------------------------------------------------------------------------------------
def test_its_author_keeps_it_confidential_on_a_page_names_somebody_and_opens_it_again(world, browse):
    ours = world.ours
    ref = makers.a_sent_idea(ours, title=TITLE)
    author = browse(ours.contributor)
    assert f'href="/ideas/{ref}/confidence"' in author.get(f"/ideas/{ref}").text
    answer = author.post(f"/ideas/{ref}/confidence", {"audience": "confidential", "people": [str(ours.sponsor.id)]})
    assert "is confidential" in author.follow(answer).text
    assert sees(ours, ref) == {"contributor", "lead", "sponsor"}
    page = author.get(f"/ideas/{ref}").text
    assert "Confidential: who sees it" in page
    assert "Whoever sees this confidential idea can read this" in page
    assert "Everybody in the council can read this" not in page
    assert "Kept confidential: seen by its author, who keeps it and 1\N{NO-BREAK SPACE}person named" in page
    author.post(f"/ideas/{ref}/confidence", {"audience": "everybody"})
    assert sees(ours, ref) == set(ours.people)
    assert "Opened to everybody in the council again" in browse(ours.observer).get(f"/ideas/{ref}").text


def test_a_condition_and_a_risk_are_given_to_nobody_who_does_not_see_it_and_what_was_typed_stays(world, browse, ref):
    ours = world.ours
    blind, told = ours.observer, f"{ours.observer.name} does not see this idea. Name them first among those who do."
    by = f"{clock.today() + timedelta(30):%d/%m/%Y}"
    term = {"conditions-0-text": "Ask the union", "conditions-0-owner_id": str(blind.id), "conditions-0-due_on": by}
    decision = {
        "word": "conditional_go",
        "because": "It is weighed.",
        "waiver_because": "Small.",
        **term,
        "decide": "y",
    }
    risk = {"description": "Staff are named", "likelihood": "3", "impact": "3", "mitigation": "Ask"}
    risk["owner_id"] = str(blind.id)
    part = {f"risk-{name}": said for name, said in risk.items()}
    owner, lead = browse(ours.owner), browse(ours.lead)
    acts = (
        (lead, f"/ideas/{ref}/gates/mainstream/decision", decision, "conditions-0-owner_id", "Ask the union"),
        (owner, f"/ideas/{ref}/current/risk", part, "risk-owner_id", "Staff are named"),
    )
    for browser, address, sent, field, typed in acts:
        page = browser.post(address, sent, status=200).text
        assert re.search(rf'href="#{field}"[^>]*>{re.escape(told)}', page), address
        assert typed in page
    keep_confidential(ours, ref, blind)
    for browser, address, sent, _, _ in acts:
        browser.post(address, sent, status=303)
    keep_confidential(ours, ref)
    with ours.door():
        [row] = risks.register_of(idea=makers.idea_of(ref), reader=ours.owner.reader)
    again = {**risk, "impact": "4", "because": "It is worse."}
    assert told in owner.post(f"/ideas/{ref}/risks/{row.id}/correct", again, status=200).text, "they see it no longer"


def buttons(page: str) -> list[tuple[str, str]]:
    """What may be pressed for an audience: its value and its words."""
    return [(value, words.strip()) for value, words in re.findall(r'name="audience"\s+value="(\w+)"\s*>([^<]+)', page)]


def test_the_page_offers_every_other_audience_and_says_what_it_means(world, browse):
    ours, ref = world.ours, makers.an_idea(world.ours, title=TITLE)
    lead = browse(ours.lead)
    page = lead.get(f"/ideas/{ref}/confidence").text
    assert re.search(r"<h1[^>]*>Keep it confidential</h1>", page)
    assert "For matters of staff or safeguarding. Its author sees it" in page
    assert buttons(page) == [("confidential", "Keep it confidential")]
    assert ">Keep it confidential</a>" in lead.get(f"/ideas/{ref}").text
    keep_confidential(ours, ref)
    page = lead.get(f"/ideas/{ref}/confidence").text
    assert re.search(r"<h1[^>]*>Who sees it</h1>", page)
    assert buttons(page) == [("confidential", "Save who sees it"), ("everybody", "Open it to everybody again")]
    assert '<li class="chip">Confidential</li>' in lead.get(f"/ideas/{ref}").text
    lead.post(f"/ideas/{ref}/confidence", {"people": [str(ours.sponsor.id)]})
    assert "sponsor" in sees(ours, ref), "sent without a button it stays what it is"
    assert "There is a problem" in lead.post(f"/ideas/{ref}/confidence", {"audience": "some"}, status=422).text
    answer = lead.post(f"/ideas/{ref}/confidence", {"audience": "everybody"})
    assert f"Everybody in the council sees {ref} again." in lead.follow(answer).text
    assert "chip" not in lead.get(f"/ideas/{ref}").text


def test_nobody_else_keeps_an_idea_confidential_and_nobody_of_another_council_is_named(world, browse):
    ours, theirs = world.ours, world.theirs
    ref = makers.an_idea(ours, title=TITLE)
    browse(ours.sponsor).get(f"/ideas/{ref}/confidence", status=403)
    with ours.door(), pytest.raises(Refused):
        idea.set_audience(
            idea=makers.idea_of(ref), audience=Audience.CONFIDENTIAL, people=[theirs.lead.id], by=ours.lead.id
        )
    assert sees(ours, ref) == set(ours.people)


# --- what others are told -----------------------------------------------------------------------------------------
@pytest.fixture
def adapted(world):
    """A collaborative and an idea of ours that the neighbour adapted before it became confidential."""
    code = makers.a_collaborative(world.ours, world.theirs)
    ref = makers.an_idea(world.ours, title=TITLE, stage=Stage.MOBILISE)
    makers.an_adaptation(world.theirs, code, makers.a_card(world.ours, code, ref))
    keep_confidential(world.ours, ref)
    return ref


def test_who_adapted_it_hears_that_it_was_stopped_and_not_what_it_is_called(world, adapted):
    reasons = {"stop_reason": gate.StopReason.NO_REAL_NEED, "lesson": "Ask the staff first."}
    makers.a_decision(world.ours, adapted, Word.STOP, at=gate.Gate.MAINSTREAM, **reasons)
    with world.theirs.door():
        told = collaborative.unseen_notices(reader=world.theirs.lead.reader)
        stopped = next(entry for entry in told if entry.what == collaborative.NoticeKind.STOPPED)
        assert TITLE not in str(stopped.particulars)
        assert "an idea" in stopped.sentence(council.vocabulary())


def test_a_notice_about_it_is_read_and_heard_by_who_sees_it_alone(world, adapted, browse):
    ours = world.ours
    with ours.door():
        assert collaborative.unseen_notices(reader=ours.lead.reader)
        assert collaborative.unseen_notices(reader=ours.observer.reader) == []
        council.set_roles(person_id=ours.owner.id, roles=[Role.CONTRIBUTOR], by=ours.admin.id)
        collaborative.tell_of_notices()
    assert TITLE in browse(ours.lead).get("/collaboratives").text
    assert TITLE not in browse(ours.observer).get("/collaboratives").text
    with ours.door():
        heard = tenancy.session().scalars(text("SELECT DISTINCT to_name FROM letter WHERE key LIKE 'notice:%'")).all()
    assert heard == [ours.lead.name]


def test_an_owner_who_may_own_no_longer_is_not_asked_about_it(world, ref):
    ours, later = world.ours, clock.today() + timedelta(days=400)
    with ours.door():
        council.set_roles(person_id=ours.owner.id, roles=[Role.CONTRIBUTOR], by=ours.admin.id)
        found = makers.idea_of(ref)
        asked = {one.person_id for one in nudge.plan(day=later) if one.reason.idea_id == found.id}
    assert {role for role, person in ours.people.items() if person.id in asked} == {"lead"}


def test_what_we_made_of_a_card_is_shown_to_who_sees_our_idea_alone(world, browse):
    ours = world.ours
    code = makers.a_collaborative(world.theirs, ours)
    number = makers.a_card(world.theirs, code, makers.an_idea(world.theirs, stage=Stage.MOBILISE))
    ref = makers.an_adaptation(ours, code, number, title=TITLE)
    for path in (f"/collaboratives/{code}", f"/collaboratives/{code}/cards/{number}"):
        assert "Who calls" in browse(ours.observer).get(path).text
    keep_confidential(ours, ref)
    for path in (f"/collaboratives/{code}", f"/collaboratives/{code}/cards/{number}"):
        assert "Who calls" in browse(ours.lead).get(path).text
        assert not {"Who calls", ref} & set(re.split(r"[<>/\".,]+", browse(ours.observer).get(path).text))


def test_ideas_taken_apart_after_one_became_confidential_do_not_name_it_to_readers_of_the_other(world, browse):
    ours = world.ours
    into, joined = makers.a_sent_idea(ours, title="Crossings"), makers.a_sent_idea(ours, title="Lights")
    with ours.door():
        idea.merge(idea=makers.idea_of(joined), into=makers.idea_of(into), because="Alike.", by=ours.lead.id)
        idea.correct(idea=makers.idea_of(joined), by=ours.lead.id, **corrected(joined))
    keep_confidential(ours, joined)
    with ours.door():
        idea.undo_merge(idea=makers.idea_of(joined), by=ours.lead.id)
    page = browse(ours.observer).get(f"/ideas/{into}").text
    assert "Another idea was taken apart again from this." in page
    assert TITLE not in page


@pytest.mark.parametrize("hidden", ["into", "joined"])
def test_what_was_recorded_while_it_was_open_names_it_no_longer_to_who_may_not_see_it(world, browse, hidden):
    ours = world.ours
    refs = {"into": makers.a_sent_idea(ours, title="Crossings"), "joined": makers.a_sent_idea(ours, title="Lights")}
    [open_] = set(refs) - {hidden}
    with ours.door():
        found = {name: makers.idea_of(ref) for name, ref in refs.items()}
        idea.correct(idea=found[hidden], by=ours.lead.id, **corrected(refs[hidden]))
        idea.mark_likeness(idea=found["joined"], other=found["into"], mark=LikenessMark.VARIANT, by=ours.lead.id)
        idea.mark_likeness(idea=found["into"], other=found["joined"], mark=LikenessMark.OPEN, by=ours.lead.id)
        idea.merge(idea=found["joined"], into=found["into"], because="Alike.", by=ours.lead.id)
        idea.undo_merge(idea=found["joined"], by=ours.lead.id)
        idea.follow(idea=found[open_], person_id=ours.observer.id)
    pages = (f"/ideas/{refs[open_]}", "/inbox", f"/ideas/{refs[open_]}/pack", "/board?by=week", "/")
    named = {(who, page) for who in ("observer", "lead") for page in pages if names(browse(ours.people[who]), page)}
    keep_confidential(ours, refs[hidden])
    still = {(who, page) for who in ("observer", "lead") for page in pages if names(browse(ours.people[who]), page)}
    assert {("observer", pages[0]), ("observer", "/inbox")} <= named
    assert still == {each for each in named if each[0] == "lead"}, "who keeps it reads it as before"
    assert "another idea" in browse(ours.observer).get(pages[0]).text.lower()


def names(browser, page: str) -> bool:
    return TITLE in browser.get(page).text


def corrected(ref: str) -> dict[str, object]:
    found = makers.idea_of(ref)
    return {"version": found.version, "title": TITLE, "problem": "Dark.", "proposal": "Light."}


def test_an_answer_goes_to_who_asked_only_while_they_see_the_idea(world, ref):
    ours = world.ours
    asker = makers.a_person(ours.id, Role.LEAD, name="Nia Rees")
    with ours.door():
        idea.ask_author(idea=makers.idea_of(ref), by=asker.id, question="Where?")
        council.set_roles(person_id=asker.id, roles=[Role.CONTRIBUTOR], by=ours.admin.id)
        idea.answer_question(idea=makers.idea_of(ref), by=ours.contributor.id, answer="Here.")
        written = tenancy.session().scalars(text("SELECT key FROM letter WHERE to_name = 'Nia Rees'")).all()
    assert not [key for key in written if key.startswith("question_answered")]

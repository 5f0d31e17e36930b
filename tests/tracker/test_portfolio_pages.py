"""The portfolio as people see it: eight parts with reasons, the ideas behind them, the funnel, the triangle's items."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.makers import days_ago
from tests.reading import Page
from tests.tracker import test_gates as gates
from tests.tracker.test_profile import an_active_idea
from tracker import clock, idea, portfolio, risk
from tracker.gate import Term, Word
from tracker.idea import Fact, Stage
from tracker.portfolio import PARTS
from tracker.tenancy import session


@pytest.fixture
def five(world):
    with world.ours.door():
        made = [an_active_idea(world.ours, stage=Stage.MAINSTREAM, title=f"Van number {n}") for n in range(5)]
        for one in made[:2]:
            idea.set_fact(idea=one, fact=Fact.INVOLVEMENT, value="designs_with", by=world.ours.owner.id)
        for one in made:
            idea.set_fact(idea=one, fact=Fact.EXTENT, value="incremental", by=world.ours.owner.id)
        return sorted(one.ref for one in made)


def computed(side) -> None:
    with side.door():
        portfolio.compute()


def test_before_the_worker_came_round_the_page_says_so(world, browse):
    page = browse(world.ours.lead).get("/portfolio").text
    assert "has not been worked out yet" in page


def test_with_few_ideas_it_says_what_is_needed(world, browse):
    computed(world.ours)
    page = browse(world.ours.lead).get("/portfolio").text
    assert "Not enough to say yet: 5 active ideas are needed." in page


def test_each_part_has_its_figure_its_reason_and_the_way_to_its_ideas(five, world, browse):
    computed(world.ours)
    page = browse(world.ours.observer).get("/portfolio").text
    assert "In 2 of 5, users design or deliver with us." in page
    for name in PARTS:
        assert f'href="/portfolio/{name}"' in page
    assert "total" not in page.replace("There is no total", "")


def test_a_part_shows_which_ideas_count_which_do_not_and_why(five, world, browse):
    computed(world.ours)
    page = browse(world.ours.sponsor).get("/portfolio/involvement").text
    assert "Involvement: 40" in page
    assert page.index("Van number 4") < page.index("Van number 0")  # those that do not count come first
    assert "Users: not recorded" in page
    assert "Users: design with us" in page


@pytest.mark.parametrize("name", list(PARTS))
def test_every_part_has_a_page_with_and_without_ideas_today_and_on_another_day(name, five, world, browse):
    seen = browse(world.ours.lead)
    seen.get(f"/portfolio/{name}")
    computed(world.ours)
    seen.get(f"/portfolio/{name}")
    yesterday = clock.today() - timedelta(days=1)
    assert "Nothing counts here yet" in seen.get(f"/portfolio/{name}?day={yesterday.isoformat()}").text


def test_another_day_is_computed_as_it_was_known_and_a_day_to_come_is_said(five, world, browse):
    seen = browse(world.ours.lead)
    yesterday = clock.today() - timedelta(days=1)
    assert "As it was known on" in seen.get(f"/portfolio?day={yesterday.isoformat()}").text
    tomorrow = clock.today() + timedelta(days=1)
    assert "has not come yet" in seen.get(f"/portfolio?day={tomorrow.isoformat()}").text
    assert "Write a day like" in seen.get("/portfolio?day=soon").text


def test_a_page_leads_to_itself_and_not_to_the_namesake_that_somebody_looked_at_before(world, browse):
    seen = browse(world.ours.lead)
    assert 'href="/portfolio/blockers">Those that wait' in seen.get("/portfolio/blockers?answered=y").text
    assert 'action="/portfolio" method="get"' in seen.get("/portfolio").text


def test_the_funnel_tells_where_ideas_are(five, world, browse):
    page = browse(world.ours.lead).get("/portfolio").text
    assert "5 logged" in page
    assert "<strong>5 here now</strong>" in page


def test_no_page_of_the_portfolio_takes_more_statements_for_more_ideas(five, world, browse, statements):
    seen = browse(world.ours.lead)
    for path, most in (("/portfolio", 4), ("/portfolio/involvement", 4), ("/portfolio?day=1 October 2025", 10)):
        computed(world.ours)
        with statements() as few:
            seen.get(path)
        with world.ours.door():
            for n in range(4):
                an_active_idea(world.ours, title=f"Another {n}")
        computed(world.ours)
        with statements() as many:
            seen.get(path)
        assert len(many) == len(few) <= most, path


def test_an_unknown_part_and_the_neighbours_idea_are_not_there(five, world, browse):
    browse(world.ours.lead).get("/portfolio/nonsense", status=404)
    with world.theirs.door():
        an_active_idea(world.theirs, title="Of the neighbour")
        theirs = "NOR-99999"
        session().flush()
    browse(world.ours.lead).get(f"/ideas/{theirs}/health", status=404)


def test_a_contributor_may_not_see_the_portfolio(world, browse):
    browse(world.ours.contributor).get("/portfolio", status=403)
    browse(world.ours.contributor).get("/portfolio/mix", status=403)


# --- the triangle of one idea ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("stage", ["latent", "design", "mobilise", "mainstream", "embedded"])
def test_every_stage_shows_its_items_with_what_makes_them_0_2_and_4(stage, world, browse):
    with world.ours.door():
        ref = an_active_idea(world.ours, stage=Stage(stage)).ref
    seen = browse(world.ours.contributor)
    assert "Not looked at yet" in seen.get(f"/ideas/{ref}/health").text
    computed(world.ours)
    page = seen.get(f"/ideas/{ref}/health").text
    for item in portfolio.items_of(stage):
        assert item.text in page
        told = f"Asked of the {item.asked_of}." if item.asked_of else f"Observed from what is recorded by {item.by}."
        assert told in page
    assert ("Checklist" in page) == (stage == "latent")


def test_the_owner_answers_what_is_asked_of_the_owner_and_sees_the_triangle_drawn_anew(world, browse):
    with world.ours.door():
        ref = an_active_idea(world.ours, stage=Stage.MOBILISE).ref
    owner = browse(world.ours.owner)
    page = owner.get(f"/ideas/{ref}/health").text
    assert 'name="team"' in page
    assert 'name="processes"' not in page  # the lead's to answer
    answer = owner.post(f"/ideas/{ref}/health", {"team": "3", "team_note": "Two of us know wards."})
    page = owner.follow(answer).text
    assert "3 of 4" in page
    assert "Your answers are kept" in page
    with world.ours.door():
        kept = portfolio.answers_on(idea_id=makers.idea_of(ref).id)
    assert {key: (row.value, row.note) for key, row in kept.items()} == {"team": (3, "Two of us know wards.")}


def test_lapsed_conditions_and_resistance_are_told_of_their_own_idea_and_of_no_other(world, browse):
    ours, owner = world.ours, world.ours.owner.id
    terms = [Term(f"Ask ward {n}", owner, days_ago(n)) for n in range(3)]
    with clock.at(days_ago(10)):
        ref, other = gates.an_active_idea(ours), gates.an_active_idea(ours)
        gates.decide(ours, ref, gates.a_draft(Word.CONDITIONAL, terms=terms))
        gates.decide(ours, other, gates.a_draft(Word.GO))
    with ours.door():
        for category, closed in (("resistance", False), ("resistance", True), ("money", False)):
            about = {"description": "They may say no", "likelihood": 2, "impact": 2, "mitigation": "Ask them"}
            noted = risk.raise_risk(idea=makers.idea_of(ref), by=owner, category=category, **about)
            if closed:
                risk.close_risk(idea=makers.idea_of(ref), risk=noted, by=owner)
    computed(ours)
    reader = browse(ours.owner)
    for address, told in ((f"/ideas/{ref}/health", True), (f"/ideas/{other}/health", False)):
        page = reader.get(address).text
        assert ("2 conditions past the agreed day." in page, "1 open risk of resistance." in page) == (told, told)
        assert ("past the agreed day" in page, "of resistance." in page) == (told, told)


def test_the_history_of_an_idea_tells_which_item_was_answered_how_and_by_whom(world, browse):
    with world.ours.door():
        ref = an_active_idea(world.ours, stage=Stage.MOBILISE).ref
    owner = browse(world.ours.owner)
    owner.post(f"/ideas/{ref}/health", {"team": "3"})
    asked = next(item.text for item in portfolio.items_of(Stage.MOBILISE) if item.key == "team")
    [told] = [line for line in Page(owner.get(f"/ideas/{ref}").text).items if f"{asked}: answered 3 of 4." in line]
    assert world.ours.owner.name in told


def test_a_person_who_is_not_asked_sees_no_form_and_cannot_send_one(world, browse):
    with world.ours.door():
        ref = an_active_idea(world.ours, stage=Stage.MOBILISE).ref
    other = browse(world.ours.contributor)
    assert "for you</h2>" not in other.get(f"/ideas/{ref}/health").text
    other.post(f"/ideas/{ref}/health", {"team": "4"}, status=200)
    with world.ours.door():
        assert not portfolio.answers_on(idea_id=makers.idea_of(ref).id)


def test_a_long_part_is_told_page_by_page_and_every_idea_once(five, world, browse, monkeypatch):
    monkeypatch.setattr("tracker.portfolio.ON_A_PAGE", 2)
    monkeypatch.setattr("tracker.portfolio.profile.rules.ON_A_PAGE", 2)
    computed(world.ours)
    seen = browse(world.ours.lead)
    pages = [seen.get(f"/portfolio/involvement?page={n}").text for n in (1, 2, 3)]
    assert [sum(f'href="/ideas/{ref}"' in page for page in pages) for ref in five] == [1] * 5
    assert ['rel="next"' in page for page in pages] == [True, True, False]
    assert ['rel="prev"' in page for page in pages] == [False, True, True]


def test_the_cases_of_the_reports_are_pointed_to_on_the_day_on_which_they_count(world, browse):
    with world.ours.door() as door:
        for n in range(5):
            case = {
                "ref": f"OLD-{n}",
                "title": "A case",
                "source": "a report:1",
                "stage": "mobilise",
                "state": "active",
            }
            door.add(idea.Idea(**case))
            door.flush()
    seen = browse(world.ours.lead)
    assert "/portfolio?day=2010-12-31" in seen.get("/portfolio").text
    assert "0 of 5 have money for six months" in seen.get("/portfolio?day=2010-12-31").text
    assert "OLD-3" in seen.get("/portfolio/runway?day=31 December 2010").text


# --- a past day -------------------------------------------------------------------------------------------------------
def test_a_bad_day_is_told_at_the_top_and_what_was_typed_stays(five, world, browse):
    computed(world.ours)
    for path in ("/portfolio", "/portfolio/mix"):
        for typed in ("soon", "31 February 2025", "1 January 2200", "1 May 1066"):
            text = browse(world.ours.lead).get(f"{path}?day={typed}").text
            summary = text.index("govuk-error-summary__title")
            assert summary < text.index("<h1"), (path, typed)
            assert 'href="#day"' in text
            assert f'value="{typed}"' in text


def test_a_past_day_shows_that_day_everywhere_or_says_today(five, world, browse):
    """What was shielded then is told of that day, and nothing is asked of it; services are told as today's."""
    past, until, seen = days_ago(3), days_ago(2).isoformat(), browse(world.ours.lead)
    with clock.at(days_ago(5)), world.ours.door():
        then = an_active_idea(world.ours, stage=Stage.DESIGN, title="Shielded then").ref
        idea.set_fact(idea=makers.idea_of(then), fact=Fact.SHIELDED_UNTIL, value=until, by=world.ours.lead.id)
    with world.ours.door():
        now = an_active_idea(world.ours, stage=Stage.DESIGN, title="Shielded now").ref
        until = days_ago(-9).isoformat()
        idea.set_fact(idea=makers.idea_of(now), fact=Fact.SHIELDED_UNTIL, value=until, by=world.ours.lead.id)
    computed(world.ours)
    for path in ("/portfolio", "/portfolio/mix"):
        today, that_day = seen.get(path).text, seen.get(f"{path}?day={past.isoformat()}").text
        assert ("Shielded now" in today, "Shielded then" in today) == (True, False), path
        assert ("Shielded now" in that_day, "Shielded then" in that_day) == (False, True), path
    whole = seen.get(f"/portfolio?day={past.isoformat()}").text
    assert "here now" not in Page(whole).under("funnel").words
    assert "a year ago" not in whole
    assert "Today: what is coming, by service" in whole
    assert "This is a past day: nothing is asked of it." in whole
    assert '<th scope="col">Now</th>' not in whole
    assert "here now" in seen.get("/portfolio").text


def test_a_lead_shields_an_idea_until_a_date_and_the_page_says_what_that_hides(world, browse):
    """It is left out from that moment, everybody reads why and until when, and its end comes back by itself."""
    lead, observer = browse(world.ours.lead), browse(world.ours.observer)
    with world.ours.door():
        ref = an_active_idea(world.ours, stage=Stage.DESIGN, title="Too young to count").ref
    page = f"/ideas/{ref}/shield"
    assert "it counts in reports as any idea does" in observer.get(page).text
    sent = {"until": f"{clock.today() + timedelta(40):%d/%m/%Y}", "act": "shield", "because": "It began in May."}
    told = lead.post(page, sent | {"until": "today", "because": " "}, status=200).text
    assert "Say why it is left out of reports" in told
    observer.post(page, sent, status=403)
    assert f"{ref} is left out of reports until" in lead.follow(lead.post(page, sent)).text
    with world.ours.door():
        until = makers.idea_of(ref).shielded_until
        assert until == clock.today() + timedelta(40)
    said = Page(observer.get(page).text).words
    for words in ("It counts again by itself on", "It has no health score", "“It began in May.”", world.ours.lead.name):
        assert words in said, words
    assert page in observer.get(f"/ideas/{ref}").text
    assert "“It began in May.”" in observer.get(f"/ideas/{ref}").text, "the record tells it"
    with world.ours.door():
        assert [one.title for one in portfolio.surroundings(reader=world.ours.lead.reader).shielded] == [
            "Too young to count"
        ]
    with clock.at(clock.now() + timedelta(40)):
        assert "it counts in reports as any idea does" in browse(world.ours.observer).get(page).text
    lead.post(page, {"act": "end", "because": "It runs by now."})
    lead.post(page, {"act": "end", "because": "Once more."}, status=200)
    with world.ours.door():
        assert makers.idea_of(ref).shielded_until is None
    assert "Counted again: “It runs by now.”" in Page(observer.get(page).text).words

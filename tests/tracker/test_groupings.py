"""Services and places are renamed, merged and ended; what was recorded stays, and each of it can be taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests import makers
from tests.reading import Page
from tracker import collaborative, council, grouping, idea, place
from tracker.council import PersonError
from tracker.grouping import Grouping
from tracker.register.queries.check import services
from tracker.register.rules.lists import meaning
from tracker.register.words import ColumnSense, RegisterChoices
from tracker.tenancy import as_council, session

SERVICE, PLACE = Grouping.SERVICE, Grouping.PLACE


def asked(sql: str, **given: object) -> list[object]:
    return list(session().scalars(text(sql), given))


def an_idea_with(side: makers.Side, service_id=None, *, places=(), state: str = "sent") -> str:
    """An idea of a service and of places; a draft where that is wanted."""
    born = idea.log_draft(
        by=side.contributor.id, title="Warm hubs", problem="Cold", proposal="A room", service_id=service_id
    )
    place.set_places(idea=born, place_ids=places, by=side.contributor.id)
    if state == "sent":
        idea.submit(idea=born, by=side.contributor.id)
    return born.ref


def of_service(service_id) -> set[str]:
    return set(asked("SELECT ref FROM idea WHERE service_id = :it", it=service_id))


def at_place(place_id) -> set[str]:
    found = "SELECT i.ref FROM idea i JOIN idea_place l ON l.idea_id = i.id WHERE l.place_id = :it"
    return set(asked(found, it=place_id))


@pytest.fixture
def act(world):
    """Do something to a service or a place of ours as its admin."""

    def acts(verb: str, kind: Grouping, grouping_id, **more):
        getattr(grouping, f"{verb}_grouping")(kind=kind, grouping_id=grouping_id, by=world.ours.admin.id, **more)

    return acts


def test_whoever_writes_the_old_name_means_what_is_called_otherwise_now(world, act):
    ours = world.ours
    with ours.door():
        housing = council.add_service(name="Housing", senior_owner=ours.lead.name, by=ours.admin.id).id
        ref = an_idea_with(ours, housing)
        act("rename", SERVICE, housing, name="Homes")
        act("rename", SERVICE, housing, name="Homes ")
        act("rename", SERVICE, housing, name="Homes and tenants")
        assert of_service(housing) == {ref}
        for name in ("housing", " HOMES", "homes  and tenants"):
            assert grouping.grouping_called(SERVICE, name).name == "Homes and tenants", name
        assert collaborative.triage_offer().named("Housing").id == housing
        assert grouping.grouping_called(SERVICE, "Parks") is None
        assert asked("SELECT particulars ->> 'before' FROM event WHERE what = 'grouping_renamed' ORDER BY number") == [
            "Housing",
            "Homes",
        ]
        other = council.add_service(name="Housing", by=ours.admin.id).id
        assert grouping.grouping_called(SERVICE, "housing").id == other, "what is called so now comes first"
        with pytest.raises(PersonError, match="There is a service called HOUSING already"):
            act("rename", SERVICE, housing, name="HOUSING")
    with world.theirs.door():
        assert grouping.grouping_called(SERVICE, "Homes") is None
        with pytest.raises(PersonError):
            act("rename", SERVICE, housing, name="Theirs")


def test_what_stands_with_a_merged_service_moves_and_moves_back_but_for_what_was_put_elsewhere_since(world, act):
    ours, by = world.ours, world.ours.admin.id
    with ours.door():
        names = ("Housing", "Homes", "Estates")
        housing, homes, estates = (council.add_service(name=name, by=by).id for name in names)
        council.name_senior_owner(service_id=housing, senior_owner="Ola Reed", by=by)
        session().execute(text("UPDATE service SET live_options_wanted = 2 WHERE id <> :it"), {"it": estates})
        sent, draft, later = (an_idea_with(ours, housing, state=state) for state in ("sent", "draft", "sent"))
        theirs = an_idea_with(ours, homes)
        act("merge", SERVICE, housing, into_id=homes)
        with pytest.raises(PersonError, match="part of Homes already"):
            act("merge", SERVICE, housing, into_id=estates)
        assert of_service(homes) == {sent, draft, later, theirs}
        live = "SELECT array[senior_owner, live_options_wanted::text] FROM service WHERE id = :it"
        assert asked(live, it=homes) == [["Ola Reed", "4"]]
        assert grouping.grouping_called(SERVICE, "Housing").id == homes
        assert [one.name for one in council.services()] == ["Estates", "Homes"]
        assert [one.name for one in council.list_offer().services] == ["Estates", "Homes"]
        words = {"service": {"housing": str(housing), "other": "~"}}
        ours, choices = services(), RegisterChoices(words=words)
        assert meaning(ColumnSense.SERVICE, "Housing", choices, ours) == str(homes), "a mapping kept from last time"
        assert meaning(ColumnSense.SERVICE, "HOUSING", RegisterChoices(), ours) == str(homes), "a word of a new file"
        counted = "SELECT sum(ideas) FROM idea_count WHERE service_id = :it AND owner_id IS NULL AND state = 'triage'"
        assert asked(counted, it=homes) == [3]
        act("merge", SERVICE, homes, into_id=estates)
        idea.place(idea=makers.idea_of(later), service_id=None, by=by)
        act("part", SERVICE, housing)
        act("part", SERVICE, housing)
        assert (of_service(housing), of_service(estates)) == ({sent, draft}, {theirs})
        act("part", SERVICE, homes)
        assert (of_service(homes), of_service(housing)) == ({theirs}, {sent, draft})
        assert asked(live, it=homes) == [[None, "2"]]
        assert asked(live, it=estates) == [[None, None]]


def test_an_idea_that_names_both_places_names_one_after_they_merge_and_both_after_they_part(world, act):
    ours = world.ours
    with ours.door():
        north, town = (place.add_place(name=name, by=ours.admin.id).id for name in ("North", "Town"))
        both, one = an_idea_with(ours, places=(north, town)), an_idea_with(ours, places=(north,))
        act("merge", PLACE, north, into_id=town)
        assert (at_place(north), at_place(town)) == (set(), {both, one})
        assert grouping.standing_with(PLACE, town).ideas == 2
        assert [each.name for each in place.places()] == ["Town"]
        other = place.add_place(name="North", by=ours.admin.id).id
        with pytest.raises(PersonError, match="Another place is called North by now"):
            act("part", PLACE, north)
        act("rename", PLACE, other, name="North end")
        act("part", PLACE, north)
        assert (at_place(north), at_place(town)) == ({both, one}, {both})


def test_every_table_that_points_at_services_or_places_lets_what_it_holds_move(world, act):
    """Whatever table comes to point at them: the application may change the column, or take a row away and add it."""
    with world.ours.door():
        for kind in Grouping:
            for pointer in grouping.pointers(kind):
                verbs = ("INSERT", "DELETE") if pointer.in_key else ("UPDATE",)
                for verb in verbs:
                    may = "SELECT has_table_privilege(:table, :verb)"
                    if verb == "UPDATE":
                        may = "SELECT has_column_privilege(:table, :column, :verb)"
                    given = {"table": pointer.table, "column": pointer.column, "verb": verb}
                    assert session().scalar(text(may), given), pointer
        assert {"idea", "idea_place"} <= {one.table for kind in Grouping for one in grouping.pointers(kind)}


def test_what_ended_is_offered_to_nobody_and_stays_where_it_stands(world, browse, act):
    ours = world.ours
    with ours.door():
        housing, homes = (council.add_service(name=name, by=ours.admin.id).id for name in ("Housing", "Homes"))
    ref = makers.an_idea(ours, stage=idea.Stage.DESIGN)
    with ours.door():
        idea.place(idea=makers.idea_of(ref), service_id=housing, by=ours.lead.id)
        waits = an_idea_with(ours, housing)
    admin = browse(ours.admin)
    page = Page(admin.get(f"/council/services/{housing}").text)
    assert "2 ideas stand with it, all of them in play, looked after by Tom Baker." in page.part("lede").words
    told = Page(admin.follow(admin.post(f"/council/services/{housing}/end", {})).text)
    assert told.part("notice").words.startswith("Housing is offered no more.")
    assert ">Housing</option>" not in browse(ours.contributor).get("/ideas/new").text
    assert ">Housing</option>" in browse(ours.lead).get("/ideas").text, "old ideas are still found by it"
    assert "Housing" in browse(ours.contributor).get(f"/ideas/{ref}").text
    lead = browse(ours.lead)
    assert f'value="{housing}" selected' in lead.get(f"/ideas/{waits}/triage").text, "a decision does not take it away"
    sent = {"title": "Warm", "problem": "Cold", "proposal": "A room", "service": str(housing)}
    late = browse(ours.contributor).post("/ideas/new", sent, status=422).text
    assert "Choose one of those offered" in late
    assert "A room" in late, "nothing typed is lost"
    with ours.door():
        with pytest.raises(PersonError, match="one that has not ended"):
            act("merge", SERVICE, homes, into_id=housing)
        with pytest.raises(PersonError, match="which ended"):
            council.add_service(name="housing", by=ours.admin.id)
        assert [row.name for row in portfolio_services(ours)] == ["Homes", "Housing"], "while an idea of it is live"
    undone = admin.post(f"/council/services/{housing}/resume", {})
    assert "Housing is offered again." in admin.follow(undone).text
    assert ">Housing</option>" in browse(ours.contributor).get("/ideas/new").text


def portfolio_services(side: makers.Side):
    from tracker import portfolio

    return portfolio.surroundings(reader=side.lead.reader).services


def test_a_service_is_renamed_and_merged_on_its_page_which_says_first_whom_that_touches(world, browse):
    ours, admin = world.ours, browse(world.ours.admin)
    for name in ("Housing", "Homes"):
        admin.post("/council/services", {"name": name})
    admin.post("/council/places", {"names": "North\r\n north \r\nTown\r\n"})
    page = Page(admin.get("/council").text)
    assert page.under("places").items == ["North", "Town"]
    [housing] = [href for words, href in page.links.items() if words == "Housing"]
    wrong = admin.post(housing, {"name": "homes", "senior_owner": ""}, status=200).text
    assert "There is a service called homes already." in wrong
    admin.post(housing, {"name": "Tenants", "senior_owner": "Ola Reed"})
    page = Page(admin.get(housing).text)
    assert "It was called Housing before. That still finds it." in page.words
    assert "No idea stands with it." in page.part("lede").words
    assert "Choose which one it becomes part of" in admin.post(f"{housing}/merge", {"into": ""}, status=200).text
    with ours.door():
        homes = grouping.grouping_called(SERVICE, "Homes").id
    told = Page(admin.follow(admin.post(f"{housing}/merge", {"into": str(homes)})).text)
    assert told.part("notice").words.startswith("Tenants is part of Homes now.")
    assert "part of Homes" in " ".join(told.under("services").items)
    kept = browse(ours.contributor).get(f"/ideas?service={housing.rpartition('/')[2]}").text
    assert f'value="{homes}" selected' in kept, "an address that was kept means what it became"
    browse(world.theirs.admin).post(f"{housing}/part", {}, status=404)
    browse(ours.lead).post(f"{housing}/part", {}, status=403)
    assert "stands by itself again" in admin.follow(admin.post(f"{housing}/part", {})).text


def test_a_new_council_is_led_through_its_first_steps_and_each_goes_when_done_or_left_out(browse):
    made = makers.a_council()
    person = makers.a_person(made.id, council.Role.ADMIN)
    admin = browse(person)

    def steps() -> list[str]:
        page = Page(admin.get("/council").text)
        return [words for words in STEPS if words in page.links]

    assert steps() == list(STEPS)
    admin.post("/council/services", {"name": "Housing"})
    admin.post("/council/promise", {"days": "5"})  # the days that stood there: it is said
    assert steps() == ["Invite your people", "Add your wards or areas", "Bring in what you have"]
    admin.post("/council/steps/places/dismiss", {})
    assert "Add your wards or areas" not in steps()
    admin.post("/council/steps/places/recall", {})
    admin.post("/council/places", {"names": "Kirkby"})
    for role in (council.Role.CONTRIBUTOR, council.Role.OWNER):
        makers.a_person(made.id, role)
    assert steps() == ["Invite your people", "Bring in what you have"], "nobody answers new ideas yet"
    makers.a_person(made.id, council.Role.LEAD)
    assert steps() == ["Bring in what you have"]
    with as_council(made.id):
        idea.log_draft(by=person.id, title="Warm hubs")
    assert steps() == []


STEPS = (
    "Invite your people",
    "Add your services",
    "Add your wards or areas",
    "Say what you promise",
    "Bring in what you have",
)

"""Finding: hits of every kind for who may see them, filters at once, views and tags kept, results taken along."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from config.settings import settings
from tests import makers
from tests.browsing import Browser
from tests.conftest import counted
from tests.reading import Page
from tracker import attachment, clock, idea, lesson, place, search, tag, value
from tracker.idea import Audience, Filters, Stage
from tracker.search import HitKind, HitOrder

DAY = date(2026, 11, 18)


@pytest.fixture(scope="module")
def world(database) -> makers.World:
    """One world for all that is found here."""
    return makers.a_world()


@pytest.fixture(scope="module")
def refs(world) -> dict[str, str]:
    """An idea on which every kind of thing says "beacon", one in confidence that does, and one of another's."""
    ours, made = world.ours, {}
    for title in ("Open", "Kept"):
        ref = made[title] = makers.an_idea(ours, title=f"{title} one", stage=Stage.DESIGN)
        with ours.door():
            it, by = makers.idea_of(ref), ours.owner.id
            value.claim(idea=it, indicator=f"Beacons lit, {title}", by=by, baseline="3", baseline_date="2026-01")
            lesson.write_lesson(idea=it, lesson=f"Light a b\u00e9acon early: {title}.", worked="yes", by=by)
            idea.comment(idea=it, words=f"<b>The</b> beacon-keeper of {title} rang.", by=ours.contributor.id)
            gone = idea.comment(idea=it, words="A beacon that is taken back.", by=ours.contributor.id)
            idea.redact(message=gone, idea=it, by=by)
            attachment.attach(idea=it, uploads=[attachment.Upload(f"beacon_{title}.txt", b"lit")], by=by)
            if title == "Kept":
                idea.set_audience(idea=it, audience=Audience.CONFIDENTIAL, people=[ours.observer.id], by=by)
    makers.an_idea(world.theirs, title="Their beacon")
    return made


def kinds(world, role: str, words: str, **narrowed) -> dict[str, set[str]]:
    """The references of what somebody finds, by kind."""
    with world.ours.door():
        page = search.search(reader=world.ours.people[role].reader, filters=Filters(text=words, **narrowed))
    found: dict[str, set[str]] = {}
    for hit in page.hits:
        found.setdefault(hit.kind, set()).add(hit.ref)
    assert {kind: len(refs) for kind, refs in found.items()} == page.totals
    return found


def test_every_kind_of_hit_is_found_by_who_may_see_its_idea_and_by_nobody_else(world, refs):
    both = {kind: {refs["Open"], refs["Kept"]} for kind in ("claim", "lesson", "comment", "file")}
    for role in ("lead", "owner", "observer"):  # who keeps it, and who was named
        assert kinds(world, role, "beacon") == both, role
    assert kinds(world, "sponsor", "beacon") == {kind: {refs["Open"]} for kind in both}
    with world.ours.door():
        it, by = makers.idea_of(refs["Open"]), world.ours.owner.id
        idea.note(idea=it, words="They cost too much.", by=by)
    found = {role: "comment" in kinds(world, role, "cost") for role in ("lead", "owner", "observer", "contributor")}
    assert found == {"lead": True, "owner": True, "observer": False, "contributor": False}, "a note is its keepers'"
    assert kinds(world, "sponsor", "redacted") == kinds(world, "lead", "taken back") == {}
    assert kinds(world, "lead", "beacon", stage=Stage.MOBILISE) == {}
    assert kinds(world, "lead", "beacon", stage=Stage.DESIGN, owner_id=world.ours.owner.id) == both


def test_what_names_it_comes_first_then_the_newest_and_pages_lead_both_ways(world, refs):
    with world.ours.door():
        asked = {"reader": world.ours.lead.reader, "filters": Filters(text="beacon")}
        whole = [hit.row_id for hit in search.search(**asked).hits]
        first = search.search(**asked, limit=2)
        second = search.search(**asked, limit=2, after=first.next_key)
        back = search.search(**asked, limit=2, before=second.previous_key)
        third = search.search(**asked, limit=2, after=second.next_key)
        newest = search.search(**asked, order=HitOrder.NEWEST).hits
        alone = search.search(**asked, kinds=[HitKind.LESSON])
    assert {hit.kind for hit in (*first.hits, *second.hits)} == {"claim", "file"}
    assert [hit.row_id for page in (first, second, third) for hit in page.hits] == whole[:6]
    assert [hit.row_id for hit in back.hits] == [hit.row_id for hit in first.hits]
    assert (first.previous_key, back.previous_key) == (None, None)
    assert [hit.at for hit in newest] == sorted((hit.at for hit in newest), reverse=True)
    assert (alone.totals, {hit.kind for hit in alone.hits}) == ({"lesson": 2}, {"lesson"})


def test_the_page_tells_how_many_of_what_marks_the_words_and_escapes_all_else(world, refs, browse):
    lead = browse(world.ours.lead)
    with counted() as seen:
        shown = lead.get("/search?q=beacon").text
    assert len(seen) == 3
    page = Page(shown)
    assert "8 hits: 2 claims, 2 lessons, 2 comments, 2 files" in page.part("deskbar").words
    assert list(page.part("picks").links) == [
        "All, 8",
        "Ideas, 0",
        "Claims, 2",
        "Lessons, 2",
        "Comments, 2",
        "Files, 2",
    ]
    marked = re.findall(r"<mark>([^<]*)</mark>", shown)
    assert set(marked) == {"Beacons", "b\u00e9acon", "beacon"}
    assert "&lt;b&gt;The&lt;/b&gt; <mark>beacon</mark>-keeper of" in shown
    anchors = re.findall(rf'<a href="/ideas/{refs["Open"]}[^"]*#([^"]+)">', shown)
    assert {anchor.partition("-")[0] for anchor in anchors} == {"worth", "lessons", "said", "files"}
    for anchor in anchors:
        assert f'id="{anchor}"' in lead.get(f"/ideas/{refs['Open']}").text
    assert shown.count('name="q"') == 3, "in the header, in the box and beside the filters"
    narrowed = lead.get("/search?q=beacon&kind=claim&more=y&tag=").text
    assert "2 hits" in Page(narrowed).part("deskbar").words
    assert 'for="tag"' in narrowed
    assert "Nothing has these words" in lead.get("/search?q=submarine").text
    assert "Search everywhere" in lead.get("/search?q=beacon&stage=embedded").text
    assert "Write a word or two" in lead.get("/search").text
    assert 'action="/search"' in lead.get("/council/permissions").text
    assert (
        lead.get("/search?q=%F0&after=x&kind=nonsense&order=nonsense&age=99999999999999999999&tag=x").status_code == 200
    )


# --- filters ----------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def sorted_ideas(world) -> dict[str, str]:
    """Three ideas that differ by everything a list is narrowed by; `Plain` has nothing of it."""
    ours, made = world.ours, {}
    with ours.door():
        ward = place.add_place(name="Carr Lane", by=ours.lead.id).id
    for title, days in (("Sorted", -90), ("Half sorted", -20), ("Plain", -5)):
        with clock.at(DAY + timedelta(days=days)):
            made[title] = makers.an_idea(ours, title=title, stage=Stage.MOBILISE)
    with clock.at(DAY), ours.door():
        for title in ("Sorted", "Half sorted"):
            it, by = makers.idea_of(made[title]), ours.owner.id
            tag.set_tags(idea=it, names=["Winter"], by=by)
            idea.sort(idea=it, by=by, innovation_type="service", origin_driver="user")
            idea.set_fact(idea=it, fact=idea.Fact.EXTENT, value="radical", by=by)
            place.set_places(idea=it, place_ids=[ward], by=by)
        idea.name_sponsor(idea=makers.idea_of(made["Sorted"]), person_id=ours.sponsor.id, by=ours.owner.id)
        made |= {"place": str(ward), "tag": str(tag.live_tags()[0].id), "sponsor": str(ours.sponsor.id)}
    return made


def titles(browser: Browser, address: str) -> list[str]:
    with clock.at(DAY):
        return re.findall(r'class="idea__title" href="[^"]+">([^<]+)<', browser.get(address).text)


def test_each_filter_and_two_at_once_narrow_the_list_and_stay_in_its_address(world, sorted_ideas, browse):
    lead, of = browse(world.ours.lead), sorted_ideas
    two = {"Sorted", "Half sorted"}
    for asked, expected in {
        f"tag={of['tag']}": two,
        f"place={of['place']}": two,
        "type=service": two,
        "driver=user": two,
        "extent=radical": two,
        f"sponsor={of['sponsor']}": {"Sorted"},
        "age=60&stage=mobilise": {"Sorted"},
        f"tag={of['tag']}&age=60": {"Sorted"},
        f"place={of['place']}&driver=policy": set(),
        f"extent=radical&owner={world.ours.owner.id}": two,
    }.items():
        assert set(titles(lead, f"/ideas?{asked}")) == expected, asked
    with counted() as seen:
        page = lead.get(f"/ideas?tag={of['tag']}&type=kindness").text
    assert len(seen) == 3
    assert '<option value="kindness" selected>' in page
    assert re.search(rf'href="/views/new\?type=kindness&amp;tag={of["tag"]}&amp;of=list"', page)
    assert 'for="sponsor"' not in lead.get("/ideas").text


def test_a_list_leads_both_ways(world, refs, sorted_ideas):
    with world.ours.door():
        reader = world.ours.lead.reader
        whole = [row.ref for row in idea.listing(reader=reader).rows]
        first = idea.listing(reader=reader, limit=2)
        second = idea.listing(reader=reader, limit=2, after=first.next_key)
        back = idea.listing(reader=reader, limit=2, before=second.previous_key)
    assert len(whole) > 4
    assert [row.ref for row in (*first.rows, *second.rows)] == whole[:4]
    assert [row.ref for row in back.rows] == whole[:2]
    assert (first.previous_key, back.previous_key) == (None, None)
    assert str(back.next_key) == str(first.next_key)


# --- taken along ------------------------------------------------------------------------------------------------------
def test_the_result_goes_out_whole_and_no_cell_is_a_formula(world, refs, sorted_ideas, browse):
    lead = browse(world.ours.lead)
    makers.an_idea(world.ours, title='=HYPERLINK("x";"y")', stage=Stage.EMBEDDED)
    got = lead.get("/ideas.csv?stage=embedded")
    assert got.headers["Content-Disposition"].startswith("attachment; filename=ideas-")
    heading, row = csv.reader(io.StringIO(got.data.decode("utf-8-sig")))
    assert heading[:3] == ["Reference", "Idea", "Stage"]
    assert row[1] == '\'=HYPERLINK("x";"y")'
    book = CalamineWorkbook.from_filelike(io.BytesIO(lead.get(f"/ideas.xlsx?tag={sorted_ideas['tag']}").data))
    rows = book.get_sheet_by_index(0).to_python()
    assert {line[1] for line in rows[1:]} == {"Sorted", "Half sorted"}
    assert {"Winter", "Carr Lane"} <= set(rows[1])
    [_, *hits] = csv.reader(io.StringIO(lead.get("/search.csv?q=beacon&kind=comment").data.decode("utf-8-sig")))
    assert {line[0] for line in hits} == {"Comment"}
    assert all(line[4].startswith(f"{settings().base_url}/ideas/NOR-") for line in hits), (
        "a file leads back from anywhere"
    )
    printed = lead.get(f"/ideas/print?tag={sorted_ideas['tag']}").text
    assert "2\xa0ideas, tag: Winter" in printed
    assert "Half sorted" in printed


def test_a_word_that_is_left_out_of_searches_is_said_to_be(world, browse):
    lead = browse(world.ours.lead)
    for words in ("the", "a", "of the"):
        told = lead.get("/search", query_string={"q": words}).text
        assert "words as common as “the” are left out" in told
        assert "Nothing has these words" not in told
    assert "Nothing has these words" in lead.get("/search", query_string={"q": "xylophone"}).text


# --- views ------------------------------------------------------------------------------------------------------------
def test_a_view_keeps_its_address_and_is_found_by_its_maker_and_once_shared_by_all(world, refs, browse):
    ours = world.ours
    lead, other = browse(ours.lead), browse(ours.observer)
    lead.post("/views/new?of=list&stage=design&nonsense=1", {"name": "  In   design "}, status=303)
    [(where, name)] = re.findall(r'<a href="(/views/[0-9a-f-]+)">([^<]+)</a>', lead.get("/views").text)
    assert name == "In design"
    assert other.get(where, status=303).location == "/ideas?stage=design", "whoever has the address sees what they may"
    assert where not in other.get("/views").text
    lead.post(f"{where}/edit", {"name": "Designed", "shared": "y"}, status=303)
    shown = other.get("/views").text
    assert "Designed" in shown
    assert f"{where}/edit" not in shown
    lead.post(f"{where}/end", {}, status=303)
    assert f'action="{where}/restore"' in lead.get("/views").text
    other.get(where, status=404)
    lead.post(f"{where}/restore", {}, status=303)
    assert other.get(where, status=303).location == "/ideas?stage=design"
    assert "Write what the view is to be called" in lead.post("/views/new?of=list", {"name": " "}, status=200).text
    browse(world.theirs.lead).get(where, status=404)


def test_a_saved_view_of_the_board_stands_among_its_chips_with_how_many_fit(world, refs, browse):
    owner = browse(world.ours.owner)
    owner.post(f"/views/new?of=board&owner={world.ours.owner.id}", {"name": "Tom’s"}, status=303)
    owner.post("/views/new?of=board&extent=radical", {"name": "Radical ones"}, status=303)
    with counted() as seen:
        chips = Page(owner.get("/board").text).part("picks").links
    assert len(seen) == 4
    mine = next(words for words in chips if words.startswith("Mine, "))
    assert chips[f"Tom’s, {mine.removeprefix('Mine, ')}"] == f"/board?owner={world.ours.owner.id}"
    assert chips["Radical ones"] == "/board?extent=radical"


# --- tags -------------------------------------------------------------------------------------------------------------
def test_tags_are_set_renamed_joined_ended_and_each_is_undone_exactly(world, browse):
    ours = world.theirs  # a council without tags so far
    both, bins = (makers.an_idea(ours, title=title, stage=Stage.DESIGN) for title in ("Both", "Bins"))
    owner, lead = browse(ours.owner), browse(ours.lead)
    owner.post(f"/ideas/{both}/tags", {"tags": "Bins, refuse,bins", "innovation_type": "service"}, status=303)
    owner.post(f"/ideas/{bins}/tags", {"tags": "BINS"}, status=303)
    shown = owner.get(f"/ideas/{both}").text
    assert "Bins, refuse" in shown
    assert "Tagged Bins, refuse." in shown
    refused = owner.post(f"/ideas/{both}/tags", {"tags": ",".join(map(str, range(9)))}, status=200).text
    assert "At most 8 tags" in refused

    def told() -> dict[str, set[str]]:
        with ours.door():
            counts = {one.name: one for one in tag.tag_counts() if not one.ended_at}
            listed = {
                name: {row.ref for row in idea.listing(reader=ours.lead.reader, filters=Filters(tag_id=one.id)).rows}
                for name, one in counts.items()
            }
            assert {name: len(refs) for name, refs in listed.items()} == {n: one.ideas for n, one in counts.items()}
            return listed

    with ours.door():
        ids = {one.name: one.id for one in tag.live_tags()}
    before = told()
    assert before == {"Bins": {both, bins}, "refuse": {both}}
    lead.post(f"/tags/{ids['Bins']}/merge", {"into": str(ids["refuse"])}, status=303)
    assert told() == {"refuse": {both, bins}}
    assert set(titles(lead, f"/ideas?tag={ids['Bins']}")) == {"Both", "Bins"}, "an old address leads on"
    lead.post(f"/tags/{ids['Bins']}/restore", {}, status=303)
    assert told() == before
    lead.post(f"/tags/{ids['Bins']}", {"name": "Refuse"}, status=200)
    lead.post(f"/tags/{ids['Bins']}", {"name": "Rubbish"}, status=303)
    lead.post(f"/tags/{ids['refuse']}/end", {}, status=303)
    assert told() == {"Rubbish": {both, bins}}
    assert "Bring it back" in lead.get("/tags").text
    lead.post(f"/tags/{ids['refuse']}/restore", {}, status=303)
    assert told() == {"Rubbish": {both, bins}, "refuse": {both}}
    lead.post(f"/tags/{ids['Bins']}/merge", {"into": str(ids["refuse"])}, status=303)
    owner.post(f"/ideas/{bins}/tags", {"tags": ""}, status=303)
    lead.post(f"/tags/{ids['Bins']}/restore", {}, status=303)
    assert told() == {"Rubbish": {both}, "refuse": {both}}, "what was taken off meanwhile stays off"

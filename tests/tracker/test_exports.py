"""People take out what is theirs: a council comes in again the same, a person has what is theirs alone."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import psycopg
import pytest

from tests import makers
from tests.case_files import DEMO, contents
from tests.reading import Page
from tests.tracker.test_exchange_export import another_empty_database
from tracker import clock, council, exchange, idea, place, risk
from tracker.exchange import ExportKind
from tracker.exchange.actions import exports
from tracker.exchange.actions.person_export import LEFT_OUT, person_keys
from tracker.exchange.rules import exports as rules
from tracker.tenancy import directory


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def written(side: makers.Side, kind: ExportKind, by: makers.Someone) -> dict[str, bytes]:
    """What somebody takes out, by file."""
    with side.door():
        made = exchange.ask_for_export(kind=kind, by=by.id, at_once=True)
    assert exchange.write_export(side.id, made, tell=False)
    return unpacked(b"".join(exchange.pieces_of(side.id, made)))


def taken(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def council_id(code: str):
    with directory():
        return council.by_code(code).id


def downloaded(browser, page: str) -> bytes:
    """Press the button of a page and follow its link."""
    told = Page(browser.follow(browser.post(page, {})).text)
    [href] = [href for words, href in told.links.items() if words.startswith("Download")]
    return browser.client.get(href).data


# --- a council --------------------------------------------------------------------------------------------------------
def test_a_council_that_was_taken_out_comes_in_again_without_a_difference(empty_database, addresses, tmp_path):
    exchange.import_folder(DEMO)
    packed = tmp_path / "knowsley.zip"
    with packed.open("wb") as out:
        exchange.actions.council_export.export_council(council_id("knowsley"), out, progress=lambda *_: None)
    assert (exchange.import_folder(packed).lines[:-1], exchange.import_folder(packed).new) == ([], {})
    exchange.export_folder(tmp_path / "all")
    ideas = [row["case_id"] for row in taken(contents(tmp_path / "all"), "ideas.csv") if row["council"] == "knowsley"]
    mine = [row["case_id"] for row in taken(unpacked(packed.read_bytes()), "ideas.csv")]
    assert len(mine) > 10
    assert mine == ideas
    with another_empty_database(addresses):
        assert exchange.import_folder(packed).lines[:-1] == []
        with (tmp_path / "again.zip").open("wb") as out:
            exchange.actions.council_export.export_council(council_id("knowsley"), out, progress=lambda *_: None)
    first, again = (unpacked(path.read_bytes()) for path in (packed, tmp_path / "again.zip"))
    assert {name: text for name, text in first.items() if name.endswith(".csv")} == {
        name: text for name, text in again.items() if name.endswith(".csv")
    }
    (tmp_path / "book.xlsx").write_bytes(first["workbook/cases.xlsx"])
    assert (exchange.import_folder(tmp_path / "book.xlsx").lines[:-1], "ideas.csv" in first) == ([], True)


def test_what_goes_out_by_the_page_is_the_councils_own_and_its_cells_stand_as_they_are(world, browse):
    ours, theirs = world.ours, world.theirs
    for side in (ours, theirs):
        with side.door():
            born = idea.log_draft(by=side.contributor.id, title="=1+1", problem="Cold", proposal="'=2+2")
            idea.submit(idea=born, by=side.contributor.id)
            risk.raise_risk(idea=born, by=side.lead.id, description="+44 20", likelihood=2, impact=3, mitigation="@")
            idea.log_draft(by=side.contributor.id, title="Mine alone in the drawer")
    files = unpacked(downloaded(browse(ours.admin), "/council/export"))
    [row] = taken(files, "ideas.csv")
    assert (row["title"], row["proposal"], row["council"]) == ("=1+1", "''=2+2", ours.code)
    assert [row["description"] for row in taken(files, "risks.csv")] == ["+44 20"]
    assert {row["code"] for row in taken(files, "councils.csv")} == {ours.code}
    everything = b"".join(files.values())
    assert b"drawer" not in everything
    assert ours.contributor.name.encode() not in everything
    downloaded(browse(ours.lead), "/council/export")
    browse(ours.owner).get("/council/export", status=403)


def test_what_goes_out_by_the_page_comes_in_where_another_council_has_a_case_of_the_same_name(world, browse, tmp_path):
    sides, name = (world.ours, world.theirs), f"OLD-{world.ours.code}"
    for side in sides:
        with side.door():
            born = idea.log_draft(by=side.contributor.id, title=f"A van for {side.name}", problem="Cold")
            idea.submit(idea=born, by=side.contributor.id)
            born.their_number = name
            risk.raise_risk(
                idea=born, by=side.lead.id, description="It rusts", likelihood=2, impact=3, mitigation="Oil"
            )
    for n, side in enumerate(sides):
        packed = tmp_path / f"{n}.zip"
        packed.write_bytes(downloaded(browse(side.admin), "/council/export"))
        report = exchange.import_folder(packed)
        assert [line for line in report.lines[:-1] if "error" in line] == []
        assert dict(report.new) == {}
        (tmp_path / "book.xlsx").write_bytes(unpacked(packed.read_bytes())["workbook/cases.xlsx"])
        assert "Errors: 0." in exchange.import_folder(tmp_path / "book.xlsx").lines[-1]


# --- a large one, by the worker ---------------------------------------------------------------------------------------
@pytest.fixture
def large(world, monkeypatch):
    """Our council, with more ideas than are written at once."""
    makers.an_idea(world.ours)
    monkeypatch.setattr("tracker.exchange.queries.AT_ONCE", 0)
    return world.ours


def letters(side: makers.Side, database) -> list[tuple[str, str]]:
    with psycopg.connect(database.admin_url) as admin:
        found = (
            "SELECT to_email, particulars ->> 'address' FROM letter WHERE template = 'export_ready' AND council_id = %s"
        )
        return admin.execute(found, [side.id]).fetchall()


def test_a_large_council_is_written_by_the_worker_who_says_so_once_and_only_the_asker_has_it(large, browse, database):
    admin = browse(large.admin)
    told = admin.follow(admin.post("/council/export", {})).text
    admin.post("/council/export", {})
    assert "You get an email when it is ready" in told
    assert "Download" not in told
    exchange.write_exports(large.id)
    exchange.write_exports(large.id)
    assert letters(large, database) == [(large.admin.email, "/council/export")]
    [href] = [
        href for words, href in Page(admin.get("/council/export").text).links.items() if words.startswith("Downl")
    ]
    assert "ideas.csv" in unpacked(admin.client.get(href).data)
    for other in (large.lead, large.owner):
        browse(other).get(href, status=404)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        browse(large.admin).get(href, status=404)
        exchange.write_exports(large.id)
        with large.door() as door:
            assert door.query(exchange.models.Export).count() == 0


def test_a_killed_worker_leaves_nothing_and_the_next_writes_it_whole_and_once(large, database, monkeypatch):
    with large.door():
        made = exchange.ask_for_export(kind=ExportKind.COUNCIL, by=large.admin.id)
    kept = exports._keep
    for _ in range(rules.MOST_ATTEMPTS - 1):
        monkeypatch.setattr(exports, "_keep", killed(kept))
        with pytest.raises(KeyboardInterrupt):
            exchange.write_exports(large.id)
        assert b"".join(exchange.pieces_of(large.id, made)) == b""
        assert letters(large, database) == []
    monkeypatch.setattr(exports, "_keep", kept)
    exchange.write_exports(large.id)
    assert "ideas.csv" in unpacked(b"".join(exchange.pieces_of(large.id, made)))
    assert len(letters(large, database)) == 1


def killed(kept):
    """Keeping an export, and being killed before that is kept."""

    def keep(*asked, **given):
        kept(*asked, **given)
        raise KeyboardInterrupt

    return keep


def test_what_failed_three_times_is_given_up_and_can_be_asked_for_again(large, browse, monkeypatch):
    admin = browse(large.admin)
    admin.post("/council/export", {})
    monkeypatch.setattr(exports, "export_council", lambda *_, **__: 1 / 0)
    for _ in range(rules.MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            exchange.write_exports(large.id)
    exchange.write_exports(large.id)
    assert "could not be written" in admin.get("/council/export").text
    monkeypatch.undo()
    assert "ideas.csv" in unpacked(downloaded(admin, "/council/export"))


# --- a person ---------------------------------------------------------------------------------------------------------
def test_a_person_has_what_is_recorded_by_and_about_them_and_nothing_of_others(world, browse):
    ours, me = world.ours, world.ours.contributor
    with ours.door():
        mine = idea.log_draft(by=me.id, title="=My own draft", problem="Cold", proposal="A room")
        others = idea.log_draft(by=ours.lead.id, title="Somebody else's draft")
        said = idea.log_draft(by=ours.owner.id, title="The closing of the depot", problem="Dear", proposal="Close")
        idea.submit(idea=said, by=ours.owner.id)
        idea.comment(idea=said, words="I drive from there", by=me.id)
        idea.comment(idea=said, words="Between us two", by=ours.lead.id)
        idea.set_audience(idea=said, audience=idea.Audience.CONFIDENTIAL, people=[], by=ours.lead.id)
        harbour = place.add_place(name="Harbour ward", by=ours.lead.id)
        place.set_places(idea=mine, place_ids=[harbour.id], by=me.id)
        refs = (mine.ref, others.ref)
    files = unpacked(downloaded(browse(me), "/account/data"))
    assert [row["Title"] for row in taken(files, "idea.csv")] == ["'=My own draft"]
    assert [(row["Text"], row["Idea"]) for row in taken(files, "message.csv")] == [
        ("I drive from there", "an idea that you may not see now")
    ]
    assert [row["Email"] for row in taken(files, "membership.csv")] == [me.email]
    assert [row["Place"] for row in taken(files, "idea_place.csv")] == ["Harbour ward"]
    page = files["your-data.html"].decode()
    everything = b"".join(files.values()).decode()
    assert "What Northmoor Council holds of Sam Okafor" in page
    assert "=My own draft" in page
    for secret in ("Somebody else", "depot", "Between us two", refs[1] + '"', "http"):
        assert secret not in everything, secret


def test_whatever_points_at_a_person_is_told_or_left_out_for_a_reason():
    told = {key.table.name for key in person_keys()}
    assert {"idea", "message", "decision", "nudge", "event", "membership", "letter", "risk", "follower"} <= told
    assert not told & set(LEFT_OUT)


def test_the_data_of_every_role_can_be_taken_out(world, browse):
    makers.an_idea(world.ours)
    for person in world.ours.people.values():
        assert "membership.csv" in written(world.ours, ExportKind.PERSON, person)

"""Who may do what, who is who, where I work, how I hear; for the operator: is the worker alive, is a letter lost?"""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from config.settings import settings
from tests import makers
from tests.reading import Page
from tracker import clock, council, post
from tracker.council import PERMISSIONS, Can, Digest, Role
from tracker.later import LATE_AFTER, RECURRING, Job
from tracker.tenancy import directory
from tracker.wording import BUILT_IN


@pytest.mark.parametrize("role", ["contributor", "admin"])
def test_the_permissions_page_says_yes_where_a_role_may_and_nothing_where_it_may_not(world, browse, role):
    heads, *rows = Page(browse(world.ours.people[role]).get("/council/permissions").text).table("Who may do what")
    assert heads == ["To", *map(str, Role)]
    shown = {(row[0], name): cell for row in rows for name, cell in zip(heads[1:], row[1:], strict=True)}
    assert shown == {
        (BUILT_IN.called(can, "can"), str(one)): "yes" if can in PERMISSIONS[one] else "–"
        for can in Can
        if can is not Can.OPERATE
        for one in Role
    }


def test_the_council_page_says_who_is_who_and_who_is_no_longer_here(world, browse):
    ours = world.ours
    makers.a_person(ours.id, Role.OWNER, Role.SPONSOR, name="Zed Two")
    left = makers.a_person(ours.id, Role.CONTRIBUTOR, name="Abe Gone")
    with ours.door():
        council.end_membership(person_id=left.id, by=ours.admin.id)
        council.add_service(name="Housing", senior_owner="Ruth Lindqvist", by=ours.admin.id)
        council.set_promise(days=7, by=ours.admin.id)
    page = Page(browse(ours.admin).get("/council").text)
    rows = {row[0].split(" person-")[0]: row[1:] for row in page.table("People of")[1:]}
    assert rows["Priya Nair"] == ["Lead", "Change what Priya Nair does"]
    assert rows["Zed Two"][0] in {"Owner, sponsor", "Sponsor, owner"}
    gone = [cells for name, cells in rows.items() if cells[0] == "No longer here"]
    assert gone == [["No longer here", ""]]
    assert len(rows) == 8
    assert page.under("services").items == ["Housing Ruth Lindqvist"]
    assert [one.get("value") for one in page.root.iter("input") if one.get("name") == "days"] == ["7"]
    with ours.door():
        changes = f"/council/people/{ours.lead.id}"
    assert page.links["Change what Priya Nair does"] == changes


@pytest.mark.parametrize(
    ("path", "sent", "wrong", "right"),
    [
        ("services", {"name": "housing"}, "There is a service called housing already.", {"name": "Parks"}),
        ("services", {"name": " "}, "Enter its name.", {"name": "Parks"}),
        ("promise", {"days": "99"}, "Enter a number from 1 to 60.", {"days": "9"}),
        ("people/ADMIN/end", {}, "A council keeps at least one admin. Make somebody else an admin first.", None),
    ],
)
def test_what_could_not_be_done_is_told_as_a_warning_and_what_was_done_is_not(world, browse, path, sent, wrong, right):
    ours = world.ours
    with ours.door():
        council.add_service(name="Housing", senior_owner=None, by=ours.admin.id)
    admin, path = browse(ours.admin), f"/council/{path.replace('ADMIN', str(ours.admin.id))}"
    notice = Page(admin.follow(admin.post(path, sent)).text).part("notice")
    assert notice.words == wrong
    assert [one.get("role") for one in notice.elements] == ["alert"]
    if right:
        done = Page(admin.follow(admin.post(path, right)).text).part("notice")
        assert [one.get("role") for one in done.elements] == ["status"]


def test_a_council_of_two_is_told_to_begin_with_an_invitation(browse):
    made = makers.a_council()
    admin = makers.a_person(made.id, Role.ADMIN)
    page = Page(browse(admin).get("/council").text)
    assert page.asked.headings == ["Start here"]
    assert page.asked.links == {"Invite somebody": "/council/invite"}
    for name in ("One", "Two"):
        makers.a_person(made.id, Role.LEAD, name=name)
    assert Page(browse(admin).get("/council").text).asked.elements == []


def test_my_account_says_who_i_am_here_and_how_i_hear(world, browse):
    ours = world.ours
    both = makers.a_person(ours.id, Role.SPONSOR, Role.LEAD, name="Two Roles", email="two.roles@northmoor.example.org")
    with directory():
        council.set_digest(person_id=both.id, digest=Digest.WEEKLY)
    page = Page(browse(both).get("/account").text)
    assert page.part("lede").words == "two.roles@northmoor.example.org"
    assert "In Northmoor Council you are lead, sponsor." in page.words
    chosen = [one.get("value") for one in page.root.iter("input") if one.get("checked") is not None]
    assert chosen == ["weekly"]
    assert page.links["Change my password"] == "/account/password"


def test_whoever_belongs_to_two_councils_reads_where_they_are_and_where_they_may_go(browse):
    here, there = makers.a_council(name="Here Council"), makers.a_council(name="There Council")
    person = makers.a_person(here.id, Role.LEAD, name="Pat")
    makers.a_person(there.id, Role.OWNER, name="Pat", email=person.email)
    page = Page(browse(person).get("/switch").text)
    assert "You are in Here Council now." in page.paragraphs
    buttons = {one.get("value"): one.text for one in page.root.iter("button") if one.get("name") == "council"}
    assert buttons == {there.code: "Work in There Council"}


# --- the operator ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ran(world, database):
    """How every recurring job ran last: `ran(minutes ago, failing="")`; no letter waits."""

    def at(minutes: int, *, detail: str | None = None) -> None:
        with psycopg.connect(database.admin_url, autocommit=True) as door:
            makers.all_well(door, minutes=minutes, detail=detail)

    return at


@pytest.fixture
def operations(browse, database):
    operator = makers.an_operator(database)
    return lambda: Page(browse(operator).get("/ops").text)


def test_the_operator_reads_that_all_is_well_only_while_it_is(ran, operations):
    ran(1)
    page = operations()
    assert page.heading == "All is well"
    facts = page.part("vitals").facts
    assert facts.pop("Tasks waiting").isdecimal()  # other tests leave some
    assert facts == {
        "Worker": "alive",
        "Letters waiting": "0",
        "Sent in the last hour": "0",
        "Given up": "0",
    }
    assert [row[4] for row in page.table("Every recurring job")[1:]] == ["On time"] * len(RECURRING)


def test_the_operator_reads_which_job_is_late_and_that_the_worker_is_silent(ran, operations):
    ran(4)
    page = operations()
    assert page.heading == "1 thing needs you"
    assert page.asked.headings == ["The worker does not answer"]
    assert page.part("vitals").facts["Worker"] == "silent"
    told = {row[0]: row[4] for row in page.table("Every recurring job")[1:]}
    late = {about.words for about in RECURRING if about.late_after < timedelta(minutes=4)}
    assert len(late) == 3
    assert told == {about.words: "Late somewhere" if about.words in late else "On time" for about in RECURRING}
    ran(0, detail="550")
    assert operations().table("Every recurring job")[1][4] == "Failed: everywhere (550)"


def test_a_job_of_every_council_is_told_by_its_newest_success_and_is_late_where_its_oldest_is(
    ran, operations, world, database
):
    ran(1)
    late_after, now = LATE_AFTER[Job.COMPUTE_HEALTH], clock.now()
    with psycopg.connect(database.admin_url, autocommit=True) as door:
        door.execute("DELETE FROM job_run WHERE job = %s", [Job.COMPUTE_HEALTH])
    newest, on_time, late = (
        now - timedelta(minutes=2),
        late_after - timedelta(minutes=2),
        late_after + timedelta(minutes=2),
    )
    for oldest, said in ((on_time, "On time"), (late, "Late somewhere")):
        for side, moment in ((world.ours, newest), (world.theirs, now - oldest)):
            with clock.at(moment), directory():
                council.ran(Job.COMPUTE_HEALTH, council_id=side.id)
        [(_, _, last, where, told)] = [
            row for row in operations().table("Every recurring job") if row[0].startswith("Health of ideas")
        ]
        assert last.endswith(f", {newest.astimezone(clock.LONDON):%H:%M}")
        assert (where, told) == ("2 places", said)


def test_a_job_that_never_ran_and_is_not_late_yet_is_told_to_be_not_due(ran, operations, world, database):
    ran(1)
    with psycopg.connect(database.admin_url, autocommit=True) as door:
        door.execute("DELETE FROM job_run WHERE job = %s", [Job.COMPUTE_HEALTH])
        door.execute("UPDATE council SET created_at = now()")
    page = operations()
    [told] = [row[4] for row in page.table("Every recurring job") if row[0].startswith("Health of ideas")]
    assert (page.heading, told) == ("All is well", "Not due yet")


def test_what_is_to_be_decided_here_is_not_sent_here(ran, operations, world, database):
    ran(1)
    with world.ours.door():
        to, key = post.Addressee("Eve", "eve@example.org", None), f"doubt {world.ours.id}"
        post.write("invitation", to=to, kind=post.LetterKind.NOTICE, key=key, subject="S", **WORDS)
    with psycopg.connect(database.admin_url, autocommit=True) as door:
        door.execute("UPDATE letter SET given_up_at = now(), attempts = 8, last_error = '550' WHERE key = %s", [key])
    page = operations()
    assert page.asked.headings == ["Letters were given up"]
    assert "“Letters that failed” below" in page.words
    assert "/ops" not in page.asked.words


def test_the_operator_reads_letters_that_wait_too_long_and_those_given_up(ran, operations, world, database):
    ran(1)
    with world.ours.door():
        for n in range(3):
            to = post.Addressee("Eve", f"evelyn{n}@example.org", None)
            post.write(
                "invitation", to=to, kind=post.LetterKind.NOTICE, key=f"ops {n} {world.ours.id}", subject="S", **WORDS
            )
    with psycopg.connect(database.admin_url, autocommit=True) as door:
        mine = [f"ops {n} {world.ours.id}" for n in range(3)]
        door.execute("UPDATE letter SET created_at = now() - interval '11 minutes' WHERE key = %s", [mine[0]])
        failed = "UPDATE letter SET attempts = %s, last_error = %s, given_up_at = {} WHERE key = %s"
        door.execute(failed.format("now()"), [8, "550 no such mailbox", mine[1]])
        door.execute(failed.format("NULL"), [2, "421 try later", mine[2]])
    page = operations()
    assert page.heading == "2 things need you"
    assert page.asked.headings[0].startswith("Letters have waited since")
    rows = page.table("Letters that the mail server did not take")[1:]
    assert [(row[3], row[4].split(",")[0], row[5]) for row in rows] == [
        ("550 no such mailbox", "8 times", "Try once more to e…1@example.org"),
        ("421 try later", "2 times", "Nothing: it is tried again"),
    ]
    assert page.part("vitals").facts["Given up"] == "1"


WORDS = {"council_name": "Northmoor", "link": "http://x", "name": "Eve", "hours": 1, "days": 7}


# --- the demonstration's mailbox -------------------------------------------------------------------------------------
def test_the_mailbox_tells_whom_each_letter_went_to_and_when_the_newest_first(browse, tmp_path, monkeypatch):
    monkeypatch.setenv("DEV_MAILBOX", str(tmp_path))
    settings.cache_clear()
    try:
        for n, (subject, to) in enumerate((("First", "tom"), ("Second", "sam"))):
            (tmp_path / f"000{n}-a.eml").write_bytes(
                f"Subject: {subject}\r\nTo: {to}@example.org\r\nFrom: s@example.org\r\n"
                f"Date: Fri, 20 Nov 2026 08:3{n}:00 +0000\r\nContent-Type: text/plain\r\n\r\nDear {to}\r\n".encode()
            )
        page = Page(browse(None).get("/dev/mailbox").text)
        assert [entry.paragraphs[0] for entry in page.part("split").entries] == [
            "To sam@example.org",
            "To tom@example.org",
        ]
        assert page.links["First"] == "/dev/mailbox/0000-a"
        letter = Page(browse(None).get("/dev/mailbox/0000-a").text)
        assert (letter.heading, letter.part("letter").words) == ("First", "Dear tom")
        assert letter.part("quiet").words.startswith("To tom@example.org From s@example.org Friday 20 November")
        assert letter.part("quiet").words.endswith("08:30")
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_lead_is_led_from_council_to_what_they_may_work_on_and_to_who_keeps_the_rest(browse, world):
    page = browse(world.ours.lead).get("/council").text
    for part in ("policy", "replies", "posters", "import", "export", "permissions"):
        assert f'href="/council/{part}"' in page
    assert 'href="/tags"' in page
    assert world.ours.admin.name in page
    assert "/council/invite" not in page
    assert "/tags" not in browse(world.ours.admin).get("/council").text

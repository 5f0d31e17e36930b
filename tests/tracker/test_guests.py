"""Guests of a collaborative: asked in by letter, a sign-in of their own, its cards and nothing else, until it ends."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import makers
from tests.browsing import GUEST_COOKIE as COOKIE
from tests.browsing import Browser
from tests.makers import World
from tests.tracker.test_founding import REPORT
from tests.tracker.test_security_isolation import LISTED
from tracker import clock, collaborative, council, guest, post
from tracker.council import digest_of_token
from tracker.idea import Stage
from tracker.tenancy import as_council, directory, session
from tracker.web import GUEST as GUEST_ALONE
from tracker.web import Screens

TITLE, OTHER = "Keys on one board", "Lofts and attics"
READ = {"collaborative", "collaborative_member", "publication"}
TABLES = sorted(re.findall(r"^\| (\w+) \| (?:council|directory|shared) \|", LISTED, flags=re.MULTILINE))
DAY = timedelta(days=1)
MOST = 5  # statements, entering among them


@pytest.fixture
def known(database):
    """Ask as the superuser, whom no policy binds: how things really are."""
    with psycopg.connect(database.admin_url, autocommit=True) as server:
        yield lambda sql, *given: server.execute(sql, given).fetchall()


class Room:
    """A collaborative of our council, which convenes it, and theirs, with a card of theirs; and its letters."""

    def __init__(self, world: World, browse, known) -> None:
        self.world, self.browse, self.known = world, browse, known
        self.code = makers.a_collaborative(world.ours, world.theirs)
        self.ref = makers.an_idea(world.theirs, stage=Stage.DESIGN, title=TITLE)
        self.number = makers.a_card(world.theirs, self.code, self.ref)
        self.at, self.lead = f"/collaboratives/{self.code}", browse(world.ours.lead)
        self.email = f"nia-{self.code}@charity.example.org"

    def ask(self, *, status: int = 303, **said: str):
        sent = {"name": "Nia Rees", "body": "Age Concern", "email": self.email, **said}
        return self.lead.post(f"{self.at}/guests/new", sent, status=status)

    def letters(self, template: str) -> list[str]:
        """Where the letters lead that the worker wrote to the guest, the oldest first."""
        guest.write_letters()
        of_them = "FROM letter WHERE to_email = %s AND template = %s ORDER BY created_at, id"
        asked = f"SELECT particulars ->> 'link' {of_them}"
        return [re.search(r"/guests/\S+", link).group() for (link,) in self.known(asked, self.email, template)]

    def come_in(self) -> Browser:
        """The browser of a guest who was asked and accepted."""
        self.ask()
        browser = self.browse(None)
        browser.follow(browser.post(self.letters("guest_invitation")[-1]))
        return browser

    def end(self) -> None:
        [act] = re.findall(rf'action="({self.at}/guests/[\w-]+/end)"', self.lead.get(f"{self.at}/guests").text)
        self.lead.post(act)

    def withdraw(self) -> None:
        with self.world.theirs.door():
            to = collaborative.get(self.code)
            found = collaborative.card(to, self.number)
            collaborative.withdraw(card=found, collaborative=to, by=self.world.theirs.lead.id, because="A firm.")


@pytest.fixture
def room(world: World, browse, known) -> Room:
    return Room(world, browse, known)


def turned_away(browser: Browser) -> None:
    for path in ("/guests", "/guests/cards", "/guests/cards/1"):
        assert browser.get(path, status=303).headers["Location"] == "/guests/sign-in"


# --- from the invitation to the end -----------------------------------------------------------------------------------
def test_a_guest_is_asked_by_letter_reads_the_board_and_a_card_and_nothing_once_it_is_ended(room, world):
    assert "a letter with a link is on its way" in room.lead.follow(room.ask()).text
    [link] = room.letters("guest_invitation")
    browser = room.browse(None)
    turned_away(browser)
    asked = " ".join(browser.get(link).text.split())
    assert f"{world.ours.name} asks you, Nia Rees of Age Concern" in asked
    assert TITLE not in asked
    assert "has not answered yet" in room.lead.get(f"{room.at}/guests").text.casefold()
    board = browser.follow(browser.post(link)).text
    assert TITLE in board
    browser.get(link, status=404)
    browser.post(link, status=404)
    [path] = re.findall(r'href="(/guests/cards/\d+)"', board)
    assert "Two officers call" in browser.get(path).text
    assert world.theirs.lead.name not in browser.get(path).text
    assert TITLE in browser.get("/guests/cards?stage=design").text
    room.withdraw()
    for gone in (browser.get("/guests").text, browser.get("/guests/cards").text, browser.get(path, status=404).text):
        assert TITLE not in gone
    assert "Reads it since" in room.lead.get(f"{room.at}/guests").text
    room.end()
    turned_away(browser)
    assert "Nia Rees" not in room.lead.get(f"{room.at}/guests").text


def test_a_guest_reads_of_no_strand_which_is_the_members_own_affair(room, world):
    with world.ours.door():
        to = collaborative.get(room.code)
        kind = collaborative.ShelfKind.STRAND
        strand = collaborative.note_down(collaborative=to, kind=kind, title="Landlords", by=world.ours.lead.id)
        session().flush()
        strand_id = strand.id
    publish = {"publish": "y", "level": "full", "says": "tried", "strand": strand_id}
    room.browse(world.theirs.lead).post(f"/ideas/{room.ref}/publish/{room.code}", publish)
    assert "Landlords" in room.lead.get(room.at).text
    browser = room.come_in()
    for path in ("/guests", "/guests/cards", f"/guests/cards?strand={strand_id}", f"/guests/cards/{room.number}"):
        text = browser.get(path).text
        assert TITLE in text, path
        assert "Landlords" not in text, path


def test_a_guest_signs_in_again_by_a_link_that_is_good_once_for_two_hours_and_signs_out(room):
    browser = room.come_in()
    browser.follow(browser.post("/guests/sign-out"))
    turned_away(browser)
    began = clock.now()
    with clock.at(began):
        told = browser.post("/guests/sign-in", {"email": room.email.upper()}, status=200).text
        stranger = browser.post("/guests/sign-in", {"email": "nobody@x.example"}, status=200).text
        assert told.replace(room.email.upper(), "") == stranger.replace("nobody@x.example", "")
        [link] = room.letters("guest_link")
    with clock.at(began + timedelta(hours=2)):
        browser.get(link, status=404)
        browser.post(link, status=404)
    with clock.at(began + timedelta(hours=2) - timedelta(seconds=1)):
        browser.get(link)
        turned_away(browser)
        assert TITLE in browser.follow(browser.post(link)).text
        browser.get(link, status=404)
        room.browse(None).post(link, status=404)
    with clock.at(began + timedelta(hours=14, minutes=1)):
        turned_away(browser)


def test_letters_to_guests_say_who_asks_and_where_to_press(room, world):
    browser = room.come_in()
    browser.post("/guests/sign-in", {"email": room.email}, status=200)
    room.letters("guest_link")
    asked = "SELECT template, to_name, subject, particulars FROM letter WHERE to_email = %s ORDER BY created_at, id"
    for template, name, subject, told in room.known(asked, room.email):
        words = post.words_of(template, to_name=name, subject=subject, particulars=told)
        wanted = ("Warm homes", told["link"], *([world.ours.name] if template == "guest_invitation" else []))
        assert [one for one in wanted for form in words if one not in form] == []
        assert TITLE not in words.text


def test_who_declines_is_no_guest_and_who_asked_reads_it(room):
    room.ask()
    [link] = room.letters("guest_invitation")
    browser = room.browse(None)
    browser.post(f"{link}/no")
    browser.post(f"{link}/no", status=404)
    browser.post(link, status=404)
    assert "Declined" in room.lead.get(f"{room.at}/guests").text
    browser.post("/guests/sign-in", {"email": room.email}, status=200)
    assert room.letters("guest_link") == []
    room.ask()
    [_, again] = room.letters("guest_invitation")
    browser.follow(browser.post(again))


def test_an_invitation_is_replaced_by_a_newer_taken_back_or_runs_out(room):
    room.ask()
    [first] = room.letters("guest_invitation")
    room.ask()
    [_, second] = room.letters("guest_invitation")
    browser = room.browse(None)
    browser.post(first, status=404)
    room.end()
    browser.get(second, status=404)
    browser.post(second, status=404)
    began = clock.now()
    room.ask()
    third = room.letters("guest_invitation")[-1]
    with clock.at(began + 7 * DAY + timedelta(minutes=1)):
        browser.post(third, status=404)
        assert "Did not answer in time" in room.browse(room.world.ours.observer).get(f"{room.at}/guests").text


def test_a_collaborative_that_closes_has_no_guest_any_more(room):
    browser = room.come_in()
    other = f"other-{room.email}"
    room.ask(email=other)
    room.lead.post(f"{room.at}/close", REPORT)
    turned_away(browser)
    browser.post("/guests/sign-in", {"email": room.email}, status=200)
    assert room.letters("guest_link") == []
    assert room.known("SELECT count(*) FROM letter WHERE to_email = %s", other) == [(0,)]
    room.lead.get(f"{room.at}/guests/new", status=403)


# --- who asks ---------------------------------------------------------------------------------------------------------
def test_the_convenor_alone_asks_guests_in_and_ends_them_and_every_member_reads_who_they_are(room, world):
    room.come_in()
    theirs, third = room.browse(world.theirs.lead), room.browse(makers.a_side().lead)
    theirs.get(f"{room.at}/guests/new", status=403)
    room.browse(world.ours.owner).get(f"{room.at}/guests/new", status=403)
    seen = theirs.get(f"{room.at}/guests").text
    assert "Nia Rees, Age Concern" in seen
    assert room.email not in seen, "an address is for who convenes"
    assert room.email in room.lead.get(f"{room.at}/guests").text
    [(guest_id,)] = room.known("SELECT id FROM guest WHERE email = %s", room.email)
    theirs.post(f"{room.at}/guests/{guest_id}/end", status=403)
    third.get(f"{room.at}/guests", status=404)
    third.post(f"{room.at}/guests/{guest_id}/end", status=404)
    other = makers.a_collaborative(world.ours, world.theirs)
    room.lead.post(f"/collaboratives/{other}/guests/{guest_id}/end", status=404)
    told = room.browse(world.ours.admin).client.get("/council").status_code
    assert told == 200


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": " "}, "Enter their name"),
        ({"body": ""}, "Say which body they are from"),
        ({"email": "nia"}, "Enter an email address"),
        ({"email": ""}, "Enter their work email address"),
        ({"name": "x" * 121}, "Use 120 characters or fewer"),
    ],
)
def test_what_is_missing_of_a_guest_is_told_and_nobody_is_asked(room, said, sentence):
    assert sentence in room.ask(status=200, **said).text
    assert room.letters("guest_invitation") == []


def test_who_reads_already_is_not_asked_again_and_one_address_is_asked_three_times_a_day(room):
    for _ in range(3):
        room.ask()
    assert "asked often enough today" in room.ask(status=200).text
    with clock.at(clock.now() + DAY + timedelta(minutes=1)):
        room.ask()
    browser = room.browse(None)
    browser.post(room.letters("guest_invitation")[-1])
    with clock.at(clock.now() + 2 * DAY):
        room.lead = room.browse(room.world.ours.lead)
        assert "reads it as a guest already" in room.ask(status=200).text


def test_links_are_asked_for_twenty_times_from_one_address_and_sent_once_in_five_minutes(room):
    browser = room.come_in()
    began = clock.now()
    for minutes, letters in ((0, 1), (4, 1), (6, 2)):
        with clock.at(began + timedelta(minutes=minutes)):
            with directory():
                guest.ask_for_link(email=room.email, address=f"127.9.0.{minutes}")
            assert len(room.letters("guest_link")) == letters
    with clock.at(began + timedelta(minutes=12)):
        with directory():
            for number in range(20):
                guest.ask_for_link(email=f"nobody-{number}@x.example", address="127.9.1.1")
            guest.ask_for_link(email=room.email, address="127.9.1.1")
        assert len(room.letters("guest_link")) == 2
    with clock.at(began + timedelta(minutes=13)):
        browser.post("/guests/sign-in", {"email": room.email}, status=200)
        assert len(room.letters("guest_link")) == 3


def test_who_is_no_guest_any_more_is_forgotten_after_thirty_days(room):
    room.come_in()
    room.end()
    for days, left in ((29, 1), (31, 0)):
        with clock.at(clock.now() + days * DAY), directory():
            guest.forget()
        assert room.known("SELECT count(*) FROM guest WHERE email = %s", room.email) == [(left,)]


# --- neither browser is the other's -----------------------------------------------------------------------------------
def test_a_guest_opens_no_page_of_a_council_and_a_council_none_of_a_guests(room, world, app):
    browser = room.come_in()
    kept = browser.client.get_cookie(COOKIE).value
    for path in ("/", "/ideas", room.at, f"{room.at}/cards/{room.number}", "/collaboratives", "/account", "/inbox"):
        assert browser.get(path, status=303).headers["Location"].startswith("/sign-in"), path
    posing = room.browse(None)
    posing.bring(kept)
    assert posing.get("/ideas", status=303).headers["Location"].startswith("/sign-in")
    turned_away(room.lead)
    with directory():
        token = council.start(person_id=world.ours.lead.id, council_id=world.ours.id)
    disguised = room.browse(None)
    disguised.client.set_cookie(COOKIE, token)
    turned_away(disguised)
    both = room.browse(world.theirs.lead)
    both.client.set_cookie(COOKIE, kept)
    assert world.theirs.lead.name not in both.get("/guests").text, "a guest’s page knows nobody else"
    both.post("/guests/sign-out")
    turned_away(both)
    assert both.get("/ideas")


# --- the wall ---------------------------------------------------------------------------------------------------------
def arrival(room: Room):
    """The door of a guest of the room, for raw SQL."""
    token = room.come_in().client.get_cookie(COOKIE).value
    return guest.arrive(token)


def asked_of(table: str) -> int | None:
    """How many rows of a table are seen behind the open door; None where it is refused."""
    try:
        with session().begin_nested():
            return session().scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - names of the record
    except DBAPIError:
        return None


def test_behind_the_door_of_a_guest_raw_sql_sees_this_collaboratives_cards_and_nothing_else(room, world, known):
    other = makers.a_collaborative(world.ours, world.theirs)
    elsewhere = makers.an_idea(world.ours, stage=Stage.DESIGN, title=OTHER)
    makers.a_card(world.ours, other, elsewhere)
    third = makers.a_side()
    with directory():
        [(ours,)] = known("SELECT id FROM collaborative WHERE code = %s", room.code)
        collaborative.join(collaborative_id=ours, council_id=third.id)
    known("UPDATE collaborative_member SET left_on = now() WHERE council_id = %s RETURNING 1", third.id)
    archived = makers.a_card(world.theirs, room.code, makers.an_idea(world.theirs, stage=Stage.DESIGN, title=OTHER))
    known(
        "UPDATE publication SET for_archive = true WHERE collaborative_id = %s AND number = %s RETURNING 1",
        ours,
        archived,
    )
    with arrival(room) as who:
        assert who.collaborative_id == ours
        seen = {table: found for table in TABLES if (found := asked_of(table))}
        assert set(seen) == READ
        assert seen == {"collaborative": 1, "collaborative_member": 2, "publication": 1}
        assert session().scalars(text("SELECT title FROM publication")).all() == [TITLE]
        assert session().scalars(text("SELECT code FROM collaborative")).all() == [room.code]


def test_behind_the_door_of_a_guest_nothing_is_changed_or_taken_away(room, known):
    columns = known(
        "SELECT table_name::text, column_name::text FROM information_schema.column_privileges"
        " WHERE grantee = 'seedbed_app' AND privilege_type = 'UPDATE' AND table_schema = 'public'"
    )
    tried = [f"UPDATE {table} SET {column} = {column}" for table, column in columns]  # noqa: S608 - names
    tried += [f"DELETE FROM {table}" for table in TABLES]  # noqa: S608 - names of the record
    with arrival(room):
        for statement in tried:
            with suppress(DBAPIError), session().begin_nested():
                assert session().execute(text(statement)).rowcount == 0, statement


def test_functions_that_see_more_tell_a_guest_nothing(room):
    with arrival(room) as who:
        of = {"which": who.collaborative_id}
        for function in ("joint_adaptations", "joint_families"):
            assert session().execute(text(f"SELECT * FROM {function}(:which)"), of).all() == []  # noqa: S608 - names
        for statement in ("SELECT * FROM cards_with(:which, 'keys', '')", "SELECT next_card_number(:which)"):
            with pytest.raises(DBAPIError), session().begin_nested():
                session().execute(text(statement), of).all()
        assert not session().scalar(text("SELECT in_directory()"))


GUEST = (
    "INSERT INTO guest (id, council_id, collaborative_id, by_id, at, name, body, email, until, accepted_at)"
    " SELECT gen_random_uuid(), :here, id, :by, now(), 'Nia', 'Age Concern', :email, now(), {} FROM collaborative"
    " WHERE code = :code"
)


def test_no_council_makes_somebody_a_guest_by_itself_and_none_sees_a_link_or_a_sign_in(room, world, known):
    room.come_in()
    sides = {"convenor": world.ours, "member": world.theirs}
    for who, accepted, refused in (("convenor", "now()", True), ("member", "NULL", True), ("convenor", "NULL", False)):
        side = sides[who]
        said = {"here": side.id, "by": side.lead.id, "code": room.code, "email": f"x-{who}@x.example"}
        with as_council(side.id):
            try:
                with session().begin_nested():
                    session().execute(text(GUEST.format(accepted)), said)
            except DBAPIError:
                assert refused, (who, accepted)
            else:
                assert not refused, (who, accepted)
    with as_council(world.ours.id):
        waits = text("UPDATE guest SET accepted_at = now() WHERE accepted_at IS NULL")
        with pytest.raises(DBAPIError), session().begin_nested():
            session().execute(waits)
        for table in ("guest_link", "guest_sign_in", "guest_request"):
            assert asked_of(table) == 0
    with as_council(world.theirs.id):
        assert session().execute(text("UPDATE guest SET ended_at = now()")).rowcount == 0
    with makers.a_side().door():
        assert asked_of("guest") == 0


def test_a_guest_opens_the_door_by_their_browser_alone(room, known):
    token = room.come_in().client.get_cookie(COOKIE).value
    assert known("SELECT count(*) FROM guest_sign_in WHERE token_digest = %s", token) == [(0,)], "digests are kept"
    assert known("SELECT count(*) FROM guest_sign_in WHERE token_digest = %s", digest_of_token(token)) == [(1,)]
    for nobodys in ("", "~", token[:-1], digest_of_token(token)):
        with guest.arrive(nobodys) as who:
            assert who is None


# --- what a page costs, and what none may do --------------------------------------------------------------------------
def test_a_page_for_guests_takes_five_statements_however_many_cards_stand_there(room, world, statements):
    browser, taken = room.come_in(), {}
    for more in (0, 8):
        for n in range(more):
            makers.a_card(world.theirs, room.code, makers.an_idea(world.theirs, stage=Stage.DESIGN, title=f"Damp {n}"))
        for path in ("/guests", "/guests/cards", f"/guests/cards/{room.number}"):
            with statements() as seen:
                browser.get(path)
            taken.setdefault(path, []).append(len(seen))
    assert [path for path, (few, many) in taken.items() if few != many or many > MOST] == []


def test_a_page_for_guests_that_takes_a_form_cannot_be_declared():
    with pytest.raises(TypeError, match="acts on nothing"):
        Screens("some", __name__).screen("/guests/thing", needs=GUEST_ALONE, methods=("GET", "POST"))

"""Nobody becomes a member without their own consent, whatever they are invited to and whatever account they have."""

from __future__ import annotations

import os
import re
import threading
from contextlib import suppress
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from tests import makers
from tracker import clock, council, idea
from tracker.council import Role
from tracker.tenancy import directory

PASSWORD = "three words remembered"
DAY = timedelta(days=1)


@pytest.fixture
def known():
    """Ask as the superuser, whom no policy binds: how things really are."""
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as server:
        yield lambda sql, *given: server.execute(sql, given).fetchall()


@pytest.fixture
def links(known):
    """The links of the invitations to an address, oldest first."""
    asked = (
        "SELECT particulars ->> 'link' FROM letter"
        " WHERE lower(to_email) = %s AND template = 'invitation' ORDER BY created_at, id"
    )
    return lambda email: [re.search(r"/invite/\S+", link).group() for (link,) in known(asked, email)]


@pytest.fixture
def member_of(known):
    """The roles of an address in a council; None where it is no member."""

    def roles(email: str, side: makers.Side) -> list[str] | None:
        asked = "SELECT roles FROM membership WHERE email = %s AND council_id = %s AND ended_at IS NULL"
        return next((found for (found,) in known(asked, email, side.id)), None)

    return roles


def invite(browser, email: str, *roles: str, status: int = 303, name: str = "Nia Rees"):
    sent = {"name": name, "email": email, "roles": list(roles or ("owner",)), "again": "y"}
    return browser.post("/council/invite", sent, status=status)


def with_password(person: makers.Someone) -> makers.Someone:
    with directory():
        council.choose_password(person_id=person.id, password=PASSWORD)
    return person


def events(known, side: makers.Side, what: str) -> list[list[str]]:
    asked = "SELECT particulars -> 'roles' FROM event WHERE council_id = %s AND what = %s ORDER BY at, id"
    return [roles for (roles,) in known(asked, side.id, what)]


def newcomer(world) -> str:
    return f"new-{world.ours.code}@northmoor.example.org"


# --- consent ----------------------------------------------------------------------------------------------------------
def test_who_is_invited_is_no_member_and_no_person_until_they_accept(browse, world, known, links, member_of):
    admin, email = browse(world.ours.admin), newcomer(world)
    invite(admin, email, "contributor", "owner")
    page = admin.get("/council").text
    assert "Nia Rees" in page
    assert "may answer until" in page
    assert member_of(email, world.ours) is None
    assert known("SELECT count(*) FROM person WHERE email = %s", email) == [(0,)]
    browser = browse(None)
    [link] = links(email)
    asked = browser.get(link).text
    assert "Joan Fell asks you to work there as contributor, owner" in " ".join(asked.split())
    assert world.ours.lead.email not in asked
    browser.post(link, {"password": PASSWORD})
    assert "contributor, owner" in browser.get("/account").text
    assert member_of(email, world.ours) == ["contributor", "owner"]
    assert events(known, world.ours, "membership_begun") == [["contributor", "owner"]]
    assert "may answer until" not in admin.get("/council").text
    browse(None).get(link, status=404)
    browse(None).post(link, {"password": "another set of words"}, status=404)


def test_a_weak_first_password_makes_nobody(browse, world, known, links):
    email = newcomer(world)
    invite(browse(world.ours.admin), email)
    assert "12 characters" in browse(None).post(links(email)[0], {"password": "short"}, status=200).text
    assert known("SELECT count(*) FROM person WHERE email = %s", email) == [(0,)]
    browse(None).post(links(email)[0], {"password": PASSWORD})


def test_who_declines_is_no_member_and_the_council_reads_it(browse, world, links, member_of):
    admin, email = browse(world.ours.admin), newcomer(world)
    invite(admin, email)
    browse(None).post(f"{links(email)[0]}/no")
    assert "declined" in admin.get("/council").text
    assert member_of(email, world.ours) is None
    assert "/council/invitations/" not in admin.get("/council").text
    browse(None).post(f"{links(email)[0]}/no", status=404)
    browse(None).post(links(email)[0], {"password": PASSWORD}, status=404)
    with clock.at(clock.now() + timedelta(days=38)):
        assert "Nia Rees" not in browse(world.ours.admin).get("/council").text
    invite(admin, email)
    admin.get("/council")
    assert admin.get("/council").text.count(email) == 1, "each address stands there once, as it was last asked"
    assert "declined" not in admin.get("/council").text


def test_an_invitation_that_is_taken_back_or_asked_anew_is_good_for_nothing(browse, world, known, links):
    admin, email = browse(world.ours.admin), newcomer(world)
    invite(admin, email)
    invite(admin, email.upper(), "lead", name="Nia Rhys")
    first, second = links(email)
    browse(None).get(first, status=404)
    browse(None).get(second)
    [(asked,)] = known("SELECT id FROM invitation WHERE lower(email) = %s AND withdrawn_at IS NULL", email)
    browse(world.theirs.admin).post(f"/council/invitations/{asked}/end", status=404)
    browse(world.ours.lead).post(f"/council/invitations/{asked}/end", status=403)
    admin.post(f"/council/invitations/{asked}/end")
    browse(None).get(second, status=404)
    browse(None).post(second, {"password": PASSWORD}, status=404)
    assert "is taken back" in admin.get("/council").text
    assert "Nia Rhys" not in admin.get("/council").text


def test_who_has_not_come_is_shown_since_when_and_asked_again_by_a_link_that_ends_the_old_one(
    browse, world, known, links
):
    admin, email = browse(world.ours.admin), newcomer(world)
    invite(admin, email, "lead", "owner")
    page = " ".join(admin.get("/council").text.split())
    assert f"invited on {clock.today():%-d %B}" in page.replace("\u00a0", " ")
    assert "by Joan Fell" in page
    [(asked,)] = known("SELECT id FROM invitation WHERE lower(email) = %s", email)
    browse(world.theirs.admin).post(f"/council/invitations/{asked}/again", status=404)
    browse(world.ours.lead).post(f"/council/invitations/{asked}/again", status=403)
    assert "is asked again" in admin.follow(admin.post(f"/council/invitations/{asked}/again")).text
    told = admin.follow(admin.post(f"/council/invitations/{asked}/again")).text
    assert "was answered, replaced or taken back in the meantime" in told
    first, second = links(email)
    browse(None).get(first, status=404)
    assert "lead, owner" in " ".join(browse(None).get(second).text.split())
    for told in ("is asked again", "was invited often enough today"):
        [(asked,)] = known("SELECT id FROM invitation WHERE lower(email) = %s AND withdrawn_at IS NULL", email)
        assert told in admin.follow(admin.post(f"/council/invitations/{asked}/again")).text
    browse(None).get(links(email)[-1])


# --- an account elsewhere ---------------------------------------------------------------------------------------------
def test_somebody_with_an_account_elsewhere_chooses_to_work_here_and_keeps_their_password(
    browse, world, known, links, member_of
):
    theirs = with_password(world.theirs.lead)
    invite(browse(world.ours.admin), theirs.email, "observer", name="Whoever")
    [link] = links(theirs.email)
    before = known("SELECT password_hash FROM credential WHERE person_id = %s", theirs.id)
    stranger = browse(None)
    assert "Sign in to accept" in stranger.get(link).text
    assert (
        stranger.post(link, {"password": "the thief's own words"})
        .headers["Location"]
        .startswith("/sign-in?next=/invite/")
    )
    stranger.get("/account", status=303)
    somebody_else = browse(world.ours.contributor)
    assert "Sign out first" in somebody_else.get(link).text
    somebody_else.post(link)
    assert member_of(theirs.email, world.ours) is None
    assert known("SELECT password_hash FROM credential WHERE person_id = %s", theirs.id) == before
    browser = browse(theirs)
    assert len(browser.get("/switch").text.split("You are in")) == 2
    browser.post(link)
    assert f"In {world.ours.name} you are observer" in " ".join(browser.get("/account").text.split())
    assert member_of(theirs.email, world.ours) == ["observer"]
    assert known("SELECT name FROM person WHERE id = %s", theirs.id) == [(theirs.name,)]
    assert known("SELECT password_hash FROM credential WHERE person_id = %s", theirs.id) == before
    browser.post("/switch", {"council": world.theirs.code})


def test_inviting_somebody_who_is_here_changes_nothing_and_says_so(browse, world, known, links, member_of):
    page = invite(browse(world.ours.admin), world.ours.lead.email.upper(), "observer", status=200, name="Somebody")
    assert "Priya Nair is here already, and nothing is changed. Roles are changed under Council" in page.text
    assert member_of(world.ours.lead.email, world.ours) == ["lead"]
    assert links(world.ours.lead.email) == []


def test_at_the_command_line_too_somebody_who_is_here_is_left_as_they_are(world, member_of):
    with directory():
        council.add_person(council_id=world.ours.id, email=world.ours.lead.email, name="X", roles=[Role.ADMIN])
        assert council.has_password(email=world.ours.lead.email) is False
    assert member_of(world.ours.lead.email, world.ours) == ["lead"]


# --- coming back ------------------------------------------------------------------------------------------------------
def test_who_comes_back_signs_in_anew_and_no_browser_of_before_opens_again(browse, world, links, member_of):
    rae = with_password(makers.a_person(world.ours.id, Role.OBSERVER, name="Rae Moss"))
    old, admin = browse(rae), browse(world.ours.admin)
    old.get("/ideas")
    admin.post(f"/council/people/{rae.id}/end")
    old.get("/ideas", status=403)
    invite(admin, rae.email, "contributor")
    left = browse(None)
    left.post("/sign-in", {"email": rae.email, "password": PASSWORD})
    assert left.post(links(rae.email)[0]).headers["Location"] == "/sign-in"
    assert member_of(rae.email, world.ours) == ["contributor"]
    for browser in (old, left):
        assert "/sign-in" in browser.get("/ideas", status=303).headers["Location"]
        browser.post("/switch", {"council": world.ours.code})
        assert "/sign-in" in browser.get("/ideas", status=303).headers["Location"]
    left.post("/sign-in", {"email": rae.email, "password": PASSWORD})
    left.get("/ideas")


def test_nobody_is_made_a_member_again_without_an_invitation(browse, world, member_of):
    rae = makers.a_person(world.ours.id, Role.OBSERVER, name="Rae Moss")
    browse(world.ours.admin).post(f"/council/people/{rae.id}/end")
    with pytest.raises(council.PersonError, match="was here before and left: invite them"), directory():
        council.add_person(council_id=world.ours.id, email=rae.email, name=rae.name, roles=[Role.ADMIN])
    assert member_of(rae.email, world.ours) is None


def test_a_sponsor_who_comes_back_is_noted_where_they_sponsor(browse, world, known, links):
    """What hangs on a membership is told of it inside the council, where its rows are seen."""
    helen = with_password(world.ours.sponsor)
    ref = makers.an_idea(world.ours)
    with world.ours.door():
        idea.name_sponsor(idea=makers.idea_of(ref), by=world.ours.lead.id, person_id=helen.id)
    admin = browse(world.ours.admin)
    admin.post(f"/council/people/{helen.id}/end")
    known("DELETE FROM stale_idea RETURNING 1")
    invite(admin, helen.email, "sponsor")
    back = browse(None)
    back.post("/sign-in", {"email": helen.email, "password": PASSWORD})
    back.post(links(helen.email)[0])
    assert known("SELECT count(DISTINCT idea_id) FROM stale_idea WHERE council_id = %s", world.ours.id) == [(1,)]


def test_roles_given_and_taken_and_memberships_begun_and_ended_are_events(browse, world, known):
    admin, observer = browse(world.ours.admin), world.ours.observer
    admin.post(f"/council/people/{observer.id}", {"roles": ["observer", "sponsor"]})
    admin.post(f"/council/people/{observer.id}", {"roles": ["sponsor"]})
    admin.post(f"/council/people/{observer.id}/end")
    assert events(known, world.ours, "roles_set") == [["observer", "sponsor"], ["sponsor"]]
    assert len(events(known, world.ours, "membership_ended")) == 1


# --- how often --------------------------------------------------------------------------------------------------------
def ask(world, email: str, *, by=None, side=None) -> bool:
    """Whether one more invitation goes out."""
    side = side or world.ours
    with directory():
        try:
            council.invite(council_id=side.id, email=email, name="Nia", roles=[Role.OWNER], by=by and by.id)
        except council.PersonError:
            return False
    return True


def test_the_heart_forgets_whom_nobody_is_told_of_any_more_and_sign_ins_that_are_over(browse, world, known):
    from worker.app import beat_heart

    known_of = "SELECT 1 FROM invitation WHERE email = %s"
    invite(browse(world.ours.admin), "gone@northmoor.example.org")
    with clock.at(clock.now() + 30 * DAY):
        invite(browse(world.ours.admin), "asked@northmoor.example.org")
        beat_heart()
        assert known(known_of, "gone@northmoor.example.org"), "its council is still told of it"
    with clock.at(clock.now() + 38 * DAY):
        beat_heart()
    assert not known(known_of, "gone@northmoor.example.org")
    assert known(known_of, "asked@northmoor.example.org")
    browsers = known("SELECT started_at FROM sign_in WHERE person_id = %s", world.ours.admin.id)
    assert len(browsers) == 1, "the one of 30 days later is over and still known, the first is forgotten"


def test_an_address_is_invited_three_times_a_day_by_one_council(world):
    email, began = newcomer(world), clock.now()
    with clock.at(began):
        assert [ask(world, email) for _ in range(4)] == [True, True, True, False]
        assert ask(world, email, side=world.theirs)
    with clock.at(began + DAY - timedelta(seconds=1)):
        assert not ask(world, email)
    with clock.at(began + DAY):
        assert ask(world, email)


def test_many_councils_together_invite_an_address_ten_times_a_day(world, known):
    email = newcomer(world)
    sides = [makers.a_council() for _ in range(4)]
    assert sum(ask(world, email, side=side) for side in sides for _ in range(3)) == 10
    assert known("SELECT count(*) FROM letter WHERE to_email = %s", email) == [(10,)]


def test_one_person_invites_fifty_times_a_day(browse, world):
    joan = world.ours.admin
    for number in range(50):
        assert ask(world, f"{number}-{newcomer(world)}", by=joan)
    page = invite(browse(joan), newcomer(world), status=200)
    assert "You invited 50 times since yesterday." in page.text
    assert ask(world, newcomer(world))


def test_invitations_sent_at_one_moment_are_counted_one_after_the_other(world, known):
    email, sent = newcomer(world), []
    threads = [threading.Thread(target=lambda: sent.append(ask(world, email))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sent.count(True) == 3
    asked = "SELECT count(*), count(*) FILTER (WHERE withdrawn_at IS NULL) FROM invitation WHERE email = %s"
    assert known(asked, email) == [(3, 1)]


def test_two_who_accept_one_invitation_at_one_moment_make_one_member(world, known, links):
    email = newcomer(world)
    assert ask(world, email)
    token, came = links(email)[0].rpartition("/")[2], []

    def come() -> None:
        with suppress(OperationalError):  # who waits too long for another is told to try again
            with directory():
                person_id = council.choose_first_password(token, password=PASSWORD)
            if person_id:
                came.append(council.accept(token, person_id=person_id))

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found.joined for found in came if found] == [1]
    assert known("SELECT count(*) FROM membership WHERE email = %s", email) == [(1,)]
    assert len(events(known, world.ours, "membership_begun")) == 1


# --- the wall ---------------------------------------------------------------------------------------------------------
def test_an_invitation_is_accepted_for_its_own_address_alone(world, links):
    assert ask(world, world.theirs.lead.email)
    token = links(world.theirs.lead.email)[0].rpartition("/")[2]
    assert council.accept(token, person_id=world.theirs.observer.id) is None
    assert council.accept(token, person_id=world.theirs.lead.id)
    assert council.accept(token, person_id=world.theirs.lead.id) is None

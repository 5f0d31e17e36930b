"""The wall itself, attacked with SQL from inside a door: what no page offers, the database refuses as well."""

# ruff: noqa: S608 - statements made of this file's own words

from __future__ import annotations

import json
import os
import uuid
from datetime import date

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tests import makers
from tracker import collaborative, council, need, post
from tracker.idea import Stage
from tracker.tenancy import as_collaborative, as_council, directory, session

REFUSED = "row-level security"
DENIED = "permission denied"


@pytest.fixture
def known():
    """Ask as the superuser, whom no policy binds: how things really are."""
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as server:
        yield lambda sql, *given: server.execute(sql, given).fetchall()


@pytest.fixture
def shared(world):
    """A card of ours in a collaborative of both councils."""
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    code = makers.a_collaborative(world.ours, world.theirs)
    return ref, code, makers.a_card(world.ours, code, ref)


def run(sql: str, **given):
    return session().execute(text(sql), given)


def refused(door, sql: str, *, why: str = REFUSED, **given) -> None:
    with pytest.raises(DBAPIError, match=why), door:
        run(sql, **given)


def changed(door, sql: str, **given) -> int:
    with door:
        return run(sql, **given).rowcount


# --- people -----------------------------------------------------------------------------------------------------------
def test_a_council_cannot_add_a_member_and_then_read_who_they_are(world):
    stranger = world.theirs.lead.id
    sql = "INSERT INTO membership (council_id, person_id, roles) VALUES (:here, :who, '{lead}')"
    refused(world.ours.door(), sql, here=world.ours.id, who=stranger)
    with world.ours.door():
        assert run("SELECT count(*) FROM person WHERE id = :who", who=stranger).scalar() == 0


def test_a_council_cannot_turn_a_membership_into_somebody_elses(world):
    for column, value in (("person_id", world.theirs.lead.id), ("council_id", world.theirs.id)):
        sql = f"UPDATE membership SET {column} = :value WHERE person_id = :who"
        refused(world.ours.door(), sql, why=DENIED, value=value, who=world.ours.observer.id)
        refused(directory(), sql, why=DENIED, value=value, who=world.ours.observer.id)


def test_a_council_cannot_change_what_the_neighbours_people_do(world):
    sql = "UPDATE membership SET roles = '{admin}' WHERE person_id = :who"
    assert changed(world.ours.door(), sql, who=world.theirs.contributor.id) == 0
    refused(world.ours.door(), "DELETE FROM membership WHERE council_id = :here", why=DENIED, here=world.ours.id)


def test_nobody_becomes_an_operator_or_takes_an_address_over_through_the_application(world):
    who = world.ours.lead.id
    for change in ("is_operator = true", "email = 'mine@evil.example'", "id = gen_random_uuid()"):
        for door in (directory(), world.ours.door()):
            refused(door, f"UPDATE person SET {change} WHERE id = :who", why=DENIED, who=who)
    sql = "INSERT INTO person (id, email, name, is_operator) VALUES (gen_random_uuid(), 'x@y.example', 'X', true)"
    refused(directory(), sql, why=DENIED)
    assert changed(world.ours.door(), "UPDATE person SET name = 'Renamed' WHERE id = :who", who=who) == 0


@pytest.mark.parametrize("table", ["credential", "sign_in", "attempt", "link", "nudge_token"])
def test_what_signs_people_in_is_not_there_from_a_council_or_a_collaborative(world, table):
    with directory():
        council.choose_password(person_id=world.ours.lead.id, password="three words remembered")
        council.start(person_id=world.ours.lead.id)
        council.ask_for_reset(email=world.ours.lead.email, address="192.0.2.1")
    for door in (world.ours.door(), as_collaborative(uuid.uuid4())):
        with door:
            assert run(f"SELECT count(*) FROM {table}").scalar() == 0


def test_a_browser_or_link_cannot_be_made_over_to_somebody_else(world):
    for table in ("sign_in", "link", "credential"):
        refused(directory(), f"UPDATE {table} SET person_id = :who", why=DENIED, who=world.theirs.lead.id)
    refused(directory(), "DELETE FROM credential", why=DENIED)
    refused(directory(), "UPDATE link SET until = now() + interval '1 year'", why=DENIED)


def test_a_council_changes_of_its_own_row_only_what_it_sets(world):
    for change in ("code = 'other'", "name = 'Other'", "id = gen_random_uuid()"):
        refused(world.ours.door(), f"UPDATE council SET {change}", why=DENIED)
    assert changed(world.ours.door(), "UPDATE council SET promise_days = 9") == 1


def test_the_runs_of_another_councils_jobs_are_not_there(world):
    with directory():
        council.ran("a.job.of.theirs", council_id=world.theirs.id)
    with world.ours.door():
        assert run("SELECT count(*) FROM job_run WHERE job = 'a.job.of.theirs'").scalar() == 0
    refused(world.ours.door(), "DELETE FROM job_run", why=DENIED)


# --- sharing ----------------------------------------------------------------------------------------------------------
PUBLISH = (
    "INSERT INTO publication (id, idea_id, collaborative_id, number, level, title, shown, by_id)"
    " SELECT gen_random_uuid(), i.id, :to, 77, 'summary', 'Forged', '{}', :by FROM idea i LIMIT 1"
)


def test_nothing_is_published_into_a_collaborative_that_the_council_is_no_member_of(world, known):
    makers.an_idea(world.ours)
    code = makers.a_collaborative(world.theirs)
    [(to,)] = known("SELECT id FROM collaborative WHERE code = %s", code)
    refused(world.ours.door(), PUBLISH, to=to, by=world.ours.lead.id)
    refused(world.ours.door(), "SELECT next_card_number(:to)", why="not a member", to=to)


def test_a_card_stays_in_the_collaborative_that_it_was_published_to(world, shared, known):
    code = makers.a_collaborative(world.theirs)
    [(to,)] = known("SELECT id FROM collaborative WHERE code = %s", code)
    refused(world.ours.door(), "UPDATE publication SET collaborative_id = :to", why=DENIED, to=to)
    refused(world.ours.door(), "UPDATE publication SET idea_id = gen_random_uuid()", why=DENIED)
    assert changed(world.theirs.door(), "UPDATE publication SET title = 'Ours now'") == 0
    refused(world.ours.door(), "DELETE FROM publication", why=DENIED)


def test_a_council_that_left_takes_its_card_back_and_shows_nothing_more(world, shared, known):
    [(to,)] = known("SELECT id FROM collaborative WHERE code = %s", shared[1])
    known("UPDATE collaborative_member SET left_on = now() WHERE council_id = %s RETURNING 1", world.ours.id)
    refused(world.ours.door(), PUBLISH, to=to, by=world.ours.lead.id)
    assert changed(world.ours.door(), "UPDATE publication SET withdrawn_at = now()") == 1
    assert changed(world.ours.door(), "UPDATE publication SET withdrawn_at = NULL") == 0
    with world.theirs.door():
        assert run("SELECT count(*) FROM publication").scalar() == 0


def test_what_was_taken_back_is_seen_by_no_member_and_no_guest(world, shared, known):
    [(to,)] = known("SELECT id FROM collaborative WHERE code = %s", shared[1])
    with as_collaborative(to):
        assert run("SELECT count(*) FROM publication").scalar() == 1
    changed(world.ours.door(), "UPDATE publication SET withdrawn_at = now()")
    for door in (as_collaborative(to), world.theirs.door(), as_collaborative(uuid.uuid4())):
        with door:
            assert run("SELECT count(*) FROM publication").scalar() == 0


ADAPT = (
    "INSERT INTO adaptation (id, idea_id, publication_id, origin_council_id, origin_idea_id, fits_because, begun_on,"
    " adopter_ref) SELECT gen_random_uuid(), i.id, :card, :origin, :idea, 'Forged', current_date, 'X-1'"
    " FROM idea i WHERE i.council_id = :here LIMIT 1"
)


def test_no_council_forges_that_it_adapted_what_it_cannot_see(world, known):
    """It would count in the origin's figures, and be read on the origin's pages."""
    makers.an_idea(world.ours)
    ref = makers.an_idea(world.theirs, stage=Stage.DESIGN)
    number = makers.a_card(world.theirs, code := makers.a_collaborative(world.theirs), ref)
    [(card, idea)] = known(
        "SELECT p.id, p.idea_id FROM publication p JOIN collaborative c ON c.id = p.collaborative_id"
        " WHERE c.code = %s AND p.number = %s",
        code,
        number,
    )
    refused(world.ours.door(), ADAPT, card=card, origin=world.theirs.id, idea=idea, here=world.ours.id)
    with world.theirs.door():
        assert run("SELECT count(*) FROM adaptation").scalar() == 0


def test_an_adaptation_names_the_card_it_was_made_from_and_no_other_origin(world, shared, known):
    makers.an_idea(world.theirs)
    [(card, idea)] = known("SELECT id, idea_id FROM publication WHERE council_id = %s", world.ours.id)
    third = makers.a_council().id
    forged = {"card": card, "here": world.theirs.id}
    refused(world.theirs.door(), ADAPT, origin=third, idea=idea, **forged)
    refused(world.theirs.door(), ADAPT, origin=world.ours.id, idea=uuid.uuid4(), **forged)
    makers.an_adaptation(world.theirs, shared[1], shared[2])
    refused(world.theirs.door(), "UPDATE adaptation SET origin_council_id = :to", why=DENIED, to=third)
    assert changed(world.ours.door(), "UPDATE adaptation SET result = 'It never worked'") == 0


TELL = (
    "INSERT INTO notice (id, to_council_id, about_adaptation_id, what, particulars)"
    " VALUES (gen_random_uuid(), :to, :about, 'withdrawn', '{}')"
)


def test_no_council_writes_to_one_that_it_shares_nothing_with(world, shared, known):
    makers.an_adaptation(world.theirs, shared[1], shared[2])
    [(about,)] = known("SELECT id FROM adaptation WHERE council_id = %s", world.theirs.id)
    stranger = makers.a_side()
    refused(stranger.door(), TELL, to=world.ours.id, about=None)
    refused(stranger.door(), TELL, to=world.ours.id, about=about)
    refused(world.ours.door(), TELL, to=stranger.id, about=about)
    assert changed(world.ours.door(), TELL, to=world.theirs.id, about=about) == 1


def test_who_reads_a_notice_may_say_that_it_was_read_and_change_nothing_of_it(world, shared):
    makers.an_adaptation(world.theirs, shared[1], shared[2])
    for change in ("what = 'stopped'", "particulars = '{}'", "council_id = to_council_id", "at = now()"):
        refused(world.ours.door(), f"UPDATE notice SET {change}", why=DENIED)
    assert changed(world.theirs.door(), "UPDATE notice SET seen_at = now()") == 0
    assert changed(world.ours.door(), "UPDATE notice SET seen_at = now()") == 1


# --- letters and links ------------------------------------------------------------------------------------------------
LETTER = (
    "INSERT INTO letter (id, council_id, person_id, kind, key, mail_day, to_name, to_email, subject, body)"
    " VALUES (gen_random_uuid(), :here, :who, :kind, :key, :day, 'X', 'x@y.example', 'S', 'B')"
)


def letter(here, *, who=None, kind="reply", day=None):
    return {"here": here, "who": who, "kind": kind, "key": f"forged:{uuid.uuid4()}", "day": day}


def test_no_council_uses_up_the_one_nudge_a_day_of_a_stranger(world):
    forged = letter(world.ours.id, who=world.theirs.lead.id, kind="nudge", day=date(2030, 1, 1))
    refused(world.ours.door(), LETTER, **forged)


def test_letters_about_accounts_come_from_the_directory_and_no_others_do(world):
    refused(world.ours.door(), LETTER, **letter(world.ours.id, kind="account"))
    refused(world.ours.door(), LETTER, **letter(None))
    refused(world.ours.door(), LETTER, **letter(world.theirs.id))
    refused(directory(), LETTER, **letter(None))
    refused(directory(), LETTER, **letter(world.ours.id, kind="account"))


def test_a_council_neither_claims_nor_marks_nor_counts_letters(world, known):
    with world.theirs.door():
        to = post.Addressee(name="X", email="x@y.example")
        post.write("notice", to=to, kind=post.LetterKind.NOTICE, key=f"kept:{world.theirs.id}", **NOTICE)
    [(which,)] = known("SELECT id FROM letter WHERE key = %s", f"kept:{world.theirs.id}")
    with world.ours.door():
        assert run("SELECT * FROM claim_letters(100, 300)").all() == []
        run("SELECT mark_letter(:which, 0, 'accepted', NULL, 0, false, false, 'taken')", which=which)
        run("SELECT retry_letter(:which), leave_letter(:which)", which=which)
        assert run("SELECT retry_letters() + hand_letter(:which, 0, 900, true)::int", which=which).scalar() == 0
        assert run("SELECT waiting FROM outbox_counts()").scalar() == 0
        assert run("SELECT * FROM troubled_letters(100)").all() == []
    assert known("SELECT sent_at, attempts FROM letter WHERE id = %s", which) == [(None, 0)]
    out = "SELECT handed_as, came_back_at, given_up_at FROM letter WHERE id = %s"
    known("UPDATE letter SET sent_at = now(), handed_as = 'taken' WHERE id = %s RETURNING id", which)
    for side in (world.ours, world.theirs):
        with side.door():
            assert run("SELECT * FROM letters_out(ARRAY[CAST(:which AS uuid)])", which=which).all() == []
            run("SELECT take_letter_back(:which, 'taken', 'refused', 'Nobody here', 0, true)", which=which)
    assert known(out, which) == [("taken", None, None)]


NOTICE = {
    "subject": "S",
    "council_name": "X",
    "words": "W",
    "council": "Y",
    "what": "withdrawn",
    "told": {},
    "idea": None,
}


def test_whether_a_stranger_was_nudged_today_is_not_told(world):
    day = date(2030, 1, 2)
    changed(world.theirs.door(), LETTER, **letter(world.theirs.id, who=world.theirs.lead.id, kind="nudge", day=day))
    for side, told in ((world.ours, False), (world.theirs, True)):
        with side.door():
            assert post.has_nudge_on(person_id=world.theirs.lead.id, day=day) is told


def test_a_link_of_a_nudge_is_made_for_the_person_that_it_asks_alone(world):
    sql = (
        "INSERT INTO nudge_token (token_digest, council_id, nudge_id, person_id) VALUES (:digest, :here, :nudge, :who)"
    )
    forged = {"digest": str(uuid.uuid4()), "here": world.ours.id, "nudge": uuid.uuid4(), "who": world.ours.lead.id}
    refused(world.ours.door(), sql, **forged)
    refused(directory(), sql, why="security|seedbed.council|uuid", **forged)


# --- the role itself --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "SET LOCAL ROLE seedbed_owner",
        "SET LOCAL ROLE seedbed_outbox",
        "SET LOCAL ROLE seedbed_directory",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.council_here() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "ALTER TABLE idea DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_council ON idea",
        "TRUNCATE event",
        "COPY idea TO '/dev/null'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT rolpassword FROM pg_authid",
        "SELECT lo_create(0)",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, '\\x00')",
        "SELECT lo_put(1, 0, '\\x00')",
        "SELECT lo_get(1)",
        "SELECT lo_unlink(1)",
        "SELECT lo_open(1, 131072)",
    ],
)
def test_the_application_cannot_get_round_the_wall(world, sql):
    refused(world.ours.door(), sql, why="permission denied|must be owner|already exists")


def test_no_function_of_large_objects_is_there_for_the_application(known):
    asked = (
        "SELECT oid::regprocedure::text, has_function_privilege('seedbed_app', oid, 'EXECUTE') FROM pg_proc"
        " WHERE proname ~ '^lo(_|read|write)' AND pronamespace = 'pg_catalog'::regnamespace"
    )
    found = dict(known(asked))
    assert len(found) > 15
    assert not any(found.values()), found


def test_a_table_of_its_own_cannot_stand_before_a_real_one(addresses):
    """Asked in the database as set up: a copy of it, as the other tests use, does not inherit what it grants."""
    with psycopg.connect(addresses.database_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TEMP TABLE membership (id int)")


def test_row_security_cannot_be_switched_off(world):
    makers.a_sent_idea(world.ours)
    with pytest.raises(ProgrammingError, match=REFUSED), world.ours.door():
        run("SET LOCAL row_security = off")
        run("SELECT count(*) FROM idea")


SAY = "INSERT INTO message (id, idea_id, kind, text, by_id)"


def test_errors_of_the_database_name_no_value_of_a_row(world):
    secret = "what a person typed in confidence"
    told = {"shown": json.dumps({"words": secret}), "who": world.ours.lead.id, "secret": secret}
    statements = (
        f"{SAY} VALUES (gen_random_uuid(), NULL, 'comment', :secret, :who)",
        f"{SAY} VALUES (gen_random_uuid(), gen_random_uuid(), :secret, :secret, :who)",
        "INSERT INTO service (id, name) VALUES (gen_random_uuid(), :secret), (gen_random_uuid(), :secret)",
    )
    for sql in statements:
        with pytest.raises(DBAPIError) as raised, as_council(world.ours.id):
            session().execute(text(sql), told)
        assert secret not in f"{raised.value} {raised.value.orig!r}", sql


# --- what is said to each other in a collaborative --------------------------------------------------------------------
@pytest.fixture
def visit(world):
    """An offer of ours, an answer of theirs that waits, a helper and a figure of ours, in a collaborative of both."""
    code, by = makers.a_collaborative(world.ours, world.theirs), world.ours.lead.id
    draft = need.NeedDraft(way=need.NeedWay.OFFER, kind=need.NeedKind.VISIT, title="The equipment store")
    number = makers.a_trial(world.ours, code)
    with world.ours.door():
        to = collaborative.get(code)
        posting = need.post(collaborative=to, draft=draft, by=by)
        need.offer_to_help(collaborative=to, topics="Beds", by=by)
        here = to.id
    makers.a_variant(world.ours, code, number, name="Van", figures=[(60, "20")])
    with world.theirs.door():
        to = collaborative.get(code)
        row = need.posting_in(to, posting.id)
        made = need.answer(posting=row, collaborative=to, words="Come?", people=None, by=world.theirs.lead.id)
    return code, {"answer": made.id, "posting": posting.id, "here": here}


ANSWERED = (
    "INSERT INTO posting_answer (id, posting_id, collaborative_id, to_council_id, title, words, contact, by_id, state,"
    " reply) VALUES (:id, :posting, :here, :to, 'x', 'x', 'x', :by, :state, :reply)"
)


def test_a_council_that_answers_a_need_says_not_itself_what_is_said_to_it(world, visit):
    _, ids = visit
    said = "UPDATE posting_answer SET state = 'agreed', reply = 'Ring the gate.' WHERE id = :answer"
    assert changed(world.theirs.door(), said, answer=ids["answer"]) == 0
    made = {"posting": ids["posting"], "here": ids["here"], "to": world.ours.id, "by": world.theirs.lead.id}
    for state, reply in (("agreed", None), ("asked", "Come.")):
        refused(world.theirs.door(), ANSWERED, id=uuid.uuid4(), state=state, reply=reply, **made)
    assert changed(world.theirs.door(), ANSWERED, id=uuid.uuid4(), state="asked", reply=None, **made) == 1
    back = "UPDATE posting_answer SET state = :state WHERE id = :answer"
    assert changed(world.ours.door(), said, answer=ids["answer"]) == 1
    for state in ("asked", "declined"):
        assert changed(world.ours.door(), back, state=state, answer=ids["answer"]) == 0, "it was said once"


@pytest.mark.parametrize(
    ("table", "gone"),
    [
        ("posting", "ended_at = now()"),
        ("helper", "ended_at = now()"),
        ("trial_figure", "withdrawn_at = now(), withdrawn_because = 'x'"),
    ],
)
def test_what_was_ended_or_withdrawn_is_not_brought_back(world, visit, table, gone):
    back = ", ".join(f"{one.partition(' ')[0]} = NULL" for one in gone.split(", "))
    assert changed(world.ours.door(), f"UPDATE {table} SET {gone}") == 1
    assert changed(world.ours.door(), f"UPDATE {table} SET {back}") == 0


def test_nothing_new_comes_into_what_was_closed_whatever_no_page_offers(world, visit):
    code, ids = visit
    with world.ours.door():
        told = {"came_of_it": "Little.", "learned": "Much.", "goes_on": "Nothing."}
        collaborative.close(collaborative=collaborative.get(code), by=world.ours.lead.id, **told)
    given = {"id": uuid.uuid4(), "here": ids["here"], "by": world.ours.lead.id}
    trial = "(SELECT t.id FROM trial t WHERE t.collaborative_id = :here)"
    for into, names, values in (
        ("posting", "collaborative_id, by_id, way, kind, title", ":here, :by, 'need', 'visit', 'x'"),
        ("helper", "collaborative_id, person_id, name, topics", ":here, :by, 'x', 'x'"),
        ("trial_lesson", "trial_id, by_id, at, words", f"{trial}, :by, now(), 'x'"),
        ("trial_variant", "trial_id, by_id, at, name, differs", f"{trial}, :by, now(), 'x', 'x'"),
        ("trial_figure", 'trial_id, by_id, at, baseline, "on", value', f"{trial}, :by, now(), true, '2026-01-01', 1"),
        (
            "trial",
            "collaborative_id, by_id, at, number, title, target, indicator, starts_on, ends_on",
            ":here, :by, now(), 9, 'x', 'x', 'x', '2026-01-01', '2026-02-01'",
        ),
    ):
        sql = f"INSERT INTO {into} (id, {names}) VALUES (:id, {values})"
        refused(world.ours.door(), sql, **{name: one for name, one in given.items() if f":{name}" in sql})
    made = {"posting": ids["posting"], "to": world.ours.id, "state": "asked", "reply": None}
    refused(world.theirs.door(), ANSWERED, **{**given, "by": world.theirs.lead.id}, **made)

"""Any value a person may type or a program may send: pages live, and what makes no sense is said beside its field."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import CheckConstraint, text
from sqlalchemy.exc import IntegrityError

from tests import makers
from tracker import clock, idea, nudge, portfolio, value
from tracker.cli import seedbed
from tracker.db import Base, new_id
from tracker.idea import Fact, Refused, Stage
from tracker.tenancy import session
from tracker.web.forms import Form

UNREADABLE = 422
NO_DAYS = ("31 December 9999", "31/12/9999", "1 January 0001", "01/01/0028", "1/1/1899", "1 January 2200")
NO_AMOUNTS = (
    "1" * 32,
    "0." + "3" * 35,
    "NaN",
    "sNaN",
    "-NaN",
    "Infinity",
    "1e5",
    "-1",
    "²",
    "9" * 5_000,
    "1000000000001",
)
DIGITS = "9" * 5_000
DAYS = {  # every field of a day, by the address that its form goes to
    "current/since": ("since-known_since", {}),
    "current/sponsor": ("sponsor-on", {"sponsor-sponsor_id": "else", "sponsor-sponsor_name": "R"}),
    "current/claim": ("claim-target_on", {"claim-indicator": "Visits"}),
    "current/evidence": ("evidence-value_on", {"evidence-note": "Seen"}),
    "current/risk": ("risk-review_on", {"risk-description": "x", "risk-mitigation": "y"}),
    "current/money": ("money-end", {"money-needs": "yes", "money-funder": "F"}),
    "contact": ("on", {}),
}


@pytest.fixture
def ref(world) -> str:
    return makers.an_idea(world.ours, stage=Stage.MOBILISE)


# --- days and amounts -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("where", DAYS)
def test_a_day_that_makes_no_sense_is_said_beside_its_field_and_stays_as_typed(world, browse, ref, where):
    name, more = DAYS[where]
    owner = browse(world.ours.owner)
    owner.post(f"/ideas/{ref}/current/claim", {"claim-indicator": "Visits"})
    for typed in NO_DAYS:
        page = owner.post(f"/ideas/{ref}/{where}", {**more, name: typed}, status=200).text
        assert "Write a day between 1900 and 2199" in page, typed
        assert typed in page


@pytest.mark.parametrize("typed", NO_AMOUNTS)
def test_an_amount_that_makes_no_sense_is_said_beside_its_field(world, browse, ref, typed):
    sent = {"money-needs": "yes", "money-funder": "F", "money-amount_gbp": typed}
    page = browse(world.ours.owner).post(f"/ideas/{ref}/current/money", sent, status=200).text
    assert 'id="money-amount_gbp-error"' in page
    assert typed in page


@pytest.mark.parametrize(("typed", "kept"), [("18,000", "18000.00"), ("£212.50", "212.50"), ("1 000", "1000.00")])
def test_an_amount_is_read_as_people_write_it(world, browse, ref, typed, kept):
    sent = {"money-needs": "yes", "money-funder": "F", "money-amount_gbp": typed}
    browse(world.ours.owner).post(f"/ideas/{ref}/current/money", sent)
    with world.ours.door():
        assert session().scalars(text("SELECT amount_gbp::text FROM funding")).all() == [kept]


def test_the_days_at_either_end_keep_every_page_and_every_sweep_alive(world, browse, ref):
    owner = browse(world.ours.owner)
    for typed in ("1 January 1900", "31 December 2199"):
        owner.post(f"/ideas/{ref}/current/risk", {**DAYS["current/risk"][1], "risk-review_on": typed})
        owner.post(f"/ideas/{ref}/current/money", {**DAYS["current/money"][1], "money-end": typed})
        owner.post(f"/ideas/{ref}/current/claim", {"claim-indicator": typed, "claim-target_on": typed})
    owner.post(f"/ideas/{ref}/current/since", {"since-known_since": "1 January 1900"})
    named = {"sponsor-sponsor_id": "else", "sponsor-sponsor_name": "R", "sponsor-on": "1 January 1900"}
    owner.post(f"/ideas/{ref}/current/sponsor", named)
    with world.ours.door():
        portfolio.compute()
        nudge.find_due()
        nudge.send_due()
        assert session().scalar(text("SELECT count(*) FROM fault")) == 0
    for page in (f"/ideas/{ref}", f"/ideas/{ref}/current", f"/ideas/{ref}/health", "/", "/inbox"):
        owner.get(page)
    lead = browse(world.ours.lead)
    for page in ("/portfolio", "/portfolio/nudges", "/board", "/ideas", f"/ideas/{ref}/gates/mainstream", "/"):
        lead.get(page)


@pytest.mark.parametrize(
    "figure", ["1" * 32, "0." + "3" * 35, "1" * 120, "-" + "9" * 29, "0.0000000000000000000000000001"]
)
def test_figures_of_any_length_keep_the_page_of_an_idea_and_its_health_alive(world, browse, ref, figure):
    owner = browse(world.ours.owner)
    sent = {"claim-indicator": "Visits", "claim-baseline": figure, "claim-target": figure}
    owner.post(f"/ideas/{ref}/current/claim", sent)
    with world.ours.door():
        about = session().scalar(text("SELECT id FROM claim"))
        value.add_evidence(
            idea=makers.idea_of(ref), by=world.ours.owner.id, claim_id=about, value=figure[::-1], note=f"{figure} %"
        )
        portfolio.compute()
    for page in (f"/ideas/{ref}", f"/ideas/{ref}/current", f"/ideas/{ref}/gates/mainstream", f"/ideas/{ref}/health"):
        owner.get(page)


def test_what_acts_are_given_by_a_program_is_refused_by_their_rules_and_by_the_columns(world, ref):
    with world.ours.door():
        found, by = makers.idea_of(ref), world.ours.owner.id
        for shield in ("9999-12-31", "0001-01-01", "soon"):
            with pytest.raises(Refused):
                idea.set_fact(idea=found, fact=Fact.SHIELDED_UNTIL, value=shield, by=by)
        for amount in ("NaN", "Infinity", "1e30", "-1"):
            with pytest.raises(Refused):
                value.add_funding(idea=found, by=by, funder="F", amount_gbp=Decimal(amount))
    with pytest.raises(IntegrityError), world.ours.door():
        value.add_funding(idea=makers.idea_of(ref), by=world.ours.owner.id, funder="F", end=date.max)


def test_what_only_a_column_refuses_stands_beside_its_field_too(app, world, ref):
    with app.test_request_context(), world.ours.door():
        form = Form(formdata=None)
        with form.trying():
            value.add_funding(idea=makers.idea_of(ref), by=world.ours.owner.id, funder="F", end=date.max)
        assert form.form_errors == [clock.OUT_OF_RANGE]
        assert not form.accepted


def test_every_column_of_days_and_of_pounds_is_held(database):
    held = {
        (table.name, str(rule.name))
        for table in Base.metadata.tables.values()
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
    }
    with psycopg.connect(database.admin_url) as server:
        columns = server.execute(
            "SELECT table_name, column_name, CASE data_type WHEN 'date' THEN 'day' ELSE 'pounds' END"
            " FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (data_type = 'date' OR numeric_precision = 16)"
        ).fetchall()
        there = {name for (name,) in server.execute("SELECT conname FROM pg_constraint WHERE contype = 'c'").fetchall()}
    reckoned = {("crossing", "ck_crossing_day_day"), ("idea_standing", "ck_idea_standing_due_on_day")}  # never typed
    wanted = {(table, f"ck_{table}_{column}_{kind}") for table, column, kind in columns} - reckoned
    assert len(wanted) > 45
    assert wanted <= held
    assert {name for _, name in wanted} <= there


# --- what no page of ours sends ---------------------------------------------------------------------------------------
FORMS = {  # one form of each kind of field, with a field that is typed in
    "/ideas/new": ({"title": "x", "problem": "p", "proposal": "q"}, "title"),
    "/ideas/{ref}/messages": ({"words": "Well"}, "words"),
    "/ideas/{ref}/current/money": ({"money-needs": "yes", "money-funder": "F"}, "money-amount_gbp"),
    "/ideas/{ref}/current/risk": ({"risk-description": "x", "risk-mitigation": "y"}, "risk-review_on"),
    "/ideas/{ref}/current/sponsor": ({"sponsor-sponsor_id": "else"}, "sponsor-sponsor_name"),
    "/ideas/{ref}/contact": ({}, "note"),
    "/account": ({"name": "Tom", "digest": "never"}, "name"),
}


@pytest.mark.parametrize("address", FORMS)
def test_a_file_or_a_character_that_is_no_text_is_said_beside_its_field_and_nothing_is_kept(
    world, browse, ref, address
):
    sent, name = FORMS[address]
    owner, path = browse(world.ours.owner), address.format(ref=ref)
    page = owner.post(path, {**sent, name: (io.BytesIO(b"x"), "x.txt")}, status=UNREADABLE).text
    assert "Write this as text: a file cannot be taken here" in page
    page = owner.post(path, {**sent, name: "be\0fore"}, status=UNREADABLE).text
    assert "A character that cannot be kept was taken out" in page
    assert "before" in page


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/ideas/{ref}/current/extent", {"extent-extent": "huge"}),
        ("/ideas/{ref}/current/risk", {"risk-description": "x", "risk-mitigation": "y", "risk-likelihood": DIGITS}),
        ("/ideas/{ref}/current/evidence", {"evidence-note": "x", "evidence-kind": "rumour"}),
        (
            "/ideas/{ref}/current/evidence",
            {"evidence-note": "x", "evidence-claim_id": "01a22470-4f28-752e-8d60-b26c82b12369"},
        ),
        ("/ideas/{ref}/owner", {"owner_id": "nobody"}),
        ("/account", {"name": "Tom", "digest": "hourly"}),
        ("/ideas/new", {"title": "x", "problem": "p", "proposal": "q", "service": "[]"}),
    ],
)
def test_a_value_that_is_not_offered_is_said_beside_its_field(world, browse, ref, path, sent):
    with world.ours.door():
        value.claim(idea=makers.idea_of(ref), by=world.ours.owner.id, indicator="Visits")
    page = browse(world.ours.owner).post(path.format(ref=ref), sent, status=UNREADABLE).text
    assert "Choose one" in page


def test_a_blank_item_of_a_list_is_none_of_those_offered(world, browse):
    page = browse(world.ours.admin).post(
        "/council/invite", {"name": "Kit", "email": "kit@a.example.org", "roles": ["owner", ""]}, status=UNREADABLE
    )
    assert "Choose one of those offered" in page.text


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/council/services", {"name": "Pa\0rks"}), ("/council/promise", {"days": (io.BytesIO(b"9"), "9")})],
)
def test_a_form_on_another_page_says_so_on_a_page_of_its_own(world, browse, path, sent):
    page = browse(world.ours.admin).post(path, sent, status=UNREADABLE).text
    assert "This could not be read" in page
    assert ("taken out" in page) == (path == "/council/services")
    with world.ours.door():
        assert session().scalar(text("SELECT count(*) FROM service")) == 0


def test_a_draft_is_kept_only_as_text(world, browse):
    author = browse(world.ours.contributor)
    page = author.post("/ideas/new", {"title": "a\0b", "draft": "y"}, status=UNREADABLE).text
    assert "A character that cannot be kept was taken out" in page
    author.post("/ideas/new", {"title": "ab", "problem": "w" * 10_001, "draft": "y"}, status=200)
    with world.ours.door():
        assert session().scalar(text("SELECT count(*) FROM idea")) == 0


def test_a_form_reads_no_json(world, browse, ref):
    owner = browse(world.ours.owner)
    sent = {"words": ["\ud800", None]}
    answer = owner.client.post(f"/ideas/{ref}/messages", json=sent, headers={"X-CSRFToken": owner.token()})
    assert answer.status_code == 200
    assert "Write something first" in answer.text


# --- numbers that nobody types ----------------------------------------------------------------------------------------
def test_numbers_of_thousands_of_digits_in_hidden_fields_and_lists_are_none(world, browse, ref):
    lead = browse(world.ours.lead)
    typed = {"title": "Two visits", "problem": "p", "proposal": "q"}
    for version in (DIGITS, "²", "9" * 40, "-1", ""):
        page = lead.post(f"/ideas/{ref}/edit", {**typed, "version": version}, status=200).text
        assert "Somebody changed this idea while you were writing" in page
        assert "Two visits" in page
    decided = {"word": "conditional_go", "because": "Small.", "waiver_because": "Small."}
    for place in (DIGITS, "²", "x", "-1", "99999"):
        lead.post(
            f"/ideas/{ref}/gates/mainstream/decision",
            {**decided, "seen": DIGITS, f"conditions-{place}-text": "Ask"},
            status=200,
        )


def test_numbers_of_thousands_of_digits_in_addresses_are_addresses_that_are_not_there(world, browse, ref):
    lead = browse(world.ours.lead)
    for number in (DIGITS, "²", "٣", "-1", "4294967296"):
        lead.get(f"/ideas/{ref}/decisions/{number}", status=404)
        lead.get(f"/portfolio/mix?page={number}")
        lead.get(f"/ideas?after={number}_{number}&service={number}&stage={number}&q={number[:200]}")
        lead.get(f"/portfolio?day={number}")


@pytest.mark.parametrize("sent", ["%00", "a%00b", "x=%00", "%00=x"])
def test_an_address_with_what_no_text_holds_is_refused(world, browse, sent):
    browse(world.ours.lead).get(f"/ideas?q={sent}" if "=" not in sent else f"/ideas?{sent}", status=400)


# --- the command line -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (["health", "--council", "a\udcffb"], "is no text"),
        (["health", "--council", "x" * 5_000], "is no text"),
        (["health", "--council", "nobody", "--as-of", "0028-01-01"], "nobody"),
        (["health", "--council", "nobody", "--as-of", "31/12/9999"], "does not match the format"),
        (
            [
                "council",
                "create",
                "--code",
                "c" * 61,
                "--name",
                "N",
                "--admin-email",
                "a@b.example.org",
                "--admin-name",
                "A",
            ],
            "60 characters",
        ),
    ],
)
def test_a_command_says_what_is_wrong_with_its_words(database, told, sentence):
    done = CliRunner().invoke(seedbed, told)
    assert done.exit_code != 0
    assert sentence in done.output
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_health_of_any_day_is_told_or_refused_in_a_sentence(world, day):
    done = CliRunner().invoke(seedbed, ["health", "--council", world.ours.code, "--as-of", day])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert "Traceback" not in done.output


@pytest.mark.parametrize("named", ["\x00", "NOR\x00-1", "\u202enor-1", "²-1", "N" * 9_000])
def test_what_can_be_no_reference_is_none_to_join_an_idea_into(world, browse, named):
    ref = makers.a_sent_idea(world.ours)
    sent = {"outcome": "merge", "into": named, "because": "The same need.", "form_key": str(new_id())}
    lead = browse(world.ours.lead)
    answer = lead.client.post(f"/ideas/{ref}/triage", data={"csrf_token": lead.token(), **sent})
    assert answer.status_code in {200, UNREADABLE}
    assert "There is a problem" in answer.text
    with world.ours.door():
        assert makers.idea_of(ref).merged_into_id is None

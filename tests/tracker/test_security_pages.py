"""Every page, attacked: forgery, headers, what is typed, whose idea it is, drafts, what errors and logs tell."""

from __future__ import annotations

import json
import logging
import re
import uuid

import pytest

from tests import makers
from tests.tracker.addresses import address, methods, rules_of, things_of, values
from tests.tracker.matrix import MATRIX
from tracker import collaborative, exchange, idea, portfolio
from tracker.council import Role
from tracker.idea import Filters, Stage, State
from tracker.tenancy import directory, session

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
EXPIRED = 419
SECRETS = {"stopping.show"}  # a mail program presses there without having opened the page (RFC 8058)
SCRIPT = "<script>alert(1)</script>"
NASTY = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
    "'; DROP TABLE idea; --",
    "%s %d {0}",
]


@pytest.fixture(scope="module")
def there(database):
    """A world that is only looked at."""
    made = makers.a_world()
    return made, things_of(made.ours)


# --- forgery ----------------------------------------------------------------------------------------------------------
def test_every_act_is_refused_without_a_token_with_anothers_and_with_rubbish(app, browse, there):
    world, things = there
    other = browse(world.ours.lead)
    other.get("/account")
    tried = 0
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods & UNSAFE):
            path = address(app, rule, values(rule, things))
            for person in (None, world.ours.lead):
                browser = browse(person)
                for sent in ({}, {"csrf_token": other.token()}, {"csrf_token": "rubbish"}):
                    answer = browser.client.open(path, method=method, data=sent)
                    wanted = 404 if rule.endpoint in SECRETS else EXPIRED
                    assert answer.status_code == wanted, (rule.endpoint, method, sent)
                    tried += 1
    assert tried >= 6 * 40


def test_no_address_but_that_of_a_letters_last_line_is_its_own_right(app):
    own = {name for name, view in app.view_functions.items() if getattr(view, "bears_its_right", False)}
    assert own == SECRETS


def test_nothing_is_changed_by_opening_a_page(app, browse, there, statements):
    world, things = there
    for endpoint, row in MATRIX.items():
        for rule in rules_of(app, endpoint):
            if "GET" not in rule.methods or endpoint == "static":
                continue
            browser = browse(
                world.ours.lead if "lead" in row.may or row.may & {"anyone", "signed in"} else world.ours.admin
            )
            with statements() as seen:
                browser.client.get(address(app, rule, values(rule, things)))
            writes = [sql for sql in seen if re.match(r"\s*(INSERT|UPDATE|DELETE) (?!.*(sign_in|door_try))", sql)]
            assert writes == [], endpoint


# --- headers ----------------------------------------------------------------------------------------------------------
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOT_SENT = ("Access-Control-Allow-Origin", "X-Powered-By")


def hold_to_its_headers(answer, path: str) -> None:
    for name, value in EXPECTED.items():
        assert answer.headers.get(name) == value, (path, name)
    assert not [name for name in NOT_SENT if name in answer.headers], path
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "frame-ancestors 'none'" in policy, path
    assert "base-uri 'none'" in policy, path
    assert "unsafe" not in policy, path
    if answer.status_code < 400 and path.startswith("/assets/"):
        return
    assert answer.headers["Cache-Control"] == "no-store", path
    assert "Cookie" in answer.headers["Vary"], path
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert len(cookie) < 1_000, path


def test_every_answer_of_every_route_says_what_a_browser_may_do(app, browse, there):
    world, things = there
    paths = {address(app, rule, values(rule, things)) for endpoint in MATRIX for rule in rules_of(app, endpoint)}
    for person in (None, world.ours.lead):
        browser = browse(person)
        for path in sorted(paths | {"/nowhere", "/ideas/NOR-9999", "/assets/nothing.css", "/ideas//x", "/ideas/%00"}):
            hold_to_its_headers(browser.client.get(path), path)
            hold_to_its_headers(browser.client.post(path), path)
    hold_to_its_headers(browse(None).client.get("/sign-in", headers={"Host": "evil.example"}), "another host")


def test_an_asset_that_is_missing_is_not_kept_for_a_year(browse):
    assert "immutable" not in browse(None).client.get("/assets/app.00000000.css").headers["Cache-Control"]


def test_scripts_need_the_word_of_this_very_answer(browse, there):
    browser = browse(there[0].ours.lead)
    words = [re.search(r"'nonce-([^']+)'", browser.get("/").headers["Content-Security-Policy"])[1] for _ in range(3)]
    assert len(set(words)) == 3
    assert all(len(word) >= 20 for word in words)


# --- what is typed ----------------------------------------------------------------------------------------------------
def test_what_is_typed_is_shown_as_typed_and_never_run(browse, world):
    contributor, lead = browse(world.ours.contributor), browse(world.ours.lead)
    for nasty in NASTY:
        sent = contributor.post(
            "/ideas/new", {"title": f"T {nasty}", "problem": f"P {nasty}", "proposal": f"Q {nasty}"}
        )
        ref = sent.headers["Location"].split("/")[2]
        contributor.post(f"/ideas/{ref}/messages", {"words": f"W {nasty}"})
        pages = [
            lead.get(path) for path in (f"/ideas/{ref}", f"/ideas/{ref}/triage", "/ideas", "/board", "/triage", "/")
        ]
        pages.append(lead.get("/ideas", query_string={"q": nasty}))
        pages.append(lead.get(f"/ideas/{nasty.replace('/', '')}", status=404))
        for page in pages:
            assert SCRIPT not in page.text
            assert "<img src=x" not in page.text
            assert ">T 49<" not in page.text.replace("\n", "")


def test_text_that_the_database_cannot_hold_is_refused_and_breaks_nothing(browse, world):
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    code = makers.a_collaborative(world.ours)
    lead, nobody = browse(world.ours.lead), browse(None)
    for path in ("/ideas/a%00b", "/ideas?q=%00", "/collaboratives/%00", "/portfolio?day=%00", "/sign-in?next=%00"):
        assert lead.client.get(path).status_code in {303, 400}, path
    for path in (f"/collaboratives/{code}/cards/{10**23}", f"/ideas/{ref}/decisions/{10**23}"):
        lead.get(path, status=404)
    for path in ("/portfolio?day=1+January+0001", "/portfolio/mix?day=0001-01-01"):
        lead.get(path)
    nobody.post("/sign-in", {"email": "a\0b", "password": "x"}, status=422)
    nobody.post("/forgotten", {"email": "a\0b"}, status=422)
    lead.post(f"/ideas/{ref}/messages", {"words": "a\0b"}, status=422)
    lead.post("/account", {"name": "a\0", "digest": "daily"}, status=422)


def test_a_service_that_was_not_offered_is_left_out(browse, world):
    contributor = browse(world.ours.contributor)
    typed = {"title": "x", "problem": "p", "proposal": "q"}
    contributor.post("/ideas/new", {**typed, "draft": "1", "service": str(uuid.uuid4())})
    page = contributor.post("/ideas/new", {**typed, "service": str(uuid.uuid4())}, status=422)
    assert "Choose one of those offered" in page.text


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "/%09/evil.example",
        "/%0a/evil.example",
        "////evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/a//evil.example",
        "\t//evil.example",
        "%2f%2fevil.example",
        "/%5cevil.example",
        "/\u2028/evil.example",
    ],
)
def test_no_address_leads_off_the_site(browse, world, wanted):
    answer = browse(world.ours.lead).client.get("/sign-in", query_string=f"next={wanted}")
    place = answer.headers["Location"]
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    assert "\n" not in place
    assert "\t" not in place


# --- whose it is ------------------------------------------------------------------------------------------------------
def test_another_owner_of_the_same_council_keeps_nobody_elses_idea(browse, world):
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    other = browse(makers.a_person(world.ours.id, Role.OWNER, name="Nia Rees"))
    other.get(f"/ideas/{ref}/current", status=403)
    for path in ("owner", "contact", "gates/mobilise/answers", "gates/mobilise/ask", "edit"):
        other.get(f"/ideas/{ref}/{path}", status=403)
        other.post(f"/ideas/{ref}/{path}", {"owner_id": str(world.ours.owner.id)}, status=403)
    for part in ("claim", "evidence", "risk", "money", "extent", "nothing", "sponsor", "involvement", "lesson"):
        other.post(f"/ideas/{ref}/current/{part}", {}, status=403)
    other.post(f"/ideas/{ref}/gates/mobilise/decision", {"word": "go"}, status=403)
    for path in (f"/ideas/{ref}/triage", f"/ideas/{ref}/publish", "/triage", "/portfolio/nudges", "/council", "/ops"):
        other.get(path, status=403)


def test_a_message_or_risk_or_condition_of_another_idea_is_not_there(browse, world):
    first, second = makers.an_idea(world.ours), makers.an_idea(world.ours, stage=Stage.DESIGN)
    with world.ours.door():
        said = idea.comment(idea=makers.idea_of(first), words="Ours alone to take away", by=world.ours.lead.id).id
    lead = browse(world.ours.lead)
    lead.post(f"/ideas/{second}/messages/{said}/redact", status=404)
    lead.post(f"/ideas/{second}/risks/{said}/close", status=404)
    lead.get(f"/ideas/{second}/conditions/{said}", status=404)
    assert "Ours alone to take away" in lead.get(f"/ideas/{first}").text


def test_only_the_writer_and_a_lead_take_words_away(browse, world):
    ref = makers.an_idea(world.ours)
    with world.ours.door():
        said = idea.comment(idea=makers.idea_of(ref), words="I said this", by=world.ours.contributor.id).id
    for person in (world.ours.owner, world.ours.sponsor, world.ours.observer, world.ours.admin):
        browse(person).post(f"/ideas/{ref}/messages/{said}/redact", status=403)
    browse(world.ours.contributor).post(f"/ideas/{ref}/messages/{said}/redact")
    assert "I said this" not in browse(world.ours.lead).get(f"/ideas/{ref}").text


# --- drafts -----------------------------------------------------------------------------------------------------------
SECRET = "Zebra crossing at the old mill"


@pytest.fixture
def draft(world):
    """A draft of the contributor's, and an idea of nearly the same name that everybody may see."""
    makers.an_idea(world.ours, title="Zebra crossing at the new mill", stage=Stage.DESIGN)
    with world.ours.door():
        return idea.log_draft(by=world.ours.contributor.id, title=SECRET, problem=SECRET, proposal=SECRET).ref


def test_a_draft_is_on_no_page_of_anybody_else(app, browse, world, draft):
    things = {**things_of(world.ours), "ref": draft}
    for person in (world.ours.lead, world.ours.owner, world.ours.admin):
        browser = browse(person)
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and rule.endpoint != "static":
                answer = browser.client.get(address(app, rule, values(rule, things)))
                assert SECRET.encode() not in answer.data, rule.endpoint
                if "ref" in rule.arguments:
                    assert answer.status_code in {403, 404}, (rule.endpoint, answer.status_code)
        for asked in ({"q": "Zebra"}, {"state": "draft"}, {"q": draft}, {"mine": "y", "state": "draft"}):
            assert SECRET not in browser.get("/ideas", query_string=asked).text


def test_no_act_of_another_reaches_a_draft(app, browse, world, draft):
    things = {**things_of(world.ours), "ref": draft}
    lead = browse(world.ours.lead)
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and "ref" in rule.arguments:
            lead.post(address(app, rule, values(rule, things)), {"into": draft, "words": "x"}, status=404)
    other = makers.a_sent_idea(world.ours)
    lead.post(f"/ideas/{other}/triage", {"outcome": "merge", "into": draft, "words": "The same."}, status=200)


def test_a_draft_is_in_no_count_no_search_no_figure_and_no_file(world, draft, tmp_path):
    with world.ours.door():
        reader = world.ours.lead.reader
        portfolio.compute()
        assert all(row.ref != draft for row in idea.listing(reader=reader, filters=Filters(text="Zebra")).rows)
        assert idea.listing(reader=reader, filters=Filters(state=State.DRAFT)).rows == []
        assert draft not in {row.ref for row in idea.similar(title=SECRET)}
        shown = idea.board(reader=world.ours.lead.reader)
        assert sum(len(column.cards) for column in shown.columns) == shown.total
        assert draft not in {card.ref for column in shown.columns for card in column.cards}
        told = json.dumps(portfolio.profile_json())
        assert draft not in told
        assert portfolio.triangle_of(idea_id=makers.idea_of(draft).id) is None
        assert all(draft != row.ref for row in idea.waiting_in_triage(reader=world.ours.lead.reader))
    exchange.export_folder(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and SECRET in path.read_text(encoding="utf-8")]


def test_a_draft_cannot_be_published(world, draft):
    code = makers.a_collaborative(world.ours, world.theirs)
    with world.ours.door(), pytest.raises(idea.Refused):
        found = makers.idea_of(draft)
        collaborative.publish(
            idea=found, collaborative=collaborative.get(code), choice=collaborative.Choice(), by=world.ours.lead.id
        )


# --- errors and logs --------------------------------------------------------------------------------------------------
def test_a_page_that_fails_tells_and_logs_nothing_that_was_typed(browse, world, caplog, monkeypatch):
    secret = "what a person typed in confidence"
    ref = makers.an_idea(world.ours)

    def fail(**_: object) -> None:
        session().connection().exec_driver_sql(
            "INSERT INTO service (id, name) VALUES (gen_random_uuid(), %(s)s), (gen_random_uuid(), %(s)s)",
            {"s": secret},
        )

    monkeypatch.setattr(idea, "comment", fail)
    with caplog.at_level(logging.DEBUG):
        page = browse(world.ours.lead).post(f"/ideas/{ref}/messages", {"words": "A few words of my own"}, status=500)
    assert caplog.records, "the failure is logged"
    assert secret not in caplog.text
    assert "A few words of my own" not in caplog.text
    for hidden in (secret, "Traceback", "psycopg", "sqlalchemy", "INSERT"):
        assert hidden not in page.text


def test_secrets_in_addresses_are_not_logged(browse, world, caplog, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tracker.council.open_link", fail)
    with caplog.at_level(logging.DEBUG):
        browse(None).get("/reset/a-secret-of-a-link", status=500)
    assert "a-secret-of-a-link" not in caplog.text


def test_passwords_are_not_given_back(browse, world):
    answer = browse(None).client.post(
        "/sign-in", data={"email": "someone-with-a-long-name@x.example", "password": "three words remembered by me"}
    )
    assert answer.status_code == EXPIRED
    assert "three words remembered" not in answer.text


def test_what_belongs_to_somebody_else_and_what_never_was_look_the_same(browse, world):
    theirs = makers.an_idea(world.theirs)
    for _ in range(3):
        theirs = makers.an_idea(world.theirs)
    lead = browse(world.ours.lead)
    for path in ("", "/health", "/lineage", "/current", "/gates/mobilise"):
        known, never = lead.get(f"/ideas/{theirs}{path}", status=404), lead.get(f"/ideas/NOR-9999{path}", status=404)
        clean = [re.sub(r"nonce=\"[^\"]+\"|NOR-\d+|csrf[^>]+>", "", page.text) for page in (known, never)]
        assert clean[0] == clean[1], path


def test_pages_of_the_demonstration_are_not_there_elsewhere(browse, world, monkeypatch):
    for path in ("/dev/mailbox", "/dev/mailbox/x", "/dev/mailbox/x/as-sent"):
        browse(None).get(path, status=404)
    from config.settings import Environment, settings

    produced = settings().model_copy(update={"environment": Environment.PRODUCTION})
    monkeypatch.setattr("tracker.pages.operations.screens.gallery.settings", lambda: produced)
    browse(None).get("/dev/components", status=404)


def test_an_operator_needs_no_council_and_sees_none(browse, database):
    operator = browse(makers.an_operator(database))
    operator.get("/ops")
    for path in ("/ideas", "/portfolio", "/council", "/collaboratives", "/board", "/triage"):
        operator.get(path, status=403)


def test_methods_that_no_form_uses_are_refused(app, browse, there):
    for path in ("/ideas", "/account", "/sign-in", "/"):
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            assert browse(there[0].ours.lead).client.open(path, method=method).status_code in {405, EXPIRED}
    assert not {m for rule in app.url_map.iter_rules() for m in rule.methods} - {"GET", "POST", "HEAD", "OPTIONS"}
    assert methods(rules_of(app, "sign_in.sign_out")[0]) == ["POST"]


def test_nobody_invites_into_another_council(browse, world):
    admin = browse(world.ours.admin)
    email = f"guest-{world.ours.code}@northmoor.example.org"
    forged = {"council": world.theirs.code, "council_id": str(world.theirs.id)}
    admin.post("/council/invite", {"name": "Nia Rees", "email": email, "roles": ["owner"], **forged})
    with directory():
        found = session().connection().exec_driver_sql("SELECT council_id FROM invitation WHERE email = %s", (email,))
        assert [row[0] for row in found] == [world.ours.id]
    admin.post(f"/council/people/{world.theirs.lead.id}", {"roles": ["observer"]}, status=404)
    admin.post(f"/council/people/{world.theirs.lead.id}/end", status=404)

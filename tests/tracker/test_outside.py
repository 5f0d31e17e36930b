"""Whoever is outside a collaborative learns nothing of it: from no page, and not from what an answer costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests import makers
from tests.browsing import Browser
from tests.conftest import counted
from tests.makers import World
from tests.tracker.addresses import address, methods, values
from tracker import collaborative, need
from tracker.idea import Stage
from tracker.tenancy import session

ROLES = ("contributor", "owner", "lead", "sponsor", "observer")
OUTSIDE = ("a council that never was in it", "one that left", "one that is asked")
NOT_THERE = {403, 404}  # 403 says what a role may do, whatever the address names
TITLE, TARGET, NOTE = "Keys on one board", "Halve the second visits for mould", "A day with our inspector"
THEME, VISIT, VARIANT = "Lofts and attics", "A visit to the boiler house", "By cargo bicycle"
SECRETS = {TITLE, TARGET, NOTE, THEME, VISIT, VARIANT, "Warm homes"}
KNOWN_TO_WHO_WAS_ASKED = {TARGET, "Warm homes"}


class Shared:
    """A collaborative with everything in it, and what each address of it is filled with."""

    def __init__(self, ours: makers.Side, theirs: makers.Side) -> None:
        self.code = makers.a_collaborative(ours, theirs)
        ref = makers.an_idea(ours, stage=Stage.DESIGN, title=TITLE)
        number = makers.a_card(ours, self.code, ref)
        with ours.door():
            to = collaborative.get(self.code)
            to.shared_target = TARGET
            asked = {"collaborative": to, "by": ours.lead.id}
            note = collaborative.note_down(**asked, kind=collaborative.ShelfKind.GIVEN, title=NOTE)
            broker = collaborative.name_broker(**asked, person_id=ours.owner.id, theme=THEME)
            draft = need.NeedDraft(way=need.NeedWay.OFFER, kind=need.NeedKind.VISIT, title=VISIT)
            posting = need.post(**asked, draft=draft)
            session().flush()
            named = {"note_id": note.id, "broker_id": broker.id, "posting_id": posting.id}
            self.named = {"code": self.code, "number": number, **named}
        makers.a_variant(ours, self.code, makers.a_trial(ours, self.code), name=VARIANT, figures=[(60, "20")])
        self.named["guest_id"] = makers.a_guest(ours, self.code)
        self.card, self.side = (ref, number), ours

    def withdraw(self) -> None:
        with self.side.door():
            to = collaborative.get(self.code)
            card = collaborative.card(to, self.card[1])
            collaborative.withdraw(card=card, collaborative=to, by=self.side.lead.id, because="It named a firm.")


def of_sharing(app) -> list[tuple[Any, str]]:
    """Every address that names a collaborative, and how it is asked: new ones too, of whatever family."""
    named = ("/collaboratives/<code>", "/ideas/<ref>/publish/<code>")
    return [
        (rule, method) for rule in app.url_map.iter_rules() if rule.rule.startswith(named) for method in methods(rule)
    ]


def put_outside(browse, shared: Shared, third: makers.Side, outside: str) -> None:
    """Have a council stand outside a collaborative in one of three ways."""
    at = f"/collaboratives/{shared.code}"
    if outside != OUTSIDE[0]:
        browse(shared.side.lead).post(f"{at}/ask", {"councils": [str(third.id)]})
    if outside == "one that left":
        browse(third.lead).post(f"{at}/invitation", {"answer": "agreed"})
        assert TITLE in browse(third.lead).get(at).text
        browse(third.lead).post(f"{at}/leave")


# --- what an answer costs ---------------------------------------------------------------------------------------------
NO_SUCH = "no-such-collaborative-at-all"
OF_ONE_ANSWER = {"X-Request-ID"}  # a header that no two answers share


def plain(told: str, *, code: str, nonce: str) -> str:
    """A page without what no two answers share: its nonce, the salt of its tokens, the key of its form, the code."""
    told = told.replace(nonce, "NONCE").replace(code, "CODE")
    told = re.sub(r'(name="(?:csrf_token|form_key)" value=")[^"]*', r"\1", told)
    return re.sub(r"[0-9a-f]{16,}", "", told)


class Told:
    """All that an answer tells: its status, headers and body, and every statement that it took, word for word."""

    def __init__(self, answer: TestResponse, statements: list[str], code: str) -> None:
        policy = answer.headers.get("Content-Security-Policy", "")
        nonce = (re.findall(r"'nonce-([^']+)'", policy) or ["no nonce"])[0]
        headers = [(name, value) for name, value in answer.headers if name not in OF_ONE_ANSWER]
        self.status = answer.status_code
        self.body = plain(answer.get_data().decode(errors="replace"), code=code, nonce=nonce)
        self.headers = [(name, plain(value, code=code, nonce=nonce)) for name, value in headers if name != "Set-Cookie"]
        self.statements = statements

    def differs_from(self, other: Told) -> list[str]:
        """In what the two are not the same."""
        return [name for name, one in vars(self).items() if one != getattr(other, name)]


def asked(browser: Browser, path: str, method: str, code: str, **form: str) -> Told:
    data = {"csrf_token": browser.token(), **form} if method == "POST" else None
    with counted() as seen:
        answer = browser.client.open(path, method=method, data=data)
    return Told(answer, list(seen), code)


@pytest.mark.parametrize("outside", OUTSIDE)
@pytest.mark.parametrize("role", ROLES)
def test_a_collaborative_of_others_is_answered_as_one_that_never_was_by_the_same_statements_and_tells_nothing(
    world: World, browse, app, outside, role
):
    shared, third = Shared(world.ours, world.theirs), makers.a_side()
    ref = makers.an_idea(third, stage=Stage.DESIGN)
    put_outside(browse, shared, third, outside)
    secrets = SECRETS if outside == OUTSIDE[0] else SECRETS - KNOWN_TO_WHO_WAS_ASKED
    browser, told = browse(third.people[role]), []
    for rule, method in of_sharing(app):
        if outside == "one that is asked" and rule.endpoint == "membership.invitation":
            continue
        answers = []
        for code in (shared.code, NO_SUCH):
            path = address(app, rule, values(rule, shared.named | {"ref": ref, "code": code}))
            answers.append(asked(browser, path, method, code))
        told += [(rule.rule, method, what) for what in answers[0].differs_from(answers[1])]
        told += [(rule.rule, method, words) for words in secrets if words in answers[0].body]
        assert answers[0].status in NOT_THERE, (rule.rule, method)
        assert answers[0].statements, "who asks is always looked up"
    assert told == []


# Wherever words are sought or taken out: the page, a file of it, what is alike, what other councils share.
SOUGHT = (
    "/search?q={}",
    "/search.csv?q={}",
    "/search.xlsx?q={}",
    "/ideas?q={}",
    "/ideas.csv?q={}",
    "/ideas.xlsx?q={}",
    "/ideas/print?q={}",
    "/ideas/new?title={}",
    "/ideas/alike",
    "/library/lessons?q={}",
    "/library/lessons/elsewhere?q={}",
    "/library/stopped/elsewhere?q={}",
    "/collaboratives?q={}",
)


@pytest.mark.parametrize("path", SOUGHT)
def test_words_of_a_card_of_others_are_sought_by_the_same_statements_as_words_that_nobody_wrote(world, browse, path):
    Shared(world.ours, world.theirs)
    third = makers.a_side()
    makers.an_idea(third, stage=Stage.DESIGN, title="Ferry timetables")  # like neither
    nowhere = "Quay on ten reeds"
    assert len(nowhere) == len(TITLE)
    told = []
    for role in ROLES:
        browser, wanted = browse(third.people[role]), (TITLE.replace(" ", "+"), nowhere.replace(" ", "+"))
        card, nothing = (sought(browser, path.format(words), words) for words in wanted)
        told += [(role, what) for what in card.differs_from(nothing)]
    assert told == []


def sought(browser: Browser, path: str, words: str) -> Told:
    """What is told of some words, but for the words themselves."""
    method, form = ("POST", {"title": words.replace("+", " ")}) if path == "/ideas/alike" else ("GET", {})
    found = asked(browser, path, method, words, **form)
    found.body = found.body.replace(words.replace("+", " "), "CODE")
    if "xlsx" in path:  # what an archive is like, and how long, hangs on which words are in it and when it was made
        found.body = ""
        found.headers = [(name, value) for name, value in found.headers if name != "Content-Length"]
    for written in (words.replace("+", " "), words.replace("+", "%20")):
        found.body = found.body.replace(written, "CODE")
        found.headers = [(name, value.replace(written, "CODE")) for name, value in found.headers]
    return found


def test_what_is_in_a_collaborative_is_found_by_nobody_outside_on_any_page_that_names_nothing(
    world: World, browse, app
):
    shared, third = Shared(world.ours, world.theirs), makers.a_side()
    lead = browse(third.lead)
    named = [rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in rule.methods]
    asked = [path for path in named if path not in {"/metrics", "/sign-out"}]
    asked += [f"/search?q={TITLE}", f"/ideas?q={TITLE}", f"/ideas/new?title={TITLE}"]
    seen = {path: lead.client.get(path).get_data().decode(errors="replace") for path in asked}
    shown = [
        (path, words)
        for path in asked
        for words in (TARGET, NOTE, THEME, VISIT, VARIANT, shared.code)
        if words in seen[path]
    ]
    shown += [(path, TITLE) for path in named if path in seen and TITLE in seen[path]]
    assert shown == []
    assert len(asked) > 40


def test_a_card_that_is_withdrawn_stands_on_no_page_of_a_member_from_the_next_request_on(world: World, browse, app):
    shared, member = Shared(world.ours, world.theirs), browse(world.theirs.lead)
    ref = makers.an_idea(world.theirs, stage=Stage.DESIGN)
    pages = [
        address(app, rule, values(rule, shared.named | {"ref": ref}))
        for rule, method in of_sharing(app)
        if method == "GET"
    ]
    pages += ["/", "/inbox", "/collaboratives", f"/search?q={TITLE.split(maxsplit=1)[0]}"]
    before = {path for path in pages if TITLE in member.client.get(path).text}
    assert {f"/collaboratives/{shared.code}", f"/collaboratives/{shared.code}/cards/{shared.card[1]}"} <= before
    shared.withdraw()
    after = {path: member.client.get(path) for path in pages}
    assert [path for path in pages if TITLE in after[path].text] == []
    assert {after[path].status_code for path in pages if "/cards/" in path} == {404}

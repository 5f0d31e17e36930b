"""Acts that exclude each other take turns: one is done, the other is told so and keeps its words; nothing twice.

Each row of PAIRS is two forms sent at the same moment by two browsers, over two connections, to what both are about.
Both are let in and held at the record of what happens, which each act writes to: who did not take their turn would by
then have read what the other is about to change. A route with acts that is in no row fails the suite.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import get_flashed_messages
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from tests import makers
from tests.browsing import Browser, inspect
from tests.tracker.addresses import address, methods, rules_of, values
from tests.tracker.matrix import ADAPT, GO, IDEA, LATER, QUARTER, REVIEWED, TELLING
from tests.tracker.places import Place, Thing
from tests.tracker.things import a_place, give_passwords
from tracker import clock
from tracker.council import Can, Role
from tracker.tenancy import directory, take_turn
from tracker.web import COUNCIL, OWN, OvertakenError, Screens, say
from tracker.web.conflict import TRIES, once, once_more

WORDS = "These words are long enough to be missed."
SOON = f"{clock.today() + timedelta(days=40):%d/%m/%Y}"
DONE = 303
TOLD = {200, 403, 404, 409, 422}
HELD_SECONDS = 3.0  # less than an act waits for its turn


@dataclass(frozen=True)
class Act:
    """One form: of which screen, by whom, what is sent; `on` names the thing of two that its address is about."""

    endpoint: str
    who: str
    send: Mapping[str, Any] | Callable[[list[Thing]], Mapping[str, Any]]
    on: int = 0
    at: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Pair:
    """Two acts at the same moment; how many of the two may be done, and a statement that then finds nothing wrong."""

    name: str
    things: tuple[str, ...]
    acts: tuple[Act, Act]
    done: tuple[int, ...] = (1,)
    wrong: str | None = None


def both(name: str, thing: str, act: Act, *, done: tuple[int, ...] = (1,), wrong: str | None = None) -> Pair:
    """The same act by two browsers of the same person, with another form each."""
    return Pair(name, (thing,), (act, act), done, wrong)


def triage(outcome: str, *, on: int = 0, **more: str) -> Act:
    return Act("triage.decide", "lead", {"outcome": outcome, "words": WORDS, "seen": "triage", **more}, on)


def merge(on: int, into: int) -> Act:
    def sent(things: list[Thing]) -> Mapping[str, Any]:
        return {"outcome": "merge", "words": WORDS, "into": things[into]["ref"]}

    return Act("triage.decide", "lead", sent, on)


SEVERAL = Act("several.show", "lead", lambda things: {"refs": [things[0]["ref"]], "outcome": "improve", "words": WORDS})
ANOTHER_DATE = {"wanted_on": SOON, "because": WORDS}
DECIDE = Act("gates.decision", "lead", {**GO, "because": WORDS, "seen": "1"})
ASK = Act("gates.ask", "owner", {"note": WORDS})
PARK = triage("park", until=SOON)
OF_BOTH = "idea_id IN (SELECT id FROM idea WHERE ref = ANY (%(refs)s) AND council_id = %(here)s)"
TWO_ENDS = (
    f"SELECT FROM idea_state WHERE {OF_BOTH} GROUP BY idea_id HAVING count(*) FILTER (WHERE state = 'closed') > 1"
)
CIRCLE = (
    "SELECT FROM idea a JOIN idea b ON b.council_id = a.council_id AND b.id = a.merged_into_id"
    " WHERE a.council_id = %(here)s AND b.merged_into_id IS NOT NULL AND a.ref = ANY (%(refs)s)"
)
WITHOUT_ADMIN = (
    "SELECT FROM council c WHERE c.id = %(here)s AND NOT EXISTS (SELECT FROM membership m"
    " WHERE m.council_id = c.id AND m.ended_at IS NULL AND 'admin' = ANY (m.roles))"
)
SHARED_IN_CONFIDENCE = (
    "SELECT FROM publication p JOIN idea i ON i.council_id = p.council_id AND i.id = p.idea_id"
    " WHERE p.withdrawn_at IS NULL AND i.audience <> 'everybody' AND i.council_id = %(here)s"
)
UNTOLD_ADAPTER = (
    "SELECT FROM adaptation a JOIN publication p ON p.id = a.publication_id"
    " WHERE p.withdrawn_at IS NOT NULL AND a.council_id = %(here)s AND NOT EXISTS ("
    "SELECT FROM notice n WHERE n.about_adaptation_id = a.id AND n.what = 'withdrawn')"
)
PUT_RIGHT = Act("records.correct", "owner", {"indicator": WORDS, "target": "1", "because": WORDS})
WITHDRAW = Act("records.withdraw", "owner", {"because": WORDS})
REVIEW = Act("records.review", "owner", {"likelihood": "4", "impact": "4", "review_on": SOON})
ANSWER_RULE = Act("context.answer", "owner", {"verdict": "lifted", "answer": WORDS})
PUBLISH = Act("publications.publish", "lead", {"publish": "y", "level": "full", "says": "tried"})


def an_end(on: int) -> Act:
    """One of two admins ends the membership of the other."""
    return Act("council.end", "admin" if on else "second admin", {}, on)


def roles(on: int) -> Act:
    return Act("council.person", "admin" if on else "second admin", {"roles": ["observer"]}, on)


def looked(of: list[Thing]) -> Mapping[str, Any]:
    return {"act": "look", "code": of[0]["code"]}


TWO_LOOKS = "SELECT idea_id FROM blind_look GROUP BY idea_id HAVING count(*) > 1"
PAIRS = [
    Pair("declined and parked", ("new",), (triage("decline"), PARK), wrong=TWO_ENDS),
    Pair("declined and improved", ("new",), (triage("decline"), triage("improve")), wrong=TWO_ENDS),
    Pair("joined in a circle", ("new", "new"), (merge(0, 1), merge(1, 0)), wrong=CIRCLE),
    Pair("joined and declined", ("new", "new"), (merge(0, 1), triage("decline", on=1)), (1, 2), wrong=TWO_ENDS),
    Pair("joined twice", ("new", "new"), (merge(0, 1), merge(0, 1)), wrong=TWO_ENDS),
    both("several undone twice", "batch", Act("several.undo", "lead", {})),
    Pair("several and declined", ("new",), (SEVERAL, triage("decline")), wrong=TWO_ENDS),
    Pair(
        "assessed and declined",
        ("assessed",),
        (Act("assessors.assess", "colleague", {"note": WORDS}), triage("decline")),
        (1, 2),
    ),
    both("a reply taken out twice", "reply", Act("replies.end", "lead", {})),
    both("taken apart twice", "joined", Act("triage.undo_merge", "lead", {})),
    both("woken twice", "parked", Act("triage.wake", "lead", {})),
    both("carried on twice", "woken", Act("triage.carry_on", "lead", {})),
    both("reopened twice", "stopped", Act("decisions.reopen", "lead", {"because": WORDS})),
    Pair("owned and declined", ("new",), (Act("triage.owner", "lead", {}), triage("decline")), (1, 2)),
    both("decided twice", "idea", DECIDE),
    Pair("asked for and decided", ("idea",), (ASK, DECIDE), (1, 2)),
    both("asked for twice", "idea", ASK),
    both("a condition met twice", "idea", Act("conditions.meet", "colleague", {"note": WORDS})),
    both("another date asked for twice", "idea", Act("conditions.date", "colleague", ANOTHER_DATE)),
    both("another date answered twice", "later", Act("conditions.answer", "lead", {"answer": "grant"})),
    Pair(
        "met and given another date",
        ("later",),
        (Act("conditions.meet", "colleague", {"note": WORDS}), Act("conditions.answer", "lead", {"answer": "grant"})),
        (1, 2),
    ),
    both("moved to the newest policy twice", "idea", Act("gates.policy", "lead", {}), done=(2,)),
    Pair(
        "viewed and decided",
        ("idea",),
        (Act("gates.view", "colleague", {"leaning": "go", "because": WORDS}), DECIDE),
        (1, 2),
    ),
    Pair("answered and decided", ("idea",), (Act("gates.answers", "owner", {}), DECIDE), (1, 2)),
    both("put right twice", "idea", Act("ideas.edit", "owner", {**IDEA, "problem": WORDS})),
    both(
        "a draft sent twice",
        "draft",
        Act("ideas.edit", "author", IDEA),
        done=(1, 2),
        wrong=f"SELECT FROM idea_state WHERE {OF_BOTH} GROUP BY idea_id, state HAVING count(*) > 1",
    ),
    Pair(
        "shared and made confidential",
        ("tried",),
        (PUBLISH, Act("ideas.confidence", "lead", {"audience": "confidential"})),
        (1, 2),
        wrong=SHARED_IN_CONFIDENCE,
    ),
    both("published twice", "tried", PUBLISH, done=(2,), wrong=f"SELECT FROM publication WHERE {OF_BOTH} OFFSET 1"),
    both("refreshed twice", "idea", Act("publications.refresh", "lead", {}), done=(2,)),
    both("withdrawn twice", "idea", Act("publications.withdraw", "lead", {"because": WORDS})),
    both(
        "one look twice",
        "looking",
        Act("elsewhere.show", "lead", looked),
        done=(1, 2),
        wrong=TWO_LOOKS,
    ),
    both("one ask answered twice", "sight", Act("elsewhere.answer", "lead", {"answer": "agreed"}), done=(1, 2)),
    both("a card taken in twice", "partner's card", Act("collaboratives.adapt", "owner", ADAPT), done=(1, 2)),
    both("told back twice", "adapted", Act("feedback.give", "owner", {"words": WORDS}), done=(2,)),
    both(
        "a figure withdrawn twice",
        "trial",
        Act("trials.withdraw", "owner", {"because": WORDS}),
    ),
    both("answered twice", "told back", Act("feedback.acknowledge", "owner", {"words": WORDS})),
    both(
        "a result told twice",
        "adapted",
        Act("publications.result", "owner", {"status": "worked", "result": WORDS}),
        done=(2,),
    ),
    both(
        "one claim made twice",
        "idea",
        Act("current.save", "owner", {"claim-indicator": WORDS}, at={"part": "claim"}),
        done=(2,),
        wrong=f"SELECT FROM claim WHERE {OF_BOTH} OFFSET 1",
    ),
    both("a promise settled twice", "idea", Act("capacity.settle", "owner", {"kept": "yes"})),
    both("a partnership ended twice", "idea", Act("capacity.end", "owner", {})),
    both(
        "signed off twice",
        "idea",
        Act("capacity.sign", "colleague", {"word": "refused", "note": WORDS}),
        done=(2,),
    ),
    both("an award withdrawn twice", "award", Act("routine.withdraw", "owner", {"because": WORDS})),
    both(
        "a year reviewed twice",
        "embedded",
        Act("routine.review", "owner", {**REVIEWED, "lesson": WORDS}),
        done=(2,),
    ),
    both("a risk closed twice", "idea", Act("current.close_risk", "owner", {}), done=(2,)),
    both("a period added twice", "claimed", Act("benefits.period", "owner", {**QUARTER, "why": WORDS}), done=(1,)),
    both("a figure checked twice", "figured", Act("benefits.check", "lead", {"word": "right", "note": WORDS})),
    both(
        "put under question twice",
        "figured",
        Act("benefits.state", "owner", {"state": "under_question", "because": WORDS}),
    ),
    both("a row put right twice", "recorded claims", PUT_RIGHT, done=(2,)),
    both("a row withdrawn twice", "recorded claims", WITHDRAW),
    Pair("a row put right and withdrawn", ("recorded claims",), (PUT_RIGHT, WITHDRAW), (1, 2)),
    both(
        "put back twice",
        "withdrawn",
        Act("records.undo", "owner", {}),
        wrong=f"SELECT FROM claim WHERE {OF_BOTH} OFFSET 1",
    ),
    both("a rule in the way answered twice", "idea", ANSWER_RULE),
    both(
        "why it should work said twice",
        "idea",
        Act("study.new", "owner", {"steps": f"{WORDS}\n{WORDS}"}, at={"entry": "theory"}),
        done=(2,),
        wrong=f"SELECT FROM theory WHERE {OF_BOTH} OFFSET 1",
    ),
    both(
        "an assumption tested twice",
        "assumption",
        Act("study.finding", "owner", {"test": WORDS, "held": "yes", "lesson": WORDS}),
    ),
    both("a risk reviewed twice", "recorded risks", REVIEW, done=(2,)),
    Pair(
        "in touch and declined",
        ("latent",),
        (
            Act("current.contact", "owner", {"note": WORDS}),
            Act("gates.decision", "lead", {**GO, "because": WORDS, "seen": "0"}, at={"stage": "design"}),
        ),
        (1, 2),
    ),
    both("words taken away twice", "idea", Act("ideas.redact", "lead", {}), done=(2,)),
    both("thanks taken back twice", "thanked", Act("people.take_back", "lead", {"because": WORDS})),
    both(
        "a question answered twice by its letter",
        "asked",
        Act("question.by_link", "nobody", {"words": WORDS}),
        wrong=f"SELECT FROM message WHERE {OF_BOTH} AND kind = 'answer' OFFSET 1",
    ),
    both("sorted twice", "idea", Act("tags.sort", "owner", {"tags": "winter, bins"}), done=(2,)),
    Pair(
        "renamed and joined",
        ("tag",),
        (Act("tags.show", "lead", {"name": "Rubbish"}), Act("tags.merge", "lead", lambda of: {"into": of[0]["other"]})),
        (1, 2),
    ),
    both("a tag ended twice", "tag", Act("tags.end", "lead", {}), done=(1, 2)),
    both("told outside twice", "contact", Act("voices.show", "lead", TELLING), done=(2,)),
    both("a contact taken out twice", "contact", Act("voices.end", "lead", {}), done=(2,)),
    both("words of an idea taken away twice", "contact", Act("voices.redact", "lead", IDEA), done=(2,)),
    both("told no longer twice", "contact", Act("voices.withdraw", "lead", {}), done=(2,)),
    both("followed twice", "idea", Act("ideas.follow", "colleague", {"follow": "yes"}), done=(2,)),
    Pair(
        "spoken on and declined", ("new",), (Act("ideas.speak", "colleague", {"words": WORDS}), triage("decline")), (2,)
    ),
    both(
        "answered twice",
        "nudge",
        Act("nudges.show", "owner", {"reply": "still_going"}),
        done=(1, 2),
        wrong=f"SELECT FROM event WHERE {OF_BOTH} AND what = 'nudge_answered' OFFSET 1",
    ),
    both("a call for help answered twice", "call", Act("nudges.call", "lead", {"words": WORDS})),
    Pair(
        "answered and put off",
        ("nudge",),
        (Act("nudges.show", "owner", {"reply": "still_going"}), Act("nudges.later", "owner", LATER)),
        (1, 2),
    ),
    Pair(
        "answered by its link and put off",
        ("nudge",),
        (Act("nudges.by_link", "nobody", {"reply": "still_going"}), Act("nudges.later_by_link", "nobody", LATER)),
        (1, 2),
    ),
    Pair(
        "withheld twice",
        ("planned",),
        (_w := Act("nudges.withhold", "lead", lambda of: {**of[0]["planned"], "because": WORDS}), _w),
        (1,),
    ),
    Pair("two admins end each other", ("an admin", "an admin"), (an_end(0), an_end(1)), (1, 2), wrong=WITHOUT_ADMIN),
    Pair(
        "two admins take each other's role", ("an admin", "an admin"), (roles(0), roles(1)), (1, 2), wrong=WITHOUT_ADMIN
    ),
    Pair(
        "a service added twice",
        ("invited",),
        (_s := Act("groupings.services", "admin", lambda of: {"name": of[0]["form"]["name"]}), _s),
        wrong="SELECT FROM service WHERE council_id = %(here)s GROUP BY name HAVING count(*) > 1",
    ),
    Pair(
        "invited twice",
        ("invited",),
        (_i := Act("council.invite", "admin", lambda of: of[0]["form"]), _i),
        (1, 2),
        wrong="SELECT FROM membership WHERE council_id = %(here)s GROUP BY email HAVING count(*) > 1",
    ),
]

# Acts that exclude no other: each says the newest of something, or adds to what may be many.
BESIDE = {
    "routine.old_service": "what was said last of an old service stands",
    "routine.recognition": "awards are as many as are noted",
    "needs.new": "needs and offers are as many as are posted",
    "needs.answer": "one answer of a council waits at a time: its turn is taken by the posting's name (test_needs)",
    "needs.end": "what is taken down is down",
    "needs.settle": "settled once: its turn is taken by the posting's name (test_needs)",
    "needs.notes": "notes are as many as are written",
    "needs.people": "the newest topics stand",
    "plans.new": "phases and methods are as many as are picked; one twice in a phase is refused in its turn",
    "plans.change": "the newest word on a step stands, those before are kept",
    "plans.take_back": "what is taken back is taken back",
    "library.used": "noted once for each idea: a unique key has it (test_library)",
    "library.consent": "what was said last stands; the same twice changes nothing",
    "views.new": "views are as many as are saved",
    "views.edit": "the newest name stands",
    "views.end": "what is deleted is deleted",
    "views.restore": "what is back is back",
    "tags.restore": "what is back is back: the second is told so",
    "registers.bring": "each file is a register of its own; each takes the next number",
    "registers.match": "what was said last of headings stands; it begins once, by its state (test_registers)",
    "registers.undo": "what is taken back is taken back, by its state (test_registers)",
    "registers.undo_row": "a row that is taken back is no row to take back (test_registers)",
    "registers.owners": "an idea that has its owner is offered none",
    "registers.end": "what is thrown away is thrown away",
    "ideas.new": "ideas are as many as are logged; each takes the next number (test_sent_twice)",
    "drafts.keep": "a draft is its author's own, and one for each page (test_drafts)",
    "drafts.discard": "what is thrown away is gone",
    "alike.typed": "looks, and changes nothing",
    "drafts.join": "words stand beside words; whoever follows, follows",
    "alike.mark": "the newest word on two ideas stands",
    "drafts.places": "the newest places stand",
    "study.look": "looked at is looked at",
    "study.review": "the newest day for the next look stands",
    "study.files": "files are as many as are sent",
    "benefits.new": "benefits are as many as are claimed",
    "money.grant": "hours are as many as are granted",
    "files.listing": "files are as many as are sent",
    "files.remove": "who comes second finds it removed",
    "portfolio.shield": "the newest day stands",
    "portfolio.health": "the newest answer to an item stands",
    "collaboratives.read": "read is read",
    "founding.new": "collaboratives are as many as are founded",
    "founding.terms": "the newest terms stand",
    "founding.ask": "who is asked already is not offered: the collaborative's turn is taken (test_founding)",
    "founding.back": "what was taken back is told so",
    "founding.convenor": "one is asked at a time: the collaborative's turn is taken",
    "founding.close": "closed once: a key says so, and the second is told",
    "proposals.new": "proposals are as many as are made",
    "proposals.back": "taken back or answered, whichever is first: its row is held (test_proposals)",
    "proposed.show": "answered once: its row is held (test_proposals)",
    "guests.new": "one address is one guest: the collaborative's turn is taken, and a key says so",
    "guests.end": "who is ended is none to end: the collaborative's turn is taken",
    "guest_room.invitation": "a link is good once: its row is held (test_guests)",
    "guest_room.decline": "a link is good once: its row is held (test_guests)",
    "guest_room.link": "a link is good once: its row is held (test_guests)",
    "guest_room.sign_in": "one letter in five minutes: the guest's row is held (test_guests)",
    "guest_room.sign_out": "each browser signs out for itself",
    "membership.invitation": "answered once: the second finds none",
    "membership.leave": "who left has left: the second finds no collaborative",
    "trials.new": "trials are as many as are begun; each takes the next number",
    "trials.variant": "what was said last stands, what stood before can be read",
    "trials.figure": "figures are as many as are added; the start recorded last counts",
    "trials.lesson": "lessons are as many as are written",
    "shelf.note": "notes are as many as are noted",
    "shelf.take_off": "what is taken back is no note to take back",
    "shelf.brokers": "brokers are as many as are named",
    "shelf.end": "who is broker no more is none to end",
    "elsewhere.consent": "the newest word stands, and the same twice is one",
    "talk.comment": "comments are as many as are written",
    "context.blocker": "rules in the way are as many as are noted",
    "context.posts": "changes of posts are as many as are noted",
    "context.union": "what unions were told is as much as is noted",
    "outside.line": "the newest line stands, with a reason, and what stood before can be read",
    "talk.edit": "the newest words stand, those before are kept",
    "people.lookouts": "the newest wishes stand",
    "people.thanks": "thanks are as many as are said",
    "people.news": "the newest choice stands",
    "members.name": "a team is as many as are named; the newest has a place that one alone has",
    "members.end": "who works on it no more does not: the second finds nobody",
    "members.note": "the newest notes stand, those before are kept",
    "cover.mine": "the newest cover stands: the council's turn is taken (test_covers)",
    "cover.show": "the newest cover stands: the council's turn is taken",
    "cover.end": "what is over is over: the second finds none",
    "assessors.ask": "who is asked is asked; what becomes of the idea is looked at when its turn comes",
    "replies.new": "replies are as many as are kept; a name that is taken is refused in its turn",
    "replies.show": "the newest version of a reply counts, and what stood before can be read",
    "triage.hand_back": "who handed it back is its owner no more",
    "groupings.show": "the newest name stands",
    "groupings.places": "places are as many as are added; the second of a name is refused",
    "groupings.merge": "one after the other: the council's turn is taken, and the second is refused (test_groupings)",
    "groupings.part": "parted once: the second finds nothing to part",
    "groupings.end": "what ended stays ended",
    "groupings.resume": "what is offered again is offered",
    "council.invite_again": "each takes the place of the one before, as any invitation",
    "council.dismiss_step": "what is left out is left out",
    "council.recall_step": "what stands there again stands there",
    "export.whole": "one waits at a time, written by one process (test_exports)",
    "export.mine": "one waits at a time, written by one process (test_exports)",
    "council.promise": "the newest promise stands",
    "nudge_asks.show": "a second ask of the same person is refused by its index",
    "nudge_asks.mine": "one's own choice, the newest stands",
    "council.elected": "the newest word stands",
    "measures.show": "the newest of each number stands",
    "nudge_rules.show": "the newest of each number stands",
    "council.words": "the newest words stand",
    "policy.draft": "what both changed is told beside its field (test_policy_pages)",
    "meetings.new": "meetings are as many as are called; each takes the next number in its turn",
    "meetings.new_panel": "panels are as many as are founded; the second of a name is refused in its turn",
    "meetings.panel": "the newest name stands, and who sits there sits there",
    "meetings.unseat": "who is taken off is off",
    "meetings.change": "the newest day stands; a meeting that is called off can be called again",
    "meetings.items": "the newest table stands",
    "policy.put_in_force": "a draft is put in force once, as it was read: the second finds none, or another",
    "policy.drop": "what is thrown away is thrown away",
    "account.show": "the newest name stands",
    "account.password": "the newest password stands",
    "account.sign_ins": "what is ended stays ended",
    "account.sign_out_everywhere": "what is ended stays ended",
    "account.switch": "a browser works in the council chosen last",
    "account.words": "what is thrown away is thrown away",
    "operations.all_again": "letters that are put back are put back",
    "operations.leave": "left or put back, whichever is first: one statement changes the row",
    "operations.again": "a letter that is put back is put back",
    "sign_in.sign_in": "each browser signs in for itself",
    "sign_in.sign_out": "each browser signs out for itself",
    "posters.listing": "posters are as many as are made; each takes the next number in its turn",
    "posters.show": "the newest words stand",
    "posters.end": "what is ended stays ended",
    "posters.reopen": "the newest press stands",
    "posters.doors": "the newest settings stand",
    "posters.end_kept": "what is ended stays ended",
    "team.door": "each form is another idea; the same one sent twice waits for the first (test_voices)",
    "code.look": "looks and changes nothing",
    "code.show": "words are added to words",
    "residents.door": "each form waits for its own letter to be answered",
    "residents.confirm": "a link is good once: its row is held (test_voices)",
    "sign_in.forgotten": "one letter in five minutes: the person's row is held (test_account_limits)",
    "invitation.show": "a link is good once: its row is held (test_invitations)",
    "invitation.decline": "a link is good once: its row is held (test_invitations)",
    "council.withdraw_invitation": "taken back or accepted, whichever is first: one statement changes the row",
    "sign_in.reset": "a link is good once: its row is held",
    "meetings.letter": "a letter of one day goes once: its key",
    "meetings.write": "minutes are as many as are written; the newest stand",
    "calendar.mine": "the newest address stands",
    "network.mine": "the newest choice stands",
    "stopping.show": "twice is once",
    "outlook.service": "the newest statement stands",
    "reports.words": "the newest words stand",
    "gallery.show": "stores nothing",
}


def test_every_route_with_acts_is_in_a_row(app):
    acts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in methods(rule)}
    tried = {act.endpoint for pair in PAIRS for act in pair.acts}
    assert acts == tried | set(BESIDE)
    assert not tried & set(BESIDE)


def test_an_act_that_says_nothing_of_its_turn_cannot_be_declared():
    screens = Screens("some", __name__)
    needs = Can.MANAGE_PEOPLE
    with pytest.raises(TypeError, match="turn"):
        screens.screen("/some/things", needs=needs, methods=("POST",))
    for turn in (COUNCIL, OWN):
        screens.screen("/some/things", needs=needs, methods=("POST",), turn=turn)
    screens.screen("/ideas/<ref>/things", needs=needs, methods=("POST",))


@pytest.fixture(scope="module")
def place(database) -> Iterator[Place]:
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        made = a_place(admin)
        give_passwords(*made.people.values())
        yield made


def things_of(place: Place, pair: Pair) -> list[Thing]:
    place.people["admin"] = makers.a_person(place.side.id, Role.ADMIN, name="Una Cole")
    if pair.things[0] != "an admin":
        return [place.fresh(kind) for kind in pair.things]
    second = place.people["second admin"] = makers.a_person(place.side.id, Role.ADMIN, name="Ola Reed")
    first = place.people["admin"] = makers.a_person(place.side.id, Role.ADMIN, name="Joan Fell")
    everybody_else = "UPDATE membership SET roles = '{observer}' WHERE council_id = %s AND 'admin' = ANY (roles)"
    place.asked(f"{everybody_else} AND person_id <> ALL (%s) RETURNING 1", place.side.id, [first.id, second.id])
    return [{"person_id": first.id}, {"person_id": second.id}]


def path_of(app, place: Place, act: Act, things: list[Thing]) -> str:
    [rule] = [one for one in rules_of(app, act.endpoint) if "POST" in one.methods]
    return address(app, rule, values(rule, {"code": place.code} | things[act.on] | (act.at or {})))


def at_once(database, sends: list[Callable[[], TestResponse]]) -> list[TestResponse]:
    """Send forms at the same moment: all are let in, and held at the record until each waits, or went by."""
    answers: dict[int, TestResponse] = {}
    together = threading.Barrier(len(sends))

    def send(n: int) -> None:
        together.wait()
        answers[n] = sends[n]()

    threads = [threading.Thread(target=send, args=[n]) for n in range(len(sends))]
    with psycopg.connect(database.admin_url) as holder, psycopg.connect(database.admin_url, autocommit=True) as watch:
        holder.execute("LOCK TABLE event IN EXCLUSIVE MODE")
        for thread in threads:
            thread.start()
        until = time.monotonic() + HELD_SECONDS
        while time.monotonic() < until and _waiting(watch) + len(answers) < len(sends):
            time.sleep(0.02)
        holder.rollback()
        for thread in threads:
            thread.join()
    return [answers[n] for n in range(len(sends))]


def _waiting(watch: psycopg.Connection[Any]) -> int:
    asked = (
        "SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
        " WHERE NOT l.granted AND a.datname = current_database()"
    )
    row = watch.execute(asked).fetchone()
    return row[0] if row else 0


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
def test_of_two_that_exclude_each_other_one_is_done_and_the_other_is_told_and_keeps_its_words(
    app, browse, database, place, pair
):
    things = things_of(place, pair)

    browsers: list[Browser] = []

    def sender(act: Act) -> Callable[[], TestResponse]:
        browser: Browser = browse(place.people.get(act.who))
        browsers.append(browser)
        path, sent = path_of(app, place, act, things), dict(act.send(things) if callable(act.send) else act.send)
        if act.endpoint == "triage.owner":
            sent["owner_id"] = str(place.id("other owner"))
        if act.endpoint == "ideas.edit" and pair.things == ("idea",):
            sent["version"] = "1"
        if act.endpoint == "ideas.edit":
            sent["problem"] += f" {len(browsers)}."
        return lambda: browser.client.post(path, data={"csrf_token": browser.token(), **sent})

    answers = at_once(database, [sender(act) for act in pair.acts])
    codes = [answer.status_code for answer in answers]
    warned = [code == DONE and warns(one, answer) for code, one, answer in zip(codes, browsers, answers, strict=True)]
    assert all(code in {DONE, *TOLD} for code in codes), codes
    assert sum(code == DONE and not warns for code, warns in zip(codes, warned, strict=True)) in pair.done, codes
    for act, answer in zip(pair.acts, answers, strict=True):
        if answer.status_code != DONE:
            inspect(answer.text, act.endpoint)
            assert WORDS not in str(act.send) or WORDS in answer.text, (act.endpoint, answer.status_code)
    if pair.wrong:
        told = {"refs": [one["ref"] for one in things if "ref" in one], "here": place.side.id}
        with psycopg.connect(database.admin_url) as admin:
            assert admin.execute(pair.wrong, told).fetchall() == []


def warns(browser: Browser, answer: TestResponse) -> bool:
    """Whether the next page says that nothing was done."""
    return "notice--warn" in browser.client.get(answer.headers["Location"]).text


def test_who_waits_too_long_for_their_turn_is_told_and_keeps_their_words(app, browse, world, database):
    ref = makers.a_sent_idea(world.ours)
    lead = browse(world.ours.lead)
    with psycopg.connect(database.admin_url) as holder:
        holder.execute("SELECT FROM idea WHERE ref = %s AND council_id = %s FOR UPDATE", [ref, world.ours.id])
        told = lead.post(f"/ideas/{ref}/triage", {"outcome": "decline", "words": WORDS}, status=409)
    assert "Somebody else did something to the same thing" in told.text
    assert f">\n{WORDS}</textarea>" in told.text
    assert '<input type="hidden" name="outcome" value="decline">' in told.text
    lead.post(f"/ideas/{ref}/triage", {"outcome": "decline", "words": WORDS})


def test_of_two_that_wait_for_each_other_in_a_circle_one_is_done_once_more_and_finds_the_other(app, database):
    together, tries, said = threading.Barrier(2), list[str](), list[list[Any]]()

    def act(first: str, second: str) -> None:
        def takes() -> None:
            tries.append(first)
            say(f"{first} is done.")
            with directory():
                take_turn(first)
                if len(tries) <= 2:
                    together.wait()
                take_turn(second)

        with app.test_request_context("/", method="POST"):
            once_more(takes)
            said.append([words["text"] for _, words in get_flashed_messages(with_categories=True)])

    threads = [threading.Thread(target=act, args=pair) for pair in (("one", "other"), ("other", "one"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(tries) in (["one", "one", "other"], ["one", "other", "other"])
    assert sorted(said) == [["one is done."], ["other is done."]]


def test_what_meets_another_twice_is_told_and_what_is_no_meeting_fails_as_it_is(app, database):
    tries = []

    def act(sql: str) -> None:
        tries.append(sql)
        with directory() as door:
            door.execute(text(sql))

    raised = "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{}'; END $$"
    with app.test_request_context("/", method="POST"):
        for code, tried in (("40P01", TRIES), ("40001", TRIES), ("55P03", 1)):
            with pytest.raises(OvertakenError, match="was first"):
                once_more(lambda code=code: act(raised.format(code)))
            assert len(tries) == tried
            tries.clear()
        for code, tried in (("23505", TRIES), ("23514", 1)):
            with pytest.raises(IntegrityError):
                once_more(lambda code=code: act(raised.format(code)))
            assert len(tries) == tried
            tries.clear()
        with pytest.raises(OvertakenError):
            once(lambda: act(raised.format("23505")))

"""Whether existence leaks by time: answers about what others share beside those about what never was, interleaved."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import psycopg
from flask import Flask
from werkzeug.routing import Rule

from bench import bars, client, serving, visitors
from bench.bars import Line
from bench.client import Request
from bench.data import Scale
from bench.kinds import MEMBERS
from bench.pages import Say
from bench.plans.visits import cookie_of
from bench.visitors import Visitor
from config.settings import settings
from local.servers import Addresses
from tracker.council import PERMISSIONS, Role

PAGE = "leaks"
ANSWERS = 200  # of each of the two
AGAIN = 2
OUTSIDER = MEMBERS + 1  # the number of a council that is in no collaborative
SHARED, NOWHERE = "bench-hundred", "bench-nowhere"  # as long as each other
NAMED = ("/collaboratives/<code>", "/ideas/<ref>/publish/<code>")
# A topic that cards of others name and no idea of the outsider, and one that is nowhere: wherever words are sought.
TOPIC, NO_TOPIC = "topic7", "tipoc7"
SOUGHT = ("/search?q={}", "/search.csv?q={}", "/ideas?q={}", "/ideas.csv?q={}", "/ideas/new?title={}")
# What the addresses of the collaborative name there, the first of each.
THERE = {
    "posting_id": "SELECT t.id FROM posting t",
    "answer_id": "SELECT t.id FROM posting_answer t",
    "note_id": "SELECT t.id FROM collaborative_note t",
    "broker_id": "SELECT t.id FROM collaborative_note t",
    "guest_id": "SELECT t.id FROM collaborative_note t",
    "invitation_id": "SELECT t.id FROM collaborative_note t",
}
FIRST = " JOIN collaborative c ON c.id = t.collaborative_id WHERE c.code = %s ORDER BY t.id LIMIT 1"


class Pair(NamedTuple):
    """Two requests whose answers may not be told apart: about what is there for others, and what never was."""

    name: str
    there: Request
    nowhere: Request


def lines(app: Flask, found: Addresses, scale: Scale, say: Say) -> Iterator[Line]:
    """Measure every page of a collaborative as everybody of a council outside, and wherever words are sought."""
    say("Looking whether existence leaks by time ...")
    [lead] = visitors.signed_in(app, found.admin_url, [OUTSIDER])
    with serving.served("product", port=settings().port) as ours:
        visitors.open_form(lead, ours.port)
        people = dict(_people(app, found.admin_url))
        pairs = list(_pairs(app, found.admin_url, lead, people, ours.port))
        for pair in pairs[:: max(len(pairs) // 20, 1)]:
            client.load(ours.port, [pair.there, pair.nowhere], clients=2, seconds=0.2)  # both processes are warm then
        for number, pair in enumerate(pairs):
            if number % 20 == 0:
                say(f"  {number} of {len(pairs)} pairs of answers")
            yield _line(pair, ours.port, ANSWERS if scale.floor else 20)


def _people(app: Flask, admin_url: str) -> Iterator[tuple[Role, str]]:
    """One of each role in the outsider's council, by the cookie of their browser."""
    asked = """SELECT m.person_id, m.council_id FROM membership m JOIN council c ON c.id = m.council_id
     WHERE c.code = %s AND m.roles = ARRAY[%s] AND m.ended_at IS NULL ORDER BY m.person_id LIMIT 1"""
    with psycopg.connect(admin_url) as admin:
        for role in Role:
            if row := admin.execute(asked, [f"bench-{OUTSIDER}", str(role)]).fetchone():
                yield role, cookie_of(app, *row)


def _pairs(app: Flask, admin_url: str, lead: Visitor, people: Mapping[Role, str], port: int) -> Iterator[Pair]:
    """Every address of a collaborative by every method, as everybody who may open such a page; and what is sought."""
    things = _things(admin_url) | {"ref": lead.refs[0], "number": 7001, "figure": 1, "part": "mix"}
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if not rule.rule.startswith(NAMED):
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for role, cookie in people.items():
                if _may(app, rule, role) and (method == "GET" or role is Role.LEAD):
                    there, nowhere = (
                        _asked(port, method, _address(app, rule, method, things | {"code": code}), cookie, lead)
                        for code in (SHARED, NOWHERE)
                    )
                    yield Pair(f"{rule.endpoint}, {method}, {role}", there, nowhere)
    for path in SOUGHT:
        there, nowhere = (client.get(port, path.format(one), cookie=lead.cookie) for one in (TOPIC, NO_TOPIC))
        yield Pair(path.partition("?")[0], there, nowhere)


def _things(admin_url: str) -> dict[str, Any]:
    with psycopg.connect(admin_url) as admin:
        found = {name: admin.execute((asked + FIRST).encode(), [SHARED]).fetchone() for name, asked in THERE.items()}
    return {name: row[0] for name, row in found.items() if row}


def _may(app: Flask, rule: Rule, role: Role) -> bool:
    """Whether a role may open a screen at all: else it is refused before anything is looked up, whatever is named."""
    needs: Any = getattr(app.view_functions[rule.endpoint], "needs")  # noqa: B009 - kept by tracker/web/screens.py
    wanted = needs if isinstance(needs, frozenset) else {needs}
    return bool(wanted & PERMISSIONS[role])


def _address(app: Flask, rule: Rule, method: str, things: Mapping[str, Any]) -> str:
    with app.test_request_context():
        named = {name: things[name] for name in rule.arguments}
        return str(app.url_map.bind("localhost").build(rule.endpoint, named, method=method))


def _asked(port: int, method: str, path: str, cookie: str, lead: Visitor) -> Request:
    if method == "GET":
        return client.get(port, path, cookie=cookie, status=404)
    return client.post(port, path, lead.form, cookie=lead.cookie, status=404)


def _line(pair: Pair, port: int, answers: int) -> Line:
    """How much longer the slower of both takes; beyond the bar it is measured twice more, for a leak is there again."""
    found = [_medians(pair, port, answers)]
    if _apart(found[0]) > bars.LEAK:
        found += [_medians(pair, port, answers) for _ in range(AGAIN)]
    there, nowhere = sorted(found, key=lambda both: both[0] / both[1])[len(found) // 2]
    return Line(PAGE, pair.name, "ms", nowhere, there, bars.LEAK, _apart((there, nowhere)))


def _apart(both: tuple[float, float]) -> float:
    return max(both) / min(both)


def _medians(pair: Pair, port: int, answers: int) -> tuple[float, float]:
    """The medians of both in milliseconds, who goes first changing each time."""
    took: dict[Request, list[float]] = {pair.there: [], pair.nowhere: []}
    for turn in range(answers):
        order: Sequence[Request] = (pair.there, pair.nowhere) if turn % 2 else (pair.nowhere, pair.there)
        for request in order:
            took[request].append(client.seconds(port, request) * 1000)
    return statistics.median(took[pair.there]), statistics.median(took[pair.nowhere])

"""People of the generated councils, signed in, and the requests that their browsers send."""

from __future__ import annotations

import http.client
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie

import psycopg
from flask import Flask

from bench import client
from tracker import council
from tracker.tenancy import directory

LEADS = """SELECT m.council_id, m.person_id, substr(c.code, 7)::bigint
 FROM membership m JOIN council c ON c.id = m.council_id
 WHERE m.roles = ARRAY['lead'] AND c.code = ANY (%s) ORDER BY 3"""
IDEAS = """SELECT i.ref FROM idea i WHERE i.council_id = %s AND i.state = 'active'
 AND i.source IS NULL AND i.stage IN ('mobilise', 'mainstream') AND i.ref NOT LIKE '%%-1' ORDER BY i.id LIMIT 20"""
TITLE = "SELECT title FROM idea WHERE council_id = %s AND ref LIKE '%%-1'"
WORD = "reminders"  # in one title of twelve
NEW_IDEA = {
    "title": "Text reminders for blue badge renewals before winter",
    "problem": "People ring three times because nobody can tell them who has their case. It takes eight weeks.",
    "proposal": "Send a text four weeks before the badge runs out, with the one form needed, and see who still rings.",
}


@dataclass
class Visitor:
    """A lead of one council: the cookie of their browser, what they look at and search, the form that they send."""

    number: int
    cookie: str
    refs: Sequence[str]
    word: str
    form: dict[str, str] = field(default_factory=dict)


def signed_in(app: Flask, admin_url: str, numbers: Sequence[int]) -> list[Visitor]:
    """Sign in the lead of each council named by its number, the way that a password does after it was checked."""
    with psycopg.connect(admin_url) as everything:
        leads = everything.execute(LEADS, [[f"bench-{number}" for number in numbers]]).fetchall()
        refs = {row[0]: [ref for (ref,) in everything.execute(IDEAS, [row[0]])] for row in leads}
        titles = {row[0]: everything.execute(TITLE, [row[0]]).fetchall()[0][0] for row in leads}
    found = []
    for council_id, person_id, number in leads:
        with directory():
            token = council.start(person_id=person_id, council_id=council_id)
        word = WORD if refs[council_id] else titles[council_id]  # the one idea of a council without others is found too
        found.append(Visitor(number, cookie_for(app, token), refs[council_id], word))
    return found


def cookie_for(app: Flask, token: str) -> str:
    """Return the cookie that a browser holds after signing in."""
    return f"{app.config['SESSION_COOKIE_NAME'].removesuffix('-said')}={token}"


def open_form(visitor: Visitor, port: int) -> None:
    """Fetch the form for a new idea once: its token, its choices, and the cookie that goes with it."""
    connection = http.client.HTTPConnection(client.HOST, port, timeout=client.PATIENCE)
    connection.request("GET", "/ideas/new", headers={"Cookie": visitor.cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    if answer.status != http.client.OK:
        msg = f"GET /ideas/new: {answer.status}"
        raise client.AnswerError(msg)
    if given := answer.headers.get("Set-Cookie"):
        visitor.cookie = "; ".join(f"{name}={one.value}" for name, one in SimpleCookie(given).items())
    visitor.form = {**_given(page), **NEW_IDEA}
    connection.close()


def _given(page: str) -> dict[str, str]:
    """What the page's own form already holds: its hidden fields, and the first service that it offers.

    But not the one that asks for ideas like it: they were looked at while it was typed.
    """
    form = next(part for part in re.findall(r"<form.*?</form>", page, flags=re.DOTALL) if 'name="title"' in part)
    tags = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input\b[^>]*>", form)]
    hidden = {tag["name"]: unescape(tag.get("value", "")) for tag in tags if tag.get("type") == "hidden"}
    hidden.pop("look", None)
    services = re.findall(r'<option value="([0-9a-f-]{36})"', form)
    return {**hidden, "service": services[0], "send": "yes"}


def readers(them: Sequence[Visitor]) -> Sequence[Visitor]:
    """Those who look: half of the visitors, in whose councils nothing is written meanwhile."""
    return them[: len(them) // 2]


def writers(them: Sequence[Visitor]) -> Sequence[Visitor]:
    """Those who log ideas: the other half, in other councils, so that the lists stay as they were generated."""
    return them[len(them) // 2 :]

"""A browser for tests: it signs in, sends forms with their token, and inspects every page it gets."""

from __future__ import annotations

import functools
import hmac
import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from tests.makers import Someone
from tracker import council
from tracker.tenancy import directory

LABELLED = {"input", "select", "textarea"}
COOKIE = "seedbed"  # over plain HTTP; over HTTPS it is __Host-seedbed
GUEST_COOKIE = "seedbed-guest"
STRANGER = "~a-browser-that-nobody-knows"
NO_LABEL = {"hidden", "submit", "button"}


class Browser:
    """A signed-in (or anonymous) client whose pages are all inspected."""

    def __init__(self, app: Flask, person: Someone | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        self.client.allow_subdomain_redirects = True
        if person:
            with directory():
                token = council.start(person_id=person.id, council_id=person.council_id)
            self.bring(token)

    def get(self, path: str, *, status: int = 200, **kwargs: Any) -> TestResponse:
        """Open a page, inspect it, and hold it to a status."""
        return self._looked_at(self.client.get(path, **kwargs), path, status)

    def post(self, path: str, data: dict[str, Any] | None = None, *, status: int = 303, **kwargs: Any) -> TestResponse:
        """Send a form with its token, inspect what comes back, and hold it to a status."""
        sent = self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **kwargs)
        return self._looked_at(sent, path, status)

    def bring(self, cookie: str) -> None:
        """Have this browser bring a cookie of ours."""
        self.client.set_cookie(COOKIE, cookie)

    def brings(self) -> str | None:
        """What our cookie holds in this browser."""
        kept = self.client.get_cookie(COOKIE)
        return kept.value if kept else None

    def token(self) -> str:
        """The token that a form of this browser carries; one that has no cookie yet gets a stranger's."""
        if not self.brings():
            self.bring(STRANGER)
        return form_token(self.app, self.brings() or "")

    def follow(self, answer: TestResponse) -> TestResponse:
        """Go where an answer sent us."""
        return self.get(answer.headers["Location"])

    def _looked_at(self, answer: TestResponse, path: str, status: int) -> TestResponse:
        assert answer.status_code == status, f"{path}: {answer.status_code}, not {status}: {errors_on(answer)}"
        if answer.mimetype == "text/html" and answer.status_code not in range(300, 400):
            inspect(answer.text, path)
        return answer


def form_token(app: Flask, cookie: str) -> str:
    """The token that the forms of a browser carry, by what its cookie holds."""
    salt = "0" * 16
    return salt + hmac.digest(str(app.secret_key).encode(), f"form {salt} {cookie}".encode(), "sha256").hex()


def errors_on(answer: TestResponse) -> list[str]:
    """The errors that a page shows, and where it leads."""
    found = re.findall(r"govuk-error-message[^>]*>(?:<span[^>]*>[^<]*</span>)?\s*([^<]+)", answer.text)
    return [*found, answer.headers.get("Location", "")]


def words_of(element: Element) -> str:
    """The words of an element, as read."""
    return " ".join("".join(element.itertext()).split())


@functools.lru_cache(maxsize=8)
def parsed(text: str) -> tuple[Element, list[Any]]:
    """The elements of a page, which nobody changes, and the errors in its HTML. A page is often asked for twice."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page: Element = parser.parse(text)
    return page, parser.errors


_ID = re.compile(r'<[a-z][^<>]* id="([^"]+)"')
_WORDS = re.compile(r">[^<>]*<")
_VALUE = re.compile(r'(?<= value=")[^"]*|[0-9a-f]{8}-[0-9a-f-]{27}|\d+')
_inspected: set[int] = set()  # the pages that were found good, without what they say and the values of their fields


def inspect(text: str, path: str) -> None:
    """Hold a page to what every page promises: valid HTML, one h1 that the title begins with, labels, unique ids.

    One that has the elements of a page that was found good is good as well: parsing is most of what many tests do.
    """
    ids = Counter(_ID.findall(text))
    assert not [i for i, n in ids.items() if n > 1], f"{path}: ids twice: {[i for i, n in ids.items() if n > 1]}"
    looks = hash(_VALUE.sub("", _WORDS.sub("><", text)))
    if looks not in _inspected:
        _inspect(text, path)
        _inspected.add(looks)


def _inspect(text: str, path: str) -> None:
    page, errors = parsed(text)
    assert not errors, f"{path}: {errors[:3]}"
    headings = page.findall(".//h1")
    assert len(headings) == 1, f"{path}: {len(headings)} h1"
    title = " ".join((page.findtext(".//title") or "").split()).removeprefix("Error: ")
    assert title.startswith(words_of(headings[0])[:60]), f"{path}: title {title!r} but h1 {words_of(headings[0])!r}"
    ids = {e.get("id") for e in page.iter() if e.get("id")}
    _inspect_forms(page, path, ids)
    for element in page.iter():
        assert not element.get("style"), f"{path}: inline style on <{element.tag}>"
        assert not any(name.startswith("on") for name in element.attrib), f"{path}: inline script on <{element.tag}>"
    for script in page.iter("script"):
        assert script.get("src") or script.get("nonce"), f"{path}: a script without nonce"
    for link in page.iter("a"):
        fragment = link.get("href", "")
        assert not fragment.startswith("#") or fragment == "#" or fragment[1:] in ids, (
            f"{path}: {fragment} leads nowhere"
        )
        assert fragment != "#", f"{path}: a link that leads nowhere: {words_of(link)}"


def _inspect_forms(page: Element, path: str, ids: set[str | None]) -> None:
    labelled = {label.get("for") for label in page.iter("label")}
    for form in page.iter("form"):
        if form.get("method", "get").lower() == "post":
            assert form.find(".//input[@name='csrf_token']") is not None, f"{path}: a form without its token"
            keyed = form.find(".//input[@name='form_key']") is not None
            assert keyed or form.get("action") == "/sign-out", f"{path}: a form without its once-only key"
    for tag in LABELLED:
        for field in page.iter(tag):
            if field.get("type") not in NO_LABEL and not field.get("aria-label") and not field.get("aria-labelledby"):
                assert field.get("id") in labelled, f"{path}: {field.get('name')} has no label"
    for element in page.iter():
        for name in (element.get("aria-describedby") or "").split():
            assert name in ids, f"{path}: described by {name}, which is not there"
    for field in page.iter("textarea"):
        given_back = field.get("id", "").startswith("typed")  # words that were sent and not taken
        told = given_back or f"{field.get('id')}-info" in (field.get("aria-describedby") or "")
        assert told, f"{path}: {field.get('name')} does not say how many characters it takes"

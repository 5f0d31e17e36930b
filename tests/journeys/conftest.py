"""The product as it runs: web, worker, clock and mail server as processes of their own, and a real browser."""

from __future__ import annotations

import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from config import processes
from local import mailbox, ports
from local.servers import Addresses
from local.supervisor import Command, Supervisor
from tests import looking, makers
from tests.conftest import clone, corner, pointed_at
from tracker import council
from tracker.tenancy import directory

PASSWORD = "three words remembered"
LETTER_WAIT = 180


@pytest.fixture(scope="session", autouse=True)
def there_is_a_browser() -> None:
    """Without a browser the journeys cannot be made: said loudly; in CI a failure."""
    if not looking.is_there():
        pytest.fail(looking.MISSING) if os.environ.get("CI") else pytest.skip(looking.MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(there_is_a_browser: None) -> dict[str, object]:
    """Start the machine's Chromium, without its own calls to the outside."""
    return looking.launching()


@dataclass(frozen=True)
class Site:
    """The product running at an address, with its letters in a folder."""

    url: str
    letters: Path

    def letter_to(self, email: str, about: str, *, says: str = "") -> str:
        """The words of the newest letter to somebody whose subject, and text, hold some words; waits until it came."""
        until = time.monotonic() + LETTER_WAIT
        while time.monotonic() < until:
            for letter in mailbox.letters(self.letters):
                if email in letter.to and about in letter.subject and says in letter.text:
                    return letter.text
            time.sleep(0.2)
        there = [(letter.to, letter.subject) for letter in mailbox.letters(self.letters)]
        raise AssertionError(f"no letter to {email} about {about!r} within {LETTER_WAIT} s; there are {there}")

    def letters_to(self, email: str) -> int:
        """How many letters have come to somebody."""
        return sum(email in letter.to for letter in mailbox.letters(self.letters))


@pytest.fixture(scope="module")
def site(database: Addresses, addresses: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start web, worker, clock and mail server on a database of their own; stop them before any other module runs.

    The database of this process comes first, so that its tests are led back to it afterwards.
    """
    folder = tmp_path_factory.mktemp("site")
    port, mail = ports.free_port(), ports.free_port()
    found = clone(addresses, f"journey_{os.getpid()}")
    more = {
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "MAIL_URL": f"smtp://127.0.0.1:{mail}",
        "STATEMENT_TIMEOUT_MS": "60000",
        "BROKER_URL": corner(addresses, 2),
    }
    commands = [
        Command("mailbox", processes.mailbox(mail, str(folder / "letters"))),
        Command("web", processes.web()),
        Command("worker", processes.worker(1)),
        Command("beat", processes.beat()),
    ]
    with pointed_at(found, **more), Supervisor(commands, say=print, logs=folder).running():
        _wait_for(f"http://127.0.0.1:{port}/healthz", folder)
        yield Site(url=f"http://127.0.0.1:{port}", letters=folder / "letters")


def _wait_for(url: str, logs: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError((logs / "web.log").read_text()[-3000:])


@pytest.fixture
def two_councils(site: Site) -> makers.World:
    """Two councils with people who can sign in."""
    world = makers.a_world()
    with directory():
        for side in (world.ours, world.theirs):
            for person in side.people.values():
                council.choose_password(person_id=person.id, password=PASSWORD)
    return world


class Visitor:
    """Somebody at a browser. Every page they come to is looked at by axe."""

    def __init__(self, site: Site, context: BrowserContext, *, script: bool) -> None:
        self.site = site
        self.script = script
        self.context = context
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    def go(self, address: str) -> Page:
        """Open an address of the site."""
        self.page.goto(address if address.startswith("http") else self.site.url + address)
        return self.look()

    def press(self, name: str, **kwargs: object) -> Page:
        """Press a button and look at the page that comes."""
        self.page.get_by_role("button", name=name, **kwargs).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def follow(self, name: str | re.Pattern[str]) -> Page:
        """Follow a link and look at the page that comes."""
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def look(self) -> Page:
        """Hold the page to what every page promises: nothing for axe to find, no sideways scroll, no script error."""
        if not self.script:  # axe is a script itself
            return self.page
        assert not (found := looking.faults(self.page)), f"{self.page.url}\n" + "\n".join(found)
        assert self.faults == [], f"{self.page.url}: {self.faults} {self.page.inner_text('body')[:1500]}"
        return self.page

    def says(self, words: str) -> None:
        """The page says this somewhere."""
        assert words in " ".join(self.page.inner_text("body").split()), f"{self.page.url} does not say {words!r}"


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Sign somebody in: `visit(person)`, `visit(person, phone=True)`; nobody: `visit(None)`."""
    contexts: list[BrowserContext] = []

    def opened(person: makers.Someone | None, *, phone: bool = False, script: bool = True) -> Visitor:
        context = browser.new_context(viewport=looking.PHONE if phone else looking.WIDE, java_script_enabled=script)
        context.set_default_timeout(10_000)
        contexts.append(context)
        visitor = Visitor(site, context, script=script)
        if person:
            page = visitor.go("/sign-in")
            page.get_by_label("Work email address").fill(person.email)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            visitor.press("Sign in")
        return visitor

    yield opened
    for context in contexts:
        context.close()

"""The product as it runs: web, worker, clock and mail server as processes of their own, and a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from config import processes
from local import mailbox, ports
from local.servers import Addresses
from local.supervisor import Command, Supervisor
from tests import makers
from tests.conftest import clone, corner, pointed_at
from tracker import council
from tracker.tenancy import directory

PASSWORD = "three words remembered"
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
WCAG_2_2_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LETTER_WAIT = 180


def chromium() -> str | None:
    """The machine's own Chromium: named in CHROMIUM, on the path, if it has one."""
    return os.environ.get("CHROMIUM") or next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def fetched() -> bool:
    """Fetch Playwright's own Chromium where the machine has none, and say whether that worked."""
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(fetch, check=False, capture_output=True, timeout=600).returncode == 0


@pytest.fixture(scope="session", autouse=True)
def there_is_a_browser() -> None:
    """Without a browser the journeys cannot be made: said loudly; in CI a failure."""
    if not chromium() and not fetched():
        missing = "NO CHROMIUM: the browser tests did not run. Install chromium, or name one in CHROMIUM."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


@pytest.fixture(scope="session")
def browser_type_launch_args(there_is_a_browser: None) -> dict[str, object]:
    """Start the machine's Chromium, without its own calls to the outside."""
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    own = {"executable_path": found} if (found := chromium()) else {}
    return {**own, "args": ["--no-sandbox", "--disable-sync", *quiet]}


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
        found = Axe().run(self.page, options=WCAG_2_2_AA)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        wide, shown = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= shown, f"{self.page.url} scrolls sideways: {wide} in {shown}"
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
        context = browser.new_context(viewport=PHONE if phone else WIDE, java_script_enabled=script)
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

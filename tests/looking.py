"""A real browser, and what it holds every page to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
WCAG_2_2_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = "NO CHROMIUM: the browser tests did not run. Install chromium, or name one in CHROMIUM."


def chromium() -> str | None:
    """The machine's own Chromium: named in CHROMIUM, on the path, if it has one."""
    return os.environ.get("CHROMIUM") or next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def is_there() -> bool:
    """Whether there is a browser; where the machine has none, Playwright's own Chromium is fetched."""
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    return bool(chromium()) or subprocess.run(fetch, check=False, capture_output=True, timeout=600).returncode == 0


def launching() -> dict[str, object]:
    """How the machine's Chromium is started: without its own calls to the outside."""
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    own = {"executable_path": found} if (found := chromium()) else {}
    return {**own, "args": ["--no-sandbox", "--disable-sync", *quiet]}


def faults(page: Page) -> list[str]:
    """What breaks the promises of every page on the one that is shown: something for axe to find, a sideways scroll."""
    found = Axe().run(page, options=WCAG_2_2_AA)
    return [*([found.generate_report()] if found.violations_count else []), *scrolls(page)]


def scrolls(page: Page) -> list[str]:
    """How far the page that is shown scrolls sideways, where it does."""
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"it scrolls sideways: {wide} in {shown}"] if wide > shown else []

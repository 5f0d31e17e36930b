"""Promises that the look makes: every class is styled, nothing is inline, the build does nothing twice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
BUILT = ROOT / "assets" / "built"
LETTERS = TEMPLATES / "post"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if LETTERS not in path.parents)
LONGEST_TEMPLATE = 120

EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
CLASSES = re.compile(r"""\sclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)\"""", re.DOTALL)
FOR_SCRIPTS = "govuk-js-"
BARE = {"govuk-password-input", "govuk-table__head", "govuk-table__row", "govuk-table__body", "signed-out"}


def styled() -> set[str]:
    """Every class that the style sheet knows."""
    name = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))["seedbed.css"]
    css = (BUILT / name).read_text(encoding="utf-8").replace("\\!", "!")
    return set(re.findall(r"\.([A-Za-z_][\w!-]*)", css))


def worn(template: str) -> set[str]:
    """The classes that a template writes in full; a name put together from parts is left out."""
    found: set[str] = set()
    for value in CLASSES.findall(template):
        literal = EXPRESSION.sub("\0", value)
        found |= {word for word in literal.split() if "\0" not in word}
    return {word for word in found if not word.startswith(FOR_SCRIPTS)}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_wears_only_classes_that_the_style_sheet_knows(path):
    assert worn(path.read_text(encoding="utf-8")) - styled() - BARE == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_page_has_no_style_or_script_of_its_own_and_stays_short(path):
    text = path.read_text(encoding="utf-8")
    # What is for the printer alone: no browser is sent it.
    if path.name in {"paper.html", "pack_on_paper.html"} and path.parent.name in {
        "layouts",
        "ideas",
    }:
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert re.findall(r"""\sstyle=|<style|\son[a-z]+="|<script(?![^>]*\ssrc=)""", text) == []
    assert len(text.splitlines()) <= LONGEST_TEMPLATE


ALL = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_space_stands_alone_between_two_statements(path):
    """Where a line is broken there, the space is lost and two words join: it belongs to the words, or to a line."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"[^\n]%\} +\{%[^\n]*", text) == []
    assert re.findall(r"[^\s>]\{% end(?:if|for) %\}\n\s*\{% if [^%]*%\}[\w“·(]", text) == []


def test_the_look_owes_nothing_to_the_crown():
    served = "".join(path.read_text(encoding="utf-8") for path in BUILT.glob("*.css"))
    assert "GDS Transport" not in served
    assert "crest" not in served
    assert "data:" not in served
    assert set(re.findall(r"url\(\"?([^\")]+)", served)) <= {path.name for path in BUILT.iterdir()}


def test_a_long_word_is_broken_rather_than_pushing_the_page_sideways():
    served = "".join(path.read_text(encoding="utf-8") for path in BUILT.glob("*.css"))
    broken = re.search(r":where\(main\) :where\(([^)]*)\)\s*\{\s*overflow-wrap:\s*anywhere", served)
    assert broken, "no rule breaks long words"
    assert {"h1", "h2", "h3", "p", "dd", "label", "legend"} <= set(re.split(r",\s*", broken[1]))


def test_building_twice_does_nothing_the_second_time():
    before = {path.name: path.stat().st_mtime_ns for path in BUILT.iterdir()}
    again = subprocess.run(
        [sys.executable, str(ROOT / "assets" / "build.py")], capture_output=True, text=True, check=True
    )
    assert again.stdout == ""
    assert {path.name: path.stat().st_mtime_ns for path in BUILT.iterdir()} == before

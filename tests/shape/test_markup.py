"""Nothing that people type becomes markup: no template and no code says of text that it is safe."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[2]
TRUSTED = {"tracker/web/filters.py"}  # joins escaped lines with <br>


def test_no_template_says_that_text_is_safe():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and re.search(r"\|\s*safe\b|autoescape\s+false|Markup", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_only_one_filter_makes_markup_and_of_escaped_lines():
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ("tracker", "worker", "local", "config")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\bMarkup\(|render_template_string|mark_safe|autoescape=False", path.read_text(encoding="utf-8"))
    }
    assert found == TRUSTED


def test_every_file_that_is_markup_is_escaped_by_its_name():
    """Templates are escaped by their ending: what is no .html must be a letter in plain words."""
    others = {path.suffix for path in (ROOT / "templates").rglob("*") if path.is_file()} - {".html"}
    assert others <= {".txt"}
    assert all(path.parts[-2] == "post" for path in (ROOT / "templates").rglob("*.txt"))


def test_every_page_is_compiled_before_the_web_server_forks_and_no_letter(app, monkeypatch):
    from config import gunicorn  # it reads its settings at once

    compiled = []
    monkeypatch.setattr(gunicorn.memory, "set_aside", lambda: None)
    monkeypatch.setattr(app.jinja_env, "get_template", compiled.append)
    gunicorn.when_ready(SimpleNamespace(app=SimpleNamespace(callable=app)))
    pages = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")}
    assert set(compiled) == {page for page in pages if not page.startswith("post/")}
    monkeypatch.undo()
    for page in compiled:
        assert app.jinja_env.get_template(page)

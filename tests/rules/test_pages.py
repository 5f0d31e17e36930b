"""How templates are read and written out: escaped, laid out for a browser, read once."""

from __future__ import annotations

import enum

import pytest
from jinja2 import DictLoader
from markupsafe import Markup, escape

from tracker.web.site import Site, shown


class Sharp(enum.StrEnum):
    WORD = "<b>"


class Drawing:
    def __html__(self) -> str:
        return "<svg></svg>"


@pytest.fixture
def site():
    made = Site("a site")
    made.jinja_loader = DictLoader(
        {
            "page.html": "<ul>\n  {% for one in told %}\n    <li>{{ one }}</li>\n  {% endfor %}\n</ul>",
            "letter.txt": "{{ one }}",
        }
    )
    return made


@pytest.mark.parametrize(
    "value",
    ["plain", "a < b & 'c'", Markup("<b>"), Sharp.WORD, Drawing(), 7, None, 1.5, Markup("<i>") + "<"],
    ids=lambda value: type(value).__name__,
)
def test_a_page_shows_every_value_as_escaping_it_would(value):
    assert shown(value) == escape(value)


def test_what_is_typed_never_becomes_markup_in_a_page(site):
    page = site.jinja_env.get_template("page.html").render(told=["<script>", Markup("<b>ours</b>"), Sharp.WORD])
    assert page.split() == ["<ul>", "<li>&lt;script&gt;</li>", "<li><b>ours</b></li>", "<li>&lt;b&gt;</li>", "</ul>"]


def test_a_letter_in_plain_words_is_written_as_it_is(site):
    assert site.jinja_env.get_template("letter.txt").render(one="Tom & Jo") == "Tom & Jo"


def test_a_page_is_sent_without_the_indentation_of_its_template(site):
    assert "\n    " not in site.jinja_env.get_template("page.html").render(told=["a"])


def test_a_template_is_read_once(site):
    first = site.jinja_env.get_template("page.html")
    site.jinja_env.cache.clear()
    assert site.jinja_env.get_template("page.html") is first


def test_a_template_whose_file_may_change_is_looked_at_again(site):
    site.jinja_env.auto_reload = True
    first = site.jinja_env.get_template("page.html")
    site.jinja_env.cache.clear()
    assert site.jinja_env.get_template("page.html") is not first

"""A template says on a page what Jinja's own code would have it say; that it does so in fewer steps is not seen."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import request
from flask.templating import Environment
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from tracker.web.site import Pages

WORDS = {
    "words.html": "{% macro told(one, why='why', n=1) %}<i>{{ one }}</i>{{ why }}{{ n + 1 }}"
    "{% if caller is defined %}{{ caller() }}{% endif %}{% endmacro %}"
}
SHOWN = {
    "deep": SimpleNamespace(
        given={"name": "<a>", "items": 3}, none=None, false=False, zero=0, asked=lambda *given: "/".join(given)
    ),
    "marked": Markup("<b>&amp;</b>"),
    "plain": "<&>",
    "number": 7,
    "nothing": "",
    "rows": [{"a": {"b": "one"}}, {"a": {"b": "<two>"}}],
}
SAID = [
    "{{ deep.given.name }}|{{ deep.given['name'] }}|{{ deep.given.items }}",
    "{{ deep.none }}|{{ deep.false }}|{{ deep.zero }}|{{ number }}|{{ nothing }}|{{ 2.5 }}",
    "{% for row in rows %}{{ row.a.b }}{{ ', ' if not loop.last }}{{ loop.index }}{% endfor %}",
    "{{ (rows | first).a.b.upper() }}{{ rows[1].a.b | upper }}",
    "{{ plain ~ number }}|{{ plain ~ marked }}|{{ marked ~ plain ~ 1.5 }}|{{ number ~ deep.none }}|{{ '' ~ nothing }}",
    "{{ 'a' if number }}|{{ 'a' if nothing }}|{{ 'a' if nothing else plain }}|{{ ('x' if nothing) ~ 'y' }}",
    "{% set kept = 'a' if nothing %}{{ kept is defined }}{{ kept | default('b') }}",
    "{% import 'words.html' as words %}{{ words.told(plain) }}{{ words.told(marked, n=4) }}",
    "{% import 'words.html' as words %}{{ words.told(number, why=marked) }}",
    "{% from 'words.html' import told %}{% call told(plain) %}{{ plain }}{% endcall %}",
    "{{ deep.asked('a', plain) }}{{ ' '.join([plain, 'b']) }}{{ plain.replace('&', '+') }}{{ range(2) | list }}",
    "{{ deep.missing is defined }}{{ deep.missing | default('none') }}{{ deep.given.missing | default('none') }}",
    "{% set pair = namespace(of=1) %}{% set pair.of = pair.of + 1 %}{{ pair.of }}",
]


def _made(kind, app):
    made = kind(app, autoescape=True, undefined=StrictUndefined)
    made.loader = DictLoader(WORDS)
    return made


@pytest.fixture(scope="module")
def both(app):
    return _made(Pages, app), _made(Environment, app)


@pytest.mark.parametrize("said", SAID)
def test_a_page_says_what_its_template_does(both, said):
    ours, jinjas = (made.from_string(said).render(SHOWN) for made in both)
    assert ours == jinjas


@pytest.mark.parametrize(
    "said", ["{{ deep.missing }}", "{{ deep.missing.more }}", "{{ missing }}", "{{ missing.more }}"]
)
def test_what_is_not_there_is_a_fault_as_ever(both, said):
    for made in both:
        with pytest.raises(UndefinedError, match="missing"):
            made.from_string(said).render(SHOWN)


def test_an_address_gives_what_it_names_and_the_default_for_the_rest(app):
    with app.test_request_context("/?a=1&a=2&b=x&c="):
        given = request.args
        assert [given.get(name, "z") for name in "abcd"] == ["1", "x", "", "z"]
        assert given.get("d") is None
        assert (given.get("a", type=int), given.get("b", 5, type=int), given.get("d", 6, type=int)) == (1, 5, 6)
        assert given.getlist("a") == ["1", "2"]

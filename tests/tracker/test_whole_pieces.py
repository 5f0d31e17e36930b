"""What a template hands up comes as one text, whatever it is made of: each piece would pass through every level."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader

from tracker.web.site import Pages

PAGES = {
    "base.html": "<main>{% block main %}{% endblock %}</main>",
    "layout.html": "{% extends 'base.html' %}{% block main %}{% block inner %}{% endblock %}{% endblock %}",
    "page.html": "{% extends 'layout.html' %}{% block inner %}{% for n in told %}{{ n }}{% include 'row.html' %}"
    "{% endfor %}{% endblock %}",
    "row.html": "({{ n }}){% if n == 'b' %}!{% endif %}",
    "kept.html": "{% set all %}{% for n in told %}{% include 'row.html' %}{% endfor %}{% endset %}{{ all }}",
    "above.html": "{% extends 'page.html' %}{% block inner %}<{{ super() }}>{% endblock %}",
}


@pytest.fixture(scope="module")
def pages(app):
    found = Pages(app, autoescape=True)
    found.loader = DictLoader(PAGES)
    return found


@pytest.mark.parametrize(
    ("name", "page", "most"),
    [
        ("page.html", "<main>a(a)b(b)!&lt;(&lt;)</main>", 3),
        ("above.html", "<main><a(a)b(b)!&lt;(&lt;)></main>", 3),
        ("kept.html", "(a)(b)!(&lt;)", 1),
    ],
)
def test_many_pieces_are_handed_up_as_one(pages, name, page, most):
    template = pages.get_template(name)
    pieces = list(template.root_render_func(template.new_context({"told": ["a", "b", "<"]})))
    assert "".join(pieces) == page
    assert len(pieces) <= most
    assert template.render(told=["a", "b", "<"]) == page

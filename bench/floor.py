"""The floor: what the same server, database and template engine cost when nothing but the page itself is done.

A bare Flask application: one query over a flat table, one small template, as many rendered rows and columns as the
product's page of that kind. No sign-in, no council, no history. It runs under the product's own gunicorn settings.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import psycopg
from flask import Flask, redirect, request
from jinja2 import Template
from psycopg.rows import dict_row
from werkzeug.wrappers import Response

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><h1>{{ self.title() }}</h1>{% block body %}{% endblock %}</body></html>"""

COLUMNS = {
    "ref": "Reference",
    "title": "Title",
    "service": "Service",
    "owner": "Owner",
    "stage": "Stage",
    "state": "State",
    "stage_since": "Since",
    "changed_at": "Changed",
}
CELLS = {name: f"<td>{{{{ row.{name} }}}}</td>" for name in COLUMNS} | {
    "title": '<td><a href="/entries/{{ council }}/{{ row.ref }}">{{ row.title }}</a></td>',
    "changed_at": "<td>{{ row.changed_at.date() }}</td>",
}
SEARCH = "<p>{{ rows[0].found if rows else 0 }} found</p>"

ITEM = """{% extends page %}{% block title %}{{ row.title }}{% endblock %}{% block body %}<p>{{ row.ref }}</p>
<h2>The problem</h2><p>{{ row.problem }}</p><h2>The idea</h2><p>{{ row.proposal }}</p>
<dl><dt>Service</dt><dd>{{ row.service }}</dd>
<dt>Owner</dt><dd>{{ row.owner }}</dd><dt>Stage</dt><dd>{{ row.stage }}</dd>
<dt>State</dt><dd>{{ row.state }}</dd><dt>Since</dt><dd>{{ row.stage_since }}</dd></dl><ol>
{% for line in row.lines %}<li>{{ line }}</li>
{% endfor %}</ol>{% endblock %}"""

LIST_ROWS = f"""SELECT {", ".join(COLUMNS)} FROM floor.entry
 WHERE council = %s ORDER BY changed_at DESC, id DESC LIMIT %s"""  # noqa: S608 - made of constants only
FOUND_ROWS = f"""SELECT {", ".join(COLUMNS)}, count(*) OVER () AS found FROM floor.searched
 WHERE words @> ARRAY(SELECT %s::text || ':' || stem FROM unnest(tsvector_to_array(to_tsvector('english', %s))) AS stem)
 ORDER BY changed_at DESC, id DESC LIMIT %s"""  # noqa: S608 - made of constants only
LIST_LENGTH = 50
ITEM_ROW = "SELECT * FROM floor.entry WHERE council = %s AND ref = %s"
NEW_ROW = """INSERT INTO floor.entry (council, number, ref, title, problem, proposal, stage, state, changed_at, lines)
 VALUES (%s, 0, 'new', %s, %s, %s, 'latent', 'triage', now(), '{}')"""

app = Flask(__name__)
app.jinja_env.autoescape = True
_page = app.jinja_env.from_string(PAGE)
_item = app.jinja_env.from_string(ITEM)
_kept: list[psycopg.Connection[dict[str, Any]]] = []


def _database() -> psycopg.Connection[dict[str, Any]]:
    """Return this process's one connection, opened after the fork."""
    if not _kept:
        address = os.environ["DATABASE_URL"]
        _kept.append(psycopg.connect(address, autocommit=True, row_factory=dict_row))
    return _kept[0]


@cache
def _table(columns: int, above: str = "") -> Template:
    """The template of a list with so many of the columns."""
    names = list(COLUMNS)[:columns]
    head = "".join(f"<th>{COLUMNS[name]}</th>" for name in names)
    row = "\n".join(CELLS[name] for name in names)
    return app.jinja_env.from_string(
        "{% extends page %}{% block title %}Ideas{% endblock %}{% block body %}"
        f"{above}<table><thead><tr>{head}</tr></thead><tbody>\n"
        f"{{% for row in rows %}}<tr>{row}</tr>\n{{% endfor %}}</tbody></table>{{% endblock %}}"
    )


@app.get("/entries/<int:council>")
def entries(council: int) -> str:
    """Show so many rows with so many columns: fifty with all where nothing is said."""
    rows = request.args.get("rows", LIST_LENGTH, type=int)
    found = _database().execute(LIST_ROWS, [council, rows]).fetchall()
    return _table(request.args.get("columns", len(COLUMNS), type=int)).render(page=_page, council=council, rows=found)


@app.get("/entries/<int:council>/search")
def search(council: int) -> str:
    """Show how many rows have some words, and the fifty changed last."""
    found = _database().execute(FOUND_ROWS, [council, request.args["q"], LIST_LENGTH]).fetchall()
    return _table(len(COLUMNS), SEARCH).render(page=_page, council=council, rows=found)


@app.get("/entries/<int:council>/<ref>")
def entry(council: int, ref: str) -> str:
    """Show one row with its lines."""
    return _item.render(page=_page, row=_database().execute(ITEM_ROW, [council, ref]).fetchone())


@app.post("/entries/<int:council>")
def add(council: int) -> Response:
    """Insert one row and go to the list."""
    form = request.form
    _database().execute(NEW_ROW, [council, form["title"], form["problem"], form["proposal"]])
    return redirect(f"/entries/{council}", 303)

"""The floor: what the same server, database and template engine cost when nothing but the page itself is done.

A bare Flask application: one query over a flat table, one small template, as many rendered rows as the product's page
of that kind. No sign-in, no council, no history. It runs under the product's own gunicorn settings.
"""

from __future__ import annotations

import os
from typing import Any

import psycopg
from flask import Flask, redirect, request
from psycopg.rows import dict_row
from werkzeug.wrappers import Response

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><h1>{{ self.title() }}</h1>{% block body %}{% endblock %}</body></html>"""

LIST = """{% extends page %}{% block title %}Ideas{% endblock %}{% block body %}<table><thead>
<tr><th>Reference</th><th>Title</th><th>Service</th><th>Owner</th><th>Stage</th><th>State</th><th>Since</th><th>Changed</th></tr></thead><tbody>
{% for row in rows %}<tr><td>{{ row.ref }}</td>
<td><a href="/entries/{{ council }}/{{ row.ref }}">{{ row.title }}</a></td>
<td>{{ row.service }}</td><td>{{ row.owner }}</td><td>{{ row.stage }}</td><td>{{ row.state }}</td>
<td>{{ row.stage_since }}</td><td>{{ row.changed_at.date() }}</td></tr>
{% endfor %}</tbody></table>{% endblock %}"""

ITEM = """{% extends page %}{% block title %}{{ row.title }}{% endblock %}{% block body %}<p>{{ row.ref }}</p>
<h2>The problem</h2><p>{{ row.problem }}</p><h2>The idea</h2><p>{{ row.proposal }}</p>
<dl><dt>Service</dt><dd>{{ row.service }}</dd>
<dt>Owner</dt><dd>{{ row.owner }}</dd><dt>Stage</dt><dd>{{ row.stage }}</dd>
<dt>State</dt><dd>{{ row.state }}</dd><dt>Since</dt><dd>{{ row.stage_since }}</dd></dl><ol>
{% for line in row.lines %}<li>{{ line }}</li>
{% endfor %}</ol>{% endblock %}"""

LIST_ROWS = """SELECT ref, title, service, owner, stage, state, stage_since, changed_at FROM floor.entry
 WHERE council = %s ORDER BY changed_at DESC, id DESC LIMIT 50"""
ITEM_ROW = "SELECT * FROM floor.entry WHERE council = %s AND ref = %s"
NEW_ROW = """INSERT INTO floor.entry (council, number, ref, title, problem, proposal, stage, state, changed_at, lines)
 VALUES (%s, 0, 'new', %s, %s, %s, 'latent', 'triage', now(), '{}')"""

app = Flask(__name__)
_page = app.jinja_env.from_string(PAGE)
_list = app.jinja_env.from_string(LIST)
_item = app.jinja_env.from_string(ITEM)
for _made in (_page, _list, _item):
    _made.environment.autoescape = True
_kept: list[psycopg.Connection[dict[str, Any]]] = []


def _database() -> psycopg.Connection[dict[str, Any]]:
    """Return this process's one connection, opened after the fork."""
    if not _kept:
        address = os.environ["DATABASE_URL"]
        _kept.append(psycopg.connect(address, autocommit=True, row_factory=dict_row))
    return _kept[0]


@app.get("/entries/<int:council>")
def entries(council: int) -> str:
    """Show fifty rows."""
    return _list.render(page=_page, council=council, rows=_database().execute(LIST_ROWS, [council]).fetchall())


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

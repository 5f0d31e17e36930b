"""No line of the log tells what anybody typed, whatever they type, wherever they type it, and whatever fails."""

from __future__ import annotations

import io
import logging
import re
import sys
import traceback
from collections.abc import Iterator

import psycopg
import pytest
import structlog
from flask import has_request_context, request
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from config import discretion
from config import logging as logs
from tests.tracker.addresses import address, methods, rules_of, values
from tests.tracker.cast import NOBODY, WHOEVER
from tests.tracker.matrix import MATRIX
from tests.tracker.test_matrix import LET_IN, Asking, expected, form_of, places, statuses  # noqa: F401 - a fixture
from tracker.tenancy import as_council, session
from tracker.tenancy.doors import Door

MARK = "cnry7f3a"
CANARY = f"{MARK}'\"<b>%s %(x)s {{}} {{0}} \\x00 \u202e\r\n{MARK}=1&token={MARK}"
WORDS = re.compile(r"<(?:textarea|input)\b(?![^>]*type=.(?:hidden|checkbox|radio|file|submit))[^>]*\bname=\"([^\"]+)\"")


@pytest.fixture
def lines(app) -> Iterator[io.StringIO]:
    """Everything that is logged, as production writes it and as any other library would."""
    written, root = io.StringIO(), logging.getLogger()
    production = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=logs.SHARED, processors=logs._last_steps(readable=False)
    )
    handlers = [logging.StreamHandler(written), logging.StreamHandler(written)]
    handlers[0].setFormatter(production)
    level = root.level
    root.setLevel(logging.DEBUG)
    for handler in handlers:
        root.addHandler(handler)
    yield written
    root.setLevel(level)
    for handler in handlers:
        root.removeHandler(handler)


def told(lines: io.StringIO) -> str:
    return lines.getvalue()


# --- every form -------------------------------------------------------------------------------------------------------
def who_may(row, on) -> str:
    """Somebody who is let in to a form, signed in where that is needed."""
    found = [who for who in sorted(WHOEVER - NOBODY) + sorted(NOBODY) if expected(row, on, "POST", who) in LET_IN]
    return found[0] if found else min(WHOEVER - NOBODY)


def filled(asking, who: str, path: str, form: dict[str, object]) -> dict[str, object]:
    """The form in order, and the same words into every field of its page in which somebody can write."""
    shown = asking.by(who).client.get(path)
    names = WORDS.findall(shown.text) if shown.status_code == 200 and shown.mimetype == "text/html" else []
    typed = {name: CANARY for name in [*names, *form] if name != "csrf_token"}
    return {**form, **typed}


def keep(_door: Door) -> None:
    """End an act in an error that repeats all that was typed, as libraries do."""
    raise ValueError(repr(dict(request.form)) if has_request_context() else MARK)


@pytest.mark.parametrize("endpoint", sorted(name for name, row in MATRIX.items() if any(on.post for on in row.on)))
def test_what_is_typed_into_a_form_is_in_no_line(app, browse, endpoint, places, lines):  # noqa: F811
    place, row = places[0], MATRIX[endpoint]
    on = next(on for on in row.on if on.post)
    asking, thing, who = Asking(app, browse, place), place.fresh(on.thing), who_may(row, on)
    for rule in rules_of(app, endpoint):
        if "POST" not in methods(rule):
            continue
        path, form = address(app, rule, values(rule, thing | on.at)), dict(form_of(on, thing))
        typed = filled(asking, who, path, form)
        for fails, sent in ((True, form), (True, typed), (False, typed), (False, form)):
            token = asking.by(who).token()
            with pytest.MonkeyPatch.context() as patch:
                if fails:
                    patch.setattr(Door, "keep", keep)
                asking.by(who).client.post(f"{path}?next=/{MARK}&q={MARK}", data=sent | {"csrf_token": token})
    assert MARK not in told(lines).lower(), endpoint


# --- every kind of record ---------------------------------------------------------------------------------------------
def test_an_error_is_told_by_its_kind_and_place_and_never_by_its_message(lines):
    log = logging.getLogger("any.library")
    try:
        try:
            int(CANARY)
        except ValueError as why:
            raise RuntimeError(CANARY) from why
    except RuntimeError as why:
        log.exception("it failed: %s", why)  # noqa: TRY401 - as libraries do
        log.error("it failed: %s", str(why), exc_info=True)  # noqa: G201
        log.error(  # noqa: TRY400
            "Task %(name)s: %(exc)s\n%(traceback)s",
            {"name": "a.job", "exc": repr(why), "traceback": _trace()},
            exc_info=why,
        )
        log.warning("it failed: %r", why)
        structlog.get_logger("ours").exception("it failed", error=type(why).__name__)
        structlog.get_logger("ours").error("it failed", why=why, exc_info=sys.exc_info())
    assert MARK not in told(lines)
    assert told(lines).count("RuntimeError") >= 6
    assert "ValueError" in told(lines)
    assert "test_an_error_is_told_by_its_kind" in told(lines), "where it happened is told"
    assert "a.job" in told(lines)


def _trace() -> str:
    return traceback.format_exc()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CAST(:typed AS integer)",
        "SELECT CAST(:typed AS date)",
        "SELECT CAST(:typed AS jsonb)",
        "SELECT CAST(:typed AS uuid)",
        "INSERT INTO service (id, name) VALUES (gen_random_uuid(), :typed), (gen_random_uuid(), :typed)",
    ],
)
def test_an_error_of_the_database_is_told_by_its_code_and_table(world, lines, sql):
    with pytest.raises(DBAPIError) as raised, as_council(world.ours.id):
        session().execute(text(sql), {"typed": f"{MARK} words"})
    logging.getLogger("tracker.web.errors").error("a page failed: %s", raised.value, exc_info=raised.value)
    assert MARK not in told(lines)
    assert raised.value.orig.sqlstate in told(lines)


def test_a_database_that_is_away_says_where_it_was_looked_for_and_no_password(lines):
    with pytest.raises(psycopg.OperationalError) as raised:
        psycopg.connect(f"postgresql://app:{MARK}@127.0.0.1:9/nowhere")
    logging.getLogger("x").error("away: %s", raised.value)
    logging.getLogger("x").error("no answer from %s", f"postgresql://app:{MARK}@127.0.0.1:9/nowhere")
    assert "port 9" in told(lines)
    assert MARK not in told(lines)


@pytest.mark.parametrize(
    "line",
    [
        f"Error handling request /sign-in?next=/{MARK}&x=1",
        f"GET /reset/{MARK}{'x' * 30} HTTP/1.1",
        f"GET /code/{MARK} HTTP/1.1",
        f"POST /t/{MARK}/sent",
        f"http://127.0.0.1:8000/invite/{MARK}{'x' * 30}?a={MARK}",
    ],
)
def test_queries_and_the_secrets_of_links_are_cut_out_of_addresses(lines, line):
    logging.getLogger("gunicorn.error").error(line)
    logging.getLogger("gunicorn.error").error("Error: %s", line)
    assert MARK not in told(lines)
    assert "…" in told(lines)


def test_what_is_no_secret_is_told(lines):
    logging.getLogger("gunicorn.error").info("Listening at: %s (%s)", "http://127.0.0.1:8000", 17)
    structlog.get_logger("ours").info("task done", job="letters.deliver", ms=12)
    assert "Listening at: http://127.0.0.1:8000 (17)" in told(lines)
    assert '"job": "letters.deliver"' in told(lines)
    assert discretion.kind(ConnectionRefusedError(111, "Connection refused")).endswith("Connection refused")

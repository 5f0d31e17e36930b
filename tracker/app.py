"""The web application, put together: settings, doorway, pages, errors. Top of everything; nothing imports it."""

from __future__ import annotations

import importlib

from flask import Flask
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import logging as logs
from config.settings import Settings, settings
from tracker import listening, tenancy
from tracker.web import (
    arriving,
    browser,
    errands,
    errors,
    filters,
    form_key,
    guests,
    headers,
    people,
    rendering,
    signed_in,
    uploads,
    wording,
)
from tracker.web.site import Site

SPOKEN = (filters, people, wording)  # what templates say things with
SCREENS = (
    "tracker.pages.account.screens.sign_in",
    "tracker.pages.account.screens.invitation",
    "tracker.pages.account.screens.account",
    "tracker.pages.account.screens.cover",
    "tracker.pages.account.screens.stopping",
    "tracker.pages.account.screens.calendar",
    "tracker.pages.network.screens",
    "tracker.pages.upkeep.screens.home",
    "tracker.pages.ideas.screens",
    "tracker.pages.ideas.pack",
    "tracker.pages.ideas.packs",
    "tracker.pages.ideas.drafts",
    "tracker.pages.ideas.alike",
    "tracker.pages.files.screens",
    "tracker.pages.ideas.search",
    "tracker.pages.ideas.views",
    "tracker.pages.ideas.tags",
    "tracker.pages.ideas.downloads",
    "tracker.pages.trials.screens",
    "tracker.pages.triage.screens.desk",
    "tracker.pages.triage.screens.several",
    "tracker.pages.triage.screens.replies",
    "tracker.pages.triage.screens.assessors",
    "tracker.pages.talk.screens.comment",
    "tracker.pages.talk.screens.people",
    "tracker.pages.talk.screens.question",
    "tracker.pages.upkeep.screens.current",
    "tracker.pages.upkeep.screens.capacity",
    "tracker.pages.upkeep.screens.records",
    "tracker.pages.routine.screens",
    "tracker.pages.needs.screens",
    "tracker.pages.library.screens.library",
    "tracker.pages.library.screens.plans",
    "tracker.pages.upkeep.screens.context",
    "tracker.pages.upkeep.screens.outside",
    "tracker.pages.upkeep.screens.team",
    "tracker.pages.upkeep.screens.study",
    "tracker.pages.claims.screens",
    "tracker.pages.upkeep.screens.benefits",
    "tracker.pages.upkeep.screens.money",
    "tracker.pages.gates.screens.gate",
    "tracker.pages.gates.screens.answers",
    "tracker.pages.gates.screens.condition",
    "tracker.pages.gates.screens.decision",
    "tracker.pages.gates.screens.policy",
    "tracker.pages.gates.screens.meetings",
    "tracker.pages.sharing.screens.founding",
    "tracker.pages.sharing.screens.membership",
    "tracker.pages.sharing.screens.shelf",
    "tracker.pages.sharing.screens.proposed",
    "tracker.pages.sharing.screens.guests",
    "tracker.pages.sharing.screens.guest_room",
    "tracker.pages.sharing.screens.collaboratives",
    "tracker.pages.sharing.screens.elsewhere",
    "tracker.pages.sharing.screens.feedback",
    "tracker.pages.sharing.screens.figures",
    "tracker.pages.sharing.screens.pipeline",
    "tracker.pages.sharing.screens.proposals",
    "tracker.pages.sharing.screens.publications",
    "tracker.pages.portfolio.screens",
    "tracker.pages.portfolio.measures",
    "tracker.pages.portfolio.risks",
    "tracker.pages.portfolio.blockers",
    "tracker.pages.portfolio.benefits",
    "tracker.pages.portfolio.pipeline",
    "tracker.pages.portfolio.report",
    "tracker.pages.portfolio.moves",
    "tracker.pages.portfolio.past",
    "tracker.pages.portfolio.ahead",
    "tracker.pages.portfolio.plain",
    "tracker.pages.nudges.screens",
    "tracker.pages.nudges.rules",
    "tracker.pages.nudges.ask",
    "tracker.pages.upkeep.screens.inbox",
    "tracker.pages.council.screens.council",
    "tracker.pages.council.screens.groupings",
    "tracker.pages.council.screens.export",
    "tracker.pages.registers.screens",
    "tracker.pages.operations.screens.operations",
    "tracker.pages.operations.screens.metrics",
    "tracker.pages.operations.screens.mailbox",
    "tracker.pages.operations.screens.gallery",
    "tracker.pages.doors.screens.papers",
    "tracker.pages.doors.screens.team",
    "tracker.pages.doors.screens.code",
    "tracker.pages.doors.screens.residents",
    "tracker.pages.doors.screens.posters",
    "tracker.pages.doors.screens.voices",
)


def create_app() -> Flask:
    """Put the application together. Raises SettingsError or UnsafeRoleError rather than start half safe."""
    wanted = settings()
    logs.set_up()
    tenancy.refuse_unsafe_role()
    app = Site(__name__, static_folder=rendering.BUILT, static_url_path="/assets")
    _configure(app, wanted)
    who = (browser, guests, signed_in)
    for support in (errands, arriving, uploads, *who, form_key, rendering, headers, errors, *SPOKEN):
        support.init(app)
    for name in SCREENS:
        app.register_blueprint(importlib.import_module(name).screens)
    listening.wire()
    if wanted.trusted_proxies:
        trusted = wanted.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, wanted: Settings) -> None:
    """Cookies, sizes and templates. On plain-HTTP loopback browsers refuse `__Host-` and Secure (design.md §5)."""
    app.config.update(
        SECRET_KEY=wanted.secret_key,
        SESSION_COOKIE_NAME=wanted.cookie_called("seedbed-said"),
        SESSION_COOKIE_SECURE=wanted.cookies_are_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=10 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=500,
        WTF_CSRF_ENABLED=False,  # every act is held to its form's token before a form is read: tracker/web/browser.py
        PREFERRED_URL_SCHEME="https" if wanted.is_secure else "http",
    )
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = FileSystemLoader(rendering.BUILT.parents[1] / "templates")

"""The headers of every answer: what a browser may load, frame, keep and tell."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

from config.settings import settings

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
TWO_YEARS = 63_072_000
ONE_YEAR = 31_536_000
FIRST_ERROR = 400


def nonce() -> str:
    """The random word that lets this page's own script run."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    word: str = g.nonce
    return word


def _add(response: Response) -> Response:
    headers = response.headers
    wanted = {**ALWAYS, "Content-Security-Policy": POLICY.format(nonce=nonce())}
    if settings().is_secure:
        wanted["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    if request.endpoint == "static" and response.status_code < FIRST_ERROR:
        headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    else:
        wanted |= {"Cache-Control": "no-store", "Vary": "Cookie"}
        if "Vary" in headers:
            response.vary.add("Cookie")
    own = set(headers.keys())
    headers.extend([(name, value) for name, value in wanted.items() if name not in own])
    return response


def init(app: Flask) -> None:
    """Put the headers on every answer, error pages included."""
    app.after_request(_add)
    app.jinja_env.globals["csp_nonce"] = nonce

"""What went wrong, told to a program: a problem object in JSON (RFC 9457), where a person would read a page."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from werkzeug.http import HTTP_STATUS_CODES

API = "/api/"
JSON = "application/json"
PROBLEM = "application/problem+json"
TITLES = {**HTTP_STATUS_CODES, 419: "Token Missing or Expired"}


def wants_json() -> bool:
    """Whether a program reads the answer: at an address of the API, or where it takes JSON and no HTML."""
    takes = request.accept_mimetypes
    takes_json = any(takes.quality(kind) for kind in (JSON, PROBLEM))
    return request.path.startswith(API) or (takes_json and not takes.accept_html)


def problem(status: int, **more: Any) -> Response:
    """A problem object: its status and title, and what else is known (`detail` is a sentence for people)."""
    answer = jsonify(type="about:blank", title=TITLES.get(status, "Error"), status=status, **more)
    answer.status_code, answer.mimetype = status, PROBLEM
    return answer

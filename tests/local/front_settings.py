"""The web server's own settings, for a page of the tests: what needs the product's pages is left out."""

from __future__ import annotations

from config.gunicorn import graceful_timeout, on_starting, preload_app, worker_class

__all__ = ["graceful_timeout", "on_starting", "preload_app", "worker_class"]

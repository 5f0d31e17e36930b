"""The web server: workers that serve one request at a time, each once all of it has come (config/front.py)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from config import memory
from config.settings import settings

_settings = settings()

bind = f"{_settings.bind}:{_settings.port}"
workers = _settings.web_workers
worker_class = "config.front.PatientWorker"
wsgi_app = "tracker.app:create_app()"
preload_app = True  # loaded once and shared by the fork; a new release is a USR2, not a HUP (docs/operations.md)
proc_name = "seedbed-web"

# A statement ends after 5 s, after 20 where a page works long; a page that still runs after 30 s is stuck.
timeout = 30
graceful_timeout = 20
keepalive = 5

# Fresh processes now and then keep memory flat; the jitter keeps them from ending together.
max_requests = 5_000
max_requests_jitter = 500

# A heartbeat file on a real disk can stall a worker; no control socket, because home may be read-only or root's.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()  # noqa: S108 - the system's own
control_socket_disable = True

accesslog = None
errorlog = "-"
loglevel = _settings.log_level.lower()
forwarded_allow_ips = "*" if _settings.trusted_proxies else "127.0.0.1"
limit_request_line = 4094
limit_request_fields = 60


def on_starting(server: Any) -> None:
    """Have SIGUSR2 start the next server as this one was: by module, or gunicorn's own `config` would hide ours."""
    server.START_CTX["args"] = [sys.executable, "-m", "gunicorn", *sys.argv[1:]]


def when_ready(server: Any) -> None:
    """Compile every page and set aside all that was loaded, so that the processes to come share it untouched.

    The sentence model is read here, where there is one. Letters are the worker's.
    """
    from tracker import likeness  # noqa: PLC0415 - these settings are read before the product can be

    pages = server.app.callable.jinja_env
    for name in pages.list_templates(filter_func=lambda name: not name.startswith("post/")):
        pages.get_template(name)
    likeness.model()
    memory.set_aside()

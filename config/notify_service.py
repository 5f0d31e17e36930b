"""What is wrong with the settings that lead to GOV.UK Notify, said before a letter is lost to it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

ONE_ID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
WHOLE_KEY = re.compile(rf".+-{ONE_ID}-{ONE_ID}", re.DOTALL)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def fault(key: str, template: str, url: str) -> str | None:
    """Return what is wrong in one sentence, naming the setting; None where nothing is."""
    if not WHOLE_KEY.fullmatch(key):
        return "NOTIFY_KEY must be a whole key of GOV.UK Notify: its name, the service's id and the secret, by hyphens."
    if not re.fullmatch(ONE_ID, template):
        return "NOTIFY_TEMPLATE must be the id of an email template at GOV.UK Notify, as its page there shows it."
    if not url.startswith("https://") and urlsplit(url).hostname not in LOOPBACK:
        return "NOTIFY_URL must begin with https://: the key and everybody's letters go there."
    return None

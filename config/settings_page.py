"""Writes docs/settings.md from the settings' own descriptions: `python -m config.settings_page`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic_core import PydanticUndefined

from config.letter_settings import LetterSettings
from config.settings import Settings

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"
OPENING = """# Settings

All come from the environment and are read once, at the start (`config/settings.py`). Nothing needs setting for
`make demo`, `make test` or any `seedbed` command on one machine: without `DATABASE_URL` they use servers of their own.

| name | when not set | what it is |
|---|---|---|
"""
CLOSING = """
Besides these, `SEEDBED_HOME` names another folder than `var/` for this machine's own servers, and `CI=true` makes a
missing browser a failure of `make test`.
"""


def page() -> str:
    """Return docs/settings.md as the settings stand."""
    rows = [
        f"| `{name.upper()}` | {_otherwise(field.default)} | {field.description} |\n"
        for name, field in sorted(
            Settings.model_fields.items(), key=lambda known: known[0] in LetterSettings.model_fields
        )
    ]
    return OPENING + "".join(rows) + CLOSING


def _otherwise(default: object) -> str:
    if default is PydanticUndefined:
        return "required"
    if default in (None, ""):
        return "–"
    return f"`{default.value if isinstance(default, StrEnum) else default}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

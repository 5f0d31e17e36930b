"""What an amendment may be of, and what it may have done: widened and narrowed by one migration after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op


def widen(column: str, words: Iterable[str]) -> None:
    """Let a column of amendments (`kind`, `act`) hold some words beside those that it may hold already."""
    _hold(column, [*_held(column), *words])


def narrow(column: str, words: Iterable[str]) -> None:
    """Let it hold some words no longer; the rows that do are gone by then."""
    gone = set(words)
    _hold(column, [word for word in _held(column) if word not in gone])


def _held(column: str) -> list[str]:
    asked = sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
    return re.findall(r"'(\w+)'", op.get_bind().scalar(asked, {"name": f"ck_amendment_{column}"}) or "")


def _hold(column: str, words: Iterable[str]) -> None:
    name, listed = f"ck_amendment_{column}", ", ".join(f"'{word}'" for word in words)
    op.drop_constraint(op.f(name), "amendment")
    op.create_check_constraint(op.f(name), "amendment", f"{column} IN ({listed})")

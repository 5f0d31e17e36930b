"""Run a year on servers of its own, a group of councils in each of two processes; with nudges and without them."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import psycopg
from psycopg import sql

from config import logging as logs
from config import memory
from config.settings import settings
from local import account, servers
from local.servers import Addresses
from local.year.days import Year
from local.year.tally import Tally, counted
from local.year.towns import towns
from tracker import listening, tenancy

GROUPS = 2


@dataclass(frozen=True)
class YearPlan:
    """What is lived through: so many councils of so many ideas, so many days, the same for one seed."""

    councils: int
    ideas: int
    days: int
    seed: int


@dataclass(frozen=True)
class Share:
    """What one process lives through."""

    plan: YearPlan
    first: int
    count: int
    nudged: bool
    begins: date
    addresses: Addresses


def simulate(plan: YearPlan, *, ends: date) -> tuple[Tally, Tally]:
    """Live through the days before one; return what they came to with nudges, and without.

    The clock is pinned to each day; what the database notes by its own clock falls on the day of the run.
    """
    begins, tallies = ends - timedelta(days=plan.days), {True: Tally(), False: Tally()}
    with ground() as found, ProcessPoolExecutor(GROUPS, mp_context=multiprocessing.get_context("spawn")) as pool:
        shares = [
            Share(plan, first, count, nudged, begins, _database(found, f"year_{nudged}_{first}".lower()))
            for nudged in tallies
            for first, count in halves(plan.councils)
        ]
        for share, tally in zip(shares, pool.map(_live, shares), strict=True):
            tallies[share.nudged].add(tally)
    return tallies[True], tallies[False]


def halves(councils: int) -> list[tuple[int, int]]:
    """The first of each group of councils, and how many they are: none is empty."""
    half = councils // GROUPS
    return [(first, count) for first, count in ((0, councils - half), (councils - half, half)) if count]


@contextmanager
def ground() -> Iterator[Addresses]:
    """Stand on servers of one's own, which are gone afterwards; nothing of them needs to outlast a power cut."""
    folder = Path(tempfile.mkdtemp(prefix="seedbed-year-"))
    folder.chmod(0o711)
    home, kept = folder / "var", dict(os.environ)
    try:
        with servers.joined(home, durable=False) as found:
            os.environ.update(
                ENVIRONMENT="test",
                DATABASE_URL=found.database_url,
                DATABASE_OWNER_URL=found.owner_url,
                BROKER_URL=found.broker_url,
                SECRET_KEY=secrets.token_urlsafe(40),
                LOG_LEVEL="ERROR",
                STATEMENT_TIMEOUT_MS="60000",
            )
            yield found
    finally:
        os.environ.clear()
        os.environ.update(kept)
        servers.stop(home)
        account.forget(home)
        shutil.rmtree(folder, ignore_errors=True)


def _database(found: Addresses, name: str) -> Addresses:
    """Make a database of its own for one share, a copy of the one that was migrated; say where it is."""
    with psycopg.connect(found.named("postgres").admin_url, autocommit=True) as server:
        given = sql.Identifier(name), sql.Identifier(servers.DATABASE)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*given))
    return found.named(name)


def _keep_house(owner_url: str) -> None:
    """Have the database look at what it holds, as it does by itself within a minute: here a minute is a season."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("ANALYZE idea, nudge, nudge_token, letter, event")


def _live(share: Share) -> Tally:
    """Make a group of councils, live through their year, and count. Runs in a process of its own."""
    os.environ["DATABASE_URL"] = share.addresses.database_url
    os.environ["LOG_LEVEL"] = "WARNING"  # fifty thousand letters are not told one by one
    settings.cache_clear()
    logs.set_up()
    tenancy.forget_engine()

    listening.wire(worker=False)
    memory.set_aside()
    plan = share.plan
    made = towns(
        name="nudged" if share.nudged else "left-alone",
        first=share.first,
        count=share.count,
        ideas=plan.ideas,
        begins=share.begins,
        days=plan.days,
        seed=plan.seed,
    )
    year = Year(made, begins=share.begins, days=plan.days, seed=plan.seed + share.first, nudged=share.nudged)
    year.live(keep_house=partial(_keep_house, share.addresses.owner_url))
    ended = share.begins + timedelta(days=plan.days - 1)
    return counted(year.mailbag, year.links, {town.id: town.nation for town in made}, ended=ended)

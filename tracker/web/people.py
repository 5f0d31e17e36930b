"""People to choose from: by name, and of who is away now also until when, and who is asked instead."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from wtforms import SelectChoice

from tracker.council import Absence, Colleague
from tracker.web.filters import day
from tracker.web.forms import choices


def absent(away: Absence | None) -> str:
    """That somebody is away now, as it stands behind their name; nothing of who is there."""
    return f", away until {day(away.until)}: {away.cover} is asked" if away else ""


def named(person: Colleague, *, job: bool = False) -> str:
    """A person by name where somebody is to be asked: whether they are away, and with their `job` where that helps."""
    title = f", {person.job_title}" if job and person.job_title else ""
    return f"{person.name}{title}{absent(person.away)}"


def choices_of_people(people: Iterable[Colleague], *, blank: str = "", job: bool = False) -> list[SelectChoice]:
    """Choices of a field: these people, before them one for nobody where it has words."""
    first = [("", blank)] if blank else []
    return choices([*first, *((one.id, named(one, job=job)) for one in people)])


def init(app: Flask) -> None:
    """Give every template the words behind the name of somebody who is away."""
    app.jinja_env.filters["absent"] = absent
    app.jinja_env.filters["named"] = named

"""How the parts of a portfolio are told: a sentence of figures, how each is worked out, what it does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.web.filters import plural

ENOUGH = 5
MONTHS = 12


@dataclass(frozen=True)
class About:
    """What a part is: above and below its line, the two groups of ideas, what is asked, what it does not say."""

    title: str
    above: str
    below: str
    yes: str
    no: str
    asks: str
    unsaid: str
    sources: tuple[str, ...]


ABOUT = {
    "mix": About(
        "Mix",
        "100, less half of how far the shares of incremental, radical and system ideas lie from their target",
        "active ideas that say how big a change they are",
        "Counted",
        "Not counted",
        "Say how big a change the others are",
        "Whether the ideas are good. A council that must mend its basics may want another target.",
        ("Essays on innovation, IDeA 2009: money goes to safe small changes.", "The target is our own reading."),
    ),
    "runway": About(
        "Runway",
        "ideas with money for six months or more, or that need none",
        "active ideas in mobilise or mainstream",
        "Money for six months, or none needed",
        "Less, or unknown",
        "{n} without six months' money",
        "Whether the money is enough. A line without an end date is unknown, never long.",
        ("Essays on innovation, IDeA 2009: pilots stop when the grant stops.",),
    ),
    "evidence": About(
        "Evidence",
        "ideas with evidence recorded or reviewed in the last 90 days, or 180 where the idea is radical or changes a"
        " whole system",
        "active ideas in mobilise, mainstream or embedded",
        "Fresh",
        "Not fresh",
        "{n} with no fresh evidence",
        "Whether the evidence is good. Fresh level 1 counts as much here as fresh level 3.",
        ("Essays on innovation, IDeA 2009, on looking at evidence again.", "The 90 and 180 days are our own reading."),
    ),
    "learning": About(
        "Learning",
        "ideas that left a lesson",
        "ideas closed in the last 365 days: stopped, improved, resourced or declined instead",
        "Left a lesson",
        "No lesson yet",
        "{n} closed without a lesson",
        "Whether anybody read the lesson.",
        ("Transformers, NESTA 2008: stop what brings no value, and keep what was learnt.",),
    ),
    "sponsorship": About(
        "Sponsorship",
        "ideas whose team was in contact with their sponsor in the last 60 days",
        "active ideas from design to mainstream",
        "In contact",
        "Not in contact",
        "{n} with no sponsor contact for 60 days",
        "Whether the sponsor helps. A short conversation counts as much as a long one.",
        ("Transformers, NESTA 2008: sponsor and team in contact.", "The 60 days are our own reading."),
    ),
    "flow": About(
        "Flow",
        "the promised working days, over the median of working days to the first reply",
        "ideas submitted in the last 180 days",
        "Counted",
        "Not counted yet: within the promise",
        "Reply to those who wait",
        "Whether the reply was a good one.",
        ("Essays on innovation, IDeA 2009: tell people what became of what they said.",),
    ),
    "involvement": About(
        "Involvement",
        "ideas whose users design with us or deliver with us",
        "active ideas",
        "Users take part",
        "Users are told, asked, or it is not recorded",
        "{n} in which users take no part yet",
        "Which users. Who was not heard is asked at every gate.",
        ("Creating greater innovation in public services, CLES 2009.",),
    ),
    "spread": About(
        "Spread",
        "the mean of two: ideas that worked in another council; adaptations taken in, beside one for every ten active",
        "active ideas in mainstream or embedded",
        "Worked elsewhere",
        "Not adapted elsewhere, or no result yet",
        "Offer one to another council",
        "Whether an idea should travel. Some fit one place only.",
        ("Transformers, NESTA 2008: lessons reach other services and places.",),
    ),
}


def number(value: float | None) -> str:
    """A figure as it is read: 90, 63.6."""
    return "" if value is None else f"{float(value):g}"


def sentence(name: str, terms: Mapping[str, Any]) -> str:
    """The figures of a part in a sentence: what counts, of how many."""
    counted, of = terms.get("numerator", 0), terms["denominator"]
    told = {
        "mix": lambda: _mix(terms),
        "runway": lambda: f"{counted} of {of} have money for six months or need none.",
        "evidence": lambda: f"{counted} of {of} have evidence that is fresh for their kind.",
        "learning": lambda: f"{counted} of {of} closed in the last year left a lesson.",
        "sponsorship": lambda: f"{counted} of {of} were in contact with their sponsor in the last 60 days.",
        "flow": lambda: _flow(terms),
        "involvement": lambda: f"In {counted} of {of}, users design or deliver with us.",
        "spread": lambda: (
            f"{counted} of {of} in mainstream or embedded worked elsewhere; {plural(terms['taken_in'], 'adaptation')}"
            f" taken in beside {plural(terms['active'], 'active idea')}."
        ),
    }[name]()
    return told if of >= ENOUGH else f"{plural(of, 'idea')} can count; it takes {ENOUGH} to say. {told if of else ''}"


def _mix(terms: Mapping[str, Any]) -> str:
    kinds = f"{terms['incremental']} incremental, {terms['radical']} radical and {terms['system']} system"
    target = ", ".join(str(terms[f"{extent}_target"]) for extent in ("incremental", "radical", "system"))
    return f"{kinds} of {terms['denominator']}. The target is {target} per cent."


def _flow(terms: Mapping[str, Any]) -> str:
    if terms["median"] is None:
        return "Nobody has waited past the promise, and nobody was answered yet."
    half = f"Half of {plural(terms['counted'], 'author')} heard within {number(terms['median'])} working days."
    return f"{half} The promise is {terms['promise']}."


def weakest(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The part with the lowest value of those made of ideas that can be mended one by one; None where none has one."""
    known = [part for part in parts if part["value"] is not None and "numerator" in part["terms"]]
    found = min(known, key=lambda part: part["value"], default=None)
    return found if found and found["terms"]["numerator"] < found["terms"]["denominator"] else None


def months_until(day: date) -> list[date]:
    """The first days of the twelve months that end with this one, oldest first."""
    months = [day.replace(day=1)]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


def trend(rows: Sequence[Any], day: date) -> list[tuple[str, float | None]]:
    """A part's value month by month over a year, none where there was none."""
    known = {row.day.replace(day=1): row.value for row in rows}
    points = [(f"{month:%b}", known.get(month)) for month in months_until(day)]
    return [(label, None if value is None else float(value)) for label, value in points]


def trend_words(points: Sequence[tuple[str, float | None]]) -> tuple[str, str]:
    """How a part moved in the last twelve months: a word, and where it began."""
    known = [(label, value) for label, value in points if value is not None]
    if len(known) <= 1:
        return "No line yet", "it needs two months"
    (month, first), (_, last) = known[0], known[-1]
    word = "Level" if last == first else "Rising" if last > first else "Falling"
    return word, f"{number(first)} in {month}"


def told_points(points: Sequence[tuple[str, float | None]]) -> list[tuple[str, str]]:
    """The same in a table, a dash where there was no value."""
    return [(label, number(value) or "–") for label, value in points]


TERMS = {
    "denominator": "Asked of",
    "numerator": "Worked elsewhere",
    "adapted_out": "Worked elsewhere, of 100",
    "active": "Active ideas",
    "taken_in": "Adaptations taken in",
    "adapted_in": "Taken in, of 100",
    "counted": "Counted",
    "median": "Median working days to the first reply",
    "promise": "Promised working days",
}


def terms_in_words(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every number of a part's formula by its name, in the order in which it is worked out."""
    return [(words, number(terms[name]) or "none") for name, words in TERMS.items() if name in terms]

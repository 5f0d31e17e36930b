"""How a heading is read: its words in full, what it speaks of set aside, and what such a heading can never mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.register.rules.turned import WORDS
from tracker.register.words import DATED, MONEYS, SAVINGS, ColumnSense, RegisterColumn, RowSense

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # where a word begins in "startDate"
_STEP = re.compile(r"(?<=\w)[:.](?=[^\W\d])")  # between the parts of "Planned Dates:Start Date"
_IN_FULL = {
    "amt": "amount",
    "dept": "department",
    "dir": "directorate",
    "desc": "description",
    "descr": "description",
    "dt": "date",
    "proj": "project",
    "prog": "programme",
    "est": "estimated",
    "mgr": "manager",
}
# What a heading may speak of before it says what stands under it: "scheme ref" is a ref, "idea status" a status.
_SUBJECTS = frozenset(
    {
        "project", "scheme", "idea", "innovation", "programme", "initiative", "proposal", "action", "task", "contract",
        "workstream", "grant", "opportunity", "case", "suggestion", "po", "your", "the", "tender",
    }
)  # fmt: skip
_OF_KIND = {RowSense.RISK: {"risk"}, RowSense.BENEFIT: {"benefit"}}
_SAVED = frozenset({"saving", "savings", "benefit", "benefits"})
_BODIES = frozenset("organisation org organisational body client agency portfolio".split())  # noqa: SIM905
_CALLED = frozenset({"name", "title", "names", "titles", "address", "enw", "teitl"})
# What says only that it is so now, or was so once.
_MOMENTS = frozenset("current residual net now latest inherent gross initial target original".split())  # noqa: SIM905
_NUMBERS = frozenset({"id", "no", "ref", "reference", "number", "code", "identifier", "num", "cyfeirnod", "uid"})
_OF_OTHERS = frozenset(
    {
        "supplier", "vendor", "company", "charity", "organisation", "org", "recipient", "beneficiary", "creditor",
        "payee", "postal", "post", "phone", "telephone", "contact", "mobile", "cost", "account", "budget", "funding",
        "staff", "employee", "customer", "postcode", "line", "street", "house", "parent", "location", "vat",
        "department", "directorate", "service", "portfolio", "ward", "area", "site", "asset", "property", "nominal",
        "building", "school", "subjective", "ledger", "sort", "gl", "charge", "tax", "currency", "cur", "ccy",
    }
)  # fmt: skip
_TIMES = frozenset({"date", "time", "timestamp", "dyddiad", "dates"})
_TOLD = frozenset(
    {
        "narrative", "commentary", "comment", "comments", "explanation", "reason", "reasons", "notes", "note",
        "variance", "confidence", "assumptions", "rag", "bases", "basis",
    }
)  # fmt: skip
_NO_AMOUNTS = frozenset({"non", "diff", "difference"})
_PEOPLE = frozenset(
    {"email", "author", "username", "submitter", "sender", "respondent", "supplier", "vendor", "payee", "merchant"}
)
_BY = frozenset({"by"})
_NO_TITLE = frozenset({"y", "yes", "labels", "tags", "type", "priority", "currency", "cur", "ccy", "%", "late", "path"})
_AMOUNTS = MONEYS | SAVINGS
_TEXTS = frozenset(
    {
        ColumnSense.NOTE,
        ColumnSense.NOTHING,
        ColumnSense.PROBLEM,
        ColumnSense.PROPOSAL,
        ColumnSense.CAUSE,
        ColumnSense.MITIGATION,
    }
)


def heading_words(text: str) -> list[str]:
    """The words of a heading, small and in full."""
    small = [word.replace("’", "'").lower() for word in WORDS.findall(_HUMP.sub(" ", text).replace("#", " number "))]
    return [_IN_FULL.get(word, word) for word in small]


def last_part(heading: str) -> str:
    """What a heading that is a path says at its end, unless that is said of somebody else."""
    *above, last = _STEP.split(heading)
    return heading if not last.strip() or _OF_OTHERS & set(heading_words(" ".join(above))) else last


def ways_to_read(words: Sequence[str], rows: RowSense) -> Iterator[tuple[Sequence[str], float]]:
    """The words of a heading, and what is left of them without what they speak of; each with how far it is."""
    yield words, 0
    subjects = _SUBJECTS | _OF_KIND.get(rows, set())
    left = list(words)
    while len(left) > 1 and (left[0] in subjects or (left[0] in _MOMENTS and left[1:] != ["date"])):
        left = left[1:]
        yield left, 2


def names_a_number(words: Sequence[str]) -> bool:
    """Whether a heading is that of a number, or letters and figures, by which something is known."""
    return bool(words) and words[-1] in _NUMBERS


def numbers_the_row(words: Sequence[str]) -> bool:
    """Whether that number is the row's own, and not that of a company or an account beside it."""
    return names_a_number(words) and not _OF_OTHERS & set(words)


def can_mean(sense: ColumnSense, words: Sequence[str]) -> bool:
    """Whether a heading of such words can mean something at all: a date is no title, a narrative no money."""
    if names_a_number(words):
        return sense in {ColumnSense.NUMBER, ColumnSense.IDEA, ColumnSense.NOTHING, ColumnSense.NOTE}
    if words and words[-1] in _TIMES:
        return sense in DATED | {ColumnSense.NOTE, ColumnSense.NOTHING, ColumnSense.PERIOD}
    if _TOLD & set(words):
        return sense in _TEXTS
    return sense not in _AMOUNTS or (words[:1] != ["vat"] and not _NO_AMOUNTS & set(words))


def names_an_idea(words: Sequence[str]) -> bool:
    """Whether a heading speaks of a project, an idea or a saving, or of what something is called."""
    return bool((_SUBJECTS | _CALLED | _SAVED) & set(words))


def calls_it_something(words: Sequence[str]) -> bool:
    """Whether a heading says what something is called."""
    return bool(_CALLED & set(words))


def names_a_body(words: Sequence[str]) -> bool:
    """Whether a heading is that of an organisation or a part of one, which seldom tells what an idea is."""
    return bool(_BODIES & set(words))


def may_be_title(words: Sequence[str]) -> bool:
    """Whether a column that nothing else claims may be the title: no number, day, person, amount or mark."""
    apart = names_a_number(words) or bool(words and words[-1] in _TIMES)
    apart = apart or ("cost" in words and bool({"centre", "center"} & set(words)))  # an account of the council's
    return not apart and not (_PEOPLE | _BY | _NO_TITLE | _TOLD) & set(words)


def names_a_person(column: RegisterColumn, columns: Sequence[RegisterColumn]) -> bool:
    """Whether "name" is that of a person: an address, when it was sent, a post or its pay stands beside it."""
    named = heading_words(_BRACKETS.sub(" ", column.heading))  # "your name (optional)"
    if named not in (["name"], ["your", "name"], ["full", "name"], ["your", "full", "name"]):
        return False
    beside = [heading_words(one.heading) for one in columns if one is not column]
    sent = (["e", "mail"], ["completion", "time"], ["timestamp"])
    posts = ({"job", "title"}, {"grade"}, {"salary"})
    return any(words[:1] == ["email"] or words in sent or any(post <= set(words) for post in posts) for words in beside)


# --- which of two that mean the same ----------------------------------------------------------------------------------
_NOW = frozenset({"current", "residual", "net", "now", "actual", "latest"})
_ONCE = frozenset(
    {"inherent", "gross", "initial", "original", "previous", "target", "last", "uncontrolled", "raw", "future"}
)


def standing_of(column: RegisterColumn) -> float:
    """How much a heading says that it tells of now, for two that else mean the same: that one is it."""
    words = set(heading_words(column.heading))
    return 5 if words & _NOW else -20 if words & _ONCE else 0


# --- one amount, told more than once ----------------------------------------------------------------------------------
_BEST_FIRST = (
    ("net", "excl", "excluding", "ex", "billing", "billed"),
    ("revised", "latest", "current"),
    ("awarded", "approved", "agreed"),
    ("gross", "incl", "including", "inc"),
    ("target", "proposed", "planned"),
    ("forecast", "expected", "projected", "anticipated"),
    ("applied", "requested", "bid", "asked", "sought"),
    ("achieved", "delivered", "disbursed", "paid", "claimed", "drawn"),
    ("original", "initial"),
    ("remaining", "risk", "undeliverable"),
)
_SAID_OF_AMOUNTS = {word: rank for rank, words in enumerate(_BEST_FIRST) for word in words}
_SMALL = frozenset({"for", "to", "date", "vat", "of", "at", "amount"})


def told_again(columns: Sequence[RegisterColumn]) -> dict[str, RegisterColumn]:
    """Of columns of amounts those that tell the same amount of another moment, by key, with the one that holds.

    Net and gross, or applied for, awarded and disbursed, or a budget as it was and is, are one amount: together they
    would count twice.
    """
    said = [(column, set(heading_words(column.heading))) for column in columns]
    said = [(column, words) for column, words in said if words & _SAID_OF_AMOUNTS.keys()]
    years = {frozenset(filter(str.isdigit, words)) for _, words in said} - {frozenset()}
    apart: dict[frozenset[str], list[tuple[int, RegisterColumn]]] = {}
    for column, words in said:
        ranks = [_SAID_OF_AMOUNTS[word] for word in words & _SAID_OF_AMOUNTS.keys()]
        about = words - _SAID_OF_AMOUNTS.keys() - _SMALL
        about -= next(iter(years)) if len(years) == 1 else set()  # the one year of them all tells none apart
        rank = max(ranks) if max(ranks) == len(_BEST_FIRST) - 1 else min(ranks)
        apart.setdefault(frozenset(about), []).append((rank, column))
    again: dict[str, RegisterColumn] = {}
    for same in apart.values():
        first = min(same, key=lambda one: (one[0], one[1].place))
        again |= {column.key: first[1] for rank, column in same if rank != first[0]}
    return again

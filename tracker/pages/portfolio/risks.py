"""The risks of the whole council: which is to be looked at next, where they lie, and every one to take along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import request, url_for

from tracker import clock, council, risk
from tracker.council import Can, ListOffer
from tracker.idea import Stage
from tracker.pages.portfolio.risk_words import COLUMNS, MOST_SCRUTINY, risk_row, tally
from tracker.pages.portfolio.selection import RegisterChoice, choice
from tracker.risk import RiskFilters, RiskGroup, RiskOrder, RiskPoint
from tracker.tenancy import together
from tracker.web import Screens, reader, render
from tracker.web.forms import identifier
from tracker.web.numbers import whole
from tracker.web.tables import table_file
from tracker.web.wording import vocabulary

screens = Screens("risks", __name__)
ON_A_PAGE = 25
LONGEST_CATEGORY = 60
NARROWS = ("group", "service", "category", "watcher", "stage", "order", "likelihood", "impact", "historical")
V = TypeVar("V", bound=StrEnum)


@screens.screen("/portfolio/risks", needs=Can.SEE_PORTFOLIO)
def show() -> Any:
    """The register: its matrix, what asks for scrutiny, what is past its review, and every risk, a page at a time."""
    filters = _filters(request.args)
    offered = council.list_offer_query()
    points, closed = risk.risk_points_query(filters, reader=reader()), risk.closed_counts_query(reader=reader())
    unsaid = risk.unsaid_ideas_query(reader=reader())
    answers = together((offered, points, closed, unsaid))
    counted = tally(answers.of(points), clock.today())
    last = max(1, -(-counted.risks // ON_A_PAGE))
    page = min(max(whole(request.args.get("page"), otherwise=1), 1), last)
    shown = answers.of(points)[: risk.MOST_COUNTED][(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    wanted = dict.fromkeys((*shown, *counted.scrutiny[:MOST_SCRUTINY], *counted.next))
    lines = {one.id: one for one in risk.risk_lines([*wanted], reader=reader())}
    return render(
        "portfolio/risks.html",
        filters=filters,
        counted=counted,
        shown=[lines[one.id] for one in shown if one.id in lines],
        scrutiny=[lines[one.id] for one in counted.scrutiny[:MOST_SCRUTINY] if one.id in lines],
        coming=[lines[one.id] for one in counted.next if one.id in lines],
        closed=answers.of(closed),
        unsaid=answers.of(unsaid),
        choices=_choices(filters, answers.of(offered), answers.of(points)),
        address=_address,
        page_number=page,
        last_page=page == last,
        measures=risk.measures,
    )


@screens.screen("/portfolio/risks.csv", needs=Can.SEE_PORTFOLIO)
def csv() -> Any:
    """The risks that the register is narrowed to as text for a spreadsheet."""
    return _file("csv")


@screens.screen("/portfolio/risks.xlsx", needs=Can.SEE_PORTFOLIO)
def xlsx() -> Any:
    """The same as a workbook."""
    return _file("xlsx")


def _file(ending: str) -> Any:
    found = risk.all_risk_lines(_filters(request.args), reader=reader())
    return table_file("risks", ending, COLUMNS, map(risk_row, found))


def _filters(given: Mapping[str, str]) -> RiskFilters:
    """What the address narrows the register to; what is not on offer narrows nothing."""
    figures = {name: whole(given.get(name), otherwise=0) for name in ("likelihood", "impact")}
    return RiskFilters(
        group=_member(RiskGroup, given.get("group")) or RiskGroup.OPEN,
        order=_member(RiskOrder, given.get("order")) or RiskOrder.REVIEW,
        service_id=identifier(given.get("service")),
        category=given.get("category", "").replace("\0", "")[:LONGEST_CATEGORY],
        owner_id=identifier(given.get("watcher")),
        stage=_member(Stage, given.get("stage")),
        **{name: figure if 1 <= figure <= risk.MOST else None for name, figure in figures.items()},
        historical=given.get("historical") == "y",
    )


def _member(kind: type[V], given: str | None) -> V | None:
    return kind(given) if given in set(kind) else None


def _address(endpoint: str = ".show", **changes: Any) -> str:
    """The address of the register as it is narrowed now, but for some changes; None takes one away."""
    given = {name: request.args[name] for name in NARROWS if request.args.get(name)} | changes
    anchor = given.pop("anchor", None)
    return url_for(endpoint, _anchor=anchor, **{name: one for name, one in given.items() if one is not None})


def _choices(filters: RiskFilters, offer: ListOffer, points: Sequence[RiskPoint]) -> list[RegisterChoice]:
    words = vocabulary()
    services = [(str(one.id), one.name) for one in offer.services]
    others = {one.owner_id for one in points if one.owner_id} - offer.names.keys()
    named: dict[UUID, str] = dict(offer.names)
    if others:
        names = council.names(others)
        named |= {key: names[key] for key in others}
    people = sorted(((str(key), name) for key, name in named.items()), key=lambda one: (one[1].lower(), one[0]))
    return [
        choice("group", "Which", "", words.choices("risk_group"), filters.group),
        choice("service", "Service", "Every service", services, filters.service_id),
        choice("category", "Category", "Any", words.choices("risk_category"), filters.category),
        choice("watcher", "Watched by", "Everybody", people, filters.owner_id),
        choice("stage", "Stage", "Any", words.choices("stage"), filters.stage),
        choice("order", "Order", "", words.choices("risk_order"), filters.order),
    ]

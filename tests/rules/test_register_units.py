"""In which unit the amounts of a register stand, wherever its sheet says so."""

from __future__ import annotations

import pytest

from tracker.exchange.rules.lines import SheetLine
from tracker.register.rules.facts import SheetFacts
from tracker.register.rules.units import (
    foreign_in,
    stated_foreign,
    stated_unit,
    unit_beside,
    unit_in,
    unit_of,
    unit_of_this_file,
    units_row,
    why_unit,
)
from tracker.register.words import ColumnSense, RegisterChoices, RegisterColumn

THOUSANDS = [
    "Innovation Fund allocations 2024-25 (£000s)",
    "Capital Programme 2024/25 to 2027/28 - Appendix C (£'000)",
    "* Figures are in thousands of pounds. Schemes in italics are subject to approval.",
    "All figures £000s. Savings are shown as negative.",
    "All figures in £ thousands",
    "Figures shown in thousands",
    "Amounts in £k",
    "£000's",
]
MILLIONS = ["£m", "in £ millions", "Budget (£m)", "All sums in millions"]
NOTHING = [
    "All sums over £2m go to cabinet",
    "Reviewing packages over £2k a week",
    "It saves thousands of residents a journey, in thousands of homes",
    "Contracts over £500",
    "The £5 million programme",
    "All amounts in € thousands",
    "Report 000 of 2024",
    "Population in thousands",
    "Households '000",
    "Projects that saved the council millions of pounds, 2020-2024",
    "Ideas from staff that could save thousands of pounds",
    "Figures for population are in thousands",
    "Visits to libraries, in millions",
]


@pytest.mark.parametrize(
    ("words", "times"),
    [*((one, 1_000) for one in THOUSANDS), *((one, 1_000_000) for one in MILLIONS), *((one, 0) for one in NOTHING)],
)
def test_a_title_or_a_footnote_says_the_unit_of_all_amounts(words, times):
    assert stated_unit([words]) == times


def column(heading: str, place: int) -> RegisterColumn:
    return RegisterColumn(place, heading, heading.lower(), ())


def facts(above: list[list[str]], below: list[list[str]]) -> SheetFacts:
    learned = SheetFacts(SheetLine(n, cells) for n, cells in enumerate(above, start=1))
    for n, cells in enumerate(below, start=len(above) + 2):
        learned.look(SheetLine(n, cells))
    return learned


def test_a_row_of_units_says_them_by_column_and_is_no_row():
    assert units_row(["", "£m", "£000", "%"]) == {1: 1_000_000, 2: 1_000, 3: 0}
    assert not units_row(["Bridges", "£m"])
    assert not units_row(["", "%", "No."])
    learned = SheetFacts([])
    assert not learned.look(SheetLine(3, ["", "£m", "£", ""]))
    assert learned.look(SheetLine(4, ["Bridges", "2", "2,000", "Steel"]))
    units = [unit_of(learned.of(column(name, n))) for n, name in enumerate(("Scheme", "Budget", "Spend", "Why"))]
    assert units == [0, 1_000_000, 1, 0]


def test_what_stands_nearest_to_a_column_says_its_unit():
    titled = facts([["Budgets (£000s)"], []], [["A", "1"], ["All in £m"]])
    found = titled.of(column("Budget", 1))
    assert (found.unit, found.unit_line) == (1_000, 1)
    found = titled.of(column("Budget (£)", 1))
    assert (found.unit, found.unit_line) == (1, 1)  # the title says otherwise, and that is told
    found = titled.of(column("Budget £m", 1))
    assert (unit_of(found), found.unit_line) == (1_000_000, 1)
    footnoted = facts([["Budgets"]], [["A", "1"], ["Figures in £ thousands", ""]])
    assert (footnoted.of(column("Budget", 1)).unit, footnoted.of(column("Budget", 1)).unit_line) == (1_000, 4)
    assert facts([["Budgets"]], [["Our £m programme", "12"]]).of(column("Budget", 1)).unit == 0


def test_only_what_a_line_says_in_place_of_the_heading_is_of_this_file_alone():
    titled = facts([["Budgets (£m)"]], [["", "", "", "£k"], ["A", "1", "1", "1"]])
    columns = [titled.of(column(name, n)) for n, name in enumerate(("Cost", "Fee £k", "Price (£)", "Sum (£)"))]
    assert list(map(unit_beside, columns)) == [1_000_000, 0, 0, 1_000]
    meant = {"cost": "money_millions", "fee £k": "money_thousands", "price (£)": "money", "sum (£)": "money_thousands"}
    choices = RegisterChoices(columns={key: ColumnSense(sense) for key, sense in meant.items()})
    assert unit_of_this_file(columns, choices) == {"cost": "money", "sum (£)": "money"}
    assert why_unit(columns[2], 1) == "The heading says pounds, line 1 says otherwise."
    assert not why_unit(facts([["All in pounds"]], []).of(column("Cost", 1)), 1)


def test_headings_say_their_unit_and_other_currencies_are_no_pounds():
    said = ["Budget £k", "Budget (£'000)", "Cost (£)", "Cost", "Budget £m", "2024/25 £000s"]
    assert list(map(unit_in, said)) == [1_000, 1_000, 1, 0, 1_000_000, 1_000]
    others = ["Total Cost (€)", "Budget USD", "BUDGET_USD", "US$m", "$1,200,000", "1000 EUR", "Cost in euros"]
    assert all(map(foreign_in, others))
    assert not any(
        map(foreign_in, ["Europe", "Neurology", "European fund", "Budget (£, not €)", "1,000 GBP", "Eureka"])
    )
    in_euros = facts([["Projects, all amounts in €"]], [])
    assert in_euros.of(column("Cost", 1)).foreign == "€"


@pytest.mark.parametrize(
    ("words", "currency"),
    [
        ("All amounts in € thousands", "€"),
        ("Budget (EUR)", "EUR"),
        ("$000", "$"),
        ("EUR", "EUR"),
        ("CAD replacement programme", ""),
        ("Euro 2028 legacy", ""),
        ("(CHF) heart failure pilot", ""),
        ("Figures in US dollars", "US dollars"),
    ],
)
def test_letters_that_may_be_anything_turn_no_pounds_into_another_currency(words, currency):
    assert stated_foreign(words) == currency

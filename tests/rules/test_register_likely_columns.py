"""What no heading of a published list says outright: which column is the title, and which the amount."""

from __future__ import annotations

import pytest

from tests.rules.test_register_headings import DAY, FIGURES, WORDS, kind_of, read
from tracker.exchange.words import letters_of
from tracker.register.rules.kinds import matches_for, rows_of
from tracker.register.rules.likely_columns import only_thought
from tracker.register.words import ColumnMatch, RegisterColumn, RowSense

ONE_THING = ("Purbeck District Council",)
ADDRESSES = ("https://a.example.org/1", "https://a.example.org/2")


def matches(headings: str, held: dict[str, tuple[str, ...]]) -> list[ColumnMatch]:
    """Some headings with what they mean; what they hold is words unless said otherwise."""
    names = enumerate(headings.split("|"))
    columns = [RegisterColumn(n, name, letters_of(name), held.get(name, WORDS)) for n, name in names]
    return matches_for(columns, rows_of(columns))


# --- the title --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("headings", "held", "title"),
    [
        ("OrganisationLabel|Hectares|SiteNameAddress", {"OrganisationLabel": ONE_THING}, "SiteNameAddress"),
        ("Client|Facility|PropertyName", {}, "PropertyName"),
        ("Site plan|Facility", {"Site plan": ADDRESSES}, "Facility"),
        ("Organisation|Purpose", {}, "Purpose"),
        ("council|Hectares", {"Hectares": FIGURES}, "council"),
    ],
)
def test_the_title_is_a_column_that_tells_rows_apart(headings, held, title):
    assert [name for name, sense in read(headings, held).items() if sense == "title"] == [title]


def test_what_is_the_same_in_every_row_is_the_title_of_none():
    held = {"Body": ONE_THING, "Hectares": FIGURES}
    assert "title" not in read("Body|Hectares", held).values()
    assert read("Facility", {"Facility": ONE_THING}) == {"Facility": "title"}, "of one row nothing can be told"


def test_a_payment_needs_no_title():
    held = {"Amount": FIGURES, "Date": DAY}
    assert read("Client|Supplier|Amount|Date", held) == {"Supplier": "funder", "Amount": "money", "Date": "money_start"}


def test_a_title_that_was_only_taken_for_one_is_told_apart_from_one_that_is_called_so():
    thought = only_thought(matches("Facility|Hectares", {"Hectares": FIGURES}))
    assert thought is not None
    assert thought.heading == "Facility"
    for named in ("Project name|Hectares", "Asset Name|Hectares", "Your idea|Hectares"):
        assert only_thought(matches(named, {"Hectares": FIGURES})) is None


# --- the amount -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heading", "sense"),
    [
        ("value_amount", "money"),
        ("PlannedCost", "money"),
        ("Award £", "money"),
        ("Phase one £", "money"),
        ("spend_k", "money_thousands"),
        ("Amount Recommended", "money"),
        ("Actual Capital Expenditure 2020/21", "money"),
        ("Forecast Spend 2005/06", "money"),
        ("Actual spend to 31st March 2005", "money"),
        ("Actual Spend or (Income)", "money"),
        ("cost_m", "money_millions"),
        ("Construction spend £k", "money_thousands"),
    ],
)
def test_figures_under_a_heading_that_speaks_of_money_are_the_amount(heading, sense):
    assert read(f"Project|{heading}", {heading: FIGURES}) == {"Project": "title", heading: sense}


NO_AMOUNTS = [
    "Over or (under) spend",
    "Cost variance",
    "Cost centre",
    "Average cost",
    "Number of awards",
    "Carbon value (tCO2e)",
]


@pytest.mark.parametrize("heading", [*NO_AMOUNTS, "length_m", "Population (thousands)", "Dwellings (000s)"])
def test_what_is_reckoned_of_amounts_or_counts_other_things_is_none(heading):
    assert heading not in read(f"Project|{heading}", {heading: FIGURES})


@pytest.mark.parametrize("heading", ["Planned spend", "Share of cost £"])
def test_a_share_is_no_amount(heading):
    assert heading not in read(f"Project|{heading}", {heading: ("45%", "5%")})


def test_words_are_no_amount_and_what_is_called_one_comes_first():
    assert "Award" not in read("Project|Award")
    held = {"Budget": FIGURES, "Forecast spend": FIGURES}
    assert read("Project|Forecast spend|Budget", held) == {"Project": "title", "Budget": "money"}


def test_of_amounts_at_several_moments_one_alone_is_taken_and_that_of_now():
    names = ("Original expenditure", "Latest expenditure", "Forecast spend")
    held = dict.fromkeys(names, FIGURES)
    assert read(f"Project|{'|'.join(names)}", held) == {"Project": "title", "Latest expenditure": "money"}


# --- what a column holds outweighs what its heading is like -----------------------------------------------------------
@pytest.mark.parametrize(
    ("heading", "held"),
    [
        ("Location", ("(38.9096, -77.0492)", "(38.892, -77.0281)")),
        ("Deliverable", ("yes",)),
        ("Deliverables", ("Y", "N")),
        ("Identified", WORDS),
    ],
)
def test_a_heading_that_is_only_like_one_of_ours_gives_way_to_what_stands_under_it(heading, held):
    assert heading not in read(f"Title|{heading}", {heading: held})


def test_what_differs_from_row_to_row_does_not_tell_of_the_file():
    assert read("Title|Body name", {"Body name": ONE_THING})["Body name"] == "nothing"
    assert "Body name" not in read("Title|Body name")
    assert read("Title|RAG", {"RAG": ("Red", "Green")})["RAG"] == "nothing"


def test_the_year_of_the_whole_list_is_no_day_of_its_rows():
    assert "Year" not in read("Title|Year", {"Year": ("2024-25",)})
    assert read("Title|Year", {"Year": ("2023-24", "2024-25")})["Year"] == "first_date"


def test_a_column_that_holds_nothing_gives_way_to_one_that_does():
    held = {"Start Date": (), "Award Date": DAY}
    assert read("Title|Start Date|Award Date", held)["Award Date"] == "first_date"


# --- headings in one word, and paths ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heading", "held", "sense"),
    [
        ("contractPeriod_startDate", DAY, "first_date"),
        ("Planned Dates:Start Date", DAY, "first_date"),
        ("Project Info:Status", ("Live", "Idea"), "stage"),
        ("tender_description", WORDS, "problem"),
        ("RESPONSIBLE", ("Clerk", "A Jones"), "lead"),
    ],
)
def test_words_are_found_in_headings_that_are_written_together(heading, held, sense):
    assert read(f"Title|{heading}", {heading: held})[heading] == sense


@pytest.mark.parametrize("heading", ["Recipient Org:Description", "Supplier:Reference"])
def test_what_is_said_of_somebody_else_is_not_said_of_the_row(heading):
    assert heading not in read(f"Title|{heading}")


# --- kinds of lists ---------------------------------------------------------------------------------------------------
def test_whom_it_was_paid_to_and_what_it_came_to_make_a_payment_whatever_that_is_called():
    value = "Invoice Line Value (net of VAT)"
    assert kind_of(f"Directorate|Supplier|{value}|Account", {value: FIGURES}) is RowSense.MONEY
    assert kind_of("Project|Status|Supplier|Budget", {"Budget": FIGURES}) is RowSense.IDEA, "a project may have one"


@pytest.mark.parametrize("risk", ["Risk Identified", "Risks identified", "Identified risk"])
def test_a_risk_assessment_of_a_small_council_is_a_list_of_risks(risk):
    said = read(f"Topic|{risk}|H/M/L|Management of Risk", {"H/M/L": ("H", "L")})
    assert said == {"Topic": "category", risk: "risk", "Management of Risk": "mitigation"}


@pytest.mark.parametrize("payee", ["Benificiary Name", "Suplier Name", "Paid to"])
def test_a_slip_in_who_is_paid_makes_no_list_of_ideas(payee):
    headings, held = f"Payment Date|Amount|Organisational Unit|{payee}", {"Payment Date": DAY, "Amount": FIGURES}
    assert kind_of(headings, held) is RowSense.MONEY
    assert read(headings, held)[payee] == "funder"


# --- what counts something else, or counts twice ----------------------------------------------------------------------
@pytest.mark.parametrize(
    "heading",
    ["CO2e saving (t/yr)", "FTE saving", "Hours saving per week", "Energy saving (kWh)", "Savings %", "Budget year"],
)
def test_a_saving_of_something_else_than_money_is_none(heading):
    assert heading not in read(f"Project|{heading}", {heading: FIGURES})


def test_a_saving_of_something_else_in_pounds_is_one():
    assert (
        read("Project|Energy saving (kWh, £)", {"Energy saving (kWh, £)": FIGURES})["Energy saving (kWh, £)"]
        == "saving"
    )


@pytest.mark.parametrize(
    ("headings", "holds"),
    [
        ("Original budget|Revised budget|Remaining budget", "Revised budget"),
        ("Target saving|Forecast saving", "Target saving"),
        ("2024/25 savings proposed|Savings achieved|Savings at risk", "2024/25 savings proposed"),
    ],
)
def test_one_amount_at_several_moments_counts_once(headings, holds):
    names = headings.split("|")
    said = read(f"Project|{headings}", dict.fromkeys(names, FIGURES))
    assert [name for name in names if said.get(name, "").startswith(("money", "saving"))] == [holds]


def test_a_day_to_reach_is_not_when_it_began():
    assert "Target date" not in read("Title|Target date", {"Target date": DAY})


def test_a_title_is_called_so_before_all_else():
    assert read("id|title|idea", {"id": ("A-1", "A-2")}) == {"id": "number", "title": "title", "idea": "proposal"}
    assert read("Which team are you in?|What is your idea?")["What is your idea?"] == "title"


def test_who_holds_a_post_is_no_idea():
    assert read("Name|Job Title|Grade") == {"Job Title": "title"}


def test_words_are_no_reference_and_a_sign_of_number_is():
    assert "number" not in read("Item|Cost", {"Item": ("Grant", "Insurance"), "Cost": FIGURES}).values()
    assert read("Project #|Name", {"Project #": ("12", "13")}) == {"Project #": "number", "Name": "title"}

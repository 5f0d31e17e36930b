"""What headings of real lists mean: by their words in full, by what they end in, by what stands beside them."""

from __future__ import annotations

import pytest

from tracker.exchange.words import letters_of
from tracker.register.rules.kinds import has_place, matches_for, rows_of
from tracker.register.words import ColumnSense, RegisterColumn, RowSense

WORDS, FIGURES, DAY, NUMBER = (
    ("Two queues", "Paper maps"),
    ("1,200", "350"),
    ("01/04/2025", "2 May 2025"),
    ("AB-1", "AB-2"),
)


def read(headings: str, held: dict[str, tuple[str, ...]] | None = None, rows: RowSense | None = None) -> dict[str, str]:
    """What each of some headings means, all but notes; what they hold is words unless said otherwise."""
    said = held or {}
    columns = [
        RegisterColumn(n, name, letters_of(name), said.get(name, WORDS)) for n, name in enumerate(headings.split("|"))
    ]
    meant = matches_for(columns, rows or rows_of(columns))
    return {one.column.heading: str(one.sense) for one in meant if one.sense is not ColumnSense.NOTE}


@pytest.mark.parametrize(
    ("heading", "sense"),
    [
        ("Scheme Ref", "number"),
        ("Contract Reference", "number"),
        ("Idea Id", "number"),
        ("GMPP ID Number", "number"),
        ("Identifier", "number"),
        ("PO Number", "number"),
        ("Project Description", "problem"),
        ("PROJECT_DESC", "problem"),
        ("Innovation Description", "problem"),
        ("Description / Aims", "problem"),
        ("Idea Text", "proposal"),
        ("Idea Status", "stage"),
        ("Stage Gate", "stage"),
        ("DEPT", "service"),
        ("Dept.", "service"),
        ("Directorate", "service"),
        ("Idea Owner", "lead"),
        ("Senior Responsible Owner", "lead"),
    ],
)
def test_a_heading_that_any_reader_understands_is_understood(heading, sense):
    held = {heading: NUMBER} if sense == "number" else {}
    assert read(f"Title|{heading}|Votes", held) == {"Title": "title", heading: sense}


@pytest.mark.parametrize("heading", ["START_DT", "Creation Date", "Created", "Award Date", "Timestamp", "Raised"])
def test_a_day_is_understood_by_its_name(heading):
    assert read(f"Title|{heading}", {heading: DAY})[heading] == "first_date"


@pytest.mark.parametrize(
    "heading", ["Supplier ID", "Recipient Org:Charity Number", "Cost Code", "Contact Number", "Department Code"]
)
def test_a_number_of_somebody_else_is_not_that_of_the_row(heading):
    assert read(f"Title|{heading}", {heading: NUMBER}) == {"Title": "title"}


@pytest.mark.parametrize(
    "heading", ["Task ID", "Action No", "Transaction Date", "Start time", "Email", "Created By", "Supplier", "Paid Y/N"]
)
def test_no_number_day_person_or_mark_is_the_title(heading):
    assert read(f"{heading}|Improvement", {heading: ("abc one", "abc two")})["Improvement"] == "title"


def test_a_date_about_money_is_no_money():
    assert read("Project|Budget approval date", {"Budget approval date": DAY}) == {"Project": "title"}


def test_who_filled_in_a_form_is_not_the_idea():
    forms = "ID|Start time|Completion time|Email|Name|What is your idea?|What problem does it solve?"
    held = {"ID": ("1", "2"), "Start time": DAY, "Completion time": DAY, "Name": ("A Person",)}
    meant = read(forms, held)
    assert (meant["What is your idea?"], meant["What problem does it solve?"]) == ("title", "problem")
    assert "Name" not in meant
    assert read("Name|Status")["Name"] == "title"


def test_of_amounts_that_are_one_only_one_is_money():
    paid = read("Date|Supplier|Gross Amount|Net Amount", {"Gross Amount": FIGURES, "Net Amount": FIGURES, "Date": DAY})
    assert (paid["Net Amount"], "Gross Amount" in paid) == ("money", False)
    grants = "Title|Description|Amount Applied For|Amount Awarded|Amount Disbursed|Recipient Org:Name"
    held = dict.fromkeys(("Amount Applied For", "Amount Awarded", "Amount Disbursed"), FIGURES)
    assert read(grants, held) == {"Title": "title", "Description": "problem", "Amount Awarded": "money"}
    both = read("Project|Budget|Grant", {"Budget": FIGURES, "Grant": FIGURES})
    assert (both["Budget"], both["Grant"]) == ("money", "money")


def test_what_is_told_of_money_is_no_money():
    cost, told = "TOTAL Baseline Whole Life Costs (£m)", "Departmental Narrative on Budgeted Whole Life Costs"
    meant = read(f"Project Name|{cost}|{told}", {cost: FIGURES, told: ("Costs rose by £3m.",)})
    assert meant == {"Project Name": "title", cost: "money_millions"}
    assert "Funding" not in {name for name, sense in read("Scheme|Funding").items() if sense == "money"}
    assert read("Project|Benefits (non-financial)") == {"Project": "title"}


def test_years_that_say_pounds_or_stand_in_a_list_of_savings_are_amounts():
    held = dict.fromkeys(("2024/25 £k", "2025/26 £k", "2024/25", "2025/26"), FIGURES)
    savings = read("Savings proposal|2024/25 £k|2025/26 £k", held)
    assert savings == {"Savings proposal": "title", "2024/25 £k": "saving_thousands", "2025/26 £k": "saving_thousands"}
    assert read("Scheme|2024/25 £k", held)["2024/25 £k"] == "money_thousands"
    assert read("Saving proposal|2024/25|2025/26", held)["2025/26"] == "saving"
    assert read("Scheme|2024/25|2025/26", held) == {"Scheme": "title"}, "a year alone says nothing of what is counted"


def test_how_it_is_now_goes_before_how_it_was():
    held = dict.fromkeys(("L", "I", "Residual L", "Residual I"), ("3", "4"))
    meant = read("Risk|Existing controls|L|I|Residual L|Residual I", held)
    assert (meant["Residual L"], meant["Residual I"]) == ("likelihood", "impact")


def test_a_month_is_that_of_a_saving_only_where_something_tells_of_money():
    assert "Month" not in read("Ref|Project|Month", {"Month": ("Apr 2024",)})
    assert read("Project|Month|Saving", {"Month": ("Apr 2024",), "Saving": FIGURES})["Month"] == "period"


def test_kinds_of_rows_are_told_apart():
    def kind(headings: str) -> RowSense:
        held = {"Budget": FIGURES, "Amount": FIGURES, "Transaction Value": FIGURES, "Start date": DAY}
        return rows_of(
            [RegisterColumn(n, one, letters_of(one), held.get(one, WORDS)) for n, one in enumerate(headings.split("|"))]
        )

    assert kind("Benefit ID|Project|Benefit description|Cashable") is RowSense.BENEFIT
    assert kind("Project|Benefit description|Benefit owner|Budget|Status") is RowSense.IDEA
    assert kind("Project|Risk description|Likelihood|Impact|Budget|Start date") is RowSense.IDEA
    assert kind("Project|Risk description|Likelihood|Impact|Status") is RowSense.RISK
    assert kind("Transaction Date|Transaction Value|Merchant") is RowSense.MONEY
    assert kind("Title|Supplier|Amount") is RowSense.IDEA
    assert not has_place(ColumnSense.IDEA, RowSense.IDEA)


def kind_of(headings: str, held: dict[str, tuple[str, ...]]) -> RowSense:
    names = headings.split("|")
    return rows_of([RegisterColumn(n, name, letters_of(name), held.get(name, WORDS)) for n, name in enumerate(names)])


@pytest.mark.parametrize(
    ("headings", "title", "saving"),
    [
        (
            "Ref|Directorate|Savings proposal|2024/25 saving £k|Achieved £k|At risk £k|Mitigating actions|Lead officer",
            "Savings proposal",
            "2024/25 saving £k",
        ),
        (
            "Ref|Directorate|Proposal|Original Saving £k|At risk £k|Undeliverable £k|Mitigation £k|Lead officer",
            "Proposal",
            "Original Saving £k",
        ),
    ],
)
def test_a_tracker_of_savings_that_says_what_is_at_risk_is_no_list_of_risks(headings, title, saving):
    held = {name: FIGURES for name in headings.split("|") if "£" in name} | {"Ref": NUMBER}
    assert kind_of(headings, held) is RowSense.IDEA
    assert read(headings, held) == {
        "Ref": "number",
        "Directorate": "service",
        title: "title",
        saving: "saving_thousands",
        "Lead officer": "lead",
    }


@pytest.mark.parametrize("risk", ["Key risks", "Risk"])
def test_titles_with_a_budget_are_ideas_that_may_each_have_a_risk_beside_them(risk):
    headings, held = f"Project|Lead officer|Total budget (£)|{risk}|Mitigation", {"Total budget (£)": FIGURES}
    assert kind_of(headings, held) is RowSense.IDEA
    assert read(headings, held) == {
        "Project": "title",
        "Lead officer": "lead",
        "Total budget (£)": "money",
        risk: "risk",
        "Mitigation": "mitigation",
    }
    for of_risks in ("Project|Risk|Likelihood|Impact|Mitigation|Cost", "Risk ID|Project|Risk|Mitigation|Cost"):
        assert kind_of(of_risks, {"Cost": FIGURES}) is RowSense.RISK, "a project may have several, each with its cost"


def test_a_list_of_card_payments_is_no_list_of_ideas_called_by_their_currency():
    cards = "Date of Transaction|Merchant Name|Original Gross Amt|Original CUR|Billing Gross Amt|Billing Cur Code"
    cards = f"{cards}|VAT Amount"
    held = dict.fromkeys(("Original Gross Amt", "Billing Gross Amt", "VAT Amount"), FIGURES)
    held |= {"Date of Transaction": DAY, "Original CUR": ("GBP", "USD"), "Billing Cur Code": ("GBP",)}
    assert kind_of(cards, held) is RowSense.MONEY
    assert read(cards, held) == {
        "Date of Transaction": "money_start",
        "Merchant Name": "funder",
        "Billing Gross Amt": "money",
    }
    apart = read(cards, held, RowSense.IDEA)
    assert not {"Original CUR", "Billing Cur Code", "Merchant Name"} & apart.keys()


@pytest.mark.parametrize("heading", ["Cost Centre", "Cost Centre Desc", "Original CUR", "Ccy"])
def test_no_account_and_no_currency_is_the_title(heading):
    assert read(f"{heading}|Improvement")["Improvement"] == "title"


def test_a_merchant_with_a_name_is_who_is_paid():
    bought = "Transaction Date|Merchant Name|Amount|Currency|Cost Centre|Description"
    assert kind_of(bought, {"Transaction Date": DAY, "Amount": FIGURES}) is RowSense.MONEY


def test_your_name_beside_an_address_is_names_a_person_and_a_question_for_the_idea_is_its_title():
    form = "Timestamp|Email Address|Your name (optional)|Team / Service|In one line, what is the idea?"
    meant = read(form, {"Timestamp": DAY, "Your name (optional)": ("A Person",)})
    assert meant == {
        "Timestamp": "first_date",
        "Team / Service": "service",
        "In one line, what is the idea?": "title",
    }

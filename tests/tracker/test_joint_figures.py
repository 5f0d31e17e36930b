"""What a collaborative's cards come to, and that the exported files say the same."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from tests import makers
from tests.reading import Page
from tests.tracker.test_benefits import SPRING, SUMMER, checked, claimed
from tracker import clock, collaborative, exchange, idea, portfolio
from tracker.collaborative import AdaptationStatus, CardField, Choice, Collaborative, Level
from tracker.idea import Stage
from tracker.tenancy import as_council, directory, session
from tracker.value import BenefitClass

DAY = date(2026, 11, 20)
WHOLE = Choice(level=Level.FULL, chosen=frozenset({CardField.HEALTH, CardField.BENEFITS, CardField.PROPOSAL}))


@pytest.fixture
def ours(world) -> makers.Side:
    return world.ours


@pytest.fixture
def theirs(world) -> makers.Side:
    return makers.a_side(name="Southfell Council")


@pytest.fixture
def code(ours, theirs) -> str:
    with clock.at(DAY - timedelta(days=500)):
        return makers.a_collaborative(ours, theirs)


def published(side, code: str, ref: str) -> int:
    """A card of an idea with all that figures look at, its health as of the moment. Returns its number."""
    with side.door():
        to, found = collaborative.get(code), makers.idea_of(ref)
        health = portfolio.health_now(idea=found)
        return collaborative.publish(idea=found, collaborative=to, choice=WHOLE, by=side.lead.id, health=health).number


def computed(code: str) -> None:
    """The worker comes round."""
    with directory():
        which = session().scalars(select(Collaborative.id).where(Collaborative.code == code)).one()
    portfolio.compute_joint(which)


def test_a_profile_over_frozen_health_names_its_cards_and_a_card_that_is_taken_back_is_in_no_figure_at_once(
    ours, theirs, code, browse
):
    with clock.at(DAY):
        refs = [makers.an_idea(ours, title=f"Warm room {n}", stage=Stage.MOBILISE) for n in range(5)]
        with ours.door():
            for ref in refs[:3]:
                said = {"fact": idea.Fact.INVOLVEMENT, "value": "designs_with"}
                idea.set_fact(idea=makers.idea_of(ref), by=ours.owner.id, **said)
        for ref in refs:
            published(ours, code, ref)
        makers.a_card(theirs, code, makers.an_idea(theirs, title="Without health"))
        computed(code)
        member, there = browse(theirs.contributor), f"/collaboratives/{code}/figures"
        page = Page(member.get(there).text)
        assert "5 of 6 cards count. 1 card shows no health" in page.words
        assert "Involvement: 60 3 of 5: ideas whose users design with us" in page.under("parts").items[6]
        part = Page(member.get(f"{there}/involvement").text)
        assert part.heading == "Involvement: 60"
        assert part.links["Warm room 4"] == f"/collaboratives/{code}/cards/5"
        card = Page(member.get(f"/collaboratives/{code}/cards/1").text)
        assert "Involvement: yes" in card.under("health").items
        assert "Runway: no" in card.under("health").items
        browse(ours.lead).post(f"/ideas/{refs[4]}/publish/{code}/withdraw", {"because": "It named a firm."})
        assert "Warm room 4" not in member.get(f"{there}/involvement").text
        assert "has not been worked out yet" in member.get(f"/collaboratives/{code}").text
        for path in (there, f"{there}/involvement"):
            assert ": 60" not in member.get(path).text, "it is no more in what was kept of the day"
        computed(code)
        assert Page(member.get(there).text).words.count("not enough to say") == 8
        browse(makers.a_side().lead).get(there, status=404)


def test_health_is_to_be_refreshed_once_its_idea_went_on_and_counts_again_then(ours, code, browse):
    with clock.at(DAY):
        ref = makers.an_idea(ours, stage=Stage.MOBILISE)
        published(ours, code, ref)
        with ours.door():
            idea.park(idea=makers.idea_of(ref), until=DAY + timedelta(days=90), by=ours.lead.id, because="Money")
        lead, figures = browse(ours.lead), f"/collaboratives/{code}/figures"
        computed(code)
        assert "0 of 1 card count" in Page(lead.get(figures).text).words
        assert "Refresh" in Page(lead.get(f"/ideas/{ref}").text).under("shared").words
        lead.post(f"/ideas/{ref}/publish/{code}/refresh")
        computed(code)
        assert "1 of 1 card counts" in Page(lead.get(figures).text).words


def test_how_cards_spread_is_told_in_four_figures_that_name_no_adapter(ours, theirs, code, browse):
    third = makers.a_side(name="Westerby Council")
    with directory():
        which = session().scalars(select(Collaborative.id).where(Collaborative.code == code)).one()
        collaborative.join(collaborative_id=which, council_id=third.id)
    with clock.at(DAY - timedelta(days=450)):
        taken = published(ours, code, makers.an_idea(ours, title="Taken", stage=Stage.MAINSTREAM))
        published(ours, code, makers.an_idea(ours, title="Left lying", stage=Stage.MAINSTREAM))
    for side, ago in ((theirs, 390), (third, 300)):
        with clock.at(DAY - timedelta(days=ago)):
            ref = makers.an_adaptation(side, code, taken)
    with clock.at(DAY), third.door():
        found = makers.idea_of(ref)
        collaborative.report_result(
            idea=found, status=AdaptationStatus.WORKED, result="Half the visits.", by=third.lead.id
        )
    with clock.at(DAY):
        computed(code)
        member = browse(theirs.contributor)
        page = Page(member.get(f"/collaboratives/{code}").text)
        assert [part.words for part in page.parts("part")] == [
            "Adaptations 2 of 1 of the 2 cards; 1 still being tried, 1 worked or in part",
            "To a second adapter 5 months Half of the 1 card with two adapters had them by then.",
            "Stuck where it began 1 of 2 cards in mainstream: nobody else took it in for twelve months See which",
            "Worth, counted once 0 cards tell a benefit; 0 figures told twice left out What they are worth",
        ]
        assert "Westerby" not in page.under("spreading").words
        assert list(Page(member.get(f"/collaboratives/{code}/figures/stuck").text).part("split").links) == [
            "Left lying"
        ]


# --- the roll-up, worked out again from the files ---------------------------------------------------------------------
Row = dict[str, str]


def read(folder: Path, name: str) -> list[Row]:
    with (folder / "record" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines_of_cards(folder: Path, collaborative_id: UUID) -> dict[tuple, list[tuple]]:
    """What cards tell, by where their line began, who gains and of what kind: how near, how it stands, the period."""
    names = {row["id"]: row["name"].lower() for row in read(folder, "council")}
    codes = {row["code"]: row["id"] for row in read(folder, "council")}
    came_from = {(row["council_id"], row["idea_id"]): row for row in read(folder, "adaptation")}
    lines = defaultdict(list)
    for card in read(folder, "publication"):
        told = "worth" in json.loads(card["shown"])["chosen"] and not card["withdrawn_at"]
        if card["collaborative_id"] != str(collaborative_id) or not told:
            continue
        family, steps, own = (codes[card["council"]], card["idea_id"]), 0, names[codes[card["council"]]]
        while (row := came_from.get(family)) is not None:
            family, steps = (row["origin_council_id"], row["origin_idea_id"]), steps + 1
        of_it = {row["id"]: row for row in read(folder, "benefit") if row["idea_id"] == card["idea_id"]}
        for period in read(folder, "benefit_period"):
            gain = of_it.get(period["benefit_id"], {"state": "withdrawn"})
            if gain["state"] != "withdrawn":
                gainer = gain["beneficiary"].lower() or own
                kind = (gain["benefit_class"], gain["unit"], gain["disbenefit"] == "t")
                rank = (gainer != own, steps, int(card["number"]))
                lines[family, gainer, kind].append((rank, gain["state"], period))
    return lines


def worth_by_the_files(folder: Path, collaborative_id: UUID) -> dict[tuple, dict[str, Decimal]]:
    """What cards are worth by class, unit and loss, as a stranger works it out of `seedbed export --full`."""
    sums = defaultdict(lambda: defaultdict(Decimal))
    for (_, _, kind), figures in lines_of_cards(folder, collaborative_id).items():
        counted: list[tuple] = []
        for rank, state, period in sorted(figures, key=lambda one: (one[0], one[2]["starts_on"])):
            came, first, last = Decimal(period["actual"] or 0), period["starts_on"], period["ends_on"]
            if any(r != rank and p["starts_on"] <= last and first <= p["ends_on"] for r, p in counted):
                sums[kind]["twice"] += came
                continue
            counted.append((rank, period))
            sums[kind]["forecast"] += Decimal(period["forecast"] or 0)
            sums[kind]["questioned" if state == "under_question" else "came"] += came
            if state != "under_question" and period["checked_word"] == "right":
                sums[kind]["checked"] += came
    return sums


def test_the_roll_up_equals_what_the_exported_files_come_to_and_counts_nothing_twice(
    ours, theirs, code, browse, tmp_path
):
    third = makers.a_side(name="Westerby Council")
    with directory():
        which = session().scalars(select(Collaborative.id).where(Collaborative.code == code)).one()
        collaborative.join(collaborative_id=which, council_id=third.id)
    for_nhs = {"beneficiary": "NHS Mersey"}
    with clock.at(DAY):
        first = makers.an_idea(ours, title="Where it began", stage=Stage.MOBILISE)
        beds = claimed(ours, first, "Beds", (SUMMER, "900", "1000"), (SPRING, "90", "100"), **for_nhs)
        checked(ours, first, beds)
        claimed(ours, first, "At Southfell", (SUMMER, "60", "50"), beneficiary="Southfell Council")
        number = published(ours, code, first)
        second = makers.an_adaptation(theirs, code, number)
        claimed(theirs, second, "Beds, too", (SUMMER, "300", "400"), **for_nhs)
        claimed(theirs, second, "Here", (SUMMER, "70", "61.5"))
        number = published(theirs, code, second)
        last = makers.an_adaptation(third, code, number)
        claimed(third, last, "Beds again", (SPRING, "30", "33"), **for_nhs)
        claimed(third, last, "Costs", (SPRING, "5", "6"), disbenefit=True)
        published(third, code, last)
        apart = makers.an_idea(theirs, title="Another matter", stage=Stage.MOBILISE)
        claimed(theirs, apart, "Beds elsewhere", (SUMMER, "10", "9"), **for_nhs)
        claimed(theirs, apart, "Visits", (SUMMER, "3", "4"), benefit_class=BenefitClass.QUANTIFIABLE, unit="visits")
        published(theirs, code, apart)
        unseen = makers.an_idea(ours, title="Not told", stage=Stage.MOBILISE)
        claimed(ours, unseen, "Kept at home", (SUMMER, "7777", "8888"))
        makers.a_card(ours, code, unseen)
        computed(code)
        exchange.export_folder(tmp_path)
        exchange.export_record(tmp_path)
        by_hand = worth_by_the_files(tmp_path, which)
        with as_council(third.id):
            told = portfolio.figures_query(which).answer().told
        kept = {
            (one["benefit_class"], one["unit"] or "", one["loss"]): {
                name: Decimal(one[name])
                for name in ("forecast", "came", "checked", "questioned", "twice")
                if Decimal(one[name])
            }
            for one in told["worth"]
        }
        assert kept == {kind: {name: sum_ for name, sum_ in one.items() if sum_} for kind, one in by_hand.items()}
        assert kept["cash_releasing", "", False]["came"] == Decimal("1170.5"), "1000, 100, 61.5 and 9"
        assert kept["cash_releasing", "", False]["twice"] == 483, "400, 33 and the 50 that Southfell tells itself"
        page = Page(browse(third.contributor).get(f"/collaboratives/{code}/figures").text)
        assert "8888" not in page.words.replace(",", "")
        assert [row[4] for row in page.table("What cards are worth")[1:]] == ["£1,170.50", "£6", "4 visits"]

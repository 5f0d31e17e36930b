"""What benefits came to: by period, checked by another, under question apart; the register sums only what is alike."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from tests import makers
from tests.reading import Page
from tests.tracker.test_records import fields
from tracker import amendment, benefit, clock, idea, value
from tracker.gate import Gate, StopReason, Word
from tracker.idea import Refused, Stage
from tracker.post import Letter
from tracker.tenancy import session
from tracker.value import BenefitCategory, BenefitClass

DAY = date(2026, 11, 20)
SUMMER = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)}
SPRING = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}
OWN_CASH = {"category": BenefitCategory.OWN, "benefit_class": BenefitClass.CASH}
IN_VISITS = {"category": BenefitCategory.SOCIETY, "benefit_class": BenefitClass.QUANTIFIABLE, "unit": "visits"}


def claimed(side, ref: str, what: str = "Court fees not paid", *periods, **said) -> UUID:
    """A benefit that the owner claims, with (days, forecast, actual) of its periods."""
    with side.door():
        found = makers.idea_of(ref)
        made = value.add_benefit(idea=found, by=side.owner.id, description=what, **{**OWN_CASH, **said})
        for days, forecast, actual in periods:
            came = None if actual is None else Decimal(actual)
            figures = {"forecast": Decimal(forecast), "actual": came}
            benefit.add_period(idea=found, benefit=made, by=side.owner.id, **days, **figures)
        return made.id


def checked(side, ref: str, benefit_id: UUID, *, word=benefit.CheckWord.RIGHT) -> None:
    """The lead checks every figure of a benefit that came."""
    with side.door():
        found = makers.idea_of(ref)
        of = amendment.standing(value.Benefit, idea=found, row_id=benefit_id)
        asked = select(benefit.BenefitPeriod).where(benefit.BenefitPeriod.benefit_id == benefit_id)
        for one in session().scalars(asked.order_by(benefit.BenefitPeriod.id)):
            if one.has_come:
                more = {"figure": Decimal(1)} if word == "other" else {}
                by = side.lead.id
                benefit.check_figure(idea=found, benefit=of, period=one, by=by, word=word, note="The ledger.", **more)


@pytest.fixture
def ref(world) -> str:
    with clock.at(DAY - timedelta(days=100)):
        return makers.an_idea(world.ours, stage=Stage.MOBILISE)


def test_a_figure_is_claimed_by_one_checked_by_another_and_waits_anew_once_it_is_said_otherwise(world, browse, ref):
    ours = world.ours
    with clock.at(DAY):
        owner, lead, observer = browse(ours.owner), browse(ours.lead), browse(ours.observer)
        said = {
            "description": "Court fees not paid",
            "category": "own_organisation",
            "benefit_class": "cash_releasing",
            "payer": "Us",
            "loser": "The courts",
        }
        assert (
            "leave this empty" in owner.post(f"/ideas/{ref}/benefits/new", {**said, "unit": "hours"}, status=200).text
        )
        added = owner.post(f"/ideas/{ref}/benefits/new", said).location
        assert "Jul to" not in owner.get(added).text
        assert fields(owner.get(added).text)["starts_on"] == "1 October 2026"
        summer = {"starts_on": "1 July 2026", "ends_on": "30 September 2026", "forecast": "£6,000", "actual": "5,200"}
        owner.post(added, {**summer, "why": "Nobody rang in the two weeks of the change."})
        assert (
            "is recorded already"
            in owner.post(
                added, {**summer, "starts_on": "30 September 2026", "ends_on": "1 October 2026"}, status=200
            ).text
        )
        at = added.removesuffix("/periods")
        claimed(ours, ref, "Nothing yet", amount_gbp=Decimal(300))
        told = Page(observer.get(f"/ideas/{ref}/benefits").text).words
        assert "£5,200 in Jul to Sep 2026, of £6,000 forecast. Not checked yet." in told
        assert "No period yet: £300 was said at first." in told
        page = Page(lead.get(at).text)
        assert page.words.count("£5,200 came in Jul to Sep 2026, of £6,000 forecast.") == 1
        assert "On its way" in page.under("what").words
        assert page.under("pays").words.split(" ")[3:5] == ["Pays", "Us"] or "Us" in page.under("pays").words
        check = page.links["Check the figure"]
        assert "Check the figure" not in Page(owner.get(at).text).links
        owner.get(check, status=403)
        owner.get(f"{at}/state")
        assert "Say what you looked at" in observer.post(check, {"word": "right"}, status=200).text
        observer.post(check, {"word": "other", "figure": "5,100", "note": "The ledger of September"})
        assert "it is another figure, £5,100" in Page(owner.get(at).text).words
        row = check.removesuffix("/check")
        owner.post(f"{row}/undo", status=409)  # it is another person's word
        owner.post(f"{row}/correct", {**summer, "actual": "5100", "because": "The observer is right."})
        lead.post(check, {"word": "right", "note": "The ledger"})
        assert (
            "checked this figure already" in observer.post(check, {"word": "right", "note": "Me, too"}, status=409).text
        )
        assert Page(owner.get(at).text).words.count("Checked by Priya Nair, 20 November.") == 2
        owner.post(f"{at}/state", {"state": "realised", "because": "All of it came."}, status=422)
        browse(ours.sponsor).post(f"{at}/state", {"state": "realised", "because": "I saw the ledger."})
        assert "Said to have come by Helen Marsh" in Page(lead.get(at).text).under("what").words
        owner.post(f"{row}/correct", {**summer, "actual": "4900", "because": "One more was found."})
        assert "nobody yet" in Page(lead.get(at).text).under("periods").words
        history = Page(lead.get(f"{row}/history").text).under("before").words
        assert "What a check found: it is right then nothing" in history
    with ours.door(), pytest.raises(Refused, match="somebody else"):
        found = makers.idea_of(ref)
        gain, _ = benefit.benefits_on(idea=found)
        of = amendment.standing(value.Benefit, idea=found, row_id=gain.id)
        period = amendment.standing(benefit.BenefitPeriod, idea=found, row_id=gain.periods[0].id)
        benefit.check_figure(
            idea=found, benefit=of, period=period, by=ours.owner.id, word=benefit.CheckWord.RIGHT, note="Me"
        )


def test_a_benefit_is_claimed_and_put_right_with_whom_it_is_for_and_what_kind_it_is_or_its_file_comes_in_no_more(
    world, browse, ref
):
    owner, at = browse(world.ours.owner), f"/ideas/{ref}/benefits"
    kinds = {"category": "own_organisation", "benefit_class": "quantifiable"}
    asked = Page(owner.post(f"{at}/new", {"unit": "hours"}, status=200).text).part("govuk-error-summary__list").words
    assert "Say what is gained Choose who gains Choose what kind of gain it is" in asked
    cash = {"benefit_class": "cash_releasing", "unit": "hours"}
    asked = Page(owner.post(f"{at}/new", cash, status=200).text).part("govuk-error-summary__list").words
    assert "Say what is gained Choose who gains Cash is counted in pounds" in asked
    with world.ours.door():
        old = value.Benefit(idea_id=makers.idea_of(ref).id, description="Of an older year")
        session().add(old)
        session().flush()
        old_id = old.id
    words = {"description": "Of an older year, in hours"}
    for missing in kinds:
        some = {name: said for name, said in kinds.items() if name != missing}
        owner.post(f"{at}/{old_id}/correct", {**words, **some, "because": "Counted."}, status=200)
    owner.post(f"{at}/{old_id}/correct", {**words, **kinds, "because": "Counted."})
    with world.ours.door(), pytest.raises(Refused) as refused:
        value.add_benefit(idea=makers.idea_of(ref), by=world.ours.owner.id, description=" ")
    assert [one.field for one in (refused.value, *refused.value.others)] == ["description", "category", "benefit_class"]


@pytest.mark.parametrize("otherwise", ["another figure", "a figure put right", "other words", "a figure put back"])
def test_a_benefit_that_came_is_verified_anew_once_it_or_its_figures_are_said_otherwise(world, ref, otherwise):
    """Else who verified it would have verified what they claimed since."""
    ours, by = world.ours, world.ours.lead.id
    benefit_id = claimed(ours, ref, "Court fees not paid", (SPRING, 9, 8), (SUMMER, 9, 9))
    checked(ours, ref, benefit_id)

    def stands() -> tuple[str, UUID | None]:
        with ours.door():
            of = amendment.standing(value.Benefit, idea=makers.idea_of(ref), row_id=benefit_id)
            return str(of.state), of.verified_by_id

    def parts() -> tuple[idea.Idea, value.Benefit, benefit.BenefitPeriod]:
        found = makers.idea_of(ref)
        of = amendment.standing(value.Benefit, idea=found, row_id=benefit_id)
        asked = select(benefit.BenefitPeriod).where(benefit.BenefitPeriod.benefit_id == benefit_id)
        return found, of, session().scalars(asked.order_by(benefit.BenefitPeriod.starts_on)).all()[-1]

    with ours.door():
        found, of, last = parts()
        if otherwise == "a figure put back":
            last.claimed_by_id, last.checked_by_id = by, ours.observer.id
            session().flush()
            amendment.withdraw(last, idea=found, by=by, because="Counted twice.")
        to = value.BenefitState.REALISED
        benefit.move_benefit(idea=found, benefit=of, to=to, because="It came.", reader=ours.lead.reader)
        withdrawn = last.id
    assert stands() == ("realised", by)
    with ours.door():
        found, of, last = parts()
        if otherwise == "another figure":
            autumn = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 9), "actual": Decimal(3)}
            benefit.add_period(idea=found, benefit=of, by=by, **autumn)
        elif otherwise == "a figure put right":
            said = {**SUMMER, "forecast": Decimal(9), "actual": Decimal(99), "because": "Two more courts."}
            benefit.correct_period(idea=found, benefit=of, period=last, by=by, **said)
        elif otherwise == "other words":
            value.correct_benefit(
                idea=found,
                benefit=of,
                by=by,
                because="More.",
                description="All fees",
                **OWN_CASH,
                amount_gbp=Decimal(9),
            )
        else:
            amendment.undo(idea=found, kind=amendment.RecordKind.PERIOD, row_id=withdrawn, by=by)
    assert stands() == ("in_delivery", None)


def test_a_return_puts_what_rests_on_it_under_question_with_its_history_and_a_lead_brings_it_back(world, browse, ref):
    ours = world.ours
    with clock.at(DAY):
        gain = claimed(ours, ref, "Court fees not paid", (SUMMER, 6000, 5200))
        at = f"/ideas/{ref}/benefits/{gain}"
        assert "Decision 2: go to mobilise" in Page(browse(ours.observer).get(at).text).under("rests").words.replace(
            "Go", "go"
        )
        makers.a_decision(ours, ref, Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.DESIGN)
        page = Page(browse(ours.owner).get(at).text)
        assert "It is under question, and counts as come nowhere." in page.words
        assert "It was reversed by decision 3" in page.under("rests").words
        assert "A decision that it rested on was reversed." in page.under("before").words
        assert "Say how it stands" not in page.links
        browse(ours.owner).post(f"{at}/state", {"state": "in_delivery", "because": "Still."}, status=409)
        browse(ours.lead).post(f"{at}/state", {"state": "in_delivery", "because": "The calls go on."})
        assert "On its way" in Page(browse(ours.owner).get(at).text).under("what").words


def test_what_is_recorded_after_a_return_rests_on_the_decision_that_still_stood_then(world, browse, ref):
    ours = world.ours
    with clock.at(DAY):
        makers.a_decision(ours, ref, Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.DESIGN)
        gain = claimed(ours, ref, "Fewer visits", (SUMMER, 6000, 5200))
        rests = Page(browse(ours.owner).get(f"/ideas/{ref}/benefits/{gain}").text).under("rests").words
        assert "Decision 1: go to design" in rests.replace("Go", "go")
        assert "It was reversed" not in rests
        lead = browse(ours.lead)
        assert "rests on decision 1" in Page(lead.get("/portfolio/benefits").text).words
        [row] = csv.DictReader(io.StringIO(lead.get("/portfolio/benefits.csv").get_data(as_text=True)))
        assert row["Rests on decision"] == "1"


def test_a_figure_that_says_another_thing_than_was_checked_waits_to_be_checked_anew(world, browse, ref):
    ours = world.ours
    with clock.at(DAY):
        gain = claimed(ours, ref, "Visits not made", (SUMMER, 90, 112), **IN_VISITS)
        checked(ours, ref, gain)
        lead = browse(ours.lead)

        def corrected(**said) -> None:
            with ours.door():
                found = makers.idea_of(ref)
                of = amendment.standing(value.Benefit, idea=found, row_id=gain)
                value.correct_benefit(idea=found, benefit=of, by=ours.owner.id, because="More.", **said)

        def found_right() -> bool:
            [row] = csv.DictReader(io.StringIO(lead.get("/portfolio/benefits.csv").get_data(as_text=True)))
            waits = "waits" in Page(lead.get("/portfolio/benefits").text).under("register").words
            assert waits is not bool(row["Checked by"])
            return row["What a check found"] == "it is right"

        corrected(description="Visits that nobody made", **IN_VISITS)
        assert found_right()
        corrected(description="Visits that nobody made", **OWN_CASH)
        assert not found_right()
        with ours.door():
            amendment.undo(idea=makers.idea_of(ref), kind=amendment.RecordKind.BENEFIT, row_id=gain, by=ours.owner.id)
        assert not found_right()
        checked(ours, ref, gain)
        assert found_right()


def test_the_register_sums_what_is_alike_alone_and_shows_what_a_reader_may_see(world, browse, ref):
    ours, theirs = world.ours, world.theirs
    with clock.at(DAY):
        other, hidden = (
            makers.an_idea(ours, title="Quiet hour", stage=Stage.MOBILISE),
            makers.an_idea(ours, title="Hidden"),
        )
        whose = {"payer": "Northmoor", "beneficiary": "=HYPERLINK(1)"}
        fees = claimed(ours, ref, "Court fees", (SPRING, 6000, 6400), (SUMMER, 6000, 5200), **whose)
        claimed(ours, ref, "Overtime", (SUMMER, 4500, 4700), **whose)
        asked = claimed(ours, other, "Vans", (SUMMER, 3000, 1000), payer="northmoor ", beneficiary="The Trust")
        claimed(ours, other, "Visits", (SUMMER, 90, 112), **IN_VISITS)
        claimed(ours, other, "Noise", (SUMMER, 70, 70), **IN_VISITS, disbenefit=True)
        claimed(ours, other, "Said once", amount_gbp=Decimal(9999))
        claimed(ours, hidden, "Nobody knows", (SUMMER, 1, 100000))
        claimed(theirs, makers.an_idea(theirs, stage=Stage.MOBILISE), "Theirs", (SUMMER, 1, 50000))
        checked(ours, ref, fees)
        with ours.door():
            session().execute(update(value.Benefit).where(value.Benefit.id == asked).values(state="under_question"))
            idea.set_audience(idea=makers.idea_of(hidden), audience=idea.Audience.CONFIDENTIAL, by=ours.lead.id)
        observer = browse(ours.observer)
        page = Page(observer.get("/portfolio/benefits").text)
        assert "6 benefits of 2 ideas" in page.words
        assert "100,000" not in page.words
        assert "4 figures wait to be checked" in page.headings
        cash = page.under("series-1")
        assert page.named("series-1").text.strip().startswith("Cash releasing, for own organisation")
        assert cash.rows[1:] == [
            ["Apr to Jun 2026", "£6,000", "£6,400", "£0", "1 of 1"],
            ["Jul to Sep 2026", "£13,500", "£9,900", "£1,000", "3 of 3"],
        ]
        assert "£10,900 of £13,500 forecast; £1,000 of it is under question." in cash.words
        assert page.under("series-2").rows[1:] == [["Jul to Sep 2026", "90 visits", "112 visits", "0 visits", "1 of 1"]]
        assert page.under("series-3").rows[1:] == [["Jul to Sep 2026", "70 visits", "70 visits", "0 visits", "1 of 1"]]
        assert not page.has("series-4")
        assert "1 benefit has no period yet" in page.words
        kinds = {row[0]: row[1:] for row in page.under("kinds").rows}
        assert kinds["Cash releasing"][0].startswith("4 benefits")
        assert kinds["Quantifiable"][2] == "2 benefits: Quantifiable, Wider society counted in visits; 1 loss"
        pairs = page.under("pays").rows
        assert pairs[0] == ["Who pays", "=HYPERLINK(1) gains", "The Trust gains", "Not said gains"]
        assert [row[0] for row in pairs[1:]] == ["Northmoor", "Not said"]
        assert [cell.split(" ")[0] for cell in pairs[1][1:]] == ["2", "1", "none"]
        assert page.under("accuracy").rows[1] == [
            "No service",
            "5",
            "3 of 5; the rest came 1 lower, 1 higher",
            "none",
            "none",
        ]
        lead = Page(browse(ours.lead).get("/portfolio/benefits").text)
        assert "7 benefits of 3 ideas" in lead.words


def test_what_leads_on_from_the_register_leads_to_what_it_counts(world, browse, ref):
    ours = world.ours
    for name in ("others", "A", "B", "C", "D", "E", "F"):
        for gain in range(1 + (name == "others")):
            claimed(ours, ref, f"{name} {gain}", payer=name, beneficiary="Us")
    with ours.door():
        session().add(value.Benefit(idea_id=makers.idea_of(ref).id, description="Of an older year"))
    page = Page(browse(ours.lead).get("/portfolio/benefits").text)
    rows = {row[0]: row[1] for row in page.under("pays").rows[1:]}
    assert (rows["others"], rows["All others"]) == (
        "2 benefits: others, Us gains others 0; others 1",
        "2 benefits E 0; F 0",
    )
    links = page.under("kinds").links
    assert "Not said" not in " ".join(links), "nothing in an address narrows to what is not said"
    assert set(links.values()) == {"?class=cash_releasing&whom=own_organisation#register"}


def test_the_register_is_narrowed_paged_and_taken_along_without_formulas(world, browse, ref, monkeypatch):
    ours = world.ours
    with clock.at(DAY):
        fees = claimed(ours, ref, "=1+1", (SPRING, 6000, 6400), (SUMMER, 6000, 5200), payer="@us")
        claimed(ours, ref, "Visits", (SUMMER, 90, 112), **IN_VISITS)
        claimed(ours, ref, "Hoped for")
        sponsor = browse(ours.sponsor)

        def listed(asked: str) -> list[str]:
            return [
                row[0].split(" One")[0]
                for row in Page(sponsor.get(f"/portfolio/benefits?{asked}").text).under("register").rows[1:]
            ]

        assert listed("") == ["Hoped for", "Visits", "=1+1"]
        assert listed("class=quantifiable") == ["Visits"]
        assert listed("whom=own_organisation&state=in_delivery") == ["=1+1"]
        assert listed("period=2026-04-01_2026-06-30") == ["=1+1"]
        assert listed("pays=%40us") == ["=1+1"]
        assert listed("pays=-") == ["Hoped for", "Visits"]
        assert listed("service=nonsense&class=nonsense&period=nonsense") == ["Hoped for", "Visits", "=1+1"]
        checked(ours, ref, fees)
        assert listed("waiting=y") == ["Visits"]
        assert "No benefit fits" in sponsor.get("/portfolio/benefits?class=qualitative").text
        monkeypatch.setattr(benefit, "ON_A_PAGE", 2)
        page = Page(sponsor.get("/portfolio/benefits").text)
        assert [
            row[0].split(" One")[0]
            for row in Page(sponsor.get(page.links["More benefits"]).text).under("register").rows[1:]
        ] == ["=1+1"]
        table = list(
            csv.reader(
                io.StringIO(sponsor.get("/portfolio/benefits.csv?class=cash_releasing").data.decode("utf-8-sig"))
            )
        )
        told = [dict(zip(table[0], row, strict=True)) for row in table[1:]]
        assert [(one["Benefit"], one["From"], one["Forecast"], one["Came"]) for one in told[1:]] == [
            ("'=1+1", "2026-04-01", "6000.00", "6400.00"),
            ("'=1+1", "2026-07-01", "6000.00", "5200.00"),
        ]
        assert (told[0]["Benefit"], told[0]["Came"], told[1]["Who pays"]) == ("Hoped for", "", "'@us")
        book = CalamineWorkbook.from_filelike(
            io.BytesIO(sponsor.get("/portfolio/benefits.xlsx?class=quantifiable").data)
        )
        heading, visits = book.get_sheet_by_index(0).to_python()
        assert dict(zip(heading, visits, strict=True))["Came"] == 112


def test_money_stands_on_a_line_of_time_with_its_table_and_hours_beside_it(world, browse, ref):
    ours = world.ours
    with clock.at(DAY):
        owner = browse(ours.owner)
        empty = Page(owner.get(f"/ideas/{ref}/money").text)
        assert "No money is granted yet, so how long it lasts is unknown." in empty.words
        with ours.door():
            money = {"idea": makers.idea_of(ref), "by": ours.owner.id}
            value.add_funding(
                **money, funder="Health fund", amount_gbp=Decimal(12000), start=DAY, end=date(2027, 6, 19)
            )
            hoped = {"certainty": value.Certainty.INDICATIVE, "end": date(2030, 1, 1), "amount_gbp": Decimal(5000)}
            value.add_funding(**money, funder="Hope", **hoped)
            value.add_funding(**money, funder="Endless", start=DAY)
        wrong = owner.post(
            f"/ideas/{ref}/money/hours", {"granted_to": "The warden", "hours_a_week": "200"}, status=200
        ).text
        assert "168 at most" in wrong
        assert "Say who granted them" in wrong
        said = {
            "granted_to": "The warden",
            "granted_by": "Her head of service",
            "hours_a_week": "3.5",
            "used": "partly",
        }
        assert owner.post(f"/ideas/{ref}/money/hours", said).location.endswith("#hours")
        page = Page(browse(ours.observer).get(f"/ideas/{ref}/money").text)
        assert "Runway: 6 whole months, from today to 19 June 2027" in page.words  # to the 20th it would be 7
        funding = page.under("funding")
        assert "£12,000 granted; £5,000 more is only hoped for" in funding.words
        assert ["Endless", "not known", "granted", "20 November", "unknown"] in [
            [cell.replace("\xa0", " ") for cell in row] for row in funding.rows
        ]
        assert "3.5 hours a week are granted today" in page.under("hours").words
        assert page.under("hours").rows[1] == [
            "The warden", "Her head of service", "3.5", "not said", "further notice", "Used in part"
        ]  # fmt: skip
        labels = [one.get("aria-label") for one in page.root.iter() if one.get("role") == "img"]
        assert any("Money, Hope: £5,000, indicative; start not said" in one for one in labels)
        assert "Add hours" not in page.links


def test_who_claimed_a_figure_hears_of_its_check_and_a_stop_questions_what_is_to_come(world, browse, ref):
    ours = world.ours
    with clock.at(DAY):
        claimed(ours, ref, "To come", (SUMMER, 9, None))
        ids = [claimed(ours, ref, name, (SUMMER, 9, 9)) for name in ("On its way", "Came")]
        for one in ids:
            checked(ours, ref, one)
        with ours.door():
            found = makers.idea_of(ref)
            of = amendment.standing(value.Benefit, idea=found, row_id=ids[1])
            reader, why = ours.lead.reader, "It is in the books."
            benefit.move_benefit(idea=found, benefit=of, to=value.BenefitState.REALISED, because=why, reader=reader)
            told = session().scalars(select(Letter).where(Letter.template == "figure_checked")).all()
            assert {one.person_id for one in told} == {ours.owner.id}
            assert sorted(one.particulars["benefit"] for one in told) == ["Came", "On its way"]
        stop = {"stop_reason": StopReason.NO_RESOURCES, "lesson": "Ask first."}
        makers.a_decision(ours, ref, Word.STOP, at=Gate.MAINSTREAM, **stop)
        with ours.door():
            states = {one.description: one.state for one in benefit.benefits_on(idea=makers.idea_of(ref))}
        assert states == {"To come": "under_question", "On its way": "under_question", "Came": "realised"}
        assert "2 benefits. The idea was stopped." in Page(browse(ours.owner).get(f"/ideas/{ref}").text).words

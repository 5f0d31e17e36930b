"""What is recorded is put right or taken back, with a reason: through its pages, counted nowhere, read as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from tests import makers
from tests.case_files import a_folder, council_of, put
from tests.reading import Page
from tests.tracker.things import RECORDED
from tracker import amendment, clock, exchange, gate, idea, risk, value
from tracker.council import Role
from tracker.gate import AnswerDraft, Gate
from tracker.gate.queries.answers import answers_to
from tracker.idea import Refused, Stage
from tracker.portfolio.profile.queries import ideas_on
from tracker.portfolio.profile.words import IdeaOnDay
from tracker.tenancy import as_council, session

DAY = date(2026, 11, 20)
LATER = DAY + timedelta(days=30)
WHY = "The wrong year was read off."


@pytest.fixture
def ref(world) -> str:
    """An idea in mobilise, with a sponsor, since long before the day."""
    with clock.at(DAY - timedelta(days=200)):
        made = makers.an_idea(world.ours, stage=Stage.MOBILISE)
        with world.ours.door():
            idea.name_sponsor(idea=makers.idea_of(made), by=world.ours.owner.id, person_id=world.ours.sponsor.id)
    return made


@pytest.fixture
def owner(world, browse):
    """The owner, signed in anew at each moment."""

    class Anew:
        def __getattr__(self, name: str):
            return getattr(browse(world.ours.owner), name)

    return Anew()


def everything(side, ref: str) -> dict[str, str]:
    """One row of each kind, by the word of its address."""
    with side.door():
        found = makers.idea_of(ref)
        return {kind: str(make(found, side.owner.id)) for kind, make in RECORDED.items() if kind != "claims"}


def stands(side, ref: str, day: date) -> IdeaOnDay:
    with side.door():
        return next(one for one in ideas_on(day=day) if one.ref == ref)


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the one form with words in it, as it stands."""
    forms = [one for one in Page(page).root.iter("form") if one.find(".//label") is not None]
    form = next(one for one in forms if one.get("method") == "post")
    sent: dict[str, str] = {}
    for one in form.iter():
        name, kind = one.get("name", ""), one.get("type")
        if one.tag == "textarea":
            sent[name] = (one.text or "").lstrip("\n")
        elif one.tag == "select":
            chosen = [option for option in one.iter("option") if option.get("selected") is not None]
            sent[name] = (chosen or list(one.iter("option")))[0].get("value", "")
        elif one.tag == "input" and (kind not in {"checkbox", "radio"} or one.get("checked") is not None):
            sent[name] = one.get("value", "")
    return {name: said for name, said in sent.items() if name not in {"csrf_token", "form_key"}}


# --- one mechanism for all kinds --------------------------------------------------------------------------------------
CORRECTED = {
    "evidence": ({"kind": "figure", "value": "5"}, "Figure: 4 then 5"),
    "funding": ({"funder": "Lottery", "amount_gbp": "1,234.50", "granted": "y"}, "From whom: Health fund then Lottery"),
    "contacts": ({"on": "1 November 2026", "note": "A call"}, "In words: A visit then A call"),
    "risks": (
        {"description": "Nobody comes", "likelihood": "2", "impact": "5", "mitigation": "Ask"},
        "How bad: 2, a lost day then 5, a disaster",
    ),
    "benefits": (
        {"description": "Diesel", "category": "own_organisation", "benefit_class": "cash_releasing"},
        "Fuel then",
    ),
    "periods": (
        {"starts_on": "1 April 2020", "ends_on": "30 June 2020", "forecast": "10", "actual": "8.5"},
        "Came: 9 then 8.50",
    ),
    "hours": (
        {"granted_to": "The warden", "granted_by": "Her head of service", "hours_a_week": "2", "used": "partly"},
        "Hours a week: 3.50 then 2",
    ),
}


@pytest.mark.parametrize("kind", CORRECTED)
def test_every_kind_is_put_right_with_a_reason_withdrawn_and_put_back_and_its_history_tells_all_of_it(
    world, owner, browse, ref, kind
):
    with clock.at(DAY):
        row = everything(world.ours, ref)[kind]
    at, (sent, told) = f"/ideas/{ref}/{kind}/{row}", CORRECTED[kind]
    with clock.at(LATER):
        assert "Never changed since 20 November" in Page(owner.get(f"{at}/history").text).words
        assert "Say why it is changed" in owner.post(f"{at}/correct", sent, status=200).text
        owner.post(f"{at}/correct", {**sent, "because": WHY})
        page = Page(browse(world.ours.observer).get(f"{at}/history").text)
        assert told in page.under("before").words
        assert f"Put right on 20 December by Tom Baker “{WHY}”" in page.under("before").words
        assert "Recorded on 20 November by Tom Baker" in page.under("before").words
        owner.post(f"{at}/withdraw", {"because": " "}, status=200)
        owner.post(f"{at}/withdraw", {"because": "It is another idea’s."})
        owner.get(f"{at}/correct", status=404)
        page = browse(world.ours.observer).get(f"{at}/history").text
        assert "<s>" in page
        assert "Put it back" not in page  # who only reads it does not
        owner.post(f"{at}/undo")
        page = Page(owner.get(f"{at}/history").text)
        assert page.has("now")
        assert "Put it right" in page.words
        assert [one.split(" on ")[0] for one in page.under("before").headings] == [
            "Put back",
            "Withdrawn",
            "Put right",
            "Recorded",
        ]
        assert "undone" in owner.post(f"{at}/undo", status=409).text  # what was undone is not undone again
    with world.ours.door():
        assert makers.idea_of(ref).last_contact == (date(2026, 11, 1) if kind == "contacts" else DAY)


def test_what_is_undone_stands_as_it_did_to_the_last_column(world, owner, ref):
    with clock.at(DAY):
        row = everything(world.ours, ref)["funding"]
    at = f"/ideas/{ref}/funding/{row}"

    def stored() -> dict:
        with world.ours.door():
            return amendment.plain(session().scalars(select(value.Funding).where(value.Funding.id == row)).one())

    before = stored()
    with clock.at(LATER):
        owner.post(f"{at}/correct", {"funder": "Lottery", "amount_gbp": "12.30", "because": WHY})
        assert stored()["amount_gbp"] == Decimal("12.30")
        owner.post(f"{at}/undo")
        assert stored() == before
        owner.post(f"{at}/withdraw", {"because": WHY})
        owner.post(f"{at}/undo")
        assert stored() == before


def test_what_was_empty_is_filled_in_without_a_reason_and_nothing_said_anew_is_no_change(world, owner, ref):
    with clock.at(DAY):
        row = everything(world.ours, ref)["risks"]
        at, said = f"/ideas/{ref}/risks/{row}", {"description": "Nobody comes", "likelihood": "2", "impact": "2"}
        owner.post(f"{at}/correct", {**said, "mitigation": "Ask", "owner_id": str(world.ours.owner.id)})
        assert "Never changed" in owner.get(f"{at}/history").text
        more = {"category": "workforce", "cause": "Two posts go", "owner_id": str(world.ours.owner.id)}
        owner.post(f"{at}/correct", {**said, "mitigation": "Ask", **more})
        page = Page(owner.get(f"{at}/history").text).under("before").words
    assert "Category: nothing then workforce" in page
    assert "Cause: nothing then Two posts go" in page


# --- withdrawn counts nowhere -----------------------------------------------------------------------------------------
def test_a_withdrawn_row_counts_nowhere_and_is_shown_struck_apart(world, owner, ref):
    with clock.at(DAY):
        rows = everything(world.ours, ref)
        with world.ours.door():
            found = makers.idea_of(ref)
            more = {"end": DAY + timedelta(days=400), "amount_gbp": Decimal(500)}
            line = value.add_funding(idea=found, by=world.ours.owner.id, funder="Trust", **more)
            rows["funding 2"] = str(line.id)
        with world.ours.door():
            worth = value.worth_of(idea=makers.idea_of(ref))
            assert (worth.level, worth.runway, worth.newest_evidence) == (2, 13, DAY)
        for kind, row in rows.items():
            owner.post(f"/ideas/{ref}/{kind.split()[0]}/{row}/withdraw", {"because": "Not ours."})
        with world.ours.door():
            found = makers.idea_of(ref)
            worth = value.worth_of(idea=found)
            assert (worth.level, worth.runway, worth.newest_evidence, worth.funding) == (0, None, None, [])
            assert rows["benefits"] not in {str(one.id) for one in worth.benefits}, "but that of the period stands"
            assert (list(risk.risks_on(idea=found)), found.last_contact) == ([], None)
        page = owner.get(f"/ideas/{ref}").text
        gone = [one.words for one in Page(page).entries if "Withdrawn by" in one.words]
        assert len(gone) == 5  # the contact is told in its history
        assert any(one.startswith("£500 · Trust · ") for one in gone)
        now = stands(world.ours, ref, DAY)
        assert (now.newest_evidence, now.newest_contact, now.has_granted, now.money_until) == (None, None, False, None)
        page = Page(owner.get(f"/ideas/{ref}/current").text).words
        assert "No contact between the sponsor and the team is recorded yet." in page


def test_a_claim_goes_with_its_evidence_and_comes_back_with_it(world, owner, ref):
    with clock.at(DAY):
        row = everything(world.ours, ref)["evidence"]
        with world.ours.door():
            claim = value.worth_of(idea=makers.idea_of(ref)).claims[0].id
        owner.post(f"/ideas/{ref}/claims/{claim}/withdraw", {"because": "Counted twice."})
        with world.ours.door():
            assert value.worth_of(idea=makers.idea_of(ref)).claims == []
        assert stands(world.ours, ref, DAY).newest_evidence is None
        told = owner.post(f"/ideas/{ref}/evidence/{row}/undo", status=409).text  # without its claim it is about nothing
        assert "what it was about is withdrawn" in told
        owner.post(f"/ideas/{ref}/claims/{claim}/undo")
        with world.ours.door():
            [back] = value.worth_of(idea=makers.idea_of(ref)).claims
        assert (str(back.records[0].id), back.supported) == (row, 2)


def test_the_figures_of_a_past_day_do_not_change_when_a_row_is_changed_later(world, owner, ref):
    with clock.at(DAY):
        rows = everything(world.ours, ref)
        with world.ours.door():
            found = makers.idea_of(ref)
            line = session().get_one(value.Funding, (world.ours.id, rows["funding"]))
            said = {"funder": "NHS", "end": LATER, "because": WHY}
            value.correct_funding(idea=found, funding=line, by=world.ours.owner.id, **said)
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=3)]
    before = [stands(world.ours, ref, day) for day in days]
    with clock.at(LATER):
        owner.post(f"/ideas/{ref}/contacts/{rows['contacts']}/correct", {"on": "1 June 2026", "because": WHY})
        owner.post(f"/ideas/{ref}/evidence/{rows['evidence']}/withdraw", {"because": WHY})
        sent = {"funder": "NHS", "end": "1 May 2029", "granted": "y", "because": WHY}
        owner.post(f"/ideas/{ref}/funding/{rows['funding']}/correct", sent)
        today = stands(world.ours, ref, LATER)
    assert (today.newest_contact, today.newest_evidence, today.money_until) == (
        date(2026, 6, 1),
        None,
        date(2029, 5, 1),
    )
    assert [stands(world.ours, ref, day) for day in days] == before
    with clock.at(LATER + timedelta(days=10)):  # what is put back counts again from then, and not between
        owner.post(f"/ideas/{ref}/evidence/{rows['evidence']}/undo")
        owner.post(f"/ideas/{ref}/contacts/{rows['contacts']}/undo")
        seen = [stands(world.ours, ref, LATER + timedelta(days=n)) for n in (9, 10)]
    assert [(one.newest_evidence, one.newest_contact) for one in seen] == [(None, date(2026, 6, 1)), (DAY, DAY)]
    assert [stands(world.ours, ref, day) for day in days] == before
    assert stands(world.ours, ref, LATER) == today


# --- days and points --------------------------------------------------------------------------------------------------
def test_a_follow_up_is_dated_after_its_start_whichever_of_the_two_is_written_last(world, owner, ref):
    by = {"by": world.ours.owner.id}
    with clock.at(DAY):
        with world.ours.door():
            found = makers.idea_of(ref)
            claim = value.claim(idea=found, indicator="Days", baseline="9", baseline_date="2026-05", **by)
            claim_id, at = claim.id, f"/ideas/{ref}/claims/{claim.id}"
        sent = {"evidence-claim_id": str(claim_id), "evidence-value": "4", "evidence-value_on": "31 May 2026"}
        page = owner.post(f"/ideas/{ref}/current/evidence", sent, status=200).text
        assert 'id="evidence-value_on-error"' in page
        assert "A follow-up comes after its start, 2026-05" in page
        owner.post(f"/ideas/{ref}/current/evidence", sent | {"evidence-value_on": "1 June 2026"})
        said = {"indicator": "Days", "baseline": "9", "because": WHY}
        page = owner.post(f"{at}/correct", {**said, "baseline_date": "2026-06"}, status=200).text
        assert 'id="baseline_date-error"' in page
        assert "A follow-up of 1 June is recorded: the start comes before it" in page
        owner.post(f"{at}/correct", {**said, "baseline_date": "2026-04"})
        with world.ours.door():
            row = value.worth_of(idea=makers.idea_of(ref)).claims[0].records[0].id
        owner.post(f"/ideas/{ref}/evidence/{row}/correct", {"value": "4", "value_on": "2 May 2026", "because": WHY})
        told = owner.post(f"{at}/undo", status=409).text  # the start of before lies after what is recorded now
        assert "before its start" in told
        with world.ours.door():
            worth = value.worth_of(idea=makers.idea_of(ref))
            assert (worth.level, worth.claims[0].records[0].baseline_date) == (2, "2026-04")
            old = worth.claims[0].records[0]._replace(on=date(2026, 4, 30))  # as a file may tell it
            assert replace(worth.claims[0], records=[old]).supported == 1


def test_a_change_of_a_percentage_is_told_in_points(world, browse, ref):
    by = {"by": world.ours.owner.id}
    with clock.at(DAY):
        with world.ours.door():
            found = makers.idea_of(ref)
            claim = value.claim(
                idea=found, indicator="Answered", unit="per cent", baseline="62", need="Calls drop", **by
            )
            value.add_evidence(idea=found, claim_id=claim.id, value="74", note="19 per cent more", **by)
        page = Page(browse(world.ours.observer).get(f"/ideas/{ref}").text).under("worth").words
    assert "A change of +12.0 percentage points, computed from the recorded figures. What is stated differs" in page
    assert "The need: Calls drop" in page


def test_words_are_a_follow_up_only_where_the_record_says_better_same_or_worse(world, ref):
    by = {"by": world.ours.owner.id}
    with world.ours.door():
        found = makers.idea_of(ref)
        claim = value.claim(idea=found, indicator="Calm", baseline="loud nights", **by)
        value.add_evidence(idea=found, claim_id=claim.id, value="quiet nights", **by)
        assert value.worth_of(idea=found).level == 1
        value.add_evidence(idea=found, claim_id=claim.id, value="quiet", direction=value.Direction.BETTER, **by)
        assert value.worth_of(idea=found).level == 2


# --- risks ------------------------------------------------------------------------------------------------------------
def test_a_review_of_a_risk_keeps_the_old_score_beside_the_new_and_says_when_it_was_and_when_next(world, owner, ref):
    with clock.at(DAY):
        row = everything(world.ours, ref)["risks"]
    at = f"/ideas/{ref}/risks/{row}"
    with clock.at(LATER):
        assert "Nobody has reviewed it yet." in owner.get(f"{at}/review").text
        owner.post(f"{at}/review", {"likelihood": "4", "impact": "4", "review_on": "1 May 2026"}, status=200)
        owner.post(f"{at}/review", {"likelihood": "4", "impact": "4", "review_on": "1 May 2027", "note": "Two left"})
        told = Page(owner.get(f"/ideas/{ref}").text).under("risks").items[0]
        assert "Likelihood 4 × impact 4 = 16, asks for scrutiny at the gate; it was 4 before." in told
        assert "To be looked at again on 1 May 2027." in told
        assert "Last reviewed on 20 December" in told
        assert "Last reviewed on 20 December by Tom Baker." in owner.get(f"{at}/review").text.replace("\xa0", " ")
        assert "How likely: 2, seldom then 4, often" in Page(owner.get(f"{at}/history").text).under("before").words
        assert "It comes to 16 of 25, 4 before." in owner.get(f"/ideas/{ref}").text
        owner.post(f"{at}/undo")
        told = Page(owner.get(f"/ideas/{ref}").text).under("risks").items[0]
        assert "Likelihood 2 × impact 2 = 4." in told
        assert "Last reviewed" not in told
        owner.post(f"{at}/close")
        with world.ours.door():
            assert list(risk.risks_on(idea=makers.idea_of(ref))) == []
        owner.post(f"{at}/undo")
        with world.ours.door():
            assert len(risk.risks_on(idea=makers.idea_of(ref))) == 1


# --- saved by two -----------------------------------------------------------------------------------------------------
def test_a_stale_save_takes_along_what_others_changed_and_tells_where_both_changed_the_same(world, owner, browse, ref):
    by, part = {"by": world.ours.owner.id}, f"/ideas/{ref}/current/claim"
    with world.ours.door():
        value.claim(idea=makers.idea_of(ref), indicator="Days", baseline="9", target="7", **by)
    lead = browse(world.ours.lead)
    first, second = (fields(who.get(f"/ideas/{ref}/current?part=claim").text) for who in (owner, lead))
    owner.post(part, first | {"claim-target": "5", "claim-because": WHY})
    lead.post(part, second | {"claim-who_benefits": "tenants"})  # p03: only "for whom" was touched
    with world.ours.door():
        [kept] = value.worth_of(idea=makers.idea_of(ref)).claims
    assert (kept.target, kept.who_benefits) == ("5", "tenants")
    told = lead.post(part, second | {"claim-target": "3", "claim-because": "More"}, status=200).text
    assert "Somebody else wrote “5” here meanwhile. Save again to have yours instead." in told
    assert 'value="3"' in told
    lead.post(part, fields(told))
    with world.ours.door():
        [kept] = value.worth_of(idea=makers.idea_of(ref)).claims
    assert (kept.target, kept.who_benefits) == ("3", "tenants")


def test_other_parts_and_corrections_are_held_to_what_they_began_from_too(world, owner, browse, ref):
    with clock.at(DAY):
        row = everything(world.ours, ref)["funding"]
        at, lead = f"/ideas/{ref}/funding/{row}/correct", browse(world.ours.lead)
        stale = {part: fields(lead.get(f"/ideas/{ref}/current?part={part}").text) for part in ("since", "nothing")}
        line = fields(lead.get(at).text)
        owner.post(f"/ideas/{ref}/current/since", {"since-known_since": "1 May 2020"})
        owner.post(f"/ideas/{ref}/current/nothing", {"nothing-risk_of_nothing": "Forty wait."})
        owner.post(at, {"funder": "NHS", "granted": "y", "because": WHY})
        sent = stale["since"] | {"since-known_since": "2019-04-01", "since-decided_to_act_on": "1 May 2021"}
        assert "Somebody else wrote “1\xa0May 2020”" in lead.post(f"/ideas/{ref}/current/since", sent, status=200).text
        sent = stale["nothing"] | {"nothing-risk_of_nothing": "Sixty wait."}
        assert "“Forty wait.”" in lead.post(f"/ideas/{ref}/current/nothing", sent, status=200).text
        assert "“NHS”" in lead.post(at, line | {"funder": "Lottery", "because": WHY}, status=200).text
        lead.post(at, line | {"amount_gbp": "£1.5m", "because": WHY, "granted": "y"})
        with world.ours.door():
            [kept] = value.worth_of(idea=makers.idea_of(ref)).funding
        assert (kept.funder, kept.amount) == ("NHS", Decimal(1500000))
        assert "“£1.5m” was read as £1,500,000." in lead.get(f"/ideas/{ref}").text


def test_money_is_read_as_people_write_it_and_shown_one_way_with_its_pence(world, owner, ref):
    part = f"/ideas/{ref}/current/money"
    said = {"money-needs": "yes", "money-funder": "Health fund", "money-granted": "y", "money-instrument": "grant"}
    owner.post(part, said | {"money-amount_gbp": "£1,234.50", "money-start": "1 April 2026"})
    page = owner.get(f"/ideas/{ref}").text
    assert Page(page).under("money").items[0].startswith("£1,234.50 Health fund, grant, granted, from 1 April")
    assert "Money: £1,234.50" in page  # in the history, too
    for typed, reason in (("1e5", "shortened"), ("-5", "minus"), ("1.800,50", "full stop"), ("(5)", "brackets")):
        assert reason in owner.post(part, said | {"money-amount_gbp": typed}, status=200).text


# --- files ------------------------------------------------------------------------------------------------------------
def test_what_was_withdrawn_does_not_go_out_and_is_not_brought_back_by_its_file(database, tmp_path):
    mark = a_folder(tmp_path / "in", n1={"source": ""})
    line = {"case_id": f"{mark}-1", "funder": "NHS", "amount_gbp": "500", "certainty": "granted"}
    put(tmp_path / "in", "funding.csv", line, line | {"funder": "Lottery"})
    exchange.import_folder(tmp_path / "in")
    by = makers.a_person(council_of(mark), Role.LEAD).id
    with as_council(council_of(mark)):
        found = makers.idea_of(f"{mark}-1")
        gone = session().scalars(select(value.Funding).where(value.Funding.funder == "NHS")).one()
        amendment.withdraw(gone, idea=found, by=by, because="Never came.")
    report = exchange.import_folder(tmp_path / "in")
    assert [str(one) for one in report.findings if "was withdrawn here since, and stays so" in str(one)]
    assert (dict(report.new), report.already_here) == ({}, 4)
    exchange.export_folder(tmp_path / "out")
    told = [line for line in (tmp_path / "out" / "funding.csv").read_text().splitlines() if f"{mark}-1" in line]
    assert [("Lottery" in line, "NHS" in line) for line in told] == [(True, False)]


def test_a_tick_at_a_gate_is_shown_by_evidence_only_while_that_stands(world, owner, ref):
    ticked = next(one for one in gate.asked_at(Gate.MAINSTREAM) if one.kind is gate.QuestionKind.NEEDED)
    row = everything(world.ours, ref)["evidence"]
    draft = AnswerDraft(status=gate.Status.MET, evidence=frozenset([UUID(row)]))
    by = {"by": world.ours.owner.id}

    def points_at() -> frozenset[UUID]:
        with world.ours.door():
            return answers_to(makers.idea_of(ref).id, ticked.id)[0].evidence

    with world.ours.door():
        gate.answer(idea=makers.idea_of(ref), gate=Gate.MAINSTREAM, said={ticked.id: draft}, **by)
    assert points_at() == {UUID(row)}
    owner.post(f"/ideas/{ref}/evidence/{row}/withdraw", {"because": WHY})
    assert points_at() == frozenset()
    owner.post(f"/ideas/{ref}/evidence/{row}/undo")
    assert points_at() == {UUID(row)}


def test_what_rests_on_what_is_gone_cannot_be_put_back_over_what_stands_there_now(world, owner, ref):
    by = {"by": world.ours.owner.id}
    with world.ours.door():
        claim = value.claim(idea=makers.idea_of(ref), indicator="Days", **by)
    owner.post(f"/ideas/{ref}/claims/{claim.id}/withdraw", {"because": WHY})
    with world.ours.door():
        value.claim(idea=makers.idea_of(ref), indicator="Days", **by)
    assert "stands in its place" in owner.post(f"/ideas/{ref}/claims/{claim.id}/undo", status=409).text


def test_nothing_is_withdrawn_or_overwritten_without_a_reason(world, ref):
    by = {"by": world.ours.owner.id}
    with world.ours.door():
        found = makers.idea_of(ref)
        line = value.add_funding(idea=found, funder="NHS", **by)
        with pytest.raises(Refused):
            amendment.withdraw(line, idea=found, because="  ", **by)
        with pytest.raises(Refused):
            value.correct_funding(idea=found, funding=line, funder="Lottery", **by)

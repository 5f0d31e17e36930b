"""The gate in the browser: the owner answers and asks, the lead decides, everybody reads the record."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import makers
from tests.letters import text_of
from tests.makers import World
from tests.reading import Page, words
from tracker import amendment, clock, collaborative, gate, idea, nudge, post, value
from tracker.council import Role
from tracker.gate import AnswerDraft, Gate, Status, Term, Word
from tracker.idea import Refused, Stage
from tracker.portfolio.triangle.query import records
from tracker.tenancy import session
from tracker.web.filters import NBSP, day


@pytest.fixture
def ref(world: World) -> str:
    """An idea of ours in design, at its mobilise gate."""
    return makers.an_idea(world.ours, stage=Stage.DESIGN)


def at(ref: str, what: str = "") -> str:
    return f"/ideas/{ref}/gates/mobilise{what}"


def stage_of(world: World, ref: str) -> Stage:
    with world.ours.door():
        return makers.idea_of(ref).stage


def a_day(days: int) -> str:
    day = clock.today() + timedelta(days)
    return f"{day.day} {day:%B %Y}"


GO = {"word": "go", "because": "Two patches are small enough to stop.", "waiver_because": "Small.", "decide": "y"}


def test_the_owner_answers_and_asks_and_the_lead_finds_it_waiting(world: World, browse, ref):
    owner = browse(world.ours.owner)
    owner.get(at(ref, "/answers"))
    sent = owner.post(
        at(ref, "/answers"), {"q1-1a_words": "The repairs group.", "n1-a_status": "partly", "n1-a_note": "Thanked."}
    )
    page = owner.follow(sent).text
    assert "The repairs group." in page
    assert "Partly" in page
    owner.follow(owner.post(at(ref, "/ask"), {"note": "The fitters keep January free.", "due_on": a_day(5)}))
    lead = browse(world.ours.lead).get(at(ref)).text
    assert "Tom Baker asks for a decision by" in lead
    assert "The fitters keep January free." in lead
    with world.ours.door():
        paper = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE)
        kept = {item.question.id: item.answer for item in paper.items if item.answer}
        assert (kept["n1-a"].status, kept["n1-a"].note) == (Status.PARTLY, "Thanked.")
        assert paper.request.due_on == clock.today() + timedelta(5)


def test_what_every_gate_asks_shows_what_an_earlier_one_heard(world: World, browse):
    ref = makers.an_idea(world.ours, stage=Stage.LATENT)
    owner, lead = browse(world.ours.owner), browse(world.ours.lead)
    owner.post(f"/ideas/{ref}/gates/design/answers", {"x-harm_words": "Night staff were not heard."})
    lead.post(f"/ideas/{ref}/gates/design/decision", GO)
    said = "Night staff were not heard.” Say what holds now."
    assert said in owner.get(at(ref)).text
    assert said in owner.get(at(ref, "/answers")).text
    with world.ours.door():
        paper = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE)
    assert "x-harm" in {one.id for one in paper.unmet}, "it is asked again, not taken over"


def test_what_the_policy_does_not_need_is_not_marked_as_missing(world: World, browse, ref):
    page = browse(world.ours.owner).get(at(ref)).text
    assert page.count("No answer</p>") == 9
    assert page.count("Not needed</p>") == 5


def test_the_form_says_which_answers_are_needed_and_the_map_counts_what_the_rows_say(world: World, browse, ref):
    owner = browse(world.ours.owner)
    form = Page(owner.get(at(ref, "/answers")).text)
    with world.ours.door():
        items = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE).items
    marks = [mark for mark in form.paragraphs if mark in {"Needed to go on", "If you know"}]
    assert [mark == "Needed to go on" for mark in marks] == [item.needed for item in items]
    assert f"{sum(item.needed for item in items)} of {len(items)} are needed to go on" in form.words
    said = {"q1-1a_words": "The repairs group.", "n1-a_status": "met", "p1-a_status": "avoided", "p1-a_note": "Seen."}
    page = Page(owner.follow(owner.post(at(ref, "/answers"), said)).text)
    for corner, link in zip(page.parts("asked"), page.part("map").items, strict=False):
        rows = Counter(entry.paragraphs[1].lower() for entry in corner.entries)
        assert link.endswith(
            f"{len(corner.entries)} asked: " + ", ".join(f"{many} {how}" for how, many in rows.items())
        )


@pytest.mark.parametrize(
    ("note", "points", "counts"), [("", False, False), ("In the minutes.", False, True), ("", True, True)]
)
def test_a_tick_counts_with_how_it_can_be_seen_or_evidence_that_shows_it(
    world: World, browse, ref, note, points, counts
):
    with world.ours.door():
        found = makers.idea_of(ref)
        by = world.ours.owner.id
        claim = value.claim(idea=found, by=by, indicator="days waiting", baseline="9")
        record = value.add_evidence(idea=found, by=by, claim_id=claim.id, value="4", value_on=date(2026, 3, 2)).id
    owner = browse(world.ours.owner)
    sent = {"n1-a_status": "met", "n1-a_note": note, **({"n1-a_evidence": str(record)} if points else {})}
    page = Page(owner.follow(owner.post(at(ref, "/answers"), sent)).text).words
    assert ("One tick does not count yet" in page, "Ticked, not shown yet" in page) == (not counts, not counts)
    assert (f"Evidence: Days waiting: 4 (2{NBSP}March)" in page.replace("2 March", f"2{NBSP}March")) is points
    with world.ours.door():
        unmet = {one.id: one.stands for one in gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE).unmet}
    assert unmet.get("n1-a") == (None if counts else "unshown")
    form = Page(owner.get(at(ref, "/answers")).text)
    assert (form.named("n1-a_evidence").get("checked") is not None) is points
    makers.a_decision(world.ours, ref, Word.HOLD, at=Gate.MOBILISE, until=clock.today() + timedelta(3))
    assert ("Days waiting: 4 (2" in owner.get(f"/ideas/{ref}/decisions/2").text) is points


def test_evidence_that_is_taken_back_shows_nothing_until_it_is_put_back(world: World, ref):
    with world.ours.door():
        found, by = makers.idea_of(ref), world.ours.owner.id
        claim = value.claim(idea=found, by=by, indicator="visits")
        record = value.add_evidence(idea=found, by=by, claim_id=claim.id, value="4")
        said = {"n1-a": AnswerDraft(status=Status.MET, evidence=frozenset({record.id}))}
        gate.answer(idea=found, gate=Gate.MOBILISE, said=said, by=by)

        def unmet() -> bool:
            return "n1-a" in {one.id for one in gate.paper(idea=found, gate=Gate.MOBILISE).unmet}

        assert not unmet()
        known_as = record.id
        amendment.withdraw(record, idea=found, by=by, because="Of another street.")
        assert unmet()
        amendment.undo(idea=found, kind=amendment.RecordKind.EVIDENCE, row_id=known_as, by=by)
        assert not unmet()


def test_an_answer_points_at_no_evidence_of_another_idea(world: World, ref):
    other = makers.an_idea(world.ours, title="Another")
    with world.ours.door():
        found, by = makers.idea_of(other), world.ours.owner.id
        claim = value.claim(idea=found, by=by, indicator="visits")
        record = value.add_evidence(idea=found, by=by, claim_id=claim.id, value="4").id
        said = {"n1-a": AnswerDraft(status=Status.MET, evidence=frozenset({record}))}
        with pytest.raises(Refused):
            gate.answer(idea=makers.idea_of(ref), gate=Gate.MOBILISE, said=said, by=by)


def test_older_answers_can_be_read_with_who_gave_them_where_and_when(world: World, browse):
    ref = makers.an_idea(world.ours, stage=Stage.LATENT)
    owner, lead = browse(world.ours.owner), browse(world.ours.lead)
    at_design, history = f"/ideas/{ref}/gates/design", f"/ideas/{ref}/answers/x-harm/history"
    assert "Nobody has answered this yet." in owner.get(history).text
    owner.post(f"{at_design}/answers", {"x-harm_words": "Nobody."})
    assert "Never changed since" in owner.get(history).text
    lead.post(f"{at_design}/answers", {"x-harm_words": "Night staff.", "x-harm_note": "Ask them."})
    assert history in owner.get(at_design).text
    makers.a_decision(world.ours, ref, Word.GO, at=Gate.DESIGN)
    owner.post(at(ref, "/answers"), {"x-harm_words": "Night staff, and those who ring."})
    page = Page(browse(world.ours.observer).get(history).text)
    day = f"{clock.today():%-d %B}"
    assert [entry.paragraphs for entry in page.part("asked").entries] == [
        ["It stands now", "Answered", "Night staff, and those who ring.", f"Tom Baker, {day}, for the mobilise gate"],
        ["It stood before", "Answered", "Night staff.", "Ask them.", f"Priya Nair, {day}, for the design gate"],
        ["It stood before", "Answered", "Nobody.", f"Tom Baker, {day}, for the design gate"],
    ]
    for wrong in (f"/ideas/{ref}/answers/x-none/history", "/ideas/NOR-999/answers/x-harm/history"):
        owner.get(wrong, status=404)


def test_what_nothing_costs_is_one_fact_wherever_it_is_said(world: World, browse):
    ref = makers.an_idea(world.ours, stage=Stage.LATENT)
    owner = browse(world.ours.owner)
    owner.post(f"/ideas/{ref}/gates/design/answers", {"x-nothing_words": "Forty homes stay damp."})
    assert "Forty homes stay damp." in Page(owner.get(f"/ideas/{ref}").text).words
    owner.post(f"/ideas/{ref}/current/nothing", {"nothing-risk_of_nothing": "Sixty homes stay damp."})
    assert "Sixty homes stay damp." in owner.get(f"/ideas/{ref}/gates/design").text
    assert "Sixty homes" in Page(owner.get(f"/ideas/{ref}/gates/design/answers").text).words
    makers.a_decision(world.ours, ref, Word.GO, at=Gate.DESIGN)
    with world.ours.door():
        found = makers.idea_of(ref)
        unmet = {one.id for one in gate.paper(idea=found, gate=Gate.MOBILISE).unmet}
        assert ("x-nothing" in unmet, "x-harm" in unmet) == (False, True), "who may lose is asked at every gate anew"
        told = [one.words for one in gate.answers_to(found.id, "x-nothing")]
        assert told == ["Sixty homes stay damp.", "Forty homes stay damp."]


def test_what_stops_and_where_it_is_written_down_are_answered_by_their_records(world: World, browse):
    ref = makers.an_idea(world.ours, stage=Stage.MOBILISE)
    owner, lead, at_gate = browse(world.ours.owner), browse(world.ours.lead), f"/ideas/{ref}/gates/mainstream"
    asked, ways = {"x-decommission", "x-manual"}, ("Say what stops:", "Name a manual or contract:")

    def missing() -> set[str]:
        with world.ours.door():
            return asked & {one.id for one in gate.paper(idea=makers.idea_of(ref), gate=Gate.MAINSTREAM).unmet}

    def ways_there() -> set[str]:
        links = Page(owner.get(at_gate).text).links
        return {links[way].split(ref)[1] for way in links if way.startswith(ways)}

    assert (missing(), ways_there()) == (asked, {"/manuals/new", "/routine/old-service"})
    ends = clock.today() + timedelta(40)
    stops = {"service": "Two visits", "ends_on": f"{ends:%d/%m/%Y}", "owner_id": str(world.ours.lead.id)}
    owner.post(f"/ideas/{ref}/routine/old-service", stops)
    owner.post(f"/ideas/{ref}/manuals/new", {"title": "The repairs manual", "place": "Shelf 4"})
    assert (missing(), ways_there()) == (set(), set())
    told = [f"Two visits: to end on {day(ends)}, by Priya Nair.".replace(NBSP, " "), "The repairs manual, Shelf 4."]

    def not_told(address: str) -> list[str]:
        page = Page(owner.get(address).text).words.replace(NBSP, " ")
        return [words for words in told if words not in page]

    assert not_told(at_gate) == not_told(f"{at_gate}/answers") == []
    lead.post("/meetings/panels/new", {"name": "Housing", "person": ""})
    with world.ours.door():
        [panel] = gate.panels()
    lead.post("/meetings/new", {"panel": str(panel.id), "on": f"{ends:%d/%m/%Y}", "place": ""})
    owner.post(f"{at_gate}/ask", {"note": "Now.", "due_on": a_day(5), "panel": str(panel.id)})
    table = Page(lead.get("/meetings/1").text).words
    asked_there = [one for one in ("Can we learn fast", "Which old service", "Which manual") if one in table]
    assert asked_there == ["Can we learn fast"]
    lead.post(f"{at_gate}/decision", GO)
    gone = Page(owner.get(f"/ideas/{ref}/routine").text).links["Withdraw: Two visits"]
    owner.post(gone, {"because": "They go on"}, status=303)
    assert missing() == {"x-decommission"}
    assert not_told(f"/ideas/{ref}/decisions/3") == [], "a decision keeps what was recorded that day"


def test_feedback_is_partly_there_until_public_users_and_agencies_were_all_heard(world: World, browse):
    ref = makers.an_idea(world.ours, stage=Stage.MAINSTREAM)
    owner, at_gate = browse(world.ours.owner), f"/ideas/{ref}/gates/embedded"

    def stands() -> str | None:
        with world.ours.door():
            paper = gate.paper(idea=makers.idea_of(ref), gate=Gate.EMBED)
        return next((one.stands for one in paper.unmet if one.id == "q3-3b"), None)

    assert stands() == "unanswered"
    with world.ours.door():
        claim = value.claim(idea=makers.idea_of(ref), by=world.ours.owner.id, indicator="visits", baseline="9").id
    for kind, unmet in (("public_feedback", "partly"), ("agency_feedback", "partly"), ("user_reported", None)):
        with world.ours.door():
            me = {"idea": makers.idea_of(ref), "by": world.ours.owner.id}
            value.add_evidence(**me, claim_id=claim, kind=kind, note="They like it.")
        assert stands() == unmet
        if kind == "public_feedback":
            told = "People who use it: nothing yet. The public: 1 record. Partner agencies: nothing yet."
            assert told in Page(owner.get(at_gate).text).words.replace(NBSP, " ")


def test_what_is_asked_in_words_is_answered_in_words_whoever_was_heard(world: World, browse):
    ref = makers.an_idea(world.ours, stage=Stage.MAINSTREAM)
    owner = browse(world.ours.owner)
    owner.post(f"/ideas/{ref}/gates/embedded/answers", {"q3-3b_words": "Yes."})
    assert "It stands now Answered Yes." in Page(owner.get(f"/ideas/{ref}/answers/q3-3b/history").text).words


def test_saving_the_answers_may_lead_on_to_asking(world: World, browse, ref):
    sent = browse(world.ours.owner).post(at(ref, "/answers"), {"q1-1a_words": "One.", "ask": "y"})
    assert sent.headers["Location"].endswith("/ask")


def test_a_go_moves_the_idea_and_shows_the_record(world: World, browse, ref):
    lead = browse(world.ours.lead)
    record = lead.follow(lead.post(at(ref, "/decision"), GO)).text
    assert "Go to mobilise" in record
    assert "Two patches are small enough to stop." in record
    assert stage_of(world, ref) is Stage.MOBILISE


def test_a_conditional_go_can_grow_its_conditions_and_keeps_what_was_typed(world: World, browse, ref):
    lead = browse(world.ours.lead)
    row = {"conditions-0-text": "Cap the overtime", "conditions-0-owner_id": str(world.ours.owner.id)}
    typed = {**GO, **row, "word": "conditional_go", "conditions-0-due_on": a_day(30)}
    grown = lead.post(
        at(ref, "/decision"), {**{k: v for k, v in typed.items() if k != "decide"}, "more": "y"}, status=200
    )
    assert "conditions-1-text" in grown.text
    assert "Cap the overtime" in grown.text
    record = lead.follow(lead.post(at(ref, "/decision"), typed)).text
    assert "Cap the overtime" in record
    with world.ours.door():
        (condition,) = gate.conditions_on(makers.idea_of(ref).id)
    owner = browse(world.ours.owner)
    owner.get(f"/ideas/{ref}/conditions/{condition.id}")
    owner.post(f"/ideas/{ref}/conditions/{condition.id}", {"note": "Forty hours, reported."})
    assert "Condition met on" in owner.get(f"/ideas/{ref}/decisions/2").text


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"word": "go", "because": ""}, "Give your reasons"),
        ({"word": "go", "because": "Yes.", "waiver_because": ""}, "Say why it may go on"),
        ({"word": "hold", "because": "Later.", "until": ""}, "Say until when"),
        ({"word": "hold", "because": "Later.", "until": "some day"}, "Write a day like"),
        ({"word": "stop", "because": "No."}, "Choose the reason why it stops"),
        ({"word": "stop", "because": "No.", "stop_reason": "no_real_need"}, "Write what was learnt"),
        ({"word": "conditional_go", "because": "Yes.", "waiver_because": "x"}, "Set at least one condition"),
        (
            {"word": "conditional_go", "because": "Yes.", "waiver_because": "x", "conditions-0-due_on": "soon"},
            "Write a day like",
        ),
        ({"word": "return", "because": "No.", "to_stage": ""}, "Choose the earlier stage"),
        ({"because": "Words that stay."}, "Choose what you decide"),
    ],
)
def test_a_decision_that_lacks_something_says_so_beside_the_field_and_keeps_the_words(
    world: World, browse, ref, said, error
):
    page = browse(world.ours.lead).post(at(ref, "/decision"), {**said, "decide": "y"}, status=200).text
    assert error in page
    assert said["because"] in page
    assert "Error: Mobilise gate" in page
    assert stage_of(world, ref) is Stage.DESIGN


def test_everything_that_a_decision_lacks_is_said_at_once_beside_its_fields_and_nothing_typed_is_lost(
    world: World, browse, ref
):
    typed = {
        "word": "conditional_go",
        "conditions-0-text": "Cap the overtime",
        "conditions-0-due_on": "soon",
        "conditions-1-owner_id": str(world.ours.owner.id),
        "conditions-1-due_on": a_day(-2),
        "until": "some day",
        "because": " ",
        "lesson": "Words of a lesson.",
    }
    html = browse(world.ours.lead).post(at(ref, "/decision"), typed, status=200).text
    page = Page(html)
    [faults] = page.part("govuk-error-summary__list").elements
    assert [(words(link), link.get("href")) for link in faults.iter("a")] == [
        ("Choose who does it.", "#conditions-0-owner_id"),
        ("Write a day like 18 December 2026", "#conditions-0-due_on"),
        ("Say what is to be done.", "#conditions-1-text"),
        ("A condition cannot be due before today. Choose a later day.", "#conditions-1-due_on"),
        ("Write a day like 18 December 2026", "#until"),
        ("Give your reasons: say what you weighed.", "#because"),
        ("Say why it may go on although this is not met.", "#waiver_because"),
    ]
    for at_field in (link.get("href")[1:] for link in faults.iter("a")):
        assert f"{at_field}-error" in page.named(at_field).get("aria-describedby").split()
    assert all(kept in html for kept in ("Cap the overtime", "soon", "some day", "Words of a lesson."))


def test_a_record_that_kept_less_is_read_years_later(world: World, browse, ref):
    with world.ours.door():
        made = gate.decisions_on(makers.idea_of(ref).id)[0]
        later = {"title", "policy_edition", "sign_offs"}
        older = {name: kept for name, kept in made.snapshot.items() if name not in later}
        older["answers"] = [{k: v for k, v in one.items() if k not in {"note", "evidence"}} for one in older["answers"]]
        copied = {
            name: getattr(made, name) for name in ("idea_id", "gate", "word", "by_id", "on", "from_stage", "to_stage")
        }
        session().add(gate.Decision(**copied, number=9, because="Long ago.", policy_version=0, snapshot=older))
    assert "Long ago." in browse(world.ours.observer).get(f"/ideas/{ref}/decisions/9").text


def test_hold_return_and_stop_need_no_waiver(world: World, browse, ref):
    lead = browse(world.ours.lead)
    lead.follow(lead.post(at(ref, "/decision"), {"word": "hold", "because": "Winter.", "until": a_day(40)}))
    assert stage_of(world, ref) is Stage.DESIGN
    back = {"word": "return", "because": "The contract ended.", "to_stage": "latent"}
    assert "It reverses" in lead.follow(lead.post(at(ref, "/decision"), back)).text
    assert "Since then it was reversed" in lead.get(f"/ideas/{ref}/decisions/1").text
    stop = {"word": "stop", "because": "No.", "stop_reason": "no_real_need", "lesson": "Ask first."}
    stopped = lead.follow(lead.post(f"/ideas/{ref}/gates/design/decision", stop)).text
    assert "no real need" in stopped


def test_a_decision_that_was_overtaken_is_refused(world: World, browse, ref):
    """One decision is kept; the other lead reads who decided what, and finds their own words again."""
    makers.a_decision(world.ours, ref, Word.HOLD, at=Gate.MOBILISE, until=clock.today() + timedelta(3))
    other = makers.a_person(world.ours.id, Role.LEAD, name="Ruth Ames")
    for _ in range(2):
        page = browse(other).post(at(ref, "/decision"), {**GO, "seen": "1"}, status=409).text
        assert f"{world.ours.lead.name} decided while you were writing: Hold at the mobilise gate." in Page(page).words
        assert GO["because"] in page
        assert f"/ideas/{ref}/decisions/2" in page
        assert stage_of(world, ref) is Stage.DESIGN
    browse(other).post(at(ref, "/decision"), {**GO, "seen": "2"})
    late = browse(world.ours.lead).post(at(ref, "/decision"), {**GO, "seen": "2"}, status=409).text
    assert "Ruth Ames decided while you were writing: Go to mobilise. Yours is not recorded." in Page(late).words


def test_a_panel_member_says_what_they_think_and_it_is_kept_with_the_decision(world: World, browse, ref):
    sponsor = browse(world.ours.sponsor)
    sponsor.get(at(ref, "/view"))
    sponsor.post(at(ref, "/view"), {"leaning": "go", "because": "I would rather learn."})
    makers.a_decision(world.ours, ref, Word.GO, at=Gate.MOBILISE)
    assert "I would rather learn." in sponsor.get(f"/ideas/{ref}/decisions/2").text


@pytest.mark.parametrize("who", ["contributor", "observer", "sponsor"])
def test_who_may_not_decide_sees_no_form_and_is_refused(world: World, browse, ref, who):
    browser = browse(getattr(world.ours, who))
    assert "Record the decision" not in browser.get(at(ref)).text
    browser.post(at(ref, "/decision"), GO, status=403)


def test_an_owner_answers_only_for_their_own_ideas(world: World, browse, ref):
    other = makers.a_person(world.ours.id, makers.Role.OWNER)
    browse(other).get(at(ref, "/answers"), status=403)


def test_a_gate_that_is_not_the_next_one_is_read_only(world: World, browse, ref):
    lead = browse(world.ours.lead)
    assert "Record the decision" not in lead.get(f"/ideas/{ref}/gates/design").text
    lead.get(f"/ideas/{ref}/gates/design/answers", status=404)
    lead.get(f"/ideas/{ref}/gates/latent", status=404)


def test_another_councils_gate_and_record_are_not_there(world: World, browse):
    for _ in range(2):
        makers.a_sent_idea(world.theirs)
    ref = makers.an_idea(world.theirs, stage=Stage.DESIGN)
    lead = browse(world.ours.lead)
    for path in (at(ref), at(ref, "/answers"), at(ref, "/decision"), f"/ideas/{ref}/decisions/1"):
        lead.get(path, status=404)


def test_pages_of_a_gate_ask_five_statements_at_most_however_much_was_decided(world: World, browse, ref, statements):
    lead, counts = browse(world.ours.lead), []
    makers.a_decision(world.ours, ref, Word.HOLD, at=Gate.MOBILISE, until=clock.today() + timedelta(9))
    pages = [at(ref), at(ref, "/answers"), at(ref, "/ask"), at(ref, "/view"), at(ref, "/decision")]
    pages += [f"/ideas/{ref}/decisions/1", f"/ideas/{ref}/answers/x-harm/history"]
    for _ in range(2):
        counts.append([])
        for page in pages:
            with statements() as seen:
                lead.get(page)
            counts[-1].append(len(seen))
        for days in range(1, 5):
            makers.a_decision(world.ours, ref, Word.HOLD, at=Gate.MOBILISE, until=clock.today() + timedelta(days))
    assert counts[0] == counts[1] == [4, 3, 4, 3, 4, 3, 4], counts


def test_an_idea_is_moved_to_the_newest_policy_by_a_lead(world: World, browse, ref):
    with world.ours.door():
        gate.set_policy(rules={"needed": {"mobilise": []}, "level": {"mobilise": 0}}, by=world.ours.lead.id)
    lead = browse(world.ours.lead)
    assert "Decide it under version 1" in lead.get(at(ref)).text
    moved = Page(lead.follow(lead.post(at(ref, "/policy"))).text).words
    assert "It is decided under version 1 of the gate policy." in moved


@pytest.fixture
def condition(world: World, ref: str) -> str:
    """The address of a condition on our idea: it is the admin's, and due in ten days."""
    term = Term("Cap the overtime", world.ours.admin.id, clock.today() + timedelta(10))
    made = makers.a_decision(world.ours, ref, Word.CONDITIONAL, at=Gate.MOBILISE, terms=(term,))
    with world.ours.door():
        [kept] = gate.conditions_on(made.idea_id)
    return f"/ideas/{ref}/conditions/{kept.id}"


def due_on(world: World, ref: str) -> date:
    with world.ours.door():
        return gate.conditions_on(makers.idea_of(ref).id)[0].due_on


LATER = {"wanted_on": a_day(30), "because": "The rota is made monthly."}


@pytest.mark.parametrize(("answer", "days"), [("grant", 30), ("stay", 10)])
def test_the_owner_of_a_condition_asks_for_another_date_and_a_lead_answers(
    world: World, browse, ref, condition, answer, days
):
    own, lead = browse(world.ours.admin), browse(world.ours.lead)
    assert f"{condition}/date" in own.get(condition).text
    page = own.post(f"{condition}/date", {"wanted_on": a_day(-1), "because": " "}, status=200).text
    assert "Ask for a day that is still to come" in page
    assert "Say why it needs another day" in page
    own.follow(own.post(f"{condition}/date", LATER))
    assert due_on(world, ref) == clock.today() + timedelta(10), "nothing changes before a lead grants it"
    makers.a_late_reply(world.ours)
    home = Page(lead.get("/").text).under("dates")
    [asks] = home.items
    assert "Joan Fell asks for" in asks
    assert "The rota is made monthly." in asks
    assert home.links["Answer: Cap the overtime"] == condition
    assert "Joan Fell asks for" in lead.get(condition).text
    own.post(f"{condition}/date/answer", {"answer": "grant"}, status=403)
    assert "Say why the date stays" in lead.post(f"{condition}/date/answer", {"answer": "stay"}, status=200).text
    lead.post(f"{condition}/date/answer", {"answer": answer, "reply": "It was weighed."})
    assert due_on(world, ref) == clock.today() + timedelta(days)
    with world.ours.door():
        [letter] = session().scalars(select(post.Letter).where(post.Letter.template == "condition_date"))
        assert letter.to_email == world.ours.admin.email
        said = " ".join(text_of(letter).split())
        assert ("gives the condition" in said, "It stays due on" in said) == (answer == "grant", answer == "stay")
    assert not Page(lead.get("/").text).has("dates")
    record = lead.get(f"/ideas/{ref}/decisions/2").text
    assert ("The rota is made monthly." in record) is (answer == "grant"), "the day before it can be read"


def test_a_lead_gives_a_condition_another_date_at_once(world: World, browse, ref, condition):
    lead = browse(world.ours.lead)
    assert "It is due on" in lead.follow(lead.post(f"{condition}/date", LATER)).text
    assert due_on(world, ref) == clock.today() + timedelta(30)


def asked_of_lapsed(world: World, ref: str) -> tuple[int, bool]:
    """How many conditions an idea's triangle counts as lapsed 40 days on, and whether somebody is nudged about one."""
    day = clock.add_working_days(clock.today() + timedelta(40), 1, "england")
    with clock.at(day), world.ours.door():
        found = makers.idea_of(ref)
        kept = records(day=day, ideas=[found.id])[found.id]
        return kept.lapsed_conditions, "condition_due" in {one.reason.rule.code for one in nudge.plan(day=day)}


def test_a_condition_that_fell_away_is_asked_of_nobody(world: World, browse, ref, condition):
    own, lead = browse(world.ours.admin), browse(world.ours.lead)
    own.post(f"{condition}/date", LATER)
    assert asked_of_lapsed(world, ref) == (1, True)
    makers.a_decision(world.ours, ref, Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.LATENT)
    assert asked_of_lapsed(world, ref) == (0, False)
    assert "It fell away on" in own.get(condition).text
    assert "fell away" in own.post(condition, {"note": "Done."}, status=200).text
    assert "there is no date to change" in own.get(f"{condition}/date").text
    assert not Page(lead.get("/").text).has("dates")
    with clock.at(clock.today() + timedelta(40)):
        assert "Cap the overtime" not in browse(world.ours.lead).get("/").text
    record = Page(lead.get(f"/ideas/{ref}/decisions/2").text)
    assert "Condition fell away on" in record.under("later").items[0]
    below = Page(lead.get(f"/ideas/{ref}/decisions/3").text).under("why").links
    assert list(below.values()) == [f"/ideas/{ref}/decisions/2", f"/ideas/{ref}/decisions/1"]


def test_a_stranger_asks_no_other_date(world: World, browse, condition):
    for who in (world.ours.owner, world.ours.contributor):
        browse(who).post(f"{condition}/date", LATER, status=403)


def test_a_return_through_its_page_undoes_what_rested_on_it_tells_everybody_and_changes_no_past_funnel(world, browse):
    ours, lead = world.ours, browse(world.ours.lead)
    with clock.at(clock.now() - timedelta(days=30)):
        ref = makers.an_idea(ours, stage=Stage.MOBILISE)
        code = makers.a_collaborative(ours, world.theirs)
        makers.an_adaptation(world.theirs, code, makers.a_card(ours, code, ref))
        with ours.door():
            found = makers.idea_of(ref)
            value.add_benefit(idea=found, by=ours.owner.id, description="One call fewer", **makers.OF_OURS)
            idea.follow(idea=found, person_id=ours.observer.id)
    past = [f"/portfolio?day={clock.today() - timedelta(days=days):%Y-%m-%d}" for days in (40, 29, 1)]

    def funnels() -> list[str]:
        return [Page(lead.get(path).text).under("funnel").words for path in past]

    before = funnels()
    back = {"word": "return", "because": "The vans cost too much.", "to_stage": "design", "seen": "2"}
    shown = lead.follow(lead.post(f"/ideas/{ref}/gates/mainstream/decision", back))
    assert f'It reverses <a href="/ideas/{ref}/decisions/2">decision 2</a>' in shown.text
    undone = lead.get(f"/ideas/{ref}/decisions/2").text
    assert "Since then it was reversed" in undone
    assert f'href="/ideas/{ref}/decisions/3"' in undone
    assert "under question" in lead.get(f"/ideas/{ref}").text
    assert funnels() == before
    with ours.door():
        told = select(post.Letter.to_email).where(post.Letter.key.startswith("decision:"))
        told = told.where(post.Letter.created_at > clock.now() - timedelta(days=1))
        assert {ours.observer.email, ours.owner.email, ours.contributor.email} <= set(session().scalars(told))
    with world.theirs.door():
        [notice] = collaborative.unseen_notices(reader=world.theirs.lead.reader)
        assert (notice.what, notice.particulars["to_stage"]) == ("returned", "design")


def test_a_reason_that_looks_like_somebodys_data_is_asked_about_once_and_kept_where_it_is_none(world, browse, ref):
    lead = browse(world.ours.lead)
    said = {
        "word": "hold",
        "until": f"{clock.today() + timedelta(9):%d/%m/%Y}",
        "because": "Ring 07700 900123.",
        "seen": "1",
    }
    asked = Page(lead.post(at(ref, "/decision"), said, status=200).text).words
    assert "Is this about a real person? It looks like a telephone number." in asked
    assert asked.count("Leave it: this is not about a real person") == 1
    lead.post(at(ref, "/decision"), {**said, "not_real": "y"})
    assert "Ring 07700 900123." in lead.get(f"/ideas/{ref}/decisions/2").text

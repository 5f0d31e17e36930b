"""Risks through their pages: the register of an idea and of a council, how a risk ends; and rules, posts, the line."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, context, council, idea, risk
from tracker.context import queries as context_queries
from tracker.council import Role
from tracker.gate import Gate, Word
from tracker.idea import Outcome, Stage, State
from tracker.tenancy import session

DAY = date(2026, 11, 20)
PAST, SOON, LATER = DAY - timedelta(days=4), DAY + timedelta(days=10), DAY + timedelta(days=60)


def on(side: makers.Side, ref: str, what: str, likely: int, bad: int, review: date | None, **more) -> str:
    """A risk of an idea, with its owner as who watches it unless said otherwise."""
    with side.door():
        said = {"mitigation": "Ask again", "by": side.owner.id, **more}
        found = makers.idea_of(ref)
        made = risk.raise_risk(idea=found, description=what, likelihood=likely, impact=bad, review_on=review, **said)
        return str(made.id)


@pytest.fixture
def refs(world) -> dict[str, str]:
    """Two ideas of ours with four risks, one of a closed idea, one confidential, one of the neighbour."""
    ours = world.ours
    with clock.at(DAY - timedelta(days=30)):
        made = {name: makers.an_idea(ours, title=name, stage=Stage.MOBILISE) for name in ("Damp", "Vans", "Gone")}
        made["Apart"] = makers.an_idea(ours, title="Apart", stage=Stage.MOBILISE)
        with ours.door():
            council.add_service(name="Housing", senior_owner=None, by=ours.admin.id)
            housing = session().query(council.Service).filter_by(name="Housing").one()
            makers.idea_of(made["Damp"]).service_id = housing.id
            makers.idea_of(made["Apart"]).audience = idea.Audience.CONFIDENTIAL
        on(ours, made["Damp"], "Walls hide asbestos", 4, 4, LATER, category="capability", cause="Old flats")
        on(
            ours,
            made["Damp"],
            "Nobody lets us in",
            3,
            4,
            PAST,
            mitigation="Ring first\n- Leave a card",
            category="partnership",
        )
        on(ours, made["Vans"], "A van breaks down", 1, 3, SOON, by=ours.lead.id)
        on(ours, made["Vans"], "Diesel doubles", 5, 3, None, mitigation="", accepted_because="no one can help it")
        on(ours, made["Gone"], "Left behind", 5, 5, PAST)
        on(ours, made["Apart"], "Named people", 5, 5, PAST)
        theirs = makers.an_idea(world.theirs, title="Damp", stage=Stage.MOBILISE)
        on(world.theirs, theirs, "Their walls", 5, 5, PAST)
        with ours.door():
            gone, by = makers.idea_of(made["Gone"]), ours.lead.id
            idea.change_state(idea=gone, state=State.CLOSED, outcome=Outcome.STOPPED, by=by)
    return made


def test_the_register_of_a_council_says_which_risk_is_to_be_looked_at_next_and_where_all_lie(world, browse, refs):
    with clock.at(DAY):
        page = Page(browse(world.ours.observer).get("/portfolio/risks").text)
        lede = "4 open risks on 2 ideas. 1 review is past the day; 2 risks ask for scrutiny."
        assert page.part("lede").words == lede
        assert "“Nobody lets us in” on Damp was to be looked at by 16 November." in page.asked.words
        assert [one.split(" Damp")[0].split(" Vans")[0] for one in page.under("due").items] == [
            "Past 16 November Nobody lets us in",
            "30 November A van breaks down",
            "19 January 2027 Walls hide asbestos",
        ]
        lead = Page(browse(world.ours.lead).get("/portfolio/risks").text)
        assert lead.part("lede").words.startswith("5 open risks on 3 ideas."), "who leads sees what is confidential"
        assert lead.asked.links["Review the first"].endswith("/review")


def test_the_matrix_counts_by_likelihood_and_impact_and_each_number_opens_its_risks(world, browse, refs):
    with clock.at(DAY):
        observer = browse(world.ours.observer)
        page = Page(observer.get("/portfolio/risks").text)
        cells = page.table("Likelihood from left to right, impact from the bottom up. Each number opens its risks.")
        cells = [line for line in cells if line[0] != "Impact"]
        assert cells[1][4].startswith("1 at likelihood 4 and impact 4, score 16, asks for scrutiny")
        assert [[cell[:1] if cell != "none" else "" for cell in line[1:]] for line in cells] == [
            ["", "", "", "", ""],
            ["", "", "1", "1", ""],
            ["1", "", "", "", "1"],
            ["", "", "", "", ""],
            ["", "", "", "", ""],
        ]
        only = Page(observer.get("/portfolio/risks?likelihood=3&impact=4").text)
        assert [line[0] for line in only.table("Every risk")[1:]] == ["Nobody lets us in Damp"]


def test_the_register_is_narrowed_ordered_and_taken_along(world, browse, refs):
    with clock.at(DAY):
        observer = browse(world.ours.observer)

        def listed(query: str) -> list[str]:
            page = Page(observer.get(f"/portfolio/risks?{query}").text)
            return [line[0].rsplit(" ", 1)[0] for line in page.table("Every risk")[1:]]

        with world.ours.door():
            service = makers.idea_of(refs["Damp"]).service_id
        everything = ["Nobody lets us in", "A van breaks down", "Walls hide asbestos", "Diesel doubles"]
        assert listed("") == everything
        assert listed("order=score") == [
            "Walls hide asbestos",
            "Diesel doubles",
            "Nobody lets us in",
            "A van breaks down",
        ]
        assert listed(f"service={service}") == ["Nobody lets us in", "Walls hide asbestos"]
        assert listed("category=capability") == ["Walls hide asbestos"]
        assert listed(f"watcher={world.ours.lead.id}") == ["A van breaks down"]
        assert listed("group=past") == ["Nobody lets us in"]
        assert listed("group=scrutiny") == ["Walls hide asbestos", "Diesel doubles"]
        assert listed("stage=mobilise&group=weather&order=up") == everything
        empty = observer.get("/portfolio/risks?stage=embedded").text
        assert "No risk fits." in empty
        told = observer.get("/portfolio/risks.csv?order=score").data.decode("utf-8-sig")
        first, *rest = list(csv.DictReader(io.StringIO(told)))
        assert len(rest) == 3
        assert [first[name] for name in ("Risk", "Score", "Cause", "Look again on", "Raised at stage")] == [
            "Walls hide asbestos",
            "16",
            "Old flats",
            LATER.isoformat(),
            "mobilise",
        ]


def test_a_review_keeps_the_old_score_beside_the_new_on_both_registers_and_measures_stand_one_by_one(
    world, browse, refs
):
    with clock.at(DAY):
        owner, ref = browse(world.ours.owner), refs["Damp"]
        page = Page(owner.get(f"/ideas/{ref}/risks").text)
        at = page.under("all").links["Look at it again: Nobody lets us in"]
        assert "Raised Mobilise" in page.under("all").entries[1].words
        assert "Ring first Leave a card" in page.under("all").entries[1].words
        owner.post(at, {"likelihood": "5", "impact": "4", "review_on": "1 May 2027", "note": "Two were out"})
        told = Page(owner.get(f"/ideas/{ref}/risks").text).under("all").entries[0].words
        assert told.startswith("Nobody lets us in 5 × 4 = 20 was 3 × 4 = 12, looked at 20 November Asks for scrutiny")
        assert "Two were out" in told
        whole = Page(browse(world.ours.observer).get("/portfolio/risks").text)
        assert "5 × 4 = 20 was 3 × 4 = 12, looked at 20 November" in whole.under("scrutiny").words
        assert "No review is past its day. The next is on 30 November." in browse(world.ours.observer).get(
            "/portfolio/risks"
        ).text.replace("\xa0", " ")


def test_a_risk_ends_because_it_can_no_longer_happen_or_came_true_and_is_counted_so(world, browse, refs):
    with clock.at(DAY):
        owner, ref = browse(world.ours.owner), refs["Vans"]
        page = Page(owner.get(f"/ideas/{ref}/risks").text).under("all")
        at = page.links["Close it: A van breaks down"]
        refused = owner.post(at, {"closed_as": "came_true"}, status=200)
        assert "Say what happened, and what was done" in refused.text
        owner.post(at, {"closed_as": "came_true", "because": "It stood for a day; we hired one."})
        told = Page(owner.get(f"/ideas/{ref}/risks").text)
        assert "Closed 20 November, it came true and was dealt with" in told.under("closed").words
        assert "A van breaks down" not in told.under("all").words.split("Closed")[0]
        whole = Page(browse(world.ours.observer).get("/portfolio/risks").text)
        assert "1 it came true and was dealt with." in whole.under("closed").words
        listed = Page(browse(world.ours.observer).get("/portfolio/risks?group=closed").text).table("Every risk")[1:]
        assert [line[0] for line in listed] == ["A van breaks down Vans"]
        owner.post(at.replace("/close", "/undo"))
        assert (
            Page(browse(world.ours.observer).get("/portfolio/risks").text)
            .under("closed")
            .words.endswith("None was closed in the last 365 days.")
        )


def test_a_council_without_risks_and_cases_of_reports_say_so(world, browse):
    observer = browse(world.ours.observer)
    page = observer.get("/portfolio/risks").text
    assert "No open risk recorded. Ask what happens if we do nothing." in page
    with world.ours.door() as door:
        case = idea.Idea(ref="OLD-1", title="A case", source="a report:1", stage="mobilise", state="active")
        door.add(case)
        door.flush()
        door.add(risk.Risk(idea_id=case.id, description="Told in a report", category="oddity"))
    assert "Told in a report" not in observer.get("/portfolio/risks").text
    assert "Told in a report" in observer.get("/portfolio/risks?historical=y").text


# --- what an idea meets around it -------------------------------------------------------------------------------------
RULE = {
    "rule": "Two signatures on every order",
    "whose": "Finance",
    "harm": "A repair waits nine days.",
    "ask": "One signature below fifty pounds",
    "asked_of": "The head of finance",
    "asked_on": "16 November 2026",
    "needed_by": "19 November 2026",
}


def test_a_rule_in_the_way_is_asked_about_late_answered_put_right_and_withdrawn(world, browse, refs):
    with clock.at(DAY):
        owner, at = browse(world.ours.owner), f"/ideas/{refs['Damp']}/blockers"
        wrong = owner.post(f"{at}/new", {"rule": "Two signatures", "needed_by": "31 February"}, status=200).text
        for sentence in ("Say whose rule it is", "Say what harm it does", "Say whom you ask", "Write a day like"):
            assert sentence in wrong
        assert 'value="Two signatures"' in wrong
        early = owner.post(f"{at}/new", {**RULE, "asked_on": "21 November 2026", "needed_by": "1 May 2027"}, status=200)
        assert "Give the day on which they were asked, not one to come" in early.text
        owner.post(f"{at}/new", RULE)
        told = Page(owner.get(at).text)
        [line] = told.parts("rows")[0].entries
        assert "Whose rule: Finance. The harm: A repair waits nine days." in line.words
        assert "Asked of The head of finance, 16 November: One signature below fifty pounds." in line.words
        assert "The answer was needed by 19 November." in line.words
        observer = browse(world.ours.observer)
        whole = Page(observer.get("/portfolio/blockers").text)
        assert "The head of finance was to answer by 19 November" in whole.asked.words
        answer = line.links["Note the answer: Two signatures on every order"]
        before = owner.post(
            answer, {"verdict": "lifted", "answer": "Until March.", "answered_on": "2 March 2026"}, status=200
        )
        assert "They cannot have answered before they were asked" in before.text
        owner.post(answer, {"verdict": "lifted", "answer": "Until March."})
        [line] = Page(owner.get(at).text).parts("rows")[0].entries
        assert "Answered on 20 November: it is lifted for this trial. “Until March.”" in line.words
        assert "No answer is late." in observer.get("/portfolio/blockers").text
        row = line.links["Put right: Two signatures on every order"]
        changed = {
            **RULE,
            "whose": "The auditor",
            "verdict": "refused",
            "answer": "No.",
            "answered_on": "20 November 2026",
        }
        assert "Say why it is changed" in owner.post(row, changed, status=200).text
        owner.post(row, {**changed, "because": "It is theirs."})
        history = Page(owner.get(row.replace("/correct", "/history")).text)
        assert "Whose rule: Finance then The auditor" in history.under("before").words
        owner.post(row.replace("/correct", "/withdraw"), {"because": "It is no rule."})
        gone = Page(owner.get(at).text)
        assert "No rule is said to stand in the way." in owner.get(at).text
        assert "Two signatures on every order" in gone.parts("rows")[0].words
        assert observer.get("/portfolio/blockers.csv").data.decode("utf-8-sig").count("\n") == 1, "the heading alone"


def test_posts_that_change_and_what_unions_were_told_stand_together(world, browse, refs):
    with clock.at(DAY):
        owner, at = browse(world.ours.owner), f"/ideas/{refs['Damp']}/workforce"
        assert "No post is said to change." in owner.get(at).text
        wrong = owner.post(f"{at}/posts", {"post": "Warden", "change": "regraded", "posts": "0"}, status=200).text
        assert "Say which grade it has" in wrong
        assert "Give a number from 1" in wrong
        said = {"post": "Night warden", "posts": "3", "change": "regraded", "grade_before": "5", "grade_after": "6"}
        owner.post(f"{at}/posts", {**said, "changes_on": "1 April 2027"})
        assert "tell them before they hear it elsewhere" in owner.get(at).text
        assert (
            "not one to come"
            in owner.post(
                f"{at}/unions", {"union_name": "Unison", "told": "x", "told_on": "1 May 2027"}, status=200
            ).text
        )
        owner.post(f"{at}/unions", {"union_name": "Unison", "told": "Three posts go up.", "answer": "Good."})
        page = Page(owner.get(at).text)
        assert "3 posts: another grade, from 5 to 6, from 1 April 2027." in page.under("posts").words
        assert "Unison, 20 November Told: “Three posts go up.” They said: “Good.”" in page.under("unions").words
        row = page.under("unions").links["Put right: Unison on 20 November"]
        said = {"union_name": "Unison", "told": "Three posts go up.", "answer": "Good.", "because": "It was later."}
        owner.post(row, {**said, "told_on": "18 November 2026"})
        owner.post(row, {**said, "told_on": ""})
        told = Page(owner.get(at).text).under("unions").words
        assert "Unison, 20 November" in told, "its form says that an empty day is today"


def test_one_line_is_said_outside_and_councillors_have_a_briefing_to_print(world, browse, refs):
    with clock.at(DAY):
        owner, at = browse(world.ours.owner), f"/ideas/{refs['Damp']}"
        on(world.ours, refs["Damp"], "A small thing", 1, 1, None)
        on(world.ours, refs["Damp"], "Another", 1, 2, None)
        briefing = Page(owner.get(f"{at}/briefing").text)
        assert "it is a trial, not a promise. Questions go to Tom Baker." in briefing.part("record").words
        too_long = owner.post(f"{at}/line/edit", {"line": "x" * 201, "speaker": ""}, status=200).text
        assert "Say who may speak" in too_long
        line = {"line": "A trial in two blocks until May, not a promise.", "speaker": "The head of housing"}
        owner.post(f"{at}/line/edit", line)
        assert "Say why it is changed" in owner.post(f"{at}/line/edit", {**line, "line": "Soon."}, status=200).text
        owner.post(f"{at}/line/edit", {**line, "line": "A trial in one block.", "because": "One said no."})
        page = Page(owner.get(f"{at}/line").text)
        history = Page(owner.get(page.part("govuk-grid-column-two-thirds").links["History of the line"]).text)
        assert (
            "A trial in two blocks until May, not a promise. then A trial in one block."
            in history.under("before").words
        )
        told = Page(browse(world.ours.observer).get(f"{at}/briefing").text).part("record").words
        assert "“A trial in one block.” Who may speak: The head of housing." in told
        assert "Walls hide asbestos" in told
        assert "A small thing" not in told, "the three that matter most"
    with clock.at(DAY + timedelta(days=3)):
        lead = browse(world.ours.lead)
        lead.post(f"{at}/line/edit", {**line, "line": "It goes on until June.", "because": "The panel met."})
        agreed = Page(lead.get(f"{at}/line").text).words
        assert f"Agreed by {world.ours.lead.name}, 23 November" in agreed, "who wrote what stands there"


def test_a_high_score_asks_for_scrutiny_at_the_gate_and_rejects_nothing(world, browse, refs):
    with clock.at(DAY):
        lead, ref = browse(world.ours.lead), refs["Damp"]
        shown = Page(lead.get(f"/ideas/{ref}/gates/mainstream").text)
        assert "4 × 4 = 16, asks for scrutiny." in shown.under("risks").words
        made = makers.a_decision(world.ours, ref, Word.GO, at=Gate.MAINSTREAM)
        assert made.word is Word.GO


def test_who_comes_from_elsewhere_watches_no_less(world, browse, refs):
    """A risk that a contributor watches can be asked for, whoever may own ideas."""
    with clock.at(DAY):
        watcher = makers.a_person(world.ours.id, Role.CONTRIBUTOR, name="Wim Roe")
        on(world.ours, refs["Vans"], "Tyres", 1, 1, SOON, owner_id=watcher.id)
        page = browse(world.ours.observer).get(f"/portfolio/risks?watcher={watcher.id}").text
        assert "Wim Roe" in page
        assert [line[0] for line in Page(page).table("Every risk")[1:]] == ["Tyres Vans"]


def test_a_risk_whose_watcher_left_is_put_right_without_showing_who_that_was_as_a_number(world, browse, refs):
    with clock.at(DAY):
        watcher = makers.a_person(world.ours.id, Role.CONTRIBUTOR, name="Wim Roe")
        row = on(world.ours, refs["Vans"], "Tyres", 1, 1, SOON, owner_id=watcher.id)
        with world.ours.door():
            council.end_membership(person_id=watcher.id, by=world.ours.admin.id)
        page = browse(world.ours.owner).get(f"/ideas/{refs['Vans']}/risks/{row}/correct").text
        assert f'<option value="{watcher.id}" selected>a former colleague</option>' in page


def test_whom_only_a_file_names_goes_on_watching_a_risk_that_is_put_right(world, browse, refs):
    with clock.at(DAY):
        row = on(world.ours, refs["Vans"], "Tyres", 1, 1, SOON)
        with world.ours.door():
            found = session().query(risk.Risk).filter_by(id=UUID(row)).one()
            found.owner_id, found.owner_given = None, "Fleet office"
        sent = {"description": "Tyres wear", "likelihood": "1", "impact": "1", "mitigation": "Ask", "because": "Words."}
        address = f"/ideas/{refs['Vans']}/risks/{row}/correct"
        assert browse(world.ours.lead).post(address, sent).status_code == 303
        listed = Page(browse(world.ours.observer).get("/portfolio/risks").text).table("Every risk")
        assert "Fleet office" in " ".join(next(line for line in listed if line[0].startswith("Tyres wear")))


def test_rules_in_the_way_say_that_there_are_more_only_where_there_are(world, browse, refs, monkeypatch):
    monkeypatch.setattr(context_queries, "MOST_BLOCKERS", 1)
    monkeypatch.setattr(context, "MOST_BLOCKERS", 1)
    with clock.at(DAY):
        owner, observer = browse(world.ours.owner), browse(world.ours.observer)
        owner.post(f"/ideas/{refs['Damp']}/blockers/new", RULE)
        whole = Page(observer.get("/portfolio/blockers").text).words
        assert "1 rule without an answer; 1 past the day" in whole
        assert "first" not in whole, "all of them are shown"
        owner.post(f"/ideas/{refs['Vans']}/blockers/new", {**RULE, "needed_by": "1 May 2027"})
        cut = Page(observer.get("/portfolio/blockers").text).words
        assert "The first 1 rule without an answer" in cut
        assert "The spreadsheet has all of them." in cut


def test_a_rule_that_was_not_answered_before_its_idea_was_closed_stands_in_a_list_and_in_the_file(world, browse, refs):
    with clock.at(DAY):
        owner, observer = browse(world.ours.owner), browse(world.ours.observer)
        owner.post(f"/ideas/{refs['Damp']}/blockers/new", RULE)
        with world.ours.door():
            found = makers.idea_of(refs["Damp"])
            idea.change_state(idea=found, state=idea.State.CLOSED, by=world.ours.lead.id, because="No money.")
        waiting = Page(observer.get("/portfolio/blockers").text)
        assert "No answer is late." in waiting.words
        [line] = Page(observer.get(waiting.links["Never answered, of closed ideas"]).text).parts("rows")[0].entries
        assert "No answer came before the idea was closed." in line.words
        file = observer.get("/portfolio/blockers.csv").data.decode("utf-8-sig")
        assert "not answered before the idea was closed" in file.splitlines()[1]


def test_a_service_or_a_watcher_that_nobody_knows_narrows_neither_the_register_nor_its_file(world, browse, refs):
    unknown = "01a22767-d56c-7176-9819-77247717b2b7"
    with clock.at(DAY):
        observer = browse(world.ours.observer)
        whole = Page(observer.get("/portfolio/risks").text).table("Every risk")
        for name in ("service", "watcher"):
            assert Page(observer.get(f"/portfolio/risks?{name}={unknown}").text).table("Every risk") == whole
        lines = observer.get("/portfolio/risks.csv").data.count(b"\n")
        assert observer.get(f"/portfolio/risks.csv?watcher={unknown}").data.count(b"\n") == lines > 1
        theirs = Page(observer.get(f"/portfolio/risks?watcher={world.theirs.owner.id}").text).table("Every risk")
        assert theirs == whole, "nobody of ours"
        watched = observer.get(f"/portfolio/risks.csv?watcher={world.ours.observer.id}").data.count(b"\n")
        assert watched == 1, "the observer watches none"

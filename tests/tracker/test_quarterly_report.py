"""The quarterly report: the parts of its last day, its decisions and benefits, what became of ideas of a year ago."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from config import printer
from tests import makers
from tests.conftest import counted
from tests.reading import Page
from tests.tracker.test_benefits import SPRING, SUMMER, checked, claimed
from tracker import clock, idea, lesson, portfolio, risk
from tracker.gate import Gate, Word
from tracker.idea import Audience, Stage
from tracker.portfolio import Quarter

LAST, PRINTED = date(2026, 9, 30), date(2026, 11, 20)
REPORT = "/portfolio/reports/2026-q3"


@pytest.fixture(scope="module")
def side(database) -> makers.Side:
    """Ideas logged in the summer before, one early in the autumn; decided, measured and learnt from in this one."""
    ours = makers.a_side()
    refs = {}
    for name, day in (
        ("Van", date(2025, 7, 1)),
        ("Bench", date(2025, 9, 30)),
        ("Secret", date(2025, 8, 1)),
        ("Late", date(2025, 10, 1)),
    ):
        with clock.at(day):
            refs[name] = makers.an_idea(ours, title=name, stage=Stage.DESIGN)
    with clock.at(date(2026, 6, 30)), ours.door():
        portfolio.compute()
    with clock.at(date(2026, 7, 1)):
        makers.a_decision(ours, refs["Van"], Word.GO, at=Gate.MOBILISE)
    with clock.at(date(2026, 8, 3)), ours.door():
        lesson.write_lesson(idea=makers.idea_of(refs["Van"]), by=ours.owner.id, lesson="Ask first.", worked="yes")
        raised = {"likelihood": 4, "impact": 4, "mitigation": "Two drivers", "review_on": date(2026, 12, 1)}
        risk.raise_risk(idea=makers.idea_of(refs["Van"]), by=ours.owner.id, description="The van breaks", **raised)
        secret = makers.idea_of(refs["Secret"])
        idea.set_audience(idea=secret, audience=Audience.CONFIDENTIAL, people=[], by=ours.lead.id)
    with clock.at(LAST):
        makers.a_decision(
            ours, refs["Bench"], Word.STOP, at=Gate.MOBILISE, stop_reason="no_resources", lesson="Money first."
        )
        with ours.door():
            portfolio.compute()
    with clock.at(date(2026, 10, 1)):
        makers.a_decision(ours, refs["Late"], Word.GO, at=Gate.MOBILISE)
    with clock.at(PRINTED):
        periods = ((SPRING, 7000, 7000), (SUMMER, 13500, 9900))
        checked(ours, refs["Van"], claimed(ours, refs["Van"], "Fuel", *periods))
        claimed(ours, refs["Van"], "Wages", (SUMMER, 100, 50))
        with ours.door():
            portfolio.compute()
    ours.noted["refs"] = refs
    return ours


@pytest.fixture
def read(side, browse):
    """The report as an observer reads it on a day."""

    def page(path: str = REPORT, day: date = PRINTED, who: str = "observer") -> Page:
        with clock.at(day):
            return Page(browse(side.people[who]).get(path).text)

    return page


def test_it_tells_the_decisions_of_its_days_and_no_other(read):
    page = read()
    assert page.part("record__by").words.startswith("3 active ideas, 2 decisions, 2 lessons written down.")
    assert page.under("decisions").paragraphs[0] == "1 go, 1 stop. A return is normal, and so is a good stop."
    assert [row[:3] for row in page.table("Decisions, July to September 2026")[1:]] == [
        ["Van", "1 July", "Go to mobilise"],
        ["Bench", "30 September", "Stop at the mobilise gate: no resources"],
    ]


def test_the_benefits_of_its_periods_are_those_recorded_by_the_day_it_is_printed_and_both_days_are_named(read):
    page = read()
    assert page.table("Benefits whose period ended")[1:] == [
        ["Cash releasing", "£13,600", "£9,950", "2 benefits, figures of 2, 1 to be checked"]
    ]
    assert "The eight parts are those of 30 September; the benefits of its periods are as recorded by 20 November" in (
        page.part("record__no").words
    )


def test_the_parts_are_those_of_its_last_day_whenever_it_is_printed_beside_what_they_were(read):
    told = [row[:4] for row in read().table("The parts on 30 September")[:6]]
    assert told[0] == ["Part", "30 September", "30 June", "30 September 2025"]
    assert told[5] == ["Sponsorship", "not enough to say", "not enough to say", "not kept"]
    later = read(day=PRINTED + timedelta(400)).table("The parts on 30")
    assert later[1:] == read().table("The parts on 30 September")[1:]


def test_the_ideas_of_a_year_ago_stand_where_they_stood_by_its_end(read):
    page = read()
    assert page.under("year").paragraphs[0].startswith("3 ideas logged from July to September 2025.")
    assert page.table("Where the ideas logged")[1:] == [
        ["Being tried", "1", "Van"],
        ["Going ahead, being worked out", "1", "Not named"],
        ["Stopped, and worth having tried", "1", "Bench"],
    ]


def test_it_names_risks_that_asked_for_scrutiny_and_lessons_and_no_confidential_idea(read):
    page = read()
    assert page.under("wrong").items == ["The van breaks (4 × 4 = 16): Van."]
    assert page.under("learnt").items == ["“Money first.” From Bench.", "“Ask first.” From Van."]
    assert "Secret" not in read(who="lead").words


def test_risks_and_benefits_of_a_shielded_idea_are_left_out_while_the_shield_stands_and_its_decisions_are_not(
    world, browse
):
    ours, refs, freed = world.ours, {}, date(2026, 11, 1)
    for name, amount in (("Van", 700), ("Bench", 30)):
        with clock.at(date(2026, 7, 1)):
            refs[name] = makers.an_idea(ours, title=name, stage=Stage.DESIGN)
            makers.a_decision(ours, refs[name], Word.GO, at=Gate.MOBILISE)
            raised = {"likelihood": 4, "impact": 4, "mitigation": "Two drivers", "review_on": date(2026, 12, 1)}
            with ours.door():
                risk.raise_risk(
                    idea=makers.idea_of(refs[name]), by=ours.owner.id, description=f"{name} fails", **raised
                )
        with clock.at(date(2026, 10, 5)):
            claimed(ours, refs[name], "Fuel", (SUMMER, amount, amount))
    with clock.at(date(2026, 8, 10)):
        sent = {"until": f"{freed:%d/%m/%Y}", "act": "shield", "because": "It began in May."}
        browse(ours.lead).post(f"/ideas/{refs['Van']}/shield", sent, status=303)
        page = Page(browse(ours.observer).get(f"/ideas/{refs['Van']}/shield").text).words
        assert "leave out its benefits, and the report its risks." in page
        assert "lists its decisions and lessons and counts its moves: they are the record." in page

    def told(day: date) -> tuple[list[str], list[str], set[str]]:
        with clock.at(day):
            read = Page(browse(ours.observer).get(REPORT).text)
        sums = [row[2] for row in read.table("Benefits whose period ended")[1:]]
        return read.under("wrong").items, sums, {row[0] for row in read.table("Decisions, July")[1:]}

    bench, van = (f"{name} fails (4 × 4 = 16): {name}." for name in ("Bench", "Van"))
    assert told(date(2026, 10, 20)) == ([bench], ["£30"], {"Van", "Bench"})
    assert told(date(2026, 11, 20)) == ([bench], ["£30"], {"Van", "Bench"}), "its last day stays as it was"
    with clock.at(freed - timedelta(2)):
        browse(ours.lead).post(f"/ideas/{refs['Van']}/shield", {"act": "end", "because": "It runs."}, status=303)
        page = Page(browse(ours.observer).get(REPORT).text).words
        assert "Van is shielded: left out of the parts, risks and benefits until 1 November." in page
        freed = clock.today()
    for day, came in ((freed - timedelta(1), "£30 came"), (freed, "£730 came")):
        with clock.at(day):
            plain = Page(browse(ours.observer).get("/portfolio/plain").text).words
            now = Page(browse(ours.observer).get("/portfolio/reports/2026-q4").text).under("wrong").items
        assert came in plain
        assert sorted(now) == ([bench, van] if day == freed else [bench])


def test_a_quarter_that_has_not_ended_is_a_preview_and_one_to_come_is_nothing(read, side, browse):
    page = read("/portfolio/reports/2026-q4")
    assert page.asked.headings == ["This quarter has not ended: a preview"]
    assert [row[0] for row in page.table("Decisions")[1:]] == ["Late"]
    assert "those of 20 November, today" in page.part("record__no").words
    with clock.at(PRINTED):
        for wrong in ("2027-q1", "2026-q5", "1900-q4", "2026"):
            browse(side.observer).get(f"/portfolio/reports/{wrong}", status=404)
        listed = Page(browse(side.observer).get("/portfolio/reports").text)
    assert listed.asked.links == {"Open its report": REPORT}
    assert [words for words in listed.links if words.endswith(("2025", "2026"))] == [
        one.name
        for one in (Quarter(2026, 4), *(Quarter(2026, n) for n in (3, 2, 1)), Quarter(2025, 4), Quarter(2025, 3))
    ]


def test_a_lead_says_for_whom_it_is_and_what_is_asked_and_the_newest_words_stand(side, browse, read):
    said = {"for_whom": "Scrutiny committee", "asks": "Money for the van\n\nA new sponsor"}
    with clock.at(PRINTED):
        for asks in ("Nothing", said["asks"], said["asks"]):
            browse(side.lead).post(f"{REPORT}/words", {**said, "asks": asks})
    page = read()
    assert page.under("asks").items == ["Money for the van", "A new sponsor"]
    assert "Scrutiny committee" in page.part("govuk-caption-l").words
    assert not read("/portfolio/reports/2026-q2").has("asks")


def test_a_report_of_a_day_without_a_snapshot_works_its_parts_out_and_one_with_takes_five_statements(side, browse):
    with clock.at(PRINTED):
        client = browse(side.observer).client
        with counted() as seen:
            client.get(REPORT)
        spring = Page(client.get("/portfolio/reports/2026-q1").text)
    assert len(seen) <= 5
    assert [row[:2] for row in spring.table("The parts on 31 March")[5:6]] == [["Sponsorship", "not enough to say"]]


def test_the_same_report_is_had_as_a_pdf(side, browse, monkeypatch):
    pages: list[str] = []
    monkeypatch.setattr(printer, "pdf_of", lambda page: pages.append(page) or b"%PDF-")
    with clock.at(PRINTED):
        answer = browse(side.observer).get(f"{REPORT}.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="portfolio-2026-q3.pdf"'
    assert answer.data == b"%PDF-"
    paper = Page(pages[0])
    assert [row[0] for row in paper.table("Decisions")[1:]] == ["Van", "Bench"]
    assert not re.search(r"<(script|link|img)|url\(", pages[0])

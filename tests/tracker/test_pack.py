"""The pack of an idea: the whole case, on a page and as a PDF that was made without fetching anything."""

from __future__ import annotations

import socket
import subprocess
from datetime import date
from decimal import Decimal

import pytest

from config import printer
from tests import makers
from tests.reading import Page
from tracker import benefit, context, gate, hours, idea, lesson, risk, value
from tracker.gate import DecisionDraft, Gate, Word
from tracker.pages.ideas import packs as idea_pages
from tracker.tenancy import session

needs_libraries = pytest.mark.skipif(bool(printer.lacking()), reason="the system's libraries for PDFs are not here")


@pytest.fixture
def ref(world) -> str:
    """An idea with something of everything."""
    ours = world.ours
    made = makers.an_idea(ours, stage=idea.Stage.DESIGN)
    with ours.door():
        me = {"idea": makers.idea_of(made), "by": ours.owner.id}
        claim = value.claim(**me, indicator="Visits to warm rooms", unit="visits", baseline="10", baseline_date="2025")
        value.add_evidence(**me, claim_id=claim.id, value="40")
        risk.raise_risk(**me, description="Nobody comes <b>", likelihood=4, impact=4, mitigation="Ask first")
        lesson.write_lesson(**me, lesson="Open late", worked="mixed")
        draft = DecisionDraft(Word.GO, "Cheap to try", waiver_because="Small")
        gate.decide(idea=makers.idea_of(made), by=ours.lead.id, gate=Gate.MOBILISE, draft=draft)
    return made


def test_the_pack_tells_the_whole_case_and_what_is_not_known(world, browse, ref):
    page = Page(browse(world.ours.observer).get(f"/ideas/{ref}/pack").text)
    for told in (
        "Visits to warm rooms",
        "From 10 visits (2025) to no stated target.",
        "Likelihood 4 × impact 4 = 16, asks for scrutiny at the gate.",
        "Nobody comes <b>",
        "If we do nothing: not said.",
        "2. Go to mobilise, ",
        "Decided by Priya Nair at the mobilise gate, under the built-in gate policy",
        "Cheap to try",
        "Went on without what was unmet, because Small.",
        "Evidence asked Level 1 Evidence supported Level 2",
        "Visits to warm rooms: 10 (2025), then 40 (",
        "Open late It worked in part.",
        "No money is recorded.",
        "No partner is recorded.",
        "Nobody has been asked to sign it off.",
        "A risk was noted (16 of 25): Nobody comes <b>",
    ):
        assert told in page.words, told
    assert "The whole case, to print" in browse(world.ours.observer).get(f"/ideas/{ref}").text
    browse(world.theirs.lead).get(f"/ideas/{ref}/pack", status=404)


def test_the_pack_says_what_outruns_its_figures_in_the_words_of_the_claim(world, browse, ref):
    with world.ours.door():
        me = {"idea": makers.idea_of(ref), "by": world.ours.owner.id}
        known = {"comparison_group": True, "comparator": "the wards without rooms", "method": "a diary"}
        said = {"stated_change": "halved", "stated_in": "the annual report"}
        made = value.claim(
            **me, indicator="Calls", unit="calls", baseline="100", method_because="few answer", **known, **said
        )
        claim = made.id
        value.add_evidence(**me, claim_id=claim, value="90", note="Calls fell by 40 per cent")
    reader = browse(world.ours.observer)
    pack, page = (Page(reader.get(f"/ideas/{ref}/{what}").text).words for what in ("pack", f"claims/{claim}"))
    for told in (
        "Change halved 10 per cent less, from 100 to 90",
        "Said in the annual report",
        "The two differ.",
        "What it states differs from the figures: -10.0 per cent",
        "the wards without rooms",
        "Another method",
        "a diary",
    ):
        assert (told in page, told in pack) == (True, True), told
    assert "Compared with the wards without rooms." in pack
    assert "Another method: a diary, because few answer." in pack


def test_a_committee_gets_the_packs_that_its_reader_may_see_in_their_order(world, browse, ref, statements):
    ours, observer = world.ours, browse(world.ours.observer)
    other, hidden = makers.a_sent_idea(ours, title="Swaps at the school gate"), makers.a_sent_idea(ours, title="Secret")
    with ours.door():
        idea.set_audience(idea=makers.idea_of(hidden), audience=idea.Audience.CONFIDENTIAL, by=ours.lead.id)
    assert f'value="{other}"' in observer.get("/packs?q=swaps").text
    asked = f"/packs?ref={ref}&add={other}&named={hidden.lower()},{ref}&heading=Scrutiny"
    chosen = Page(observer.get(asked).text)
    assert f"Not here, or not for you to see: {hidden.lower()}." in chosen.words
    assert chosen.links["All of them on one page, to print"] == f"/packs/all?ref={ref}&ref={other}&heading=Scrutiny"
    assert chosen.links["Take it off: Swaps at the school gate"] == f"/packs?ref={ref}&heading=Scrutiny"
    with statements() as few:
        observer.get(f"/packs/all?ref={ref}")
    with statements() as many:
        told = observer.get(f"/packs/all?ref={other}&ref={ref}&ref={hidden}").text
    assert len(few) == len(many)
    assert told.index("Swaps at the school gate</h2>") < told.index("Cheap to try")
    assert "Secret" not in told
    assert f"Not here, or not for you to see: {'A' * 60}." in Page(observer.get(f"/packs?ref={'A' * 60}").text).words
    lead = browse(ours.lead)
    assert "Secret" in (listed := Page(lead.get(f"/packs?ref={ref}&ref={hidden}").text).words)
    assert listed.count("confidential") == 1
    together = Page(lead.get(f"/packs/all?ref={ref}&ref={hidden}").text).words
    assert f"{hidden}: Secret (confidential: hand it on only to who may see it)" in together
    assert "No idea is on this list" in browse(world.theirs.lead).get(f"/packs/all?ref={ref}").text


def test_a_list_of_packs_finds_references_in_any_capitals_and_counts_each_idea_once(world, browse, ref):
    ours, observer = world.ours, browse(world.ours.observer)
    mixed = makers.a_sent_idea(ours, title="Brought with a reference of theirs")
    with ours.door():
        makers.idea_of(mixed).ref = "warm-homes_7"
        session().flush()
    refs = [makers.a_sent_idea(ours, title=f"Idea {n}") for n in range(idea_pages.MOST_PACKS - 2)]
    same = ",".join((ref.lower(), ref, f"{ref[0].lower()}{ref[1:]}"))
    page = Page(observer.get(f"/packs?named=warm-homes_7,{same}&{'&'.join(f'add={one}' for one in refs)}").text)
    assert "Brought with a reference of theirs" in page.words
    assert "are not on it" not in page.words, "twenty, however often one is named"
    assert len([words for words in page.links if words.startswith("Take it off: ")]) == idea_pages.MOST_PACKS
    one_more = makers.a_sent_idea(ours, title="One more")
    page = Page(observer.get(f"/packs?named=warm-homes_7,{ref},{','.join(refs)},{one_more}").text)
    assert "the last 1 are not on it" in page.words


def test_a_pack_tells_periods_and_checks_payers_hours_rules_posts_unions_and_the_line(world, browse, ref):
    ours = world.ours
    with ours.door():
        me = {"idea": makers.idea_of(ref), "by": ours.owner.id}
        kind = {"category": value.BenefitCategory.PUBLIC, "benefit_class": value.BenefitClass.CASH}
        gain = value.add_benefit(**me, **kind, description="Fewer trips", payer="Highways", beneficiary="The hospital")
        days = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}
        kept = benefit.add_period(**me, benefit=gain, **days, forecast=Decimal(1200), actual=Decimal(900), why="Late")
        session().flush()
        checked = {"word": benefit.CheckWord.OTHER, "figure": Decimal(800), "note": "One invoice twice."}
        benefit.check_figure(idea=me["idea"], benefit=gain, period=kept, by=ours.lead.id, **checked)
        said = {"granted_to": "The warden", "granted_by": "Her head", "hours_a_week": Decimal("3.5")}
        hours.grant_hours(**me, **said)
        rule = {"rule": "Two signatures", "whose": "Finance", "harm": "It waits.", "ask": "One", "asked_of": "The head"}
        context.note_blocker(**me, **rule, needed_by=date(2027, 1, 4))
        context.note_posts(**me, post="Night warden", change=context.PostChange.ENDED, posts=2)
        context.note_union(**me, union_name="Unison", told="Two posts end.")
        context.set_line(**me, line="A trial in two blocks.", speaker="Head of housing")
    page = Page(browse(ours.observer).get(f"/ideas/{ref}/pack").text).words
    for told in (
        "Gains: The hospital. Pays: Highways.",
        f"£1,200 forecast, £900 came, claimed by {ours.owner.name}. {ours.lead.name} found otherwise, £800,",
        "One invoice twice. Why it differs: Late.",
        "The warden: 3.5 hours a week, granted by Her head, until further notice; not said whether used.",
        "Two signatures. Whose rule: Finance. The harm: It waits. Asked of The head, nobody was asked yet: One.",
        "Night warden: 2 posts:",
        "told: “Two posts end.” What they said is not noted.",
        "“A trial in two blocks.” Who may speak: Head of housing.",
    ):
        assert told in page, told


@needs_libraries
def test_a_pdf_is_a_download_of_the_same_that_fetched_nothing(world, browse, ref, monkeypatch):
    monkeypatch.setattr(printer, "LONGEST", 150)  # a busy machine's, not a page's
    answer = browse(world.ours.observer).client.get(f"/ideas/{ref}/pack.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{ref}.pdf"'
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        at = f"http://127.0.0.1:{server.getsockname()[1]}"
        page = f"<link rel=stylesheet href='{at}/x.css'><img src='{at}/x.png'><img src='file:///etc/hostname'>Words"
        assert printer.pdf_of(page).startswith(b"%PDF-")
        with pytest.raises(BlockingIOError):
            server.accept()
    browse(world.theirs.lead).get(f"/ideas/{ref}/pack.pdf", status=404)


def test_where_no_pdf_can_be_made_the_page_says_to_print_and_nothing_waits(world, browse, ref, monkeypatch):
    observer = browse(world.ours.observer)
    monkeypatch.setattr(printer, "lacking", lambda: ("libpango-1.0",))
    assert "choose “Save as PDF”" in observer.get(f"/ideas/{ref}/pack").text
    assert "could not be made" in observer.follow(observer.get(f"/ideas/{ref}/pack.pdf", status=303)).text
    monkeypatch.setattr(printer, "lacking", tuple)
    monkeypatch.setattr(printer, "LONGEST", 0.01)
    with pytest.raises(printer.NotPrintedError, match=subprocess.TimeoutExpired.__name__):
        printer.pdf_of("<p>Words</p>")

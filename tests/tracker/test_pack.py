"""The pack of an idea: the whole case, on a page and as a PDF that was made without fetching anything."""

from __future__ import annotations

import socket
import subprocess

import pytest

from config import printer
from tests import makers
from tests.reading import Page
from tracker import gate, idea, lesson, risk, value
from tracker.gate import DecisionDraft, Gate, Word

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


def test_a_committee_gets_the_packs_that_its_reader_may_see_in_their_order(world, browse, ref, statements):
    ours, observer = world.ours, browse(world.ours.observer)
    other, hidden = makers.a_sent_idea(ours, title="Swaps at the school gate"), makers.a_sent_idea(ours, title="Secret")
    with ours.door():
        idea.set_audience(idea=makers.idea_of(hidden), audience=idea.Audience.CONFIDENTIAL, by=ours.lead.id)
    assert f'value="{other}"' in observer.get("/packs?q=swaps").text
    asked = f"/packs?ref={ref}&add={other}&named={hidden.lower()},{ref}&heading=Scrutiny"
    chosen = Page(observer.get(asked).text)
    assert f"Not here, or not for you to see: {hidden}." in chosen.words
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

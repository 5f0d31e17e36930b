"""A part of "keep it current" may take a file: it names the field and what saving it does, and nothing else changes."""

from __future__ import annotations

import io
import re

import pytest
from wtforms import FileField

from tests import makers
from tracker import idea, value
from tracker.idea import Stage
from tracker.pages.upkeep.forms import PARTS
from tracker.pages.upkeep.forms.worth import EvidencePart

PNG = b"\x89PNG\r\n\x1a\n a photo of the kitchen"


class EvidenceWithPaper(EvidencePart):
    """What was seen, with a photo or a paper."""

    paper = FileField("A photo or paper")

    def save(self, found, *, by):
        super().save(found, by=by)
        if self.paper.data:
            idea.comment(idea=found, words=f"{self.paper.data.filename}: {len(self.paper.data.read())} bytes", by=by)


@pytest.fixture
def with_paper(monkeypatch):
    monkeypatch.setitem(PARTS, "evidence", EvidenceWithPaper)


def form_of(page: str, part: str) -> str:
    """The form of one part, from its tag to its end."""
    return re.search(rf'<form[^>]*action="[^"]*/current/{part}".*?</form>', page, re.DOTALL)[0]


def an_idea_with_a_claim(ours) -> str:
    ref = makers.an_idea(ours, stage=Stage.DESIGN)
    with ours.door():
        value.claim(idea=makers.idea_of(ref), by=ours.owner.id, indicator="Visits")
    return ref


def test_the_form_of_a_part_with_a_file_sends_it_and_those_of_the_others_send_words(world, browse, with_paper):
    ref = an_idea_with_a_claim(world.ours)
    owner = browse(world.ours.owner)
    page = owner.get(f"/ideas/{ref}/current?part=evidence").text
    assert 'enctype="multipart/form-data"' in form_of(page, "evidence")
    assert re.search(r'id="evidence-paper"\s+name="evidence-paper"\s+type="file"', form_of(page, "evidence"))
    for part in set(PARTS) - {"evidence"}:
        page = owner.get(f"/ideas/{ref}/current?part={part}").text
        assert "enctype" not in form_of(page, part)
        assert 'type="file"' not in form_of(page, part)


def test_a_file_is_saved_with_its_part(world, browse, with_paper):
    ours, ref = world.ours, an_idea_with_a_claim(world.ours)
    with ours.door():
        about = str(value.worth_of(idea=makers.idea_of(ref)).claims[0].id)
    sent = {
        "evidence-claim_id": about,
        "evidence-note": "It was damp.",
        "evidence-paper": (io.BytesIO(PNG), "damp.png"),
    }
    browse(ours.owner).post(f"/ideas/{ref}/current/evidence", sent, content_type="multipart/form-data")
    with ours.door():
        story = idea.story(ref=ref, reader=ours.owner.reader)
        assert [entry.note for entry in value.worth_of(idea=story.idea).claims[0].records] == ["It was damp."]
    assert f"damp.png: {len(PNG)} bytes" in [said.text for said in story.messages]


def test_a_part_that_is_sent_wrong_shows_its_words_again_and_no_other_is_open(world, browse, with_paper):
    ours, ref = world.ours, an_idea_with_a_claim(world.ours)
    sent = {"evidence-note": "Seen by 07700 900123", "evidence-paper": (io.BytesIO(PNG), "damp.png")}
    answer = browse(ours.owner).post(
        f"/ideas/{ref}/current/evidence", sent, status=200, content_type="multipart/form-data"
    )
    assert "Seen by 07700 900123" in form_of(answer.text, "evidence")
    assert "Leave it: this is not about a real person" in form_of(answer.text, "evidence")
    assert re.findall(r'action="/ideas/[^"]+/current/(\w+)"', answer.text) == ["evidence"]
    claim = browse(ours.owner).get(f"/ideas/{ref}/current?part=claim").text
    assert 'value="Visits"' in form_of(claim, "claim")

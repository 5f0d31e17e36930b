"""What people write is read in the direction of its letters, and what no eye sees is not there."""

from __future__ import annotations

import re

import pytest

from tests import makers
from tests.makers import an_idea
from tracker import idea
from tracker.text import is_blank, without_marks

WIDTHLESS, OVERRIDE, JOINER = "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH JOINER}"
NURSE = "\N{WOMAN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}\u200d\u2695\ufe0f"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"  # its joiner parts two words of one
ARABIC = "\u062e\u062f\u0645\u0629 (\u062c\u062f\u064a\u062f\u0629) \u0644\u0644\u0645\u0642\u064a\u0645\u064a\u0646!"
SAID = {"problem": "They wait outside.", "proposal": "Open the door."}


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        (f"zero{WIDTHLESS}width", "zerowidth"),
        (f"Right{OVERRIDE}to left", "Rightto left"),
        (f"a{JOINER}b \ufeff\u2066c\u2069", "ab c"),
        (NURSE, NURSE),
        (PERSIAN, PERSIAN),
        ("soft\u00adhyphen", "soft\u00adhyphen"),
        ("Caf\u00e9 \u2013 T\u0177", "Caf\u00e9 \u2013 T\u0177"),
    ],
)
def test_marks_that_nobody_sees_go_and_what_says_something_stays(sent, seen):
    assert without_marks(sent) == seen


@pytest.mark.parametrize(
    "empty", ["", " \n\t", WIDTHLESS * 2, "\u2800", "\u3164 \u00a0", "\u00ad", OVERRIDE, "\u2060\u200d"]
)
def test_what_is_empty_to_the_eye_is_empty(empty):
    assert is_blank(without_marks(empty))


@pytest.mark.parametrize("empty", [WIDTHLESS * 2, "\u2800", f"{OVERRIDE} \u2066"])
def test_a_title_of_nothing_is_none_and_what_was_written_beside_it_stays(world, browse, empty):
    me = browse(world.ours.contributor)
    page = me.post("/ideas/new", SAID | {"title": empty}, status=200).text
    assert "Give it a few words that others will know it by" in page
    assert SAID["problem"] in page
    with world.ours.door():
        assert idea.listing(reader=world.ours.lead.reader, filters=idea.Filters()).rows == []


def test_marks_are_taken_out_of_what_is_sent_and_the_page_says_so(world, browse):
    me = browse(world.ours.contributor)
    sent = me.post("/ideas/new", SAID | {"title": f"Warm{WIDTHLESS} hubs{OVERRIDE}"}, status=303)
    assert "Marks that nobody sees" in me.get(sent.headers["Location"]).text
    with world.ours.door():
        assert [row.title for row in idea.listing(reader=world.ours.lead.reader, filters=idea.Filters()).rows] == [
            "Warm hubs"
        ]


def test_what_people_wrote_is_read_in_the_direction_of_its_letters_wherever_it_stands(world, browse):
    ours = world.ours
    with makers.arrived(ours.contributor) as me:
        ref = idea.log(me=me, title=ARABIC, problem=ARABIC, proposal=ARABIC)
    lead = browse(ours.lead)
    shown = re.escape(ARABIC)
    for path, times in (("/ideas", 1), (f"/ideas/{ref}", 3), ("/board", 1), ("/triage", 3)):
        page = lead.get(path).text
        told = re.findall(rf'dir="auto"[^<>]*>\s*{shown}', page)
        assert len(told) >= times, path
    edit = browse(ours.contributor).get(f"/ideas/{ref}/edit").text
    assert re.search(r'<textarea\s[^>]*dir="auto"[^>]*name="problem"|<textarea[^>]*name="problem"[^>]*dir="auto"', edit)


def test_a_name_that_came_longer_than_ours_may_be_stays_while_the_rest_is_put_right(world, browse, tmp_path):
    ours, long = world.ours, "A very long name of a programme " * 12
    ref = an_idea(ours, title="Warm hubs")
    with ours.door():
        found = makers.idea_of(ref)
        found.title, found.problem = long, None
    owner = browse(ours.lead)
    typed = {"title": long, "problem": "", "proposal": "Open earlier.", "service": "", "version": "1"}
    owner.post(f"/ideas/{ref}/edit", typed, status=303)
    with ours.door():
        found = makers.idea_of(ref)
        assert (found.title, found.problem, found.proposal) == (long, None, "Open earlier.")
        version = str(found.version)
    refused = owner.post(f"/ideas/{ref}/edit", typed | {"title": long + "!", "version": version}, status=200).text
    assert "Shorten the name to 120 characters" in refused

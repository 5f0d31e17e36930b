"""What somebody wrote, as they see it: its line breaks, marks that nobody sees, the direction in which it runs."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
import wtforms

from tracker import direction
from tracker.text import as_written, has_unseen
from tracker.web.days import read_given
from tracker.web.fields import OTHERWISE, Sentences
from tracker.wording import stopped

RTL = "خدمة (جديدة) للمقيمين!"
FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\u200b\u200b", ""),
        ("\u200d\u200d\u200d", ""),
        ("\u3164 \u2800", ""),
        ("\N{NO-BREAK SPACE}\u2003", ""),
        ("\ufe0f", ""),
        ("Bin\u200bs \u202eout\u202c", "Bins out"),
        ("zero\u200dwidth", "zerowidth"),
        ("می\u200cشود", "می\u200cشود"),
        (FAMILY, FAMILY),
        ("Tŷ Hapus’ café", "Tŷ Hapus’ café"),
        (RTL, RTL),
    ],
)
def test_words_are_kept_as_their_writer_sees_them(sent, seen):
    assert as_written(sent) == seen
    assert not has_unseen(as_written(sent))


@pytest.mark.parametrize(
    ("template", "page"),
    [
        (f"<h1>{direction.hold(RTL)}</h1>", f'<h1><bdi dir="auto">{RTL}</bdi></h1>'),
        (f"<p>{direction.hold('KNW-1, ' + RTL)}</p>", f'<p>KNW-1, <bdi dir="auto">{RTL}</bdi></p>'),
        (f"<title>{direction.hold(RTL)} - Seedbed</title>", f"<title>{RTL} - Seedbed</title>"),
        (f'<input value="{direction.hold(RTL)}">', f'<input dir="auto" value="{RTL}">'),
        (f'<textarea dir="auto">{direction.hold(RTL)}</textarea>', f'<textarea dir="auto">{RTL}</textarea>'),
        (f"<option>{direction.hold(RTL)}</option>", f'<option dir="auto">{RTL}</option>'),
        (f'<a title="{direction.hold(RTL)}">x</a>', f'<a title="{RTL}">x</a>'),
        ("<p>Nothing &amp; nobody – “here”</p>", "<p>Nothing &amp; nobody – “here”</p>"),
        (f"<p>{direction.END}{RTL}{direction.BEGIN}</p>", f"<p>{RTL}</p>"),
    ],
)
def test_words_from_right_to_left_stand_by_themselves_wherever_they_stand(template, page):
    assert direction.on_a_page(template) == page


def test_marks_that_somebody_typed_hold_nothing():
    assert direction.hold(f"{direction.END}{RTL}{direction.BEGIN}") == direction.hold(RTL)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("It is wet", "It is wet."),
        ("Is it?", "Is it?"),
        ("He said “no.”", "He said “no.”"),
        ("As follows:", "As follows:"),
        ("Done. ", "Done."),
        ("(See below.)", "(See below.)"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_sentence_ends_with_one_stop(words, sentence):
    assert stopped(words) == sentence


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("18 December 2026", "2026-12-18"),
        ("18/12/2026", "2026-12-18"),
        ("December 2026", "2026-12"),
        ("Apr 2026", "2026-04"),
        ("04/2026", "2026-04"),
        ("2026-04", "2026-04"),
        ("2026", "2026"),
        ("31 February 2026", ""),
        ("last spring", ""),
    ],
)
def test_a_month_or_a_year_is_written_where_a_day_is(typed, kept):
    assert read_given(typed) == kept


def test_no_sentence_of_the_library_is_shown():
    """Whatever WTForms says by itself of a field is said in our words."""
    library = Path(inspect.getfile(wtforms)).parent
    own = {
        sentence
        for file in library.rglob("*.py")
        for sentence in re.findall(r'gettext\(\s*"([^"]+)"', file.read_text(encoding="utf-8"))
    }
    assert "Not a valid choice." in own
    said = Sentences()
    assert {sentence for sentence in own if said.gettext(sentence) == sentence} == set()
    assert said.gettext("A sentence of a later version.") == OTHERWISE
    longest = said.ngettext("Field cannot be longer than %(max)d character.", "", 2000) % {"max": 2000}
    assert longest == "Use 2,000 characters or fewer"

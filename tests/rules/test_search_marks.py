"""The words that were sought are marked where they stand, however they are written, with the text around them."""

from __future__ import annotations

import pytest

from tracker.search import Marker


def marked(text: str, *forms: str, begins: str = "") -> list[str]:
    return [piece.text for piece in Marker(forms, begins).marks(text) if piece.marked]


@pytest.mark.parametrize(
    ("text", "forms", "begins", "found"),
    [
        ("Street lights and lighting by the street", ("street", "light"), "", ["Street lights", "lighting", "street"]),
        ("Carers\u2019 caf\u00e9 of a career", ("carer", "carers", "cafe"), "", ["Carers\u2019 caf\u00e9"]),
        ("Co-production, coproduced by producers", ("coproduct", "coproduction"), "", ["Co-production"]),
        ("T\u0177 Hapus; w\u0302yn", ("ty", "wyn"), "", ["T\u0177", "w\u0302yn"]),
        ("Libraries: a library, a librarian", ("librari",), "", ["Libraries", "library"]),
        ("Caring for cares, a car, a card", ("care",), "", ["Caring", "cares"]),
        ("Planned plans of planets", ("plan",), "", ["Planned plans"]),
        ("Recycle or reciting", ("recy",), "recy", ["Recycle"]),
        ("NOR-7, not NOR-77", ("nor7", "nor", "7"), "7", ["NOR-7", "NOR"]),
        ("Nothing of it", (), "", []),
        ("<mark>lamp</mark>", ("lamp",), "", ["lamp"]),
    ],
)
def test_a_word_is_marked_in_all_its_forms_and_no_other_word_is(text, forms, begins, found):
    assert marked(text, *forms, begins=begins) == found
    assert "".join(piece.text for piece in Marker(forms, begins).marks(text)) == text


def test_an_excerpt_stands_around_the_first_word_and_says_that_it_is_cut():
    text = " ".join(["before"] * 60 + ["lamp"] + ["behind"] * 60)
    excerpt = Marker(["lamp"], "").excerpt(text)
    shown = "".join(piece.text for piece in excerpt.pieces)
    assert [piece.text for piece in excerpt.pieces if piece.marked] == ["lamp"]
    assert shown in text
    assert len(shown) < 240
    assert set(shown.split()) == {"before", "lamp", "behind"}, "whole words"
    assert (excerpt.begins_within, excerpt.ends_within) == (True, True)
    short = Marker(["lamp"], "").excerpt("A lamp.")
    assert ("".join(piece.text for piece in short.pieces), short.begins_within, short.ends_within) == (
        "A lamp.",
        False,
        False,
    )
    assert "".join(piece.text for piece in Marker(["x"], "").excerpt(text).pieces).startswith("before before")

"""The witness of pages sees what changed for a reader, and nothing else."""

from __future__ import annotations

from bench.witness.comparison import compare
from bench.witness.masking import mask, pattern
from bench.witness.pages import Page, read, write


def a_form(letter: str, digit: str) -> str:
    """A page as one run of the code gives it; another run has other tokens, identifiers and hashes."""
    return (
        f'<form action="/nudges/0199b7c0-0000-7000-8000-{digit * 12}/later">'
        f'<input type="hidden" name="csrf_token" value="{letter * 40}"></form>'
        f'<script nonce="{letter * 22}" src="/assets/seedbed.{digit * 10}.js"></script>'
        f'<p>Reply by <a href="/n/{letter * 43}">Friday</a></p>'
    )


def comparison(old: str, new: str):
    return compare(
        {"ruth": {"/": Page("/", "200 text/html", mask(old))}}, {"ruth": {"/": Page("/", "200 text/html", mask(new))}}
    )


def test_the_same_page_with_other_tokens_is_the_same():
    assert a_form("a", "1") != a_form("b", "2")
    assert not comparison(a_form("a", "1"), a_form("b", "2"))


def test_a_changed_word_is_seen():
    found = comparison(a_form("a", "1"), a_form("a", "1").replace("Friday", "Monday"))
    assert found
    assert [line.strip() for line in found.lines(each=False)][2:] == [
        '<a href="/n/{link 1}">',
        "-Friday",
        "+Monday",
        "</a>",
        "0 the same, 1 differing, 0 missing, 0 new",
    ]


def test_two_identifiers_that_change_places_are_seen():
    one, two = (f"0199b7c0-0000-7000-8000-{digit * 12}" for digit in "12")
    page = "<a href='/nudges/{}'>First</a><a href='/nudges/{}'>Second</a><a href='/nudges/{}'>First again</a>"
    assert comparison(page.format(one, two, one), page.format(one, two, two))
    assert not comparison(page.format(one, two, one), page.format(two, one, two))


def test_white_space_beside_a_tag_does_not_count_unless_it_joins_words():
    assert not comparison("<ul><li>Warm <b>homes</b></li></ul>", "<ul>\n  <li>\n  Warm <b>homes</b>\n</li>\n</ul>")
    assert comparison("<p>Warm <b>homes</b></p>", "<p>Warm<b>homes</b></p>")


def test_what_a_text_area_holds_stands_as_it_is():
    assert comparison("<textarea>Warm homes</textarea>", "<textarea>Warm  homes</textarea>")


def test_a_page_that_went_a_page_that_came_and_another_answer_are_seen(tmp_path):
    kept = {"ruth": {address: Page(address, "200 text/html", "<p>Home</p>") for address in ("/", "/board")}}
    write(tmp_path, kept)
    assert not compare(read(tmp_path), kept)
    later = {"ruth": {"/": Page("/", "403 text/html", "<p>Home</p>"), "/new": Page("/new", "200 text/html", "")}}
    found = compare(kept, later)
    assert [len(found.missing), len(found.new), len(found.differing)] == [1, 1, 1]


def test_one_change_on_many_pages_is_told_once():
    def pages(word: str) -> dict[str, Page]:
        addresses = [f"/ideas/KNW-{n}" for n in range(1, 21)]
        return {address: Page(address, "200 text/html", f"<h1>{address}</h1><p>{word}</p>") for address in addresses}

    told = list(compare({"ruth": pages("owner")}, {"ruth": pages("lead")}).lines(each=False))
    assert told[0] == "--- on 20 pages, as ruth at /ideas/KNW-1"
    assert sum("+lead" in line for line in told) == 1


def test_addresses_of_one_kind_share_a_pattern():
    assert pattern("/ideas/KNW-7/decisions/2?day=2026-11-25&all=1") == "/ideas/REF/decisions/N?all&day"
    assert pattern(f"/n/{'a' * 43}") == "/n/{link}"

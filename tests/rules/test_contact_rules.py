"""What is true of doors without an account: secrets, names of ideas, quotes, days."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.contact import rules

SUBJECT = UUID(int=7)


def test_a_secret_is_found_however_it_is_typed_and_differs_by_site_thing_and_turn():
    code = rules.claim_token("secret", SUBJECT)
    words, numbers = code.split("-")[::2], code.split("-")[1::2]
    assert set(words) <= set(rules.CODE_WORDS)
    assert all(10 <= int(number) <= 99 for number in numbers)
    assert rules.claim_address(f" {code.lower().replace('-', '')} ") == code
    assert rules.plain_token(rules.code_in_words(code)) == rules.plain_token(code)
    others = {
        rules.claim_token(site, of, turn=turn) for site in "ab" for of in (SUBJECT, UUID(int=8)) for turn in (0, 1)
    }
    assert len(others) == 8
    poster = rules.poster_token("secret", SUBJECT)
    assert len(poster) == rules.TOKEN_LENGTH
    assert rules.plain_token(rules.token_in_parts(poster).lower()) == poster


def test_words_of_codes_are_told_apart_and_enough_to_need_no_luck():
    assert len(set(rules.CODE_WORDS)) == len(rules.CODE_WORDS)
    assert len(rules.CODE_WORDS) ** 3 * 90**2 > 10**11
    assert len(rules.LETTERS) ** rules.TOKEN_LENGTH > 10**11


def test_an_idea_without_a_name_is_called_by_its_first_sentence():
    assert rules.title_of("Eleven gates. One board.") == "Eleven gates"
    assert rules.title_of("No light\nin the lane") == "No light"
    assert rules.title_of(" . ") == "."
    assert rules.title_of("...\nWhere?") == "... Where?"
    assert rules.title_of("word " * 40) == f"{'word ' * 14}word…"


@settings(max_examples=60)
@given(st.text(min_size=1).filter(str.strip))
def test_whatever_somebody_writes_has_a_name_that_is_short_enough(problem):
    assert 0 < len(rules.title_of(problem)) <= rules.LONGEST_TITLE
    assert rules.title_of(problem).strip()


def test_five_words_in_a_row_are_a_quote_and_so_are_all_of_few():
    said = "I mean to, and when I am home I have forgotten."
    assert rules.quotes("They say: “and when i am home”", said)
    assert not rules.quotes("People forget when they are home", said)
    assert rules.quotes("No light here at all", "No light!")
    assert not rules.quotes("Anything", "…")


def test_days_of_a_contact_are_over_on_the_day_after_the_last():
    answered, today = date(2026, 1, 1), date(2026, 4, 1)
    assert (today - answered).days == 90
    assert rules.kept_since(90, today=today) < answered
    assert rules.kept_since(89, today=today) == answered
    assert rules.code_ends(answered, 365) == date(2027, 1, 1)

"""What speaks of the same matter: words that say what it is about, looked up by their stem."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.need import PostingRow, rules
from tracker.need.queries.matches import MOST_MATCHES, CardRow, Speakers
from tracker.need.rules import Matter, MatterIndex


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (("Equipment on the same day",), ("A store of equipments", "the same day"), ["equipment"]),
        (("Equipment store for villages",), ("Visits to an equipment store",), ["equipment", "store"]),
        (("A visit in time",), ("Visits, another time",), []),
        (("A bus in 2026", "tea"), ("The bus of 2026", "tea"), []),
        (("Who looks after it?", "Lost stock, lost beds"), ("Counting", "Stocks that are lost"), ["lost", "stock"]),
        (("Who looks after it?", "Lost stock"), ("Counting", "Stocks"), []),
        (("Damp", "Moulds, walls, damply"), ("Walls", "mould, damp"), ["damp", "moulds", "walls"]),
    ],
)
def test_two_things_speak_of_one_matter_where_words_that_say_what_it_is_are_shared(one, other, shared):
    found = MatterIndex([Matter(*other)]).speaking_of(Matter(*one))
    assert found == ([(0, shared)] if shared else [])


SAID = st.lists(st.sampled_from(["damp", "stair", "lamp post", "boiler", "garden", "garden path"]), max_size=4).map(
    " ".join
)
MATTERS = st.builds(Matter, SAID, SAID)


@given(MATTERS, st.lists(MATTERS, max_size=8))
def test_what_an_index_finds_is_what_each_two_have_in_common_the_most_first(asked, others):
    def common(other: Matter) -> list[str]:
        words = [word for word in f"{asked.title} {asked.details}".split() if word in f"{other.title} {other.details}"]
        titled = set(asked.title.split()) & set(other.title.split())
        return list(dict.fromkeys(words)) if titled or len(set(words)) > 1 else []

    plain = [(place, common(other)) for place, other in enumerate(others) if common(other)]
    found = MatterIndex(others).speaking_of(asked)
    assert found == sorted(plain, key=lambda one: -len(one[1]))


COUNCILS = [str(uuid4()) for _ in range(5)]


def a_need(n: int) -> PostingRow:
    said = "Damp stairwells", f"Who has boilers like ours, number{'abcdefghij'[n % 10]}, {n}?"
    council, told = COUNCILS[n % 5], (None,) * 7
    return PostingRow(str(uuid4()), council, "Here", "need", "idea", *said, *told[:6], None, datetime.now(UTC))


def a_card(n: int) -> CardRow:
    return CardRow(n, COUNCILS[n % 5], "There", f"Boiler {n} for stairwells", f"Damp, {n}", "design", 0, None)


def test_what_a_hundred_needs_and_five_hundred_cards_say_is_stemmed_once_each(monkeypatch):
    stemmed: Counter[str] = Counter()
    telling = rules.telling_words
    monkeypatch.setattr(rules, "telling_words", lambda text: stemmed.update([text]) or telling(text))
    needs, cards = [a_need(n) for n in range(100)], [a_card(n) for n in range(500)]
    among = Speakers("/collaboratives/warm", cards=cards)
    found = [among.answering(one) for one in needs]
    told = {text for one in needs for text in (one.title, one.details)}
    assert stemmed == dict.fromkeys(told.union(*((one.title, one.problem) for one in cards)), 1)
    assert {(len(one.matches), one.more) for one in found} == {(MOST_MATCHES, 400 - MOST_MATCHES)}
    assert {match.council for one in found for match in one.matches} == {"There"}

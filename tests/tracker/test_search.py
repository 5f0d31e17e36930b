"""Ideas found by their words: what is folded, what has to occur, what comes first, and what nobody finds."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import makers
from tests.conftest import counted
from tests.makers import Side
from tests.reading import Page
from tests.tracker.desk_rows import Desk, Made, moments, often, one
from tracker import idea
from tracker.idea import Audience, Filters, Stage
from tracker.tenancy import as_collaborative, directory, session

APOSTROPHE, EN_DASH, EM_DASH = "\N{RIGHT SINGLE QUOTATION MARK}", "\N{EN DASH}", "\N{EM DASH}"
HYPHEN, SOFT_HYPHEN, NO_BREAK = "\N{NON-BREAKING HYPHEN}", "\N{SOFT HYPHEN}", "\N{NO-BREAK SPACE}"
CIRCUMFLEX = "\N{COMBINING CIRCUMFLEX ACCENT}"


def an_idea_of(side: Side, title: str, *, problem: str = "Nobody knows.", proposal: str = "Try it.") -> str:
    """An idea in triage, in these words. Returns its reference."""
    with makers.arrived(side.contributor) as me:
        return idea.log(me=me, title=title, problem=problem, proposal=proposal)


def found(side: Side, words: str, **narrowed: Any) -> list[str]:
    """The references of what the observer finds, in their order."""
    with side.door():
        page = idea.listing(reader=side.observer.reader, filters=Filters(text=words, **narrowed))
        return [row.ref for row in page.rows]


# --- what is folded ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "words"),
    [
        (
            f"Carers{APOSTROPHE} caf\u00e9 in T\u0177 Hapus",
            ("CARERS' CAFE", f"carer{APOSTROPHE}s Caf\u00c9", "Ty Hapus"),
        ),
        (f"Cymorth w{CIRCUMFLEX}yn", ("cymorth wyn", "\u0174YN")),
        ("\u0141\u00f3d\u017a and S\u00f8ren: encyclop\u00e6dia", ("lodz", "Soren", "encyclopaedia")),
        ("Co-production of home care", ("coproduction", "home care production", f"co{EN_DASH}production")),
        (f"A drop{HYPHEN}in", ("drop-in", "dropin", "drop in", f"Drop{EM_DASH}In")),
        (f"Do{SOFT_HYPHEN}sette boxes{NO_BREAK}and pills/tablets", ("dosette", "boxes pills", "tablets")),
        (f"Don{APOSTROPHE}t wait", ("don't", "dont", "don`t")),
        (f"St James{APOSTROPHE}s \u201cquiet\u201d park", ("st james park", '"quiet" park', "james's")),
        (f"Before 2025{EN_DASH}26", ("2025-26", "2025", "26")),
    ],
)
def test_case_accents_quotes_dashes_and_blanks_make_no_difference(world, title, words):
    ref = an_idea_of(world.ours, title)
    an_idea_of(world.ours, "Something else")
    for typed in words:
        assert found(world.ours, typed) == [ref], typed


# --- what has to occur ------------------------------------------------------------------------------------------------
def test_every_word_has_to_occur_in_any_order_in_title_problem_or_proposal(world):
    ours = world.ours
    ref = an_idea_of(ours, "Lamps by the canal", problem="Cyclists fall at dusk.", proposal="Ask the lockkeeper.")
    an_idea_of(ours, "Lamps in the park")
    for words in ("canal lamps", "lamps canal", "lockkeeper lamps dusk", "Dusk, cyclists & the canal!"):
        assert found(ours, words) == [ref], words
    for words in ("canal park", "lamps dusk zebra", "!", "the"):
        assert found(ours, words) == [], words


def test_words_of_one_stem_find_each_other(world):
    ref = an_idea_of(world.ours, "Reminders for libraries")
    for words in ("reminder library", "reminding libraries", "libraries REMINDED"):
        assert found(world.ours, words) == [ref], words


def test_the_last_word_is_taken_as_a_beginning_too_no_other_and_none_from_the_middle(world):
    ref = an_idea_of(world.ours, "Text reminders and recycling")
    for words in ("remin", "text recyclin", "recycling REM"):
        assert found(world.ours, words) == [ref], words
    for words in ("remin text", "minders", "re", "cycling"):
        assert found(world.ours, words) == [], words
    ref = an_idea_of(world.ours, "A daytime-centre")
    assert found(world.ours, "daytime-cent") == [ref]
    assert found(world.ours, "day-cent") == []


def test_numbers_stand_for_themselves(world):
    ref = an_idea_of(world.ours, "Route 20 at 7", problem="The A4 is shut.")
    assert found(world.ours, "20") == found(world.ours, "a4") == found(world.ours, "route 7") == [ref]
    assert found(world.ours, "2") == []


def test_a_reference_finds_its_idea_before_what_speaks_of_it_and_no_longer_number(world):
    ours = world.ours
    refs = [an_idea_of(ours, f"Idea {chr(ord('a') + n) * 3}") for n in range(12)]
    assert refs[0] == "NOR-1"
    about = an_idea_of(ours, "More of the same", problem="As in nor-1, they wait.")
    for words in ("NOR-1", "nor-1", f"Nor{EN_DASH}1"):
        assert found(ours, words) == [refs[0], about], words
    assert found(ours, "nor-11 kkk") == [refs[10]]
    assert found(ours, "nor-11 aaa") == []


# --- kept true --------------------------------------------------------------------------------------------------------
def test_what_was_corrected_is_found_by_its_new_words_and_no_more_by_the_old(world):
    ours, ref = world.ours, an_idea_of(world.ours, "Lanterns")
    with ours.door():
        it = makers.idea_of(ref)
        said = {"title": "Torches", "problem": "Dark.", "proposal": "Light."}
        idea.correct(idea=it, by=ours.contributor.id, version=it.version, **said, service_id=None)
    assert found(ours, "lanterns") == []
    assert found(ours, "torches light") == [ref]


def test_texts_of_any_length_and_kind_can_be_stored_and_found(world):
    ours = world.ours
    with ours.door():
        texts = ["x" * 5_000, "-".join("ab" * 3_000), " ".join(map(str, range(100_000))), "\u05d0" * 99]
        for n, problem in enumerate(texts):
            session().add(idea.Idea(ref=f"ZZ-{n}", title="Very long", state="triage", problem=problem))
    assert sorted(found(ours, "very long")) == ["ZZ-0", "ZZ-1", "ZZ-2", "ZZ-3"]
    assert found(ours, "x" * 70) == ["ZZ-0"]


# --- what comes first -------------------------------------------------------------------------------------------------
def test_titles_come_before_texts_and_among_them_those_changed_last(world):
    ours = world.ours
    in_title = [an_idea_of(ours, f"Lanterns {word}") for word in ("one", "two")]
    in_text = [an_idea_of(ours, f"Light {word}", problem="Lanterns, lanterns.") for word in ("three", "four")]
    assert found(ours, "lanterns") == [*reversed(in_title), *reversed(in_text)]
    with ours.door():
        idea.comment(idea=makers.idea_of(in_text[0]), words="Yes.", by=ours.owner.id)
        idea.touch(makers.idea_of(in_text[0]))
        idea.touch(makers.idea_of(in_title[0]))
    assert found(ours, "lanterns") == [*in_title, *in_text]


def many(side: Side, count: int, *, title: str = "Lanterns", stage: str = "latent") -> None:
    """As many ideas, with the word in their title and, the tenth part of them, another in their text."""
    rows = """INSERT INTO idea (id, ref, title, problem, state, stage, changed_at)
    SELECT gen_random_uuid(), :title || n, :title, CASE WHEN n % 10 = 0 THEN 'By the weir' END, 'active', :stage,
     now() - make_interval(mins => n) FROM generate_series(1, :count) AS n"""
    with side.door():
        session().execute(text(rows), {"count": count, "title": title, "stage": stage})


def test_hits_are_counted_to_a_thousand_and_then_said_to_be_over(world, browse):
    ours = world.ours
    many(ours, 1_000)
    reader = browse(ours.observer)
    said = lambda path: Page(reader.get(path).text).part("deskbar").words  # noqa: E731
    assert "1,000 ideas have these words; those with all of them in the title come first" in said("/ideas?q=lanterns")
    assert "100 ideas have these words" in said("/ideas?q=weir")
    last = an_idea_of(ours, "Lanterns by the weir")
    assert "Over 1,000 ideas have these words; 1,000 of them are listed. Add a word." in said("/ideas?q=lanterns")
    assert "looked through for the rest" in said("/ideas?q=lanterns&stage=mobilise")
    assert found(ours, "weir")[0] == last, "its title has it"
    assert "101 ideas have" in said("/ideas?q=weir+lanterns")


def test_titles_are_kept_where_there_are_more_hits_than_are_ranked(world):
    ours = world.ours
    many(ours, 1_100, title="Bridges")
    with ours.door():
        session().execute(text("UPDATE idea SET problem = 'By the river'"))
    refs = [an_idea_of(ours, f"River {word}") for word in ("bridges", "boats")]
    assert found(ours, "river")[:2] == refs[::-1]


def test_a_search_leads_through_all_its_hits_once_and_the_address_keeps_the_words(world, browse):
    many(world.ours, 107)
    others = [an_idea_of(world.ours, f"Other {n}", problem="Lanterns.") for n in range(3)]
    reader, path, pages = browse(world.ours.lead), "/ideas?q=lanterns&state=", []
    while path:
        page = reader.get(path).text
        pages.append(re.findall(r'class="idea__title" href="/ideas/([^"]+)"', page))
        older = re.search(r'href="([^"]+)" rel="next"', page)
        path = older[1].replace("&amp;", "&") if older else None
        assert path is None or "q=lanterns" in path
    assert [len(refs) for refs in pages] == [50, 50, 10]
    assert len({ref for refs in pages for ref in refs}) == 110
    assert pages[-1][-3:] == others[::-1]


def test_words_and_the_other_filters_narrow_together(world, browse):
    ours = world.ours
    an_idea_of(ours, "Lanterns at the lock")
    ref = makers.an_idea(ours, title="Lanterns in the park", stage=Stage.DESIGN)
    assert found(ours, "lanterns", stage=Stage.DESIGN) == [ref]
    assert found(ours, "lanterns", owner_id=ours.owner.id) == [ref]
    assert found(ours, "lock", stage=Stage.DESIGN) == []
    page = browse(ours.observer).get("/ideas?q=lanterns&stage=design").text
    assert "2\xa0ideas have these words; listed are those that fit the rest too." in page
    assert "1\xa0idea has these words." in browse(ours.observer).get("/ideas?q=lock").text
    page = browse(ours.observer).get("/ideas?q=lock&stage=design").text
    assert "1\xa0idea has these words; listed are" in page
    assert "No idea fits" in page
    assert "No idea has all of these words." in browse(ours.observer).get("/ideas?q=submarine").text


# --- what nobody finds ------------------------------------------------------------------------------------------------
def test_found_is_what_its_reader_may_see_and_nobody_elses_draft_nor_the_neighbours(world, browse):
    ours = world.ours
    an_idea_of(world.theirs, "Lanterns of the neighbour")
    kept = an_idea_of(ours, "Lanterns in confidence")
    ref = an_idea_of(ours, "Lanterns for all")
    with ours.door():
        draft = idea.log_draft(by=ours.contributor.id, title="Lanterns in a draft").ref
        confidential = {"audience": Audience.CONFIDENTIAL, "people": [ours.observer.id]}
        idea.set_audience(idea=makers.idea_of(kept), **confidential, by=ours.lead.id)
    sees = {"contributor": {ref, kept, draft}, "observer": {ref, kept}, "lead": {ref, kept}}
    for role, person in ours.people.items():
        page = browse(person).get("/ideas?q=lanterns").text
        listed = re.findall(r'class="idea__title" href="/ideas/([^"]+)"', page)
        assert set(listed) == sees.get(role, {ref}), role
        assert f"{len(listed)}\xa0idea" in page
        hits = re.findall(r'<h3>\s*<a href="/ideas/([^"#]+)"', browse(person).get("/search?q=lanterns").text)
        assert set(hits) == set(listed)


def test_a_search_without_a_council_is_refused(world):
    for door in (directory(), as_collaborative(world.ours.id)):
        with pytest.raises(DBAPIError, match="a search needs a council"), door:
            session().execute(text("SELECT * FROM search_words('lanterns', '{idea}', NULL, true, true)"))


def test_one_councils_words_are_not_anothers_even_where_their_keys_are_alike(world):
    """The key of a council in the index is six digits of its identifier: the council itself is asked besides."""
    theirs = an_idea_of(world.theirs, "Lanterns")
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"]) as server:
        key = str(world.theirs.id)[-6:]
        server.execute("SELECT set_config('seedbed.council', %s, true)", [str(world.ours.id)])
        asked = f"'{key}tlantern'"
        statement = "SELECT * FROM visible_ideas(%s::tsquery, NULL, true, true, 9)"
        assert server.execute(statement, [asked]).fetchall() == []
        server.execute("SELECT set_config('seedbed.council', %s, true)", [str(world.theirs.id)])
        assert len(server.execute(statement, [asked]).fetchall()) == 1
    assert found(world.theirs, "lanterns") == [theirs]


# --- how it is asked --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("function", "clause"),
    [("visible_ideas", idea.VISIBLE), ("visible_rows", idea.VISIBLE), ("open_ideas", idea.OPEN)],
)
def test_what_the_functions_find_is_what_their_reader_may_see(database, function, clause):
    with psycopg.connect(database.admin_url) as server:
        reader = "(SELECT NULL::uuid AS reader_id, true AS reader_leads, true AS reader_owns) AS given"
        clause = clause.format("i").replace(":reader", "reader")
        server.execute(f"CREATE TEMP VIEW seen AS SELECT 1 AS it FROM idea i, {reader} WHERE {clause}")  # noqa: S608 - a constant
        written = server.execute(
            "SELECT pg_get_viewdef('seen'::regclass), pg_get_functiondef(CAST(%s AS regproc))", [function]
        )
        [(view, written_down)] = written.fetchall()
    condition = " ".join(view.partition("WHERE (")[2].rstrip(";").replace("given.", "").split())
    assert "i.audience" in condition
    told = " ".join(written_down.split()).replace(f"{function}.", "")
    assert re.search(re.escape(condition) + r"\)* LIMIT", told)


def test_an_index_serves_the_search_role_for_each_kind_as_if_there_were_no_wall(database):
    asked = {
        "SELECT * FROM visible_ideas('abc'::tsquery, NULL, false, false, 9)": "idea",
        "SELECT * FROM visible_rows('{claim}', 'abc'::tsquery, NULL, false, false, 9)": "claim",
        "SELECT * FROM visible_rows('{lesson}', 'abc'::tsquery, NULL, false, false, 9)": "lesson",
        "SELECT * FROM visible_rows('{file}', 'abc'::tsquery, NULL, false, false, 9)": "attachment",
        "SELECT * FROM visible_rows('{comment}', 'abc'::tsquery, NULL, false, false, 9)": "message",
    }
    with psycopg.connect(database.admin_url) as server:
        server.execute("SET LOCAL seedbed.council = '00000000-0000-0000-0000-000000000000'")
        server.execute("SET LOCAL ROLE seedbed_search")
        for statement, table in asked.items():
            plan = "\n".join(row[0] for row in server.execute(f"EXPLAIN {statement}"))
            assert re.search(rf"Bitmap Index Scan on ix_{table}_words.*\n +Index Cond: .*@@", plan), plan
            assert "Seq Scan" not in plan


def test_a_page_with_words_asks_as_few_statements_as_one_without(world, browse):
    an_idea_of(world.ours, "Lanterns")
    reader, asked = browse(world.ours.observer), {}
    for path in ("/ideas", "/ideas?q=lanterns", "/ideas?q=zebra", "/ideas?q=lanterns&stage=design"):
        with counted() as seen:
            reader.get(path)
        asked[path] = len(seen)
    assert len(set(asked.values())) == 1, asked


# --- held against a plain restatement ---------------------------------------------------------------------------------
STEMS = {
    "reminders": "remind",
    "reminder": "remind",
    "reminding": "remind",
    "carers": "carer",
    "cares": "care",
    "libraries": "librari",
    "library": "librari",
    "production": "product",
    "coproduction": "coproduct",
}
STOP = {"the", "in"}
SAID = (
    f"Reminders reminding carer{APOSTROPHE}s Carers caf\u00e9 care Library Co-production the product"
    f" drop{EN_DASH}in 7 70 z"
)
ASKED = f"{SAID} remin libraries coproduction CAFE ca cares prod co-prod dropin drop-in in"
sayings = st.lists(st.sampled_from(SAID.split()), max_size=3).map(" ".join)
ideas = st.fixed_dictionaries(
    {
        "title": sayings.map(lambda said: f"{said} x"),
        "problem": st.none() | sayings,
        "proposal": st.none() | sayings,
        "state": st.sampled_from(["triage", "active", "closed", "draft"]),
        "changed_at": moments,
        "audience": st.sampled_from(["everybody", "everybody", "everybody", "confidential"]),
    }
).map(lambda columns: one(**columns))


def parts(said: str) -> list[list[str]]:
    """The words of a text: of one with dashes first the whole, then its pieces."""
    said = unicodedata.normalize("NFKD", said).lower().replace(APOSTROPHE, "'").replace(EN_DASH, "-")
    said = re.sub(r"'s\b|[^a-z0-9 -]", "", said)
    pieces = [part.split("-") for part in said.split()]
    return [["".join(piece), *piece] if len(piece) > 1 else piece for piece in pieces]


def forms(said: str) -> set[str]:
    words = {word for part in parts(said) for word in part} - STOP
    return words | {STEMS.get(word, word) for word in words}


def has(there: set[str], words: str) -> bool:
    """Say whether every word that says something stands there; the last may be a beginning."""
    asked, some = parts(words), False
    for n, part in enumerate(asked):
        last = n == len(asked) - 1
        whole = [stands(there, part[0], begins=last)]
        pieces = [stands(there, word, begins=last and word == part[-1]) for word in part[1:]]
        whole, pieces = ([one for one in told if one is not None] for told in (whole, pieces))
        if whole or pieces:
            some = True
            if not (any(whole) or (pieces and all(pieces))):
                return False
    return some


def stands(there: set[str], word: str, *, begins: bool) -> bool | None:
    if word in STOP:
        return None
    begun = begins and len(word) > 2 and word.isalpha() and any(form.startswith(word) for form in there)
    return begun or STEMS.get(word, word) in there


@often
@given(
    made=st.lists(ideas, max_size=6),
    words=st.lists(st.sampled_from(ASKED.split()), min_size=1, max_size=3).map(" ".join),
)
@example(made=[one(title="Library 7 x", problem="drop-in"), one(title="x", problem="Library")], words="librar")
@example(
    made=[one(title="drop-in", changed_at=datetime(2026, 11, 18, 10, tzinfo=UTC)), one(title="x dropin")],
    words="drop-in",
)
@example(
    made=[one(title="Carers", state="draft"), one(title="Carers"), one(title="x", proposal="Carers")], words="care"
)
def test_a_search_finds_what_a_plain_reading_finds_in_its_order(desk, made, words):
    def look() -> Any:
        rows, after, hits = [], None, set()
        while not rows or after:
            page = idea.listing(reader=desk.people["lead"].reader, filters=Filters(text=words), after=after, limit=2)
            hits.add(page.hits)
            rows += page.rows
            after = page.next_key
            if not page.rows:
                break
        return [row.ref for row in rows], hits

    refs, hits = desk.look(made, look)
    expected = sorted(filter(None, (ranked(it, words) for it in made)), reverse=True)
    assert refs == [ref for *_, ref in expected]
    assert hits == {len(expected)}


def ranked(it: Made, words: str) -> tuple[Any, ...] | None:
    """Where an idea comes among the hits; nothing for one that is not found."""
    said = it["columns"]
    if said["state"] == "draft":  # of somebody else: a lead reads, who sees what is confidential, too
        return None
    title = forms(said["title"]) | {it["ref"].replace("-", "").lower()}
    texts = [said.get(name) or "" for name in ("problem", "proposal")]
    if not has(title.union(*map(forms, texts)), words):
        return None
    return has(title, words), said["changed_at"], it["id"], it["ref"]


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)

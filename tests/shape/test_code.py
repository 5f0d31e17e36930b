"""Promises that the code makes about itself: who commits, who may open a screen, who reads what."""

from __future__ import annotations

import ast
import re

import pytest

from tests.shape.layout import CODE, ROOT, trees
from tracker import history, later
from tracker.council import Can
from tracker.web import ANYONE, GUEST, SIGNED_IN, Screens

DOORS = ROOT / "tracker" / "tenancy"
READ_THE_HISTORY = {
    "tracker/triage/queries/batches.py",  # who acted last
    "tracker/register/queries/idea_work.py",  # who worked on an idea that a spreadsheet brought
    "tracker/capacity/queries.py",  # who looked after an idea before
    "tracker/idea/actions/conversation.py",  # redacts
    "tracker/idea/queries/desk.py",  # what moved
    "tracker/idea/queries/record.py",  # what happened, on paper
    "tracker/idea/queries/story.py",  # what happened
    "tracker/inbox/queries/__init__.py",  # what was missed
    "tracker/portfolio/triangle/query.py",  # who wrote here lately
}


def test_no_page_finds_an_idea_without_its_reader():
    """Pages ask `idea.get(ref=, reader=)`, or a screen's `of=`: what the words use among themselves is not for them."""
    found = [
        path.relative_to(ROOT).as_posix()
        for path in CODE
        if path.is_relative_to(ROOT / "tracker" / "pages") and "by_id(" in path.read_text(encoding="utf-8")
    ]
    assert found == []


VISIBILITY = ("'draft'", '"draft"', "State.DRAFT", "Audience.EVERYBODY", "audience = '")
KNOWS_WHO_SEES = {
    "tracker/idea/visible.py",  # the clause itself
    "tracker/idea/models/idea.py",  # the columns
    "tracker/idea/words.py",  # the word
    "tracker/idea/permissions.py",  # a draft is corrected by its author alone
    "tracker/idea/actions/text.py",  # drafts are begun and sent
    "tracker/idea/actions/conversation.py",  # nobody speaks on one
    "tracker/talk/permissions.py",  # nor is anything else said there
    "tracker/idea/actions/audience.py",  # set and opened again
    "tracker/network/actions.py",  # what was kept of one is forgotten
    "tracker/register/actions/undo.py",  # what is taken back is left as nobody's draft
    "tracker/collaborative/actions/publication.py",  # not published before its author was answered
    "tracker/nudge/watch/entry.py",  # not everybody may be asked
    "tracker/exchange/rules/record.py",  # the full record holds no draft
    "tracker/pages/ideas/screens.py",  # whether one is to be kept
    "tracker/pages/ideas/drafts.py",  # the page that goes on with one
    "tracker/pages/ideas/alike.py",  # whether the draft itself is sent, or looked at first
    "tracker/pages/ideas/pack.py",  # nobody is handed one
    "tracker/pages/ideas/packs.py",  # nor finds one to put on a list
    "tracker/pages/upkeep/words/own.py",  # its author is told that nobody else reads it
}


def test_who_sees_which_ideas_is_said_in_one_clause():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in CODE
        if path.is_relative_to(ROOT / "tracker")
        and any(word in path.read_text(encoding="utf-8") for word in VISIBILITY)
    }
    assert found == KNOWS_WHO_SEES


KEYS = "id|row_id|number|ref|code|version|person_id|subject|subject_id|day|token_digest"
BY_ITSELF = re.compile(rf"(.*[. ])?({KEYS})( DESC|\.desc\(\)| \{{+way\}}+)?( COLLATE)?")
SQL_ORDER = re.compile(r"""ORDER BY\s+((?:[^()"]|\([^()]*\))*?)(?=\s+LIMIT|\s+FOR (?:NO KEY )?UPDATE|\)|"|\Z)""")


IDEAS, NETWORK = "tracker/idea/queries", "tracker/network/queries"
BY_THEMSELVES_HERE = [
    "tracker/exchange/rules/record.py: {order}",  # the key of each table
    f"{IDEAS}/alike.py: j.title <-> {{_TITLE}}",  # from the index, then judged
    f"{NETWORK}/kept.py: p.key",  # the key of a place
    f"{NETWORK}/kept.py: r.path",  # all that a trace has
    f"{NETWORK}/traces.py: n.path",  # the same
    f"{NETWORK}/traces.py: n.place",  # the number of each
    f"{NETWORK}/traces.py: n.other",  # two are linked once
    f"{NETWORK}/traces.py: s.name",  # a service has its name alone
    f"{NETWORK}/traces.py: p.layer",  # of equals the first by its name
    f"{NETWORK}/traces.py: 1",  # the key of a body
    "tracker/nudge/queries/plan.py: n.repeat DESC",  # the number of each, within its reason
    "tracker/portfolio/triangle/query.py: by_id",  # a person stands once
    "tracker/risk/queries/register.py: {order}",  # each order of risks ends in the row
    "tracker/search/queries.py: {{order}}",  # each order of hits ends in the row
    "tracker/search/queries.py: {{shown_order}}",
]


def test_every_order_ends_in_a_tie_breaker():
    """Rows that are alike by what they are ordered by come in one order all the same: the last term is a key."""
    found = []
    for path, tree in trees():
        if not path.is_relative_to(ROOT / "tracker"):
            continue
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        orders = [call.args[-1] for call in calls if getattr(call.func, "attr", "") == "order_by"]
        last = [ast.unparse(term) for term in orders if not isinstance(term, ast.Starred)]
        last += [order.split(",")[-1].strip() for order in SQL_ORDER.findall(path.read_text(encoding="utf-8"))]
        found += [f"{path.relative_to(ROOT)}: {term}" for term in last if not BY_ITSELF.fullmatch(term)]
    assert found == BY_THEMSELVES_HERE


def test_only_the_doors_commit_and_make_engines():
    held = [path for path in CODE if not path.is_relative_to(DOORS) and path.is_relative_to(ROOT / "tracker")]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in [*held, *(ROOT / "worker").rglob("*.py")]
        for word in (".commit(", "create_engine(")
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


@pytest.fixture(scope="module")
def views(app):
    return app.view_functions


def test_every_screen_says_who_may_open_it(views):
    unsaid = [name for name, view in views.items() if name != "static" and not hasattr(view, "needs")]
    assert unsaid == []
    for view in views.values():
        needs = getattr(view, "needs", ANYONE)
        assert needs in (ANYONE, GUEST, SIGNED_IN) or isinstance(needs, Can | frozenset)


def test_addresses_are_nouns_in_kebab_case(app):
    for rule in app.url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "x", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.\-]*", fixed), rule.rule


def test_addresses_of_the_api_and_no_others_begin_with_api(app, views):
    """By its address the API answers in JSON, whatever goes wrong there (see tracker/web/problem.py)."""
    for rule in app.url_map.iter_rules():
        of_the_api = views[rule.endpoint].__module__.startswith("tracker.api.")
        assert rule.rule.startswith("/api/") is of_the_api, rule.rule


def test_a_screen_without_a_permission_cannot_be_declared(app):
    with pytest.raises(TypeError):
        Screens("nowhere", __name__).route("/nowhere")
    with pytest.raises(TypeError):
        Screens("nowhere", __name__).screen("/nowhere")


def test_every_job_that_may_be_asked_for_is_known_to_the_worker(database):
    from worker.app import app as worker  # it reads its settings at once

    worker.loader.import_default_modules()
    ours = {name for name in worker.tasks if not name.startswith("celery.")}
    assert {str(job) for job in later.Job} == ours


def test_every_kind_of_event_has_its_line_in_the_history_and_every_line_its_kind():
    there = {path.stem for path in (ROOT / "templates" / "history").iterdir()}
    assert there == {*history.KINDS, "other"}


def test_every_kind_of_event_is_recorded_somewhere():
    kept_apart = ROOT / "tracker" / "history"
    made = {
        node.id
        for path, tree in trees()
        if not path.is_relative_to(kept_apart)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    assert {kind.__name__ for kind in history.KINDS.values()} - made == set()


def test_nothing_but_what_shows_the_history_reads_it():
    """What is so is asked of rows: the record is read to be shown, to be redacted, and where it says who was here."""
    read = re.compile(r"\bselect\(StoredEvent|\b(?:FROM|JOIN) event\b")
    found = {path.relative_to(ROOT).as_posix() for path in CODE if read.search(path.read_text(encoding="utf-8"))}
    assert found == READ_THE_HISTORY


def test_templates_have_no_inline_style_or_script():
    for path in (ROOT / "templates").rglob("*.html"):
        if "post" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path
        assert not re.search(r"\son[a-z]+=", text), path


def test_raw_sql_takes_no_words_from_outside():
    """No f-string reaches text() with anything but our own constants."""
    for path, tree in trees():
        if not path.is_relative_to(ROOT / "tracker"):
            continue
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
        for call in calls:
            if getattr(call.func, "id", "") == "text" and isinstance(call.args[0], ast.JoinedStr):
                names = [ast.unparse(v.value) for v in call.args[0].values if isinstance(v, ast.FormattedValue)]
                ours = r"_?[A-Z_]+(\.format\('[a-z_.]+'\))?"
                assert all(re.fullmatch(ours, name) for name in names), f"{path}: {names}"

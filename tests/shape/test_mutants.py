"""The tool that breaks the product breaks it in every way that it claims, nowhere else, and draws by its seed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from bench.mutants import running, sampling, witness
from bench.mutants.kinds import Product
from bench.mutants.mutant import Edit, Mutant
from bench.mutants.running import Outcome
from bench.mutants.trees import Tree
from bench.mutants.uses import Uses

PYTHON, TEMPLATE, TABLE = "tracker/words.py", "templates/page.html", "config/reference/days.csv"
SQL = "ASKED = \"SELECT max(at) FROM event WHERE kind = 'sent' AND by_id IS NULL ORDER BY at DESC LIMIT 5\""
READER = 'rows("days.csv")["who"]'


@pytest.fixture(scope="module")
def product():
    return Product()


@pytest.fixture
def written(tmp_path) -> Callable[[dict[str, str]], Product]:
    """A product of these files alone."""

    def made(files: dict[str, str]) -> Product:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return Product(tmp_path)

    return made


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (PYTHON, "late = days > most", "late = days >= most"),
        (PYTHON, "late = days > most", "late = days < most"),
        (PYTHON, "late = kind == other", "late = kind != other"),
        (PYTHON, "late = x is not None", "late = x is None"),
        (PYTHON, "late = x not in known", "late = x in known"),
        (PYTHON, "may = leads and keeps", "may = leads or keeps"),
        (PYTHON, "may = leads and keeps", "may = leads"),
        (PYTHON, "may = leads and keeps", "may = keeps"),
        (PYTHON, "may = not closed", "may = closed"),
        (PYTHON, "if x: raise E", "if False: raise E"),
        (PYTHON, "if x: raise E", "if not (x): raise E"),
        (PYTHON, "if x: raise E", "if x: pass"),
        (PYTHON, "y = [a for a in b if a.open]", "y = [a for a in b if True]"),
        (PYTHON, "sends = True", "sends = False"),
        (PYTHON, "DAYS = 30", "DAYS = 31"),
        (PYTHON, "DAYS = 30", "DAYS = 29"),
        (PYTHON, "due = day + grace", "due = day - grace"),
        (PYTHON, "newest = max(days)", "newest = min(days)"),
        (PYTHON, "every = all(days)", "every = any(days)"),
        (PYTHON, 'x = row["stage"]', "x = row['stage_']"),
        (PYTHON, "OPEN = {a, b}", "OPEN = {a}"),
        (PYTHON, "def f(): return g(1)", "def f(): return None"),
        (PYTHON, "letter.sent_at = now()", "pass"),
        (PYTHON, "record(1)", "pass"),
        (PYTHON, "y = select(a).where(b, c)", "y = select(a)"),
        (PYTHON, "y = select(a).where(b, c)", "y = select(a).where(b)"),
        (PYTHON, "y = select(a).where(b, c)", "y = select(a).where(c)"),
        (PYTHON, "y = a.at.desc()", "y = a.at.asc()"),
        (PYTHON, SQL, SQL.replace("max", "min")),
        (PYTHON, SQL, SQL.replace("=", "<>", 2).replace("<>", "=", 1)),
        (PYTHON, SQL, SQL.replace("AND", "OR")),
        (PYTHON, SQL, SQL.replace("AND by_id IS NULL ", "").replace("'sent' ORDER", "'sent'  ORDER")),
        (PYTHON, SQL, SQL.replace("kind = 'sent'", "true")),
        (PYTHON, SQL, SQL.replace("IS NULL", "IS NOT NULL")),
        (PYTHON, SQL, SQL.replace("'sent'", "'sent_'")),
        (PYTHON, SQL, SQL.replace(" DESC", "")),
        (PYTHON, SQL, SQL.replace("5", "6")),
        (TEMPLATE, "{% if open %}x{% endif %}", "{% if not (open) %}x{% endif %}"),
        (TEMPLATE, "{{ 'a' if a and b }}", "{{ 'a' if a or b }}"),
        (TEMPLATE, "{{ above }} of {{ below }}", "{{ below }} of {{ above }}"),
        (TEMPLATE, "{{ above }} of 5", "of 5"),
        (TEMPLATE, "{% for a in b %}x{% endfor %}", "{% for a in ((b)|list)[1:] %}x{% endfor %}"),
        (TEMPLATE, '{{ n|plural("idea") }}', "{{ n|plural }}"),
        (TEMPLATE, '{{ n|plural("idea") }}', "{{ n }}"),
        (TEMPLATE, '<a href="/ideas/{{ ref }}">it</a>', "<a>it</a>"),
        (TEMPLATE, "{{ box(late=true) }}", "{{ box(late=false) }}"),
        (TEMPLATE, "{{ box(a, late=true) }}", "{{ box(a) }}"),
        (TABLE, "quiet,30,lead", "quiet,31,lead"),
        (TABLE, "quiet,30,lead", "quiet,30,owner"),
        (TABLE, "quiet,30,lead", ""),
    ],
)
def test_each_kind_of_mutant_is_made_and_still_parses(written, file, before, after):
    table = "name,days,who\nquiet,30,lead\nbusy,9,owner\n"
    product = written({"tracker/reading.py": READER, TABLE: table, file: table if file == TABLE else f"{before}\n"})
    found = [mutant for mutant in product.mutants_of(file) if (mutant.before, mutant.after) == (before, after)]
    assert found, [mutant.after for mutant in product.mutants_of(file)]
    assert product.holds(found[0])


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (PYTHON, '"""WHERE a = 1 AND True, at least 5."""'),
        (PYTHON, 'def f(a: int, b: Literal["x"]) -> dict[str, Literal[1]]:\n    """Return 1 if a < b."""'),
        (PYTHON, "from a import b\nimport c"),
        (PYTHON, '__all__ = ["a", "b"]'),
        (PYTHON, 'def __repr__(self): return f"{self.a}" if self.b else ""'),
        (PYTHON, 'log.warning("late", days=5)'),
        (PYTHON, "@dataclass(frozen=True)\nclass A:\n    b: int"),
        (PYTHON, "# if a < b and c: SELECT 1 FROM a WHERE b = 1"),
        (TEMPLATE, "{# {{ a }} {% if b %} #}"),
        (TEMPLATE, '<p class="{{ a }}{{ b if c }}">x</p>'),
        (TEMPLATE, '<li{% if a %} class="now"{% endif %}>x</li>'),
        (TEMPLATE, '{% extends "a.html" %}{% block b %}x, and y or z{% endblock %}'),
        (TABLE, "name,days\nquiet,30\n"),
    ],
)
def test_what_means_nothing_is_left_alone(written, file, text):
    assert written({file: text}).mutants_of(file) == []


def test_words_in_quotes_are_no_conditions_of_a_template(written):
    product = written({TEMPLATE: '{{ page.empty("There is one, and not more or less") }}'})
    assert {mutant.edit.kind for mutant in product.mutants_of(TEMPLATE)} == {"template output"}


def test_a_column_of_words_that_nobody_reads_is_left_alone(written):
    table = "name,who,aside\nquiet,lead,a\nbusy,owner,b\n"
    product = written({"tracker/reading.py": READER, TABLE: table})
    changed = {mutant.after for mutant in product.mutants_of(TABLE)}
    assert changed == {"", "quiet,owner,a", "busy,lead,b"}


def test_what_could_stop_what_is_not_its_own_is_not_broken(written):
    product = written({"local/process.py": "if a < b: os.kill(pid, 9)", "local/ports.py": "x = a < b"})
    assert {mutant.file for mutant in product.mutants} == {"local/ports.py"}


def test_everything_drawn_parses_and_keeps_its_columns(product):
    for mutant in sampling.sample(product, seed="a test", count=120).mutants:
        text = mutant.applied_to(product.texts[mutant.file])
        assert text != product.texts[mutant.file]
        if mutant.file.endswith(".py"):
            compile(text, mutant.file, "exec", dont_inherit=True)
        elif mutant.file.endswith(".csv"):
            assert len({len(cells) for cells in csv.reader(io.StringIO(text)) if cells}) == 1
        else:
            Environment(extensions=["jinja2.ext.do"], autoescape=True).parse(text)


def test_one_seed_draws_the_same_twice_and_another_draws_others(product):
    first, again, other = (sampling.sample(product, seed=seed, count=80).mutants for seed in ("1", "1", "2"))
    assert len(first) == 80
    assert first == again
    assert len(set(first) & set(other)) < 40


def test_every_folder_of_the_product_is_broken_somewhere(product):
    drawn = Counter(mutant.folder for mutant in sampling.sample(product, seed="1", count=200).mutants)
    assert sum(drawn.values()) == 200
    assert set(drawn) == {mutant.folder for mutant in product.mutants}
    assert {"worker", "config/reference", "templates", "local"} <= set(drawn)


def test_a_change_elsewhere_does_not_change_what_is_drawn(written):
    lines = "".join(f"x{n} = a{n} < b{n}\n" for n in range(40))
    drawn = sampling.sample(written({PYTHON: lines}), seed="1", count=6).mutants
    moved = sampling.sample(written({PYTHON: f"import os\n\n{lines}"}), seed="1", count=6).mutants
    assert [mutant.key for mutant in drawn] == [mutant.key for mutant in moved]
    assert [mutant.line + 2 for mutant in drawn] == [mutant.line for mutant in moved]


def test_a_small_folder_has_its_least_share_and_all_shares_together_are_what_was_asked_for():
    shares = sampling.quotas({"small": 3, "large": 900, "middling": 97}, 50)
    assert shares["small"] == sampling.AT_LEAST
    assert shares["large"] > shares["middling"] > shares["small"]
    assert sum(shares.values()) == 50


def test_every_equivalent_mutant_is_listed_with_a_reason_and_stands_somewhere(product):
    listed = sampling.equivalent()
    assert listed
    assert all(reason.strip() for reason in listed.values())
    assert listed.keys() <= {mutant.key for mutant in product.mutants}


def test_what_runs_once_is_followed_to_the_functions_that_use_it():
    uses = Uses(
        {
            "tracker/a.py": "DAYS = 3\n@cache\ndef table():\n    return read(DAYS)\ndef other():\n    return 1\n",
            "tracker/b.py": "from tracker import a\ndef page():\n    return a.table()\n",
            "tracker/c.py": "from tracker import d\ndef page():\n    return table()\n",
        }
    )
    reached = {(unit.file, *unit.names) for unit in uses.reaching([uses.at("tracker/a.py", 1)])}
    assert reached == {("tracker/a.py", "DAYS"), ("tracker/a.py", "table"), ("tracker/b.py", "page")}


def test_a_template_is_measured_by_the_lines_of_its_own_text(monkeypatch):
    monkeypatch.setattr(Environment, "_compile", witness._compile)
    environment = Environment(autoescape=True)
    made = environment.from_string("a\n{% if b %}\n{{ c }}\n{% endif %}\n\n{{ d }}\n")
    lines = {line for _, _, line in made.root_render_func.__code__.co_lines() if line}
    assert lines == {2, 3, 6}
    assert made.render(b=True, c="e", d="f").split() == ["a", "e", "f"]


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [("2 + 2", "2 - 2", Outcome.NOTICED), ("2 + 2", "2 * 2", Outcome.SURVIVED)],
)
def test_a_mutant_is_noticed_by_a_failing_test_and_the_copy_is_whole_again(tmp_path, before, after, outcome):
    (tmp_path / "sums.py").write_text(before_text := f"def four():\n    return {before}\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_sums.py").write_text("from sums import four\ndef test_four(): assert four() == 4\n")
    start = before_text.index(before)
    mutant = Mutant("sums.py", Edit("sign", start, start + len(before), after), 2, before, after)
    tree, test = Tree(tmp_path, None), "tests/test_sums.py::test_four"

    with running._broken(tree, mutant):
        assert running._outcome(tree, [test]) == (outcome, test if outcome is Outcome.NOTICED else "")
    assert Path(tmp_path / "sums.py").read_text() == before_text


def test_a_mutant_whose_time_is_over_is_shown_to_no_further_test_and_has_survived(tmp_path, monkeypatch):
    (tmp_path / "test_both.py").write_text("def test_first(): pass\ndef test_second(): assert False\n")
    both = [f"test_both.py::test_{name}" for name in ("first", "second")]
    for seconds, outcome in (("0", Outcome.SURVIVED), ("60", Outcome.NOTICED)):
        monkeypatch.setitem(running.BROKEN, "MUTANTS_SECONDS", seconds)
        assert running._outcome(Tree(tmp_path, None), both)[0] == outcome

"""What values are called stands in one file: every list has its entries there, and nothing else words one."""

from __future__ import annotations

import ast
import enum
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import tracker
from tracker import (
    amendment,
    attachment,
    benefit,
    capacity,
    context,
    council,
    fault,
    gate,
    grouping,
    hours,
    idea,
    inbox,
    later,
    method,
    post,
    risk,
    search,
    study,
    trial,
    value,
    view,
)
from tracker.collaborative import words as sharing
from tracker.contact import words as contacts
from tracker.council import words as people
from tracker.exchange import words as files
from tracker.gate.actions.panel_letters import MeetingNews
from tracker.guest import words as guests
from tracker.idea import words as ideas
from tracker.idea.queries import board as listed
from tracker.likeness import words as alike
from tracker.need import words as needs
from tracker.network import words as networks
from tracker.nudge import words as nudges
from tracker.portfolio import words as health
from tracker.post import ReportEnd, stopping
from tracker.post import rules as letters
from tracker.register import words as registers
from tracker.triage import Criterion, Judgement
from tracker.wording import Reading, entries

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
JINJA = Environment(extensions=["jinja2.ext.do"])  # noqa: S701 - it only parses
OPEN = "*"

CALLED = {
    guests.GuestStanding: "guest_standing",
    needs.NeedWay: "need_way",
    needs.NeedKind: "need_kind",
    needs.NeedAnswerState: "need_answer",
    capacity.Layer: "layer",
    networks.LinkKind: "network_link",
    networks.LinkTrace: "network_trace",
    networks.NetworkRole: "network_role",
    networks.LayerReading: "layer_reading",
    method.Purpose: "method_purpose",
    method.Effort: "effort",
    method.FitFactor: "fit_factor",
    method.StepState: "step_state",
    registers.ColumnSense: "register_column",
    registers.RowSense: "register_rows",
    registers.Repetition: "register_repeats",
    registers.RegisterState: "register_state",
    registers.RowFate: "register_fate",
    council.Can: "can",
    council.Role: "role",
    people.Digest: "digest",
    people.Nation: "nation",
    people.FoundingStep: "founding_step",
    grouping.Grouping: "grouping",
    files.ExportKind: "export",
    idea.Audience: "audience",
    idea.Stage: "stage",
    idea.State: "state",
    idea.Outcome: "outcome",
    idea.Extent: "extent",
    idea.Origin: "origin",
    attachment.FileKind: "file_kind",
    idea.Involvement: "involvement",
    idea.Fact: "fact",
    ideas.Move: "move",
    ideas.MessageKind: "message",
    gate.Gate: "gate",
    gate.Word: "decision",
    gate.Manner: "manner",
    gate.QuestionKind: "question_kind",
    gate.Status: "answer",
    gate.StopReason: "stop_reason",
    gate.Quadrant: "quadrant",
    value.Certainty: "certainty",
    value.Channel: "channel",
    value.Direction: "direction",
    value.RungState: "rung",
    study.Agreement: "agreement",
    sharing.Evaluator: "evaluator",
    amendment.RecordKind: "record_kind",
    amendment.AmendmentAct: "amendment_act",
    value.BenefitCategory: "benefit_category",
    value.BenefitClass: "benefit_class",
    risk.RiskEnd: "risk_end",
    risk.RiskGroup: "risk_group",
    risk.RiskOrder: "risk_order",
    context.BlockerVerdict: "blocker_verdict",
    context.PostChange: "post_change",
    value.BenefitState: "benefit_state",
    value.Confidence: "benefit_confidence",
    benefit.CheckWord: "figure_check",
    hours.HoursUse: "hours_use",
    capacity.Office: "office",
    capacity.TeamRole: "team_role",
    capacity.SignOffWord: "sign_off",
    capacity.Thanks: "thanks",
    sharing.Level: "card_level",
    sharing.CardStanding: "card_standing",
    sharing.AdaptationStatus: "adaptation_status",
    sharing.WhyNot: "why_not",
    sharing.CardField: "card_field",
    sharing.PartVerdict: "part_verdict",
    sharing.AskAnswer: "ask_answer",
    sharing.SeatKind: "seat",
    sharing.ShelfKind: "shelf_kind",
    sharing.MembershipAct: "collaborative_act",
    sharing.NoticeKind: "notice",
    trial.TrialScale: "trial_scale",
    nudges.NudgeState: "nudge_state",
    nudges.Reply: "reply",
    nudges.Recipient: "recipient",
    nudges.RuleGroup: "rule_about",
    health.Corner: "corner",
    post.LetterKind: "letter",
    listed.BoardOrder: "board_order",
    search.HitKind: "hit",
    search.HitOrder: "hit_order",
    view.ViewPage: "view_page",
    fault.FaultKind: "fault",
    alike.Closeness: "closeness",
    alike.LikenessMark: "likeness_mark",
    alike.Likeness: "likeness",
    contacts.DoorKind: "door",
    contacts.AnswerWay: "answer_way",
    people.NewsBy: "news_by",
    stopping.MailKind: "mail_kind",
    inbox.NewsKind: "news",
    inbox.DueKind: "due",
    inbox.LookoutKind: "lookout",
    Criterion: "criterion",
    Judgement: "judgement",
}
NEVER_SHOWN = {
    Reading,
    guests.GuestLinkPurpose,
    people.LinkPurpose,
    nudges.Basis,
    files.Severity,
    files.CellKind,
    later.Job,
    letters.Fate,
    contacts.TokenKind,
    context.BlockerList,
    networks.NodeKind,
    networks.NetworkWarning,
    MeetingNews,
    ReportEnd,
}
MORE = {"answer": {"answered", "not_needed", "unanswered", "unshown"}}  # how a question or a tick stands
SHAPES = {"full", "half", "none", "missing", "na", "trying", "worked", "part", "not"}  # classes of a drawing


def every_enum() -> set[type[enum.StrEnum]]:
    for module in pkgutil.walk_packages(tracker.__path__, "tracker."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {kind for kind in enum.StrEnum.__subclasses__() if kind.__module__.startswith("tracker.")}


def test_every_closed_list_is_called_something_or_is_never_shown():
    assert every_enum() == {*CALLED, *NEVER_SHOWN}


@pytest.mark.reference
@pytest.mark.parametrize(("kind", "words_of"), CALLED.items(), ids=CALLED.values())
def test_every_value_has_its_entry_and_every_entry_its_value(kind, words_of):
    assert set(entries()[words_of]) - {OPEN} == {str(value) for value in kind} | MORE.get(words_of, set())


def test_no_entry_is_without_words_and_none_shows_an_underscore():
    for words_of, values in entries().items():
        for name, entry in values.items():
            assert name == OPEN or entry.lead, (words_of, name)
            named = [words for words in (entry.lead, entry.staff, entry.fuller, entry.about) if "{" not in words]
            assert not [words for words in named if "_" in words], (words_of, name)


# --- nowhere else ---
VALUES = {
    words_of: set(values) - {OPEN}
    for words_of, values in entries().items()
    if words_of not in {"idea_field", "record_field"}
}
KINDS = {kind.__name__ for kind in CALLED}


def is_worded(keys: list[str], values: list[str]) -> bool:
    """Whether these are two or more values of one list, each with words."""
    return (
        len(keys) > 1
        and any(set(keys) <= known for known in VALUES.values())
        and any(words not in SHAPES and (" " in words or words != words.lower()) for words in values)
    )


def values_in(given: Iterable[ast.expr | None]) -> list[str]:
    """The keys or the values of a dict as values of closed lists; members of our enums stand for theirs."""
    found, sought = [], list(given)
    for key in sought:
        if isinstance(key, ast.Constant) and isinstance(key.value, str | int):
            found.append(str(key.value))
        elif isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name) and key.value.id in KINDS:
            kind = next(kind for kind in CALLED if kind.__name__ == key.value.id)
            found.append(str(kind[key.attr]))
    return found if len(found) == len(sought) else []


def strings_in(node: ast.expr) -> list[str]:
    """The strings that a value is or holds; one with gaps counts by what stands between them."""
    parts = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    return [part for part in parts if isinstance(part, str)]


def worded_in_python(source: str) -> list[int]:
    """The lines of a module that word a closed list."""
    dicts = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)]
    return [node.lineno for node in dicts if words_values(node)]


def words_values(node: ast.Dict) -> bool:
    """Whether a dict has words for values of a list, or values of a list for words."""
    said = [words for value in node.values for words in strings_in(value)]
    return is_worded(values_in(node.keys), said) or is_worded(
        values_in(node.values), [words for key in node.keys if key for words in strings_in(key)]
    )


def words_in(node: nodes.Expr) -> list[str]:
    """The constants that a value is or holds."""
    return [str(found.value) for found in (node, *node.find_all(nodes.Const)) if isinstance(found, nodes.Const)]


def row_of(node: nodes.Expr) -> list[str]:
    """A row of a table written out: what stands in it, in order; the names of a dict's columns are no words."""
    cells = [pair.value for pair in node.items] if isinstance(node, nodes.Dict) else getattr(node, "items", [])
    return [words for cell in cells for words in words_in(cell)]


def worded_in_template(source: str) -> list[int]:
    """The lines of a template that word a closed list: by a dict, or by rows of value and words."""
    page = JINJA.parse(source)
    found = []
    for table in page.find_all(nodes.Dict):
        keys = [words for pair in table.items for words in words_in(pair.key)]
        values = [
            row
            for pair in table.items
            for row in (row_of(pair.value) if hasattr(pair.value, "items") else words_in(pair.value))
        ]
        if is_worded(keys, values):
            found.append(table.lineno)
    for table in page.find_all((nodes.Tuple, nodes.List)):
        rows = [row for row in map(row_of, table.items) if len(row) > 1]
        if is_worded([row[0] for row in rows], [row[1] for row in rows]):
            found.append(table.lineno)
    return found


def texts(folder: Path, *kinds: str) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.*")):
        if path.suffix in kinds:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_no_module_words_a_list_itself():
    code = [found for folder in ("tracker", "worker") for found in texts(ROOT / folder, ".py")]
    assert [name for name, source in code if worded_in_python(source)] == [
        "tracker/benefit/rules.py",  # what a check still has to say, by its word
        "tracker/idea/rules.py",  # what is asked for, by the columns of an idea
        "tracker/nudge/rules/book.py",  # whom the rule book names, in its own words
    ]


def test_no_template_words_a_list_itself():
    # the gallery shows what any value could look like
    shown = [(name, source) for name, source in texts(TEMPLATES, ".html", ".txt") if "/gallery/" not in name]
    assert {name: lines for name, source in shown if (lines := worded_in_template(source))} == {}


# a council may call its roles otherwise, so no template spells one; a service has a senior owner, who has no role
ROLE = re.compile(rf"(?<![-\w])(?<!senior )({'|'.join(entries()['role'])})s?(?![-\w])", re.IGNORECASE)
NO_ROLE = {"The ideas that you sponsor"}


def roles_spelled(source: str) -> list[str]:
    """What a template says that names a role by itself."""
    page = JINJA.parse(source)
    said = [re.sub(r"<[^>]*>", "", text.data) for text in page.find_all(nodes.TemplateData)]
    said += [re.sub(r"\{[^}]*\}", "", const.value) for const in page.find_all(nodes.Const) if " " in str(const.value)]
    return [text.strip() for text in said if ROLE.search(text) and text not in NO_ROLE]


def test_no_template_spells_a_role():
    shown = [(name, source) for name, source in texts(TEMPLATES, ".html", ".txt") if "/gallery/" not in name]
    assert {name: said for name, source in shown if (said := roles_spelled(source))} == {}


@pytest.mark.parametrize("source", ["<p>Ask its admin.</p>", '{{ page.heading("It has its own owner and gates") }}'])
def test_a_template_that_spells_a_role_is_found(source):
    assert roles_spelled(source)


def test_nobody_makes_words_of_a_stored_key():
    made = {
        name
        for folder in ("tracker", "worker", "templates")
        for name, source in texts(ROOT / folder, ".py", ".html", ".txt")
        if 'replace("_", " ")' in source or "replace('_', ' ')" in source
    }
    assert made == {"tracker/wording/rules.py", "tracker/web/manuscript.py"}  # the second names fields of a lost form


@pytest.mark.parametrize(
    "source",
    [
        'X = {Stage.DESIGN: "being worked out", Stage.MOBILISE: "being tried"}',
        'X = {"told": "We tell them", "asked": "We ask them"}',
        'X = {Word.GO: f"Going to {there}", Word.STOP: "Stopped here"}',
        'X = {"gate": (go, "goes to its gate"), "park": (park, "waits")}',
        'X = {1: "Hardly ever", 2: "Seldom"}',
        'X = {"Kept": PartVerdict.KEEP, "Changed": PartVerdict.CHANGE}',
    ],
)
def test_a_module_that_words_a_list_is_found(source):
    assert worded_in_python(source) == [1]


@pytest.mark.parametrize(
    "source",
    [
        '{{ {"told": "are told", "asked": "are asked"}.get(idea.involvement) }}',
        '{% set WORDS = {"go": "Go", "stop": "Stop"} %}',
        '{% for group, words in (("past", "Past the promise"), ("today", "Due today")) %}{% endfor %}',
        '{% set STANDS = {"met": {"shape": "full", "words": "Met"}, "partly": {"shape": "half", "words": "Partly"}} %}',
        '{% set CORNERS = ({"name": "value", "words": "Value"}, {"name": "capacity", "words": "Capacity"}) %}',
    ],
)
def test_a_template_that_words_a_list_is_found(source):
    assert worded_in_template(source) == [1]


def test_what_only_sorts_or_draws_values_is_left_alone():
    assert worded_in_python('X = {Stage.DESIGN: 1, Stage.MOBILISE: 2}; Y = {"go": "mobilise", "stop": None}') == []
    assert worded_in_template('{% set SHAPES = {"met": "full", "partly": "half"} %}') == []


def test_what_a_page_calls_things_is_asked_anew_for_each_page():
    """A template imported without its context is made once for all councils: outside its macros nothing is called."""
    alone = {
        node.template.value
        for _, source in texts(TEMPLATES, ".html")
        for node in JINJA.parse(source).find_all((nodes.Import, nodes.FromImport))
        if not node.with_context and isinstance(node.template, nodes.Const)
    }
    assert alone
    for name in alone:
        kept = [node for node in JINJA.parse((TEMPLATES / name).read_text()).body if isinstance(node, nodes.Assign)]
        asked = [one for node in kept for one in node.find_all(nodes.Filter) if one.name in {"called", "worded"}]
        asked += [one for node in kept for one in node.find_all(nodes.Name) if one.name == "vocabulary"]
        assert asked == [], name

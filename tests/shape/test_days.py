"""How old is too old stands in config/reference/upkeep.csv alone: no other number of days or months is such an age.

What is left are spans that are no ages; each stands here with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRACKER = sorted(path for path in (ROOT / "tracker").rglob("*.py") if "upkeep/rules" not in path.as_posix())
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*")
    if path.is_file() and "gallery" not in path.parts  # what is made up to show the components
)
REFERENCE = [ROOT / "config" / "reference" / f"{name}.csv" for name in ("health_items", "health_profile", "nudges")]

SIGN_IN = "how long a sign-in or an invitation lasts"
LINK = "how long the link in a letter works"
WINDOW = "how far back a list or a line of months looks, as its heading says"
PROMISE = "within how many working days somebody answers"
OFFERED = "days that are offered as a choice"
JOB = "how late a job of the worker may be"
MAIL = "how long a mail server may put a letter off (RFC 5321)"
BROWSER = "how long a browser keeps what it is told"
READING = "how an age is read, whatever it means"
OWN_RULE = "a rule of its own, which nothing else shares, beside its days"
MONTHS = "by how much two months differ"
SENT = "for how long what was sent is remembered"
LETTER = "for how long a letter waits that its address has had enough for"
NUMBERS = {
    "tracker/contact/rules.py": {
        "CONTACT_DAYS = 90": SENT,
        "CODE_DAYS = 365": SENT,
        "timedelta(days=7)": LINK,
        "timedelta(days=3)": LETTER,
    },
    "tracker/council/rules.py": {"timedelta(days=7)": SIGN_IN, "timedelta(days=30)": SIGN_IN},
    "tracker/form/actions.py": {"timedelta(days=3)": SENT, "timedelta(days=2)": SENT},
    "tracker/gate/rules/policy.py": {"DAYS_TO_DECIDE = 10": PROMISE},
    "tracker/nudge/queries/entries.py": {
        "MONTH = timedelta(days=30)": WINDOW,
        "timedelta(days=30)": WINDOW,
        "timedelta(days=7)": WINDOW,
    },
    "tracker/idea/rules.py": {"BACK_DAYS = 5": PROMISE},
    "tracker/talk/rules.py": {"LINK_DAYS = 60": LINK},
    "tracker/triage/words.py": {"DAYS_TO_ASSESS = 3": PROMISE},
    "tracker/nudge/rules/turns.py": {
        "HELP_DAYS = 2": PROMISE,
        "LINK_DAYS = 60": LINK,
        "OTHER_DAYS = (7, 21, 60)": OFFERED,
        "REST_DAYS = 90": OFFERED,
    },
    "tracker/setting/rules.py": {"timedelta(weeks=6)": WINDOW},
    "tracker/later.py": {"timedelta(days=2)": JOB, "timedelta(days=4)": JOB},
    "tracker/post/rules.py": {"timedelta(days=5)": MAIL},
    "tracker/pages/portfolio/moves.py": {"YEAR = 365": WINDOW},
    "tracker/pages/portfolio/plain.py": {"YEAR = 365": WINDOW},
    "tracker/pages/portfolio/screens.py": {"YEAR = 365": WINDOW},
    "tracker/risk/queries/register.py": {"timedelta(days=365)": WINDOW, "_YEAR = timedelta(days=365)": WINDOW},
    "tracker/pages/portfolio/words.py": {
        "DAYS_IN_WEEK = 7": READING,
        "BY_MONTH = Pace('last twelve months', 'month', is_months=True)": WINDOW,
    },
    "tracker/network/rules/reading.py": {"YEAR = 365": WINDOW},
    "tracker/portfolio/profile/snapshots.py": {"timedelta(days=6)": WINDOW},
    "tracker/portfolio/triangle/due.py": {"timedelta(days=3)": MONTHS},
    "tracker/pages/upkeep/screens/home.py": {"timedelta(days=7)": WINDOW, "timedelta(days=28)": WINDOW},
    "tracker/pages/upkeep/words/own.py": {"timedelta(days=14)": WINDOW},
    "tracker/web/headers.py": {"ONE_YEAR = 31536000": BROWSER, "TWO_YEARS = 63072000": BROWSER},
    "tracker/web/filters.py": {
        "TWO_MONTHS = 61": READING,
        "TWO_YEARS = 730": READING,
        "DAYS_IN_MONTH = 30.4375": READING,
        "DAYS_IN_YEAR = 365.25": READING,
    },
}
SENTENCES = {
    "config/reference/nudges.csv": {"six months": OWN_RULE, "three months": OWN_RULE},
    "templates/account/words.html": {"two days": SENT},
    "templates/council/invite.html": {"seven days": SIGN_IN},
    "templates/guests/new.html": {"seven days": SIGN_IN},
    "templates/doors/cookies.html": {"seven days": SIGN_IN, "two days": BROWSER},
    "templates/network/_tables.html": {"twelve months": WINDOW, "12 months": WINDOW},
    "templates/network/empty.html": {"twelve months": WINDOW},
    "templates/network/link.html": {"12 months": WINDOW},
    "templates/network/show.html": {"twelve months": WINDOW},
    "templates/nudges/_outgoing.html": {"30 days": WINDOW},
    "templates/nudges/planned.html": {"30 days": WINDOW},
    "templates/operations/_guide.html": {"five days": MAIL},
    "templates/portfolio/_risks_beside.html": {"365 days": WINDOW},
    "templates/post/guest_invitation.html": {"seven days": SIGN_IN},
    "templates/post/guest_invitation.txt": {"seven days": SIGN_IN},
    "templates/post/invitation.html": {"seven days": SIGN_IN},
    "templates/post/invitation.txt": {"seven days": SIGN_IN},
    "templates/post/resident_confirmation.html": {"seven days": LINK},
    "templates/post/resident_confirmation.txt": {"seven days": LINK},
    "tracker/pages/portfolio/words.py": {"twelve months": WINDOW},
}

AGES = ("days", "months")
COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|sixty|ninety)"
AGE = re.compile(rf"\b{COUNT} (?:more )?(?:day|month)s?\b|\b(?:last|past|half a) year\b")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_number(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value > 1


def numbers_in(tree: ast.Module) -> Iterator[str]:
    """Constants named after days, months or years, spans of several days, ages beside a number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            number = r"\w*(DAYS|MONTH|YEAR)\w* ="
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("timedelta"):
            number = r".*timedelta\((?:weeks=[\d.]+|(?:days=)?(?!1\))[\d.]+)\)$"
        elif isinstance(node, ast.Compare) and any(is_number(value) for value in [node.left, *node.comparators]):
            number = r".*\b(days|months|age)\b"
        else:
            continue
        if re.match(number, told := ast.unparse(node)):
            yield told


def defaults_in(tree: ast.Module) -> Iterator[str]:
    """Parameters and fields of days or months that have a number of their own where nobody gives one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            plain = node.args[len(node.args) - len(node.defaults) :]
            pairs = [*zip(plain, node.defaults, strict=True), *zip(node.kwonlyargs, node.kw_defaults, strict=True)]
            yield from (argument.arg for argument, value in pairs if argument.arg.endswith(AGES) and is_number(value))
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.target).endswith(AGES) and is_number(node.value):
            yield ast.unparse(node.target)


def trees() -> list[tuple[str, ast.Module]]:
    return [(named(path), ast.parse(path.read_text(encoding="utf-8"))) for path in TRACKER]


def test_no_module_but_upkeep_holds_a_number_of_days_after_which_a_thing_is_old():
    found = {(path, number) for path, tree in trees() for number in numbers_in(tree)}
    assert found == {(path, number) for path, numbers in NUMBERS.items() for number in numbers}
    assert [(path, name) for path, tree in trees() for name in defaults_in(tree)] == []


def sentences_in(tree: ast.Module) -> Iterator[str]:
    """Every text that is no docstring."""
    documented = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docstrings = {id(node.body[0].value) for node in documented if ast.get_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_sentence_names_a_number_of_days_that_upkeep_does_not_give_it():
    texts = [(named(path), COMMENT.sub("", path.read_text(encoding="utf-8"))) for path in (*TEMPLATES, *REFERENCE)]
    texts += [(path, sentence) for path, tree in trees() for sentence in sentences_in(tree)]
    found = {(path, age) for path, text in texts for age in AGE.findall(" ".join(text.split()))}
    assert found == {(path, age) for path, ages in SENTENCES.items() for age in ages}

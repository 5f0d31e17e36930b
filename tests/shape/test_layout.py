"""How the code is laid out: sizes, names, directions. `make lint` runs this file, and no database is asked."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.shape.layout import CODE, ROOT, trees

LONGEST_FUNCTION, LONG_FUNCTION = 40, 25
LONGEST_MODULE, LONG_MODULE = 300, 200
LONGEST_FACE = 400  # the public face of a word only lists names
LONGEST_TEMPLATE_LINE = 160
SQL = re.compile(
    r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|select|insert into|update|delete from|with)\b"
    r".*\b(FROM|SET|VALUES|SELECT|AS|from|set|values)\b",
    re.DOTALL,
)


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def length(node: ast.FunctionDef) -> int:
    """Lines of a function from its name to its end; what it says about itself is not counted."""
    said = node.body[0] if ast.get_docstring(node) else None
    told = (said.end_lineno or 0) - said.lineno + 1 if said else 0
    return (node.end_lineno or 0) - node.lineno + 1 - told


def test_no_function_and_no_module_is_too_long():
    too_long, long = [], []
    for path, tree in trees():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        longest = LONGEST_FACE if path.name == "__init__.py" and not [*functions(tree)] else LONGEST_MODULE
        (too_long if lines > longest else long if lines > LONG_MODULE else []).append(f"{path.name}: {lines}")
        for node in functions(tree):
            size = length(node)
            (too_long if size > LONGEST_FUNCTION else long if size > LONG_FUNCTION else []).append(
                f"{path.name}:{node.name}: {size}"
            )
    if long:
        print("getting long:", ", ".join(long))  # noqa: T201 - pytest shows it with -rP
    assert too_long == []


def test_no_class_name_stands_twice_in_the_tracker():
    where: dict[str, list[str]] = {}
    for path, tree in trees():
        if path.is_relative_to(ROOT / "tracker"):
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    where.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: files for name, files in where.items() if len(files) > 1} == {}


def is_under_rules(path: Path) -> bool:
    return "rules" in path.relative_to(ROOT).with_suffix("").parts


def test_nothing_under_rules_holds_a_statement_for_the_database():
    texts = [
        (path.relative_to(ROOT).as_posix(), node.value)
        for path, tree in trees()
        if is_under_rules(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert texts
    assert [(path, text) for path, text in texts if SQL.match(text)] == []


def test_no_line_of_a_template_is_longer_than_a_reader_sees():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert found == []


def imports_of(path: Path, tree: ast.Module, known: set[str]) -> set[str]:
    """Modules of ours that a module imports, those inside functions too; a package stands for its front door."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in named if name in known} or ({node.module} & known)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known
    return found


def test_no_circle_of_imports():
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in CODE}
    known = set(names.values())
    edges = {names[path]: imports_of(path, tree, known) - {names[path]} for path, tree in trees()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " imports ".join((*way[way.index(name) :], name))
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())


def test_no_drawer_for_what_has_no_name():
    forbidden = {"utils", "helpers", "services", "managers", "common", "misc"}
    assert [path for path in CODE if forbidden & set(path.with_suffix("").parts)] == []

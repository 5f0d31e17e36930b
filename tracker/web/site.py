"""The application as Flask and Jinja make it, without what they would work out anew on every page."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from types import BuiltinFunctionType, MethodType
from typing import Any

from flask import Flask, Request
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, Macro, Undefined, markup_join
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # what escape() itself calls
from werkzeug.datastructures import ImmutableMultiDict

from tracker.direction import hold

NOTHING = Undefined()  # what `{{ this if that }}` is where that is not


def shown(value: object) -> str:
    """What a page shows of a value: escaped, and without the wrapper that says so, since it is only written out.

    Words that run from right to left are held in their own direction (tracker/direction.py).
    """
    if type(value) is str:
        return _escape_inner(value if value.isascii() else hold(value))
    if type(value) is int:
        return str(value)
    if value is NOTHING:
        return ""
    return value if type(value) is Markup else escape(value)


def joined(parts: tuple[object, ...]) -> str:
    """What `~` makes of its parts: one text, escaped where one of them is markup."""
    plain = [part if (kind := type(part)) is str else str(part) if kind is int else None for part in parts]
    return markup_join(parts) if None in plain else "".join(plain)  # type: ignore[arg-type]  # none of them is None


class _PageCode(CodeGenerator):
    """The code of a template; what it writes out goes through `shown`, which costs a third of `escape`.

    What a block, an included template or the one that is extended makes is handed on as one text: each piece by itself
    would pass through every level above it, and a long page is some thousands of them.
    """

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line of code, but where it hands on piece by piece: whole."""
        if x.startswith("yield from "):
            x = f"yield concat({x.removeprefix('yield from ')})"
        elif x == "for event in gen:":
            x = "for event in (concat(gen),):"
        super().writeline(x, node, extra)

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as Jinja calls it
        """Write how a field of something is read: at once, and as Jinja reads it only where it has none."""
        self.write("(found if (found := getattr((what := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(what, {node.attr!r}))")

    @optimizeconst
    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:  # noqa: N802 - as Jinja calls it
        """Write a choice; where nothing else is said, one nothing for all, not each time one with its reason."""
        if node.expr2 is not None:
            super().visit_CondExpr(node, frame)
            return
        self.write("(")
        self.visit(node.expr1, frame.soft())
        self.write(" if ")
        self.visit(node.test, frame.soft())
        self.write(" else environment.nothing)")

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - as Jinja calls it
        """Write how parts become one text."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Concat(node, frame)
            return
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


_PLAIN = (MethodType, BuiltinFunctionType)  # what may be called as it stands, unless it is marked to want more


class _PageContext(Context):
    """What a template knows; a macro or a method that it calls is called without asking what else it wants to know."""

    def call(self, called: Any, /, *args: Any, **given: Any) -> Any:
        """Call what a template calls: a macro is told whether to escape, a method nothing."""
        kind = type(called)
        if kind is not Macro and (kind not in _PLAIN or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **given)
        given.pop("_block_vars", None)
        given.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **given) if kind is Macro else called(*args, **given)


_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Pages(Environment):
    """The templates of the pages. Their globals are all there before the first is read: they are kept as they are."""

    code_generator_class = _PageCode
    context_class = _PageContext
    shown, joined, nothing = staticmethod(shown), staticmethod(joined), NOTHING

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._read: dict[str, Template] = {}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Return the source with its indentation folded to a blank, as a browser would fold it."""
        return super().preprocess(_INDENTATION.sub(" ", source), name, filename)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: Any = None,  # noqa: A002 - as Jinja calls it
    ) -> Template:
        """Return a template; one that was read before from a table of its own, unless its file may change meanwhile."""
        if isinstance(name, Template) or globals or self.auto_reload:
            return super().get_template(name, parent, globals)
        if name not in self._read:
            self._read[name] = super().get_template(name, parent)
        return self._read[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template: the dictionary itself, which is copied faster than a chain of two."""
        return {**self.globals, **d} if d else self.globals


class Given(ImmutableMultiDict[str, Any]):
    """What an address or a form gives: what it does not give is found missing without an error made of it."""

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]  # noqa: A002 - as Werkzeug calls it
        """Return what is given by a name, as a type where one is said; else the default."""
        return super().get(key, default, type) if key in self else default


class Arrived(Request):
    """What a browser sent."""

    parameter_storage_class = Given


class Site(Flask):
    """Flask without asking of each function, on each request, whether it is a coroutine: none is."""

    jinja_environment = Pages
    request_class = Arrived

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return func

"""The application as Flask and Jinja make it, without what they would work out anew on every page."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # what escape() itself calls

from tracker.direction import hold


def shown(value: object) -> str:
    """What a page shows of a value: escaped, and without the wrapper that says so, since it is only written out.

    Words that run from right to left are held in their own direction (tracker/direction.py).
    """
    if type(value) is str:
        return _escape_inner(value if value.isascii() else hold(value))
    return value if type(value) is Markup else escape(value)


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

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Pages(Environment):
    """The templates of the pages. Their globals are all there before the first is read: they are kept as they are."""

    code_generator_class = _PageCode
    shown = staticmethod(shown)

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


class Site(Flask):
    """Flask without asking of each function, on each request, whether it is a coroutine: none is."""

    jinja_environment = Pages

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return func

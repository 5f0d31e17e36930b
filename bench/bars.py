"""The bars that the product is held to (docs/benchmarks.md), and the one table that shows it beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tracker import likeness

# Of a page that is not named: at most 2.5 times a one-query floor of its kind, in 5 statements.
CPU = defaultdict(
    lambda: 2.5,
    {
        "list": 1.25,
        "item": 3.0,
        "log an idea": 2.5,
        "search": 1.5,
        "portfolio": 1.5,
        "board": 2.0,
        "home": 2.5,
        "triage": 2.5,
    },
)
STATEMENTS = defaultdict(
    lambda: 5, {"list": 3, "item": 3, "log an idea": 3, "search": 3, "search of all": 3, "portfolio": 4, "board": 4}
)
RATE = {"list": 0.85, "item": 0.6, "log an idea": 0.5}
TAIL = 2.5
GROWTH = 1.3  # times what it costs with 2,000 ideas
EXPONENTS = {"search": 0.35, "search of all": 0.35}  # of the growth of a page whose work may grow a little
LEAK = 1.1  # how much longer the slower of two answers may take that must not be told apart by it
GZIP_KB = 8.0
WEB_MB = 250.0 if likeness.is_here() else 150.0  # with the sentence model, and without
WORKER_MB, PROCESS_MB = 190.0, 300.0
UPSERTS = 4.0  # health of all ideas, times one set-based upsert of all
FEW_CHANGED = 0.2  # a night on which two of a hundred changed, of one in which all is new
ROUNDED_FROM = 100


@dataclass(frozen=True)
class Line:
    """One measure of one page: the floor's figure, ours, their ratio where that is what counts, and the bar.

    `least` says that the bar is the least that will do; otherwise it is the most. Without a bar it is for reading only.
    `slack` is the share by which it moves from run to run though nothing changed.
    """

    page: str
    measure: str
    unit: str
    floor: float | None
    ours: float | None
    bar: float | None = None
    ratio: float | None = None
    least: bool = False
    slack: float = 0.0

    @property
    def held(self) -> float | None:
        """What is held to the bar: the ratio where there is one, else our own figure."""
        return self.ours if self.ratio is None else self.ratio

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None where there is none, or nothing was measured."""
        if self.bar is None or self.held is None:
            return None
        return self.held >= self.bar if self.least else self.held <= self.bar

    def as_plain(self) -> dict[str, object]:
        """Return the line as JSON can say it."""
        return {**vars(self), "held": self.held, "met": self.met}


HEAD = ("page", "measure", "floor", "ours", "ratio", "bar", "")
WIDTHS = (17, 37, 10, 11, 7, 7, 6)


def table(lines: Iterable[Line]) -> str:
    """Return the lines as one table; a page's name stands on its first line."""
    rows, before = [_row(HEAD), _row("-" * (width - 1) for width in WIDTHS)], ""
    for line in lines:
        sign = "≥ " if line.least else "≤ "
        cells = (
            line.page if line.page != before else "",
            line.measure,
            _figure(line.floor, line.unit),
            _figure(line.ours, line.unit),
            "" if line.ratio is None else f"{line.ratio:.2f}",
            "" if line.bar is None else f"{sign}{line.bar:g}",
            {True: "met", False: "MISSED", None: ""}[line.met],
        )
        rows.append(_row(cells))
        before = line.page
    return "\n".join(rows)


def _row(cells: Iterable[str]) -> str:
    words, figures = 2, list(zip(cells, WIDTHS, strict=True))
    left = "".join(f"{cell:<{width}}" for cell, width in figures[:words])
    return (left + "".join(f"{cell:>{width - 1}} " for cell, width in figures[words:])).rstrip()


def _figure(figure: float | None, unit: str) -> str:
    if figure is None:
        return "–"
    shown = f"{figure:,.0f}" if figure >= ROUNDED_FROM or float(figure).is_integer() else f"{figure:.2f}"
    return f"{shown} {unit}".strip()

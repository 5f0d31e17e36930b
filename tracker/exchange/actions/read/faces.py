"""How an XLSX sheet looks: which cells show a share of a hundred or lack a formula's result, which rows are hidden."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, iterparse

PERCENT_FORMATS = {"9", "10"}  # those that every workbook has
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")


@dataclass(frozen=True)
class CellFaces:
    """Cells by row and column, and rows that nobody sees, counted from nought."""

    percents: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    unworked: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    hidden: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, raw: bytes, sheet: str) -> CellFaces:
        """Look at a sheet; what is no XLSX, or cannot be followed, has no faces."""
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as packed:
                part = _part_of(packed, sheet)
                return _faces(packed, part, _percent_styles(packed)) if part else cls()
        except (zipfile.BadZipFile, zlib.error, ParseError, KeyError, OSError, ValueError):
            return cls()

    def is_percent(self, row: int, column: int) -> bool:
        """Whether a cell shows a share of a hundred."""
        return (row, column) in self.percents

    def is_unworked(self, row: int, column: int) -> bool:
        """Whether a cell holds a formula without its result: nobody worked it out, or it failed."""
        return (row, column) in self.unworked


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str | None:
    """Where in the workbook a sheet lies."""
    named = {}
    for node in _nodes(packed, "xl/workbook.xml", "sheet"):
        key = next((value for name, value in node.attrib.items() if name.endswith("}id")), "")
        named[node.get("name")] = key
    for node in _nodes(packed, "xl/_rels/workbook.xml.rels", "Relationship"):
        if node.get("Id") == named.get(sheet):
            # A place that begins with a stroke is one in the whole file, any other one beside the workbook.
            return normpath(join("/xl", node.get("Target") or "")).removeprefix("/")
    return None


def _percent_styles(packed: zipfile.ZipFile) -> set[str]:
    """The styles, by their place, that show a share of a hundred; none where they cannot be read."""
    percents, styles, within = set(PERCENT_FORMATS), set(), False
    try:
        with packed.open("xl/styles.xml") as part:
            place = 0
            for event, node in iterparse(part, events=("start", "end")):  # noqa: S314 - expat itself refuses bombs
                name = _name(node)
                if name == "cellXfs":
                    within = event == "start"
                elif event == "start" and name == "numFmt" and "%" in (node.get("formatCode") or ""):
                    percents.add(node.get("numFmtId") or "")
                elif event == "start" and name == "xf" and within:
                    if node.get("numFmtId") in percents:
                        styles.add(str(place))
                    place += 1
    except (KeyError, ParseError):
        return set()
    return styles


def _faces(packed: zipfile.ZipFile, part: str, styles: set[str]) -> CellFaces:
    percents, unworked, hidden = set(), set(), set()
    for node in _nodes(packed, part, "c", "row"):
        if _name(node) == "row":
            if node.get("hidden") in {"1", "true"} and (node.get("r") or "").isdecimal():
                hidden.add(int(node.attrib["r"]) - 1)
            continue
        has_percent, inside = node.get("s") in styles, {_name(child): child for child in node}
        place = _place(node.get("r") or "")
        if place and has_percent:
            percents.add(place)
        # A formula may well come to no letters, as IF(A1="","",...) does: then its result is said to be a text.
        has_result = "is" in inside or ("v" in inside and (bool(inside["v"].text) or node.get("t") == "str"))
        if place and (("f" in inside and not has_result) or node.get("t") == "e"):
            unworked.add(place)
    return CellFaces(frozenset(percents), frozenset(unworked), frozenset(hidden))


def _place(named: str) -> tuple[int, int] | None:
    """The row and column of "B7", counted from nought."""
    found = _PLACE.fullmatch(named)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _nodes(packed: zipfile.ZipFile, part: str, *names: str) -> Iterator[Element]:
    """Give the elements of some names in a part, one by one; what was given is forgotten."""
    with packed.open(part) as opened:
        for _, node in iterparse(opened):  # noqa: S314 - expat itself refuses bombs
            if _name(node) in names:
                yield node
            if _name(node) in {*names, "row"}:
                node.clear()


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2]

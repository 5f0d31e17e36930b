"""An answer in a form to keep and to compare: one element or text a line, what belongs inside stands deeper.

An element is written as a style sheet names it, `a.govuk-back-link#top`, then its other attributes by name; words
stand in quotation marks, white space folded to what a reader sees. What differs between two runs of one code is masked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

from bench.witness.masking import INLINE, mask, without_identifiers

IN_A_LINE = frozenset({*INLINE, "br", "button", "img", "input", "label", "select", "svg", "textarea"})
VERBATIM = frozenset({"pre", "textarea"})
BESIDE_THE_PAGE = "govuk-width-container"
ROOM = ".//nav[@class='rooms']//a[@aria-current]"
READABLE = ("text/", "application/json")
SPACE = re.compile(r"[ \t\n\r\f]+")  # not the space that never breaks


def answer(got: TestResponse) -> str:
    """What came back: its status and kind, where it leads, and what it shows between header and footer."""
    goes = [f"to {without_identifiers(got.location)}"] if got.location else []
    head = " ".join([str(got.status_code), got.mimetype, *goes])
    if got.location:
        return head + "\n"
    if got.mimetype != "text/html":
        return f"{head}\n{_plain(got)}\n"
    return page(got.text, head)


def page(body: str, head: str) -> str:
    """A page under a line of its own."""
    return "\n".join([head, *_page(parsed(mask(body)))]) + "\n"


def arrival(got: TestResponse) -> str:
    """Where an act led to, by its title, and what was said there of the act."""
    shown = parsed(mask(got.text))
    _emptied(shown)
    return "\n".join([f"{got.status_code} {got.mimetype}", *_page(shown)]) + "\n"


def frame(got: TestResponse) -> str:
    """What stands around a page, the same on all: head, header with its rooms, footer."""
    shown = parsed(mask(got.text))
    _emptied(shown)
    return "\n".join(["html" + _attributes(shown), *_inside(shown, 1)]) + "\n"


def parsed(body: str) -> Element:
    """The page as a browser reads it."""
    found: Element = html5lib.HTMLParser(namespaceHTMLElements=False).parse(body)
    return found


def letter(body: str) -> str:
    """The HTML of a letter; its style stands in every element and is left out."""
    shown = parsed(mask(body))
    for element in shown.iter():
        element.attrib.pop("style", None)
    return "\n".join(_inside(shown, 0)) + "\n"


def _emptied(whole: Element) -> None:
    shown = whole.find(f".//div[@class='{BESIDE_THE_PAGE}']/main")
    assert shown is not None, "a page without its main part"
    shown[:], shown.text = [], None


def _plain(got: TestResponse) -> str:
    if not got.mimetype.startswith(READABLE):
        return f"{len(got.data)} bytes"
    if got.mimetype == "application/json":
        return mask(json.dumps(got.json, ensure_ascii=False, indent=1))
    return mask(got.text.rstrip("\n"))


def _page(whole: Element) -> Iterator[str]:
    """Title, where in the rooms, and everything but the frame. A page of another kind stands whole."""
    shown = whole.find(f".//body/div[@class='{BESIDE_THE_PAGE}']")
    yield f"html{_attributes(whole)}"
    yield f"title {_said(whole.findtext('.//title') or '')}"
    if shown is None:
        yield from _inside(whole, 0)
        return
    body = whole.find("body")
    yield f"body{_attributes(body)}" if body is not None else ""
    yield from (f"in {_said(''.join(room.itertext()))}" for room in whole.iterfind(ROOM))
    yield from _inside(shown, 0)


def _inside(element: Element, depth: int) -> Iterator[str]:
    """What stands in an element, a line each."""
    pieces = _pieces(element)
    for at, piece in enumerate(pieces):
        if isinstance(piece, str):
            if text := _trimmed(piece, pieces, at, element):
                yield f"{' ' * depth}{_quoted(text)}"
        else:
            yield from _element(piece, depth)


def _pieces(element: Element) -> list[str | Element]:
    found: list[str | Element] = [element.text or ""]
    for inner in element:
        found += [inner, inner.tail or ""] if isinstance(inner.tag, str) else [inner.tail or ""]
    return found


def _element(element: Element, depth: int) -> Iterator[str]:
    line = f"{' ' * depth}{_name(element)}{_attributes(element)}"
    if element.tag in VERBATIM:
        yield f"{line} {_quoted(''.join(element.itertext()))}"
        return
    inner = list(_inside(element, depth + 1))
    if len(inner) == 1 and inner[0].lstrip().startswith('"'):
        yield f"{line} {inner[0].lstrip()}"
        return
    yield line
    yield from inner


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attributes(element: Element) -> str:
    """The attributes of an element: classes and id as in a style sheet, the others by name."""
    given = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    short = "".join(f".{word}" for word in given.pop("class", "").split())
    short += f"#{given.pop('id')}" if "id" in given else ""
    return short + "".join(f" {name}={_said(value)}" for name, value in sorted(given.items()))


def _said(words: str) -> str:
    return _quoted(SPACE.sub(" ", words).strip(" "))


def _quoted(words: str) -> str:
    """Words in quotation marks; a space that never breaks is shown."""
    return json.dumps(words, ensure_ascii=False).replace("\N{NO-BREAK SPACE}", "\N{OPEN BOX}")


def _trimmed(text: str, pieces: Sequence[str | Element], at: int, parent: Element) -> str:
    """Text as it is read: white space beside a block, or at the edge of one, is not there."""
    folded = SPACE.sub(" ", text)
    if not _joins(pieces, at - 1, parent):
        folded = folded.lstrip(" ")
    if not _joins(pieces, at + 1, parent):
        folded = folded.rstrip(" ")
    return folded


def _joins(pieces: Sequence[str | Element], at: int, parent: Element) -> bool:
    """Say whether a neighbour stands in the same line; beyond an edge that is what the parent does."""
    if not 0 <= at < len(pieces):
        return _name(parent) in IN_A_LINE
    neighbour = pieces[at]
    return not isinstance(neighbour, str) and _name(neighbour) in IN_A_LINE

"""How a test reads a page: its heading, what it asks, the words under a heading, its tables and its links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.browsing import parsed

BEFORE_A_STOP = re.compile(r" (?=[.,;:?!)”])")
UNREAD = frozenset({"script", "style", "svg"})
HEADINGS = ("h1", "h2", "h3", "h4")


def _spoken(element: Element) -> Iterator[str]:
    if element.tag in UNREAD:
        return
    yield element.text or ""
    for inner in element:
        yield " "
        yield from _spoken(inner)
        yield " "
        yield inner.tail or ""


def words(*elements: Element) -> str:
    """The words of elements as read: what stands in an element of its own is a word of its own."""
    spoken = " ".join(" ".join("".join(_spoken(element)) for element in elements).split())
    return BEFORE_A_STOP.sub("", spoken)


@dataclass(frozen=True)
class Part:
    """A piece of a page."""

    elements: Sequence[Element]

    @property
    def words(self) -> str:
        """Everything it says."""
        return words(*self.elements)

    def _all(self, tag: str) -> Iterator[Element]:
        for element in self.elements:
            yield from element.iter(tag)

    @property
    def entries(self) -> list[Part]:
        """The items of its lists, each by itself; one inside another is left out."""
        inner = {id(deeper) for item in self._all("li") for deeper in item.iter("li") if deeper is not item}
        return [Part([item]) for item in self._all("li") if id(item) not in inner]

    @property
    def items(self) -> list[str]:
        """What the items of its lists say."""
        return [entry.words for entry in self.entries]

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs."""
        return [words(one) for one in self._all("p")]

    @property
    def headings(self) -> list[str]:
        """Its headings, in order."""
        return [words(one) for element in self.elements for one in element.iter() if one.tag in HEADINGS]

    @property
    def links(self) -> dict[str, str]:
        """Where its links and button-links lead, by their words."""
        return {words(link): link.get("href", "") for link in self._all("a")}

    @property
    def rows(self) -> list[list[str]]:
        """The rows of its tables, headings included."""
        return [[words(cell) for cell in row if cell.tag in {"th", "td"}] for row in self._all("tr")]

    @property
    def facts(self) -> dict[str, str]:
        """Its lists of facts: what each name says."""
        found: dict[str, str] = {}
        for pair in self.elements:
            for group in pair.iter():
                names, values = group.findall("dt"), group.findall("dd")
                found |= {words(name): words(value) for name, value in zip(names, values, strict=False)}
        return found


class Page(Part):
    """A whole page."""

    def __init__(self, html: str) -> None:
        root, _ = parsed(html)
        super().__init__([root.find("body")])
        self.root = root
        self._parent = {id(inner): outer for outer in root.iter() for inner in outer}

    @property
    def heading(self) -> str:
        """Its h1."""
        return words(next(self.root.iter("h1")))

    def named(self, name: str) -> Element:
        """The element of an id. Fails where there is none."""
        found = [element for element in self.root.iter() if element.get("id") == name]
        assert found, f"nothing on the page is named {name}"
        return found[0]

    def has(self, name: str) -> bool:
        """Say whether something on the page has an id."""
        return any(element.get("id") == name for element in self.root.iter())

    def under(self, name: str) -> Part:
        """What stands under the heading of an id, up to the next heading of its rank."""
        heading = self.named(name)
        beside = list(self._parent[id(heading)])
        after = beside[beside.index(heading) + 1 :]
        end = next((n for n, one in enumerate(after) if one.tag == heading.tag), len(after))
        return Part(after[:end])

    def part(self, css_class: str) -> Part:
        """The elements of a class."""
        return Part([one for one in self.root.iter() if css_class in one.get("class", "").split()])

    def parts(self, css_class: str) -> list[Part]:
        """The elements of a class, each by itself."""
        return [Part([one]) for one in self.part(css_class).elements]

    @property
    def asked(self) -> Part:
        """What the page asks of its reader, or that it asks nothing."""
        return self.part("ask")

    def table(self, caption: str) -> list[list[str]]:
        """The rows of the table whose caption begins so."""
        for table in self.root.iter("table"):
            title = table.find("caption")
            if title is not None and words(title).startswith(caption):
                return Part([table]).rows
        raise AssertionError(f"no table is captioned {caption}")

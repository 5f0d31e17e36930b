"""What differs between two runs of the same code is masked; how a page is laid out so that two may be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
LETTER = r"\b[0-9]{20}-[0-9a-f]{8}\b"
LINK = r"(?:(?<=/n/)|(?<=/calendar/)|(?<=/stop/)|(?<=/q/)|(?<=/confirm/)|(?<=/invite/)|(?<=/reset/))[\w-]{20,}"
NAMED = re.compile(f"(?P<uuid>{UUID})|(?P<letter>{LETTER})|(?P<link>{LINK})")
MASKS = (
    (re.compile(r'<input\b[^>]*\bname="csrf_token"[^>]*>'), '<input name="csrf_token">'),
    (re.compile(r'\s*<input\b[^>]*\bname="form_key"[^>]*>'), ""),  # every form has one: tests/browsing.py holds that
    # What a form began from: digests, some of them of keys that are made anew each time.
    (re.compile(r'(<input\b[^>]*\bname="(?:\w+-)?began"[^>]*\bvalue=")[^"]*(")'), r"\1{began}\2"),
    (re.compile(r'\bnonce="[^"]*"'), 'nonce="{nonce}"'),
    (re.compile(r'\bdata-whose="[^"]*"'), 'data-whose="{digest}"'),  # of a person's key, made anew each time
    (re.compile(r"(/assets/[\w-]+)\.[0-9a-f]{10}\."), r"\1."),
    (re.compile(r"(<dt>Tasks waiting</dt>\s*<dd>\s*<b>)\d+"), r"\1{count}"),  # of whatever ran beside it
    (re.compile(r"(<(?:code|strong)[^>]*>)[0-9a-f]{8}(</(?:code|strong)>)"), r"\1{reference}\2"),  # of an error
)
PATTERN = (
    (re.compile(r"(?<=/)[A-Z][A-Z0-9]{1,5}-\d+(?=/|$)"), "REF"),
    (re.compile(r"(?<=/)\d{4}-\d\d-\d\d(?=/|$)"), "DAY"),
    (re.compile(r"(?<=/)\d+(?=/|$)"), "N"),
)
TAG = r"""<(?:"[^"]*"|'[^']*'|[^'">])*>"""
VERBATIM = r"<(?P<verbatim>textarea|pre)\b[^>]*>.*?</(?P=verbatim)>"
PIECE = re.compile(f"{VERBATIM}|{TAG}", re.DOTALL)
INLINE = ("a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time")
IN_A_LINE = re.compile(rf"</?(?:{'|'.join(INLINE)})\b[^>]*>")


def mask(body: str) -> str:
    """Return a page without what differs between two runs; an identifier becomes its number in the page's order."""
    for found, put in MASKS:
        body = found.sub(put, body)
    seen: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        of_its_kind = sum(name.startswith(f"{{{found.lastgroup} ") for name in seen.values())
        return seen.setdefault(found[0], f"{{{found.lastgroup} {of_its_kind + 1}}}")

    return NAMED.sub(name, body)


def without_identifiers(address: str) -> str:
    """Return an address with its identifiers as words: two with the same words are told apart by their order."""
    return NAMED.sub(lambda found: f"{{{found.lastgroup}}}", address)


def pattern(address: str) -> str:
    """Return what an address has in common with others: its words, and the names of what it asks."""
    path, _, asked = without_identifiers(address).partition("?")
    for found, put in PATTERN:
        path = found.sub(put, path)
    names = sorted({part.partition("=")[0] for part in asked.split("&") if part})
    return f"{path}?{'&'.join(names)}" if names else path


def one_tag_a_line(body: str) -> list[str]:
    """Return a page one tag or text a line, without white space beside tags; text areas stand as they are."""
    return list(_pieces(body))


def _pieces(body: str) -> Iterator[str]:
    end = 0
    for piece in PIECE.finditer(body):
        if text := _even(body[end : piece.start()]):
            yield text
        end = piece.end()
        yield _verbatim(piece[0]) if piece["verbatim"] else _tag(piece[0])
    if text := _even(body[end:]):
        yield text


def _verbatim(element: str) -> str:
    """What stands in a text area or in pre stands as it is; its own tag is a tag like any other."""
    opening = re.match(TAG, element)
    end = opening.end() if opening else 0
    return _tag(element[:end]) + repr(element[end:])


def _tag(tag: str) -> str:
    return re.sub(r" ?(/?>)$", r"\1", _even(tag))


def words(body: str) -> list[str]:
    """Return what a reader reads, a block a line: pages of the same tags differ here where words join or part."""
    text = PIECE.sub("\n", IN_A_LINE.sub("", body.replace("\n", " ")))
    return [line for line in map(_even, text.split("\n")) if line]


def _even(text: str) -> str:
    return " ".join(text.split())

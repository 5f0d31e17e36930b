"""Sentences on pages end with a stop, and say in plain words what they say."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.approved.canonical import parsed
from tests.reading import words

VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|does|can|may|must|gets?|goes|went|waits?|looks?|says?|comes?|asks?)\b"
)
ENDED = re.compile(r"[.?!:…][”’\")]*$|\S/\S+$")  # or with an address
NEXT = re.compile(r"[.?!][”’)]* [A-Z“£0-9]")
INSIDE = {"p", "li", "ul", "ol", "div", "dl", "h2", "h3", "h4", "form", "table", "section", "label"}
BESIDE = {"a", "small", "form", "button", "svg", "kbd", "br"}
QUIET = {"quiet", "minor", "govuk-visually-hidden"}
NO_SENTENCE = {"path", "whose", "chip", "letter__subject", "flag"}
FEW = 3  # words that may be a name, whatever they are
# Words that mean something to who made this, and nothing or something else to who reads it.
JARGON = re.compile(
    r"version 0|\beveryone\b|designs with|delivers with|\w+_\w+|\.txt:|\bnull\b|\bundefined\b|\bTrue\b|\bFalse\b"
)


def paragraphs(page: Element) -> Iterator[Element]:
    """Paragraphs and entries of lists that hold words alone."""
    for element in page.iter():
        if element.tag in {"p", "li"} and not any(inner.tag in INSIDE for inner in list(element.iter())[1:]):
            yield element


def said(element: Element) -> str:
    """What a paragraph says, without links and particulars behind its sentences."""
    element = copy.deepcopy(element)
    while len(element) and not (element[-1].tail or "").strip(" \n·"):
        last = element[-1]
        if last.tag not in BESIDE and not set(last.get("class", "").split()) & QUIET:
            break
        element.remove(last)
    return words(element).rstrip(" ·")


def unstopped(element: Element) -> bool:
    """Whether a paragraph that is more than a name, or more than one sentence, ends without a stop."""
    text = said(element)
    if not text or ENDED.search(text) or set(element.get("class", "").split()) & NO_SENTENCE:
        return False
    is_sentence = element.tag == "p" and VERB.search(text) and text[0].isupper() and len(text.split()) > FEW
    return bool(NEXT.search(text) or is_sentence)


def faults(got: TestResponse, *, of_people: bool) -> list[str]:
    """The sentences of a page that do not end with a stop, and, where it speaks to people, words that mean nothing."""
    if got.mimetype != "text/html" or got.location:
        return []
    body = parsed(got.text).find("body")
    loose = [said(one) for one in paragraphs(body) if unstopped(one)]
    return loose + ([found[0] for found in JARGON.finditer(words(body))] if of_people else [])

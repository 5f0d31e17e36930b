"""What can be broken in a template: conditions, what is put out, loops, filters and their words, where a link leads.

Left alone is what is only looked at: classes, style, the inside of drawings. What a colour says, words must say too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from jinja2 import Environment, TemplateSyntaxError

from bench.mutants.mutant import Edit

TAG = re.compile(r"\{%-?\s*(?P<word>\w+)\b(?P<rest>.*?)\s*-?%\}|\{\{-?\s*(?P<output>.*?)\s*-?\}\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
MARKUP = re.compile(r"<[^<>]*>", re.DOTALL)
LOOKS = re.compile(
    r"\b(class|style|d|x|y|[xyc][xy12]|r|rx|ry|width|height|points|viewBox|transform|fill|stroke[\w-]*|aria-hidden|nonce"
    r'|rel|text-anchor)="[^"]*"'
)
DRAWING = re.compile(r"<svg[^<>]*>(.*?)</svg>", re.DOTALL)  # its label says in words what it shows
LOOKS_NEXT = re.compile(rf"\s*{LOOKS.pattern}")
LINK = re.compile(r'\s(href|action)="[^"]+"')
LEFT_ALONE = frozenset({"extends", "import", "from", "block", "endblock", "macro", "endmacro"})
ENVIRONMENT = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)
STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
Words = str | Callable[[re.Match[str]], str]

WITHIN_TAGS: tuple[tuple[str, str, Words], ...] = (
    ("template and or", r"\band\b", "or"),
    ("template and or", r"\bor\b", "and"),
    ("template negation", r"\bnot (?!none\b|in\b)", ""),
    ("template negation", r"(?<=\bif )(?!not\b)", "not "),
    ("template negation", r"\bis (?!not\b)", "is not "),
    ("template negation", r"\bis not\b", "is"),
    ("template negation", r"(?<!not )\bin(?= [\(\[\"'])", "not in"),
    ("template comparison", r"==", "!="),
    ("template comparison", r"!=", "=="),
    ("template comparison", r"(?<= )<(?= )", "<="),
    ("template comparison", r"(?<= )>(?= )", ">="),
    ("template comparison", r"<=", "<"),
    ("template comparison", r">=", ">"),
    ("template yes or no", r"\btrue\b", "false"),
    ("template yes or no", r"\bfalse\b", "true"),
    ("template number", r"(?<=[<>=+-] )\d+\b", lambda found: str(int(found[0]) + 1)),
    ("template sign", r"(?<= )-(?= \w)", "+"),
    ("template sign", r"(?<= )\+(?= \w)", "-"),
    ("template filter", r"(?<=[\w)\]])\s*\|\s*(?!string\b|list\b)\w+(\([^()]*\))?", ""),
    ("template filter", r"(?<=\|)(\s*\w+)\([^()]+\)", lambda found: found[1]),
    ("template argument", r",\s*\w+=(?:[\w.]+|\"[ ]*\"|' *')(?=[,)])", ""),
)
COMPILED = tuple((kind, re.compile(pattern), words) for kind, pattern, words in WITHIN_TAGS)


def edits(text: str) -> list[Edit]:
    """Every way to break a template; some may no longer parse."""
    said = COMMENT.sub(_blank, text)
    markup = TAG.sub(_blank, said)
    wordless = TAG.sub(lambda tag: STRING.sub(_blank_word, tag[0]), said)
    looks = [found.span() for element in MARKUP.finditer(markup) for found in LOOKS.finditer(markup, *element.span())]
    looks += [found.span(1) for found in DRAWING.finditer(markup)]
    tags = [tag for tag in TAG.finditer(said) if not _is_looked_at(tag, markup, looks)]
    return [edit for tag in tags for edit in _within(tag, wordless)] + [*_swaps(text, tags), *_links(markup)]


def differs(before: str, after: str) -> bool:
    """Say whether a template still parses and reads differently to Jinja."""
    try:
        return repr(ENVIRONMENT.parse(after)) != repr(ENVIRONMENT.parse(before))
    except TemplateSyntaxError:
        return False


def _blank(found: re.Match[str]) -> str:
    """Spaces in the place of what was found, so that everything else stays where it was."""
    return re.sub(r"[^\n]", " ", found[0])


def _blank_word(found: re.Match[str]) -> str:
    return found[0][0] + " " * (len(found[0]) - 2) + found[0][0]


def _is_looked_at(tag: re.Match[str], markup: str, looks: list[tuple[int, int]]) -> bool:
    """Say whether a tag only changes how something looks: inside such an attribute, or right before it."""
    inside = any(start <= tag.start() < end for start, end in looks)
    return inside or (tag["word"] == "if" and bool(LOOKS_NEXT.match(markup, tag.end())))


def _within(tag: re.Match[str], wordless: str) -> Iterator[Edit]:
    """Every way to break one tag; `wordless` is the template without the words in quotes, which are no conditions."""
    part = "output" if tag["output"] is not None else "rest"
    if part == "output" and not tag["output"].startswith(("caller", "super")):
        yield Edit("template output", *tag.span(), "")
    if tag["word"] in LEFT_ALONE:
        return
    if tag["word"] in {"if", "elif"}:
        yield Edit("template condition", *tag.span("rest"), f" not ({tag['rest'].strip()})")
    if found := tag["word"] == "for" and re.fullmatch(r"(\s.+? in )(.+?)( if .+| recursive)?", tag["rest"], re.DOTALL):
        yield Edit("template loop", *tag.span("rest"), f"{found[1]}(({found[2]})|list)[1:]{found[3] or ''}")
    for kind, pattern, words in COMPILED:
        for match in pattern.finditer(wordless, *tag.span(part)):
            yield Edit(kind, *match.span(), words if isinstance(words, str) else words(match))


def _swaps(text: str, tags: list[re.Match[str]]) -> Iterator[Edit]:
    """Two things put out on one line, each in the place of the other."""
    outputs = [tag for tag in tags if tag["output"]]
    for first, second in pairwise(outputs):
        between = text[first.end() : second.start()]
        if "\n" not in between and first["output"] != second["output"]:
            yield Edit("template swap", first.start(), second.end(), second[0] + between + first[0])


def _links(plain: str) -> Iterator[Edit]:
    """A link or a form that leads nowhere."""
    for markup in MARKUP.finditer(plain):
        for found in LINK.finditer(plain, *markup.span()):
            yield Edit("template link", *found.span(), "")

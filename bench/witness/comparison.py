"""What was kept before beside what was kept later: a change that many pages share is told once, with their number."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.witness.pages import Page, Pages

MOST_LINES = 24  # of one change, as it is told
VARYING = re.compile(r"[A-Z]{2,5}-\d+|\d+")


@dataclass
class Change:
    """One change, as the first page shows it, and every page that has it."""

    shown: list[str]
    pages: list[tuple[str, Page]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Tell it with the patterns of its pages, the most frequent first."""
        visit, first = self.pages[0]
        patterns = Counter(page.pattern for _, page in self.pages)
        yield f"--- on {len({(who, page.address) for who, page in self.pages})} pages, as {visit} at {first.address}"
        yield f"    {', '.join(f'{pattern} x{count}' for pattern, count in patterns.most_common(8))}"
        yield from (f"    {line}" for line in self.shown[:MOST_LINES])
        if len(self.shown) > MOST_LINES:
            yield f"    ... {len(self.shown) - MOST_LINES} more lines"


@dataclass
class Comparison:
    """All that differs; true where anything does."""

    missing: list[tuple[str, Page]] = field(default_factory=list)
    new: list[tuple[str, Page]] = field(default_factory=list)
    differing: list[tuple[str, Page]] = field(default_factory=list)
    changes: dict[tuple[str, ...], Change] = field(default_factory=dict)
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.new or self.differing)

    def note(self, visit: str, page: Page, hunk: list[str]) -> None:
        """Add a change of a page to those like it."""
        like = tuple(VARYING.sub("#", line) for line in hunk if line[0] in "+-!")
        self.changes.setdefault(like, Change(hunk)).pages.append((visit, page))

    def lines(self, *, each: bool) -> Iterator[str]:
        """Tell it: kinds of change, then pages that are missing or new, then the count."""
        for change in sorted(self.changes.values(), key=lambda change: -len(change.pages)):
            yield from change.lines()
        for title, pages in (("missing", self.missing), ("new", self.new)):
            yield from _listed(title, pages, each=each)
        if each:
            yield from (f"differs: {visit} {page.address}" for visit, page in self.differing)
        counts = {"the same": self.same, "differing": len(self.differing), "missing": len(self.missing)}
        counts["new"] = len(self.new)
        yield ", ".join(f"{count} {what}" for what, count in counts.items())


def _listed(title: str, pages: list[tuple[str, Page]], *, each: bool) -> Iterator[str]:
    """Tell of pages on one side only: each, or the number of each visit and pattern with its first address."""
    groups: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for visit, page in pages:
        groups[visit, page.address if each else page.pattern].append(page)
    for (visit, what), found in groups.items():
        first = "" if found[0].address == what else f", first {found[0].address}"
        yield f"{title}: {visit} {what} x{len(found)}{first}"


def compare(before: dict[str, Pages], after: dict[str, Pages]) -> Comparison:
    """Compare every page of every visit."""
    found = Comparison()
    for visit in [*before, *(visit for visit in after if visit not in before)]:
        old, new = before.get(visit, {}), after.get(visit, {})
        found.missing += [(visit, old[address]) for address in old if address not in new]
        found.new += [(visit, new[address]) for address in new if address not in old]
        for address in old:
            if address in new:
                _compare_page(found, visit, old[address], new[address])
    return found


def _compare_page(found: Comparison, visit: str, old: Page, new: Page) -> None:
    hunks = list(differences(old, new))
    for hunk in hunks:
        found.note(visit, new, hunk)
    if hunks:
        found.differing.append((visit, new))
    else:
        found.same += 1


def differences(old: Page, new: Page) -> Iterator[list[str]]:
    """Give each place where two pages differ, a line of context about it; or the words that are joined or parted.

    Of a page that is answered otherwise (refused, say, where it was shown) only the answers are given.
    """
    if old.answer != new.answer:
        yield [f"-{old.answer}", f"+{new.answer}"]
    elif old.body == new.body:
        return
    elif old.lines != new.lines:
        yield from _hunks(old.lines, new.lines)
    elif old.words != new.words:
        yield from (["! words joined or parted", *hunk] for hunk in _hunks(old.words, new.words))


def _hunks(old: list[str], new: list[str]) -> Iterator[list[str]]:
    hunk: list[str] = []
    for line in list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]:
        if line.startswith("@@"):
            if hunk:
                yield hunk
            hunk = []
        else:
            hunk.append(line)
    yield hunk

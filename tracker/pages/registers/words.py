"""What only the pages about a spreadsheet say."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.pages.registers.forms import HEADINGS
from tracker.register import OpenedRegister, RegisterCheck, RegisterEntry
from tracker.text import as_text
from tracker.web.filters import plural

LONGEST_LINE = 60  # letters of a line among those that may be the headings


def title_of_match(check: RegisterCheck) -> str:
    """What is asked first on the page: which line is the heading, a column that lacks, words, or nothing any more."""
    if check.missing:
        return "One thing is missing" if check.matches else "Which line names the columns?"
    if len(check.waits) == 1:
        return f"What does “{check.waits[0].cell[:60]}” mean?"
    if check.waits:
        return f"What do {plural(len(check.waits), 'word')} mean?"
    if not check.ready and check.here:
        return "What is here already cannot come in again"
    if not check.ready:
        return "No row can come in yet"
    return "Check it before it comes in"


def told_state(entry: RegisterEntry) -> str:
    """Where a register stands, in words, with its counts once they are known."""
    if entry.state == "open":
        return "Waits for you to say what it means"
    if entry.state == "running":
        return "Is coming in"
    if entry.state == "leaving":
        return "Is being taken back"
    if entry.state == "undone":
        return "Taken back"
    stayed = f", {entry.stayed:,} did not" if entry.stayed else ""
    return f"{plural(entry.came, 'row')} came in{stayed}"


def waiting_words(check: RegisterCheck) -> set[str]:
    """The words for which rows wait, by what each is known by."""
    held = {one.cell for one in check.waits}
    return {word.key for one in check.lists for word in one.words if word.word in held or not word.ours}


def heading_answers(opened: OpenedRegister) -> Iterator[tuple[str, str]]:
    """What may be said of the headings: that they are on a line, each with how it begins, or on none."""
    if not opened.sheet.headed:
        yield "", "Choose a line"
    yield "none", "No line: it has no headings, and every line is a row"
    yield "column", "No line: they stand in the first column, and every other column is a row"
    for line in opened.sheet.first_rows:
        told = ", ".join(" ".join(as_text(cell).split()) for cell in line.cells if cell.strip())
        begins = f"{told[:LONGEST_LINE].rstrip()}…" if len(told) > LONGEST_LINE else told
        yield f"{line.number}", f"Line {line.number}: {begins}"


def heading_answer(opened: OpenedRegister) -> str:
    """What holds of the headings, as one of the answers; nothing where it is still to be said."""
    said = {value: answer for answer, value in HEADINGS.items()}
    return said.get(opened.sheet.headed) or f"{opened.sheet.headed or ''}"

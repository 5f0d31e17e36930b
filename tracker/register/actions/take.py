"""A register is taken, looked at, chosen about and begun; or thrown away before anything came in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select

from tracker.clock import now
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import letters_of
from tracker.idea.words import Refused
from tracker.later import Job, ask
from tracker.register.actions.file import RegisterFile, RegisterSheet, clean_name, register_file
from tracker.register.models import Matching, Register
from tracker.register.queries.check import RegisterCheck, check
from tracker.register.queries.guess import chosen_by_hand, first_choices, guessed_anew, guessed_choices
from tracker.register.queries.standing import content_of
from tracker.register.rules.headings import signature_of
from tracker.register.rules.units import unit_of_this_file
from tracker.register.words import LISTS, NO_HEADINGS, ColumnSense, RegisterChoices, RegisterState, UnreadableFileError
from tracker.tenancy import current_council, session, take_turn

GONE = "The file is no longer kept. Bring it again."


def take(*, file_name: str, content: bytes, by: UUID) -> Register:
    """Take a spreadsheet, and match its headings. Raises Refused that says what is wrong with the file."""
    name = clean_name(file_name)
    try:
        with register_file(content, name) as file:
            sheet, choices = _first_look(file, "")
            lines = _lines(sheet)
    except UnreadableFileError as why:
        raise Refused(str(why), field="file") from None
    take_turn(f"register {current_council()}")
    number = (session().scalar(select(func.max(Register.number))) or 0) + 1
    made = Register(
        number=number,
        file_name=name,
        content=content,
        size=len(content),
        sheet=sheet.name,
        choices=choices.as_plain(),
        lines=lines,
        by_id=by,
        at=now(),
    )
    session().add(made)
    session().flush()
    return made


def _first_look(file: RegisterFile, name: str) -> tuple[RegisterSheet, RegisterChoices]:
    """A sheet with what is thought of it: without headings where none is found and one of such columns was brought."""
    sheet = file.sheet(name)
    if not sheet.headed:
        bare = file.sheet(sheet.name, NO_HEADINGS)
        choices, kept = first_choices(bare)
        if kept:
            return bare, replace(choices, heading=NO_HEADINGS)
    return sheet, first_choices(sheet)[0]


def _lines(sheet: RegisterSheet) -> int:
    """How many rows a sheet has, none while its heading is to be said. Raises UnreadableFileError for no table."""
    if lines := sum(1 for _ in sheet.lines()):
        return lines
    above = [_cells_in(line) for line in sheet.first_rows if line.number < sheet.heading_line]
    if sheet.columns and max(above, default=0) < len(sheet.columns):
        raise UnreadableFileError("It has a heading and no rows below it. Look whether this is the file you meant.")
    if len(sheet.first_rows) <= 1:
        raise UnreadableFileError("It holds no table: no row names columns, with rows below it.")
    return 0


def _cells_in(line: SheetLine) -> int:
    return sum(bool(cell.strip()) for cell in line.cells)


class OpenedRegister:
    """A register with its file open: its sheets, and what would come of the one that is chosen."""

    def __init__(self, found: Register, file: RegisterFile) -> None:
        self.register, self.file = found, file
        self.sheets = file.sheets
        self.choices = RegisterChoices.of(found.choices)
        self.sheet = file.sheet(found.sheet, self.choices.heading)
        self.figures = file.workbook is not None

    def check(self) -> RegisterCheck:
        """What would become of its rows."""
        _, kept = first_choices(self.sheet)
        return check(self.sheet, self.choices, kept=kept, figures=self.figures)


def look(found: Register) -> tuple[OpenedRegister, RegisterCheck]:
    """Look at a register with its file. Raises Refused where that is gone, or can be read no more."""
    with _file_of(found) as file:
        opened = OpenedRegister(found, file)
        return opened, opened.check()


def choose(found: Register, choices: RegisterChoices) -> bool:
    """Keep what was said of a register, for its rows and for the next one with these headings.

    Where its rows are said to be of another kind, its columns are guessed anew; returns whether they were.
    """
    before = RegisterChoices.of(found.choices)
    anew = choices.rows is not before.rows
    if anew:
        with _file_of(found) as file:
            sheet = file.sheet(found.sheet, before.heading)
            by_hand = chosen_by_hand(sheet, replace(choices, rows=before.rows))
            choices = guessed_anew(sheet, choices, by_hand)
    found.choices = choices.as_plain()
    return anew


def choose_sheet(found: Register, name: str, *, afresh: bool = False) -> None:
    """Look at another sheet of a workbook, or at the same without what was chosen before. Raises Refused."""
    heading = RegisterChoices.of(found.choices).heading
    with _file_of(found) as file:
        if afresh:
            sheet = _headed(file.sheet(name, heading), heading)
            choices = replace(guessed_choices(sheet), heading=heading)
        else:
            sheet, choices = _first_look(file, name)
        _look_at(found, sheet, choices)


def choose_heading(found: Register, line: int, choices: RegisterChoices) -> None:
    """Take a line or the first column for the headings, or none, and match anew. Raises Refused where it names nothing.

    What was said of the kind of rows, of words and of columns that it names, too, stays.
    """
    before = RegisterChoices.of(found.choices)
    with _file_of(found) as file:
        old, sheet = file.sheet(found.sheet, before.heading), _headed(file.sheet(found.sheet, line), line)
        by_hand = chosen_by_hand(old, replace(choices, rows=before.rows))
        thought = first_choices(sheet)[0]
        if choices.rows is not guessed_choices(old).rows:
            thought = replace(thought, rows=choices.rows)
        kept = replace(choices, heading=line, rows=thought.rows, repeats=thought.repeats)
        _look_at(found, sheet, guessed_anew(sheet, kept, chosen_by_hand(sheet, thought) | by_hand))


def _look_at(found: Register, sheet: RegisterSheet, choices: RegisterChoices) -> None:
    found.sheet, found.choices = sheet.name, choices.as_plain()
    found.lines = sum(1 for _ in sheet.lines())


@contextmanager
def _file_of(found: Register) -> Iterator[RegisterFile]:
    """Open the file of a register. Raises Refused where it is gone, or can be read no more."""
    content = content_of(found)
    if content is None:
        raise Refused(GONE)
    try:
        with register_file(content, found.file_name) as file:
            yield file
    except UnreadableFileError as why:
        raise Refused(str(why), field="sheet") from None


def _headed(sheet: RegisterSheet, heading: int) -> RegisterSheet:
    """A sheet whose heading is on the line that was said. Raises UnreadableFileError where that holds nothing."""
    if heading and not sheet.headed:
        raise UnreadableFileError(f"Line {heading} holds no headings: choose one of those that are listed.")
    return sheet


def begin(found: Register, checked: RegisterCheck, opened: OpenedRegister, *, by: UUID) -> None:
    """Have the good rows come in, by the worker. Raises Refused where none can.

    What was said of headings and words is kept for the next register that has them.
    """
    if checked.missing:
        raise Refused(checked.missing)
    if not checked.ready and checked.here:
        raise Refused("Nothing of it is new. What is here already does not come in again.")
    if not checked.ready:
        raise Refused("No row can come in as it is. Look at what is wrong with them below.")
    if found.state != RegisterState.OPEN:
        raise Refused("It is on its way already.")
    found.state, found.begun_at, found.moved_at = RegisterState.RUNNING, now(), now()
    found.lines = checked.rows - checked.left_out
    _keep_matching(found, checked, opened, by=by)
    ask(Job.BRING_ROWS)


def _keep_matching(found: Register, checked: RegisterCheck, opened: OpenedRegister, *, by: UUID) -> None:
    """Keep what headings and words mean, with what was only guessed and let stand."""
    words = {sense: dict(opened.choices.words.get(sense, {})) for sense in (*LISTS, ColumnSense.IDEA)}
    for one in checked.lists:
        words[one.sense] |= {word.key: word.ours for word in one.words if word.ours}
    said = {str(sense): meant for sense, meant in words.items() if meant}
    columns = dict(opened.choices.columns) | unit_of_this_file(opened.sheet.columns, opened.choices)
    choices = replace(opened.choices, words=said, columns=columns, source="", heading=0, idea="")
    signature = signature_of(opened.sheet.columns)
    kept = session().scalar(select(Matching).where(Matching.signature == signature))
    if kept is None:
        kept = Matching(signature=signature, name=_name_of(found.file_name), headings=[], choices={}, by_id=by)
        session().add(kept)
    kept.headings = [one.key for one in opened.sheet.columns]
    kept.choices, kept.used_at, kept.by_id = choices.as_plain(), now(), by


def _name_of(file_name: str) -> str:
    """What a matching is called: as its file, without its ending, figures and strokes."""
    stem = file_name.rpartition(".")[0] or file_name
    words = [word for word in re.split(r"[\s_-]+", stem) if letters_of(word) and not word.isdigit()]
    return " ".join(words)[:80].capitalize() or "Spreadsheet"


def throw_away(found: Register) -> None:
    """Let go of a register of which nothing came in. Raises Refused where something did."""
    if found.state != RegisterState.OPEN:
        raise Refused("It is on its way already. What came in can be taken back.")
    found.state, found.content, found.ended_at = RegisterState.ENDED, None, now()

"""A register: a spreadsheet of projects, risks or payments that a council brings, of whatever shape.

Its headings and words are matched to ours by a person, once; the next file with the same headings opens so. Every row
is read by the rules of the exchange (tracker/exchange); good ones come in, slice by slice in the worker, and the rest
goes back as the same kind of file with a column "why not". What came in can be taken back until somebody works on it.
"""

from tracker.register.actions.bring import bring_rows, forget_files
from tracker.register.actions.owners import give_owners, owners_offered
from tracker.register.actions.refuse import LARGEST
from tracker.register.actions.rest import FileGivenBack, rest_of
from tracker.register.actions.take import (
    OpenedRegister,
    begin,
    choose,
    choose_heading,
    choose_sheet,
    look,
    take,
    throw_away,
)
from tracker.register.actions.undo import undo, undo_row
from tracker.register.models import Matching, Register, RegisterRow
from tracker.register.queries.check import MOST_STRANGERS, RegisterCheck, WordList, services
from tracker.register.queries.standing import (
    A_PAGE,
    RegisterEntry,
    RowEntry,
    content_of,
    counts_query,
    has_line,
    hint,
    kept_query,
    kept_until,
    register,
    registers,
    rows_query,
    stage_counts_query,
    suggested_query,
    worked_on_query,
)
from tracker.register.rules.ours import row_name
from tracker.register.words import (
    AS_WRITTEN,
    CLOSED,
    IN_FIRST_COLUMN,
    LEFT_OUT,
    NO_HEADINGS,
    OPEN,
    SCORES,
    ColumnSense,
    RegisterChoices,
    RegisterState,
    Repetition,
    RowFate,
    RowSense,
)

__all__ = [
    "AS_WRITTEN",
    "A_PAGE",
    "CLOSED",
    "IN_FIRST_COLUMN",
    "LARGEST",
    "LEFT_OUT",
    "MOST_STRANGERS",
    "NO_HEADINGS",
    "OPEN",
    "SCORES",
    "ColumnSense",
    "FileGivenBack",
    "Matching",
    "OpenedRegister",
    "Register",
    "RegisterCheck",
    "RegisterChoices",
    "RegisterEntry",
    "RegisterRow",
    "RegisterState",
    "Repetition",
    "RowEntry",
    "RowFate",
    "RowSense",
    "WordList",
    "begin",
    "bring_rows",
    "choose",
    "choose_heading",
    "choose_sheet",
    "content_of",
    "counts_query",
    "forget_files",
    "give_owners",
    "has_line",
    "hint",
    "kept_query",
    "kept_until",
    "look",
    "owners_offered",
    "register",
    "registers",
    "rest_of",
    "row_name",
    "rows_query",
    "services",
    "stage_counts_query",
    "suggested_query",
    "take",
    "throw_away",
    "undo",
    "undo_row",
    "worked_on_query",
]

"""The files of the exchange, one module each, in the order in which they are told of, planned and written.

A file stands after those that its rows point into. A new one is its module here, and its place in `SHEETS`.
"""

from tracker.exchange.sheets.adoptions import ADOPTIONS
from tracker.exchange.sheets.benefits import BENEFITS
from tracker.exchange.sheets.case import CaseSheet
from tracker.exchange.sheets.collaborative_members import COLLABORATIVE_MEMBERS
from tracker.exchange.sheets.collaboratives import COLLABORATIVES
from tracker.exchange.sheets.councils import COUNCILS
from tracker.exchange.sheets.evidence import EVIDENCE
from tracker.exchange.sheets.funding import FUNDING
from tracker.exchange.sheets.ideas import IDEAS
from tracker.exchange.sheets.lessons import LESSONS
from tracker.exchange.sheets.partners import PARTNERS
from tracker.exchange.sheets.risks import RISKS
from tracker.exchange.sheets.sheet import DirectorySheet, Sheet
from tracker.exchange.sheets.stage_moves import STAGE_MOVES

SHEETS: dict[str, Sheet] = {
    sheet.file: sheet
    for sheet in (
        COUNCILS,
        COLLABORATIVES,
        COLLABORATIVE_MEMBERS,
        IDEAS,
        STAGE_MOVES,
        BENEFITS,
        EVIDENCE,
        FUNDING,
        RISKS,
        LESSONS,
        PARTNERS,
        ADOPTIONS,
    )
}
DIRECTORY_SHEETS = [sheet for sheet in SHEETS.values() if isinstance(sheet, DirectorySheet)]
CASE_SHEETS = [sheet for sheet in SHEETS.values() if isinstance(sheet, CaseSheet)]

__all__ = ["CASE_SHEETS", "DIRECTORY_SHEETS", "SHEETS", "CaseSheet", "DirectorySheet", "Sheet"]

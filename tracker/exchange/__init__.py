"""In and out: the twelve case files, in which what is known of ideas travels from one place to another.

A folder comes in through `import_folder`: everything is planned first, each bad row is told by file, line and column,
and the good ones are kept. `export_folder` writes them back in their one form, row for row, `export_workbook` the same
for people. Each opens its own doors, since case files know no walls between councils: they are for whoever runs the
whole, at the command line.
"""

from tracker.exchange.actions.export import export_folder, export_workbook
from tracker.exchange.actions.import_ import import_folder
from tracker.exchange.actions.table import write_text_table, write_workbook_table
from tracker.exchange.words import FolderUnusableError

__all__ = [
    "FolderUnusableError",
    "export_folder",
    "export_workbook",
    "import_folder",
    "write_text_table",
    "write_workbook_table",
]

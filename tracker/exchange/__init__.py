"""In and out: the twelve case files, in which what is known of ideas travels from one place to another.

A folder comes in through `import_folder`: everything is planned first, each bad row is told by file, line and column,
and the good ones are kept. `export_folder` writes them back in their one form, row for row, `export_workbook` the same
for people. Each opens its own doors, since case files know no walls between councils: they are for whoever runs the
whole, at the command line.

`export_record` writes the full record beside them: everything else that councils recorded, a file for each table.

People take out what is theirs by pages: everything of their council, or what is recorded by and about them
(`ask_for_export`). What people download has no cell that runs as a formula (`guard`); case files are kept as they are.
"""

from tracker.exchange.actions.export import export_folder, export_workbook
from tracker.exchange.actions.exports import ask_for_export, export_of, pieces_of, write_export, write_exports
from tracker.exchange.actions.import_ import import_folder
from tracker.exchange.actions.record import export_record, record_tables, write_record_table
from tracker.exchange.actions.table import TableCell, write_text_table, write_workbook_table
from tracker.exchange.queries import ExportEntry, exports_of, is_small
from tracker.exchange.rules.cells import guard
from tracker.exchange.words import ExportKind, FolderUnusableError

__all__ = [
    "ExportEntry",
    "ExportKind",
    "FolderUnusableError",
    "TableCell",
    "ask_for_export",
    "export_folder",
    "export_of",
    "export_record",
    "export_workbook",
    "exports_of",
    "guard",
    "import_folder",
    "is_small",
    "pieces_of",
    "record_tables",
    "write_export",
    "write_exports",
    "write_record_table",
    "write_text_table",
    "write_workbook_table",
]

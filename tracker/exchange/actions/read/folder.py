"""Which file of a folder is which: by its name, whatever its capitals; a workbook by what is in it."""

from __future__ import annotations

import difflib
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

from tracker.exchange.actions.read.rows import SheetReader
from tracker.exchange.actions.read.spool import Spool
from tracker.exchange.actions.read.table import Table
from tracker.exchange.actions.read.text import TextTable
from tracker.exchange.actions.read.workbook import Workbook, is_workbook
from tracker.exchange.rules.headings import NEAR, HeadingFinder
from tracker.exchange.sheets import SHEETS, Sheet
from tracker.exchange.words import DamagedError, Finding, FolderUnusableError, Severity, letters_of, quote

ENDINGS = {"csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods"}
_BY_LETTERS = {letters_of(sheet.name): sheet for sheet in SHEETS.values()}
# What is put to a name by who copies or loads a file a second time.
_COPY = re.compile(r"^(?:copy of )?(.*?)(?:[ _-]*(?:\(\d+\)|copy|final|v?\d+))*$", re.IGNORECASE)

Progress = Callable[[str], None]


def read_folder(folder: Path, *, progress: Progress) -> Spool:
    """Read the case files of a folder. Raises FolderUnusableError when it cannot be read or holds none."""
    try:
        if folder.suffix.lower() == ".zip" and zipfile.is_zipfile(folder):
            return _read_packed(folder, progress)
        paths = sorted(path for path in folder.iterdir() if not path.is_dir()) if folder.is_dir() else [_file(folder)]
    except OSError as why:
        raise FolderUnusableError(f"The folder {folder} cannot be read: {why.strerror}.") from why
    return FolderReader(paths, progress).read(folder)


def _read_packed(packed: Path, progress: Progress) -> Spool:
    """Read the files that stand at the top of a ZIP, or in the one folder at its top."""
    try:
        with zipfile.ZipFile(packed) as files, tempfile.TemporaryDirectory(prefix="seedbed-import-") as unpacked:
            names = [PurePosixPath(one.filename) for one in files.infolist() if not one.is_dir()]
            nearest = min((len(name.parts) for name in names), default=1)
            top = [name for name in names if len(name.parts) == nearest]
            for name in top:
                with files.open(str(name)) as one, (Path(unpacked) / name.name).open("wb") as out:
                    shutil.copyfileobj(one, out)
            return FolderReader(sorted(Path(unpacked) / name.name for name in top), progress).read(packed)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as why:  # damaged, with a password, of another kind
        raise FolderUnusableError(f"The ZIP {packed} cannot be unpacked: {why}.") from why


def _file(path: Path) -> Path:
    """One file, where no folder is named."""
    path.stat()
    return path


class FolderReader:
    """The reading of a folder: each case file from the first that bears its name."""

    def __init__(self, paths: list[Path], progress: Progress) -> None:
        self.paths, self.progress = paths, progress
        self.spool = Spool()
        self.read_from: dict[str, str] = {}
        self.close_by = False

    def read(self, folder: Path) -> Spool:
        """Read all files."""
        order = {file: place for place, file in enumerate(SHEETS)}
        exact = [path for path in self.paths if path.name in SHEETS]
        for path in sorted(exact, key=lambda path: order[path.name]):
            self._read_file(path, SHEETS[path.name])
        for path in (path for path in self.paths if path.name not in SHEETS):
            self._read_other(path)
        if not self.read_from and not self.close_by:
            raise FolderUnusableError(f"The folder {folder} holds no case file, such as ideas.csv.")
        self.spool.complete()
        return self.spool

    def _read_other(self, path: Path) -> None:
        """Read a file that is not called as its kind is, or say why it is not read."""
        named = _named(path)
        if named is not None:
            self._read_file(path, named)
        elif path.suffix[1:].lower() in ENDINGS and is_workbook(path):
            self._read_workbook(path, None)
        else:
            self._say_unknown(path)

    def _read_file(self, path: Path, sheet: Sheet) -> None:
        if is_workbook(path):
            self._read_workbook(path, sheet)
            return
        self._read_table(sheet, path.name, partial(TextTable, path))

    def _read_workbook(self, path: Path, named: Sheet | None) -> None:
        """Read the sheets of a workbook that are called like case files; else its first, as the file that it is."""
        try:
            workbook = Workbook(path)
        except DamagedError as why:
            self.close_by = True
            self._say(path.name, Severity.ERROR, str(why))
            return
        found = [(name, sheet) for name in workbook.names if (sheet := _BY_LETTERS.get(_base(name)))]
        if not found and workbook.names:
            found = self._first_sheet(path, workbook, named)
        for name, sheet in found:
            shown = path.name if len(workbook.names) == 1 or len(found) == 1 else f"{path.name}/{name}"
            self._read_table(sheet, shown, partial(workbook.table, name))
        if found:
            read = {name for name, _ in found}
            for name in workbook.all_names:
                if name not in read:
                    hidden = name not in workbook.names
                    told = f"the {'hidden ' if hidden else ''}sheet {quote(name)} is not read"
                    self._say(path.name, Severity.WARNING, told)
        else:
            self._say_unknown(path)

    def _first_sheet(self, path: Path, workbook: Workbook, named: Sheet | None) -> list[tuple[str, Sheet]]:
        first = workbook.names[0]
        if named is not None:
            return [(first, named)]
        if (sheet := workbook.kind_of(first)) is None:
            return []
        self._say(path.name, Severity.WARNING, f"read as {sheet.file}, by its headings")
        return [(first, sheet)]

    def _read_table(self, sheet: Sheet, shown: str, table: Callable[[HeadingFinder], Table]) -> None:
        """Read one table into the spool; of two for one file the second is left."""
        self.close_by = True
        if sheet.file in self.read_from:
            self._say(shown, Severity.ERROR, f"not read: {self.read_from[sheet.file]} is {sheet.file} already")
            return
        self.read_from[sheet.file] = shown
        if shown != sheet.file:
            self.spool.shown[sheet.file] = shown
        reader = SheetReader(sheet, shown, self.progress)
        self.spool.put(reader.read(table))
        self.spool.findings += reader.findings

    def _say_unknown(self, path: Path) -> None:
        meant = _meant(path)
        self.close_by = self.close_by or meant is not None
        told = f"not read; if {meant} is meant, call it so" if meant else "not a case file"
        self._say(path.name, Severity.WARNING, told)

    def _say(self, name: str, severity: Severity, told: str) -> None:
        self.spool.findings.append(Finding(quote(name)[1:-1], 0, severity, "", told))


def _base(name: str) -> str:
    """The letters of a name without the ending of a case file."""
    stem, _, ending = name.rpartition(".")
    return letters_of(stem if stem and ending.lower() in ENDINGS else name)


def _named(path: Path) -> Sheet | None:
    """The case file that a file is called like, whatever its capitals, blanks and strokes."""
    return _BY_LETTERS.get(letters_of(path.stem)) if path.suffix[1:].lower() in ENDINGS else None


def _meant(path: Path) -> str | None:
    """The case file that a file nearly is called like: loaded twice, copied, or with a slip."""
    if path.suffix[1:].lower() not in ENDINGS:
        return None
    stem = letters_of((_COPY.fullmatch(path.stem) or ["", path.stem])[1])
    near = [stem] if stem in _BY_LETTERS else difflib.get_close_matches(stem, _BY_LETTERS, n=1, cutoff=NEAR)
    return _BY_LETTERS[near[0]].file if near else None

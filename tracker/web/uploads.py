"""Files that somebody sends with a form: read once, no further than what is taken, and judged beside their field."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField

from tracker import attachment
from tracker.attachment import LARGEST_FILE, MOST_AT_ONCE, Upload, size_in_words

# What a form with files may weigh: more than is taken, so that a file that is too large is told beside its field.
HEAVIEST = (MOST_AT_ONCE + 1) * LARGEST_FILE
FILES_HINT = f"A picture, a PDF, an office file or a text, {size_in_words(LARGEST_FILE)} at most each."


class FilesField(MultipleFileField):  # type: ignore[misc]  # WTForms ships no types
    """Files that somebody chose; none is none. What is wrong with them, `attachment.file_faults` says."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, **{"description": FILES_HINT, **more})
        self._uploads: list[Upload] | None = None

    @property
    def uploads(self) -> list[Upload]:
        """The files as they came: what each is called, and its bytes, one more than is taken of a larger one."""
        if self._uploads is None:
            sent = [each for each in self.data or () if isinstance(each, FileStorage)]
            read = (Upload(each.filename or "", each.stream.read(LARGEST_FILE + 1)) for each in sent)
            self._uploads = [upload for upload in read if upload.name or upload.content]
        return self._uploads

    @property
    def taken(self) -> list[Upload]:
        """Those with nothing wrong about them, that go in beside others that are told; none where they are too many."""
        good = [each for each in self.uploads if not attachment.file_fault(each)]
        return good if len(self.uploads) <= MOST_AT_ONCE else []

    def faults(self) -> list[Any]:
        """Everything that is wrong with them, as refusals of this field."""
        return list(attachment.file_faults(self.uploads, field=self.name))


def _let_files_in() -> None:
    """Let a heavier request in where its screen takes files."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "POST" and getattr(view, "takes_files", False):
        request.max_content_length = HEAVIEST


def init(app: Flask) -> None:
    """Have forms with files weigh more than others, and pages say what one file may."""
    app.jinja_env.globals["largest_file"] = size_in_words(LARGEST_FILE)
    app.before_request(_let_files_in)

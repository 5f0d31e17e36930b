"""Forms about files: bringing some, and removing one."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length

from tracker import idea
from tracker.idea import Refused
from tracker.web.forms import Form, MindfulForm
from tracker.web.uploads import FilesField

LONGEST_REASON = 500


class FilesForm(Form):
    """Files to attach."""

    files = FilesField("Pictures or files")

    def rules(self) -> None:
        """Something is chosen, and nothing is wrong with it."""
        nothing = [] if self.files.uploads else [Refused("Choose a file", field="files")]
        idea.refuse_all(nothing, self.files.faults())


class RemovalForm(MindfulForm):
    """Why a file is removed."""

    because = StringField(
        "Why is it removed?",
        description="Everybody who sees the idea can read this.",
        validators=[Length(max=LONGEST_REASON)],
    )

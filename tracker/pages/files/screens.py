"""Pictures and files on an idea: the list, a download, bringing some and removing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort

from tracker import attachment, idea
from tracker.attachment import FORMS
from tracker.council import Can
from tracker.idea import Idea
from tracker.pages.files.forms import FilesForm, RemovalForm
from tracker.web import Screens, reader, render, say, see_other

screens = Screens("files", __name__)
# Whatever a file is, nothing of it runs or loads here, should a browser show it all the same.
INERT = "default-src 'none'; sandbox; frame-ancestors 'none'"
AWAY = 503


@screens.screen("/ideas/<ref>/files", needs=Can.LOG_IDEA, of=idea.corrects, methods=("GET", "POST"), files=True)
def listing(found: Idea) -> Any:
    """The files of an idea, and a form to bring more."""
    form = FilesForm()
    if form.sent():
        with form.trying():
            attachment.attach(idea=found, uploads=form.files.uploads, by=reader().person_id)
    if form.accepted:
        say("It is attached. Whoever sees the idea can open it.")
        return see_other("files.listing", ref=found.ref)
    return _page(found, form)


def _page(found: Idea, form: FilesForm) -> Any:
    files = attachment.files_on(idea=found)
    return render("files/listing.html", idea=found, form=form, files=files, draft=idea.is_draft(found))


@screens.screen("/ideas/<ref>/files/<uuid:attachment_id>", needs=Can.SEE_IDEAS)
def show(ref: str, attachment_id: UUID) -> Any:
    """Hand a file over, as a download: whoever sees the idea may have it."""
    found = idea.get(ref=ref, reader=reader())
    file = attachment.get_file(idea=found, attachment_id=attachment_id)
    try:
        content = attachment.content_of(attachment=file)
    except attachment.StoreAwayError:
        abort(AWAY)
    answer = Response(content, content_type=FORMS[file.kind].media_type)
    answer.headers["Content-Disposition"] = attachment.name_in_header(file.name)
    answer.headers["Content-Security-Policy"] = INERT
    return answer


@screens.screen(
    "/ideas/<ref>/files/<uuid:attachment_id>/remove", needs=Can.LOG_IDEA, of=idea.corrects, methods=("GET", "POST")
)
def remove(found: Idea, attachment_id: UUID) -> Any:
    """Remove a file, with a reason; of a draft without one."""
    file = attachment.get_file(idea=found, attachment_id=attachment_id)
    form = RemovalForm()
    if form.sent():
        with form.trying():
            because = form.because.data or ""
            attachment.remove(attachment=file, idea=found, because=because, by=reader().person_id)
    if form.accepted:
        say(f"{file.name} is removed.")
        return see_other("files.listing", ref=found.ref)
    return render("files/remove.html", idea=found, form=form, file=file, draft=idea.is_draft(found))
